"""Several maps of one place made one: by the mean of log-probabilities, by votes, or by Dempster and Shafer's rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .calibration import to_logs

MEAN, VOTES, EVIDENCE = "mean log-probability", "votes by recall", "Dempster-Shafer"
_MOST = 0.999  # of what one map can be trusted: contradicting maps that are sure of themselves leave nothing


@dataclass(frozen=True)
class Rates:
    """How reliable a map is, measured against reference data: recall and precision of its K classes, 0..1."""

    recall: Sequence[float]
    precision: Sequence[float]


def fuse_logs(maps: np.ndarray, known: np.ndarray, rates: Sequence[Rates] | None = None) -> np.ndarray:
    """The geometric mean of the maps' probabilities, normalised (a logarithmic opinion pool)."""
    logs = np.where(known[:, None], to_logs(maps), 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    raised = np.exp(logs - logs.max(axis=0))
    return raised / raised.sum(axis=0)


def fuse_votes(maps: np.ndarray, known: np.ndarray, rates: Sequence[Rates]) -> np.ndarray:
    """The share of each class in the votes of the maps; each map's vote counts by its recall of the class.

    Where no vote counts, it is the classes' mean log-probability.
    """
    votes = np.zeros(maps.shape[1:], np.float32)
    for chances, seen, each in zip(maps, known, rates):
        chosen = chances.argmax(axis=0)
        weight = np.asarray(each.recall, np.float32)[chosen] * seen
        for label in range(len(votes)):
            votes[label] += weight * (chosen == label)
    total = votes.sum(axis=0)
    return np.where(total > 0, votes / np.maximum(total, np.float32(1e-6)), fuse_logs(maps, known))


def fuse_evidence(maps: np.ndarray, known: np.ndarray, rates: Sequence[Rates]) -> np.ndarray:
    """Pignistic probabilities of the maps' combined masses (Dempster 1967, Shafer 1976).

    A map that says class l gives {l} the mass of its precision of l, and the rest to all classes together. Masses of
    one class combine to A_l = 1 - prod (1 - m), those of all classes to m({l}) ~ A_l prod_{k != l} (1 - A_k).
    """
    doubt = np.ones(maps.shape[1:], np.float32)  # 1 - A_l
    for chances, seen, each in zip(maps, known, rates):
        chosen = chances.argmax(axis=0)
        mass = np.minimum(np.asarray(each.precision, np.float32), np.float32(_MOST))[chosen] * seen
        for label in range(len(doubt)):
            doubt[label] *= np.where(chosen == label, 1 - mass, np.float32(1))
    ignorance = doubt.prod(axis=0)
    masses = (1 - doubt) * ignorance / doubt + ignorance / len(doubt)
    return masses / masses.sum(axis=0)


Fuse = Callable[[np.ndarray, np.ndarray, Sequence[Rates]], np.ndarray]
# Each makes of maps (M, K, h, w) float32, known (M, h, w) bool and rates one map (K, h, w).
FUSIONS: dict[str, Fuse] = {MEAN: fuse_logs, VOTES: fuse_votes, EVIDENCE: fuse_evidence}


def measure_rates(confusion: np.ndarray) -> Rates:
    """Recall and precision of a confusion matrix (K, K), rows the reference; 0 where there is nothing to divide by."""
    hits = np.diag(confusion)
    return Rates((hits / np.maximum(confusion.sum(axis=1), 1)).tolist(),
                 (hits / np.maximum(confusion.sum(axis=0), 1)).tolist())
