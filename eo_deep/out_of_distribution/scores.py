"""How far a set of images is from a reference, from one score per image; higher means more like the reference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.neighbors import NearestNeighbors

MAX_BINS, MIN_BINS = 50, 10
KL_EPSILON = 1e-6


@dataclass(frozen=True)
class Histogram:
    """Bins of equal width over the range of a reference's scores, and two open ones outside of it."""

    edges: np.ndarray  # (bins + 1,)

    @staticmethod
    def over(reference: np.ndarray, bins: int = MAX_BINS) -> Histogram:
        """`bins` bins for `reference` (N,)."""
        low, high = float(reference.min()), float(reference.max())
        margin = 1e-9 * max(1.0, abs(low), abs(high))  # all scores equal: bins of some width
        return Histogram(np.linspace(low - margin, high + margin, bins + 1))

    def shares(self, scores: np.ndarray) -> np.ndarray:
        """The share of `scores` (N,) in each bin, (bins + 2,)."""
        counts = np.bincount(np.searchsorted(self.edges, scores), minlength=len(self.edges) + 1)
        return counts / len(scores)


def choose_bins(scores: np.ndarray, reference: np.ndarray) -> int:
    """How many bins two sets of scores allow: the root of the smaller number, 10 to 50; more would count noise."""
    return int(np.clip(np.sqrt(min(len(scores), len(reference))), MIN_BINS, MAX_BINS))


def measure_kl(scores: np.ndarray, reference: np.ndarray) -> float:
    """Kullback-Leibler divergence of the histogram of `scores` (N,) from that of `reference` (M,), in nats.

    sum p ln((p + e) / (q + e)) with e = KL_EPSILON: sets without any overlap come to about -ln e = 13.8.
    """
    histogram = Histogram.over(reference, choose_bins(scores, reference))
    p, q = histogram.shares(scores), histogram.shares(reference)
    return float((p * np.log((p + KL_EPSILON) / (q + KL_EPSILON))).sum())


def measure_auroc(reference: np.ndarray, other: np.ndarray) -> float:
    """The probability that an image of the reference scores higher than an image of the other set; ties count half."""
    ordered = np.sort(other)
    below = np.searchsorted(ordered, reference, "left")
    not_above = np.searchsorted(ordered, reference, "right")
    return float((below + not_above).mean() / (2 * len(other)))


def measure_fpr95(reference: np.ndarray, other: np.ndarray) -> float:
    """The share of the other set above a threshold that 95 % of the reference exceed."""
    return float((other >= np.quantile(reference, 0.05, method="lower")).mean())


def score_neighbours(features: np.ndarray, reference: np.ndarray, neighbours: int = 10) -> np.ndarray:
    """Minus the distance to the k-th nearest of `reference` (M, D) in feature space, (N,); features scaled to length 1.

    Source: Sun et al., "Out-of-distribution detection with deep nearest neighbors", ICML 2022.
    """
    features, reference = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
                           for rows in (features, reference))
    count = min(neighbours, len(reference))
    distances, _ = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(reference).kneighbors(features)
    return -distances[:, -1]


def trace_risk(confidence: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The risk-coverage curve: share of images kept (N,), and the share of wrong ones among them, most confident first.

    confidence (N,): the ranking; right (N,) bool. Equally confident images count with their common mean.
    """
    order = np.argsort(-confidence, kind="stable")
    _, group, sizes = np.unique(-confidence[order], return_inverse=True, return_counts=True)
    wrong = (np.bincount(group, ~right[order]) / sizes)[group]
    kept = np.arange(1, len(right) + 1)
    return kept / len(right), np.cumsum(wrong) / kept
