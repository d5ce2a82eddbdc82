"""Work by the calendar is queued once a period, whoever looks and however often."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey.operations import chores
from survey.operations.chores import Chore
from survey.store import database
from survey.store.database import rows
from tests.conftest import NOW

ZONE = ZoneInfo("Europe/Berlin")
ALL = (Chore("tidy", "day", "tidying"), Chore("letters", "month", "letters"))
N_AT_ONCE = 4


def queued() -> list[str]:
    return [row[0] for row in rows("SELECT subject FROM job ORDER BY id")]


def test_each_chore_is_queued_once_a_period(store: str) -> None:
    assert chores.queue_due(ALL, now=NOW, zone=ZONE)
    assert not chores.queue_due(ALL, now=NOW + timedelta(hours=1), zone=ZONE)
    assert queued() == ["chore:tidy:2026-03-10", "chore:letters:2026-03"]
    assert chores.queue_due(ALL, now=NOW + timedelta(days=1), zone=ZONE)
    assert chores.queue_due(ALL, now=NOW + timedelta(days=30), zone=ZONE)
    assert queued()[2:] == [
        "chore:tidy:2026-03-11", "chore:tidy:2026-04-09", "chore:letters:2026-04",
    ]  # fmt: skip


def test_a_clock_that_goes_back_queues_nothing_again(store: str) -> None:
    chores.queue_due(ALL, now=NOW, zone=ZONE)
    assert not chores.queue_due(ALL, now=NOW - timedelta(days=40), zone=ZONE)
    assert len(queued()) == 2


@pytest.mark.parametrize(
    ("every", "now", "period"),
    [
        ("day", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "2026-04-01"),
        ("month", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "2026-04"),
        # The hour from 2 to 3 comes twice that night in Berlin, and never on the clock of UTC.
        ("hour", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T00"),
        ("hour", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T01"),
    ],
)
def test_days_are_those_of_the_centre(every: chores.Every, now: datetime, period: str) -> None:
    assert chores.period_of(every, now=now, zone=ZONE) == period


def test_of_four_workers_at_once_one_queues_the_chore(both_stores: str) -> None:
    start = threading.Barrier(N_AT_ONCE)
    outcomes = []

    def look(hour: int) -> None:
        start.wait(timeout=20)
        at = NOW + timedelta(hours=hour)
        outcomes.append(chores.queue_due([Chore("h", "hour", "k")], now=at, zone=ZONE))

    def labour() -> None:
        for hour in range(10):
            look(hour)
        database.disconnect()

    threads = [threading.Thread(target=labour) for _ in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(True) == 10
    assert len(queued()) == 10
