"""The mapping of a file of unit scores that another system has already worked out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from survey.intake.declared import Declared, InvalidMapping, mapping_text, read_mapping
from survey.intake.mapping import (
    CsvFormat,
    Origin,
    take_csv_format,
    take_missing,
    take_name,
    take_origin,
)

KINDS = ("engagement", "satisfaction")
FIELDS = ("unit", "period", "value", "n")


@dataclass(frozen=True, slots=True)
class UnitCreation:
    """Whether new units may be created, and the code of the unit they hang under."""

    units: bool = False
    under: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreMapping:
    """A checked mapping of unit scores; the value is the mean of `values` over those present."""

    series: str
    kind: str
    low: float
    high: float
    csv: CsvFormat
    missing: frozenset[str]
    unit: Origin
    period: Origin
    values: tuple[str, ...]
    n: str | None
    create: UnitCreation

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have, each once."""
        named = (self.unit.column, self.period.column, *self.values, self.n)
        return tuple(dict.fromkeys(column for column in named if column is not None))


def load_score_mapping(path: Path) -> ScoreMapping:
    """The mapping in a file. Raises InvalidMapping with every mistake."""
    return parse_score_mapping(mapping_text(path))


def parse_score_mapping(text: str) -> ScoreMapping:
    """The mapping in a TOML text. Raises InvalidMapping with every mistake."""
    return _take_mapping(read_mapping(text))


def _take_mapping(top: Declared) -> ScoreMapping:
    if "source" in top:
        raise InvalidMapping(
            ["This mapping declares a source of contacts: use flask import-contacts."]
        )
    if "context" in top:
        raise InvalidMapping(["This mapping declares a context series: use flask import-context."])
    fields = top.take_table("fields")
    low, high = _take_scale(top.take_table("scale"))
    mapping = ScoreMapping(
        series=take_name(top, "series"),
        kind=top.take_choice("kind", KINDS),
        low=low,
        high=high,
        csv=take_csv_format(top),
        missing=take_missing(top),
        unit=_take_field(fields, "unit", may_be_constant=False),
        period=_take_field(fields, "period", may_be_constant=True),
        values=_take_values(fields),
        n=_take_field(fields, "n", may_be_constant=False).column if "n" in fields else None,
        create=_take_creation(top.take_table("create")),
    )
    fields.close(known=FIELDS)
    top.close()
    if top.mistakes:
        raise InvalidMapping(top.mistakes)

    return mapping


def _take_scale(table: Declared) -> tuple[float, float]:
    low, high = table.take_number("low"), table.take_number("high")
    if "low" in table and "high" in table and not low < high:
        table.note("low", f"({low:g}) must be below high ({high:g}).")
    table.close()

    return low, high


def _take_field(fields: Declared, name: str, *, may_be_constant: bool) -> Origin:
    if name not in fields:
        fields.note(name, "is missing: say which column holds it.")
        return Origin()
    table = fields.take_table(name, short_for="column")
    origin = take_origin(table, may_be_constant=may_be_constant)
    table.close()

    return origin


def _take_values(fields: Declared) -> tuple[str, ...]:
    if "value" not in fields:
        fields.note("value", "is missing: say which column holds it, or which columns to average.")
        return ()
    table = fields.take_table("value", short_for="column")
    column = table.take_text("column", "")
    columns = table.take_texts("columns", [])
    if bool(column) == bool(columns):
        table.note("", "needs either a column or a list of columns, and not both.")
    if len(set(columns)) < len(columns):
        table.note("columns", "names a column twice, which would count it twice.")
    table.close()

    return tuple(columns) or (column,)


def _take_creation(table: Declared) -> UnitCreation:
    creation = UnitCreation(
        units=table.take_flag("units"),
        under=take_name(table, "under") if "under" in table else None,
    )
    if creation.under and not creation.units:
        table.note("under", "says where new units go, so it needs units = true.")
    table.close(known=("under",))

    return creation
