"""Classifiers as skops files: written by skops, and built again from numbers that have been checked.

A model file may come from anybody. Of a classifier only its numbers are taken, each of the type, the shape and the
range that scikit-learn's compiled code relies on: a node's children lie behind it and in its tree, features are there,
thresholds are finite. The objects around them are made here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import skops.io
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV, _CalibratedClassifier, _SigmoidCalibration
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.tree._tree import Tree

from .classifiers import MAX_SLOW_SAMPLES
from .skops_records import Record, RecordError, open_records

_MAX_TREES = 100_000
_MAX_HIDDEN = 10_000
_MAX_NEIGHBOURS = 1000
_PROBES = 64
_LARGEST = 1e15  # what float32 computes with without overflow


def dump_classifier(classifier: BaseEstimator) -> bytes:
    """A trained classifier of `classifiers` as a skops file."""
    return skops.io.dumps(classifier)


def load_classifier(data: bytes, name: str, feature_count: int, class_count: int) -> BaseEstimator:
    """The classifier of a skops file, which gives the probabilities that it gave when it was written, bit by bit.

    Parameters
    ----------
    data : bytes
    name : str
        One of CLASSIFIERS.
    feature_count, class_count : int
        What the model's card states.

    Returns
    -------
    BaseEstimator
        Its classes are 0 .. class_count - 1.

    Raises
    ------
    RecordError
        For a file that is damaged, holds something else, or numbers that cannot be those of such a classifier.
    """
    root = open_records(data)
    try:
        classifier = _BUILDERS[name](root, feature_count, class_count)
        _probe(classifier, feature_count, class_count)
    except RecordError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, MemoryError, RecursionError,
            ArithmeticError) as error:
        raise RecordError(f"no {name} can be made of it") from error
    return classifier


def _probe(classifier: Any, feature_count: int, class_count: int) -> None:
    """RecordError unless a classifier gives probabilities."""
    samples = np.random.default_rng(0).normal(0, 1000, (_PROBES, feature_count)).astype(np.float32)
    probabilities = classifier.predict_proba(samples)
    right = probabilities.shape == (_PROBES, class_count) and np.isfinite(probabilities).all()
    if not right or np.abs(probabilities.sum(axis=1) - 1).max() > 1e-3 or probabilities.min() < 0:
        raise RecordError("it gives no probabilities")


def _require(record: Any, *type_names: str) -> Record:
    if not isinstance(record, Record) or record.type_name not in type_names:
        found = record.type_name if isinstance(record, Record) else type(record).__name__
        raise RecordError(f"it holds {found} in place of {type_names[0]}")
    return record


def _take_array(record: Record, name: str, shape: Sequence[int | None], kinds: str = "f") -> np.ndarray:
    """An array of a shape (None: any length above 0) and a kind of numpy's numbers; floats are finite."""
    array = record.get(name)
    fits = isinstance(array, np.ndarray) and array.ndim == len(shape) and array.dtype.kind in kinds
    if not fits or not all(size == wanted or wanted is None and size > 0 for size, wanted in zip(array.shape, shape)):
        raise RecordError(f"{record.type_name}, {name} has another shape or type than such a classifier")
    if not array.dtype.isnative or array.dtype.itemsize not in ((4, 8) if kinds == "f" else (1, 2, 4, 8)):
        raise RecordError(f"{record.type_name}, {name} has numbers of another type")
    if array.dtype.kind == "f" and not (np.abs(array) < _LARGEST).all():
        raise RecordError(f"{record.type_name}, {name} holds numbers that are not finite, or far too large")
    return np.ascontiguousarray(array)


def _take_whole(record: Record, name: str, low: int, high: int) -> int:
    value = record.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise RecordError(f"{record.type_name}, {name} must be a whole number from {low} to {high}")
    return value


