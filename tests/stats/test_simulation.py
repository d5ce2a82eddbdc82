"""What the estimates promise, tried on made-up centres: coverage and false alarms."""

import numpy as np

from survey.stats.correlation import pearson
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
