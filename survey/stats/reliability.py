"""Whether the items of a construct measure one thing: Cronbach's alpha."""

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import f_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, hardly_varies

FEWEST_RESPONSES = 10


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
    answers = np.asarray(matrix, dtype=np.float64)
    if answers.ndim != 2 or np.isinf(answers).any():
        raise ValueError("Expected a table of answers: one row per response, one column per item.")
    complete = answers[~np.isnan(answers).any(axis=1)]
    n, k = complete.shape
    n_missing = len(answers) - n
    warnings: tuple[str, ...] = ()
    if n_missing:
        warnings += (f"{n_missing} incomplete responses left out.",)
    problem = _problem(complete)
    if problem:
        return not_computable(method, problem, n=n, warnings=warnings)
    total = float(complete.sum(axis=1).var(ddof=1))
    alpha = k / (k - 1) * (1 - float(complete.var(axis=0, ddof=1).sum()) / total)
    if alpha < 0:
        warnings += ("Alpha is negative: an item is probably keyed the wrong way round.",)
    interval = _feldt(alpha, n, k, level=level)
    return computed(method, alpha, n=n, interval=interval, df=float(n - 1), warnings=warnings)


def _feldt(alpha: float, n: int, k: int, *, level: float) -> Interval:
    high_f, low_f = (
        f_quantile(probability, n - 1, (n - 1) * (k - 1))
        for probability in ((1 + level) / 2, (1 - level) / 2)
    )
    return Interval(1 - (1 - alpha) * high_f, 1 - (1 - alpha) * low_f, level=level)


def _problem(complete: FloatArray) -> str | None:
    n, k = complete.shape
    if k < 2:
        return "It takes at least 2 items."
    if n < FEWEST_RESPONSES:
        return f"It takes at least {FEWEST_RESPONSES} complete responses."
    if hardly_varies(complete.sum(axis=1), scale=k * float(np.abs(complete).max())):
        return "Every response has the same sum, so there is nothing to share."
    return None
