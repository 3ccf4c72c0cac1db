"""The confidence of an alignment: the probability that an object now lies within 0.6 m of its true position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RADIUS_M = 0.6


@dataclass(frozen=True)
class ConfidenceWeights:
    """Of a logistic regression: of the log odds of the belief that an object is within 1.5 m of its shift, of its score
    there, and the constant.

    The belief tells wrong shifts from right ones, the score how sharply the image shows what is right.
    """

    belief: float
    score: float
    constant: float

    def estimate(self, belief: np.ndarray, score: np.ndarray) -> np.ndarray:
        """The confidence (N,) float64, 0..1, of beliefs (N,) 0..1 and scores (N,)."""
        return 1 / (1 + np.exp(-(self.belief * measure_log_odds(belief) + self.score * score + self.constant)))


def measure_log_odds(probability: np.ndarray) -> np.ndarray:
    """Log odds (N,) of probabilities (N,), which are kept away from 0 and 1."""
    probability = probability.astype(np.float64)
    return np.log((probability + 0.01) / (1.01 - probability))
