"""Is the measure any good: how far the means of groups stand for something, wave by wave.

Only from published figures: block means, their n, and the spread printed with the wave; never
from answers. Customers' answers are our own to count, so their spread is known cell by cell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from survey.insight.linkage.cells import Cell, Material
from survey.insight.linkage.engagement import Wave
from survey.insight.linkage.minimums import SHOW_BETWEEN_FROM
from survey.privacy.gate import Reliability
from survey.stats.aggregation import Aggregation, icc_from_means
from survey.stats.attenuation import without_attenuation
from survey.stats.reliability import FEWEST_RESPONSES, alpha_interval
from survey.stats.result import Estimate, Interval, not_computable

_NO_SPREAD = "No spread is published with this {time}."
_TOO_FEW = f"It takes at least {SHOW_BETWEEN_FROM} to tell how much they differ."
_NO_ANSWERS = "The spread of single answers is not known."


@dataclass(frozen=True, slots=True)
class WaveMeasure:
    """One wave: ICC(1) and ICC(2) of either side, and what was published of the items."""

    wave: Wave
    engagement: Aggregation
    satisfaction: Aggregation

    @property
    def reliability(self) -> Reliability | None:
        """What was published of the construct's items."""
        return self.wave.reliability

    @property
    def alpha_interval(self) -> Interval | None:
        """The interval of the alpha that was published, from its n and items; None without."""
        found = self.wave.reliability
        if found is None or found.n < FEWEST_RESPONSES or found.n_items < 2:
            return None
        return alpha_interval(found.alpha, found.n, found.n_items)


@dataclass(frozen=True, slots=True)
class Measure:
    """Every wave, and the mean ICC(2) of either side over the waves where it is computable.

    `corrected` is the correlation between groups without attenuation, at most: means over
    several waves are more reliable than those of one, of which ICC(2) is.
    """

    waves: tuple[WaveMeasure, ...]
    between: Estimate

    @property
    def corrected(self) -> Estimate | None:
        """What perfect measures would have made of the correlation between groups, at most."""
        x, y = self.icc2_engagement, self.icc2_satisfaction
        return None if x is None or y is None else without_attenuation(self.between, x, y)

    @property
    def is_known(self) -> bool:
        """Whether anything is known of any wave."""
        return any(
            one.engagement.icc2.ok or one.satisfaction.icc2.ok or one.reliability
            for one in self.waves
        )

    @property
    def icc2_engagement(self) -> float | None:
        """How reliable a group's engagement is in one wave, on average; None if never known."""
        return _mean([one.engagement.icc2.value for one in self.waves])

    @property
    def icc2_satisfaction(self) -> float | None:
        """How reliable a group's satisfaction is in one wave, on average; None if never known."""
        return _mean([one.satisfaction.icc2.value for one in self.waves])


def measure(material: Material, between: Estimate) -> Measure:
    """The quality of both sides in every wave that has cells; `between` is what it bears on."""
    found = []
    for wave in material.waves:
        cells = [cell for cell in material.cells if cell.wave == wave.key]
        if cells:
            found.append(_of_wave(wave, cells, material.time_noun))
    return Measure(tuple(found), between)


def _of_wave(wave: Wave, cells: Sequence[Cell], time_noun: str) -> WaveMeasure:
    # A bound is no mean: it would pass for one that is known exactly.
    exact = [cell for cell in cells if not cell.is_bounded and cell.n_engagement is not None]
    if wave.spread is None:
        engagement = _none(_NO_SPREAD.format(time=time_noun))
    elif len(exact) < SHOW_BETWEEN_FROM:
        engagement = _none(_TOO_FEW)
    else:
        engagement = icc_from_means(
            [cell.engagement for cell in exact],
            [cell.n_engagement or 0 for cell in exact],
            wave.spread,
        )
    return WaveMeasure(wave, engagement, _customers(cells))


def _customers(cells: Sequence[Cell]) -> Aggregation:
    sizes = [cell.n_satisfaction or 0 for cell in cells]
    df = sum(sizes) - len(sizes)
    if len(cells) < SHOW_BETWEEN_FROM:
        return _none(_TOO_FEW)
    if df < 1 or any(cell.spread_satisfaction is None for cell in cells):
        return _none(_NO_ANSWERS)
    squares = sum(
        (n - 1) * (cell.spread_satisfaction or 0.0) ** 2
        for n, cell in zip(sizes, cells, strict=True)
    )
    return icc_from_means([cell.satisfaction for cell in cells], sizes, math.sqrt(squares / df))


def _none(reason: str) -> Aggregation:
    first, second = (not_computable(name, reason, n=0) for name in ("icc1", "icc2"))
    return Aggregation(first, second, 0.0)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
