"""Editions are ordered together, each made once, and none is lost when somebody cancels or dies."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survey.errors import Conflict, NotFound
from survey.operations import jobs
from survey.operations.reports import orders
from survey.operations.reports.orders import KIND, Cancelled
from survey.store import database, reads_of_orders
from survey.store.database import rows, run
from tests import ordered
from tests.conftest import NOW, ROOT
from tests.ordered import AGENTS, CENTRE, TODAY, order, printing, states

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(both_stores: str) -> str:
    return both_stores


def waiting() -> list[str]:
    """The subjects of the work on orders, in the order in which it was queued."""
    return [row[0] for row in rows("SELECT subject FROM job WHERE kind = 'report' ORDER BY id")]


def finish(order_id: int, text: str = "T") -> None:
    orders.finish(order_id, printing(text=text), today=TODAY, now=NOW)


def test_one_order_and_one_job_are_written_for_each_edition(store: str) -> None:
    first, second = order(CENTRE, AGENTS)
    assert states() == [("waiting", None), ("waiting", None)]
    assert waiting() == [f"report:{first}", f"report:{second}"]
    job = jobs.claim([KIND], now=NOW)
    assert job is not None
    assert job.payload == {"order": first}
    assert orders.take(first) == CENTRE
    assert orders.take(second) == AGENTS


def test_the_same_edition_twice_in_a_batch_is_ordered_once(store: str) -> None:
    assert len(order(CENTRE, CENTRE, AGENTS)) == 2
    assert len(waiting()) == 2
    assert len(order(CENTRE)) == 1


def test_nothing_or_too_much_is_refused_in_a_sentence(store: str) -> None:
    with pytest.raises(Conflict, match="nothing to make"):
        orders.order_editions([], "Nothing", now=NOW)
    with pytest.raises(Conflict, match="more than 5000"):
        orders.order_editions([CENTRE] * 5_001, "Much", now=NOW)
    assert rows("SELECT count(*) FROM report_batch") == [(0,)]


def test_an_order_goes_through_its_stages_and_is_done_once(store: str) -> None:
    (one,) = order(CENTRE)
    assert orders.take(one) == CENTRE
    note = orders.stages_of(one)
    for stage in ("reading", "drawing", "printing", "keeping"):
        note(stage)
        assert states() == [("making", stage)]
    finish(one)
    assert states() == [("done", None)]
    assert orders.take(one) is None
    with pytest.raises(Cancelled):
        finish(one)
    assert rows("SELECT count(*) FROM report") == [(1,)]


def test_of_two_workers_on_one_order_only_one_can_finish_it(store: str) -> None:
    (one,) = order(CENTRE)
    assert orders.take(one) == CENTRE
    assert orders.take(one) == CENTRE
    finish(one, "first")
    with pytest.raises(Cancelled):
        finish(one, "second")
    assert rows("SELECT title FROM report") == [("Forum report, first",)]
    orders.fail(one, "Too late.", now=NOW)
    assert states() == [("done", None)]


def test_whoever_works_on_a_cancelled_order_stops_and_keeps_nothing(store: str) -> None:
    one, two = order(CENTRE, AGENTS)
    orders.take(one)
    note = orders.stages_of(one)
    note("reading")
    batch = rows("SELECT id FROM report_batch")[0][0]
    assert orders.cancel(batch, now=LATER) == 2
    with pytest.raises(Cancelled):
        note("printing")
    with pytest.raises(Cancelled):
        finish(one)
    assert rows("SELECT count(*) FROM report") == [(0,)]
    assert rows("SELECT count(*) FROM report_part") == [(0,)]
    assert orders.take(two) is None
    assert waiting() == []
    assert orders.cancel(batch, now=LATER) == 0


def test_what_is_made_stays_when_the_rest_is_cancelled(store: str) -> None:
    one, _two = order(CENTRE, AGENTS)
    orders.take(one)
    finish(one)
    batch = rows("SELECT id FROM report_batch")[0][0]
    assert orders.cancel(batch, now=NOW) == 1
    assert [state for state, _ in states()] == ["done", "cancelled"]


def test_what_was_cancelled_while_a_worker_was_at_it_is_made_after_a_restart(store: str) -> None:
    (one,) = order(CENTRE)
    job = jobs.claim([KIND], now=NOW)
    assert job is not None
    orders.take(one)
    batch = rows("SELECT id FROM report_batch")[0][0]
    orders.cancel(batch, now=NOW)
    assert orders.restart(batch, now=NOW) == 1
    # The first worker is still there, and completes a job that is not its own any more.
    with pytest.raises(Cancelled):
        orders.stages_of(one)("printing")
    assert not jobs.complete(job)
    again = jobs.claim([KIND], now=NOW)
    assert again is not None
    assert orders.take(again.payload["order"]) == CENTRE


def test_a_failed_order_says_why_and_is_made_when_tried_again(store: str) -> None:
    one, two = order(CENTRE, AGENTS)
    orders.take(one)
    orders.fail(one, "A font is missing.", now=NOW)
    orders.take(two)
    finish(two)
    batch = rows("SELECT id FROM report_batch")[0][0]
    (failed,) = reads_of_orders.orders(batch, states=("failed",), n=9, now=NOW)
    assert (failed.id, failed.trouble) == (one, "A font is missing.")
    run("DELETE FROM job")
    assert orders.restart(batch, now=NOW) == 1
    assert [state for state, _ in states()] == ["waiting", "done"]
    assert waiting() == [f"report:{one}"]
    assert orders.restart(batch, now=NOW) == 0


def test_an_order_whose_work_was_given_up_counts_as_failed_at_once(store: str) -> None:
    (one,) = order(CENTRE)
    batch = rows("SELECT id FROM report_batch")[0][0]
    now = NOW
    for _ in range(orders.MOST_ATTEMPTS):
        assert jobs.claim([KIND], now=now) is not None
        assert orders.take(one) == CENTRE
        now += timedelta(minutes=6)
    assert jobs.claim([KIND], now=now) is None
    found = reads_of_orders.batch(batch, now=now)
    assert found is not None
    assert dict(found.counts) == {"failed": 1}
    assert states() == [("making", None)]
    assert orders.settle_abandoned(now=now) == 1
    assert states() == [("failed", None)]
    assert orders.settle_abandoned(now=now) == 0
    assert orders.restart(batch, now=now) == 1
    assert jobs.claim([KIND], now=now) is not None


def test_an_order_without_any_work_on_it_is_not_waited_for_in_vain(store: str) -> None:
    order(CENTRE)
    run("DELETE FROM job")
    batch = rows("SELECT id FROM report_batch")[0][0]
    found = reads_of_orders.batch(batch, now=NOW)
    assert found is not None
    assert dict(found.counts) == {"failed": 1}
    assert orders.restart(batch, now=NOW) == 1
    assert len(waiting()) == 1


def test_an_order_at_work_is_left_alone_by_restarting_and_settling(store: str) -> None:
    order(CENTRE)
    assert jobs.claim([KIND], now=NOW) is not None
    batch = rows("SELECT id FROM report_batch")[0][0]
    assert orders.restart(batch, now=NOW) == 0
    assert orders.settle_abandoned(now=NOW) == 0


def test_the_same_content_is_kept_once_and_both_orders_point_to_it(store: str) -> None:
    one, two = order(CENTRE)[0], order(CENTRE)[0]
    for at in (one, two):
        orders.take(at)
        finish(at)
    assert rows("SELECT count(*) FROM report") == [(1,)]
    assert len(set(rows("SELECT report_id FROM report_order"))) == 1


def test_a_batch_that_is_not_there_is_not_found(store: str) -> None:
    assert orders.take(7) is None
    for verb in (orders.cancel, orders.restart):
        with pytest.raises(NotFound):
            verb(7, now=NOW)


def test_a_thousand_orders_are_claimed_and_finished_without_looking_at_all_of_them(
    store: str,
) -> None:
    if "sqlite" not in store:
        pytest.skip("SQLite tells how it looks rows up")
    for sql in (
        "UPDATE report_order SET stage = 'reading' WHERE id = 1 AND state = 'making'",
        "SELECT count(*) FROM report_order WHERE batch_id = 1",
        "SELECT 1 FROM report_order LEFT JOIN job ON job.subject = 'report:' || report_order.id"
        " WHERE batch_id = 1",
    ):
        plan = " ".join(row[3] for row in rows(f"EXPLAIN QUERY PLAN {sql}"))
        assert "SCAN" not in plan, plan


def test_the_name_of_a_batch_is_cut_where_it_is_too_long(store: str) -> None:
    orders.order_editions([replace(ordered.CENTRE)], "N" * 900, now=NOW)
    assert rows("SELECT length(name) FROM report_batch") == [(200,)]


@pytest.mark.slow
def test_killed_before_any_statement_a_worker_leaves_all_of_a_report_or_nothing(
    both_stores: str, tmp_path: Path
) -> None:
    stride = 1 if both_stores.startswith("sqlite:") else 5
    database.disconnect()
    script = "tests.operations.interrupting_reports"
    done = subprocess.run(
        [sys.executable, "-m", script, both_stores, str(tmp_path), str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * stride > 20
