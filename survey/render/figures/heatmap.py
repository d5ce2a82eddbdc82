"""The heat map: a real table of blocks by constructs, each number tinted by its own size."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from survey.render import numbers
from survey.render.figures.axes import Axis
from survey.render.figures.marks import Side
from survey.render.figures.wording import sentences

STEPS = 7


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What stands in a cell: its words, its tint (0 pale to 6 strong), or that it is hidden."""

    text: str
    step: int | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A block with its number of answers and one cell per construct."""

    label: str
    n: str
    cells: tuple[HeatCell, ...]

    @property
    def is_hidden(self) -> bool:
        """Give whether nothing of the row may be shown."""
        return bool(self.cells) and all(cell.is_hidden for cell in self.cells)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A finished heat map: title, column heads, rows, the legend's ends, a note."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    side: Side
    legend: tuple[str, ...]
    note: str


def heat_map(
    rows: Sequence[tuple[str, int | None, Sequence[float | None]]],
    *,
    columns: Sequence[str],
    title: str,
    axis: Axis,
    side: Side = "agents",
    threshold: int = 5,
    turned: Collection[str] = (),
) -> HeatMap:
    """Give the table for rows of (label, n, values); a value of None is hidden.

    The tint follows the value along `axis` in one hue: no red, no green, no ranking. Seven steps
    span the axis, so give a part of the scale where all values lie (`mean_axis(low=2, high=4.5)`).
    In the columns named in `turned`, where less is better, a lower value is tinted stronger, so
    that strong and pale mean the same all over the table.
    """
    made = tuple(
        _row(
            label,
            n,
            tuple(
                _cell(value, axis, threshold, is_turned=column in turned)
                for column, value in zip(columns, values, strict=True)
            ),
        )
        for label, n, values in rows
    )
    has_hidden = any(cell.is_hidden for row in made for cell in row.cells)
    hatched = f"Hatched: {numbers.hidden(threshold)}" if has_hidden else ""
    tint = "Stronger tint: higher value"
    if turned:
        tint += f", but lower for {' and '.join(name.lower() for name in turned)}"
    note = sentences((tint, hatched))
    legend = tuple(axis.value(_edge(axis, step)) for step in range(STEPS + 1))
    return HeatMap(title, tuple(columns), made, side, legend, note)


def _row(label: str, n: int | None, cells: tuple[HeatCell, ...]) -> HeatRow:
    """Give the row; where nothing of it is shown its count is withheld too."""
    is_hidden = all(cell.is_hidden for cell in cells)
    return HeatRow(label, "" if n is None or is_hidden else numbers.whole(n), cells)


def _cell(value: Any, axis: Axis, threshold: int, *, is_turned: bool) -> HeatCell:
    text = axis.value(value)
    if numbers.missing(value) == text or value is None:
        return HeatCell(numbers.hidden(threshold), None, is_hidden=True)
    part = (float(value) - axis.low) / (axis.high - axis.low)
    step = min(max(int(part * STEPS), 0), STEPS - 1)
    return HeatCell(text, STEPS - 1 - step if is_turned else step)


def _edge(axis: Axis, step: int) -> float:
    return axis.low + step * (axis.high - axis.low) / STEPS
