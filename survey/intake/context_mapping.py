"""The mapping of a file of a context series: absence, leavers, service level and the like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from survey.intake.context_days import ReadDay, day_reader, month_reader
from survey.intake.declared import Declared, InvalidMapping, mapping_text, read_mapping
from survey.intake.mapping import (
    CsvFormat,
    Origin,
    take_csv_format,
    take_missing,
    take_name,
    take_origin,
)
from survey.intake.problems import Unfit
from survey.intake.time_format import ISO, find_format_mistakes

Measures = Literal[
    "handle_time",
    "tenure",
    "service_level",
    "quality",
    "stress",
    "absence",
    "leavers",
    "customer_loss",
    "other",
]
Adds = Literal["count", "mean"]
Timing = Literal["day", "month", "span"]
FIELDS = ("unit", "day", "month", "from", "until", "value", "base")
_TIMINGS: dict[tuple[str, ...], Timing] = {
    ("day",): "day",
    ("month",): "month",
    ("from", "until"): "span",
}


@dataclass(frozen=True, slots=True)
class DayField:
    """Where a day of the value comes from, and what reads it."""

    name: str
    origin: Origin
    read: ReadDay


@dataclass(frozen=True, slots=True)
class ContextMapping:
    """A checked mapping. `days` has one field for a day or a month, and two for a span of days."""

    name: str
    measures: Measures
    adds: Adds
    csv: CsvFormat
    missing: frozenset[str]
    unit: Origin
    timing: Timing
    days: tuple[DayField, ...]
    value: str
    base: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have, each once."""
        origins = (self.unit, *(day.origin for day in self.days))
        named = (*(origin.column for origin in origins), self.value, self.base)
        return tuple(dict.fromkeys(column for column in named if column is not None))


def load_context_mapping(path: Path) -> ContextMapping:
    """The mapping in a file. Raises InvalidMapping with every mistake."""
    return parse_context_mapping(mapping_text(path))


def parse_context_mapping(text: str) -> ContextMapping:
    """The mapping in a TOML text. Raises InvalidMapping with every mistake."""
    top = read_mapping(text)
    for key, what, command in (
        ("source", "source of contacts", "import-contacts"),
        ("series", "series of scores", "import-scores"),
    ):
        if key in top:
            raise InvalidMapping([f"This mapping declares a {what}: use flask {command}."])
    return _take_mapping(top)


def _take_mapping(top: Declared) -> ContextMapping:
    fields = top.take_table("fields")
    missing = take_missing(top)
    timing, days = _take_days(fields, missing)
    mapping = ContextMapping(
        name=take_name(top, "context"),
        measures=cast(Measures, top.take_choice("measures", get_args(Measures))),
        adds=cast(Adds, top.take_choice("adds", get_args(Adds))),
        csv=take_csv_format(top),
        missing=missing,
        unit=_take_unit(fields),
        timing=timing,
        days=days,
        value=_take_column(fields, "value"),
        base=_take_column(fields, "base") if "base" in fields else None,
    )
    fields.close(known=FIELDS)
    top.close()
    if top.mistakes:
        raise InvalidMapping(top.mistakes)
    return mapping


def _take_unit(fields: Declared) -> Origin:
    if "unit" not in fields:
        fields.note("unit", "is missing: say which column holds it.")
        return Origin()
    table = fields.take_table("unit", short_for="column")
    origin = take_origin(table, may_be_constant=True)
    table.close()
    return origin


def _take_column(fields: Declared, name: str) -> str:
    if name not in fields:
        fields.note(name, "is missing: say which column holds it.")
        return ""
    table = fields.take_table(name, short_for="column")
    column = table.take_text("column")
    table.close()
    return column


def _take_days(fields: Declared, missing: frozenset[str]) -> tuple[Timing, tuple[DayField, ...]]:
    named = tuple(name for name in ("day", "month", "from", "until") if name in fields)
    if named not in _TIMINGS:
        fields.note("", "needs a day, or a month, or both from and until, and no more than that.")
    days = tuple(_take_day(fields, name, missing) for name in named)
    return _TIMINGS.get(named, "day"), days


def _take_day(fields: Declared, name: str, missing: frozenset[str]) -> DayField:
    table = fields.take_table(name, short_for="column")
    pattern = table.take_text("format", ISO)
    for mistake in find_format_mistakes(pattern, tells_day=name != "month"):
        table.note("format", f"{pattern!r} does not do: {mistake}.")
    origin = take_origin(table, may_be_constant=True)
    table.close()
    reader = month_reader if name == "month" else day_reader
    read = reader(pattern, field=name, missing=missing)
    if origin.constant is not None:
        try:
            read(origin.constant)
        except Unfit as reason:
            table.note("constant", f"does not do. {reason}")
    return DayField(name, origin, read)
