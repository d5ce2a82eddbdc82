"""The numbers behind a figure or in a table of a report: shown, and carried out as CSV or XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Raw = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `key` in files, its `label` for readers, and what it means for the codebook."""

    key: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Datum:
    """One value: `raw` goes into files, `text` is what a reader sees; a hidden one has no raw."""

    raw: Raw
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a figure shows as a table, or a table of its own; each row has one datum a column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Datum, ...], ...]
