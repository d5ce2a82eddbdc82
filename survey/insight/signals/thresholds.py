"""The thresholds of the centre, its units and its queues, and the form that sets one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo

from survey.insight.comments.typed import Typed
from survey.insight.selection import unit_choices
from survey.insight.units import read_scope
from survey.insight.words import signals as words
from survey.render import numbers
from survey.store import reads_of_contacts, reads_of_thresholds
from survey.store.reads_of_thresholds import ThresholdRow

MEASURES = (
    ("top_box", "Satisfied customers, in percent"),
    ("mean", "Mean satisfaction, in points from 1 to 5 (centre only)"),
)


_DONE = {
    "set": "The threshold is set.",
    "replaced": "The threshold is set. The one before it is replaced.",
    "removed": "The threshold is removed. Signals that it made stay.",
}


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """One threshold as a row: whose, of what, and the three stretches it makes."""

    id: int
    whose: str
    measure: str
    low: str
    middle: str
    high: str
    set_by: str


@dataclass(frozen=True, slots=True)
class ThresholdsPage:
    """All thresholds, what the form offers, and what has just been done, in a sentence or empty."""

    lines: tuple[ThresholdLine, ...]
    measures: tuple[tuple[str, str], ...]
    holders: tuple[tuple[str, str], ...]
    typed: Typed
    done: str


def thresholds_page(
    unit_ids: Collection[int], *, zone: tzinfo, typed: Typed | None = None, done: str = ""
) -> ThresholdsPage:
    """The thresholds page, with what was typed where something in it has to be mended."""
    tree = read_scope(unit_ids)
    ids = {unit.code: unit.id for unit in tree.units}
    units = [(f"unit-{ids[code]}", label) for code, label in unit_choices(tree) if code]
    queues = [(f"queue-{id_}", f"Queue {name}") for id_, name in reads_of_contacts.queues()]
    return ThresholdsPage(
        lines=tuple(_line(row, zone) for row in reads_of_thresholds.thresholds()),
        measures=MEASURES,
        holders=(("centre", "The whole centre"), *units, *queues),
        typed=typed or Typed(),
        done=_DONE.get(done, ""),
    )


def _line(row: ThresholdRow, zone: tzinfo) -> ThresholdLine:
    if row.measure == "top_box":
        low, high = words.line_value(row.low / 100), words.line_value(row.high / 100)
        middle = f"{low} to {high}"
    else:
        low, high = numbers.mean(row.low), numbers.mean(row.high)
        middle = numbers.interval(row.low, row.high)
    whose = row.name or "The whole centre"
    day = numbers.day(row.set_at.astimezone(zone).date())
    return ThresholdLine(
        id=row.id,
        whose=f"Queue {whose}" if row.queue_id is not None else whose,
        measure="Satisfied" if row.measure == "top_box" else "Mean",
        low=f"under {low}",
        middle=middle,
        high=f"over {high}",
        set_by=f"{row.by}, {day}" if row.by else day,
    )
