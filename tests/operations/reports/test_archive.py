"""A report is kept once, with all it takes to print it again to the last byte."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from survey import pdf_engine
from survey.errors import Conflict, NotFound, Refusal
from survey.operations import jobs
from survey.operations.reports import archive, digests
from survey.store import reads_of_reports
from survey.store.database import rows, run
from survey.store.reads_of_reports import WantedReports
from tests.conftest import NOW, ROOT
from tests.ordered import AGENTS, printing


@pytest.fixture
def store(both_stores: str) -> str:
    return both_stores


def test_a_report_is_kept_once_with_each_of_its_files_once(store: str) -> None:
    first = archive.keep_report(printing(), now=NOW)
    assert archive.keep_report(printing(), now=NOW) == first
    second = archive.keep_report(printing(AGENTS), now=NOW)
    assert second != first
    assert rows("SELECT count(*) FROM report_part") == [(1,)]
    row = reads_of_reports.report(first)
    assert row is not None
    assert (row.kind, row.occasion, row.title) == ("centre", "month:2026-02", "Forum report, T")
    assert archive.find_printed(printing().content_hash) == printing().pdf
    assert archive.find_printed("0" * 64) is None


def test_a_report_is_printed_again_to_the_last_byte_though_templates_changed(store: str) -> None:
    one = printing()
    kept = archive.keep_report(one, now=NOW)
    # Another report with another style of the same name: each has its own.
    other = replace(printing(text="U"), parts={"report.css": b"h1 { color: red }"})
    archive.keep_report(other, now=NOW)
    assert archive.regenerate(kept) == one.pdf


def test_another_process_prints_the_same_bytes(store: str, tmp_path: Path) -> None:
    one = printing()
    kept = archive.keep_report(one, now=NOW)
    output = tmp_path / "again.pdf"
    settings = {
        "SURVEY_DATABASE_URL": store,
        "SURVEY_DATA_FOLDER": str(tmp_path / "var"),
        "PYTHONHASHSEED": "11",
        "TZ": "Asia/Tokyo",
    }
    command = ["-m", "flask", "--app", "app", "regenerate-report", str(kept), "-o", str(output)]
    clean = {name: value for name, value in os.environ.items() if "SURVEY_" not in name}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean | settings,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "the same to the last byte" in done.stdout
    assert output.read_bytes() == one.pdf


def test_where_the_engine_is_another_the_sentence_names_it(store: str) -> None:
    was = pdf_engine.engine_versions() | {"weasyprint": "1.0", "gone": "2"}
    kept = archive.keep_report(replace(printing(), engine=was, pdf=b"%PDF-of-then"), now=NOW)
    now = was["pango"]
    with pytest.raises(Refusal) as refused:
        archive.regenerate(kept)
    assert "weasyprint 1.0 then, " in refused.value.message
    assert "gone 2 then, not there now" in refused.value.message
    assert f"pango {now}" not in refused.value.message
    archive.check_report(kept, now=NOW)
    row = reads_of_reports.report(kept)
    assert row is not None
    assert row.difference == refused.value.message


def test_a_check_that_comes_out_alike_says_so(store: str) -> None:
    kept = archive.keep_report(printing(), now=NOW)
    archive.ask_for_check(kept, now=NOW)
    archive.ask_for_check(kept, now=NOW)
    assert jobs.claim([archive.CHECK], now=NOW) is not None
    assert jobs.claim([archive.CHECK], now=NOW) is None
    archive.check_report(kept, now=NOW)
    row = reads_of_reports.report(kept)
    assert row is not None
    assert (row.checked_at, row.difference) == (NOW, None)
    archive.check_report(99, now=NOW)
    with pytest.raises(NotFound):
        archive.ask_for_check(99, now=NOW)


def test_a_damaged_file_of_a_report_is_noticed(store: str) -> None:
    kept = archive.keep_report(printing(), now=NOW)
    run("UPDATE report_part SET body = ?", (b"h1 { color: blue }",))
    with pytest.raises(Refusal, match="damaged or gone"):
        archive.regenerate(kept)


def test_a_report_from_before_documents_were_kept_says_that_it_cannot(store: str) -> None:
    kept = archive.keep_report(printing(), now=NOW)
    run("UPDATE report SET document = NULL, parts = NULL, engine = NULL")
    with pytest.raises(Refusal, match="was not kept"):
        archive.regenerate(kept)
    with pytest.raises(NotFound):
        archive.regenerate(kept + 1)


def test_words_forgotten_while_a_report_was_made_are_not_kept(store: str) -> None:
    with pytest.raises(Conflict, match="forgotten meanwhile"):
        archive.keep_report(printing(quotes=[5]), now=NOW)
    assert rows("SELECT count(*) FROM report") == [(0,)]


def test_the_hashes_cover_document_files_language_and_engine(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "fonts").mkdir(parents=True)
    (folder / "sections").mkdir()
    for name in ("report.css", "fonts/a.otf", "report.html", "sections/month.html"):
        (folder / name).write_text("a")
    hashes = {digests.template_digest("en", folder=folder)}
    for name in ("report.css", "fonts/a.otf", "report.html", "sections/month.html"):
        (folder / name).write_text("b")
        hashes.add(digests.template_digest("en", folder=folder))
    assert len(hashes) == 5
    parts = digests.part_digests(digests.read_parts(folder))
    assert set(parts) == {"report.css", "fonts/a.otf"}
    contents = {
        digests.content_hash("x", parts, {"weasyprint": "1"}),
        digests.content_hash("y", parts, {"weasyprint": "1"}),
        digests.content_hash("x", {}, {"weasyprint": "1"}),
        digests.content_hash("x", parts, {"weasyprint": "2"}),
    }
    assert len(contents) == 4


def test_the_archive_is_searched_by_words_of_title_and_place_whatever_their_case(
    store: str,
) -> None:
    for text in ("Größe 100%", "Other"):
        archive.keep_report(printing(text=text), now=NOW)

    def found(*words: str, unit_ids: tuple[int, ...] | None = None) -> list[str]:
        wanted = WantedReports(unit_ids=unit_ids, words=words)
        shown = reads_of_reports.reports(wanted, n=9, skip=0)
        assert reads_of_reports.n_reports(wanted) == len(shown)
        return [one.title for one in shown]

    assert found() == ["Forum report, Other", "Forum report, Größe 100%"]
    assert found("große") == found("GRÖßE") == found("0%") == ["Forum report, Größe 100%"]
    assert found("report", "other") == ["Forum report, Other"]
    assert found("_") == []
    assert found(unit_ids=()) == []
