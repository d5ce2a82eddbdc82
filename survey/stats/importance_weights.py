"""How R squared divides among predictors, for many tables of sums of products at once."""

from math import factorial

import numpy as np

from survey.stats.samples import FloatArray

# What is left of a column's sum of squares below this share is rounding.
NOTHING_LEFT = 1e-10


def lmg_shares(products: FloatArray) -> FloatArray:
    """The LMG shares of R squared, one row per table of sums of products, which sum to it.

    `products` has the shape (tables, p + 1, p + 1), the outcome last, columns less their means.
    A predictor that adds nothing but rounding to a subset adds 0.

    >>> lmg_shares(np.array([[[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]])).round(2).tolist()
    [[0.36, 0.09]]
    """
    p = products.shape[-1] - 1
    explained = _explained_by_subsets(products)
    subsets = np.arange(2**p)
    sizes = np.array([subset.bit_count() for subset in range(2**p)])
    chance = np.array([factorial(s) * factorial(p - s - 1) / factorial(p) for s in range(p)])
    shares = np.empty((len(products), p))
    for j in range(p):
        without = subsets[(subsets >> j) & 1 == 0]
        gains = explained[without | (1 << j)] - explained[without]
        shares[:, j] = chance[sizes[without]] @ gains
    return shares


def _explained_by_subsets(products: FloatArray) -> FloatArray:
    """R squared of every subset (bit j for predictor j) in every table."""
    p = products.shape[-1] - 1
    explained = np.zeros((2**p, len(products)))
    total = products[:, -1, -1]
    diagonal = np.diagonal(products, axis1=1, axis2=2)

    def include(left: FloatArray, first: int, subset: int) -> None:
        """`left` holds the products of columns `first` on, with the subset's columns taken off."""
        for j in range(p - first):
            pivot = left[:, j, j]
            usable = pivot > NOTHING_LEFT * diagonal[:, first + j]
            inverse = np.where(usable, 1 / np.where(usable, pivot, 1), 0)
            larger = subset | 1 << (first + j)
            explained[larger] = explained[subset] + left[:, j, -1] ** 2 * inverse / total
            if first + j + 1 < p:
                row = left[:, j, j + 1 :]
                taken = (row * inverse[:, None])[:, :, None] * row[:, None, :]
                include(left[:, j + 1 :, j + 1 :] - taken, first + j + 1, larger)

    include(products, 0, 0)
    return explained


def relative_weights(products: FloatArray) -> FloatArray:
    """Johnson's relative weights, with tables and shapes as in `lmg_shares`.

    >>> relative_weights(np.array([[[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]])).round(2).tolist()
    [[0.36, 0.09]]
    """
    lengths = np.sqrt(np.diagonal(products, axis1=1, axis2=2))
    correlations = products / (lengths[:, :, None] * lengths[:, None, :])
    roots, turns = np.linalg.eigh(correlations[:, :-1, :-1])
    roots = np.sqrt(np.maximum(roots, NOTHING_LEFT))
    turned = np.swapaxes(turns, 1, 2)
    square_root = (turns * roots[:, None, :]) @ turned
    slopes = (turns / roots[:, None, :]) @ turned @ correlations[:, :-1, -1:]
    return np.asarray((square_root**2 @ slopes**2)[:, :, 0], dtype=np.float64)
