"""The few distribution functions the estimates need, and the only place that touches SciPy.

`scipy.stats` takes seconds to import. `scipy.special` holds the same functions and takes a fifth of
one, so it is left until a distribution is asked for: most commands never do.
"""

import math
from typing import Any

import numpy as np

from survey.stats.samples import FloatArray


def t_quantile(level: float, df: float) -> float:
    """How many standard errors a two-sided t interval of this level reaches.

    >>> round(t_quantile(0.95, 10), 4)
    2.2281
    """
    if not 0 < level < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1, not {level}.")
    return float(_special().stdtrit(df, 0.5 + level / 2))


def t_p_value(value: float, standard_error: float, df: float) -> float:
    """The two-sided p of value / standard_error under t with df degrees of freedom.

    A standard error of 0 gives 0, or 1 where the value is 0 as well.

    >>> round(t_p_value(2.2281, 1, 10), 4)
    0.05
    """
    if standard_error == 0:
        return 0.0 if value else 1.0
    return float(2 * _special().stdtr(df, -abs(value / standard_error)))


def z_p_value(value: float, standard_error: float) -> float:
    """The two-sided p of value / standard_error under the normal distribution, as `t_p_value`.

    >>> round(z_p_value(1.96, 1), 3)
    0.05
    """
    if standard_error == 0:
        return 0.0 if value else 1.0
    return math.erfc(abs(value / standard_error) / math.sqrt(2))


def correlation_p_value(r: float, df: float) -> float:
    """The two-sided p of a correlation r under no link, with df = pairs - 2 (less for partials).

    The t statistic r sqrt(df / (1 - r^2)) written as a beta integral, which needs no division.

    >>> round(correlation_p_value(0.6664, 7), 3)
    0.05
    """
    return float(_special().betainc(df / 2, 0.5, (1 - r) * (1 + r)))


def f_quantile(probability: float, df1: float, df2: float) -> float:
    """The value an F with df1 and df2 degrees of freedom stays below with this probability.

    >>> round(f_quantile(0.95, 4, 20), 4)
    2.8661
    """
    return float(_special().fdtri(df1, df2, probability))


def f_p_value(ratio: float, df1: float, df2: float) -> float:
    """The probability that F with df1 and df2 degrees of freedom exceeds the ratio.

    >>> round(f_p_value(2.8661, 4, 20), 3)
    0.05
    """
    return float(_special().fdtrc(df1, df2, ratio))


def chi_square_p_value(value: float, df: float) -> float:
    """The probability that a chi-square with these degrees of freedom is at least this large.

    >>> round(chi_square_p_value(3.841459, 1), 4)
    0.05
    """
    return float(_special().chdtrc(df, value))


def chi_square_quantile(probability: float, df: float) -> float:
    """The value a chi-square with these degrees of freedom stays below with this probability.

    >>> round(chi_square_quantile(0.95, 1), 4)
    3.8415
    """
    return float(_special().chdtri(df, 1 - probability))


def normal_tail(z: float) -> float:
    """The probability that a standard normal exceeds z.

    >>> round(normal_tail(1.645), 3)
    0.05
    """
    return math.erfc(z / math.sqrt(2)) / 2


def beta_quantiles(
    probability: float | FloatArray, alpha: FloatArray, beta: FloatArray
) -> FloatArray:
    """The values that beta distributions stay below with this probability, one per pair given.

    >>> beta_quantiles(0.5, np.array([2.0]), np.array([2.0])).round(6).tolist()
    [0.5]
    """
    return np.asarray(_special().betaincinv(alpha, beta, probability), dtype=np.float64)


def log_gamma(values: float | FloatArray) -> FloatArray:
    """The logarithm of the gamma function.

    >>> float(log_gamma(3.0).round(6))  # log 2
    0.693147
    """
    return np.asarray(_special().gammaln(values), dtype=np.float64)


def digamma(values: float | FloatArray) -> FloatArray:
    """The slope of `log_gamma`.

    >>> float((digamma(3.0) - digamma(2.0)).round(6))
    0.5
    """
    return np.asarray(_special().psi(values), dtype=np.float64)


def trigamma(values: float | FloatArray) -> FloatArray:
    """The slope of `digamma`.

    >>> float((trigamma(2.0) - trigamma(3.0)).round(6))
    0.25
    """
    return np.asarray(_special().zeta(2.0, values), dtype=np.float64)


def noncentral_t_cdf(value: float, df: float, centre: float) -> float:
    """The probability that a noncentral t with df degrees of freedom stays below the value.

    >>> round(noncentral_t_cdf(1.979, 126, 2.828), 3)
    0.199
    """
    chance = float(_special().nctdtr(df, centre, value))
    if not math.isnan(chance):
        return chance
    # Far out the series fails; the normal approximation of Abramowitz and Stegun 26.7.10 is left.
    away = (value * (1 - 1 / (4 * df)) - centre) / math.sqrt(1 + value * value / (2 * df))
    return normal_tail(-away)


def correlation_density_z(z: FloatArray, rho: float, n: int) -> FloatArray:
    """The exact density of arctanh(r) at z, for n pairs with true correlation rho.

    Hotelling 1953, J R Stat Soc B 15:193-232, with r = tanh(z):
    (n-2) G(n-1) (1-rho^2)^((n-1)/2) (1-r^2)^((n-2)/2)
    / (sqrt(2 pi) G(n-1/2) (1-rho r)^(n-3/2)) * 2F1(1/2, 1/2; n-1/2; (1+rho r)/2).

    >>> round(float(correlation_density_z(np.array([0.0]), 0.0, 4)[0]), 12)  # r is uniform
    0.5
    """
    r = np.tanh(z)
    log_density = (
        np.log(n - 2)
        + _special().gammaln(n - 1)
        - _special().gammaln(n - 0.5)
        - 0.5 * np.log(2 * np.pi)
        + (n - 1) / 2 * np.log1p(-rho * rho)
        - (n - 2) * np.log(np.cosh(z))
        - (n - 1.5) * np.log1p(-rho * r)
    )
    series = _special().hyp2f1(0.5, 0.5, n - 0.5, (1 + rho * r) / 2)
    return np.asarray(np.exp(log_density) * series, dtype=np.float64)


def _special() -> Any:
    from scipy import special  # noqa: PLC0415 - slow, and most commands never compute

    return special
