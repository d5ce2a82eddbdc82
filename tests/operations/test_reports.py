"""Reports are asked for once, printed once per content, and kept."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from survey.errors import Conflict, NotFound
from survey.operations import jobs, reports
from survey.store import reads_of_forum
from survey.store.database import rows
from tests import forums, waves
from tests.conftest import NOW

HTML = '<!doctype html><html lang="en"><head><title>T</title></head><body><h1>T</h1></body></html>'


@pytest.fixture
def wave(both_stores: str) -> int:
    """A closed wave."""
    assert both_stores
    waves.build_teams({"a": 8})
    return forums.hold().number


def test_a_report_is_queued_once_while_it_waits(wave: int) -> None:
    assert reports.request_report(wave, now=NOW)
    assert not reports.request_report(wave, now=NOW)
    job = jobs.claim([reports.KIND], now=NOW)
    assert job is not None
    assert job.payload == {"wave": 1}
    assert not reports.request_report(wave, now=NOW)
    jobs.complete(job)
    assert reports.request_report(wave, now=NOW)


def test_an_open_or_unknown_wave_gets_no_report(wave: int) -> None:
    waves.open_with_cards(wave + 1)
    with pytest.raises(Conflict, match="Wave 2 is still open"):
        reports.request_report(wave + 1, now=NOW)
    with pytest.raises(NotFound):
        reports.request_report(7, now=NOW)
    assert jobs.claim([reports.KIND], now=NOW) is None


def test_the_same_content_is_printed_once_and_the_newest_is_found(wave: int) -> None:
    later = NOW + timedelta(hours=1)
    assert reports.make_report(wave, HTML, now=NOW)
    assert reports.make_report(wave, HTML.replace("<h1>T", "<h1>U"), now=later)
    assert not reports.make_report(wave, HTML, now=later + timedelta(hours=1))
    newest = reads_of_forum.newest_report(1)
    assert newest == (reports.content_hash_of(HTML), later + timedelta(hours=1))
    pdf = reads_of_forum.report_pdf(newest[0])
    assert pdf is not None
    assert pdf.startswith(b"%PDF-")
    assert rows("SELECT count(*) FROM report") == [(2,)]


def test_the_hash_covers_document_style_fonts_and_marks(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    shutil.copytree(reports.FOLDER, folder)
    hashes = {reports.content_hash_of(html, folder=folder) for html in (HTML, "x")}
    for name in ("forum.css", "fonts/inter-regular.otf", "marks/good.svg"):
        with (folder / name).open("ab") as file:
            file.write(b" ")
        hashes.add(reports.content_hash_of(HTML, folder=folder))
    assert len(hashes) == 5
