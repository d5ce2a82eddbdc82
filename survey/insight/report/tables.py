"""Every table of a report, taken from its data, so that an old report gives those it printed.

Names come from where a table stands in the report: `customers-by-month` is the table of the
figure `by_month` of the section on customers, and stays so from one report to the next. Three
kinds of table are found: the data behind figures, lists of rows that are printed as tables, and
`facts`, which has all that stands alone. Tables inside the rows of a list, such as the quotations
of each driver, are one table with a column that names the row they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.render.tables import Column, Datum, Raw, Table

Data = Mapping[str, Any]
FACTS = "facts"
_TABLE = frozenset(("title", "columns", "rows"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEANINGS = {
    "n": "How many answers it rests on.",
    "value": "The estimate.",
    "low": "The lower end of the 95% interval.",
    "high": "The upper end of the 95% interval.",
    "share": "A share from 0 to 1.",
    "name": "What the row is about.",
    "label": "What the row is about.",
    "n_invited": "How many were invited.",
    "n_answered": "How many answered.",
    "contacts": "How many contacts were closed.",
    "invited": "How many customers were invited.",
    "answered_invited": "How many of the customers invited answered.",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A table where it stands; `inside` are the rows it stands in, as column and value."""

    path: tuple[str, ...]
    inside: tuple[tuple[str, Raw], ...]
    table: Table


def tables_of(data: Data) -> dict[str, Table]:
    """Every table of a report by its name; `data` is what `as_data` gives, or was kept of it."""
    parts: dict[str, list[_Found]] = {}
    for one in _tables(data, (), ()):
        parts.setdefault(_name(one.path), []).append(one)
    found = {name: _together(tables) for name, tables in parts.items()}
    facts = tuple(_facts(data, ()))
    return {FACTS: _facts_table(facts), **found} if facts else found


def _tables(
    value: Any, path: tuple[str, ...], inside: tuple[tuple[str, Raw], ...]
) -> Iterator[_Found]:
    if isinstance(value, Mapping):
        if _is_table(value):
            yield _Found(path, inside, _read([value]))
            return
        for key, one in value.items():
            yield from _tables(one, path if key == "table" else (*path, key), inside)
    elif isinstance(value, list) and value:
        pages = [_behind(one) for one in value]
        if _are_pages(pages):
            yield _Found(path, inside, _read([page for page in pages if page is not None]))
            return
        if all(isinstance(one, Mapping) for one in value):
            rows = [dict(_scalars(one, ())) for one in value]
            if any(rows):
                yield _Found(path, inside, _records(rows, path))
        for number, one in enumerate(value, start=1):
            if _behind(one) is not None:
                yield from _tables(one, (*path, str(number)), inside)
            else:
                yield from _tables(one, path, (*inside, _row_name(path, one, number)))


def _row_name(path: tuple[str, ...], row: Any, number: int) -> tuple[str, Raw]:
    """What tells a row of a list from the others: its first value, or its number."""
    first = next(_scalars(row, ()), None) if isinstance(row, Mapping) else None
    key, value = first if first is not None and first[1] not in (None, "") else ("number", number)
    return f"{path[-1]}_{key}", value


def _together(found: Sequence[_Found]) -> Table:
    """One table of all that stand in the same place of several rows."""
    if not any(one.inside for one in found):
        return found[0].table
    columns = {key: Column(key, _words(key), "The row that this one belongs to.")
               for one in found for key, _ in one.inside}  # fmt: skip
    columns |= {column.key: column for one in found for column in one.table.columns}
    rows = []
    for one in found:
        named = {key: _plain(value) for key, value in one.inside}
        keys = [column.key for column in one.table.columns]
        for row in one.table.rows:
            data = named | dict(zip(keys, row, strict=True))
            rows.append(tuple(data.get(key, Datum(None, "")) for key in columns))
    return Table(found[0].table.title, tuple(columns.values()), tuple(rows))


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() == _TABLE


def _behind(value: Any) -> Data | None:
    """The table a figure shows, if this is one that has any."""
    table = value.get("table") if isinstance(value, Mapping) else None
    return table if _is_table(table) else None


def _are_pages(tables: Sequence[Data | None]) -> bool:
    """Whether these are one figure cut into pages: all have a table with the same columns."""
    return None not in tables and all(
        one is not None and tables[0] is not None and one["columns"] == tables[0]["columns"]
        for one in tables
    )


def _read(pages: Sequence[Data]) -> Table:
    """The table as it was kept, the rows of all its pages together."""
    first = pages[0]
    columns = tuple(Column(one["key"], one["label"], one["meaning"]) for one in first["columns"])
    rows = tuple(tuple(_datum(datum) for datum in row) for page in pages for row in page["rows"])
    return Table(first["title"], columns, rows)


def _datum(value: Data) -> Datum:
    raw, text = value["raw"], value["text"]
    # JSON knows no days; one that is shown in other words than it was written was a day.
    if isinstance(raw, str) and raw != text and _DAY.fullmatch(raw):
        raw = date.fromisoformat(raw)
    return Datum(raw, text)


def _records(rows: Sequence[Mapping[str, Raw]], path: tuple[str, ...]) -> Table:
    """Rows of a printed table, with a column for every value any of them has."""
    keys = dict.fromkeys(key for row in rows for key in row)
    where = ", ".join(_words(part) for part in path)
    columns = tuple(Column(key, _words(key), _meaning(key, where)) for key in keys)
    cells = tuple(tuple(_plain(row.get(key)) for key in keys) for row in rows)
    return Table(f"{where[:1].upper()}{where[1:]}", columns, cells)


def _scalars(value: Data, path: tuple[str, ...]) -> Iterator[tuple[str, Raw]]:
    """The values of one row; those of parts are named after the part: `turnout_n_invited`."""
    for key, one in value.items():
        if isinstance(one, Mapping) and not _is_table(one) and _behind(one) is None:
            yield from _scalars(one, (*path, key))
        elif one is None or isinstance(one, (str, int, float)):
            yield "_".join((*path, key)), one


def _facts(value: Data, path: tuple[str, ...]) -> Iterator[tuple[str, Raw]]:
    for key, one in value.items():
        if isinstance(one, Mapping) and not _is_table(one):
            yield from _facts(one, (*path, key))
        elif isinstance(one, (str, int, float)) and one != "":
            yield ".".join((*path, key)), one


def _facts_table(facts: Iterable[tuple[str, Raw]]) -> Table:
    columns = (
        Column("name", "name", "Where it stands in the report: section, part, value."),
        Column("value", "value", "The value, or the words, as the report has it."),
    )
    rows = tuple((Datum(name, name), _plain(value)) for name, value in facts)
    return Table("What stands alone in the report", columns, rows)


def _plain(value: Raw) -> Datum:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return Datum(None if value == "" else value, "" if value is None else str(value))


def _meaning(key: str, where: str) -> str:
    last = max(
        (one for one in _MEANINGS if key == one or key.endswith(f"_{one}")), default="", key=len
    )
    return _MEANINGS[last] if last else f"“{_words(key)}” as printed in: {where}."


def _name(path: tuple[str, ...]) -> str:
    return "-".join(part.replace("_", "-") for part in path)


def _words(key: str) -> str:
    return key.replace("_", " ")
