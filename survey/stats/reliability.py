"""Whether the items of a construct measure one thing: Cronbach's alpha."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import f_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, hardly_varies

FEWEST_RESPONSES = 10
_SAME_SUMS = "Every response has the same sum, so there is nothing to share."


@dataclass(frozen=True, slots=True)
class Responses:
    """Complete responses, one per row and one column per item, and how many were incomplete."""

    table: FloatArray
    n_missing: int

    @property
    def n(self) -> int:
        """How many complete responses there are."""
        return len(self.table)

    @property
    def k(self) -> int:
        """How many items there are."""
        return int(self.table.shape[1])

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know about the responses left out."""
        return (f"{self.n_missing} incomplete responses left out.",) if self.n_missing else ()

    def shortage(self, fewest_items: int) -> str | None:
        """What there is too little of to relate items to one another, or None."""
        if self.k < fewest_items:
            return f"It takes at least {fewest_items} items."
        if self.n < FEWEST_RESPONSES:
            return f"It takes at least {FEWEST_RESPONSES} complete responses."
        return None

    @property
    def same_sums(self) -> bool:
        """Whether every response has the same sum."""
        largest = float(np.abs(self.table).max())
        return hardly_varies(self.table.sum(axis=1), scale=self.k * largest)


def read_responses(matrix: npt.ArrayLike) -> Responses:
    """The complete rows of a table of answers; None and NaN stand for missing.

    Raises ValueError for anything but a two-dimensional array of finite or missing numbers.

    >>> read_responses([[1, 2], [3, None], [4, 5]]).n
    2
    """
    answers = np.asarray(matrix, dtype=np.float64)
    if answers.ndim != 2 or np.isinf(answers).any():
        raise ValueError("Expected a table of answers: one row per response, one column per item.")
    complete = answers[~np.isnan(answers).any(axis=1)]
    return Responses(complete, len(answers) - len(complete))


def cronbach_alpha(matrix: npt.ArrayLike, *, level: float = 0.95) -> Estimate:
    """Cronbach's alpha of items answered by the same people, at most 1, with Feldt's interval.

    `matrix` has one row per response and one column per item, reverse-keyed items already
    recoded; rows with a missing answer are dropped and counted in a warning. Formula, with k
    items: k/(k-1) (1 - sum of item variances / variance of the row sums). Interval:
    1 - (1-a) F at .975 and .025, df (n-1) and (n-1)(k-1). Sources: Cronbach 1951, Psychometrika
    16:297-334; Feldt 1965, Psychometrika 30:357-370. Not computable under 2 items, under 10
    complete responses, or where the sums do not vary. A negative alpha stands, with a warning.
    Raises ValueError for anything but a two-dimensional array of finite or missing numbers.

    >>> rows = [[1, 2], [2, 2], [3, 4], [4, 4], [5, 4], [1, 1], [2, 3], [3, 3], [4, 5], [5, 5]]
    >>> result = cronbach_alpha(rows)
    >>> round(result.value, 3), round(result.interval.low, 3), round(result.interval.high, 3)
    (0.94, 0.758, 0.985)
    """
    method = "cronbach_alpha"
    responses = read_responses(matrix)
    n, k, complete, warnings = responses.n, responses.k, responses.table, responses.warnings
    problem = responses.shortage(2) or (_SAME_SUMS if responses.same_sums else None)
    if problem:
        return not_computable(method, problem, n=n, warnings=warnings)
    # About the mean, and never above 1: items that say the same leave rounding on either side.
    away = (complete - complete.mean(axis=0)) / np.abs(complete).max()
    total = float(away.sum(axis=1).var(ddof=1))
    alpha = min(k / (k - 1) * (1 - float(away.var(axis=0, ddof=1).sum()) / total), 1.0)
    if alpha < 0:
        warnings += ("Alpha is negative: an item is probably keyed the wrong way round.",)
    interval = alpha_interval(alpha, n, k, level=level)
    return computed(method, alpha, n=n, interval=interval, df=float(n - 1), warnings=warnings)


def alpha_interval(alpha: float, n: int, k: int, *, level: float = 0.95) -> Interval:
    """Feldt's interval of an alpha that is known only as such, from `n` people and `k` items.

    Formula: 1 - (1-a) F at .975 and .025, df (n-1) and (n-1)(k-1). Source: Feldt 1965,
    Psychometrika 30:357-370. Raises ValueError for an alpha above 1, under 2 people or 2 items.

    >>> found = alpha_interval(0.8, 100, 4)
    >>> round(found.low, 3), round(found.high, 3)
    (0.727, 0.857)
    """
    if alpha > 1 or n < 2 or k < 2:
        raise ValueError("Alpha is 1 at most, from 2 people and 2 items or more.")
    high_f, low_f = (
        f_quantile(probability, n - 1, (n - 1) * (k - 1))
        for probability in ((1 + level) / 2, (1 - level) / 2)
    )
    return Interval(1 - (1 - alpha) * high_f, 1 - (1 - alpha) * low_f, level=level)
