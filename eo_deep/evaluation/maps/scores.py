"""Scores of maps: from confusion matrices, and from counts of matched objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ClassScores:
    """Scores of a confusion matrix. Arrays (K,) per class hold NaN where a score is 0/0."""

    overall_accuracy: float
    kappa: float
    mean_iou: float
    iou: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    f_score: np.ndarray


@dataclass(frozen=True)
class ObjectScores:
    """How many predicted objects and how many reference objects there are, and how many of each have a match."""

    predicted: int
    predicted_matched: int
    reference: int
    reference_matched: int

    @property
    def precision(self) -> float:
        """The share of predicted objects that have a match; 0 if none was predicted."""
        return self.predicted_matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of reference objects that have a match; 0 if there are none."""
        return self.reference_matched / self.reference if self.reference else 0.0

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
    right, reference, predicted, total = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    accuracy = float(right.sum() / total) if total else 0.0
    by_chance = float((reference * predicted).sum() / total**2) if total else 0.0
    kappa = (accuracy - by_chance) / (1 - by_chance) if by_chance < 1 else accuracy
    iou = _divide(right, reference + predicted - right)
    return ClassScores(
        overall_accuracy=accuracy,
        kappa=kappa,
        mean_iou=float(np.nanmean(iou)) if np.isfinite(iou).any() else 0.0,
        iou=iou,
        precision=_divide(right, predicted),
        recall=_divide(right, reference),
        f_score=_divide(2 * right, reference + predicted),
    )


def _divide(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)
