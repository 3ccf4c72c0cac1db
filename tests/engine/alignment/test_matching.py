import math

import numpy as np
import pytest
import shapely
import shapely.affinity
import torch

from eo_deep.alignment.matching import cut, measure_valid_share, score_rotations, score_shifts
from eo_deep.alignment.shape_points import CHANNELS, sample_shape
from eo_deep.alignment.templates import MAX_EVIDENCE, bound, draw_template

HOUSE = shapely.affinity.rotate(shapely.box(50.3, 40.7, 70.1, 62.9), 20)
COURT = shapely.Polygon(shapely.box(40, 40, 70, 70).exterior.coords, [shapely.box(50, 50, 60, 60).exterior.coords])


def score_at(evidence, origin, xy, features):
    """What a placement scores, in the plainest way: evidence read bilinearly at the points, 0 beyond its border."""
    channels, height, width = evidence.shape
    framed = np.zeros((channels, height + 3, width + 3))
    framed[:, 1:-2, 1:-2] = evidence
    # Values stand at pixel centres.
    column, row = np.clip((np.asarray(xy) - origin + 0.5).T, 0, [[width + 1], [height + 1]])
    c, r = np.floor(column).astype(int), np.floor(row).astype(int)
    right, below = column - c, row - r
    read = (framed[:, r, c] * (1 - right) + framed[:, r, c + 1] * right) * (1 - below)
    read += (framed[:, r + 1, c] * (1 - right) + framed[:, r + 1, c + 1] * right) * below
    return float((read.T * features).sum())


def turn_shape(shape, turn, centre):
    """The points and features of a shape turned about `centre`, its walls' directions with them."""
    cosine, sine = turn[:, 0]
    double = np.array([[cosine**2 - sine**2, -2 * sine * cosine], [2 * sine * cosine, cosine**2 - sine**2]])
    features = shape.features.copy()
    features[:, 3:5], features[:, 5:7] = features[:, 3:5] @ turn.T, features[:, 5:7] @ double.T
    return (shape.xy - centre) @ turn.T + centre, features


def draw_evidence(geometry, size=128):
    """Evidence that shows exactly one object."""
    template, (left, top) = draw_template(sample_shape(geometry))
    evidence = np.zeros((len(CHANNELS), size, size), np.float32)
    evidence[:, top : top + template.shape[1], left : left + template.shape[2]] = template
    return evidence


@pytest.mark.parametrize("geometry", [HOUSE, COURT, shapely.MultiPolygon([HOUSE, shapely.box(90, 90, 99, 99)])])
def test_points_of_a_polygon_stand_for_its_area_and_its_walls(geometry):
    shape = sample_shape(geometry)
    sums = shape.features.sum(axis=0) * math.sqrt(geometry.length)
    assert sums[0] == pytest.approx(geometry.area, rel=1e-5)
    assert sums[2] == pytest.approx(geometry.length, rel=1e-5)
    assert np.abs(sums[3:5]).max() < 1e-3, "the outward directions of a closed outline cancel"


def test_walls_point_out_of_the_object_and_into_its_holes():
    shape = sample_shape(COURT)
    walls = shape.features[:, 2] > 0
    outwards = shape.xy[walls] + 0.1 * np.sign(shape.features[walls][:, 3:5])
    assert not shapely.contains_xy(COURT, *outwards.T).any()


def test_ring_points_lie_outside_and_inside_points_inside():
    shape = sample_shape(COURT)
    assert shapely.contains_xy(COURT, *shape.xy[shape.features[:, 0] > 0].T).all()
    assert not shapely.contains_xy(COURT, *shape.xy[shape.features[:, 1] > 0].T).any()


@pytest.mark.parametrize("geometry", [shapely.Polygon(), shapely.GeometryCollection(), shapely.LineString()])
def test_an_empty_geometry_has_no_points(geometry):
    shape = sample_shape(geometry)
    assert shape.xy.shape == (0, 2)
    scores, known = score_shifts(np.ones((7, 9, 9), np.float32), np.ones((9, 9), bool), (0, 0), shape, 3)
    assert not scores.any() and known == 0


def test_a_line_has_walls_without_sides_and_no_inside():
    shape = sample_shape(shapely.LineString([(10, 10), (40, 10)]))
    assert shape.features[:, 0].sum() == 0 and shape.features[:, 3:5].any() == 0
    np.testing.assert_allclose(shape.features[:, 5], shape.features[:, 2])


