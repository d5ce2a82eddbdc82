"""What each item adds to its construct: its correlation with the rest, and alpha without it."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from survey.stats.correlation import pearson
from survey.stats.reliability import Responses, cronbach_alpha, read_responses
from survey.stats.result import Estimate, not_computable

_KEYING = "Goes against the other items: it is probably keyed the wrong way round."


@dataclass(frozen=True, slots=True)
class ItemRest:
    """One item: its correlation with the sum of the others, and alpha of the others."""

    rest: Estimate
    alpha_without: Estimate


def item_rest(matrix: npt.ArrayLike, *, level: float = 0.95) -> tuple[ItemRest, ...]:
    """Each item's correlation with the sum of the other items, in the order of the columns.

    `matrix` as in `reliability.cronbach_alpha`; rows with a missing answer are dropped. Formula:
    Pearson's r of item j and the sum of all items but j, with Fisher's interval; alpha without
    item j as `cronbach_alpha` of the other columns. Source: Nunnally and Bernstein 1994,
    Psychometric Theory, ch. 8. A negative correlation carries a warning. Not computable under 2
    items or 10 complete responses, or where the item or the rest does not vary; alpha without
    an item needs 3. Raises ValueError as `cronbach_alpha`.

    >>> rows = [[1, 2], [2, 2], [3, 4], [4, 4], [5, 4], [1, 1], [2, 3], [3, 3], [4, 5], [5, 5]]
    >>> [round(item.rest.value, 3) for item in item_rest(rows)]
    [0.892, 0.892]
    """
    responses = read_responses(matrix)
    return tuple(_item(responses, at, level) for at in range(responses.k))


def _item(responses: Responses, at: int, level: float) -> ItemRest:
    others = np.delete(responses.table, at, axis=1)
    without = cronbach_alpha(others, level=level)
    alpha = replace(without, warnings=responses.warnings + without.warnings)
    problem = responses.shortage(2)
    if problem:
        rest = not_computable("item_rest", problem, n=responses.n, warnings=responses.warnings)
        return ItemRest(rest, alpha)
    r = pearson(responses.table[:, at], others.sum(axis=1), level=level)
    against = (_KEYING,) if r.value is not None and r.value < 0 else ()
    return ItemRest(replace(r, method="item_rest", warnings=responses.warnings + against), alpha)
