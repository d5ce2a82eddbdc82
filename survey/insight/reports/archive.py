"""The archive of reports as the viewer may see it: the list with its search, and one report."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from survey.access import LEADER, SEE_ALL_UNITS, Viewer, may_open_edition
from survey.errors import NotFound, NotYet
from survey.insight.reports import words
from survey.insight.reports.words import Choices
from survey.intake.plain_letters import plain_letters
from survey.render.document import accent_sheet
from survey.store import reads_of_orders, reads_of_reports
from survey.store.reads_of_orders import BatchRow
from survey.store.reads_of_reports import Body, ReportRow, WantedReports

PER_PAGE = 25
MOST_WORDS = 6
N_BATCHES = 8
UNKNOWN = "There is no such report, or it is not yours to see."
GONE = "This report was withdrawn: it quoted a customer whose words are gone. Have it made again."
_NO_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One report in the list, in words."""

    row: ReportRow
    kind: str
    occasion: str
    language: str
    paper: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What the archive is searched for; empty fields seek nothing in particular."""

    words: str = ""
    kind: str = ""
    unit: str = ""
    occasion: str = ""
    language: str = ""

    @property
    def query(self) -> dict[str, str]:
        """It as parameters of an address."""
        every = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in every.items() if value}


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page of the archive; `batches` are the last that the viewer may see."""

    lines: tuple[Line, ...]
    n: int
    page: int
    n_pages: int
    sought: Sought
    kinds: Choices
    units: Choices
    occasions: Choices
    languages: Choices
    may_order: bool
    may_schedule: bool
    batches: tuple[BatchRow, ...]

    def href(self, page: int) -> str:
        """The address of another page of the same list."""
        return f"/reports?{urlencode({**self.sought.query, 'page': str(page)})}"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report; `is_being_checked` while a worker prints it again to compare."""

    row: ReportRow
    kind: str
    occasion: str
    language: str
    paper: str
    has_screen: bool
    is_being_checked: bool
    may_check: bool
    pdf_size: int


def archive_page(
    viewer: Viewer, query: Mapping[str, str], *, today: date, now: datetime
) -> ArchivePage:
    """A page of the archive, as an address asks for it."""
    sought = Sought(**{name: query.get(name, "").strip()[:80] for name in Sought.__slots__})
    wanted, page = _wanted(viewer, sought), _number(query.get("page", ""))
    n = reads_of_reports.n_reports(wanted)
    n_pages = max(1, -(-n // PER_PAGE))
    page = min(max(page, 1), n_pages)
    found = reads_of_reports.reports(wanted, n=PER_PAGE, skip=(page - 1) * PER_PAGE)
    names = words.occasion_choices(today)
    return ArchivePage(
        lines=tuple(_line(row, dict(names)) for row in found),
        n=n,
        page=page,
        n_pages=n_pages,
        sought=sought,
        kinds=(("", "Any"), *words.KIND_WORDS.items()),
        units=(("", "Any"), *words.unit_choices(viewer)),
        occasions=(("", "Any"), *_occasions_kept(names)),
        languages=(("", "Any"), *words.language_choices()),
        may_order=viewer.role in SEE_ALL_UNITS or viewer.role == LEADER,
        may_schedule=viewer.role in SEE_ALL_UNITS,
        batches=_batches(viewer, now),
    )


def report_page(report_id: int, viewer: Viewer, subject: str, *, today: date) -> ReportPage:
    """One report; `subject` names the work of printing it again.

    Raises:
        NotFound: there is none, or it is not the viewer's to see; the words do not differ.
    """
    row = report_of(report_id, viewer)
    line = _line(row, {row.occasion: words.occasion_name(row.occasion, today=today)})
    return ReportPage(
        row=row,
        kind=line.kind,
        occasion=line.occasion,
        language=line.language,
        paper=line.paper,
        has_screen=reads_of_reports.has_body(row.id, "screen"),
        is_being_checked=reads_of_orders.is_waited_for(subject),
        may_check=viewer.role in SEE_ALL_UNITS and row.withdrawn_at is None,
        pdf_size=reads_of_reports.pdf_size(row.id),
    )


def report_of(report_id: int, viewer: Viewer) -> ReportRow:
    """The report, if the viewer may see it.

    Raises:
        NotFound: there is none, or it is not the viewer's to see; the words do not differ.
    """
    row = reads_of_reports.report(report_id)
    if row is None or not may_open_edition(viewer, row.kind, row.unit_id):
        raise NotFound(UNKNOWN)
    return row


def pdf_of(report_id: int, viewer: Viewer) -> tuple[bytes, str]:
    """The PDF of a report, and a name for the file.

    Raises:
        NotFound: there is none, it is not the viewer's to see, or it was withdrawn.
    """
    row = report_of(report_id, viewer)
    return body_of(row, "pdf"), file_name(row)


def screen_of(report_id: int, viewer: Viewer) -> str:
    """The edition of a report for a browser, whole.

    Raises:
        NotFound: there is none, it is not the viewer's to see, or it was withdrawn.
    """
    return zlib.decompress(body_of(report_of(report_id, viewer), "screen")).decode()


def part_of(report_id: int, name: str, viewer: Viewer) -> bytes:
    """A file that the edition for a browser opens: as it was when the report was made.

    Raises:
        NotFound: there is none of this name.
    """
    row, sheet = report_of(report_id, viewer), accent_sheet(name)
    if sheet is not None:
        return sheet.encode()
    printed = reads_of_reports.printed(row.id)
    digest = printed.parts.get(name) if printed else None
    body = reads_of_reports.part(digest) if digest else None
    if body is None:
        raise NotFound("There is no such file.")
    return body


def file_name(row: ReportRow) -> str:
    """A name for a report's file in letters every system knows."""
    place = _NO_NAME.sub("-", (plain_letters(row.place) or "").lower()).strip("-")[:40]
    about = row.occasion.replace(":", "-")
    parts = [row.kind, place, about, row.language]
    return "-".join(part for part in parts if part) + ".pdf"