def test_a_tiny_polygon_and_repeated_vertices_are_sampled():
    assert sample_shape(shapely.box(5.1, 5.1, 5.3, 5.3)).features[:, 0].sum() > 0
    shape = sample_shape(shapely.Polygon([(0, 0), (4, 0), (4, 0), (4, 4), (0, 4)]))
    assert np.isfinite(shape.features).all()


def test_a_huge_polygon_keeps_few_points_of_the_same_weight():
    shape = sample_shape(shapely.box(0, 0, 1000, 2000))
    inside = shape.features[:, 0] > 0
    assert inside.sum() < 5000
    assert shape.features[:, 0].sum() * math.sqrt(6000) == pytest.approx(2e6, rel=1e-4)


def test_the_best_shift_is_the_true_one():
    evidence = draw_evidence(shapely.affinity.translate(HOUSE, 5, -3))
    scores, known = score_shifts(evidence, np.ones((128, 128), bool), (0, 0), sample_shape(HOUSE), 24)
    row, column = np.unravel_index(scores.argmax(), scores.shape)
    assert (column - 24, row - 24) == (5, -3)
    assert known == pytest.approx(1.0)


def test_shift_scores_agree_with_exact_placements_for_any_window():
    rng = np.random.default_rng(0)
    evidence = rng.normal(size=(7, 128, 128)).astype(np.float32)
    shape = sample_shape(HOUSE)
    scores, _ = score_shifts(evidence, np.ones((128, 128), bool), (0, 0), shape, 12)
    part, _ = score_shifts(evidence[:, 10:110, 20:120], np.ones((100, 100), bool), (20, 10), shape, 12)
    np.testing.assert_allclose(part, scores, atol=1e-4)
    for dx, dy in ((0, 0), (7, 2), (-12, 12)):
        assert scores[12 + dy, 12 + dx] == pytest.approx(
            score_at(evidence, (0, 0), shape.xy + (dx, dy), shape.features), abs=1e-4
        )


def test_turned_scores_are_those_of_turned_shapes():
    evidence = np.random.default_rng(1).normal(size=(7, 60, 128)).astype(np.float32)  # the house leaves it
    shape, centre, angles = sample_shape(HOUSE), np.array([31.3, 28.8]), np.radians([-40.0, 0.0, 3.0])
    found = score_rotations(evidence, (5, 2), shape, centre, angles)
    for score, angle in zip(found, angles):
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        assert score == pytest.approx(score_at(evidence, (5, 2), *turn_shape(shape, turn, centre)), abs=1e-4)


def test_nothing_is_known_beyond_the_evidence():
    shape = sample_shape(shapely.box(-10, 10, 10, 30))
    evidence, known = np.ones((7, 50, 50), np.float32), np.ones((50, 50), bool)
    scores, share = score_shifts(evidence, known, (0, 0), shape, 5)
    assert 0.3 < share < 0.7
    assert measure_valid_share(known, (0, 0), shape) == pytest.approx(share, abs=1e-6)
    assert scores[5, 5] == pytest.approx(score_at(evidence, (0, 0), shape.xy, shape.features), abs=1e-3)


def test_a_turned_shape_is_the_shape_of_the_turned_object():
    turn = np.array([[math.cos(0.3), -math.sin(0.3)], [math.sin(0.3), math.cos(0.3)]])
    bent = shapely.LineString([(10, 10), (40, 15), (45, 30)])
    for geometry in (HOUSE, bent):
        xy, features = turn_shape(sample_shape(geometry), turn, np.zeros(2))
        there = sample_shape(shapely.affinity.affine_transform(geometry, [*turn.ravel(), 0, 0]))
        ours, theirs = (each.sum(axis=0) / each[:, 2].sum() for each in (features, there.features))
        assert ours[3:] == pytest.approx(theirs[3:], abs=1e-4)
        first, second = xy[features[:, 2] > 0].mean(axis=0), there.xy[there.features[:, 2] > 0].mean(axis=0)
        np.testing.assert_allclose(first, second, atol=0.5)


def test_cut_pads_what_lies_beyond():
    layers = np.arange(12, dtype=np.float32).reshape(1, 3, 4)
    np.testing.assert_array_equal(cut(layers, -1, 1, 3, 3)[0], [[0, 4, 5], [0, 8, 9], [0, 0, 0]])
    assert not cut(layers, 50, 50, 2, 2).any()


def test_evidence_is_bounded_and_the_logit_is_not():
    outputs = torch.full((8, 2, 2), 50.0)
    bounded = bound(outputs)
    assert bounded[0].eq(50).all() and bounded[1:].max() <= MAX_EVIDENCE
    assert bound(torch.full((8, 1, 1), 0.01))[3].item() == pytest.approx(0.01, rel=1e-3)
