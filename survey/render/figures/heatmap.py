"""The heat map: a real table of blocks by constructs, tinted where a block stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from survey.render import numbers
from survey.render.digits import parsed
from survey.render.figures import behind
from survey.render.figures.axes import Axis
from survey.render.figures.marks import Side
from survey.render.figures.wording import sentences
from survey.render.speech import say
from survey.render.tables import Column, Datum, Table

Standing = Literal["", "above", "below"]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What stands in a cell: its words, on which side it stands out if it does, or is hidden.

    `word` says the side in the language of the page.
    """

    text: str
    standing: Standing = ""
    is_hidden: bool = False
    word: str = ""


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
    """A finished heat map: title, column heads, rows, a note, and one row per cell as a table."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    side: Side
    note: str
    table: Table | None = None


def heat_map(
    rows: Sequence[tuple[str, int | None, Sequence[tuple[float | None, Standing]]]],
    *,
    columns: Sequence[str],
    title: str,
    axis: Axis,
    side: Side = "agents",
    threshold: int = 5,
) -> HeatMap:
    """Give the table for rows of (label, n, values with their standing); a value of None is hidden.

    One tint, whichever side a value stands out on, and the word for the side: no red, no green, no
    ranking, and nothing tinted that chance could explain.
    """
    made = tuple(
        _row(
            label,
            n,
            tuple(_cell(*one, axis, threshold) for _, one in zip(columns, values, strict=True)),
        )
        for label, n, values in rows
    )
    cells = [cell for row in made for cell in row.cells]
    hatched = say("Hatched: %(reason)s", reason=numbers.hidden(threshold))
    notes = (
        _tinted() if any(one.standing for one in cells) else _none_stands_out(made),
        hatched if any(one.is_hidden for one in cells) else "",
    )
    data = [
        (behind.words(row.label), behind.words(column), *_data(cell, value, axis, n))
        for (_, n, values), row in zip(rows, made, strict=True)
        for column, cell, (value, _) in zip(columns, row.cells, values, strict=True)
    ]
    table = behind.table_of(title, _columns(axis), data)
    return HeatMap(title, tuple(columns), made, side, sentences(notes), table)


def _tinted() -> str:
    return say(
        "Tinted, with the word: above or below the whole centre by more than chance explains, all"
        " figures of the table taken together"
    )


def _none_stands_out(rows: Sequence[HeatRow]) -> str:
    if all(row.is_hidden for row in rows):
        return ""
    return say(
        "No figure is tinted: none differs from the whole centre by more than chance explains"
    )


def _row(label: str, n: int | None, cells: tuple[HeatCell, ...]) -> HeatRow:
    """Give the row; where nothing of it is shown its count is withheld too."""
    is_hidden = all(cell.is_hidden for cell in cells)
    return HeatRow(label, "" if n is None or is_hidden else numbers.whole(n), cells)


def _cell(value: Any, standing: Standing, axis: Axis, threshold: int) -> HeatCell:
    if parsed(value) is None:
        return HeatCell(numbers.hidden(threshold), is_hidden=True)
    word = {"": "", "above": say("above"), "below": say("below")}[standing]
    return HeatCell(axis.value(value), standing, word=word)


def _columns(axis: Axis) -> tuple[Column, ...]:
    return (
        behind.name_column(),
        Column("measure", say("Measure"), say("What was measured.")),
        behind.estimate_columns(axis)[0],
        Column("standing", say("Standing out"), say("In files: above, below or empty.")),
        behind.count_column(),
    )


def _data(cell: HeatCell, value: Any, axis: Axis, n: int | None) -> tuple[Datum, Datum, Datum]:
    if cell.is_hidden:
        return behind.hidden(), behind.blank(), behind.blank()
    return behind.on_axis(axis, value), behind.words(cell.word, code=cell.standing), behind.count(n)
