"""Classes chosen from probabilities."""

import numpy as np

from eo_deep.streaming.probabilities import choose_classes


def test_classes_are_chosen_by_the_stored_threshold_of_two_and_the_maximum_of_more():
    two = {"classes": [{"value": 0}, {"value": 7}], "threshold": 0.6}
    scores = np.array([[[0.45, 0.4, 0.1]], [[0.55, 0.6, 0.9]]], np.float32)
    valid = np.array([[True, True, False]])
    assert choose_classes(scores, valid, two).tolist() == [[0, 7, 255]]
    assert choose_classes(scores, valid, {**two, "threshold": None}).tolist() == [[7, 7, 255]]
    three = {"classes": [{"value": 3}, {"value": 1}, {"value": 2}]}
    scores = np.array([[[0.2, 0.5]], [[0.3, 0.1]], [[0.5, 0.4]]])
    assert choose_classes(scores, valid[:, :2], three).tolist() == [[2, 3]]
