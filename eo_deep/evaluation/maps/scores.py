"""Scores of maps: from confusion matrices, and from objects matched one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_bipartite_matching


@dataclass(frozen=True)
class ClassScores:
    """What a confusion matrix says. Arrays (K,) per class hold NaN where a score is 0/0."""

    overall_accuracy: float
    kappa: float
    mean_iou: float
    iou: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    f_score: np.ndarray


@dataclass(frozen=True)
class ObjectScores:
    """How many objects were found, and how many of those found are real."""

    predicted: int
    predicted_right: int
    true: int
    true_found: int

    @property
    def precision(self) -> float:
        """The share of predicted objects that are real; 0 if none was predicted."""
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of true objects that were found; 0 if there are none."""
        return self.true_found / self.true if self.true else 0.0

    @property
    def f_score(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_confusion(matrix: np.ndarray) -> ClassScores:
    """Score a confusion matrix (K, K) of counts: rows are the reference, columns the prediction.

    The mean IoU leaves out classes that occur nowhere. Kappa (Cohen 1960) is 1 where only one class occurs.
    """
    counts = np.asarray(matrix, dtype=np.float64)
    right, true, predicted, total = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    accuracy = float(right.sum() / total) if total else 0.0
    by_chance = float((true * predicted).sum() / total**2) if total else 0.0
    kappa = (accuracy - by_chance) / (1 - by_chance) if by_chance < 1 else accuracy
    iou = _divide(right, true + predicted - right)
    return ClassScores(
        overall_accuracy=accuracy,
        kappa=kappa,
        mean_iou=float(np.nanmean(iou)) if np.isfinite(iou).any() else 0.0,
        iou=iou,
        precision=_divide(right, predicted),
        recall=_divide(right, true),
        f_score=_divide(2 * right, true + predicted),
    )


def match_objects(
    predicted: np.ndarray,
    true: np.ndarray,
    predicted_classes: np.ndarray | None = None,
    true_classes: np.ndarray | None = None,
    least_iou: float = 0.5,
) -> tuple[np.ndarray, np.ndarray]:
    """Match predicted (N,) and true (M,) polygons one to one, as many pairs as there can be with IoU >= `least_iou`.

    Both in one projected CRS; classes, where given, must agree. Returns (N,) and (M,) bool: which ones have a partner.
    """
    found_predicted, found_true = np.zeros(len(predicted), bool), np.zeros(len(true), bool)
    if not len(predicted) or not len(true):
        return found_predicted, found_true
    first, second = shapely.STRtree(true).query(predicted, predicate="intersects")
    if predicted_classes is not None and true_classes is not None:
        same = predicted_classes[first] == true_classes[second]
        first, second = first[same], second[same]
    predicted_area, true_area = shapely.area(predicted), shapely.area(true)
    small, large = (
        np.minimum(predicted_area[first], true_area[second]),
        np.maximum(predicted_area[first], true_area[second]),
    )
    likely = small >= least_iou * large  # the IoU cannot exceed the ratio of the areas
    first, second = first[likely], second[likely]
    common = shapely.area(shapely.intersection(predicted[first], true[second]))
    union = predicted_area[first] + true_area[second] - common
    good = common >= least_iou * union
    if good.any():
        shape = (len(predicted), len(true))
        pairs = coo_array((np.ones(good.sum(), np.int8), (first[good], second[good])), shape=shape).tocsr()
        partner = maximum_bipartite_matching(pairs, perm_type="column")
        found_predicted = partner >= 0
        found_true[partner[found_predicted]] = True
    return found_predicted, found_true


def _divide(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)
