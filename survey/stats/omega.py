"""Whether items measure one thing when they do so unequally well: McDonald's omega total."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import chi_square_p_value
from survey.stats.factor import OneFactor, fit_one_factor
from survey.stats.proportions import normal_quantile
from survey.stats.reliability import Responses, cronbach_alpha, read_responses
from survey.stats.result import Estimate, Interval, computed, not_computable
from survey.stats.samples import FloatArray, hardly_varies, out_of_range

FEWEST_ITEMS = 3
_HEYWOOD = (
    "A one-factor model does not fit these items: an item's own variance comes out at 0 or below "
    "(a Heywood case). Alpha stands in for omega."
)
_UNSETTLED = "A one-factor model could not be fitted to these items. Alpha stands in for omega."
_KEYING = "An item goes against the others: it is probably keyed the wrong way round."


@dataclass(frozen=True, slots=True)
class Omega:
    """Omega total with either denominator, the test of the one-factor model, and its parts.

    `model_implied` divides by the variance of the sum that the model implies, `observed` by the
    variance observed; they agree as far as the model fits. `fit` is the chi-square of the
    one-factor model. `loadings` and `own_variances` are in the items' units, in the order of
    the columns; empty where nothing was fitted. Where the model fails, both omegas hold
    Cronbach's alpha, named so by their method, with a warning.
    """

    model_implied: Estimate
    observed: Estimate
    fit: Estimate
    loadings: tuple[float, ...] = ()
    own_variances: tuple[float, ...] = ()


def omega_total(matrix: npt.ArrayLike, *, level: float = 0.95) -> Omega:
    """McDonald's omega total from a one-factor model fitted by maximum likelihood, at most 1.

    `matrix` as in `reliability.cronbach_alpha`; rows with a missing answer are dropped. Formula,
    with loadings l and own variances t: (sum l)^2 / ((sum l)^2 + sum t), model-implied, and
    (sum l)^2 / variance of the row sums, observed (covariances divided by n). Interval: delta
    method on log(1 - omega) with the expected information, which takes answers for normal; for
    both denominators the standard error of the model-implied one. Sources: McDonald 1999, Test
    Theory, ch. 6; Raykov 2002, Multivar Behav Res 37:89-103. Not computable under 3 items, under
    10 complete responses or no more responses than items, where an item does not vary or repeats
    others. A Heywood case (an own variance not above 0) or a search that does not settle gives
    alpha, said so. Raises ValueError as `cronbach_alpha`.

    >>> rows = [[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, 5], [5, 4, 4], [1, 1, 2], [2, 3, 2],
    ...         [3, 3, 4], [4, 5, 4], [5, 5, 5]]
    >>> result = omega_total(rows)
    >>> round(result.model_implied.value, 3), round(result.observed.value, 3)
    (0.942, 0.942)
    """
    responses = read_responses(matrix)
    problem = responses.shortage(FEWEST_ITEMS) or _without_a_model(responses)
    if problem:
        none = not_computable("omega", problem, n=responses.n, warnings=responses.warnings)
        return Omega(none, none, none)
    covariances = np.cov(responses.table, rowvar=False, bias=True)
    factor = fit_one_factor(covariances)
    if factor is None or factor.is_heywood:
        return _alpha_instead(matrix, _UNSETTLED if factor is None else _HEYWOOD, level)
    implied, observed = _omegas(factor, covariances, responses, level)
    return Omega(
        implied,
        observed,
        _fit(factor, responses),
        tuple(factor.loadings.tolist()),
        tuple(factor.own.tolist()),
    )


def _without_a_model(responses: Responses) -> str | None:
    if responses.n <= responses.k:
        return "It takes more complete responses than items."
    for at, column in enumerate(responses.table.T, start=1):
        if hardly_varies(column):
            return f"Every answer to item {at} is the same."
        if out_of_range(float(np.abs(column).max())):
            return f"Item {at} is too large or too small to compute with; change its unit."
    roots = np.linalg.eigvalsh(np.corrcoef(responses.table, rowvar=False))
    return "An item repeats others." if roots[0] < 1e-10 else None


def _alpha_instead(matrix: npt.ArrayLike, reason: str, level: float) -> Omega:
    alpha = cronbach_alpha(matrix, level=level)
    alpha = replace(alpha, warnings=(*alpha.warnings, reason))
    return Omega(alpha, alpha, not_computable("one_factor", reason, n=alpha.n))


def _omegas(
    factor: OneFactor, covariances: FloatArray, responses: Responses, level: float
) -> tuple[Estimate, Estimate]:
    true = float(factor.loadings.sum()) ** 2
    own = float(factor.own.sum())
    warnings = responses.warnings + ((_KEYING,) if (factor.loadings < 0).any() else ())
    # log(1 - omega) = log(sum t) - log((sum l)^2 + sum t).
    by_loading = -2 * factor.loadings.sum() / (true + own)
    by_own = 1 / own - 1 / (true + own)
    k = responses.k
    slope = np.concatenate([np.full(k, by_loading), np.full(k, by_own)])
    error = float(np.sqrt(max(slope @ factor.spread @ slope, 0.0) / responses.n))
    reach = np.exp(normal_quantile(level) * error)

    def estimate(method: str, value: float) -> Estimate:
        low, high = 1 - (1 - value) * reach, 1 - (1 - value) / reach
        interval = Interval(float(low), float(high), level=level).clipped(0.0, 1.0)
        return computed(method, value, n=responses.n, interval=interval, warnings=warnings)

    return (
        estimate("omega_total_model_implied", true / (true + own)),
        estimate("omega_total_observed", min(true / float(covariances.sum()), 1.0)),
    )


def _fit(factor: OneFactor, responses: Responses) -> Estimate:
    df = responses.k * (responses.k - 3) // 2
    if df == 0:
        return not_computable("one_factor", "Three items fit one factor exactly.", n=responses.n)
    value = responses.n * factor.discrepancy
    return computed(
        "one_factor", value, n=responses.n, p=chi_square_p_value(value, df), df=float(df)
    )
