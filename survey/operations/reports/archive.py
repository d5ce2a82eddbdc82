"""The archive: a printed edition is kept once, with all it takes to print it again."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from survey import pdf_engine
from survey.errors import Conflict, NotFound, Refusal
from survey.intake.editions import Edition
from survey.operations import jobs
from survey.operations.keeping import kept
from survey.pdf import render_pdf
from survey.store import reads_of_reports, writes_of_reports
from survey.store.reads_of_reports import ReportRow
from survey.store.writes_of_reports import NewReport

CHECK = "report_check"
UNKNOWN = "There is no such report, or it is not yours to see."
WITHDRAWN = "This report was withdrawn: it quoted a customer whose words are gone."
NOT_KEPT = (
    "What this report was printed from was not kept, so it cannot be printed again. Its PDF is"
    " still the one that was made."
)


@dataclass(frozen=True, slots=True)
class Printing:
    """An edition with everything its PDF is made of, and the PDF.

    `document` is the page that is printed, `screen` the one for a browser, `data` canonical JSON.
    `parts` are the files both open, by name, and `quotes` the responses whose words are in it.
    """

    edition: Edition
    title: str
    dated_on: date
    document: str
    screen: str
    data: bytes
    data_digest: str
    template_digest: str
    content_hash: str
    parts: Mapping[str, bytes]
    engine: Mapping[str, str]
    quotes: Collection[int]
    pdf: bytes


def find_printed(content_hash: str) -> bytes | None:
    """The PDF that was kept of this very content, or None where it has to be printed."""
    found = reads_of_reports.kept_under("content_hash", content_hash)
    return None if found is None else reads_of_reports.body(found.id, "pdf")


def keep_report(printing: Printing, *, now: datetime) -> int:
    """Id of the report; the same content is kept once, and only becomes current again.

    Raises:
        Conflict: words that it quotes were forgotten while it was being made.
    """
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in printing.parts.items()}
    new = NewReport(
        edition=printing.edition,
        content_hash=printing.content_hash,
        title=printing.title,
        dated_on=printing.dated_on,
        data_digest=printing.data_digest,
        template_digest=printing.template_digest,
        pdf_digest=hashlib.sha256(printing.pdf).hexdigest(),
        parts=digests,
        engine=printing.engine,
        document=zlib.compress(printing.document.encode()),
        screen=zlib.compress(printing.screen.encode()),
        data=zlib.compress(printing.data),
        pdf=printing.pdf,
    )
    with kept():
        # Asked first and held until the end: words cannot be forgotten between asking and keeping.
        if writes_of_reports.still_said(printing.quotes) != frozenset(printing.quotes):
            raise Conflict("A customer’s words were forgotten meanwhile. Make the report again.")
        there = reads_of_reports.kept_parts(digests.values())
        for name, digest in sorted(digests.items(), key=lambda pair: pair[1]):
            if digest not in there:
                writes_of_reports.insert_part(digest, printing.parts[name])
        report_id = writes_of_reports.insert_report(new, now=now)
        writes_of_reports.insert_quotes(report_id, printing.quotes)
    return report_id


def regenerate(report_id: int) -> bytes:
    """The PDF printed again from what was kept, whatever data and templates are like today.

    Raises:
        NotFound: there is no such report.
        Refusal: it was withdrawn, it was made before documents were kept, or the bytes came out
            otherwise; the sentence says which part of the engine is another.
    """
    row = _report(report_id)
    document, was = _document(row), reads_of_reports.printed(report_id)
    if was is None:
        raise Refusal(NOT_KEPT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, digest in was.parts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(_part(digest))
        again = render_pdf(document, base=folder, created=row.dated_on)
    if hashlib.sha256(again).hexdigest() != row.pdf_digest:
        raise Refusal(_why_not_the_same(was.engine, pdf_engine.engine_versions()))
    return again


def ask_for_check(report_id: int, *, now: datetime) -> None:
    """Have a worker print the report again and compare. Asked for twice, it is done once.

    Raises:
        NotFound: there is no such report.
    """
    _report(report_id)
    with kept():
        jobs.enqueue(CHECK, {"report": report_id}, due_at=now, subject=subject_of_check(report_id))


def subject_of_check(report_id: int) -> str:
    """What the second printing of a report is known by in the outbox."""
    return f"{CHECK}:{report_id}"


def check_report(report_id: int, *, now: datetime) -> None:
    """Print the report again and keep how that came out. Repeatable."""
    difference = None
    try:
        regenerate(report_id)
    except NotFound:
        return
    except Refusal as refused:
        difference = refused.message
    with kept():
        writes_of_reports.note_check(report_id, difference, now=now)


def _report(report_id: int) -> ReportRow:
    row = reads_of_reports.report(report_id)
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _document(row: ReportRow) -> str:
    if row.withdrawn_at is not None:
        raise Refusal(WITHDRAWN)
    body = reads_of_reports.body(row.id, "document")
    if body is None:
        raise Refusal(NOT_KEPT)
    return zlib.decompress(body).decode()


def _part(digest: str) -> bytes:
    body = reads_of_reports.part(digest)
    if body is None or hashlib.sha256(body).hexdigest() != digest:
        raise Refusal("A file that this report was printed with is damaged or gone.")
    return body


def _why_not_the_same(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    others = [
        f"{name} {was.get(name, 'not there')} then, {now.get(name, 'not there')} now"
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]
    if not others:
        return "Printed again it differs, though the engine is the same. The stored file is intact."
    return (
        f"Printed again it differs, because the engine is another ({'; '.join(others)}). The"
        " stored file is the one that was made."
    )
