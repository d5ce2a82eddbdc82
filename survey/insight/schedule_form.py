"""The form in which a schedule of waves is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from survey.errors import NotFound
from survey.instruments.rotation import BANK, Choice, items_of
from survey.intake.wave_days import Every
from survey.intake.wave_schedule import SchedulePlan
from survey.store import reads_of_units
from survey.store.pulse import rosters, schedules
from survey.store.pulse.schedules import Schedule

EVERY_WORDS: Mapping[Every, str] = {
    "once": "Once",
    "month": "Every month",
    "two_months": "Every two months",
    "quarter": "Every quarter",
    "half_year": "Every half year",
}
TURN_WORDS = (("always", "In every wave"), ("in_turn", "In turn"), ("never", "Never"))
FIELD_WORDS = {
    "name": "Name",
    "next_on": "Next opening day",
    "every": "How often",
    "open_days": "Days open",
    "remind_days": "Reminders",
    "mode": "Agents answer",
    "card_units": "Units that answer by card",
    "help_contact": "Whom to turn to",
    "threshold": "Answers per average",
    "comment_threshold": "Writers per open question",
    "block_minimum": "Smallest block",
    **{f"ask_{construct.code}": construct.name for construct in BANK},
    "per_wave": "How many in turn",
}


@dataclass(frozen=True, slots=True)
class TypedSchedule:
    """What stands in the form, and what is wrong with it; `conflict` says why it was not kept."""

    values: Mapping[str, Sequence[str]]
    errors: Sequence[tuple[str, str]] = field(default=())
    conflict: str = ""

    def first(self, name: str) -> str:
        """What stands in one box."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """What stands in the boxes of one name."""
        return self.values.get(name, ())

    def error(self, name: str) -> str:
        """What is wrong with one field, or nothing."""
        return next((sentence for one, sentence in self.errors if one == name), "")

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """Each error with the name of its field, for the list above the form, in its order."""
        order = list(FIELD_WORDS)
        errors = sorted(self.errors, key=lambda one: order.index(one[0]))
        return tuple((name, f"{FIELD_WORDS[name]}: {sentence}") for name, sentence in errors)


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """The form of a new schedule, or of one that is there."""

    schedule: Schedule | None
    typed: TypedSchedule
    units: tuple[tuple[str, str], ...]
    constructs: tuple[tuple[str, str, str], ...]
    everys: tuple[tuple[str, str], ...] = tuple(EVERY_WORDS.items())
    modes: tuple[tuple[str, str], ...] = (
        ("link", "By a link that is mailed to everybody"),
        ("cards", "By cards that are printed and handed out"),
    )
    turns: tuple[tuple[str, str], ...] = TURN_WORDS


def form_page(
    schedule_id: int | None, *, today: date, typed: TypedSchedule | None = None
) -> SchedulePage:
    """The form, with what was typed where something was.

    Raises:
        NotFound: there is no such schedule.
    """
    schedule = None if schedule_id is None else schedule_of(schedule_id)
    plan = schedule.plan if schedule else SchedulePlan("Pulse", today + timedelta(days=7))
    typed = typed or TypedSchedule(_written(plan))
    return SchedulePage(
        schedule=schedule,
        typed=typed,
        units=_units(today, typed.all("card_units")),
        constructs=tuple(
            (one.code, one.name, " ".join(item.text for item in items_of(one.code))) for one in BANK
        ),
    )


def schedule_of(schedule_id: int) -> Schedule:
    """The schedule with this id.

    Raises:
        NotFound: there is none.
    """
    found = schedules.find_schedule(schedule_id)
    if found is None:
        raise NotFound("There is no such schedule. Open the list of schedules again.")
    return found


def _units(today: date, chosen: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Units with agents of their own, and those ticked already, as boxes."""
    staffed = set(rosters.members_on(today))
    every = reads_of_units.units(reads_of_units.unit_ids())
    return tuple(
        (str(unit.id), unit.name) for unit in every if unit.id in staffed or str(unit.id) in chosen
    )


def _written(plan: SchedulePlan) -> dict[str, Sequence[str]]:
    """The plan as it stands in the form."""
    return {
        "name": [plan.name],
        "next_on": [str(plan.next_on)],
        "every": [plan.every],
        "open_days": [str(plan.open_days)],
        "remind_days": [", ".join(map(str, plan.remind_days))],
        "threshold": [str(plan.threshold)],
        "comment_threshold": [str(plan.comment_threshold)],
        "block_minimum": [str(plan.block_minimum)],
        "mode": [plan.mode],
        "card_units": [str(unit) for unit in sorted(plan.card_unit_ids)],
        "help_contact": [plan.help_contact],
        "per_wave": [str(plan.choice.per_wave or 1)],
        **{f"ask_{one.code}": [_turn(one.code, plan.choice)] for one in BANK},
    }


def _turn(code: str, choice: Choice) -> str:
    if code in choice.always:
        return "always"
    return "in_turn" if code in choice.in_turn else "never"
