"""Agreement and reliability: ICC(1) and ICC(2) of blocks, Cronbach's alpha."""

from __future__ import annotations

from functools import partial

import numpy as np

from survey.stats.aggregation import icc1_icc2, icc_from_means
from survey.stats.means import pooled_sd
from survey.stats.reliability import cronbach_alpha
from survey.stats.samples import FloatArray
from validation.row import Promise, Row, seeded, so_many

RUNS = 3000
_MANY = 400_000


def points(values: FloatArray) -> FloatArray:
    """Answers from 1 to 5 of what people would say on a line without steps."""
    return np.asarray(np.clip(np.round(3.3 + 0.9 * values), 1, 5))


def alike(true_icc: float, sizes: tuple[int, ...], effort: float) -> list[Row]:
    """ICC(1) of normal values in blocks of equal or unequal size."""
    random, runs = seeded("icc", true_icc, sizes), so_many(RUNS, effort)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    hits = from_means = tests = 0
    for _ in range(runs):
        values = true_icc**0.5 * random.normal(size=len(sizes))[groups]
        values = values + (1 - true_icc) ** 0.5 * random.normal(size=len(groups))
        found = icc1_icc2(values, groups.tolist()).icc1
        low, high = found.ends
        hits += low is not None and high is not None and low <= true_icc <= high
        tests += (found.p or 0.0) < 0.05
        parts = [values[groups == group] for group in range(len(sizes))]
        spread = round(pooled_sd(parts).value or 0.0, 1)
        means = [round(float(part.mean()), 2) for part in parts]
        low, high = icc_from_means(means, sizes, spread).icc1.ends
        from_means += low is not None and high is not None and low <= true_icc <= high
    shape = f"{len(sizes)} blocks of {min(sizes)} to {max(sizes)}"
    truth = f"ICC(1) = {true_icc}, {shape}"
    # An interval that is cut at 0 holds a true 0 unless it lies above.
    promise: Promise = "about" if true_icc else "at most"
    rows = [
        Row("ICC(1) of the answers (F)", truth, "coverage", 0.95, hits, runs, promise),
        Row("ICC(1) of published figures (F)", truth, "coverage", 0.95, from_means, runs, promise),
    ]
    if true_icc == 0:
        rows.append(Row("do blocks differ (F)", truth, "false alarms", 0.05, tests, runs))
    return rows


def one_thing(n: int, discrete: bool, effort: float) -> list[Row]:
    """Alpha of five items that measure one thing equally well."""
    random, runs = seeded("alpha", n, discrete), so_many(RUNS, effort)

    def answers(people: int) -> FloatArray:
        values = 0.6 * random.normal(size=(people, 1)) + 0.8 * random.normal(size=(people, 5))
        return points(values) if discrete else values

    truth = cronbach_alpha(answers(_MANY)).value or 0.0
    hits = 0
    for _ in range(runs):
        low, high = cronbach_alpha(answers(n)).ends
        hits += low is not None and high is not None and low <= truth <= high
    kind = "points 1 to 5" if discrete else "normal"
    of = f"alpha = {truth:.2f}, 5 items ({kind}), {n} people"
    return [Row("Cronbach's alpha (Feldt)", of, "coverage", 0.95, hits, runs)]


EVEN, UNEVEN = (9,) * 12, (5, 5, 6, 6, 7, 8, 9, 10, 12, 15, 20, 30)
TASKS = (
    *(partial(alike, icc, sizes) for sizes in (EVEN, UNEVEN) for icc in (0.0, 0.1, 0.3)),
    *(partial(one_thing, n, discrete) for n, discrete in ((30, False), (30, True), (200, True))),
)
