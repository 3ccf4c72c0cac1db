"""The probability that a building exists in an outline, calibrated by the map's own objects.

On towns unlike those of the training all evidence is weaker, for buildings and for other things alike. The objects of
the map that were found in the image show how strong it is where a building does stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from ..alignment import ALIGNED, UNCHANGED, Alignment, Evidence, measure_log_odds, score_objects
from ..geo.geometries import is_area
from ..geo.image_frame import ImageFrame
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer
from ..polygonization import measure_means, place_polygons, read_band
from ..progress import Progress, silent

# The median score of the training's objects counts as so many of the map's.
_USUAL_COUNT = 5
_MIN_BELIEF = 0.8  # of the map's objects that the usual score is measured on
_MIN_VALID_SHARE = 0.8  # of an object whose removal can be estimated
_MIN_AREA_M2 = 10.0  # smaller ones score less, and are many in some maps


@dataclass(frozen=True)
class Weights:
    """Of a logistic regression: of the log odds of a building's mean probability, of other values, and its constant."""

    probability: float
    others: tuple[float, ...]
    constant: float

    def weigh(self, probability: np.ndarray, *others: np.ndarray) -> np.ndarray:
        """0..1, (N,) float64, from the mean probability of a building, 0..1, and the other values, (N,) each."""
        total = self.probability * measure_log_odds(probability) + self.constant
        for weight, values in zip(self.others, others, strict=True):
            total = total + weight * values
        return 1 / (1 + np.exp(-total))


@dataclass(frozen=True)
class MethodWeights:
    """The weights for a method's evidence.

    new: of a new building; `others` are its score minus the usual one, and the share of its object that is mapped.
    removed: of a removed object; `others` is the log odds that it is missing. usual_score: the median score of objects
    in their place in the building model's validation parts.
    """

    new: Weights
    removed: Weights
    usual_score: float


# Fitted by benchmarks/map_update/existence_weights.py on the building model's validation parts, those of what is new
# as they are and degraded. Those of what is removed are of the model before the bundled one, which is surer of these
# parts, as they lie beside its training: its weights would trust it too much elsewhere. For correlation the mapped
# share was left out of the fit.
_WEIGHTS = {
    "learned": MethodWeights(Weights(1.1, (0.24, -2.77), -0.91), Weights(-0.76, (0.87,), 0.47), 11.0),
    "correlation": MethodWeights(Weights(0.49, (0.01, 0.0), -0.56), Weights(-0.77, (0.57,), -0.6), 94.6),
}


@dataclass(frozen=True)
class SupportMeasurements:
    """How well an image supports that buildings exist where a map, or a network, has them.

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
    ) -> SupportMeasurements:
        """Measure pixels and the usual score; features: the map where the alignment has put it."""
        scale = source.grid.transform.determinant / evidence.grid.transform.determinant
        cell_m2 = math.prod(evidence.resolution_m)
        placed = features.present & is_area(features.geometries) & np.isin(found.status, (ALIGNED, UNCHANGED))
        geometries = frame.to_pixels(features.geometries[placed])
        usual = find_usual_score(score_in_place(evidence, geometries), found.belief[placed],
                                 shapely.area(geometries) * cell_m2, _WEIGHTS[method].usual_score)  # fmt: skip
        return cls(method, source, math.sqrt(abs(scale) * cell_m2), evidence, frame, usual)

    def compare_scores(self, geometries: np.ndarray) -> np.ndarray:
        """By how much outlines (N,), in the map's CRS, score better than is usual, where they lie; (N,) float64."""
        return score_in_place(self.evidence, self.frame.to_pixels(geometries)) - self.usual_score

    def estimate_existence(
        self, geometries: np.ndarray, probability: np.ndarray, mapped: np.ndarray
    ) -> np.ndarray:
        """The probability (N,) float64 that new buildings exist in outlines (N,), in the map's CRS.

        probability: (N,) their mean over each outline. mapped: (N,) 0..1, the share of the object that an outline is
        a part of which the map has: a rest beside a mapped building is seldom a building of its own.
        """
        return _WEIGHTS[self.method].new.weigh(probability, self.compare_scores(geometries), mapped)

    def estimate_removal(self, probability: np.ndarray, missing: np.ndarray) -> np.ndarray:
        """The probability (N,) float64 that no building exists where objects (N,) are.

        probability: (N,) its mean over each object. missing: (N,) the alignment's probability that an object is not in
        the image.
        """
        return _WEIGHTS[self.method].removed.weigh(probability, measure_log_odds(missing))


def find_removed(support: SupportMeasurements, features: VectorLayer, found: Alignment,
                 progress: Progress = silent) -> np.ndarray:
    """The probability that no building exists where each object lies; above 0.5 the object is removed.

    Parameters
    ----------
    support : SupportMeasurements
    features : VectorLayer
        The map where the alignment has put it.
    found : Alignment
    progress : Progress

    Returns
    -------
    ndarray (N,) float64
        0 for lines and points, and where the image is nodata.
    """
    grid = support.source.grid
    pixels, numbers = place_polygons(grid, features)
    probability, valid_share = measure_means(read_band(support.source), grid, pixels, progress)
    visible = (valid_share >= _MIN_VALID_SHARE) & np.isfinite(found.missing[numbers])
    numbers = numbers[visible]
    removed = np.zeros(len(features))
    removed[numbers] = support.estimate_removal(probability[visible], found.missing[numbers])
    return removed


def score_in_place(evidence: Evidence, geometries: np.ndarray) -> np.ndarray:
    """How well the evidence supports geometries (N,), in pixels of its grid, where they lie: (N,) float64, as
    `matching.score_shifts` scores no shift."""
    scores = np.zeros((len(geometries), 1, 1), np.float32)
    score_objects(evidence, geometries, np.zeros((len(geometries), 2), np.int64), 0, 1, scores)
    return scores[:, 0, 0].astype(np.float64)


def find_usual_score(
    scores: np.ndarray, belief: np.ndarray, areas_m2: np.ndarray, usual_score: float
) -> float:
    """What a building scores in this image: the median of objects that surely are in their place.

    scores, belief, areas_m2: (N,) of the map's objects where they were found. The median of few objects
    is drawn towards usual_score, the training's.
    """
    own = scores[(belief >= _MIN_BELIEF) & (areas_m2 >= _MIN_AREA_M2)]
    if not len(own):
        return usual_score
    share = len(own) / (len(own) + _USUAL_COUNT)
    return share * float(np.median(own)) + (1 - share) * usual_score
