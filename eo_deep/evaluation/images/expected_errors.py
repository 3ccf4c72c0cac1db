"""Does a layer of expected errors say where an image is wrong, and by how much?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

_STEPS = 100


@dataclass(frozen=True)
class ErrorScores:
    """An expected error beside the true one.

    rank_correlation: Spearman's. sparsification_error: 0 where removing the pixels of the largest expected errors
    lowers the mean error as fast as removing those of the largest errors, 1 where it lowers it not at all (Ilg et al.,
    ECCV 2018). coverage: share of the errors within the 90 % interval of a Laplace distribution of that mean absolute
    error. bias: mean expected error / mean error.
    """

    rank_correlation: float
    sparsification_error: float
    coverage: float
    bias: float


def score_expected_errors(expected: np.ndarray, error: np.ndarray) -> ErrorScores:
    """The scores of expected mean absolute errors (N,) against absolute errors (N,), both in the same units."""
    expected, error = expected.astype(np.float64), error.astype(np.float64)
    by_layer, by_error = _trace_rest(error, expected), _trace_rest(error, error)
    gain = (error.mean() - by_error).sum()
    constant = np.ptp(expected) == 0 or np.ptp(error) == 0
    return ErrorScores(
        math.nan if constant else float(spearmanr(expected, error).statistic),
        float((by_layer - by_error).sum() / gain) if gain else math.nan,
        float((error <= math.log(10) * expected).mean()),
        float(expected.mean() / error.mean()) if error.any() else math.nan,
    )


def _trace_rest(error: np.ndarray, key: np.ndarray) -> np.ndarray:
    """The mean error of what is left as 0, 1, ... 99 % of the pixels, those of the highest keys, are removed."""
    sums = np.cumsum(error[np.argsort(key, kind="stable")])
    kept = np.maximum(len(error) * np.arange(_STEPS, 0, -1) // _STEPS, 1)
    return sums[kept - 1] / kept
