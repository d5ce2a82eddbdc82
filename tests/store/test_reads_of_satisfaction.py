"""Counts read from months and days are those of the contacts, whatever the period."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from survey.instruments.measures import CSAT
from survey.store import rollup_writes
from survey.store.database import DatabaseError, rows, run, transaction
from survey.store.reads_of_satisfaction import (
    AnswerCut,
    ContactCounts,
    answer_counts,
    contact_counts,
)
from tests import centre

FIRST = date(2025, 11, 3)
N_DAYS = 150
PERIODS = [
    (date(2025, 12, 1), date(2025, 12, 31)),
    (date(2025, 12, 1), date(2026, 2, 28)),
    (date(2025, 12, 10), date(2025, 12, 12)),
    (date(2025, 12, 2), date(2025, 12, 30)),
    (date(2025, 11, 29), date(2026, 1, 2)),
    (date(2025, 11, 2), date(2026, 3, 30)),
    (date(2026, 2, 14), date(2026, 2, 14)),
    (date(2024, 1, 1), date(2024, 2, 1)),
]


@pytest.fixture
def cells(both_stores: str) -> list[tuple[Any, ...]]:
    """Random rollup cells written in three ways: inserted, added to, taken away."""
    units = centre.build().units
    run("INSERT INTO queue (id, name) VALUES (1, 'Orders'), (2, 'Faults')")
    draw = random.Random(7)
    found: dict[tuple[Any, ...], int] = {}
    with transaction():
        for _ in range(600):
            day = FIRST + timedelta(days=draw.randrange(N_DAYS))
            unit = units[draw.choice(["n1", "n2", "s1", "south"])]
            key = (unit, day, draw.choice(["phone", "chat"]), draw.choice([1, 2]))
            value = draw.randint(1, 5)
            _count(*key, value)
            found[(*key, value)] = found.get((*key, value), 0) + 1
        gone = next(key for key, n in found.items() if n > 1)
        _uncount(*gone)
        found[gone] -= 1
    return [(*key, n) for key, n in found.items()]


def _count(unit: int, day: date, channel: str, queue: int, value: int) -> None:
    run(
        "INSERT INTO answer_rollup (unit_id, item, day, channel, queue_id, value, is_invited, n)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (unit_id, item, day, channel, queue_id, value, is_invited)"
        " DO UPDATE SET n = answer_rollup.n + 1",
        (unit, CSAT, str(day), channel, queue, value, queue - 1),
    )
    run(
        "INSERT INTO contact_rollup (unit_id, day, channel, queue_id, n_contacts, n_invited)"
        " VALUES (?, ?, ?, ?, 2, 1) ON CONFLICT (unit_id, day, channel, queue_id)"
        " DO UPDATE SET n_contacts = contact_rollup.n_contacts + 2,"
        " n_invited = contact_rollup.n_invited + 1",
        (unit, str(day), channel, queue),
    )


def _uncount(unit: int, day: date, channel: str, queue: int, value: int) -> None:
    run(
        "UPDATE answer_rollup SET n = n - 1 WHERE unit_id = ? AND item = ? AND day = ?"
        " AND channel = ? AND queue_id = ? AND value = ?",
        (unit, CSAT, str(day), channel, queue, value),
    )


def _expected(
    cells: list[tuple[Any, ...]], by: tuple[AnswerCut, ...], *, period: tuple[date, date]
) -> dict[Any, dict[int, int]]:
    counts: dict[Any, dict[int, int]] = {}
    for unit, day, channel, queue, value, n in cells:
        parts = {"unit": unit, "day": str(day), "channel": channel, "queue": queue}
        parts["is_invited"] = queue - 1  # every second queue sends invitations
        parts["month"] = f"{day:%Y-%m}"
        if period[0] <= day <= period[1] and n:
            of_key = counts.setdefault(tuple(parts[cut] for cut in by), {})
            of_key[value] = of_key.get(value, 0) + n
    return counts


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_answers_of_every_period_and_cut_are_those_counted(
    cells: list[tuple[Any, ...]], period: tuple[date, date]
) -> None:
    units = {cell[0] for cell in cells}
    cuts: list[tuple[AnswerCut, ...]] = [
        (),
        ("unit", "channel"),
        ("queue",),
        ("month",),
        ("day", "unit"),
    ]
    cuts.append(("is_invited", "unit"))
    for by in cuts:
        found = answer_counts(CSAT, from_on=period[0], until_on=period[1], unit_ids=units, by=by)
        assert found == _expected(cells, by, period=period), by


def test_only_the_units_and_the_channel_asked_for_count(cells: list[tuple[Any, ...]]) -> None:
    one, period = cells[0][0], (FIRST, date(2026, 3, 20))
    found = answer_counts(
        CSAT, from_on=period[0], until_on=period[1], unit_ids=[one], channel="chat"
    )
    wanted = [cell for cell in cells if cell[0] == one and cell[2] == "chat"]
    assert found == _expected(wanted, (), period=period)
    assert answer_counts(CSAT, from_on=FIRST, until_on=FIRST, unit_ids=[]) == {}


def test_contacts_are_counted_like_answers(cells: list[tuple[Any, ...]]) -> None:
    units = {cell[0] for cell in cells}
    for first, last in PERIODS:
        found = contact_counts(from_on=first, until_on=last, unit_ids=units)
        n = rows(
            "SELECT coalesce(sum(n_contacts), 0), coalesce(sum(n_invited), 0) FROM contact_rollup"
            " WHERE day >= ? AND day <= ?",
            (str(first), str(last)),
        )[0]
        assert found == ({(): ContactCounts(int(n[0]), int(n[1]))} if n[0] else {})


def test_cells_that_change_or_go_take_their_month_along(cells: list[tuple[Any, ...]]) -> None:
    run("UPDATE answer_rollup SET n = n + 3 WHERE day = ?", (str(cells[0][1]),))
    run("DELETE FROM answer_rollup WHERE value = 3")
    by_day = rows(
        "SELECT substr(CAST(day AS TEXT), 1, 7), value, sum(n) FROM answer_rollup"
        " GROUP BY 1, 2 HAVING sum(n) > 0 ORDER BY 1, 2"
    )
    by_month = rows("SELECT month, value, sum(n) FROM answer_month GROUP BY 1, 2 ORDER BY 1, 2")
    assert by_month == by_day


@pytest.mark.parametrize("change", ["day = '2031-05-05'", "value = 99", "channel = 'x'"])
def test_a_cell_keeps_its_key(cells: list[tuple[Any, ...]], change: str) -> None:
    with pytest.raises(DatabaseError, match="keeps its key"), transaction():
        run(
            f"UPDATE answer_rollup SET {change}"
            " WHERE unit_id = ? AND day = ? AND channel = ? AND queue_id = ? AND value = ?",
            (cells[0][0], str(cells[0][1]), *cells[0][2:5]),
        )


def test_a_rebuild_puts_wrong_months_right(cells: list[tuple[Any, ...]]) -> None:
    run("UPDATE answer_month SET n = 0")
    run("UPDATE contact_month SET n_contacts = 99999")
    rollup_writes.rebuild_rollups()
    # No contact stands behind these cells, so the truth is that there is nothing to count.
    assert rows("SELECT coalesce(sum(n), 0) FROM answer_month") == [(0,)]
    assert rows("SELECT coalesce(sum(n_contacts), 0) FROM contact_month") == [(0,)]
