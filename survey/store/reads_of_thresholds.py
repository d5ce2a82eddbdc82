"""The thresholds that people set: of the centre, of a unit, of a queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.store.database import rows
from survey.store.fields import from_seconds


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One threshold; `name` is empty for that of the centre, `by` where nobody is known.

    `low` and `high` are percent for the measure `top_box`, points for `mean`.
    """

    id: int
    measure: str
    unit_id: int | None
    queue_id: int | None
    name: str
    low: float
    high: float
    set_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """Low and high as shares between 0 and 1, None for both where no threshold is set."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TopBoxLines:
    """Which lines hold for which unit or queue: its own, else those of the centre."""

    centre: Lines
    units: Mapping[int, Lines]
    queues: Mapping[int, Lines]

    def of_unit(self, unit_id: int) -> Lines:
        """What holds for a unit."""
        return self.units.get(unit_id, self.centre)

    def of_queue(self, queue_id: int) -> Lines:
        """What holds for a queue."""
        return self.queues.get(queue_id, self.centre)


def thresholds() -> tuple[ThresholdRow, ...]:
    """Every threshold, those of the centre first, then units, then queues, each by name."""
    found = [_row(row) for row in rows(_LIST)]
    # Sorted here, because the engines order letters differently.
    return tuple(
        sorted(found, key=lambda it: (it.queue_id is not None, it.name, it.measure, it.id))
    )


def threshold(threshold_id: int) -> ThresholdRow | None:
    """The threshold with this id, or None."""
    return next((one for one in thresholds() if one.id == threshold_id), None)


def top_box_lines() -> TopBoxLines:
    """The thresholds of the top-box share, for whatever is judged."""
    centre, units, queues = Lines(), dict[int, Lines](), dict[int, Lines]()
    for one in thresholds():
        if one.measure != "top_box":
            continue
        lines = Lines(one.low / 100, one.high / 100)
        if one.unit_id is not None:
            units[one.unit_id] = lines
        elif one.queue_id is not None:
            queues[one.queue_id] = lines
        else:
            centre = lines
    return TopBoxLines(centre, units, queues)


def _row(row: tuple[Any, ...]) -> ThresholdRow:
    values = list(row)
    values[7] = from_seconds(values[7])
    return ThresholdRow(*values)


_LIST = """
SELECT threshold.id, threshold.measure, threshold.unit_id, threshold.queue_id,
    coalesce(unit.name, queue.name, ''), threshold.low, threshold.high, threshold.set_at,
    app_user.name
FROM threshold
LEFT JOIN unit ON unit.id = threshold.unit_id
LEFT JOIN queue ON queue.id = threshold.queue_id
LEFT JOIN app_user ON app_user.id = threshold.user_id
"""
