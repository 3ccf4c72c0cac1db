"""From which score on a pixel counts as changed: by what is known not to have changed, else by the scores alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
import scipy.stats

BLOCK_PX = 32
_BINS, _SMOOTHING_BINS = 400, 8.0
_FEWEST_STABLE_PX = 400
_SEEDS = 0.25


@dataclass(frozen=True)
class Threshold:
    """Pixels from `low` on may be changed; they are, where an object of them holds a score of `high`.

    A share of the unchanged pixels reaches `low`, a quarter of it `high`: noise at the threshold alone is no object.
    """

    low: float
    high: float


@dataclass(frozen=True)
class Guess:
    """What unchanged pixels usually score, and the threshold, by the scores of all pixels alone."""

    usual: float
    threshold: Threshold


def guess_threshold(scores: np.ndarray, false_alarms: float) -> Guess:
    """The usual score of a sample, and the threshold that its distribution suggests.

    Of the logarithms of the scores: the mode of their smoothed histogram, and, above it, as many standard deviations as
    a normal law has at that share. The deviation is that of the left half, which holds no change. Where the scores have
    no such shape this may lie above all of them, so the threshold is at most what the share of all pixels exceeds. inf
    where no score is above 0.
    """
    logs = np.log(scores[scores > 0])
    if not logs.size:
        return Guess(0.0, Threshold(math.inf, math.inf))
    low, high = np.percentile(logs, (0.1, 99.9))
    counts, edges = np.histogram(logs, _BINS, (low, max(high, low + 1e-6)))
    place = int(np.argmax(scipy.ndimage.gaussian_filter1d(counts.astype(float), _SMOOTHING_BINS)))
    mode = (edges[place] + edges[place + 1]) / 2
    left = logs[logs <= mode]
    deviation = math.sqrt(np.mean((left - mode) ** 2)) if left.size else 0.0
    levels = [math.exp(mode + float(scipy.stats.norm.isf(share)) * deviation)
              for share in (false_alarms, false_alarms * _SEEDS)]
    return Guess(math.exp(mode), cap_threshold(Threshold(*levels), scores, false_alarms))


def cap_threshold(threshold: Threshold, scores: np.ndarray, share: float) -> Threshold:
    """A threshold that at least the share of a sample of all pixels reaches."""
    return Threshold(min(threshold.low, _exceed(scores, share)), min(threshold.high, _exceed(scores, share * _SEEDS)))


@dataclass(frozen=True)
class StableScores:
    """Scores (N,) of pixels that are known not to have changed, and their rows and columns (N,)."""

    scores: np.ndarray
    rows: np.ndarray
    columns: np.ndarray


@dataclass(frozen=True)
class Calibration:
    """A threshold from stable area, and how it does there.

    interval: 95 % of the share of false alarms, by blocks of 32 px. halves: the shares of one half of the area above
    the threshold of the other half, both ways. pixels: of the stable area. null_dates: how the dates without the event
    are called that took its place, "" for stable area.
    """

    threshold: Threshold
    interval: tuple[float, float]
    halves: tuple[float, float]
    pixels: int
    null_dates: str = ""


def calibrate(stable: StableScores, false_alarms: float, null_dates: str = "") -> Calibration | None:
    """The score that a share `false_alarms` of the stable area exceeds; None where it is too small to tell."""
    if stable.scores.size < max(_FEWEST_STABLE_PX, 4 / false_alarms):
        return None
    threshold = _exceed(stable.scores, false_alarms)
    above = stable.scores >= threshold
    _, block = np.unique(np.stack([stable.rows, stable.columns]) // BLOCK_PX, axis=1, return_inverse=True)
    block = block.reshape(-1)
    hits, counts = np.bincount(block, above), np.bincount(block)
    share = hits.sum() / counts.sum()
    error = math.sqrt(((hits - share * counts) ** 2).sum()) / counts.sum()  # of a ratio of sums over blocks
    along = max(stable.rows, stable.columns, key=np.ptp)  # the longer way
    first = along < np.median(along)
    halves = [stable.scores[first], stable.scores[~first]]
    if not first.any() or first.all():
        halves = [stable.scores, stable.scores]
    shares = tuple(float(np.mean(test >= _exceed(half, false_alarms))) for half, test in zip(halves, halves[::-1]))
    seed = _exceed(stable.scores, false_alarms * _SEEDS)
    return Calibration(Threshold(threshold, seed), (max(0.0, share - 1.96 * error), share + 1.96 * error),
                       (shares[0], shares[1]), above.size, null_dates)


def _exceed(scores: np.ndarray, share: float) -> float:
    """The lowest score that no more than a share exceeds or equals, as nearly as float32 has one above the quantile."""
    place = math.ceil((1 - share) * scores.size)
    ordered = np.partition(scores, min(place, scores.size - 1))
    return float(np.nextafter(np.float32(ordered[min(place, scores.size - 1)]), np.float32(np.inf)))
