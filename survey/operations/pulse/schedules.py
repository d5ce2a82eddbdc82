"""Planning waves: a schedule is made, changed, paused, taken up again and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from survey.errors import Conflict, NotFound
from survey.intake.wave_days import next_opening
from survey.intake.wave_schedule import InvalidSchedule, SchedulePlan
from survey.operations.keeping import kept
from survey.store.pulse import schedules
from survey.store.pulse.schedules import Schedule

CHANGED_MEANWHILE = (
    "This schedule was changed since you opened the page, by somebody else or by you in another"
    " window, so nothing was kept. What you typed still stands below: look at what is kept now"
    " first."
)
ENDED = "This schedule has ended. Plan a new one."


def create_schedule(plan: SchedulePlan, *, today: date, now: datetime) -> int:
    """The id of a new schedule, whose first wave opens by itself on its day.

    Raises:
        InvalidSchedule: another schedule has the name, or the first day is over.
    """
    with kept():
        _check(plan, earliest=today)
        return schedules.insert_schedule(plan, now=now)


def change_schedule(schedule_id: int, plan: SchedulePlan, *, seen: int, today: date) -> None:
    """The schedule is this plan from its next wave on; a wave that is open stays as it opened.

    Changing it into what it is already is no change, so the same form can be sent twice.

    Raises:
        NotFound: there is no such schedule.
        InvalidSchedule: another schedule has the name, or the next day is over.
        Conflict: it has ended, or no longer has the revision that was seen.
    """
    with kept():
        found = _going_on(schedule_id)
        if found.plan == plan:
            return
        is_moved = plan.next_on != found.next_on
        _check(plan, earliest=today if is_moved else plan.next_on, but_by=schedule_id)
        first_on = plan.next_on if is_moved else found.first_on
        if not schedules.update_schedule(schedule_id, plan, first_on=first_on, seen=seen):
            raise Conflict(CHANGED_MEANWHILE)


def pause_schedule(schedule_id: int) -> None:
    """No wave opens until it is taken up again; a wave that is open goes on to its end.

    Raises:
        NotFound: there is no such schedule.
        Conflict: it has ended.
    """
    with kept():
        found = _going_on(schedule_id)
        if found.state == "active":
            schedules.set_state(schedule_id, "paused", next_on=found.next_on)


def resume_schedule(schedule_id: int, *, today: date) -> None:
    """Waves open again, from the first opening day on that is not over.

    Raises:
        NotFound: there is no such schedule.
        Conflict: it has ended, or its only day is over.
    """
    with kept():
        found = _going_on(schedule_id)
        if found.state == "active":
            return
        next_on = found.next_on
        if next_on is None or next_on < today:
            yesterday = today - timedelta(days=1)
            next_on = next_opening(found.first_on, found.plan.every, after=yesterday)
        if next_on is None:
            raise Conflict("Its opening day is over. Change it to a later day first.")
        schedules.set_state(schedule_id, "active", next_on=next_on)


def end_schedule(schedule_id: int) -> None:
    """It opens no wave any more; a wave that is open goes on to its end. Repeatable.

    Raises:
        NotFound: there is no such schedule.
    """
    with kept():
        if _held(schedule_id).state != "ended":
            schedules.set_state(schedule_id, "ended", next_on=None)


def open_now(schedule_id: int, *, today: date) -> None:
    """The next wave opens as soon as a worker comes round, and the calendar goes on from there.

    Raises:
        NotFound: there is no such schedule.
        Conflict: it has ended or is paused, or a wave of its own is still open.
    """
    with kept():
        found = _going_on(schedule_id)
        if found.state != "active":
            raise Conflict("This schedule is paused. Take it up again first.")
        if any(opens_on == today for _, opens_on, _ in schedules.waves_of(schedule_id)):
            raise Conflict("A wave of this schedule was opened today.")
        if found.next_on is None or found.next_on > today:
            schedules.set_state(schedule_id, "active", next_on=today)


def _held(schedule_id: int) -> Schedule:
    found = schedules.find_schedule(schedule_id)
    if found is None:
        raise NotFound("There is no such schedule. Open the list of schedules again.")
    return found


def _going_on(schedule_id: int) -> Schedule:
    found = _held(schedule_id)
    if found.state == "ended":
        raise Conflict(ENDED)
    return found


def _check(plan: SchedulePlan, *, earliest: date, but_by: int | None = None) -> None:
    errors = []
    if schedules.is_taken(plan.name, but_by=but_by):
        errors.append(("name", "Another schedule has this name. Choose another one."))
    if plan.next_on < earliest:
        errors.append(("next_on", "This day is over. Choose today or a later day."))
    if errors:
        raise InvalidSchedule(errors)
