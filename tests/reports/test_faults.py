"""Centres at the edge and machines in trouble: a clear page or sentence, nothing half kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from survey import commands
from survey.commands import work
from survey.commands.tools import Tools
from survey.demo import small
from survey.intake.editions import Edition
from survey.operations.reports import orders
from survey.store import database
from survey.store.database import rows, run
from tests import forums, waves
from tests.conftest import NOW
from tests.reports import editions
from tests.reports.listening import listen
from tests.reports.structure import problems_of

TODAY = date(2026, 11, 20)
MONTH = "month:2026-10"
EDGES: dict[str, tuple[Callable[[], None], str, str]] = {
    "empty": (small.build_empty, MONTH, "No pulse has closed by then"),
    "one unit": (lambda: small.build_one_unit(today=TODAY), "wave:1", "n = 9"),
    "suppressed": (lambda: small.build_suppressed(today=TODAY), "wave:1", "hidden"),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("kind", ["centre", "agents", "slides"])
def test_a_centre_at_the_edge_has_a_whole_report_that_says_so(
    store: str, tmp_path: Path, name: str, kind: str
) -> None:
    build, occasion, says = EDGES[name]
    build()
    pdf = editions.made(Edition(kind, occasion), tmp_path, today=TODAY).pdf  # type: ignore[arg-type]
    assert problems_of(pdf, language="en") == []
    heard = " ".join(one.words for one in listen(pdf))
    if kind == "centre":
        assert says in heard
    assert not {"None", "nan", "NaN"} & set(heard.split())


@pytest.fixture
def wanted(app: Flask, store: str) -> Tools:
    """Tools of a worker, with the agents' edition of a small centre waiting for it."""
    units = waves.build_teams({"a": 8, "b": 8})
    forums.hold()
    for unit in units.values():
        forums.say(unit, {5: 20, 3: 5, 1: 3})
    orders.order_editions([Edition("agents", "wave:1")], "One", now=NOW)
    return work.tools_of(app)


def test_on_a_full_disk_nothing_is_half_kept_and_it_is_made_once_there_is_room(
    wanted: Tools,
) -> None:
    now = datetime.now(UTC) + timedelta(seconds=5)
    # The file may grow by less than a report: SQLite answers as it does on a full disk.
    n_pages = rows("PRAGMA page_count")[0][0]
    run(f"PRAGMA max_page_count = {n_pages + 20}")
    for _ in range(orders.MOST_ATTEMPTS):
        assert work.do_one(wanted, now=now)
        now += timedelta(minutes=5)
    kept = [rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("report", "report_part")]
    assert kept == [0, 0]
    assert rows("SELECT state, error FROM report_order") == [
        ("failed", "There was no room left on the disk. Make room, then have it tried again.")
    ]
    assert rows("PRAGMA integrity_check") == [("ok",)]
    run(f"PRAGMA max_page_count = {n_pages + 100_000}")
    orders.restart(rows("SELECT id FROM report_batch")[0][0], now=now)
    assert work.do_one(wanted, now=now + timedelta(seconds=5))
    assert rows("SELECT state FROM report_order") == [("done",)]
    assert rows("SELECT count(*) FROM report") == [(1,)]


def test_the_gallery_makes_what_it_can_and_says_what_it_cannot(app: Flask, tmp_path: Path) -> None:
    commands.install(app)
    run_it = app.test_cli_runner().invoke
    command = ["gallery", "-o", str(tmp_path / "shown"), "--data", str(tmp_path)]
    done = run_it(args=[*command, "08-empty", "11-contacts"])
    assert done.exit_code == 0, done.output
    assert "A shop's real contacts was left out" in done.output
    assert "1 reports are in" in done.output
    shown = {path.name for path in (tmp_path / "shown").iterdir()}
    assert {"index.html", "08-empty.pdf", "08-empty-01.png"} <= shown
    sheet = (tmp_path / "shown" / "index.html").read_text(encoding="utf-8")
    assert "08-empty-01.png" in sheet
    assert "Left out:" in sheet
    # It worked elsewhere, and came back.
    assert database.rows("SELECT count(*) FROM unit") == [(0,)]
    assert run_it(args=[*command, "nothing"]).exit_code == 1
