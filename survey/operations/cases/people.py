"""Who works on a case, and who is told about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any

from survey.operations import jobs
from survey.render import numbers
from survey.store import reads_of_case_people
from survey.store.reads_of_case_people import Colleague
from survey.store.reads_of_cases import Case


def first_owner(address: str, unit_id: int, *, today: date) -> Colleague | None:
    """Whom the survey's rule names, else who leads the unit itself, else nobody.

    Only somebody who may work on cases of the unit.
    """
    able = reads_of_case_people.who_may_work(unit_id, today=today)
    named = (one for one in able if one.email == address.strip().lower())
    return next(named, None) or next((one for one in able if one.distance == 0), None)


def who_hears_of_delay(unit_id: int, owner_id: int | None, *, today: date) -> tuple[Colleague, ...]:
    """Who leads the nearest unit above, else every analyst; the owner knows already."""
    able = [
        one
        for one in reads_of_case_people.who_may_work(unit_id, today=today)
        if one.user_id != owner_id and one.distance != 0
    ]
    above = [one.distance for one in able if one.distance is not None]
    return tuple(one for one in able if one.distance == (min(above) if above else None))


def tell(people: Iterable[Colleague], template: str, case: Case, *, now: datetime) -> None:
    """Queue a mail to each of them: a link to the case, nothing of what the customer said."""
    team = reads_of_case_people.team_name(case.unit_id)
    for one in people:
        _write(one, template, {"case_id": case.id, "team": team}, now)


def tell_of_delay(
    late: Iterable[tuple[Case, tuple[Colleague, ...]]], *, zone: tzinfo, now: datetime
) -> None:
    """Queue one mail to everybody who hears of these cases, with all that they hear of."""
    lines: dict[Colleague, list[dict[str, Any]]] = {}
    for case, told in late:
        assert case.due_at is not None  # else it could not be late
        line = {
            "case_id": case.id,
            "team": reads_of_case_people.team_name(case.unit_id),
            "due": numbers.instant(case.due_at, zone),
        }
        for one in told:
            lines.setdefault(replace(one, distance=None), []).append(line)
    for one, cases in lines.items():
        _write(one, "case_overdue", {"cases": cases}, now)


def _write(one: Colleague, template: str, values: dict[str, Any], now: datetime) -> None:
    letter = {"template": template, "to": one.email, "values": {"name": one.name, **values}}
    jobs.enqueue("mail", letter, due_at=now, most_attempts=jobs.A_DAY_OF_ATTEMPTS)
