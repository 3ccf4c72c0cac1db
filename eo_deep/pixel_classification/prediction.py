"""Probabilities of many pixels by a classifier, the same whatever tile they come in."""

from __future__ import annotations

from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

# Libraries for matrices add in another order where there are other numbers of rows: all calls have as many.
CHUNK_ROWS = 65_536
_BY_MATRICES = ("logistic regression", "perceptron")
_POOLS = ThreadpoolController()


class PixelPredictor:
    """Class probabilities of pixels by their features. Any number of threads may call it at once.

    Parameters
    ----------
    classifier : BaseEstimator
        Of scikit-learn, trained.
    name : str
        One of CLASSIFIERS.
    class_count : int
    """

    def __init__(self, classifier: Any, name: str, class_count: int):
        self._classifier, self._class_count = classifier, class_count
        self._by_matrices = name in _BY_MATRICES

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """features (F, N) float32 -> probabilities (K, N) float32."""
        size = features.shape[1]
        result = np.empty((self._class_count, size), np.float32)
        with _POOLS.limit(limits=1):  # tiles run side by side already
            for start in range(0, size, CHUNK_ROWS):
                count = min(CHUNK_ROWS, size - start)
                rows = np.zeros((CHUNK_ROWS if self._by_matrices else count, len(features)), np.float32)
                rows[:count] = features[:, start : start + count].T
                result[:, start : start + count] = self._classifier.predict_proba(rows)[:count].T
        return result


def find_distinct(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Which pixels stand for all others with the same values, and for each pixel its place among these.

    Parameters
    ----------
    columns : ndarray, shape (C, N), float32
        Whole numbers 0..255.

    Returns
    -------
    (first, place) : arrays (D,) and (N,), int64
        None where more than half of the pixels are distinct, so that it is not worth its time.
    """
    keys = np.zeros(columns.shape[1], np.uint64)
    first = place = np.arange(columns.shape[1])
    span = 1
    for number, column in enumerate(columns):
        keys = keys * np.uint64(256) + column.astype(np.uint64)
        span *= 256
        if span >= 1 << 40 or number == len(columns) - 1:
            _, first, place = np.unique(keys, return_index=True, return_inverse=True)
            if 2 * len(first) > columns.shape[1]:
                return None
            keys, span = place.astype(np.uint64), max(1, len(first))
    return first, place
