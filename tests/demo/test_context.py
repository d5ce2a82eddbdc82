"""What the demo's other systems count, and whether the truth that is built in is found in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from survey.demo import calendar, cast, traffic, trouble, truth
from survey.demo.context import N_MONTHS
from survey.demo.foresight import PLAN
from survey.insight.context import read_series
from survey.insight.linkage.covariates import Place, read
from survey.insight.linkage.planned import every_plan, waves_of, what_is_known
from survey.insight.units import read_scope
from survey.privacy import gate
from survey.stats.within import two_way
from survey.store import database, reads_of_units
from survey.store.database import rows
from survey.store.reads_of_context import all_series
from survey.store.reads_of_satisfaction import answer_counts
from tests.filled import FILLED_AT

TODAY = FILLED_AT.date()


@pytest.fixture(scope="module")
def demo(filled_demo: Path) -> Iterator[Path]:
    """The filled demo, connected, only for reading."""
    database.connect(f"sqlite:///{filled_demo / 'survey.db'}")
    yield filled_demo
    database.disconnect()


def test_a_months_absence_goes_with_the_months_movement_as_it_is_built_in() -> None:
    rng = random.Random(3)
    pairs = [
        (moved, truth.absence_share(rng, moved))
        for moved in (rng.gauss(0, 1) for _ in range(20_000))
    ]
    slope = sum(x * y for x, y in pairs) / sum(x * x for x, _ in pairs)
    assert abs(slope - truth.ABSENCE_PER_MOVEMENT) < 0.0008


def test_lost_customers_are_few_and_fewer_where_scores_were_higher() -> None:
    shares = [truth.loss_share(score) for score in (1.0, 4.0, 4.25, 4.5, 5.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[2] == truth.LOSS_SHARE
    assert min(shares) > 0


def test_five_series_cover_the_year_and_every_team(demo: Path) -> None:
    assert [(one.name, one.measures, one.adds) for one in all_series()] == [
        ("Absence", "absence", "count"),
        ("Customer loss", "customer_loss", "count"),
        ("Leavers", "leavers", "count"),
        ("Quality scores", "quality", "mean"),
        ("Service level", "service_level", "mean"),
    ]
    n_by_name = dict(
        rows(
            "SELECT name, count(*) FROM context_value"
            " JOIN context_series ON context_series.id = series_id GROUP BY name"
        )
    )
    assert n_by_name["Absence"] == n_by_name["Leavers"] == 12 * N_MONTHS
    assert n_by_name["Customer loss"] == 12 * (N_MONTHS - 1)
    # Nobody counts a month or a week before it is over.
    assert rows("SELECT max(CAST(until_on AS TEXT)) FROM context_value") == [("2026-03-08",)]
    assert sum(
        value for value, in rows(
            "SELECT value FROM context_value JOIN context_series"
            " ON context_series.id = series_id WHERE name = 'Leavers'"
        )
    ) == 12  # fmt: skip


def beside_engagement(name: str) -> tuple[float, float]:
    """r and p of a series beside published engagement, block and wave removed."""
    readings = read_series(name)
    x, y, units, waves = [], [], [], []
    for wave in gate.closed_waves():
        cells = gate.cells(wave.id)
        for block in gate.blocks(wave.id):
            cell = cells[block.id]["engagement"]
            found = readings.measured(block.unit_ids, wave.window_from, wave.window_until)
            if isinstance(cell, gate.Published) and found is not None:
                x.append(cell.value)
                y.append(found.value)
                units.append(block.code)
                waves.append(wave.number)
    shown = two_way(x, y, units, waves).clustered
    assert shown.value is not None
    assert shown.p is not None
    return shown.value, shown.p


def test_absence_went_with_lower_engagement_and_leavers_with_nothing(demo: Path) -> None:
    r, p = beside_engagement("Absence")
    assert r < -0.3
    assert p < 0.05
    assert beside_engagement("Leavers")[1] > 0.2
    assert beside_engagement("Service level")[1] > 0.2


def test_a_month_with_unhappy_customers_is_followed_by_one_with_more_lost(demo: Path) -> None:
    first = calendar.first_day(TODAY)
    teams = [unit for unit in read_scope(reads_of_units.unit_ids()).units if unit.depth == 2]
    loss = read_series("Customer loss")
    months = [
        (
            calendar.month_start(TODAY, months_ago=ago),
            calendar.month_start(TODAY, months_ago=ago - 1),
        )
        for ago in range(N_MONTHS, 0, -1)
    ]
    assert months[0][0] == first
    pairs = []
    for unit in teams:
        counts = answer_counts(
            "csat", from_on=first, until_on=TODAY, unit_ids=[unit.id], by=("month",)
        )
        for (start, end), (_, after) in pairwise(months):
            answers = counts[(f"{start:%Y-%m}",)]
            lost = loss.measured([unit.id], end, date.fromordinal(after.toordinal() - 1))
            assert lost is not None
            mean = sum(v * n for v, n in answers.items()) / sum(answers.values())
            pairs.append((mean, lost.value, unit.code, f"{start:%Y-%m}"))
    r = two_way(*(list(column) for column in zip(*pairs, strict=True))).clustered
    assert r.value is not None
    assert r.p is not None
    assert r.value < -0.3
    assert r.p < 0.05


def test_the_plan_was_stored_before_any_wave_closed(demo: Path) -> None:
    (stored,) = every_plan()
    assert (stored.plan, stored.stored_by) == (PLAN, "Ines Aldous")
    found = waves_of(stored, gate.waves())
    assert (len(found.planned), found.known) == (truth.N_CLOSED_WAVES, ())
    known = what_is_known()
    assert set(PLAN.covariates) <= set(known.covariates)
    assert len(PLAN.covariates) <= known.most_covariates


def test_what_the_plan_holds_equal_is_known_for_every_block_and_wave(demo: Path) -> None:
    places = [
        Place(block.unit_ids, wave.window_from, wave.window_until)
        for wave in gate.closed_waves()
        for block in gate.blocks(wave.id)
    ]
    for code in (*PLAN.covariates, "handle_time", "channel_mix"):
        columns = read(code, places)
        assert columns
        assert all(value is not None for column in columns.values() for value in column), code


def test_one_line_had_a_bad_week(demo: Path) -> None:
    monday = trouble.first_day(TODAY)
    assert monday.weekday() == 0
    queue = rows("SELECT id FROM queue WHERE name = ?", (trouble.QUEUE,))[0][0]
    counts = answer_counts(
        "csat",
        from_on=calendar.first_day(TODAY),
        until_on=TODAY,
        unit_ids=reads_of_units.unit_ids(),
        by=("queue", "day"),
    )

    def mean(is_in_week: bool) -> float:
        scores = [
            value
            for (queue_id, day), answers in counts.items()
            if queue_id == queue
            and (monday <= date.fromisoformat(day) < monday + trouble.WEEK) == is_in_week
            for value, n in answers.items()
            for _ in range(n)
        ]
        assert len(scores) > 10
        return fmean(scores)

    assert mean(is_in_week=True) < mean(is_in_week=False) - 1


def test_the_bad_week_leaves_everything_else_as_it_was() -> None:
    rng = random.Random(5)
    first = calendar.first_day(TODAY)
    agents = cast.agents(rng, first_day=first, last_day=TODAY)
    week = trouble.first_day(TODAY)
    usual = list(
        traffic.contacts(
            rng,
            agents,
            truth.draw(rng),
            first_day=first,
            last_day=date.fromordinal(first.toordinal() + 20),
        )
    )
    moved = trouble.with_bad_week(usual, random.Random(1), today=TODAY)
    assert moved == usual
    later = date.fromordinal(first.toordinal() + (trouble.WEEKS_AGO + 1) * 7 + 3)
    changed = [
        (one, other)
        for one, other in zip(
            usual, trouble.with_bad_week(usual, random.Random(1), today=later), strict=True
        )
        if one != other
    ]
    assert changed
    for one, other in changed:
        assert one.record == other.record
        assert one.record.queue == trouble.QUEUE
        assert one.reply is not None
        assert other.reply is not None
        assert other.reply.score == max(1, one.reply.score - trouble.POINTS_LOWER)
    assert week < TODAY
