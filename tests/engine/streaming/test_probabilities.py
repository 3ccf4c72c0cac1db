"""Classes chosen from probabilities, and probabilities as they are stored."""

import numpy as np

from eo_deep.streaming.probabilities import choose_classes, round_probabilities


def test_classes_are_chosen_by_the_stored_threshold_of_two_and_the_maximum_of_more():
    two = {"classes": [{"value": 0}, {"value": 7}], "threshold": 0.6}
    scores = np.array([[[0.45, 0.4, 0.1]], [[0.55, 0.6, 0.9]]], np.float32)
    valid = np.array([[True, True, False]])
    assert choose_classes(scores, valid, two).tolist() == [[0, 7, 255]]
    assert choose_classes(scores, valid, {**two, "threshold": None}).tolist() == [[7, 7, 255]]
    down = {"classes": [{"value": 200}, {"value": 3}], "threshold": 0.6}
    chosen = choose_classes(scores, valid, down)
    assert chosen.tolist() == [[200, 3, 255]] and chosen.dtype == np.uint8
    three = {"classes": [{"value": 3}, {"value": 1}, {"value": 2}]}
    scores = np.array([[[0.2, 0.5]], [[0.3, 0.1]], [[0.5, 0.4]]])
    assert choose_classes(scores, valid[:, :2], three).tolist() == [[2, 3]]
    tied = np.array([[[0.4, 0.2]], [[0.4, 0.4]], [[0.2, 0.4]]])
    assert choose_classes(tied, valid[:, :2], three).tolist() == [[3, 1]]  # the first of equals


def test_probabilities_are_stored_in_steps_that_a_file_shrinks():
    scores = np.array([[[0.50012, 1, 0.3]]], np.float32)
    rounded = round_probabilities(scores, np.array([[True, True, False]]))
    assert rounded.dtype == np.float32 and np.array_equal(rounded, [[[0.5, 1, np.nan]]], equal_nan=True)
    assert scores[0, 0, 0] == np.float32(0.50012)  # what was given stays
