"""Tables as files: one CSV each in a ZIP, or one XLSX with a sheet each, and a codebook in both.

The same tables give the same bytes: nothing in the files tells when they were made.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from survey.render.cells import defuse
from survey.render.tables import Datum, Raw, Table

# Tells a spreadsheet that the letters are UTF-8.
MARK = "\ufeff"
CODEBOOK = "codebook"
CODEBOOK_HEAD = ("table", "title", "column", "label", "meaning")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no zone
_LONGEST_SHEET = 31
_WIDEST_COLUMN = 60
# XML 1.0 cannot hold these; CSV could, but no reader would see them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</)")


def codebook_of(tables: Mapping[str, Table]) -> tuple[tuple[str, ...], ...]:
    """A row per column of every table: table, title, column, label, meaning."""
    return tuple(
        (name, table.title, column.key, column.label, column.meaning)
        for name, table in tables.items()
        for column in table.columns
    )


def as_csv(table: Table) -> str:
    """The table by RFC 4180: keys in the first row, values below, hidden ones empty."""
    rows = ([_raw(datum) for datum in row] for row in table.rows)
    return _csv([[column.key for column in table.columns], *rows])


def as_zip(tables: Mapping[str, Table]) -> bytes:
    """Every table as CSV under its name, and `codebook.csv`."""
    files = {f"{name}.csv": as_csv(table) for name, table in tables.items()}
    files[f"{CODEBOOK}.csv"] = _csv([CODEBOOK_HEAD, *codebook_of(tables)])
    return _zipped({name: text.encode() for name, text in files.items()})


def as_xlsx(tables: Mapping[str, Table], *, title: str) -> bytes:
    """A workbook with a sheet per table, typed cells, and the codebook as the last sheet."""
    # Most processes never write one.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    book.properties.title = _printable(title)
    book.properties.creator = "Both Ends"
    for name, table in tables.items():
        heads = [column.label for column in table.columns]
        rows = ([_raw(datum) for datum in row] for row in table.rows)
        _fill(book.create_sheet(_sheet_name(name, book.sheetnames)), heads, rows)
    sheet = book.create_sheet(_sheet_name(CODEBOOK, book.sheetnames))
    _fill(sheet, CODEBOOK_HEAD, codebook_of(tables))
    out = BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _csv(rows: Iterable[Iterable[Raw]]) -> str:
    out = StringIO()
    out.write(MARK)
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _raw(datum: Datum) -> Raw:
    return datum.raw


def _cell(value: Raw) -> Raw:
    """Text so that no spreadsheet runs it; 0 stays a 0, nothing is an empty cell."""
    if isinstance(value, str):
        return defuse(_printable(value))
    return value.isoformat() if isinstance(value, date) else value


def _fill(sheet: Any, heads: Iterable[str], rows: Iterable[Iterable[Raw]]) -> None:
    widths: dict[str, int] = {}
    for number, row in enumerate((heads, *rows), start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = defuse(_printable(value)) if isinstance(value, str) else value
            if isinstance(value, str):
                # Else a text that begins like a formula would be one.
                cell.data_type = "s"
            letter = cell.column_letter
            widths[letter] = max(widths.get(letter, 8), len(str(value)) + 2)
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = min(width, _WIDEST_COLUMN)
    sheet.freeze_panes = "A2"


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    """The name as far as a sheet may have it, with a number where another sheet has it already."""
    others = {one.casefold() for one in taken}
    short = name[:_LONGEST_SHEET]
    number = 2
    while short.casefold() in others:
        short = f"{name[: _LONGEST_SHEET - len(str(number)) - 1]}-{number}"
        number += 1
    return short


def _printable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _undated(workbook: bytes) -> bytes:
    """The workbook packed anew, as if it had been made on the first day a ZIP file knows."""
    made = rb"\g<1>" + f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<3>"
    with zipfile.ZipFile(BytesIO(workbook)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["docProps/core.xml"] = _MODIFIED.sub(made, files["docProps/core.xml"])
    return _zipped(files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed.writestr(entry, body)
    return out.getvalue()
