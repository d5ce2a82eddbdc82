"""Waves by the calendar: they open, remind and close by themselves.

Any number of workers may come round at once and be killed at any point. A wave is opened in one
transaction with everything that belongs to it, its letters included; what follows from that is
told from the wave itself and done by whoever comes next.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from survey.errors import Conflict, Refusal
from survey.instruments.rotation import pulse_for
from survey.intake.wave_days import last_day, next_opening, window_of_wave
from survey.operations.pulse.closing import close_wave
from survey.operations.pulse.drawing import KeySource
from survey.operations.pulse.letters import queue_reminders
from survey.operations.pulse.opening import NewWave, open_wave
from survey.privacy import gate
from survey.render.moments import day, month, short_day
from survey.store.database import transaction
from survey.store.pulse import schedules, waves
from survey.store.pulse.schedules import Schedule

# While one worker draws keys and opens, the others leave the schedule alone.
LEASE = timedelta(minutes=10)
# What was refused, such as too few agents, is tried again.
PAUSE = timedelta(hours=1)


def turn(*, now: datetime, zone: tzinfo, keys: KeySource) -> bool:
    """Whether anything was closed, reminded of or opened that was due on the centre's day."""
    today = now.astimezone(zone).date()
    done = [_close(number, today, now, keys) for number in schedules.waves_over(today)]
    done += [_remind(number, today, now) for number in schedules.waves_to_remind(today)]
    done += [_open(one, today, now, keys) for one in schedules.due_schedules(today, now=now)]
    return any(done)


def planned_wave(schedule: Schedule, *, opens_on: date) -> NewWave:
    """The wave that a schedule would open on this day."""
    plan = schedule.plan
    known = gate.waves()
    window_from, window_until = window_of_wave(opens_on, plan.every)
    return NewWave(
        number=max((wave.number for wave in known), default=0) + 1,
        name=_name(plan.name, opens_on, {wave.name for wave in known}, plan.every == "once"),
        opens_on=opens_on,
        closes_on=last_day(opens_on, plan.open_days),
        window_from=window_from,
        window_until=window_until,
        threshold=plan.threshold,
        comment_threshold=plan.comment_threshold,
        block_minimum=plan.block_minimum,
        instrument=pulse_for(plan.choice, len(schedules.waves_of(schedule.id))),
        mode=plan.mode,
        card_unit_ids=plan.card_unit_ids,
        help_contact=plan.help_contact,
        remind_on=tuple(opens_on + timedelta(days=after) for after in plan.remind_days),
        schedule_id=schedule.id,
    )


def _close(number: int, today: date, now: datetime, keys: KeySource) -> bool:
    try:
        close_wave(number, today=today, now=now, randomness=keys.randomness)
    except Conflict:
        return False  # closed, but its files are being read: the next turn tries again
    return True


def _remind(number: int, today: date, now: datetime) -> bool:
    wave = gate.wave(number)
    with transaction():
        # However many days were missed, everybody gets one reminder.
        if not waves.hold_open(wave.id) or not schedules.mark_reminded(wave.id, today, now=now):
            return False
        queue_reminders(wave, now=now)
    return True


def _open(schedule: Schedule, today: date, now: datetime, keys: KeySource) -> bool:
    if _move_on(schedule):
        return True
    standing = next((wave for wave in gate.waves() if not wave.is_closed), None)
    if standing is not None:
        return _delay(schedule, standing)
    if not schedules.take(schedule, now=now, until=now + LEASE):
        return False
    try:
        open_wave(planned_wave(schedule, opens_on=today), now=now, keys=keys)
    except Conflict:
        # Another wave was first; the next turn says which, or finds that it was this one.
        schedules.keep_problem(schedule.id, schedule.problem, try_at=None)
        return False
    except Refusal as refused:
        problem = f"{refused.message} This is tried again every hour."
        schedules.keep_problem(schedule.id, problem, try_at=now + PAUSE)
        return False
    return _move_on(schedule)


def _move_on(schedule: Schedule) -> bool:
    """Whether the wave that is due was opened already; then the schedule waits for the next."""
    opened = schedules.waves_of(schedule.id)[:1]
    if schedule.next_on is None or not opened or opened[0][1] < schedule.next_on:
        return False
    closes_on = opened[0][2]
    next_on = next_opening(schedule.first_on, schedule.plan.every, after=closes_on)
    schedules.move_on(schedule, next_on)
    return True


def _delay(schedule: Schedule, standing: gate.WaveRef) -> bool:
    problem = (
        f"{standing.name} is still open until {day(standing.closes_on)}. The next wave opens as"
        " soon as it is closed."
    )
    if problem != schedule.problem:
        schedules.keep_problem(schedule.id, problem, try_at=None)
    return False


def _name(name: str, opens_on: date, known: set[str], is_once: bool) -> str:
    usual = name if is_once else f"{name}, {month(opens_on)}"
    return f"{name}, {short_day(opens_on)}" if usual in known else usual
