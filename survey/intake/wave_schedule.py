"""The form in which waves are planned: a plan from what was typed, or all objections at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, cast, get_args

from survey.errors import InvalidInput
from survey.instruments.rotation import CODES, Choice
from survey.intake.wave_days import Every

Mode = Literal["link", "cards"]
Errors = Sequence[tuple[str, str]]
Typed = Mapping[str, Sequence[str]]

# A wave is over before the next one opens: February is the shortest month.
LONGEST_OPEN: Mapping[Every, int] = {
    "once": 60,
    "month": 28,
    "two_months": 59,
    "quarter": 60,
    "half_year": 60,
}
SHORTEST_OPEN = 3
MOST_REMINDERS = 4
LONGEST_NAME = 80
LONGEST_CONTACT = 200
FARTHEST = timedelta(days=2 * 366)
LOWEST: Mapping[str, int] = {"threshold": 4, "comment_threshold": 10, "block_minimum": 6}
HIGHEST = 1_000
TURNS = ("always", "in_turn", "never")
_NUMBER = re.compile(r"[0-9]{1,6}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class InvalidSchedule(InvalidInput):
    """What was typed makes no plan; `errors` are pairs of field and sentence."""

    def __init__(self, errors: Errors) -> None:
        super().__init__([sentence for _, sentence in errors])
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """How waves are opened: when, for how long, and what is asked of whom in which way.

    `remind_days` are counted from the opening day. Units in `card_unit_ids` answer by card where
    the others answer by link.

    Raises:
        InvalidSchedule: naming every field that does not do.
    """

    name: str
    next_on: date
    every: Every = "quarter"
    open_days: int = 12
    remind_days: tuple[int, ...] = (4, 9)
    threshold: int = 5
    comment_threshold: int = 10
    block_minimum: int = 8
    mode: Mode = "link"
    card_unit_ids: frozenset[int] = frozenset()
    help_contact: str = ""
    choice: Choice = field(default_factory=Choice)

    def __post_init__(self) -> None:
        if errors := [(name, said) for is_wrong, name, said in _rules(self) if is_wrong]:
            raise InvalidSchedule(errors)


def _rules(plan: SchedulePlan) -> list[tuple[bool, str, str]]:
    longest = LONGEST_OPEN[plan.every]
    is_length = SHORTEST_OPEN <= plan.open_days <= longest
    return [
        (not plan.name.strip(), "name", "Give it a name, such as Pulse."),
        (
            len(plan.name) > LONGEST_NAME or not plan.name.isprintable(),
            "name",
            f"Write a name of at most {LONGEST_NAME} characters on one line.",
        ),
        (
            not is_length,
            "open_days",
            f"Write a number of days from {SHORTEST_OPEN} to {longest}: a wave is over before"
            " the next one opens.",
        ),
        (
            is_length and any(not 1 <= day < plan.open_days for day in plan.remind_days),
            "remind_days",
            "A reminder falls on the day after the opening at the earliest, and on the last day at"
            " the latest.",
        ),
        (
            len(plan.remind_days) > MOST_REMINDERS,
            "remind_days",
            f"Remind {MOST_REMINDERS} times at most.",
        ),
        *_rules_of_size(plan),
        (
            len(plan.help_contact) > LONGEST_CONTACT or not plan.help_contact.isprintable(),
            "help_contact",
            f"Write at most {LONGEST_CONTACT} characters on one line.",
        ),
    ]


def _rules_of_size(plan: SchedulePlan) -> list[tuple[bool, str, str]]:
    numbers = {name: cast("int", getattr(plan, name)) for name in LOWEST}
    limits = [
        (
            not LOWEST[name] <= value <= HIGHEST,
            name,
            f"Write a number from {LOWEST[name]} to {HIGHEST}.",
        )
        for name, value in numbers.items()
    ]
    return [
        *limits,
        (
            LOWEST["block_minimum"] <= plan.block_minimum < plan.threshold,
            "block_minimum",
            "A block needs at least as many invited as an average needs answers.",
        ),
    ]


def parse_schedule(typed: Typed, *, units: Collection[int], earliest: date) -> SchedulePlan:
    """The plan that was typed; `units` are the ids of those there are.

    Raises:
        InvalidSchedule: naming every field that does not do.
    """
    form = _Form(typed)
    taken = {
        "name": " ".join(form.first("name").split()),
        "next_on": form.take_day("next_on", earliest),
        "every": form.take_choice("every", get_args(Every), "once"),
        "open_days": form.take_number("open_days"),
        "remind_days": form.take_days("remind_days"),
        **{name: form.take_number(name) for name in LOWEST},
        "mode": form.take_choice("mode", get_args(Mode), "link"),
        "card_unit_ids": form.take_units("card_units", units),
        "help_contact": form.first("help_contact"),
        "choice": form.take_constructs(),
    }
    errors = list(form.errors)
    try:
        plan = SchedulePlan(**taken)  # type: ignore[arg-type]  # each taken as its type
    except InvalidSchedule as refused:
        known = {name for name, _ in errors}
        errors += [one for one in refused.errors if one[0] not in known]
    if errors:
        raise InvalidSchedule(errors)
    return plan


class _Form:
    """What was typed, taken field by field, with the errors met so far."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.errors: list[tuple[str, str]] = []

    def first(self, name: str) -> str:
        return next(iter(self._typed.get(name, ())), "").strip()

    def take_number(self, name: str) -> int:
        text = self.first(name)
        if _NUMBER.fullmatch(text):
            return int(text)
        self.errors.append((name, "Write a whole number."))
        return 0

    def take_choice(self, name: str, known: Sequence[str], otherwise: str) -> str:
        text = self.first(name)
        if text in known:
            return text
        self.errors.append((name, "Choose one of these."))
        return otherwise

    def take_day(self, name: str, earliest: date) -> date:
        text = self.first(name)
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            sentence = "Write the day as year-month-day, such as 2026-03-02."
        elif day < earliest:
            sentence = "This day is over. Choose today or a later day."
        elif day - earliest > FARTHEST:
            sentence = "Choose a day within the next two years."
        else:
            return day
        self.errors.append((name, sentence))
        return earliest

    def take_days(self, name: str) -> tuple[int, ...]:
        parts = re.split(r"[\s,;]+", self.first(name))
        if all(_NUMBER.fullmatch(part) for part in parts if part):
            return tuple(sorted({int(part) for part in parts if part}))
        self.errors.append((name, "Write numbers of days with commas between, such as 4, 9."))
        return ()

    def take_units(self, name: str, known: Collection[int]) -> frozenset[int]:
        chosen = self._typed.get(name, ())
        by_text = {str(id): id for id in known}
        if not set(chosen) <= set(by_text):
            self.errors.append((name, "Choose among these units."))
        return frozenset(by_text[one] for one in chosen if one in by_text)

    def take_constructs(self) -> Choice:
        turns = {code: self.take_choice(f"ask_{code}", TURNS, "never") for code in CODES}
        always = tuple(code for code, turn in turns.items() if turn == "always")
        in_turn = tuple(code for code, turn in turns.items() if turn == "in_turn")
        if not in_turn:
            return Choice(always)
        per_wave = self.take_number("per_wave")
        try:
            return Choice(always, in_turn, per_wave)
        except InvalidInput as refused:
            if "per_wave" not in dict(self.errors):
                self.errors.append(("per_wave", refused.problems[0]))
        return Choice(always)
