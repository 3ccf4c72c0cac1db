"""Objects that were not found, and their neighbours that were."""

import numpy as np
import pytest

from eo_deep.alignment.neighbour_shifts import predict_shifts

# Six around a seventh.
ANGLES = np.arange(6) * np.pi / 3
PLACES = np.append(20 * np.column_stack([np.cos(ANGLES), np.sin(ANGLES)]), [[0.0, 0.0]], axis=0)
FOUND = np.array([True] * 6 + [False])


def predict(shifts, found=FOUND, places=PLACES, gradient=0.045):
    return predict_shifts(places, np.asarray(shifts, float), np.full(len(places), 0.1), found, ~found, gradient, 0.6)


def test_the_mean_of_neighbours_that_agree_is_taken():
    shifts = [(8, 0), (8.1, 0.1), (7.9, 0), (8, -0.1), (8, 0), (-5, 3), (0, 0)]  # one of six is elsewhere
    numbers, shift_m, confidence = predict(shifts)
    assert numbers.tolist() == [6]
    assert shift_m[0] == pytest.approx([8, 0], abs=0.1)
    assert 0.2 < confidence[0] <= 0.5


def test_neighbours_that_disagree_are_not_followed():
    scattered = [(8, 0), (0, 8), (-8, 0), (0, -8), (5, 5), (-5, 5), (0, 0)]
    halves = [(8, 0)] * 3 + [(0, 0)] * 3 + [(0, 0)]
    assert not len(predict(scattered)[0])
    assert not len(predict(halves)[0])


def test_two_neighbours_or_far_ones_are_too_few():
    few = np.array([True, True] + [False] * 5)
    assert not len(predict(np.full((7, 2), 8.0), few)[0])
    far = PLACES.copy()
    far[6] = 1000, 0
    assert not len(predict(np.full((7, 2), 8.0), places=far)[0])
    assert not len(predict(np.full((7, 2), 8.0), np.ones(7, bool))[0])


def test_the_more_neighbours_differ_the_lower_is_the_confidence():
    exact = predict([(8, 0)] * 7)[2][0]
    spread = predict([(8 + 0.8 * (-1) ** k, 0) for k in range(7)])[2][0]
    assert spread < exact
