"""Do groups differ in a share by more than chance, where like is compared with like only?

Counts come as tables: one row a stratum, one column a group. `hits` says how many of the group's
`totals` in the stratum show what is asked about. Groups are compared inside each stratum and the
comparisons added up, so that a group is never judged by which strata it works in.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from survey.stats.distributions import chi_square_p_value
from survey.stats.result import Estimate, computed, not_computable
from survey.stats.samples import FloatArray, IntArray

# Cochran 1954, Biometrics 10:417-451: below this expectation the chi-square curve is not trusted.
EXPECTED_FOR_CURVE = 5.0
_TIE = 1e-7
_NOTHING_TO_COMPARE = "There are no two groups in one stratum to compare."
_NO_VARIATION = "Everybody compared has it, or nobody has."


def homogeneity(
    hits: npt.ArrayLike, totals: npt.ArrayLike, *, resamples: int = 999, seed: int
) -> Estimate:
    """The generalised Mantel-Haenszel chi-square of strata x groups counts, with its p.

    Formula: with N the total and M the hits of a stratum and n_j the total of group j in it,
    d_j sums hits - n_j M / N over strata, V_jk sums M (N-M) / (N^2 (N-1)) (N n_j [j=k] - n_j n_k);
    the value is d' V^- d on rank(V) degrees of freedom. With one stratum it is Pearson's
    chi-square times (N-1)/N. Sources: Landis, Heyman and Koch 1978, Int Stat Rev 46:237-254;
    Birch 1965, J R Stat Soc B 27:111-124. Given the margins of every stratum the hits are spread
    over the groups by chance; where a group expects fewer than 5 hits or 5 misses, p is that of
    `resamples` such spreads drawn from `seed`, (b+1) / (B+1), else the chi-square curve's. `n`
    counts what could be compared: strata with one group, or with all or no hits, say nothing.
    Not computable where nothing is left. Raises ValueError for tables of different or other than
    two-dimensional shape, impossible counts and resamples under 1.

    >>> smokers = homogeneity([[83, 90, 129, 70]], [[86, 93, 136, 82]], seed=1, resamples=99)
    >>> round(smokers.value, 2), smokers.df, smokers.method
    (12.57, 3, 'homogeneity_chi_square')
    """
    if resamples < 1:
        raise ValueError(f"A permutation test needs at least 1 resample, not {resamples}.")
    found, sizes = _informative(hits, totals)
    n = int(sizes.sum())
    if not n:
        return not_computable("homogeneity", _why_nothing(totals), n=0)
    expected, covariance = _moments(found.sum(axis=1), sizes)
    inverse = np.linalg.pinv(covariance, rcond=1e-10, hermitian=True)
    df = int(np.linalg.matrix_rank(covariance, tol=1e-10 * covariance.max(), hermitian=True))
    gap = found.sum(axis=0) - expected
    value = float(gap @ inverse @ gap)
    misses = sizes.sum(axis=0) - expected
    if min(expected.min(), misses.min()) >= EXPECTED_FOR_CURVE:
        p = chi_square_p_value(value, df)
        return computed("homogeneity_chi_square", value, n=n, p=p, df=df)
    spreads = _spreads(found.sum(axis=1), sizes, resamples=resamples, seed=seed) - expected
    drawn = np.einsum("bj,jk,bk->b", spreads, inverse, spreads)
    as_far = int(np.count_nonzero(drawn >= value * (1 - _TIE)))
    p = (as_far + 1) / (resamples + 1)
    return computed("homogeneity_monte_carlo", value, n=n, p=p, df=df)


def beside_comparable(
    hits: npt.ArrayLike, totals: npt.ArrayLike, group: int
) -> tuple[Estimate, float]:
    """One group's share, with the exact p that it is that of the others; and the others' share.

    The others' share is what the group would show with their shares in its own strata: the sum of
    n_j times the others' hits / totals, over the sum of n_j (direct standardisation), so both lie
    between 0 and 1 and belong together. p: given every stratum's margins the group's hits are a
    sum of hypergeometric counts; all sums no likelier than the one observed are added up. Sources:
    Birch 1964, J R Stat Soc B 26:313-324; Gart 1970, Biometrika 57:471-475. Only strata where the
    group and others both are count towards value, n and p. Not computable, beside the share 0,
    where there is none. Raises ValueError as `homogeneity` does, IndexError for no such group.

    >>> twins, others = beside_comparable([[10, 2]], [[13, 17]], 0)
    >>> round(twins.value, 4), round(others, 4), round(twins.p, 6)
    (0.7692, 0.1176, 0.000537)
    """
    found, sizes = _tables(hits, totals)
    mine, n_mine = found[:, group], sizes[:, group]
    others, n_others = found.sum(axis=1) - mine, sizes.sum(axis=1) - n_mine
    shared = (n_mine > 0) & (n_others > 0)
    n = int(n_mine[shared].sum())
    if not n:
        return not_computable("beside_comparable", _NOTHING_TO_COMPARE, n=0), 0.0
    mine, n_mine, others, n_others = (column[shared] for column in (mine, n_mine, others, n_others))
    standard = float((n_mine * (others / n_others)).sum() / n)
    chances, lowest = _sum_of_draws(mine + others, n_mine, n_mine + n_others)
    own = chances[int(mine.sum()) - lowest]
    p = min(1.0, float(chances[chances <= own * (1 + _TIE)].sum()))
    return computed("beside_comparable", float(mine.sum()) / n, n=n, p=p), standard


def _tables(hits: npt.ArrayLike, totals: npt.ArrayLike) -> tuple[IntArray, IntArray]:
    found, sizes = np.asarray(hits, dtype=np.intp), np.asarray(totals, dtype=np.intp)
    if found.ndim != 2 or found.shape != sizes.shape:
        raise ValueError(
            f"Expected two tables of strata x groups, got {found.shape} and {sizes.shape}."
        )
    if (found < 0).any() or (found > sizes).any():
        raise ValueError("A count is negative, or there are more hits than there are in all.")
    return found, sizes


def _informative(hits: npt.ArrayLike, totals: npt.ArrayLike) -> tuple[IntArray, IntArray]:
    """The strata that have two groups and both hits and misses, and the groups in them."""
    found, sizes = _tables(hits, totals)
    total, n_hits = sizes.sum(axis=1), found.sum(axis=1)
    strata = (np.count_nonzero(sizes, axis=1) > 1) & (n_hits > 0) & (n_hits < total)
    groups = sizes[strata].sum(axis=0) > 0
    return found[strata][:, groups], sizes[strata][:, groups]


def _why_nothing(totals: npt.ArrayLike) -> str:
    sizes = np.asarray(totals)
    can_compare = sizes.size and (np.count_nonzero(sizes, axis=1) > 1).any()
    return _NO_VARIATION if can_compare else _NOTHING_TO_COMPARE


def _moments(n_hits: IntArray, sizes: IntArray) -> tuple[FloatArray, FloatArray]:
    """Expected hits of each group and their covariance, summed over strata."""
    total = sizes.sum(axis=1).astype(np.float64)
    expected = (sizes * (n_hits / total)[:, None]).sum(axis=0)
    weight = n_hits * (total - n_hits) / (total * total * (total - 1))
    own = (sizes * (weight * total)[:, None]).sum(axis=0)
    shared = (sizes * weight[:, None]).T @ sizes
    return expected, np.diag(own) - shared


def _spreads(n_hits: IntArray, sizes: IntArray, *, resamples: int, seed: int) -> FloatArray:
    """Hits of each group (columns) in random spreads (rows) with the strata's margins kept."""
    random = np.random.default_rng(seed)
    drawn = np.zeros((resamples, sizes.shape[1]))
    for hits_here, sizes_here in zip(n_hits, sizes, strict=True):
        present = np.flatnonzero(sizes_here)
        drawn[:, present] += random.multivariate_hypergeometric(
            sizes_here[present], int(hits_here), size=resamples, method="marginals"
        )
    return drawn


def _sum_of_draws(n_hits: IntArray, drawn: IntArray, totals: IntArray) -> tuple[FloatArray, int]:
    """The chance of every sum of hypergeometric counts, from the lowest possible one, and that."""
    chances, lowest = np.ones(1), 0
    for hits, n, total in zip(n_hits.tolist(), drawn.tolist(), totals.tolist(), strict=True):
        low, high = max(0, n + hits - total), min(n, hits)
        x = np.arange(low, high + 1)
        logs = _log_choose(hits, x) + _log_choose(total - hits, n - x)
        terms = np.exp(logs - logs.max())
        chances, lowest = np.convolve(chances, terms / terms.sum()), lowest + low
    return chances, lowest


def _log_choose(n: int, k: IntArray) -> FloatArray:
    logs = _log_factorials(n.bit_length())
    return np.asarray(logs[n] - logs[k] - logs[n - k], dtype=np.float64)


@lru_cache(maxsize=32)
def _log_factorials(bits: int) -> FloatArray:
    """The logarithm of every factorial below 2 ** bits."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1.0, 2.0**bits)))))
