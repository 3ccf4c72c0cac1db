"""Whether a building stands in an outline: what networks say of it, measured by what they say of the map's own objects.

On towns unlike those of the training all evidence is weaker, for buildings and for what is none alike. The objects of
the map that were found tell how strong it is where a building does stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from ..alignment import NOT_FOUND, Alignment, Evidence, score_objects
from ..geo.geometries import is_area
from ..geo.image_frame import ImageFrame
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer

# The median score of the training's objects counts as so many of the map's.
_USUAL_COUNT = 5
_SURE = 0.8
_LEAST_AREA_M2 = 10.0  # smaller ones score less, and are many in some maps


@dataclass(frozen=True)
class Weights:
    """Of a logistic regression: of the probability's log odds, of what else is known, and its constant."""

    probability: float
    other: float
    constant: float

    def weigh(self, probability: np.ndarray, other: np.ndarray) -> np.ndarray:
        """0..1, (N,) float64, from the mean probability of a building, 0..1, and what else is known, (N,) each."""
        total = self.probability * measure_log_odds(probability) + self.other * other + self.constant
        return 1 / (1 + np.exp(-total))


@dataclass(frozen=True)
class Judgement:
    """How a method's evidence is weighed for what is new, beside its score beyond the usual one, and for what is gone,
    beside the log odds that it is missing; usual_score: the median score of objects in their place in the building
    model's validation parts."""

    new: Weights
    gone: Weights
    usual_score: float


# Fitted by benchmarks/map_update/existence_weights.py on the building model's validation parts, with the model before
# the bundled one, which is surer of these parts, as they lie beside its training: its weights would trust it too
# much elsewhere.
_JUDGEMENTS = {
    "learned": Judgement(Weights(1.63, 0.44, -3.01), Weights(-0.76, 0.87, 0.47), 11.3),
    "correlation": Judgement(Weights(1.05, 0.01, -2.66), Weights(-0.77, 0.57, -0.6), 101.4),
}


@dataclass(frozen=True)
class View:
    """What networks see of an image.

    source: one band with the probability of a building, in pixels of pixel_m. evidence, frame: those of the alignment.
    usual_score: of an object in its place.
    """

    method: str
    source: RasterSource
    pixel_m: float
    evidence: Evidence
    frame: ImageFrame
    usual_score: float

    @classmethod
    def measure(
        cls,
        method: str,
        source: RasterSource,
        evidence: Evidence,
        frame: ImageFrame,
        features: VectorLayer,
        found: Alignment,
    ) -> View:
        """The view with its pixels and usual score measured; features: the map where the alignment has put it."""
        scale = source.grid.transform.determinant / evidence.grid.transform.determinant
        cell_m2 = math.prod(evidence.resolution_m)
        placed = features.present & is_area(features.geometries) & (found.status != NOT_FOUND)
        geometries = frame.to_pixels(features.geometries[placed])
        usual = find_usual_score(score_in_place(evidence, geometries), found.confidence[placed],
                                 shapely.area(geometries) * cell_m2, _JUDGEMENTS[method].usual_score)  # fmt: skip
        return cls(method, source, math.sqrt(abs(scale) * cell_m2), evidence, frame, usual)

    def compare_scores(self, geometries: np.ndarray) -> np.ndarray:
        """By how much outlines (N,), in the map's CRS, score better than is usual, where they lie; (N,) float64."""
        return score_in_place(self.evidence, self.frame.to_pixels(geometries)) - self.usual_score

    def judge_new(self, geometries: np.ndarray, probability: np.ndarray) -> np.ndarray:
        """How likely buildings stand in outlines (N,), in the map's CRS, of that mean probability: (N,) float64."""
        return _JUDGEMENTS[self.method].new.weigh(probability, self.compare_scores(geometries))

    def judge_gone(self, probability: np.ndarray, missing: np.ndarray) -> np.ndarray:
        """How likely nothing stands where objects (N,) of that mean probability are, which the alignment believes to be
        missing: (N,) float64."""
        return _JUDGEMENTS[self.method].gone.weigh(probability, measure_log_odds(missing))


def measure_log_odds(probability: np.ndarray) -> np.ndarray:
    """Of probabilities (N,), where nothing is quite sure."""
    probability = probability.astype(np.float64)
    return np.log((probability + 0.01) / (1.01 - probability))


def score_in_place(evidence: Evidence, geometries: np.ndarray) -> np.ndarray:
    """How well the evidence supports geometries (N,), in pixels of its grid, where they lie: (N,) float64, as
    `matching.score_shifts` scores no shift."""
    scores = np.zeros((len(geometries), 1, 1), np.float32)
    score_objects(evidence, geometries, np.zeros((len(geometries), 2), np.int64), 0, 1, scores)
    return scores[:, 0, 0].astype(np.float64)


def find_usual_score(
    scores: np.ndarray, confidence: np.ndarray, areas_m2: np.ndarray, usual_score: float
) -> float:
    """What a building scores in this image: the median of objects that surely are in their place.

    scores, confidence, areas_m2: (N,) of the map's objects where they were found. Few objects say little: the median is
    drawn towards usual_score, the training's.
    """
    own = scores[(confidence >= _SURE) & (areas_m2 >= _LEAST_AREA_M2)]
    if not len(own):
        return usual_score
    share = len(own) / (len(own) + _USUAL_COUNT)
    return share * float(np.median(own)) + (1 - share) * usual_score
