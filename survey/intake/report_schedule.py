"""What was written into the form of a report's schedule, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from survey.intake.answers import Objection
from survey.intake.decision import read_day
from survey.intake.edition_form import Offered, parse_whose
from survey.intake.editions import EVERY, Every, Kind, Paper

LONGEST_NAME = 80
T = TypeVar("T")
Delivery = Literal["link", "attachment"]
DELIVERIES: tuple[Delivery, ...] = ("link", "attachment")


@dataclass(frozen=True, slots=True)
class NewReportSchedule:
    """Which edition is made for every wave, month or quarter from a day on, and how it is sent."""

    name: str
    every: Every
    kind: Kind
    unit_id: int | None
    department_id: int | None
    language: str
    paper: Paper
    delivery: Delivery
    is_on: bool
    from_on: date
    recipient_ids: tuple[int, ...] = ()


def parse_report_schedule(
    typed: Mapping[str, str],
    recipients: Sequence[str],
    offered: Offered,
    *,
    readers: Sequence[int],
) -> NewReportSchedule | tuple[Objection, ...]:
    """The schedule, or every objection; `readers` are the users who can be written to."""
    objections: list[Objection] = []
    name = " ".join(typed.get("name", "").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        sentence = f"Write a name of at most {LONGEST_NAME} characters."
        objections.append(Objection("name", sentence))
    every = _one_of(EVERY, typed, "every", "Choose how often.", objections)
    from_on = read_day(typed.get("from_on", "").strip())
    if from_on is None:
        sentence = "Write the day as year-month-day, such as 2026-03-31."
        objections.append(Objection("from_on", sentence))
    delivery = _one_of(DELIVERIES, typed, "delivery", "Choose how it is sent.", objections)
    known = {str(one): one for one in readers}
    if any(one not in known for one in recipients):
        sentence = "Somebody chosen cannot be written to any more. Look at the list again."
        objections.append(Objection("recipients", sentence))
    whose = parse_whose(typed, offered, objections)
    if whose is None or every is None or from_on is None or delivery is None or objections:
        return tuple(objections)
    return NewReportSchedule(
        name=name,
        every=every,
        kind=whose.kind,
        unit_id=whose.unit_id,
        department_id=whose.department_id,
        language=whose.language,
        paper=whose.paper,
        delivery=delivery,
        is_on=typed.get("is_on") == "yes",
        from_on=from_on,
        recipient_ids=tuple(known[one] for one in recipients),
    )


def _one_of(
    offered: Sequence[T],
    typed: Mapping[str, str],
    name: str,
    sentence: str,
    objections: list[Objection],
) -> T | None:
    chosen = next((one for one in offered if one == typed.get(name)), None)
    if chosen is None:
        objections.append(Objection(name, sentence))
    return chosen
