"""Iteratively reweighted multivariate alteration detection: change that no linear map between two dates explains.

Canonical correlation finds those combinations of both dates' bands that are most alike. What is left of the pairs, each
divided by its standard deviation, has a sum of squares that is large where something changed. Pixels count by how
likely they are unchanged, round by round (Nielsen 2007, IEEE Trans. Image Processing 16(2), eq. 9 to 13). A gain or an
offset of any band, or a mixture of bands, changes nothing. The rounds may end at few pixels that are very much alike;
so the sum is divided until no more than half of the pixels exceed the median of chi-square: pairs are comparable then.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.special

_ROUNDS, _SETTLED = 30, 1e-3
_RIDGE = 1e-6
_CHUNK_PX = 65_536


@dataclass(frozen=True)
class IrMad:
    """weights: (C, 2 C) float32, of the bands of both dates less center (2 C,), for the C standardised differences.

    correlations: (C,), canonical ones, rising; rounds: how many it took.
    """

    center: np.ndarray
    weights: np.ndarray
    correlations: np.ndarray
    rounds: int

    def measure(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """Sum of squares of the differences, (h, w) float32, of windows (C, h, w)."""
        bands = [band - middle for band, middle in zip((*before, *after), self.center)]
        total = np.zeros(before.shape[1:], np.float32)
        for weights in self.weights:  # band by band: a product of matrices adds in an order of its own
            difference = weights[0] * bands[0]
            for weight, band in zip(weights[1:], bands[1:]):
                difference += weight * band
            total += difference * difference
        return total


def fit_irmad(before: np.ndarray, after: np.ndarray) -> IrMad:
    """Fit to samples (C, N) of both dates. All sums run in float64 over parts of one size, in order."""
    count, pixels = before.shape
    both = np.concatenate([before, after])
    center = np.array([band.mean(dtype=np.float64) for band in both])
    scale = np.array([band.std(dtype=np.float64) for band in both])
    scale[scale == 0] = 1
    inner = np.ones(pixels)
    before_round = np.zeros(count)
    for number in range(1, _ROUNDS + 1):
        mean, covariance = _measure(both, center, scale, inner)
        weights, correlations = _correlate(covariance, count)
        if np.abs(correlations - before_round).max() < _SETTLED or number == _ROUNDS:
            break
        before_round = correlations
        inner = scipy.special.chdtrc(count, _sum_squares(both, center, scale, mean, weights))
    excess = np.median(_sum_squares(both, center, scale, mean, weights)) / scipy.special.chdtri(count, 0.5)
    weights = weights / math.sqrt(max(excess, 1.0))
    return IrMad((center + mean * scale).astype(np.float32), (weights / scale).astype(np.float32), correlations, number)


def _sum_squares(both: np.ndarray, center: np.ndarray, scale: np.ndarray, mean: np.ndarray,
                 weights: np.ndarray) -> np.ndarray:
    """The chi-square (N,) of the sample."""
    parts = [weights @ (_standardise(both[:, start : start + _CHUNK_PX], center, scale) - mean[:, None])
             for start in range(0, both.shape[1], _CHUNK_PX)]  # fmt: skip
    return np.concatenate([(part**2).sum(axis=0) for part in parts])


def _standardise(values: np.ndarray, center: np.ndarray, scale: np.ndarray) -> np.ndarray:
    return (values - center[:, None]) / scale[:, None]


def _measure(both: np.ndarray, center: np.ndarray, scale: np.ndarray,
             inner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean (2 C,) and covariance (2 C, 2 C) of the standardised bands."""
    size = len(both)
    total, first, second = 0.0, np.zeros(size), np.zeros((size, size))
    for start in range(0, inner.size, _CHUNK_PX):
        weight = inner[start : start + _CHUNK_PX]
        chunk = _standardise(both[:, start : start + _CHUNK_PX], center, scale)
        weighed = chunk * weight
        total += float(weight.sum())
        first += weighed.sum(axis=1)
        second += weighed @ chunk.T
    mean = first / total
    return mean, second / total - np.outer(mean, mean) + _RIDGE * np.eye(size)


def _correlate(covariance: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (C, 2 C) of the differences of canonical variates in their standard deviations, and correlations (C,)."""
    first, second, cross = covariance[:count, :count], covariance[count:, count:], covariance[:count, count:]
    back = np.linalg.solve(second, cross.T)
    values, left = scipy.linalg.eigh(cross @ back, first)
    correlations = np.sqrt(values.clip(0, 1))
    right = back @ left
    lengths = np.sqrt(np.einsum("ij,ik,kj->j", right, second, right))
    right /= np.where(lengths > 0, lengths, 1)
    deviation = np.sqrt(np.maximum(2 * (1 - correlations), _RIDGE))
    return np.concatenate([left, -right]).T / deviation[:, None], correlations
