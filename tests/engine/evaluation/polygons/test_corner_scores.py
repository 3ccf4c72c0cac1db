"""Corners of outlines and which of them belong together: by hand, and against trying all matchings."""

import itertools

import numpy as np
import pytest
import shapely
from shapely import affinity

from eo_deep.evaluation.polygons.corner_scores import (
    find_corners,
    find_medians,
    match_corners,
    measure_corner_distances,
)

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])


def layer(*geometries):
    return np.array([None, *geometries], object)[1:]


def match_exhaustively(fewer, more):
    """The minimum sum of distances over all choices of partners in cyclic order."""
    sums = []
    for chosen in itertools.combinations(range(len(more)), len(fewer)):
        for shift in range(len(fewer)):
            sums.append(np.hypot(*(fewer - more[np.roll(chosen, shift)]).T).sum())
    return min(sums)


def test_vertices_on_straight_edges_are_no_corners():
    ring = np.array([(0, 0), (0, 5), (0, 10), (0, 10), (10, 10), (10, 0), (5, 0)])
    assert {tuple(corner) for corner in find_corners(ring).tolist()} == {(0, 0), (0, 10), (10, 10), (10, 0)}
    slanted = shapely.segmentize(affinity.rotate(shapely.box(5e5, 5e6, 5e5 + 10, 5e6 + 10), 33), 1)
    assert len(find_corners(shapely.get_coordinates(slanted))) == 4


def test_corners_run_counter_clockwise():
    x, y = find_corners(SQUARE[::-1]).T
    assert (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() > 0


def test_the_first_corner_and_the_direction_do_not_matter():
    moved = SQUARE + [0.3, 0.4]
    for shift in range(4):
        assert match_corners(np.roll(moved, shift, axis=0), SQUARE) == pytest.approx([0.5] * 4)
    first, second = shapely.Polygon(moved[::-1]), shapely.Polygon(SQUARE)
    distances, owner = measure_corner_distances(layer(first, second), layer(second, second))
    assert distances == pytest.approx([0.5] * 4 + [0] * 4)
    assert owner.tolist() == [0] * 4 + [1] * 4


def test_one_wrong_corner_is_far_and_the_others_stay():
    moved = SQUARE.copy()
    moved[2] = (7, 6)
    assert match_corners(moved, SQUARE) == pytest.approx([0, 0, 5, 0])


def test_more_corners_than_in_the_reference_are_left_over():
    assert match_corners(np.insert(SQUARE, 1, (5, -0.5), axis=0), SQUARE) == pytest.approx([0] * 4)


def test_a_corner_without_partner_is_farther_than_any_distance():
    distances = match_corners(SQUARE[:3], SQUARE)
    assert distances[:3] == pytest.approx([0] * 3)
    assert np.isinf(distances[3])


def test_matchings_are_the_best_ones_in_order():
    random = np.random.default_rng(0)
    for _ in range(100):
        few = random.integers(1, 5)
        fewer, more = random.random((few, 2)), random.random((random.integers(few, 8), 2))
        best = match_exhaustively(fewer, more)
        assert match_corners(more, fewer).sum() == pytest.approx(best)
        distances = match_corners(fewer, more)
        assert distances[np.isfinite(distances)].sum() == pytest.approx(best)
        assert np.isfinite(distances).sum() == few


def test_the_largest_part_counts():
    near, far = shapely.box(0, 0, 10, 10), shapely.box(50, 0, 51, 1)
    distances, _ = measure_corner_distances(layer(shapely.MultiPolygon([far, near])), layer(near))
    assert distances.tolist() == [0] * 4
    assert [len(part) for part in measure_corner_distances(layer(), layer())] == [0, 0]


def test_outlines_of_thousands_of_corners_are_matched_to_the_nearest():
    turn = np.linspace(0, 2 * np.pi, 4001)[:-1]
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 1000
    assert match_corners(ring, ring[::2]) == pytest.approx(np.zeros(2000))


def test_medians_by_owner():
    distances, owner = np.array([3.0, 1.0, 2.0, 5.0, np.inf, np.inf, 1.0]), np.array([0, 0, 0, 2, 2, 3, 3])
    assert find_medians(distances, owner, 4).tolist() == pytest.approx([2, np.nan, np.nan, np.nan], nan_ok=True)
    assert find_medians(np.array([1.0, 2.0]), np.array([0, 0]), 1) == [1.5]