def _take_list(record: Record, name: str, longest: int) -> list:
    found = record.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= longest:
        raise RecordError(f"{record.type_name}, {name} must be a list of 1 to {longest}")
    return found


def _set(target: Any, **numbers: Any) -> Any:
    for name, value in numbers.items():
        setattr(target, name, value)
    return target


def _check_children(nodes: np.ndarray, is_leaf: np.ndarray, left: str, right: str, feature: str, threshold: str,
                    feature_count: int) -> None:
    """RecordError unless every inner node leads to two nodes behind it, by a feature that is there."""
    inner, places = nodes[~is_leaf], np.flatnonzero(~is_leaf)
    for name in (left, right):
        children = inner[name].astype(np.int64)
        if ((children <= places) | (children >= len(nodes))).any():
            raise RecordError("a tree's node leads out of its tree")
    if ((inner[feature] < 0) | (inner[feature] >= feature_count)).any():
        raise RecordError("a tree asks for a feature that is not there")
    if not np.isfinite(inner[threshold]).all():
        raise RecordError("a tree's threshold is not finite")


def _build_forest(root: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(root, "sklearn.ensemble._forest.RandomForestClassifier")
    trees = [_build_tree(each, feature_count, class_count) for each in _take_list(root, "estimators_", _MAX_TREES)]
    forest = RandomForestClassifier(len(trees))
    return _set(forest, estimators_=trees, estimator_=DecisionTreeClassifier(), n_outputs_=1, n_classes_=class_count,
                classes_=np.arange(class_count), n_features_in_=feature_count)


def _build_tree(record: Any, feature_count: int, class_count: int) -> DecisionTreeClassifier:
    held = _require(_require(record, "sklearn.tree._classes.DecisionTreeClassifier").get("tree_"),
                    "sklearn.tree._tree.Tree")
    tree = Tree(feature_count, np.array([class_count], np.intp), 1)
    nodes = held.get("nodes")
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or not len(nodes):
        raise RecordError("a tree has no nodes")
    if nodes.dtype != tree.__getstate__()["nodes"].dtype:
        raise RecordError("its trees are of another version of scikit-learn")
    values = _take_array(held, "values", (len(nodes), 1, class_count))
    if values.dtype != np.float64 or (values < 0).any() or (values.sum(axis=2) <= 0).any():
        raise RecordError("a tree's leaf holds no shares of classes")
    is_leaf = nodes["left_child"] == -1
    _check_children(nodes, is_leaf, "left_child", "right_child", "feature", "threshold", feature_count)
    depth = _take_whole(held, "max_depth", 0, len(nodes))
    tree.__setstate__({"max_depth": depth, "node_count": len(nodes), "nodes": nodes, "values": values})
    return _set(DecisionTreeClassifier(), tree_=tree, n_outputs_=1, n_classes_=class_count,
                n_features_in_=feature_count, max_features_=feature_count,
                classes_=np.arange(class_count, dtype=np.float64))


def _build_boosting(root: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(root, "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.HistGradientBoostingClassifier")
    per_round = class_count if class_count > 2 else 1
    rounds = []
    for held in _take_list(root, "_predictors", _MAX_TREES):
        if not isinstance(held, list) or len(held) != per_round:
            raise RecordError(f"a round of boosting must have {per_round} trees")
        rounds.append([_build_predictor(each, feature_count) for each in held])
    baseline = _take_array(root, "_baseline_prediction", (1, per_round))
    if baseline.dtype != np.float64:
        raise RecordError("its baseline has numbers of another type")
    # What else prediction needs holds no numbers of its own: that of any training on as many features and classes.
    plain = np.zeros((2 * class_count, feature_count), np.float32)
    model = HistGradientBoostingClassifier(max_iter=1, early_stopping=False, categorical_features=None)
    model.fit(plain, np.arange(2 * class_count) % class_count)
    return _set(model, _predictors=rounds, _baseline_prediction=baseline, max_iter=len(rounds))


def _build_predictor(record: Any, feature_count: int) -> TreePredictor:
    nodes = _require(record, "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor").get("nodes")
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or not len(nodes):
        raise RecordError("a tree has no nodes")
    if nodes.dtype != PREDICTOR_RECORD_DTYPE:
        raise RecordError("its trees are of another version of scikit-learn")
    if not np.isin(nodes["is_leaf"], (0, 1)).all() or nodes["is_categorical"].any():
        raise RecordError("a tree splits by categories")
    if not np.isfinite(nodes["value"]).all():
        raise RecordError("a tree's leaf is not finite")
    is_leaf = nodes["is_leaf"] == 1
    _check_children(nodes, is_leaf, "left", "right", "feature_idx", "num_threshold", feature_count)
    none = np.zeros((0, 8), np.uint32)
    return TreePredictor(np.ascontiguousarray(nodes), none, none)


def _build_scaled(root: Record, feature_count: int, class_count: int,
                  build: Callable[[Record, int, int], BaseEstimator]) -> Pipeline:
    steps = _take_list(_require(root, "sklearn.pipeline.Pipeline"), "steps", 2)
    if len(steps) != 2 or any(not isinstance(step, (tuple, list)) or len(step) != 2 for step in steps):
        raise RecordError("it must hold a scaling and a classifier")
    held = _require(steps[0][1], "sklearn.preprocessing._data.StandardScaler")
    mean, scale = (_take_array(held, name, (feature_count,)) for name in ("mean_", "scale_"))
    if (scale <= 1 / _LARGEST).any():
        raise RecordError("a feature's scale must be above 0")
    scaler = _set(StandardScaler(), mean_=mean, scale_=scale, var_=scale, n_features_in_=feature_count,
                  n_samples_seen_=1)
    return make_pipeline(scaler, build(steps[1][1], feature_count, class_count))


def _build_regression(held: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(held, "sklearn.linear_model._logistic.LogisticRegression")
    rows = class_count if class_count > 2 else 1
    return _set(LogisticRegression(), coef_=_take_array(held, "coef_", (rows, feature_count)),
                intercept_=_take_array(held, "intercept_", (rows,)), classes_=np.arange(class_count),
                n_features_in_=feature_count, n_iter_=np.array([1], np.int32))


def _build_machine(held: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(held, "sklearn.calibration.CalibratedClassifierCV")
    (inner,) = _take_list(held, "calibrated_classifiers_", 1)
    _require(inner, "sklearn.calibration._CalibratedClassifier")
    machine = _build_svc(inner.get("estimator"), feature_count, class_count)
    sigmoids = []
    for each in _take_list(inner, "calibrators", class_count):
        _require(each, "sklearn.calibration._SigmoidCalibration")
        slope, shift = each.get("a_"), each.get("b_")
        if not all(isinstance(value, (int, float)) and np.isfinite(value) for value in (slope, shift)):
            raise RecordError("a calibration is not finite")
        sigmoids.append(_set(_SigmoidCalibration(), a_=np.float64(slope), b_=np.float64(shift)))
    classes = np.arange(class_count)
    if len(sigmoids) != (class_count if class_count > 2 else 1):
        raise RecordError("it must have a calibration for each class")
    calibrated = _CalibratedClassifier(machine, sigmoids, method="sigmoid", classes=classes)
    return _set(CalibratedClassifierCV(SVC()), calibrated_classifiers_=[calibrated], classes_=classes,
                n_features_in_=feature_count)


def _build_svc(record: Any, feature_count: int, class_count: int) -> SVC:
    held, pairs = _require(record, "sklearn.svm._classes.SVC"), class_count * (class_count - 1) // 2
    vectors = _take_array(held, "support_vectors_", (None, feature_count))
    count = len(vectors)
    per_class = _take_array(held, "_n_support", (class_count,), "i")
    # libsvm has these signs, scikit-learn others for two classes.
    weights, intercept = _take_array(held, "_dual_coef_", (class_count - 1, count)), _take_array(
        held, "_intercept_", (pairs,))
    support = _take_array(held, "support_", (count,), "i")
    gamma = held.get("_gamma")
    if not isinstance(gamma, (int, float)) or not 0 < gamma < 1e30:
        raise RecordError("its gamma must be above 0")
    types_fit = (vectors.dtype, weights.dtype, intercept.dtype) == (np.float64,) * 3
    types_fit &= (per_class.dtype, support.dtype) == (np.int32,) * 2
    if not types_fit or (per_class < 0).any() or per_class.astype(np.int64).sum() != count or count > MAX_SLOW_SAMPLES:
        raise RecordError("its support vectors do not fit together")
    sign = -1.0 if class_count == 2 else 1.0
    empty = np.empty(0)
    return _set(SVC(), support_=np.arange(count, dtype=np.int32), support_vectors_=vectors, _n_support=per_class,
                dual_coef_=sign * weights, _dual_coef_=weights, intercept_=sign * intercept, _intercept_=intercept,
                _probA=empty, _probB=empty, _gamma=float(gamma), _sparse=False, fit_status_=0,
                shape_fit_=(count, feature_count), class_weight_=np.ones(class_count), classes_=np.arange(class_count),
                n_features_in_=feature_count)


def _build_neighbours(held: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(held, "sklearn.neighbors._classification.KNeighborsClassifier")
    samples = _take_array(held, "_fit_X", (None, feature_count))
    classes = _take_array(held, "_y", (len(samples),), "i")
    if len(samples) > MAX_SLOW_SAMPLES or (np.unique(classes) != np.arange(class_count)).any():
        raise RecordError("its samples do not fit its classes")
    count = _take_whole(held, "n_neighbors", 1, min(len(samples), _MAX_NEIGHBOURS))
    return KNeighborsClassifier(count).fit(samples, classes)  # its search tree is made anew


def _build_perceptron(held: Record, feature_count: int, class_count: int) -> BaseEstimator:
    _require(held, "sklearn.neural_network._multilayer_perceptron.MLPClassifier")
    outputs = class_count if class_count > 2 else 1
    weights, shifts = (_take_list(held, name, 2) for name in ("coefs_", "intercepts_"))
    hidden = weights[0].shape[1] if isinstance(weights[0], np.ndarray) and weights[0].ndim == 2 else 0
    if len(weights) != 2 or len(shifts) != 2 or not 1 <= hidden <= _MAX_HIDDEN:
        raise RecordError("it must have one hidden layer")
    for array, shape in zip((*weights, *shifts), ((feature_count, hidden), (hidden, outputs), (hidden,), (outputs,))):
        fits = isinstance(array, np.ndarray) and array.shape == shape and array.dtype in (np.float32, np.float64)
        if not fits or not (np.abs(array) < _LARGEST).all():
            raise RecordError("its weights do not fit together")
    model = MLPClassifier((hidden,))
    return _set(model, coefs_=weights, intercepts_=shifts, n_layers_=3, n_outputs_=outputs, n_iter_=1,
                out_activation_="softmax" if class_count > 2 else "logistic", n_features_in_=feature_count,
                classes_=np.arange(class_count))


def _scaled(build: Callable[[Record, int, int], BaseEstimator]) -> Callable[[Record, int, int], BaseEstimator]:
    return lambda root, feature_count, class_count: _build_scaled(root, feature_count, class_count, build)


_BUILDERS: dict[str, Callable[[Record, int, int], BaseEstimator]] = {
    "random forest": _build_forest,
    "gradient boosting": _build_boosting,
    "logistic regression": _scaled(_build_regression),
    "support vector machine": _scaled(_build_machine),
    "nearest neighbours": _scaled(_build_neighbours),
    "perceptron": _scaled(_build_perceptron),
}
