"""Which constructs a wave asks about: some always, some in turn, some never.

Engagement, the recommendation and the four open questions are asked in every wave. No construct
shares an item with another, so whatever is chosen, no two published figures overlap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from survey.errors import InvalidInput
from survey.instruments.items import Construct, Item
from survey.instruments.model import Instrument
from survey.instruments.pulse import AGREEMENT, ENGAGEMENT, ENPS, PULSE

CORE = (ENGAGEMENT, ENPS)


def _agreement(code: str, construct: str, text: str, *, reverse: bool = False) -> Item:
    return Item(code, text, "scale", AGREEMENT, construct, reverse)


_MORE = (
    Construct("information", "Knowing what I need"),
    Construct("cooperation", "Working with other teams"),
    Construct("planning", "Shifts and workload"),
)
_MORE_ITEMS = (
    _agreement("told_first", "information", "I hear of changes before customers ask about them."),
    _agreement(
        "look_up", "information", "I find the answer to a customer’s question within a minute."
    ),
    _agreement("others_help", "cooperation", "Other teams help when a contact needs them."),
    _agreement(
        "passed_round", "cooperation", "Customers are passed round between teams.", reverse=True
    ),
    _agreement("shifts_fit", "planning", "My shifts leave room for my life."),
    _agreement(
        "no_pause",
        "planning",
        "On most days there is no moment to breathe between contacts.",
        reverse=True,
    ),
)

# What can be chosen from, in the order in which it is asked.
BANK: tuple[Construct, ...] = (
    *(construct for construct in PULSE.constructs if construct.code not in CORE),
    *_MORE,
)
CODES = tuple(construct.code for construct in BANK)
_ITEMS = (*PULSE.scale_items, *_MORE_ITEMS)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a schedule's waves ask beside the core; a construct in neither tuple is never asked.

    `per_wave` of those `in_turn` are asked in each wave.

    Raises:
        InvalidInput: a construct is unknown or named twice, or the number fits no turn.
    """

    always: tuple[str, ...] = tuple(code for code in CODES if PULSE.items_of(code))
    in_turn: tuple[str, ...] = ()
    per_wave: int = 0

    def __post_init__(self) -> None:
        named = (*self.always, *self.in_turn)
        problems = []
        if not set(named) <= set(CODES) or len(set(named)) != len(named):
            problems.append("Each construct is asked always, in turn or never.")
        if self.in_turn and not 1 <= self.per_wave <= len(self.in_turn):
            problems.append(
                f"Ask at least 1 and at most {len(self.in_turn)} of those that come in turn."
            )
        if not self.in_turn and self.per_wave:
            problems.append("Nothing comes in turn, so its number has to be 0.")
        if problems:
            raise InvalidInput(problems)

    def asked(self, turn: int) -> frozenset[str]:
        """The codes asked in this turn, counted from 0; in the long run each equally often."""
        first = turn * self.per_wave
        picked = (self.in_turn[(first + n) % len(self.in_turn)] for n in range(self.per_wave))
        return frozenset((*self.always, *picked))


def items_of(construct: str) -> tuple[Item, ...]:
    """The items that a construct of the bank is asked with."""
    return tuple(item for item in _ITEMS if item.construct == construct)


def pulse_for(choice: Choice, turn: int) -> Instrument:
    """The pulse of a schedule's wave, the same whenever it is asked for; `turn` counts from 0."""
    asked = choice.asked(turn)
    codes = (ENGAGEMENT, *(code for code in CODES if code in asked), ENPS)
    items = (item for code in codes for item in items_of(code))
    known = {construct.code: construct for construct in (*PULSE.constructs, *_MORE)}
    return Instrument(
        kind="pulse",
        name=PULSE.name,
        headline=PULSE.headline,
        constructs=tuple(known[code] for code in codes),
        items=(*items, *PULSE.text_items),
    )


def to_text(choice: Choice) -> str:
    """The canonical text in which a choice is stored."""
    data = {"always": choice.always, "in_turn": choice.in_turn, "per_wave": choice.per_wave}
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Choice:
    """The choice a stored text holds."""
    data = json.loads(text)
    return Choice(tuple(data["always"]), tuple(data["in_turn"]), data["per_wave"])
