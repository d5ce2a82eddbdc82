"""Surveys to start from: one for each way of handling a contact, in every language shipped.

One screen: the score, what decided it, whether the matter is settled, a comment. Who is unhappy
can ask to be contacted, who is happy can allow a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from survey.instruments.items import Condition, Item
from survey.instruments.measures import (
    CALL_BACK,
    COMMENT,
    CSAT,
    DRIVERS,
    RESOLVED,
    STRENGTHS,
    TESTIMONIAL,
)
from survey.instruments.model import Instrument
from survey.instruments.standard import LANGUAGES, OWN, standard_item, standard_words, words

_HIGH = Condition(CSAT, (4, 5))
_ASKED = {
    CSAT: None,
    DRIVERS: Condition(CSAT, (1, 2, 3)),
    STRENGTHS: _HIGH,
    RESOLVED: None,
    COMMENT: None,
    CALL_BACK: Condition(CSAT, (1, 2)),
    TESTIMONIAL: _HIGH,
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A survey to start from. `name` is what the list of them calls it.

    It asks about contacts of its `channels` only, until its rules say otherwise.
    """

    code: str
    name: str
    channels: tuple[str, ...]
    instrument: Instrument


def _ready(code: str, name: str, channel: str) -> Ready:
    """The survey whose own words stand under `ready.<code>.<item>` or `ready.<item>`."""
    own = _wordings(code, OWN)
    items = (_item(measure, condition, own) for measure, condition in _ASKED.items())
    return Ready(
        code,
        name,
        (channel,),
        Instrument(
            kind="satisfaction",
            name=name,
            headline=CSAT,
            items=tuple(items),
            translations={tag: _wordings(code, tag) for tag in LANGUAGES if tag != OWN},
        ),
    )


def _item(measure: str, condition: Condition | None, own: dict[str, str]) -> Item:
    return replace(standard_item(measure), text=own[f"items.{measure}.text"], condition=condition)


def _wordings(code: str, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for measure in _ASKED:
        found |= standard_words(measure, language)
    return found | dict(_special(code, words(language).items()))


def _special(code: str, shipped: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for key, text in shipped:
        area, *rest = key.split(".")
        if area == "ready" and rest[0] in (code, *_ASKED):
            yield ".".join(("items", *(rest[1:] if rest[0] == code else rest))), text


READY = (
    _ready("phone", "After a call", "phone"),
    _ready("chat", "After a chat", "chat"),
    _ready("mail", "After a mail", "email"),
)
