"""How well a classifier does on polygons that it has not seen, and, to compare, on single pixels.

Neighbouring pixels are nearly copies of each other: an accuracy by pixels drawn at random is that of a classifier that
may look up the answer in the same polygon.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import cohen_kappa_score, confusion_matrix
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from ..progress import Progress, silent
from .classifiers import ClassifierSettings, Splits
from .samples import Samples

_IMPORTANCE_SAMPLES = 1000  # of each fold
FEW_GROUPS = 5


@dataclass(frozen=True)
class Accuracy:
    """A confusion matrix (K, K), rows the reference, of samples that a classifier has not seen, and its scores.

    Arrays (K,) hold NaN for classes that occur nowhere.
    """

    confusion: np.ndarray
    overall: float
    kappa: float
    precision: np.ndarray
    recall: np.ndarray
    f_score: np.ndarray

    @property
    def mean_f_score(self) -> float:
        """Of the classes that occur."""
        return float(np.nanmean(self.f_score)) if np.isfinite(self.f_score).any() else float("nan")


def score(reference: np.ndarray, predicted: np.ndarray, class_count: int) -> Accuracy:
    """The accuracy of predicted classes (N,)."""
    matrix = confusion_matrix(reference, predicted, labels=np.arange(class_count))
    right, there, found = np.diag(matrix).astype(float), matrix.sum(axis=1), matrix.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall, f_score = right / found, right / there, 2 * right / (found + there)
    both = len(np.union1d(reference, predicted)) > 1
    kappa = float(cohen_kappa_score(reference, predicted)) if both else 1.0
    return Accuracy(matrix, float(right.sum() / max(1, matrix.sum())), kappa, precision, recall, f_score)


def split_groups(samples: Samples, folds: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Positions (training, held out): each group is held out once, as a whole, but classes of one group never are.

    Empty where no class has two groups.
    """
    groups = np.array([count for _, _, count in samples.count()])
    testable = groups[samples.classes] > 1
    if not testable.any():
        return []
    parts = int(min(folds, max(2, groups[groups > 1].min())))
    splitter = StratifiedGroupKFold(parts, shuffle=True, random_state=seed)
    found = splitter.split(samples.features, samples.classes, samples.groups)
    return [(np.union1d(training, held_out[~testable[held_out]]), held_out[testable[held_out]])
            for training, held_out in found if testable[held_out].any()]  # fmt: skip


def split_pixels(samples: Samples, folds: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Positions (training, held out) without regard to groups."""
    smallest = int(np.bincount(samples.classes).min())
    if smallest < 2:
        return []
    return list(StratifiedKFold(min(folds, smallest), shuffle=True, random_state=seed)
                .split(samples.features, samples.classes))  # fmt: skip


def fit(settings: ClassifierSettings, samples: Samples, splits: Splits | None = None) -> Any:
    """A classifier trained on samples."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # validation tells whether it is good enough
        return settings.make(len(samples), splits).fit(samples.features, samples.classes)


def cross_validate(settings: ClassifierSettings, samples: Samples, splits: Splits,
                   progress: Progress = silent) -> tuple[Accuracy | None, np.ndarray]:
    """The accuracy over all held out samples, and the importance of each feature, (F,).

    Importance is by how much the accuracy on held out samples falls when the feature's values are exchanged between
    samples (Breiman 2001): it means the same for every classifier. No splits: None, and NaN.
    """
    reference, predicted, falls = [], [], []
    for number, (training, held_out) in enumerate(splits):
        classifier = fit(settings, samples.select(training))
        features, classes = samples.features[held_out], samples.classes[held_out]
        reference.append(classes)
        predicted.append(classifier.predict(features))
        falls.append(_measure_falls(classifier.predict, features, classes, number))
        progress((number + 1) / len(splits))
    if not reference:
        return None, np.full(samples.features.shape[1], np.nan)
    found = score(np.concatenate(reference), np.concatenate(predicted), len(samples.labels))
    return found, np.mean(falls, axis=0)


def _measure_falls(predict: Callable[[np.ndarray], np.ndarray], features: np.ndarray, classes: np.ndarray,
                   seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    some = rng.permutation(len(classes))[:_IMPORTANCE_SAMPLES]
    features, classes = features[some], classes[some]
    right = np.mean(predict(features) == classes)
    return np.array([right - np.mean(predict(shuffled) == classes) for shuffled in _shuffle(features, rng)])


def _shuffle(features: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The features with one column after the other exchanged between rows."""
    for column in range(features.shape[1]):
        shuffled = features.copy()
        shuffled[:, column] = rng.permutation(shuffled[:, column])
        yield shuffled


def list_few(samples: Samples) -> Sequence[tuple[str, int]]:
    """The classes with less than five groups, and how many they have."""
    return [(name, groups) for name, _, groups in samples.count() if groups < FEW_GROUPS]
