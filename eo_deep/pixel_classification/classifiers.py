"""The classifiers of scikit-learn that are offered, each as it is trained here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

Splits = Sequence[tuple[np.ndarray, np.ndarray]]

# Their time to train or to apply grows with the samples, so they get no more than these.
SLOW = ("support vector machine", "nearest neighbours")
MAX_SLOW_SAMPLES = 20_000
UNWEIGHTED = ("nearest neighbours", "perceptron")  # which cannot weigh classes
# Each tree of a forest sees no more samples, or the file would grow with them.
_TREE_SAMPLES = 50_000


@dataclass(frozen=True)
class ClassifierSettings:
    """A classifier by name, and what can be chosen of it.

    Attributes
    ----------
    name : str
        One of CLASSIFIERS.
    trees : int
        Of a forest, or rounds of boosting.
    neighbours : int
        Of nearest neighbours.
    balance : bool
        Weigh classes so that all count alike.
    seed : int
    """

    name: str = "random forest"
    trees: int = 100
    neighbours: int = 5
    balance: bool = False
    seed: int = 0

    def make(self, sample_count: int, splits: Splits | None = None) -> BaseEstimator:
        """A new classifier, not trained.

        sample_count: how many it will be trained on. splits: of these, (training, held out) positions, on which a
        support vector machine's probabilities are calibrated; None: five parts at random.
        """
        return CLASSIFIERS[self.name](self, sample_count, splits)

    @property
    def weight(self) -> str | None:
        """scikit-learn's word for it."""
        return "balanced" if self.balance else None


def _make_forest(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    limit = _TREE_SAMPLES if sample_count > _TREE_SAMPLES else None
    return RandomForestClassifier(settings.trees, max_depth=25, max_samples=limit, class_weight=settings.weight,
                                  random_state=settings.seed)


def _make_boosting(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    return HistGradientBoostingClassifier(max_iter=settings.trees, class_weight=settings.weight, early_stopping=False,
                                          random_state=settings.seed)


def _make_regression(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, class_weight=settings.weight))


def _make_machine(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    machine = SVC(C=10.0, class_weight=settings.weight, cache_size=500)
    calibrated = CalibratedClassifierCV(machine, ensemble=False, cv=5 if splits is None else list(splits))
    return make_pipeline(StandardScaler(), calibrated)


def _make_neighbours(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    return make_pipeline(StandardScaler(), KNeighborsClassifier(min(settings.neighbours, sample_count)))


def _make_perceptron(settings: ClassifierSettings, sample_count: int, splits: Splits | None) -> BaseEstimator:
    # Steps enough for few samples, and not too many for a million.
    epochs = int(np.clip(4_000_000 / max(sample_count, 1), 20, 300))
    return make_pipeline(StandardScaler(), MLPClassifier((64,), alpha=1e-3, max_iter=epochs, n_iter_no_change=epochs,
                                                         random_state=settings.seed))


CLASSIFIERS: dict[str, Callable[[ClassifierSettings, int, Splits | None], Any]] = {
    "random forest": _make_forest,
    "gradient boosting": _make_boosting,
    "logistic regression": _make_regression,
    "support vector machine": _make_machine,
    "nearest neighbours": _make_neighbours,
    "perceptron": _make_perceptron,
}
