"""What is known of a link inside units: its correlation, its slope, and the errors of the slope."""

import math
from dataclasses import dataclass, replace

from survey.stats.cluster import SlopeError
from survey.stats.result import Estimate, Interval

# From here on the clustered p was simulated (docs/statistics.md) and keeps its level.
FEW_UNITS = 6
FEW_WAVES = 6
# With fewer df than this share of k - 1 a few units carry the movement, and theirs is the scatter.
EVEN = 0.5
# Below this r and slope are mostly rounding, and their ratio says nothing.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class WithinEstimate:
    """A link inside units as a correlation and as a slope, with its standard errors.

    `correlation` has the analytic p and Fisher's interval on df + 2. `slope` is in y points per
    x point; its p and interval are those of `judged`, and it has none under 4 units. `cr2` is
    the CR2 error with Satterthwaite's t, `exact` the same error with its exact law, `cr1` the
    simpler one with t(k-1), `classical` takes every row as independent. The errors are None where
    they cannot be computed. `n_covariates` counts those taken out of both sides.
    """

    correlation: Estimate
    slope: Estimate
    classical: SlopeError | None = None
    cr1: SlopeError | None = None
    cr2: SlopeError | None = None
    exact: SlopeError | None = None
    n_covariates: int = 0

    @property
    def is_carried_by_few(self) -> bool:
        """Whether most of the movement lies in a few units: df of `exact` under half of k - 1."""
        k = self.slope.n_units or 0
        return self.exact is not None and self.exact.df < EVEN * (k - 1)

    @property
    def judged(self) -> SlopeError | None:
        """The error that decides: `exact`, or the cautious `cr2` where few units carry all.

        The exact law takes units to scatter alike. Where the few that move most also scatter
        most it gives false alarms that Satterthwaite's wider t does not.
        """
        return self.cr2 if self.is_carried_by_few else self.exact

    @property
    def is_approximate(self) -> bool:
        """Whether the slope's p may leave 3 to 8 percent false alarms at nominal 5.

        The design of the data decides: under 6 units or 6 waves, or carried by few units.
        """
        slope = self.slope
        is_small = (slope.n_units or 0) < FEW_UNITS or (slope.n_waves or FEW_WAVES) < FEW_WAVES
        return slope.p is not None and (is_small or self.is_carried_by_few)

    @property
    def clustered(self) -> Estimate:
        """The correlation with the interval and p of the slope's clustered error.

        Formula: tanh(atanh(r) e / slope) for both ends e of the slope's interval, which for r at 0
        is tanh(e sx / sy), s the spread left of a side; so it leaves out zero exactly where that p
        is below .05, and narrows as r nears 1. Fisher's interval of `correlation` takes a unit's
        waves as independent and is narrower where they are alike. Without an interval where the
        slope has none.
        """
        r, slope, ends = self.correlation.value, self.slope.value, self.slope.interval
        if r is None or slope is None or ends is None:
            return replace(self.correlation, interval=None, p=None)
        low, high = r, r
        if abs(r) < 1:
            by = math.atanh(r) / slope if abs(r) > _NOTHING else self._spread_ratio
            low, high = math.tanh(by * ends.low), math.tanh(by * ends.high)
        return replace(
            self.correlation,
            method=self.slope.method.replace("_slope", ""),
            interval=Interval(low, high, level=ends.level),
            p=self.slope.p,
            df=self.slope.df,
        )

    @property
    def _spread_ratio(self) -> float:
        """The spread left of x over that left of y, for an r about 0: sqrt(1 / df) / error."""
        df, classical = self.correlation.df, self.classical
        return 0.0 if df is None or classical is None else math.sqrt(1 / df) / classical.error
