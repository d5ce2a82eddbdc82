"""What has been published about closed waves: the only pulse figures anyone can read.

Written once, when a wave closes. Only `survey.privacy` may import this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import CompositeKey, FloatField, ForeignKeyField, IntegerField, TextField

from survey.store.database import Record, load_rows, rows
from survey.store.pulse.waves import Block, Wave


class Turnout(Record):
    """Invited and answered counts of a block."""

    block = ForeignKeyField(Block, primary_key=True)
    n_answered = IntegerField()


class ReleasedCell(Record):
    """The published figure of one block and construct.

    `form` is exact, at_least, at_most or hidden; a hidden cell holds neither value nor n.
    """

    block = ForeignKeyField(Block)
    measure = TextField()
    form = TextField()
    value = FloatField(null=True)
    n = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("block", "measure")


class ReleasedSpread(Record):
    """The centre-wide pooled standard deviation of a construct, for intervals on block means."""

    wave = ForeignKeyField(Wave)
    measure = TextField()
    sd = FloatField()

    class Meta:
        primary_key = CompositeKey("wave", "measure")


class ReleasedTotal(Record):
    """A figure of the whole centre that no block has, such as eNPS."""

    wave = ForeignKeyField(Wave)
    measure = TextField()
    form = TextField()
    value = FloatField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("wave", "measure")


class ReleasedRemark(Record):
    """An answer in own words, released in shuffled order."""

    wave = ForeignKeyField(Wave)
    item = TextField()
    position = IntegerField()
    text = TextField()

    class Meta:
        primary_key = CompositeKey("wave", "item", "position")


class ReleasedReliability(Record):
    """How consistently a construct's items were answered, over all published blocks of a wave."""

    wave = ForeignKeyField(Wave)
    measure = TextField()
    n_items = IntegerField()
    n = IntegerField()
    alpha = FloatField()
    omega = FloatField(null=True)

    class Meta:
        primary_key = CompositeKey("wave", "measure")


class Receipt(Record):
    """The code of a ballot by link that was counted, published for whoever kept it.

    `position` counts through the block's codes in the order of their letters.
    """

    block = ForeignKeyField(Block)
    position = IntegerField()
    code = TextField()

    class Meta:
        primary_key = CompositeKey("block", "position")


class Tally(Record):
    """How often a value was given to an item in the whole centre, once ballots are forgotten."""

    wave = ForeignKeyField(Wave)
    item = TextField()
    value = IntegerField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("wave", "item", "value")


def shown_cells(wave_id: int) -> list[tuple[Any, ...]]:
    """Block id, measure, form, value and n of every cell of the wave that is not hidden."""
    return rows(_SHOWN_CELLS, (wave_id,))


def turnouts(wave_id: int) -> list[tuple[Any, ...]]:
    """Block id, invited and answered counts of the wave's blocks."""
    return rows(_TURNOUTS, (wave_id,))


def spreads(wave_id: int) -> dict[str, float]:
    """The released standard deviation per measure."""
    found = rows("SELECT measure, sd FROM released_spread WHERE wave_id = ?", (wave_id,))
    return dict(sorted((measure, sd) for measure, sd in found))


def totals(wave_id: int) -> dict[str, tuple[Any, ...]]:
    """Form, value and n of the released figures of the whole centre, by measure."""
    found = rows("SELECT measure, form, value, n FROM released_total WHERE wave_id = ?", (wave_id,))
    return {measure: (form, value, n) for measure, form, value, n in sorted(found)}


def reliabilities(wave_id: int) -> dict[str, tuple[Any, ...]]:
    """Number of items, n, alpha and omega by measure."""
    found = rows(
        "SELECT measure, n_items, n, alpha, omega FROM released_reliability WHERE wave_id = ?",
        (wave_id,),
    )
    return {measure: tuple(rest) for measure, *rest in sorted(found, key=lambda row: row[0])}


def remarks(wave_id: int) -> list[tuple[Any, ...]]:
    """Item and text of every released remark, in the order they were shuffled into."""
    return rows(
        "SELECT item, text FROM released_remark WHERE wave_id = ? ORDER BY item, position",
        (wave_id,),
    )


def receipts(wave_id: int) -> list[tuple[Any, ...]]:
    """Block id and code of every counted ballot by link, by block and in the codes' order."""
    return rows(_RECEIPTS, (wave_id,))


def tallied(wave_id: int) -> dict[str, int]:
    """How many answers are tallied of each item, once the wave's ballots are forgotten."""
    sql = "SELECT item, sum(n) FROM tally WHERE wave_id = ? GROUP BY item"
    return {item: int(n) for item, n in sorted(rows(sql, (wave_id,)))}


def has_rows(wave_id: int) -> bool:
    """Whether anything at all about the wave is written here."""
    found = shown_cells(wave_id) + turnouts(wave_id) + remarks(wave_id) + receipts(wave_id)
    return bool(found or spreads(wave_id) or totals(wave_id) or reliabilities(wave_id))


def write(table: type[Record], values: Iterable[tuple[Any, ...]]) -> None:
    """Append rows, columns in the order of the table's fields; a row that is there is an error."""
    meta: Any = table._meta  # peewee's documented way to the columns
    columns = [field.column_name for field in meta.sorted_fields]
    load_rows(meta.table_name, columns, values)


_SHOWN_CELLS = """
SELECT block_id, measure, form, value, n FROM released_cell
JOIN block ON block.id = block_id
WHERE block.wave_id = ? AND form <> 'hidden'
ORDER BY block_id, measure
"""
_RECEIPTS = """
SELECT block_id, receipt.code FROM receipt JOIN block ON block.id = block_id
WHERE wave_id = ? ORDER BY block_id, position
"""
_TURNOUTS = """
SELECT block.id, n_invited, n_answered FROM block JOIN turnout ON turnout.block_id = block.id
WHERE wave_id = ? ORDER BY block.id
"""
