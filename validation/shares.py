"""Shares: Wilson, Newcombe, exact tests of two shares, agents side by side, promoters."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.homogeneity import beside_comparable, homogeneity
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.promoters import net_promoter
from survey.stats.proportions import fisher_exact, newcombe_difference, wilson
from validation.row import Row, seeded, so_many

RUNS = 10_000
# Chances of 0 to 10, as contact centres see them: many tens, some zeros.
PROMOTERS = np.array([6, 2, 2, 3, 2, 5, 5, 9, 16, 18, 32]) / 100


def wilson_coverage(n: int, share: float, effort: float) -> list[Row]:
    random, runs = seeded("wilson", n, share), so_many(RUNS, effort)
    hits = 0
    for x in random.binomial(n, share, size=runs).tolist():
        low, high = wilson(x, n).ends
        hits += low is not None and high is not None and low <= share <= high
    truth = f"{share:.0%} satisfied, {n} answers"
    return [Row("share (Wilson)", truth, "coverage", 0.95, hits, runs)]


def newcombe_coverage(n1: int, p1: float, n2: int, p2: float, effort: float) -> list[Row]:
    random, runs = seeded("newcombe", n1, p1, n2, p2), so_many(RUNS, effort)
    hits = 0
    for x1, x2 in zip(
        random.binomial(n1, p1, runs).tolist(), random.binomial(n2, p2, runs).tolist(), strict=True
    ):
        low, high = newcombe_difference(x1, n1, x2, n2).ends
        hits += low is not None and high is not None and low <= p1 - p2 <= high
    truth = f"{p1:.0%} of {n1} and {p2:.0%} of {n2}"
    return [Row("change of a share (Newcombe)", truth, "coverage", 0.95, hits, runs)]


def one_of_twelve(effort: float) -> list[Row]:
    """A title names a cut only where it differs from the rest, in its family."""
    random, runs = seeded("cuts"), so_many(RUNS / 4, effort)
    single = pages = 0
    for _ in range(runs):
        n = random.integers(30, 200, size=12)
        x = random.binomial(n, 0.85)
        tests = [
            fisher_exact(int(a), int(b), int(x.sum() - a), int(n.sum() - b))
            for a, b in zip(x, n, strict=True)
        ]
        p_values = [test.p or 0.0 for test in tests]
        single += p_values[0] < 0.05
        pages += min(benjamini_hochberg(p_values)) < 0.05
    truth = "12 units or channels, all 85%"
    return [
        Row("one beside all the others (Fisher)", truth, "false alarms", 0.05, single, runs,
            "at most"),
        Row("title naming a cut (family)", truth, "pages with one", 0.05, pages, runs, "at most"),
    ]  # fmt: skip


def agents_alike(n_each: int, effort: float) -> list[Row]:
    """Three queues with shares of their own, in which every agent is like the others."""
    random, runs = seeded("agents", n_each), so_many(1500, effort)
    together = alone = 0
    for run in range(runs):
        totals = random.poisson(n_each, size=(3, 12))
        hits = random.binomial(totals, np.array([[0.1], [0.3], [0.6]]))
        together += (homogeneity(hits, totals, resamples=199, seed=run).p or 0.0) < 0.05
        alone += (beside_comparable(hits, totals, 0)[0].p or 0.0) < 0.05
    truth = f"12 agents alike in 3 queues, {n_each} contacts in each"
    return [
        Row("agents together (Mantel-Haenszel)", truth, "false alarms", 0.05, together, runs),
        Row("one agent (exact)", truth, "false alarms", 0.05, alone, runs, "at most"),
    ]


def promoters_coverage(n: int, effort: float) -> list[Row]:
    random, runs = seeded("promoters", n), so_many(RUNS, effort)
    truth = 100 * float(PROMOTERS[9:].sum() - PROMOTERS[:7].sum())
    hits = 0
    for counts in random.multinomial(n, PROMOTERS, size=runs).tolist():
        low, high = net_promoter(dict(enumerate(counts))).ends
        hits += low is not None and high is not None and low <= truth <= high
    name = "NPS (adjusted Wald)"
    return [Row(name, f"{truth:+.0f} points, {n} answers", "coverage", 0.95, hits, runs)]


TASKS = (
    *(partial(wilson_coverage, n, p) for n, p in ((10, 0.9), (30, 0.85), (30, 0.98), (200, 0.85))),
    partial(newcombe_coverage, 40, 0.85, 60, 0.85),
    partial(newcombe_coverage, 30, 0.95, 200, 0.8),
    one_of_twelve,
    partial(agents_alike, 4),
    partial(agents_alike, 40),
    *(partial(promoters_coverage, n) for n in (20, 100)),
)
