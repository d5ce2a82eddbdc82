"""Quiet hours on a customer's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def clock_of(name: str | None, *, otherwise: tzinfo) -> tzinfo:
    """The time zone of that name; the other one where there is none that this machine knows."""
    if name is None:
        return otherwise
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def awake_at(moment: datetime, *, zone: tzinfo, quiet: tuple[time, time] | None) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into, in UTC.

    `quiet` is when they begin and end on the clocks of the zone; they may pass midnight. Where the
    end does not exist that day because clocks go forward, they end when the clocks have.
    """
    if quiet is None:
        return moment
    begins, ends = quiet
    local = moment.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    is_past, is_before = clock >= begins, clock < ends
    if not (is_past and is_before if begins < ends else is_past or is_before):
        return moment
    day = local.date() + timedelta(days=1 if clock >= ends else 0)
    # Two seconds of a clock that goes back have the same name: the one that is not over yet.
    ended = datetime.combine(day, ends, tzinfo=zone).astimezone(UTC)
    if ended < moment:
        ended = datetime.combine(day, ends, tzinfo=zone).replace(fold=1).astimezone(UTC)
    return max(moment, ended)
