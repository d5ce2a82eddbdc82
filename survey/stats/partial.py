"""The link between two sides once others are held equal."""

from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import ON_A_LINE, fisher_interval, mid_ranks
from survey.stats.covariates import Columns, Covariates, own_directions, read_with_covariates
from survey.stats.distributions import correlation_p_value
from survey.stats.panel import Panel, inside_units, without
from survey.stats.result import Estimate, computed, not_computable, refuse_unless_one_of
from survey.stats.samples import (
    Missing,
    constant_side,
    hardly_varies,
    product_moment,
    read_pairs,
    unit_vector,
)


def partial_correlation(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    covariates: Covariates,
    *,
    of: Literal["values", "ranks"] = "values",
    level: float = 0.95,
    missing: Missing = "drop_pairs",
) -> Estimate:
    """The correlation of what k covariates leave of x and of y, from -1 to 1.

    Formula: Pearson's r of the least-squares residuals of x and y on the covariates and a
    constant; p from t with n - 2 - k df, interval tanh(arctanh(r) -+ z / sqrt(n - k - 3)). Of
    "ranks" all sides and covariates are ranked first (partial Spearman), which is an
    approximation at small n. Source: Fisher 1924, Metron 3:329-332. Covariates (shapes in
    `covariates.read_columns`) that are constant or told by the others are dropped with a
    warning and do not count in k; rows with a missing value are dropped or refused. Not
    computable where n - 2 - k < 1 or a side is constant or told by the covariates. Raises
    ValueError for unequal lengths and infinity.

    >>> hl = [7.1, 5.2, 6.1, 4.9, 8.0, 3.8, 6.6, 5.5]
    >>> size = [2.0, 3.1, 2.2, 3.9, 1.4, 4.2, 2.9, 3.0]
    >>> result = partial_correlation(hl, size, {"age": [3, 2, 4, 1, 4, 2, 5, 3]})
    >>> round(result.value, 3), result.df
    (-0.889, 5.0)
    """
    refuse_unless_one_of("of", of, ("values", "ranks"))
    pairs = read_pairs(x, y)
    one_unit = [0] * (pairs.n + pairs.n_missing)
    panel, columns = read_with_covariates(x, y, one_unit, None, covariates, missing=missing)
    method = "partial_pearson" if of == "values" else "partial_spearman"
    n = panel.n
    if n < 3:
        return not_computable(method, "It takes at least 3 pairs.", n=n, warnings=panel.warnings)
    if of == "ranks":
        panel, columns = _ranked(panel, columns)
    others, dropped = own_directions(columns, panel, np.zeros((n, 0)))
    df, warnings = n - 2 - others.shape[1], panel.warnings + dropped
    sides = [without(inside_units(side, panel), others) for side in (panel.x, panel.y)]
    problem = constant_side(read_pairs(panel.x, panel.y))
    if problem is None and df < 1:
        problem = f"{n} pairs are too few for {others.shape[1]} covariates."
    for name, side, left in zip(("first", "second"), (panel.x, panel.y), sides, strict=True):
        if problem is None and hardly_varies(left, scale=100 * float(np.abs(side).max())):
            problem = f"The {name} side changes with the covariates alone."
    if problem:
        return not_computable(method, problem, n=n, warnings=warnings)
    r = product_moment(*map(unit_vector, sides))
    return computed(
        method,
        r,
        n=n,
        interval=fisher_interval(r, df + 2, level=level),
        p=correlation_p_value(r, df),
        df=float(df),
        warnings=(*warnings, ON_A_LINE) if abs(r) == 1 else warnings,
    )


def _ranked(panel: Panel, columns: Columns) -> tuple[Panel, Columns]:
    ranked = columns.values.copy()
    for column in ranked.T:
        column[panel.kept] = mid_ranks(column[panel.kept])
    ranks = replace(panel, x=mid_ranks(panel.x), y=mid_ranks(panel.y))
    return ranks, replace(columns, values=ranked)
