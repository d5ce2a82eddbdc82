"""A report that quotes somebody goes when their words go; its digests stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from threading import Event

import pytest

from survey.errors import Conflict
from survey.operations import retention, rights
from survey.operations.reports import archive, verification
from survey.store import database, reads_of_reports
from survey.store.database import rows
from tests import marked
from tests.conftest import NOW
from tests.ordered import CENTRE, printing


@pytest.fixture
def quoted(both_stores: str) -> int:
    """The response of a customer who is about to be forgotten, with words of theirs."""
    _, mine = marked.build(5)
    found = rows("SELECT id FROM response WHERE contact_id = ?", (mine[0],))
    response_id: int = found[0][0]
    return response_id


def is_withdrawn(report_id: int) -> bool:
    """Whether the report is gone but for its digests."""
    row = reads_of_reports.report(report_id)
    assert row is not None
    assert row.pdf_digest
    bodies = [
        reads_of_reports.body(report_id, one) for one in ("pdf", "document", "screen", "data")
    ]
    assert len({body is None for body in bodies}) == 1
    assert (row.withdrawn_at is not None) is (bodies[0] is None)
    return bodies[0] is None


def test_erasing_a_customer_withdraws_what_quotes_them_and_nothing_else(quoted: int) -> None:
    theirs = archive.keep_report(printing(text=marked.WORDS, quotes=[quoted]), now=NOW)
    other = archive.keep_report(printing(CENTRE), now=NOW)
    rights.erase_customer(marked.EMAIL, now=NOW)
    assert is_withdrawn(theirs)
    assert not is_withdrawn(other)
    assert verification.verify(printing(text=marked.WORDS).pdf).verdict == "withdrawn"
    stored = rows("SELECT document, data, pdf, title FROM report WHERE id = ?", (theirs,))
    assert marked.MARK not in str(stored[0][:3])


def test_words_over_their_days_take_the_reports_that_quote_them_along(quoted: int) -> None:
    theirs = archive.keep_report(printing(text=marked.WORDS, quotes=[quoted]), now=NOW)
    keep = {"comments": 1}
    later = NOW + timedelta(days=900)
    while retention.forget_batch(keep, now=later, zone=UTC):
        pass
    assert is_withdrawn(theirs)
    row = reads_of_reports.report(theirs)
    assert row is not None
    assert row.withdrawn_at == later


def test_a_report_that_was_made_while_its_words_went_is_not_kept(quoted: int) -> None:
    made = printing(text=marked.WORDS, quotes=[quoted])
    rights.erase_customer(marked.EMAIL, now=NOW)
    with pytest.raises(Conflict, match="forgotten meanwhile"):
        archive.keep_report(made, now=NOW)
    assert rows("SELECT count(*) FROM report") == [(0,)]


def test_a_report_that_is_kept_at_the_very_moment_of_erasing_is_withdrawn(quoted: int) -> None:
    """The erasing waits for the transaction that keeps the report, and finds it afterwards."""
    made, is_kept = printing(text=marked.WORDS, quotes=[quoted]), Event()

    def erase() -> None:
        try:
            is_kept.wait()
            rights.erase_customer(marked.EMAIL, now=NOW)
        finally:
            database.disconnect()

    with ThreadPoolExecutor(1) as pool:
        with database.transaction():
            report_id = archive.keep_report(made, now=NOW)
            erasing = pool.submit(erase)
            is_kept.set()
            with pytest.raises(TimeoutError):
                erasing.result(timeout=0.5)
        erasing.result()
    assert is_withdrawn(report_id)
