"""Whether a building stands in an outline: what networks say of it, measured by what they say of the map's own objects.

On towns unlike those of the training all evidence is weaker, for buildings and for what is none alike. The objects of
the map that were found tell how strong it is where a building does stand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .evidence import Evidence
from .shift_search import score_objects

# The median score of objects in their place in the building model's validation parts; it counts as so many objects.
_USUAL_SCORE, _USUAL_COUNT = 11.5, 5
_SURE = 0.8
_LEAST_AREA_M2 = 10.0  # smaller ones score less, and are many in some maps


@dataclass(frozen=True)
class Weights:
    """Of a logistic regression: of the probability's log odds, of the score beyond the usual one, of the log odds that
    an object is missing; and its constant."""

    probability: float
    score: float
    missing: float
    constant: float

    def weigh(self, probability: np.ndarray, score: np.ndarray, missing: np.ndarray | float = 0.5) -> np.ndarray:
        """0..1, (N,) float64, from the mean probability of a building, the score beyond the usual one and the belief
        that an object is missing, 0..1 each but the score."""
        total = self.probability * measure_log_odds(probability) + self.score * score + self.constant
        return 1 / (1 + np.exp(-(total + self.missing * measure_log_odds(missing))))


def measure_log_odds(probability: np.ndarray | float) -> np.ndarray:
    """Of probabilities (N,), where nothing is quite sure."""
    probability = np.asarray(probability, np.float64)
    return np.log((probability + 0.01) / (1.01 - probability))


def score_in_place(evidence: Evidence, geometries: np.ndarray) -> np.ndarray:
    """How well the evidence supports geometries (N,), in pixels of its grid, where they lie: (N,) float64, as
    `matching.score_shifts` scores no shift."""
    scores = np.zeros((len(geometries), 1, 1), np.float32)
    score_objects(evidence, geometries, np.zeros((len(geometries), 2), np.int64), 0, 1, scores)
    return scores[:, 0, 0].astype(np.float64)


def find_usual_score(scores: np.ndarray, confidence: np.ndarray, areas_m2: np.ndarray) -> float:
    """What a building scores in this image: the median of objects that surely are in their place.

    scores, confidence, areas_m2: (N,) of the map's objects where they were found. Few objects say little: the median is
    drawn towards the training's.
    """
    own = scores[(confidence >= _SURE) & (areas_m2 >= _LEAST_AREA_M2)]
    if not len(own):
        return _USUAL_SCORE
    share = len(own) / (len(own) + _USUAL_COUNT)
    return share * float(np.median(own)) + (1 - share) * _USUAL_SCORE