def body_of(row: ReportRow, column: Body) -> bytes:
    """One of the large parts of a report that the viewer may see, as it is kept.

    Raises:
        NotFound: the report was withdrawn, or was made before such a part was kept.
    """
    if row.withdrawn_at is not None:
        raise NotFound(GONE)
    body = reads_of_reports.body(row.id, column)
    if body is None:
        raise NotYet("This report was made before this form of it was kept. Have it made again.")
    return body


def _wanted(viewer: Viewer, sought: Sought) -> WantedReports:
    return WantedReports(
        unit_ids=None if viewer.role in SEE_ALL_UNITS else viewer.unit_ids,
        words=tuple(sought.words.split()[:MOST_WORDS]),
        kind=sought.kind,
        unit_id=_number(sought.unit) or None,
        occasion=sought.occasion,
        language=sought.language,
    )


def _batches(viewer: Viewer, now: datetime) -> tuple[BatchRow, ...]:
    if viewer.role in SEE_ALL_UNITS:
        return reads_of_orders.batches(user_id=None, n=N_BATCHES, now=now)
    if viewer.role == LEADER:
        return reads_of_orders.batches(user_id=viewer.user_id, n=N_BATCHES, now=now)
    return ()


def _occasions_kept(names: Choices) -> Choices:
    kept, named = reads_of_reports.occasions_kept(), dict(names)
    newest = [(key, name) for key, name in named.items() if key in kept]
    return (*newest, *((key, key) for key in sorted(kept) if key not in named))


def _line(row: ReportRow, names: Mapping[str, str]) -> Line:
    return Line(
        row,
        words.KIND_WORDS[row.kind],
        names.get(row.occasion, row.occasion),
        words.language_name(row.language),
        words.paper_words(row.kind, row.paper),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
