"""Probabilities as scores, and scores made right by a factor and a bias per class (temperature and vector scaling).

Scores of two classes are the log-odds of the second, (1, ...); of K > 2 the log-probabilities up to a constant,
(K, ...). Calibrated they are a score + b, per class (Guo et al., ICML 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

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


def to_logs(probabilities: np.ndarray) -> np.ndarray:
    """Log-probabilities, not below -MAX_SCORE, of any shape."""
    return np.log(np.maximum(probabilities, _LEAST))


def to_scores(probabilities: np.ndarray) -> np.ndarray:
    """Scores of probabilities (K, ...) float32: log-odds (1, ...) of two classes, else (K, ...)."""
    logs = to_logs(probabilities)
    return logs[1:] - logs[:1] if len(logs) == 2 else logs


def to_probabilities(scores: np.ndarray) -> np.ndarray:
    """Probabilities (K, ...) float32 of scores: the inverse of `to_scores`."""
    if len(scores) == 1:
        second = np.float32(1) / (1 + np.exp(-scores[0]))
        return np.stack([1 - second, second])
    raised = np.exp(scores - scores.max(axis=0))
    return raised / raised.sum(axis=0)


def fit_calibration(scores: np.ndarray, classes: np.ndarray) -> Calibration:
    """The calibration with the least cross-entropy: logistic regression, for K > 2 vector scaling.

    Parameters
    ----------
    scores : (L, N) float32
    classes : (N,) int
        Indices of the classes.
    """
    given = scores.astype(np.float64)
    if len(given) == 1:
        given = np.stack([np.zeros_like(given[0]), given[0]])  # log-odds against the first class
    labels = np.arange(len(given))[:, None] == classes

    def measure(values: np.ndarray) -> tuple[float, np.ndarray]:
        scale, bias = values.reshape(2, -1, 1)
        logits = scale * given + bias
        logits -= logits.max(axis=0)
        chances = np.exp(logits)
        total = chances.sum(axis=0)
        error = chances / total - labels
        loss = (np.log(total) - logits[labels.argmax(axis=0), np.arange(len(total))]).mean()
        return loss, np.concatenate([(error * given).mean(axis=1), error.mean(axis=1)])

    start = np.concatenate([np.ones(len(given)), np.zeros(len(given))])
    found = minimize(measure, start, jac=True, method="L-BFGS-B", bounds=[(0.05, 5)] * len(given) +
                     [(-MAX_SCORE, MAX_SCORE)] * len(given)).x.reshape(2, -1)  # fmt: skip
    if len(scores) == 1:
        return Calibration((float(found[0, 1]),), (float(found[1, 1] - found[1, 0]),))
    return Calibration(tuple(found[0].tolist()), tuple(found[1].tolist()))
