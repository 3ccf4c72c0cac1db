"""What maps of borders and directions cost an edge: exact integrals, bounded penalties, gradients."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from eo_deep.polygonization.mesh.evidence import BORDER, integrate_along, penalize_border, penalize_course

A, B = np.array([4.3, 5.2]), np.array([22.1, 17.6])


def make_maps(seed: int = 0) -> np.ndarray:
    """(5, 30, 30) of noise."""
    return np.random.default_rng(seed).uniform(-0.7, 0.7, (5, 30, 30)).astype(np.float32)


def differentiate(function, at: np.ndarray, step: float = 1e-5) -> list[float]:
    return [(function(at + e) - function(at - e)) / (2 * step) for e in np.eye(2) * step]


def test_the_integral_along_an_edge_is_that_of_the_bilinear_map():
    maps, t = make_maps(), (np.arange(200_000) + 0.5) / 200_000
    x, y = (A[:, None] + t * (B - A)[:, None]) - 0.5
    expected = map_coordinates(maps[0].astype(float), [y, x], order=1).mean() * math.dist(A, B)
    assert integrate_along(maps, 0, *A, *B)[0] == pytest.approx(expected, abs=1e-5)
    assert integrate_along(maps, 0, *B, *A)[0] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("end", [B, [22.1, 5.2], [4.3, 28.0], [-5.0, -3.0]])
def test_its_gradient_is_that_of_the_integral(end):
    maps = make_maps(1)
    gradient = integrate_along(maps, 2, *A, *end)[1:]
    assert gradient == pytest.approx(differentiate(lambda b: integrate_along(maps, 2, *A, *b)[0], np.array(end)),
                                     abs=1e-5)


@pytest.mark.parametrize("bound", [0.28, 2.0])
def test_the_penalty_of_a_course_and_its_sureness_have_their_gradients(bound):
    maps = make_maps(2)
    maps[1] += 0.6  # so that there is a direction
    found = penalize_course(maps, *A, *B, bound)
    for k in (0, 3):
        expected = differentiate(lambda b, k=k: penalize_course(maps, *A, *b, bound)[k], B)
        assert found[k + 1 : k + 3] == pytest.approx(expected, abs=1e-5)


def test_the_penalty_of_a_course_is_bounded_and_weighted_by_how_sure_the_direction_is():
    maps = np.zeros((5, 30, 30), np.float32)
    maps[1] = 0.5  # walls along the axes, half sure
    assert penalize_course(maps, 5, 5, 25, 5, 0.28)[0] == pytest.approx(0)
    assert penalize_course(maps, 5, 5, 20, 20, 0.28)[0] == pytest.approx(0.28 * 0.5 * math.hypot(15, 15))
    assert penalize_course(maps, 5, 5, 25, 6, 0.28)[0] == pytest.approx(
        0.5 * math.hypot(20, 1) * math.sin(2 * math.atan2(1, 20))**2)
    assert penalize_course(0 * maps, 5, 5, 20, 20, 0.28) == (0.0,) * 6


def test_a_border_that_is_not_seen_costs_and_pulls_towards_where_it_is():
    maps = np.zeros((5, 30, 30), np.float32)
    assert penalize_border(maps, 5, 5, 17, 10)[0] == pytest.approx(13.0)
    maps[BORDER] = 1
    assert penalize_border(maps, 5, 5, 17, 10)[0] == pytest.approx(0)
    maps = np.abs(make_maps(3))
    found = penalize_border(maps, *A, *B)
    assert found[1:] == pytest.approx(differentiate(lambda b: penalize_border(maps, *A, *b)[0], B), abs=1e-5)
