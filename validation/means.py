"""Means of answers from 1 to 5: of customers, of blocks with a pooled spread, and their changes."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.against_trend import change_against_others
from survey.stats.means import (
    change_with_pooled_sds,
    difference_with_pooled_sd,
    mean_from_counts,
    mean_with_pooled_sd,
    pooled_sd,
)
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.samples import FloatArray
from validation.row import Promise, Row, seeded, so_many

RUNS = 10_000
# Mostly 5, some 4, and a tail: what customers give.
CUSTOMERS = np.array([0.06, 0.04, 0.08, 0.22, 0.60])
POINTS = np.arange(1, 6)
SIZES = (5, 6, 7, 8, 9, 10, 12, 14, 20)


def customers_coverage(n: int, effort: float) -> list[Row]:
    random, runs = seeded("mean", n), so_many(RUNS, effort)
    truth, hits = float(POINTS @ CUSTOMERS), 0
    for counts in random.multinomial(n, CUSTOMERS, size=runs).tolist():
        low, high = mean_from_counts(dict(zip(POINTS.tolist(), counts, strict=True))).ends
        hits += low is not None and high is not None and low <= truth <= high
    of = f"mean {truth:.2f} of skewed points 1 to 5, {n} answers"
    return [Row("mean CSAT (t)", of, "coverage", 0.95, hits, runs)]


def people(random: np.random.Generator, level: float, n: int, steady: FloatArray) -> FloatArray:
    """Means of 4 items by n people; `steady` is what each of them keeps from wave to wave."""
    answers = level + steady[:, None] + 0.8 * random.normal(size=(n, 4))
    return np.asarray(np.clip(np.round(answers), 1, 5).mean(axis=1))


def blocks(effort: float) -> list[Row]:
    """Nine blocks of 5 to 20 people with levels of their own, and the printed common spread."""
    random, runs = seeded("blocks"), so_many(1500, effort)
    level = 3.4
    truth = float(people(random, level, 400_000, 0.5 * random.normal(size=400_000)).mean())
    inside = beside = n_blocks = 0
    for _ in range(runs):
        groups = [people(random, level, n, 0.5 * random.normal(size=n)) for n in SIZES]
        spread = round(pooled_sd(groups).value or 0.0, 1)
        means = [float(group.mean()) for group in groups]
        for mean, n in zip(means, SIZES, strict=True):
            low, high = mean_with_pooled_sd(mean, n, spread).ends
            inside += low is not None and high is not None and low <= truth <= high
            n_blocks += 1
        rest = float(np.concatenate(groups[1:]).mean())
        found = difference_with_pooled_sd(means[0], SIZES[0], rest, sum(SIZES[1:]), spread)
        beside += (found.p or 0.0) < 0.05
    truth_is = "9 blocks of 5 to 20 people, all alike"
    return [
        Row("a block's construct (pooled spread)", truth_is, "coverage", 0.95, inside, n_blocks),
        Row("a block beside the others", truth_is, "false alarms", 0.05, beside, runs),
    ]


def changes(who: str, effort: float) -> list[Row]:
    """Two waves in which nothing moved, answered by other people or by the same."""
    random, runs = seeded("changes", who), so_many(1500, effort)
    single = pages = 0
    for _ in range(runs):
        means, spreads = [], []
        kept = [0.5 * random.normal(size=n) for n in SIZES]
        for _wave in range(2):
            groups = [people(random, 3.4, n, one) for n, one in zip(SIZES, kept, strict=True)]
            spreads.append(round(pooled_sd(groups).value or 0.0, 1))
            means.append([round(float(group.mean()), 2) for group in groups])
            if who == "other people":
                kept = [0.5 * random.normal(size=n) for n in SIZES]
        p_values = [
            change_with_pooled_sds(now, n, spreads[1], before, n, spreads[0]).p or 0.0
            for now, before, n in zip(means[1], means[0], SIZES, strict=True)
        ]
        single += p_values[0] < 0.05
        pages += min(benjamini_hochberg(p_values)) < 0.05
    truth = f"9 blocks that did not move, {who}"
    promise: Promise = "about" if who == "other people" else "at most"
    return [
        Row("a block's change since the wave before", truth, "false alarms", 0.05, single, runs,
            promise),
        Row("page of changes (family)", truth, "pages with one", 0.05, pages, runs, "at most"),
    ]  # fmt: skip


def against_the_others(n_others: int, spread: float, effort: float) -> list[Row]:
    """A team whose change is one of many that differ anyway."""
    random, runs = seeded("others", n_others, spread), so_many(3000, effort)
    hits = 0
    for _ in range(runs):
        errors = random.uniform(0.03, 0.12, size=n_others + 1)
        found = 0.05 + spread * random.normal(size=n_others + 1)
        found = found + errors * random.normal(size=n_others + 1)
        test = change_against_others(float(found[0]), float(errors[0]), found[1:], errors[1:])
        hits += (test.p or 0.0) < 0.05
    truth = f"{n_others} other teams, changes differ by {spread}"
    name = "a leader's team beside the others' change"
    return [Row(name, truth, "false alarms", 0.05, hits, runs, "at most")]


TASKS = (
    *(partial(customers_coverage, n) for n in (10, 30, 100)),
    blocks,
    *(partial(changes, who) for who in ("other people", "the same people")),
    *(partial(against_the_others, k, s) for k, s in ((4, 0.1), (10, 0.0), (10, 0.1))),
)
