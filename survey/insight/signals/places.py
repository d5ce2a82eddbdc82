"""What a chart is made of: the unit or queue that an address names, and its answers by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from survey.errors import NotFound
from survey.insight.signals.listing import Look
from survey.instruments.measures import CSAT
from survey.instruments.satisfaction import CSAT_SCALE
from survey.stats.baselines import BASELINE_WEEKS, WEEK
from survey.store import reads_of_contacts, reads_of_signals, reads_of_thresholds, reads_of_units
from survey.store.reads_of_signals import Days, SignalRow
from survey.store.reads_of_thresholds import Lines


@dataclass(frozen=True, slots=True)
class Place:
    """What is charted: its units, its days from a Monday on, its thresholds, its signals."""

    name: str
    kind: str
    query: Mapping[str, str]
    unit_ids: Collection[int]
    queue_id: int | None
    days: Days
    lines: Lines
    signals: tuple[SignalRow, ...]


def place_of(look: Look, query: Mapping[str, str], *, until_on: date, n_weeks: int) -> Place:
    """The unit or queue that an address names, with so many weeks and what they are held against.

    Raises:
        NotFound: there is none such, or it is out of the viewer's scope.
    """
    since = _first_day(until_on, n_weeks)
    code = query.get("unit", "").strip()
    lines = reads_of_thresholds.top_box_lines()
    where: dict[str, Any] = {
        "favourable_from": CSAT_SCALE.favourable_from,
        "from_on": since,
        "until_on": until_on,
    }
    rows = reads_of_signals.signals(
        unit_ids=look.unit_ids, has_queues=look.sees_queues, from_on=since, until_on=look.today
    )
    if code:
        unit = look.tree.find(code)
        inside = look.tree.subtree(unit).unit_ids
        whole = reads_of_signals.days_together(CSAT, **where, unit_ids=inside)
        own = tuple(row for row in rows if row.unit_id == unit.id)
        query = {"unit": code}
        return Place(unit.name, "unit", query, inside, None, whole, lines.of_unit(unit.id), own)
    queue_id, name = _queue(look, query.get("queue", "").strip())
    units = reads_of_units.unit_ids()
    found = reads_of_signals.days_by("queue", CSAT, **where, unit_ids=units).get(queue_id)
    return Place(
        name,
        "queue",
        {"queue": str(queue_id)},
        units,
        queue_id,
        found or reads_of_signals.no_days(since, until_on),
        lines.of_queue(queue_id),
        tuple(row for row in rows if row.queue_id == queue_id),
    )


def latest_of(place: Place) -> date | None:
    """The last day on which it had an answer, however long ago."""
    last = max((at for at, n in enumerate(place.days.ns) if n), default=None)
    if last is not None:
        return place.days.from_on + timedelta(days=last)
    return reads_of_signals.latest_day(CSAT, unit_ids=place.unit_ids, queue_id=place.queue_id)


def _queue(look: Look, text: str) -> tuple[int, str]:
    known = reads_of_contacts.queues() if look.sees_queues else ()
    found = next((one for one in known if str(one[0]) == text), None)
    if found is None:
        raise NotFound("There is no such queue, or it is not yours to see.")
    return found


def _first_day(until_on: date, n_weeks: int) -> date:
    """The Monday so many weeks before this week, and as many before as one is held against."""
    return until_on - timedelta(days=until_on.weekday() + WEEK * (n_weeks + BASELINE_WEEKS))
