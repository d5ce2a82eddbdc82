"""Two groups compared inside strata: the odds ratio they have in common. Standard library only."""

import math
from collections.abc import Sequence

from survey.stats.proportions import normal_quantile
from survey.stats.result import Estimate, Interval, computed, not_computable

_METHOD = "mantel_haenszel"


def common_odds_ratio(
    strata: Sequence[tuple[int, int, int, int]], *, level: float = 0.95
) -> Estimate:
    """The odds of success in the first group over those in the second, inside strata; above 0.

    `strata` holds (successes 1, n 1, successes 2, n 2) for each stratum, for instance each
    channel; above 1 the first group does better among like. Formula (Mantel and Haenszel), with
    a, b successes and failures of group 1, c, d of group 2 and N all of a stratum:
    sum (a d / N) / sum (b c / N). Interval: Robins, Breslow and Greenland's variance of its
    logarithm. p: Mantel and Haenszel's chi-square with continuity correction, 1 df. Beside the
    crude ratio it shows whether a difference turns round inside (Simpson's paradox). Sources:
    Mantel and Haenszel 1959, J Natl Cancer Inst 22:719-748; Robins, Breslow and Greenland 1986,
    Biometrics 42:311-323. Strata with one group only add nothing. Not computable where no
    stratum has both groups with both outcomes between them, or the ratio has no bound. Raises
    ValueError for counts that cannot be.

    >>> stones = common_odds_ratio([(81, 87, 234, 270), (192, 263, 55, 80)])
    >>> round(stones.value, 3)  # Charig et al. 1986, BMJ 292:879-882
    1.447
    """
    for x1, n1, x2, n2 in strata:
        if not (0 <= x1 <= n1 and 0 <= x2 <= n2):
            raise ValueError(f"{x1} out of {n1} and {x2} out of {n2} are not both shares.")
    used = [stratum for stratum in strata if stratum[1] and stratum[3]]
    n = sum(n1 + n2 for _, n1, _, n2 in used)
    with_first = [x1 * (n2 - x2) / (n1 + n2) for x1, n1, x2, n2 in used]
    with_second = [(n1 - x1) * x2 / (n1 + n2) for x1, n1, x2, n2 in used]
    first, second = math.fsum(with_first), math.fsum(with_second)
    if first == 0 or second == 0:
        reason = "No stratum has both groups and both outcomes, or the ratio has no bound."
        return not_computable(_METHOD, reason, n=n)
    value = first / second
    like = [(x1 + n2 - x2) / (n1 + n2) for x1, n1, x2, n2 in used]
    unlike = [1 - share for share in like]
    variance = (
        _product(like, with_first) / (2 * first**2)
        + (_product(like, with_second) + _product(unlike, with_first)) / (2 * first * second)
        + _product(unlike, with_second) / (2 * second**2)
    )
    reach = math.exp(normal_quantile(level) * math.sqrt(variance))
    interval = Interval(value / reach, value * reach, level=level)
    return computed(_METHOD, value, n=n, interval=interval, p=_p_value(used), df=1.0)


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(left, right, strict=True))


def _p_value(strata: Sequence[tuple[int, int, int, int]]) -> float:
    away = variance = 0.0
    for x1, n1, x2, n2 in strata:
        total, successes = n1 + n2, x1 + x2
        away += x1 - n1 * successes / total
        if total > 1:
            variance += n1 * n2 * successes * (total - successes) / (total**2 * (total - 1))
    distance = max(abs(away) - 0.5, 0.0)
    return math.erfc(distance / math.sqrt(2 * variance)) if variance > 0 else 1.0
