"""Editions from data to PDF: by the shell, by one worker, and by several of which one is killed."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from survey import commands
from survey.commands import editions as door
from survey.commands import reporting, work
from survey.commands.reporting import make_edition
from survey.config import Settings
from survey.errors import NotFound
from survey.intake.editions import Edition
from survey.operations import jobs
from survey.operations.reports import archive, orders
from survey.store import reads_of_reports
from survey.store.database import rows, run
from survey.store.reads_of_reports import WantedReports
from tests import forums, waves
from tests.conftest import NOW, ROOT, settings_for

TODAY = date(2026, 3, 20)
CENTRE = Edition("centre", "wave:1")
AGENTS = Edition("agents", "wave:1")


@pytest.fixture
def held(store: str, settings: Settings) -> Settings:
    """The settings of a centre of two teams with a closed wave and customers."""
    units = waves.build_teams({"a": 8, "b": 8})
    forums.hold()
    for unit in units.values():
        forums.say(unit, {5: 20, 3: 5, 1: 3})
    return settings


def at_noon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


def test_the_newest_closed_wave_is_printed_where_none_is_named(
    app: Flask, held: Settings, tmp_path: Path
) -> None:
    commands.install(app)
    shell, output = app.test_cli_runner(), tmp_path / "new" / "report.pdf"
    done = shell.invoke(args=["report", "-o", str(output)])
    assert done.exit_code == 0, done.output
    assert f"The report is in {output}." in done.output
    assert output.read_bytes().startswith(b"%PDF-")
    assert rows("SELECT count(*) FROM report") == [(0,)]


def test_several_editions_go_into_a_folder(app: Flask, held: Settings, tmp_path: Path) -> None:
    commands.install(app)
    words = ["report", "--edition", "agents", "--edition", "unit", "--unit", "a", "--unit", "b"]
    done = app.test_cli_runner().invoke(args=[*words, "--paper", "letter", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "agents-wave-1-en-letter.pdf",
        "unit-2-wave-1-en-letter.pdf",
        "unit-3-wave-1-en-letter.pdf",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--occasion", "wave:7"], "There is no wave 7."),
        (["--occasion", "month:2026-13"], "There is no such occasion."),
        (["--occasion", "month:2099-01"], "are not over"),
        (["--edition", "unit"], "Name the site or team with --unit CODE."),
        (["--edition", "unit", "--unit", "zz"], "There is no such team"),
        (["--unit", "a"], "--unit is for --edition unit"),
        (["--edition", "department", "--department", "Web"], "there are none yet"),
        (["--language", "xx"], "There is no report in ‘xx’."),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_leaves_no_file(
    app: Flask, held: Settings, tmp_path: Path, words: list[str], said: str
) -> None:
    commands.install(app)
    done = app.test_cli_runner().invoke(args=["report", *words, "-o", str(tmp_path / "r.pdf")])
    assert done.exit_code == 1
    assert said in done.output
    assert list(tmp_path.glob("*.pdf*")) == []


def test_the_report_of_the_start_is_kept_once_and_its_file_follows_the_data(
    held: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "r.pdf"
    for _ in range(2):
        door.keep_newest_report(path, settings=held, now=NOW + timedelta(days=10))
        (kept,) = reads_of_reports.reports(WantedReports(None), n=9, skip=0)
        assert kept.pdf_digest == hashlib.sha256(path.read_bytes()).hexdigest()
    renamed = replace(held, organisation="Meadowfield")
    door.keep_newest_report(path, settings=renamed, now=NOW + timedelta(days=10))
    assert rows("SELECT count(*) FROM report") == [(2,)]


def test_the_digests_stand_in_the_file_and_it_regenerates_after_everything_changed(
    held: Settings,
) -> None:
    made = make_edition(CENTRE, settings=held, today=TODAY)
    kept = archive.keep_report(made, now=NOW)
    again = make_edition(CENTRE, settings=held, today=TODAY)
    assert (again.pdf, again.content_hash) == (made.pdf, made.content_hash)
    run("DELETE FROM answer_rollup")
    later = make_edition(CENTRE, settings=held, today=TODAY)
    assert later.data_digest != made.data_digest
    assert later.template_digest == made.template_digest
    assert archive.regenerate(kept) == made.pdf


def test_what_is_archived_is_not_printed_again(held: Settings) -> None:
    stages: list[str] = []
    made = make_edition(AGENTS, settings=held, today=TODAY, stage=stages.append)
    archive.keep_report(made, now=NOW)
    again = make_edition(AGENTS, settings=held, today=TODAY, stage=stages.append)
    assert stages == ["reading", "drawing", "printing", "reading", "drawing"]
    assert again.pdf == made.pdf


def test_a_worker_makes_what_was_ordered_and_nothing_twice(app: Flask, held: Settings) -> None:
    tools = work.tools_of(app)
    orders.order_editions([AGENTS, CENTRE], "Two", now=NOW)
    while work.do_one(tools, now=at_noon()):
        pass
    assert rows("SELECT state, error FROM report_order ORDER BY id") == [("done", None)] * 2
    assert rows("SELECT count(*) FROM job") == [(0,)]
    kept = rows("SELECT id, made_at FROM report ORDER BY id")
    orders.order_editions([AGENTS], "Again", now=NOW)
    assert work.do_one(tools, now=at_noon())
    assert rows("SELECT id, made_at FROM report ORDER BY id") == kept
    assert rows("SELECT state FROM report_order ORDER BY id")[-1] == ("done",)


def test_what_cannot_be_made_fails_at_once_with_its_sentence(app: Flask, held: Settings) -> None:
    orders.order_editions([Edition("centre", "wave:9")], "One", now=NOW)
    assert work.do_one(work.tools_of(app), now=at_noon())
    assert rows("SELECT state, error FROM report_order") == [("failed", "There is no wave 9.")]
    assert rows("SELECT count(*) FROM job") == [(0,)]


def test_a_fault_is_tried_again_and_then_said(
    app: Flask, held: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reporting, "render_pdf", full)
    batch = orders.order_editions([AGENTS], "One", now=NOW)
    tools, now = work.tools_of(app), at_noon()
    for attempt in range(orders.MOST_ATTEMPTS):
        assert rows("SELECT state FROM report_order")[0][0] in ("waiting", "making"), attempt
        assert work.do_one(tools, now=now)
        now += timedelta(minutes=5)
    assert rows("SELECT state FROM report_order") == [("failed",)]
    assert "no room left on the disk" in rows("SELECT error FROM report_order")[0][0]
    assert rows("SELECT count(*) FROM report") == [(0,)]
    monkeypatch.undo()
    assert batch is not None
    orders.restart(batch, now=now)
    assert work.do_one(tools, now=now + timedelta(seconds=5))
    assert rows("SELECT state FROM report_order") == [("done",)]


def test_a_worker_that_prints_while_it_is_cancelled_keeps_nothing(
    app: Flask, held: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = orders.order_editions([AGENTS], "One", now=NOW)
    assert batch is not None
    printing = reporting.render_pdf

    def cancelled_meanwhile(*args: object, **options: object) -> bytes:
        orders.cancel(batch, now=NOW)
        return printing(*args, **options)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(reporting, "render_pdf", cancelled_meanwhile)
    assert work.do_one(work.tools_of(app), now=at_noon())
    assert rows("SELECT state FROM report_order") == [("cancelled",)]
    assert rows("SELECT count(*) FROM report") == [(0,)]
    assert rows("SELECT count(*) FROM job") == [(0,)]


def test_schedules_order_by_themselves_once_a_day(app: Flask, held: Settings) -> None:
    run(
        "INSERT INTO report_schedule (name, every, kind, language, paper, delivery, is_on, from_on)"
        " VALUES ('Waves', 'wave', 'agents', 'en', 'a4', 'link', 1, '2026-03-01')"
    )
    tools = work.tools_of(app)
    work.queue_chores(tools, now=NOW + timedelta(days=10))
    run("DELETE FROM job WHERE kind <> 'order_reports'")
    while work.do_one(tools, now=NOW + timedelta(days=10)):
        pass
    assert rows("SELECT name, occasion FROM report_batch") == [("Waves, Wave 1", "wave:1")]
    assert rows("SELECT state FROM report_order") == [("done",)]
    reporting.order_due(jobs.Job(1, "order_reports", {}, 1, NOW), tools, NOW + timedelta(days=11))
    assert rows("SELECT count(*) FROM report_batch") == [(1,)]


def test_an_edition_of_nobody_is_not_found(held: Settings) -> None:
    for edition in (
        Edition("unit", "wave:1", unit_id=99),
        Edition("department", "wave:1", department_id=99),
    ):
        with pytest.raises(NotFound):
            make_edition(edition, settings=held, today=TODAY)


@contextmanager
def worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process on the database."""
    clean = {name: value for name, value in os.environ.items() if "SURVEY_" not in name}
    started = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "work"],
        cwd=ROOT,
        env=clean
        | {
            "SURVEY_DATABASE_URL": url,
            "SURVEY_DATA_FOLDER": str(folder / "var"),
            "SURVEY_MAIL_URL": f"outbox:{folder / 'outbox'}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@pytest.mark.slow
def test_three_workers_of_which_one_is_killed_make_all_of_it_once(
    both_stores: str, tmp_path: Path
) -> None:
    """Thirty orders; the killed one's lease is ended by hand, so that nobody waits five minutes."""
    settings_for(both_stores, tmp_path)
    units = waves.build_teams(dict.fromkeys("abcdefghij", 6))
    for unit in units.values():
        forums.say(unit, {5: 9, 2: 3})
    run(
        "INSERT INTO chore (name, done_for) SELECT name, '9999' FROM (VALUES ('themes'),"
        " ('digests'), ('forget'), ('audit'), ('fold'), ('signals'), ('reports')) AS names (name)"
        if "postgres" in both_stores
        else "INSERT INTO chore (name, done_for) SELECT column1, '9999' FROM (VALUES ('themes'),"
        " ('digests'), ('forget'), ('audit'), ('fold'), ('signals'), ('reports'))"
    )
    wanted = [
        Edition("unit", "month:2026-02", unit, None, language, paper)
        for unit in units.values()
        for language, paper in (("en", "a4"), ("en", "letter"), ("de", "a4"))
    ]
    assert len(wanted) == 30
    orders.order_editions(wanted, "All", now=datetime.now(UTC) - timedelta(seconds=1))
    with ExitStack() as stack:
        first, *_others = [stack.enter_context(worker(both_stores, tmp_path)) for _ in range(3)]
        _wait_until("SELECT count(*) FROM report_order WHERE state = 'done'", 3)
        first.send_signal(signal.SIGKILL)
        first.wait()
        # Whoever holds a lease now either lives and finishes, or is the one who was killed.
        time.sleep(8)
        run("UPDATE job SET leased_until = 1 WHERE leased_until IS NOT NULL")
        _wait_until("SELECT count(*) FROM report_order WHERE state = 'done'", 30)
    assert rows("SELECT state, count(*) FROM report_order GROUP BY state") == [("done", 30)]
    assert rows("SELECT count(DISTINCT report_id) FROM report_order") == [(30,)]
    assert rows("SELECT count(*) FROM report") == [(30,)]


def _wait_until(sql: str, n: int) -> None:
    deadline = time.monotonic() + 240
    while rows(sql)[0][0] < n:
        assert time.monotonic() < deadline, rows(
            "SELECT state, stage, error, count(*) FROM report_order GROUP BY state, stage, error"
        )
        time.sleep(0.2)
