"""A short look at what `make validate` tries at length: enough to notice an error that is wrong."""

from importlib import import_module

import pytest

from survey.stats.within import two_way
from validation.__main__ import FAMILIES
from validation.centres import Process, draw
from validation.row import LEAST, MOST, Row, seeded

# A centre at its hardest: few blocks and waves, all move together, and blocks keep their level.
HARD = Process("hard", steadiness=0.5, season=2.0)
DISCRETE = Process("discrete", steadiness=0.5, season=1.0, missing=0.15, discrete=True)
RUNS = 600


def is_possible(row: Row) -> bool:
    """Whether so few runs could come out like this where the promise is kept."""
    if row.per:
        return row.observed <= row.nominal + 4 * (row.nominal / row.runs) ** 0.5
    wanted, found = row.nominal, row.observed
    if wanted > 0.5:
        wanted, found = 1 - wanted, 1 - found
    most, least = MOST * wanted, LEAST * wanted if row.promise != "at most" else 0.0
    slack = [4 * (share * (1 - share) / row.runs) ** 0.5 for share in (least, most)]
    return least - slack[0] <= found <= most + slack[1]


@pytest.mark.parametrize("process", [HARD, DISCRETE], ids=lambda process: process.name)
@pytest.mark.parametrize(("n_units", "n_waves"), [(6, 6), (10, 8)])
def test_the_headline_keeps_its_false_alarms(process: Process, n_units: int, n_waves: int) -> None:
    random = seeded("short", process.name, n_units, n_waves)
    alarms = 0
    for _ in range(RUNS):
        cells = draw(process, random, n_units, n_waves)
        alarms += two_way(cells.x, cells.y, cells.units, cells.waves).clustered.p < 0.05
    # Four binomial errors around 5%: errors of independent rows, CR1's or a plain correlation fail.
    assert abs(alarms / RUNS - 0.05) < 4 * (0.05 * 0.95 / RUNS) ** 0.5


QUICK = ("shares", "means", "agreement", "charts")
# Said to be outside in docs/statistics.md: most answers are the top point.
KNOWN = {("mean CSAT (t)", "mean 4.26 of skewed points 1 to 5, 10 answers")}


@pytest.mark.parametrize(
    "family",
    [
        pytest.param(name, marks=() if name in QUICK else pytest.mark.slow)
        for name in FAMILIES
        if name != "headline"
    ],
)
def test_every_family_comes_out_as_promised(family: str) -> None:
    tasks = import_module(f"validation.{family}").TASKS
    judged = [row for task in tasks for row in task(effort=0.03) if row.promise != "companion"]
    assert judged
    wrong = [row for row in judged if not is_possible(row)]
    assert not [row for row in wrong if (row.name, row.truth) not in KNOWN]


def test_companions_fail_where_all_blocks_move_together() -> None:
    inside = import_module("validation.inside")
    rows = {row.name: row for row in inside.companions(inside.SEASON, effort=0.1)}
    assert rows["all rows at once"].observed > 0.5
    assert rows["inside blocks, plain (rmcorr)"].observed > 0.5
    assert is_possible(rows["inside blocks, rows taken as independent"])
