"""Schedules of waves: what is planned, and what of them is due. No answers here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from survey.instruments import rotation
from survey.intake.wave_schedule import SchedulePlan
from survey.store.database import load_rows, rows, run
from survey.store.fields import to_seconds
from survey.store.pulse.waves import Wave, WaveReminder, WaveSchedule


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as it is kept. `next_on` is empty where it has ended.

    Opening days are counted from `first_on`; `problem` says why the last attempt failed.
    """

    id: int
    plan: SchedulePlan
    first_on: date
    next_on: date | None
    state: str
    problem: str
    revision: int


def every_schedule() -> tuple[Schedule, ...]:
    """All of them, those that go on first, by name."""
    found = [_schedule(row) for row in WaveSchedule.select()]
    return tuple(sorted(found, key=lambda one: (one.state == "ended", one.plan.name.casefold())))


def find_schedule(schedule_id: int) -> Schedule | None:
    """The schedule with this id, or None."""
    row = WaveSchedule.get_or_none(WaveSchedule.id == schedule_id)
    return None if row is None else _schedule(row)


def is_taken(name: str, *, but_by: int | None = None) -> bool:
    """Whether another schedule has this name."""
    found = rows("SELECT id FROM wave_schedule WHERE name = ?", (name,))
    return any(row[0] != but_by for row in found)


def insert_schedule(plan: SchedulePlan, *, now: datetime) -> int:
    """The id of a new schedule, which is active."""
    created = WaveSchedule.create(
        **_columns(plan),
        first_on=plan.next_on,
        next_on=plan.next_on,
        state="active",
        created_at=now,
    )
    _keep_card_units(created.id, plan)
    return int(created.id)


def update_schedule(schedule_id: int, plan: SchedulePlan, *, first_on: date, seen: int) -> bool:
    """Whether the schedule still had the revision that was seen; if so it is this plan now."""
    changed = (
        WaveSchedule.update(
            **_columns(plan),
            first_on=first_on,
            next_on=plan.next_on,
            problem=None,
            try_at=None,
            revision=WaveSchedule.revision + 1,
        )
        .where(WaveSchedule.id == schedule_id, WaveSchedule.revision == seen)
        .execute()
    )
    if changed:
        run("DELETE FROM schedule_card_unit WHERE schedule_id = ?", (schedule_id,))
        _keep_card_units(schedule_id, plan)
    return bool(changed == 1)


def set_state(schedule_id: int, state: str, *, next_on: date | None) -> None:
    """Put the schedule into a state, with its next opening day; nothing stands in its way now."""
    run(
        "UPDATE wave_schedule SET state = ?, next_on = ?, problem = NULL, try_at = NULL,"
        " revision = revision + 1 WHERE id = ?",
        (state, _text(next_on), schedule_id),
    )


def due_schedules(today: date, *, now: datetime) -> tuple[Schedule, ...]:
    """Active schedules whose day has come and that nobody tries to open just now."""
    found = rows(
        "SELECT id FROM wave_schedule WHERE state = 'active' AND next_on <= ?"
        " AND (try_at IS NULL OR try_at <= ?) ORDER BY next_on, id",
        (str(today), to_seconds(now)),
    )
    kept = (find_schedule(row[0]) for row in found)
    return tuple(one for one in kept if one is not None)


def take(schedule: Schedule, *, now: datetime, until: datetime) -> bool:
    """Whether the caller is the one who tries to open it now; nobody else will before `until`."""
    cursor = run(
        "UPDATE wave_schedule SET try_at = ? WHERE id = ? AND revision = ? AND state = 'active'"
        " AND (try_at IS NULL OR try_at <= ?)",
        (to_seconds(until), schedule.id, schedule.revision, to_seconds(now)),
    )
    return bool(cursor.rowcount == 1)


