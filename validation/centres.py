"""Made-up centres: units over waves with a known link, and what makes real ones difficult."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from survey.stats.samples import FloatArray
from validation.row import seeded

_CUTS = np.array([-1.8, -1.1, -0.5, 0.6])
_POINTS = np.arange(1, 6)
_UNITS_FOR_TRUTH = 6_000


@dataclass(frozen=True, slots=True)
class Process:
    """How a centre's two sides come about, apart from the link.

    `steadiness` is the autocorrelation inside units on both sides, `season` how far all units
    move together, `uneven` how unlike units are in size of movement, `loud` how many
    times as far one of them moves on both sides, `missing` the share of cells without a figure.
    `discrete` makes engagement the mean of 5 to 12 people's answers from
    1 to 5 and satisfaction that of 10 to 60 ratings.
    """

    name: str
    steadiness: float = 0.0
    season: float = 0.0
    uneven: float = 0.0
    loud: float = 1.0
    missing: float = 0.0
    discrete: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of one centre, as the estimates take them."""

    x: FloatArray
    y: FloatArray
    units: list[int]
    waves: list[int]


def draw(
    process: Process, random: np.random.Generator, n_units: int, n_waves: int, *, link: float = 0.0
) -> Cells:
    """One centre. `link` is the correlation inside units of what lies behind the figures."""
    shape = (n_units, n_waves)
    season = process.season * random.normal(size=n_waves)
    sizes = np.exp(process.uneven * random.normal(size=(2, n_units, 1)))
    sizes[:, 0] *= process.loud
    moved = _steady(random, shape, process.steadiness)
    own = _steady(random, shape, process.steadiness)
    x = random.normal(size=(n_units, 1)) + season + sizes[0] * moved
    answered = link * moved + (1 - link * link) ** 0.5 * own
    y = random.normal(size=(n_units, 1)) + season + sizes[1] * answered
    if process.discrete:
        people = np.broadcast_to(random.integers(5, 13, size=(n_units, 1)), shape)
        customers = np.clip(
            random.integers(10, 61, size=(n_units, 1)) + random.integers(-5, 6, size=shape), 10, 60
        )
        x = answers_of(random, 0.2 + 0.4 * x, people, 0.8)
        y = answers_of(random, 0.8 + 0.35 * y, customers, 1.0)
    return _rows(x, y, _present(random, shape, process.missing))


@lru_cache(maxsize=64)
def true_link(process: Process, link: float) -> float:
    """The correlation inside units of the figures themselves, from thousands of units."""
    random = seeded("truth", process.name, link)
    cells = draw(replace(process, missing=0.0), random, _UNITS_FOR_TRUTH, 24, link=link)
    left = []
    for side in (cells.x, cells.y):
        table = side.reshape(_UNITS_FOR_TRUTH, 24)
        table = table - table.mean(axis=1, keepdims=True)
        left.append((table - table.mean(axis=0)).ravel())
    return float(np.corrcoef(*left)[0, 1])


def answers_of(
    random: np.random.Generator,
    level: FloatArray,
    people: npt.NDArray[np.int64],
    spread: float,
) -> FloatArray:
    """The mean of so many answers from 1 to 5 by people who scatter around the level."""
    return np.asarray(random.multinomial(people, chances(level, spread)) @ _POINTS / people)


def chances(level: FloatArray, spread: float) -> FloatArray:
    """The chance of each point from 1 to 5, one more axis than `level`."""
    below = _normal_below((_CUTS - level[..., np.newaxis]) / spread)
    ends = np.zeros((*level.shape, 1))
    parts = np.clip(np.diff(np.concatenate([ends, below, ends + 1], axis=-1)), 0, 1)
    return np.asarray(parts / parts.sum(axis=-1, keepdims=True))


def _normal_below(z: FloatArray) -> FloatArray:
    from scipy import special  # noqa: PLC0415 - slow to import, and not needed by most families

    return np.asarray(special.ndtr(z))


def _steady(random: np.random.Generator, shape: tuple[int, int], steadiness: float) -> FloatArray:
    """Unit variance in every wave, with this correlation between neighbouring ones."""
    values = random.normal(size=shape)
    for wave in range(1, shape[1] if steadiness else 1):
        values[:, wave] *= (1 - steadiness**2) ** 0.5
        values[:, wave] += steadiness * values[:, wave - 1]
    return values


def _present(
    random: np.random.Generator, shape: tuple[int, int], missing: float
) -> npt.NDArray[np.bool_]:
    """Which cells are there: three at least in every unit and wave."""
    while True:
        there = random.random(shape) >= missing
        if there.sum(axis=0).min() >= 3 and there.sum(axis=1).min() >= 3:
            return np.asarray(there)


def _rows(x: FloatArray, y: FloatArray, there: npt.NDArray[np.bool_]) -> Cells:
    units, waves = np.nonzero(there)
    return Cells(x[there], y[there], units.tolist(), waves.tolist())
