"""The other forms of a kept report: its tables, its data, and its figures as pictures.

All are taken from what was kept when it was printed, so that an old report gives what it said.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from survey.access import Viewer
from survey.cutting import Cut, cut_png, figures_in
from survey.errors import NotFound, NotYet
from survey.insight.report.drawn import Drawn, drawn_in
from survey.insight.report.tables import tables_of
from survey.insight.reports.archive import body_of, file_name, report_of
from survey.render import table_files
from survey.render.tables import Table
from survey.store.reads_of_reports import ReportRow


@dataclass(frozen=True, slots=True)
class TakenTable:
    """A table to take away: its name in the files, its title, and how many rows it has."""

    name: str
    title: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class FormsPage:
    """What can be taken away of a report; before its data was kept there are no tables."""

    row: ReportRow
    tables: tuple[TakenTable, ...]
    figures: tuple[Drawn, ...]


def forms_page(report_id: int, viewer: Viewer) -> FormsPage:
    """Everything of a report that can be taken away.

    Raises:
        NotFound: there is no such report, it is not the viewer's to see, or it was withdrawn.
    """
    row = report_of(report_id, viewer)
    try:
        tables = tables_of(_data(row))
    except NotYet:
        tables = {}
    return FormsPage(
        row=row,
        tables=tuple(TakenTable(n, one.title, len(one.rows)) for n, one in tables.items()),
        figures=tuple(name for name, _ in _figures(row, body_of(row, "pdf"))),
    )


def zip_of(report_id: int, viewer: Viewer) -> tuple[bytes, str]:
    """Every table as CSV with a codebook, and a name for the file.

    Raises:
        NotFound: as `forms_page`, or the report was made before its data was kept.
    """
    row, tables = _tables(report_id, viewer)
    return table_files.as_zip(tables), _named(row, "zip")


def xlsx_of(report_id: int, viewer: Viewer) -> tuple[bytes, str]:
    """The same tables as one workbook; raises as `zip_of`."""
    row, tables = _tables(report_id, viewer)
    return table_files.as_xlsx(tables, title=row.title), _named(row, "xlsx")


def json_of(report_id: int, viewer: Viewer) -> tuple[bytes, str]:
    """The whole report as data, the very bytes its digest is of; raises as `zip_of`."""
    row = report_of(report_id, viewer)
    return zlib.decompress(body_of(row, "data")), _named(row, "json")


def picture_of(report_id: int, name: str, viewer: Viewer) -> bytes:
    """A figure of a report as PNG.

    Raises:
        NotFound: as `forms_page`, or there is no figure of this name.
    """
    row = report_of(report_id, viewer)
    pdf = body_of(row, "pdf")
    for figure, cut in _figures(row, pdf):
        if figure.name == name:
            return cut_png(pdf, cut)
    raise NotFound("There is no such figure in this report.")


def _tables(report_id: int, viewer: Viewer) -> tuple[ReportRow, dict[str, Table]]:
    row = report_of(report_id, viewer)
    return row, tables_of(_data(row))


def _data(row: ReportRow) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(body_of(row, "data")))
    return found


def _figures(row: ReportRow, pdf: bytes) -> list[tuple[Drawn, Cut]]:
    """The figures of the document, each with its place in the PDF made of it."""
    cuts = figures_in(pdf)
    try:
        names = drawn_in(zlib.decompress(body_of(row, "document")).decode())
    except NotYet:
        names = ()
    if len(names) != len(cuts):
        names = tuple(Drawn(f"figure-{number}", "") for number in range(1, len(cuts) + 1))
    return list(zip(names, cuts, strict=True))


def _named(row: ReportRow, ending: str) -> str:
    return f"{file_name(row).removesuffix('.pdf')}.{ending}"
