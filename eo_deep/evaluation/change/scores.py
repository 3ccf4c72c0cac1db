"""How well a score of change separates changed from unchanged pixels, and what a threshold on it is worth.

Scores are counted in bins, so a raster of any size needs the same memory, and counts do not depend on the order of its
parts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

# Sign, exponent and 11 bits of the mantissa of a float32: scores that differ by less than 1 / 2048 count as equal.
_DROPPED_BITS = 12
_BINS = 1 << (32 - _DROPPED_BITS)
_CURVE_POINTS = 400


class ScoreHistogram:
    """Counts of scores (float32) of unchanged and of changed pixels, in bins as fine as 1 / 2048 of each score."""

    def __init__(self) -> None:
        self._counts = np.zeros((2, _BINS), np.int64)

    def add(self, scores: np.ndarray, changed: np.ndarray) -> None:
        """Count pixels: finite scores (N,) and which of them are changed, (N,) bool."""
        bits = np.ascontiguousarray(scores, np.float32).view(np.uint32)
        # As unsigned numbers, these have the order of the scores.
        keys = np.where(bits >> 31, ~bits, bits | np.uint32(1 << 31)) >> _DROPPED_BITS
        for row, chosen in enumerate((~changed, changed)):
            self._counts[row] += np.bincount(keys[chosen], minlength=_BINS)

    def trace(self) -> Curve:
        """The curve of all thresholds."""
        used = np.flatnonzero(self._counts.any(axis=0))[::-1]
        below = np.concatenate([np.zeros((2, 1), np.int64), self._counts[:, used].cumsum(axis=1)], axis=1)
        return Curve(below[0], below[1])


@dataclass(frozen=True)
class Curve:
    """Unchanged and changed pixels at or above each threshold, highest first: (K,) int64, both from 0 on."""

    false: np.ndarray
    true: np.ndarray

    @property
    def auroc(self) -> float:
        """Area under the receiver operating characteristic; equal scores count half. NaN where a class is missing."""
        if not self.false[-1] or not self.true[-1]:
            return math.nan
        area = np.diff(self.false) * (self.true[1:] + self.true[:-1]).astype(np.float64) / 2
        return float(area.sum() / self.false[-1] / self.true[-1])

    @property
    def average_precision(self) -> float:
        """Sum of the precisions of all thresholds, weighed by the recall that each adds; NaN without change."""
        if not self.true[-1]:
            return math.nan
        precision = self.true[1:] / (self.true[1:] + self.false[1:])
        return float((np.diff(self.true) * precision).sum() / self.true[-1])

    def thin(self) -> Curve:
        """About 400 points that show the curve: of equal steps along both of its axes."""
        total = self.false / max(1, self.false[-1]) + self.true / max(1, self.true[-1])
        wanted = np.searchsorted(total, np.linspace(0, total[-1], _CURVE_POINTS))
        kept = np.unique(np.minimum(wanted, len(total) - 1))
        return Curve(self.false[kept], self.true[kept])


@dataclass
class Detection:
    """Pixels by what they are and how they were detected, with the ground that was unchanged."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    true_negatives: int = 0

    def add(self, detected: np.ndarray, changed: np.ndarray) -> None:
        """Count pixels, each (N,) bool."""
        both = int((detected & changed).sum())
        detections, changes = int(detected.sum()), int(changed.sum())
        self.true_positives += both
        self.false_positives += detections - both
        self.false_negatives += changes - both
        self.true_negatives += len(changed) - detections - changes + both

    @property
    def precision(self) -> float:
        """Share of the detected pixels that are changed; NaN where none is detected."""
        return divide(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float:
        """Share of the changed pixels that are detected; NaN without change."""
        return divide(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f_score(self) -> float:
        """Harmonic mean of precision and recall; NaN without change."""
        if not self.true_positives + self.false_negatives:
            return math.nan
        return 2 * self.true_positives / (2 * self.true_positives + self.false_positives + self.false_negatives)

    @property
    def false_alarm_share(self) -> float:
        """Share of the unchanged pixels that are detected; NaN where none is unchanged."""
        return divide(self.false_positives, self.false_positives + self.true_negatives)


def divide(part: float, whole: float) -> float:
    """NaN for 0 / 0."""
    return part / whole if whole else math.nan
