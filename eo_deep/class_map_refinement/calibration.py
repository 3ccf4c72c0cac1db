"""Probabilities as scores, and scores made right by a factor and a bias per class (temperature and vector scaling).

Scores of two classes are the log-odds of the second, (1, ...); of K > 2 the log-probabilities up to a constant,
(K, ...). Calibrated they are a score + b, per class (Guo et al., ICML 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Log-odds of what a network is sure of. Beyond them a stored probability is 0 or 1, and says no more.
MAX_SCORE = 10.0
_LEAST = np.float32(np.exp(-MAX_SCORE))


@dataclass(frozen=True)
class Calibration:
    """scale, bias: a and b, one of each for two classes, else one of each per class."""

    scale: Sequence[float]
    bias: Sequence[float]

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Scores (L, ...) float32, calibrated."""
        shape = (-1, *(1,) * (scores.ndim - 1))
        factor, offset = (np.reshape(np.asarray(each, np.float32), shape) for each in (self.scale, self.bias))
        return scores * factor + offset


def leave(count: int) -> Calibration:
    """The calibration that changes nothing, for `count` classes."""
    scores = 1 if count == 2 else count
    return Calibration((1.0,) * scores, (0.0,) * scores)


def to_scores(probabilities: np.ndarray) -> np.ndarray:
    """Scores of probabilities (K, ...) float32: log-odds (1, ...) of two classes, else (K, ...)."""
    logs = np.log(np.maximum(probabilities, _LEAST))
    return logs[1:] - logs[:1] if len(logs) == 2 else logs


def to_probabilities(scores: np.ndarray) -> np.ndarray:
    """Probabilities (K, ...) float32 of scores: the inverse of `to_scores`."""
    if len(scores) == 1:
        second = np.float32(1) / (1 + np.exp(-scores[0]))
        return np.stack([1 - second, second])
    raised = np.exp(scores - scores.max(axis=0))
    return raised / raised.sum(axis=0)
