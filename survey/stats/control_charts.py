"""Control charts: what a series keeps within while nothing changes. Standard library only.

`xmr` is for single values, `p_chart` and `laney_p` for shares out of a number that differs from
point to point. Gaps are `None` (a value) or 0 (a number of answers): they stay gaps, and no moving
range reaches across one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from survey.stats.result import Interval, Status

# The mean range of two normal values in standard deviations, and the limit of such ranges in
# mean ranges, to the places in which tables print them and other programs use them.
D2, D4 = 1.128, 3.267
FEWEST_POINTS = 12
SIGMAS = 3.0
# Below this part of the values' size a spread is what is left of rounding.
_ROUNDING = 1e-12
_PROVISIONAL = f"Fewer than {FEWEST_POINTS} points: the limits are provisional."
_SigmaZ = Callable[[Sequence[float | None]], float | None]
_CONSTANT = "The values do not vary, so nothing can be told to stand out."


@dataclass(frozen=True, slots=True)
class XmrChart:
    """An individuals chart: centre, limits, and the places (from 0) of the points outside.

    `n` counts the values that are there, `n_ranges` the moving ranges that `mean_range` is of.
    Without limits `status` is `not_computable`, `reason` says why, and no point is outside.
    """

    status: Status
    n: int
    centre: float | None = None
    mean_range: float | None = None
    n_ranges: int = 0
    sigma: float | None = None
    limits: Interval | None = None
    outside: tuple[int, ...] = ()
    reason: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharePoint:
    """One point of a chart of shares: the share, its n and its own limits within 0 to 1."""

    share: float
    n: int
    limits: Interval
    z: float

    @property
    def is_outside(self) -> bool:
        """Whether the share lies beyond one of its limits."""
        return not self.limits.low <= self.share <= self.limits.high


@dataclass(frozen=True, slots=True)
class ShareChart:
    """A chart of shares. `points` has a None wherever n is 0; `sigma_z` is 1 on a p chart.

    Without limits `status` is `not_computable`, `reason` says why, and there are no points.
    """

    method: str
    status: Status
    n: int
    centre: float | None = None
    sigma_z: float | None = None
    points: tuple[SharePoint | None, ...] = ()
    reason: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def outside(self) -> tuple[int, ...]:
        """The places (from 0) of the points beyond their limits."""
        return tuple(at for at, one in enumerate(self.points) if one and one.is_outside)


def xmr(
    values: Sequence[float | None],
    *,
    clip: tuple[float, float] | None = None,
    screens_large_ranges: bool = False,
) -> XmrChart:
    """The individuals chart of a series in order of time; None stands for a period without value.

    Formula: mean -+ 3 MRbar / 1.128, MRbar the mean of the absolute differences of neighbours.
    Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2. The overall standard
    deviation is never used, because it grows with the very shifts that are looked for. With
    `screens_large_ranges` ranges above 3.267 MRbar are left out once and MRbar made anew
    (Nelson 1982, J Qual Technol 14:172-173). `clip` cuts the limits to the ends of the scale.
    Provisional below 12 values. Not computable without two neighbours, or where MRbar is 0.
    Raises ValueError for values that are not finite.

    >>> flow = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> round(flow.limits.low, 4), round(flow.limits.high, 4), flow.outside
    (45.8159, 55.8041, ())
    """
    there = [one for one in values if one is not None]
    if not all(map(math.isfinite, there)):
        raise ValueError("The values of a control chart are finite numbers or None.")
    ranges = list(_moving_ranges(values))
    if screens_large_ranges and ranges:
        most = D4 * fmean(ranges)
        ranges = [one for one in ranges if one <= most]
    warnings = (_PROVISIONAL,) if len(there) < FEWEST_POINTS else ()
    if not ranges:
        reason = "It takes two values without a gap between them."
        return XmrChart("not_computable", len(there), reason=reason, warnings=warnings)
    centre, mean_range = fmean(there), fmean(ranges)
    made = (len(there), centre, mean_range, len(ranges))
    if mean_range <= _ROUNDING * max(map(abs, there)):
        return XmrChart("not_computable", *made, reason=_CONSTANT, warnings=warnings)
    sigma = mean_range / D2
    limits = Interval(centre - SIGMAS * sigma, centre + SIGMAS * sigma, level=0.9973)
    if clip:
        limits = limits.clipped(*clip)
    outside = tuple(
        at
        for at, one in enumerate(values)
        if one is not None and not limits.low <= one <= limits.high
    )
    return XmrChart("ok", *made, sigma, limits, outside, warnings=warnings)


def p_chart(counts: Sequence[int], ns: Sequence[int]) -> ShareChart:
    """The p chart: each share with limits that follow from its own n, and from chance alone.

    Formula: pbar -+ 3 sqrt(pbar (1 - pbar) / n_i), cut to 0 to 1; pbar = sum of counts / sum of ns.
    Source: Shewhart 1931; Montgomery, Introduction to Statistical Quality Control, section 7.2.
    With large n it flags far too much, because more than chance moves a share: see `laney_p`.
    Points with n = 0 are skipped. Not computable without answers, or where all are alike. Raises
    ValueError for counts that cannot be.

    >>> p_chart([12, 15, 8, 10, 22], [50, 50, 50, 50, 50]).outside
    ()
    >>> round(p_chart([12, 15, 8, 10, 22], [50] * 5).points[0].limits.high, 4)
    0.4559
    """
    return _share_chart("p_chart", counts, ns, _one)


def laney_p(counts: Sequence[int], ns: Sequence[int]) -> ShareChart:
    """Laney's P' chart: a p chart whose limits are as wide as the shares move from point to point.

    Formula: pbar -+ 3 sigma_i sigma_z, sigma_i = sqrt(pbar (1 - pbar) / n_i), z_i = (p_i - pbar) /
    sigma_i, sigma_z = mean of abs(z_i - z_(i-1)) / 1.128, at least 1 so that limits are never
    narrower than chance; cut to 0 to 1.
    Source: Laney 2002, Qual Eng 14:531-537. Points with n = 0 are skipped, and no difference is
    taken across one. Provisional below 12 points. Not computable without answers, without two
    neighbours, or where all answers are alike. Raises ValueError for counts that cannot be.

    >>> wards = laney_p([900, 850, 930, 880], [1000, 1000, 1000, 1000])
    >>> round(wards.centre, 3), round(wards.sigma_z, 4), wards.outside
    (0.89, 5.3759, ())
    """
    return _share_chart("laney_p", counts, ns, sigma_z_of)


def sigma_z_of(zs: Sequence[float | None]) -> float | None:
    """How many times as much standardised shares move as chance alone would move them, at least 1.

    Formula and source as in `laney_p`; None without two neighbours.

    >>> sigma_z_of([0.0, 3.0, 0.0, 3.0]) == 3 / 1.128, sigma_z_of([0.1, None, 0.2])
    (True, None)
    """
    ranges = list(_moving_ranges(zs))
    return max(1.0, fmean(ranges) / D2) if ranges else None


def share_limits(centre: float, n: int, *, sigma_z: float, sigmas: float = SIGMAS) -> Interval:
    """The limits of one share out of n around a centre, within 0 to 1, as in `laney_p`.

    >>> limits = share_limits(0.8, 100, sigma_z=1.0)
    >>> round(limits.low, 2), round(limits.high, 2)
    (0.68, 0.92)
    """
    reach = sigmas * sigma_z * math.sqrt(centre * (1 - centre) / n)
    return Interval(centre - reach, centre + reach, level=math.erf(sigmas / math.sqrt(2))).clipped(
        0.0, 1.0
    )


def _one(_zs: Sequence[float | None]) -> float:
    return 1.0


def _share_chart(
    method: str, counts: Sequence[int], ns: Sequence[int], sigma_z_from: _SigmaZ
) -> ShareChart:
    refuse_impossible(counts, ns)
    n_points, total = sum(n > 0 for n in ns), sum(ns)
    warnings = (_PROVISIONAL,) if n_points < FEWEST_POINTS else ()
    if not total:
        reason = "There are no answers yet."
        return ShareChart(method, "not_computable", 0, reason=reason, warnings=warnings)
    centre = sum(counts) / total
    if centre in (0.0, 1.0):
        return ShareChart(
            method, "not_computable", n_points, centre, reason=_CONSTANT, warnings=warnings
        )
    zs = [
        (x / n - centre) / math.sqrt(centre * (1 - centre) / n) if n else None
        for x, n in zip(counts, ns, strict=True)
    ]
    sigma_z = sigma_z_from(zs)
    if sigma_z is None:
        reason = "It takes two points without a gap between them."
        return ShareChart(
            method, "not_computable", n_points, centre, reason=reason, warnings=warnings
        )
    points = tuple(
        SharePoint(x / n, n, share_limits(centre, n, sigma_z=sigma_z), z) if z is not None else None
        for x, n, z in zip(counts, ns, zs, strict=True)
    )
    return ShareChart(method, "ok", n_points, centre, sigma_z, points, warnings=warnings)


def refuse_impossible(counts: Sequence[int], ns: Sequence[int]) -> None:
    """Raise ValueError where a count is not one of 0 to n, or the two are not equally many.

    >>> refuse_impossible([1, 0], [4, 0])
    """
    if len(counts) != len(ns):
        raise ValueError(f"{len(counts)} counts and {len(ns)} numbers of answers do not match.")
    for x, n in zip(counts, ns, strict=True):
        if not 0 <= x <= n:
            raise ValueError(f"{x} out of {n} is not a share: count 0 to n out of n.")


def _moving_ranges(values: Sequence[float | None]) -> Iterator[float]:
    for before, after in pairwise(values):
        if before is not None and after is not None:
            yield abs(after - before)
