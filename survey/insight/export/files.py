"""An export as pieces of text, made while it is read: CSV, JSON, and the codebook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from survey.errors import InvalidInput
from survey.insight.agents_first import is_held
from survey.insight.export.columns import KNOWN, Column, columns_of, names_of
from survey.insight.funnel.asked import FunnelAsked, parse_asked
from survey.insight.selection import CHANNEL_CHOICES, unit_choices
from survey.insight.units import read_scope
from survey.intake.masking import mask
from survey.render.cells import defuse
from survey.store import reads_of_export, reads_of_funnel
from survey.store.fields import from_seconds
from survey.store.reads_of_export import ExportRow
from survey.store.reads_of_funnel import FunnelFilter

FORMATS = ("csv", "json")
# Tells a spreadsheet that the letters are UTF-8.
MARK = "\ufeff"
LINES_AT_ONCE = 500
_INSTANTS = frozenset(name for name in KNOWN if name.endswith("_at"))


@dataclass(frozen=True, slots=True)
class ExportPage:
    """The page on which an export is chosen: how many rows it will have, and of which columns."""

    asked: FunnelAsked
    n: int
    columns: tuple[Column, ...]
    unit_choices: tuple[tuple[str, str], ...]
    channel_choices: tuple[tuple[str, str], ...]
    survey_choices: tuple[tuple[str, str], ...]


def export_page(unit_ids: Collection[int], query: Mapping[str, str], *, today: date) -> ExportPage:
    """What an address would export; raises as `wanted_of` does."""
    tree = read_scope(unit_ids)
    asked = parse_asked(query, tree=tree, today=today)
    wanted = asked.wanted()
    return ExportPage(
        asked=asked,
        n=reads_of_funnel.n_contacts(wanted),
        columns=columns_of(wanted),
        unit_choices=unit_choices(tree),
        channel_choices=CHANNEL_CHOICES,
        survey_choices=(("", "All surveys"), *((word, n) for _, word, n in asked.names.surveys)),
    )


def wanted_of(unit_ids: Collection[int], query: Mapping[str, str], *, today: date) -> FunnelFilter:
    """The contacts that an address asks for, as far as they are in these units.

    Raises:
        NotFound: the unit asked for does not exist, or is out of scope.
        InvalidInput: naming every other value that cannot be used.
    """
    return parse_asked(query, tree=read_scope(unit_ids), today=today).wanted()


def pieces(wanted: FunnelFilter, form: str, *, held_from: datetime | None = None) -> Iterator[str]:
    """The file in pieces. Nothing is read before the first piece is asked for.

    Contacts that were answered at `held_from` or later stand without their agent.

    Raises:
        InvalidInput: the form is none of FORMATS.
    """
    if form not in FORMATS:
        raise InvalidInput([f"Write one of {', '.join(FORMATS)}."])
    columns = columns_of(wanted)
    rows = _without_held(reads_of_export.exported(wanted), held_from)
    return _csv(rows, columns) if form == "csv" else _json(rows, columns)


def _without_held(rows: Iterator[ExportRow], held_from: datetime | None) -> Iterator[ExportRow]:
    for row in rows:
        told_at = row.fields["revised_at"] or row.fields["answered_at"]
        if told_at is not None and is_held(from_seconds(told_at), held_from):
            row.fields.update(agent=None, agent_name=None)
        yield row


def codebook(wanted: FunnelFilter) -> str:
    """What every column and value means, as CSV."""
    out = io.StringIO()
    write = csv.writer(out)
    out.write(MARK)
    write.writerow(("column", "meaning", "values", "instrument"))
    for one in columns_of(wanted):
        write.writerow([defuse(t) for t in (one.name, one.meaning, one.values, one.instrument)])
    return out.getvalue()


def _csv(rows: Iterator[ExportRow], columns: tuple[Column, ...]) -> Iterator[str]:
    named = names_of(columns)
    out = io.StringIO()
    write = csv.writer(out)
    out.write(MARK)
    write.writerow(named)
    for number, row in enumerate(rows, start=1):
        write.writerow([_cell(_value(column, row)) for column in named.values()])
        if number % LINES_AT_ONCE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _json(rows: Iterator[ExportRow], columns: tuple[Column, ...]) -> Iterator[str]:
    named = names_of(columns)
    book = [
        {"column": c.name, "meaning": c.meaning, "values": c.values, "instrument": c.instrument}
        for c in columns
    ]
    yield f'{{"codebook": {json.dumps(book, ensure_ascii=False)},\n"contacts": [\n'
    lines: list[str] = []
    between = ""
    for row in rows:
        data = {name: _value(column, row) for name, column in named.items()}
        lines.append(json.dumps(data, ensure_ascii=False))
        if len(lines) == LINES_AT_ONCE:
            yield between + ",\n".join(lines)
            lines, between = [], ",\n"
    yield (between + ",\n".join(lines) if lines else "") + "\n]}\n"


def _cell(value: Any) -> Any:
    """Text so that no spreadsheet runs it; an answer of 0 stays a 0, nothing is an empty cell."""
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else value


def _value(column: Column, row: ExportRow) -> Any:
    if column.item:
        return _answer(column, row)
    if column.name == "place":
        return row.fate
    value = row.fields[column.name]
    if value is None:
        return None
    if column.name in _INSTANTS:
        return from_seconds(value).isoformat()
    # Masked once more: what came in before there was masking leaves without names as well.
    return mask(value) if column.name == "comment" else value


def _answer(column: Column, row: ExportRow) -> Any:
    if column.is_text:
        text = row.texts.get(column.item)
        return None if text is None else mask(text)
    if column.option is None:
        return row.answers.get(column.item)
    if column.item not in row.answers:
        return None
    return row.answers.get(f"{column.item}.{column.option}", 0)
