"""A classifier comes back from its file as it was; forged ones are refused, which scikit-learn would run."""

import io
import json
import warnings
import zipfile

import numpy as np
import pytest

from eo_deep.io.card_schema import PIXEL_CLASSIFIERS
from eo_deep.pixel_classification.classifier_file import dump_classifier, load_classifier
from eo_deep.pixel_classification.classifiers import CLASSIFIERS, ClassifierSettings
from eo_deep.pixel_classification.skops_records import RecordError

FEATURES = 3


def train(name, class_count):
    rng = np.random.default_rng(0)
    classes = np.arange(120) % class_count
    samples = (rng.normal(size=(class_count, FEATURES))[classes] * 500 + rng.normal(size=(120, FEATURES)) * 200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 300 steps are enough here
        return ClassifierSettings(name, trees=3).make(120).fit(samples.astype(np.float32), classes)


@pytest.mark.parametrize("class_count", [2, 4])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_classifier_comes_back_bit_by_bit(name, class_count):
    trained = train(name, class_count)
    loaded = load_classifier(dump_classifier(trained), name, FEATURES, class_count)
    samples = np.random.default_rng(1).normal(0, 800, (500, FEATURES)).astype(np.float32)
    assert (loaded.predict_proba(samples) == trained.predict_proba(samples)).all()


def test_cards_know_the_same_classifiers():
    assert tuple(CLASSIFIERS) == PIXEL_CLASSIFIERS


def change_arrays(data, change):
    """The skops file with each array replaced by what `change` makes of it, a copy; None leaves it as it is."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".npy"):
                array = np.load(io.BytesIO(content))
                changed = change(array.copy())
                if changed is not None:
                    buffer = io.BytesIO()
                    np.save(buffer, changed)
                    content = buffer.getvalue()
            written.writestr(name, content)
    return target.getvalue()


def set_field(field, place, value):
    def change(array):
        if array.dtype.names and field in array.dtype.names and len(array) > place:
            array[field][place] = value
            return array
        return None

    return change


FORGED = [
    ("random forest", set_field("left_child", 0, 10**8), "leads out of its tree"),
    ("random forest", set_field("right_child", 0, -7), "leads out of its tree"),
    ("random forest", set_field("left_child", 0, 0), "leads out of its tree"),
    ("random forest", set_field("feature", 0, 3), "a feature that is not there"),
    ("random forest", set_field("feature", 0, -1), "a feature that is not there"),
    ("random forest", set_field("threshold", 0, np.nan), "threshold is not finite"),
    ("random forest", lambda array: array[:-1] if array.ndim == 3 else None, "values has another shape"),
    ("random forest", lambda array: array * np.nan if array.ndim == 3 else None, "not finite"),
    ("gradient boosting", set_field("left", 0, 4_000_000_000), "leads out of its tree"),
    ("gradient boosting", set_field("feature_idx", 0, 9), "a feature that is not there"),
    ("gradient boosting", set_field("num_threshold", 0, np.inf), "threshold is not finite"),
    ("gradient boosting", set_field("is_categorical", 0, 1), "splits by categories"),
    ("gradient boosting", set_field("value", -1, np.nan), "not finite"),
    ("support vector machine", lambda array: array * 1000 if array.dtype == np.int32 else None, "do not fit together"),
    ("support vector machine", lambda array: array[:, :2] if array.shape[1:] == (3,) else None, "another shape"),
    ("nearest neighbours", lambda array: array + 1 if array.dtype == np.int64 else None, "do not fit its classes"),
    ("logistic regression", lambda array: array * np.inf if array.shape == (4, 3) else None, "not finite"),
    ("logistic regression", lambda array: -np.abs(array) if array.shape == (3,) else None, "must be above 0"),
    ("perceptron", lambda array: array[:1] if array.ndim == 2 else None, "do not fit together"),
]


@pytest.mark.parametrize(("name", "change", "sentence"), FORGED)
def test_forged_numbers_are_refused(name, change, sentence):
    data = change_arrays(dump_classifier(train(name, 4)), change)
    with pytest.raises(RecordError, match=sentence):
        load_classifier(data, name, FEATURES, 4)


def test_other_objects_are_refused_and_never_built():
    data = dump_classifier(train("logistic regression", 4))
    for name in ("random forest", "gradient boosting", "nearest neighbours", "support vector machine", "perceptron"):
        with pytest.raises(RecordError, match="it holds .* in place of"):
            load_classifier(data, name, FEATURES, 4)
    for features, classes in ((2, 4), (3, 3), (3, 2)):
        with pytest.raises(RecordError, match="another shape"):
            load_classifier(data, "logistic regression", features, classes)


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 1000])
def test_other_files_are_refused(data):
    with pytest.raises(RecordError, match="it is no skops file"):
        load_classifier(data, "random forest", FEATURES, 4)


def test_a_schema_that_nests_without_end_is_refused():
    node = {"__class__": "list", "__module__": "builtins", "__loader__": "ListNode", "content": []}
    text = json.dumps(node)
    for _ in range(3000):
        text = text.replace("[]", "[" + json.dumps(node) + "]", 1) if len(text) < 300_000 else text
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr("schema.json", text)
    with pytest.raises(RecordError):
        load_classifier(buffer.getvalue(), "random forest", FEATURES, 4)