def move_on(schedule: Schedule, next_on: date | None) -> None:
    """After a wave was opened: the next opening day, or the end. A day set meanwhile stands."""
    run(
        "UPDATE wave_schedule SET next_on = ?, state = ?, problem = NULL, try_at = NULL,"
        " revision = revision + 1 WHERE id = ? AND next_on = ?",
        (
            _text(next_on),
            schedule.state if next_on else "ended",
            schedule.id,
            str(schedule.next_on),
        ),
    )


def keep_problem(schedule_id: int, problem: str, *, try_at: datetime | None) -> None:
    """Why no wave was opened, and when it is tried again (None: as soon as somebody looks)."""
    run(
        "UPDATE wave_schedule SET problem = ?, try_at = ? WHERE id = ?",
        (problem or None, None if try_at is None else to_seconds(try_at), schedule_id),
    )


def waves_of(schedule_id: int) -> tuple[tuple[int, date, date], ...]:
    """Number, opening and closing day of the waves a schedule has opened, the latest first."""
    found = Wave.select().where(Wave.schedule == schedule_id).order_by(Wave.number.desc())
    return tuple((one.number, one.opens_on, one.closes_on) for one in found)


def waves_over(today: date) -> list[int]:
    """Numbers of the waves to be closed, or whose closing is not finished."""
    found = rows(
        "SELECT number FROM wave WHERE (state = 'open' AND closes_on < ?)"
        " OR (state = 'closed' AND scrubbed_at IS NULL) ORDER BY number",
        (str(today),),
    )
    return [row[0] for row in found]


def waves_to_remind(today: date) -> list[int]:
    """Numbers of the open waves with a day of reminders that has come."""
    found = rows(
        "SELECT DISTINCT wave.number FROM wave_reminder JOIN wave ON wave.id = wave_id"
        " WHERE remind_on <= ? AND queued_at IS NULL AND state = 'open' AND closes_on >= ?",
        (str(today), str(today)),
    )
    return [row[0] for row in found]


def reminders_of(wave_id: int) -> tuple[date, ...]:
    """The days on which everybody invited by link is reminded of a wave."""
    found = WaveReminder.select().where(WaveReminder.wave == wave_id)
    return tuple(sorted(row.remind_on for row in found))


def mark_reminded(wave_id: int, today: date, *, now: datetime) -> bool:
    """Whether there were days of reminders that nobody had seen to; now somebody has."""
    cursor = run(
        "UPDATE wave_reminder SET queued_at = ?"
        " WHERE wave_id = ? AND remind_on <= ? AND queued_at IS NULL",
        (to_seconds(now), wave_id, str(today)),
    )
    return bool(cursor.rowcount)


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)


def _columns(plan: SchedulePlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "every": plan.every,
        "open_days": plan.open_days,
        "remind_days": ",".join(map(str, plan.remind_days)),
        "threshold": plan.threshold,
        "comment_threshold": plan.comment_threshold,
        "block_minimum": plan.block_minimum,
        "mode": plan.mode,
        "help_contact": plan.help_contact,
        "constructs": rotation.to_text(plan.choice),
    }


def _keep_card_units(schedule_id: int, plan: SchedulePlan) -> None:
    units = ((schedule_id, unit) for unit in sorted(plan.card_unit_ids))
    load_rows("schedule_card_unit", ("schedule_id", "unit_id"), units)


def _schedule(row: Any) -> Schedule:
    by_card = rows("SELECT unit_id FROM schedule_card_unit WHERE schedule_id = ?", (row.id,))
    plan = SchedulePlan(
        name=row.name,
        next_on=row.next_on or row.first_on,
        every=row.every,
        open_days=row.open_days,
        remind_days=tuple(int(day) for day in row.remind_days.split(",") if day),
        threshold=row.threshold,
        comment_threshold=row.comment_threshold,
        block_minimum=row.block_minimum,
        mode=row.mode,
        card_unit_ids=frozenset(unit for (unit,) in by_card),
        help_contact=row.help_contact,
        choice=rotation.from_text(row.constructs),
    )
    return Schedule(
        id=row.id,
        plan=plan,
        first_on=row.first_on,
        next_on=row.next_on,
        state=row.state,
        problem=row.problem or "",
        revision=row.revision,
    )
