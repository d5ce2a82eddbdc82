"""What the estimates promise, tried on made-up centres: coverage and false alarms."""

import numpy as np
import pytest

from survey.stats.correlation import pearson
from survey.stats.means import change_with_pooled_sds, pooled_sd
from survey.stats.multiplicity import benjamini_hochberg
from survey.stats.within import repeated_measures, two_way

RUNS = 600
N_UNITS, N_WAVES = 9, 8


def four_errors(rate: float) -> float:
    """Four standard errors of a share counted over the runs."""
    return 4 * (rate * (1 - rate) / RUNS) ** 0.5


def test_fishers_interval_covers_the_true_link_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(20260310)
    rho, covered = 0.4, 0
    for _ in range(RUNS):
        x, noise = random.normal(size=(2, N_UNITS))
        interval = pearson(x, rho * x + (1 - rho**2) ** 0.5 * noise).interval
        covered += interval.low <= rho <= interval.high
    assert abs(covered / RUNS - 0.95) < four_errors(0.95)


def test_two_way_keeps_its_false_alarms_where_all_units_move_together() -> None:
    random = np.random.default_rng(20260311)
    units, waves = np.divmod(np.arange(N_UNITS * N_WAVES), N_WAVES)
    names, dates = units.tolist(), waves.tolist()
    alarms = {"between": 0, "two_way": 0, "repeated_measures": 0}
    for _ in range(RUNS):
        season = 2 * random.normal(size=N_WAVES)[waves]
        x, y = (
            random.normal(size=N_UNITS)[units] + season + random.normal(size=len(units))
            for _ in range(2)
        )
        means = [np.bincount(units, side) / N_WAVES for side in (x, y)]
        alarms["between"] += pearson(*means).p < 0.05
        alarms["two_way"] += two_way(x, y, names, dates).correlation.p < 0.05
        alarms["repeated_measures"] += repeated_measures(x, y, names).correlation.p < 0.05
    assert abs(alarms["between"] / RUNS - 0.05) < four_errors(0.05)
    assert abs(alarms["two_way"] / RUNS - 0.05) < four_errors(0.05)
    # The reason two_way leads: the shared season alone is a link for the plain correlation.
    assert alarms["repeated_measures"] / RUNS > 0.5


# A page of one wave: nine blocks, eight constructs, each mean beside that of the wave before.
BLOCKS, CONSTRUCTS = 9, 8


def alarms_of_a_page(
    random: np.random.Generator, shared: float, *, people: int = 9, moved: float = 0.0
) -> tuple[bool, ...]:
    """Which comparisons of one page are named; `shared` is how much people stay who they are.

    Answers are points 1 to 5, and the first comparison has moved by as much.
    """
    person = random.normal(size=(BLOCKS, people, CONSTRUCTS))
    level = 3.2 + 0.4 * random.normal(size=(BLOCKS, 1, CONSTRUCTS))
    shift = np.zeros((BLOCKS, 1, CONSTRUCTS))
    shift[0, 0, 0] = moved
    before, now = (
        np.clip(
            np.round(
                level
                + by
                + 0.9
                * (shared**0.5 * person + (1 - shared) ** 0.5 * random.normal(size=person.shape))
            ),
            1,
            5,
        )
        for by in (0, shift)
    )
    spreads = [
        [round(pooled_sd(list(wave[:, :, c])).value, 1) for c in range(CONSTRUCTS)]
        for wave in (now, before)
    ]
    p_values = [
        change_with_pooled_sds(
            round(float(now[b, :, c].mean()), 2), people, spreads[0][c],
            round(float(before[b, :, c].mean()), 2), people, spreads[1][c],
        ).p
        for b in range(BLOCKS)
        for c in range(CONSTRUCTS)
    ]  # fmt: skip
    return tuple(q < 0.05 for q in benjamini_hochberg(p_values))


@pytest.mark.slow
def test_a_page_of_changes_seldom_names_one_where_nothing_moved() -> None:
    random = np.random.default_rng(20260312)
    pages = 200
    others = sum(any(alarms_of_a_page(random, 0.0)) for _ in range(pages)) / pages
    same = sum(any(alarms_of_a_page(random, 0.5)) for _ in range(pages)) / pages
    # Of a hundred pages about five name something, where other people answer each time.
    assert others < 0.05 + 4 * (0.05 * 0.95 / pages) ** 0.5
    # Where the same people answer, taking the waves for independent errs on the quiet side.
    assert same <= others
    assert same < 0.02


def test_a_large_change_among_many_is_found_and_in_a_small_block_hardly_any() -> None:
    random = np.random.default_rng(20260313)
    of_36 = sum(alarms_of_a_page(random, 0.5, people=36, moved=1.0)[0] for _ in range(30))
    of_9 = sum(alarms_of_a_page(random, 0.5, people=9, moved=0.5)[0] for _ in range(30))
    assert of_36 > 24
    assert of_9 < 6
