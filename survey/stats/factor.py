"""One factor behind several items, fitted by maximum likelihood to their covariances."""

from dataclasses import dataclass

import numpy as np

from survey.stats.samples import FloatArray

_STEPS = 500
_SETTLED = 1e-10


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Loadings and own variances of the items, in the units of their covariances.

    `discrepancy` is log|Sigma| - log|S| + tr(S Sigma^-1) - k at the fit, times n the chi-square.
    `spread` is the covariance matrix of (loadings, own variances) times n.
    """

    loadings: FloatArray
    own: FloatArray
    discrepancy: float
    spread: FloatArray

    @property
    def is_heywood(self) -> bool:
        """Whether an item's own variance is not above 0, which no variance can be."""
        return bool((self.own <= 1e-8 * (self.own + self.loadings**2)).any())


def fit_one_factor(covariances: FloatArray) -> OneFactor | None:
    """The one-factor model by maximum likelihood; None where the search does not settle.

    Sigma = l l' + diag(theta), by Fisher scoring from the first principal component, own
    variances not held above 0. `covariances` is positive definite with 3 items or more.
    Source: Lawley and Maxwell 1971, Factor Analysis as a Statistical Method, ch. 4. The sign of
    the factor makes the loadings' sum positive.

    >>> fit = fit_one_factor(np.array([[1, 0.48, 0.4], [0.48, 1, 0.3], [0.4, 0.3, 1]]))
    >>> fit.loadings.round(3).tolist(), fit.own.round(3).tolist()
    ([0.8, 0.6, 0.5], [0.36, 0.64, 0.75])
    """
    lengths = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(lengths, lengths)
    found = _search(correlations)
    if found is None:
        return None
    loadings, own = found
    loadings = loadings * (1 if loadings @ lengths >= 0 else -1)
    scales = np.concatenate([lengths, lengths**2])
    spread = 2 * np.linalg.pinv(_information(loadings, own), hermitian=True)
    return OneFactor(
        loadings * lengths,
        own * lengths**2,
        max(_height(correlations, loadings, own) - _log_determinant(correlations) - len(own), 0.0),
        np.asarray(spread * np.outer(scales, scales), dtype=np.float64),
    )


def _search(correlations: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    roots, turns = np.linalg.eigh(correlations)
    loadings = turns[:, -1] * np.sqrt(roots[-1]) * 0.9
    own = np.maximum(1 - loadings**2, 0.1)
    height = _height(correlations, loadings, own)
    k = len(own)
    for _ in range(_STEPS):
        slope, information = _slope(correlations, loadings, own), _information(loadings, own)
        step = -np.linalg.lstsq(information, slope, rcond=None)[0]
        step *= min(1.0, 0.5 / max(float(np.abs(step).max()), 1e-300))
        for _ in range(40):
            new = _height(correlations, loadings + step[:k], own + step[k:])
            if new <= height + 1e-14:
                break
            step = step / 2
        else:
            return None
        loadings, own, height = loadings + step[:k], own + step[k:], new
        if np.abs(step).max() < _SETTLED:
            return loadings, own
    return None


def _log_determinant(matrix: FloatArray) -> float:
    return float(np.linalg.slogdet(matrix)[1])


def _height(correlations: FloatArray, loadings: FloatArray, own: FloatArray) -> float:
    """log|Sigma| + tr(S Sigma^-1); infinite where Sigma is not positive definite."""
    sigma = np.outer(loadings, loadings) + np.diag(own)
    roots = np.linalg.eigvalsh(sigma)
    if roots[0] <= 1e-10:
        return np.inf
    return float(np.log(roots).sum() + np.trace(np.linalg.solve(sigma, correlations)))


def _slope(correlations: FloatArray, loadings: FloatArray, own: FloatArray) -> FloatArray:
    sigma = np.outer(loadings, loadings) + np.diag(own)
    inverse = np.linalg.inv(sigma)
    weighted = inverse @ (sigma - correlations) @ inverse
    return np.concatenate([2 * weighted @ loadings, np.diag(weighted)])


def _information(loadings: FloatArray, own: FloatArray) -> FloatArray:
    """The expected second derivatives of the height: tr(A dSigma_i A dSigma_j), A = Sigma^-1."""
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(own))
    pulled = inverse @ loadings
    by_loading = 2 * ((loadings @ pulled) * inverse + np.outer(pulled, pulled))
    across = 2 * inverse * pulled[None, :]
    return np.block([[by_loading, across], [across.T, inverse**2]])
