"""Scores of an alignment: values that follow from the definitions."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from eo_deep.evaluation.alignment.scores import (
    calibrate_confidence,
    measure_area_under_curve,
    measure_object_distances,
    measure_shape_change,
    measure_vertex_distances,
    share_within,
)

WITH_HOLE = shapely.Polygon([(0, 0), (10, 0), (10, 6), (4, 6), (4, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)]])
TWO_PARTS = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 3, 4, 5)])
LINE = shapely.LineString([(0, 0), (5, 0), (5, 5)])
L_SHAPE = shapely.Polygon([(0, 0), (10, 0), (10, 6), (4, 6), (4, 9), (0, 9)])


def _array(*geometries) -> np.ndarray:
    return np.array([None, *geometries], object)[1:]


def test_a_shift_is_the_distance_of_every_vertex_of_any_geometry():
    true = _array(WITH_HOLE, TWO_PARTS, LINE, shapely.force_3d(L_SHAPE, 7))
    moved = _array(*(affinity.translate(geometry, 3, 4) for geometry in true))
    found = measure_vertex_distances(moved, true)
    assert np.allclose(found.distance, 5)
    assert np.bincount(found.owner).tolist() == [9, 8, 3, 6]
    assert found.corresponding.all()
    assert np.allclose(measure_object_distances(moved, true), 5)
    change = measure_shape_change(moved, true)
    assert np.abs(change.length).max() == 0 and change.angle_deg.max() == 0
    assert len(change.length) == 9 + 8 + 2 + 6 and len(change.angle_deg) == 9 + 8 + 1 + 6


@pytest.mark.parametrize("store", [shapely.reverse, shapely.normalize])
def test_a_ring_stored_from_another_vertex_on_has_not_moved(store):
    found = measure_vertex_distances(_array(store(affinity.translate(L_SHAPE, 1, 0))), _array(L_SHAPE))
    assert np.allclose(found.distance, 1)


def test_other_vertices_are_measured_from_the_outline():
    true = _array(L_SHAPE, shapely.Polygon([(0, 0), (4, 0), (4, 2), (4, 4), (0, 4)]))
    moved = _array(affinity.translate(L_SHAPE, 0, 2), affinity.translate(shapely.box(0, 0, 4, 4), 1, 0))
    found = measure_vertex_distances(moved, true)
    assert found.corresponding.tolist() == [True, False]
    assert np.allclose(found.distance[found.owner == 0], 2)
    assert np.sort(found.distance[found.owner == 1]).tolist() == [0, 0, 1, 1]
    parts = measure_vertex_distances(_array(TWO_PARTS), _array(shapely.box(0, 0, 1, 1)))
    assert not parts.corresponding.any() and len(parts.distance) == 8


def test_shape_change_tells_lengths_and_angles():
    square = shapely.box(0, 0, 4, 4)
    scaled = measure_shape_change(_array(affinity.scale(square, 1.5, 1.5)), _array(square))
    assert np.allclose(scaled.length, 2) and np.allclose(scaled.angle_deg, 0)
    turned = measure_shape_change(_array(affinity.rotate(square, 30)), _array(square))
    assert np.allclose(turned.length, 0) and np.allclose(turned.angle_deg, 0)
    sheared = measure_shape_change(_array(affinity.skew(square, 20)), _array(square))
    assert np.allclose(sheared.angle_deg, 20)


def test_curve_and_its_area():
    distance = np.array([0.0, 1.0, 3.0, 20.0])
    assert share_within(distance, [0, 1, 2, 8]).tolist() == [0.25, 0.5, 0.5, 0.75]
    steps = np.linspace(0, 8, 80_001)
    assert measure_area_under_curve(distance, 8) == pytest.approx(share_within(distance, steps).mean(), abs=1e-4)
    assert measure_area_under_curve(np.zeros(3), 8) == 1
    assert np.isnan(share_within(np.array([]), [1])).all() and np.isnan(measure_area_under_curve(np.array([]), 8))


def test_a_confidence_that_tells_the_truth_is_calibrated():
    rng = np.random.default_rng(0)
    confidence = rng.random(20_000)
    distance = np.where(rng.random(20_000) < confidence, 1.0, 5.0)
    found = calibrate_confidence(confidence, distance, 1.5)
    assert found.error < 0.02 and found.count.sum() == 20_000
    assert found.median_top == 1 and found.median_rest == 5
    assert calibrate_confidence(1 - confidence, distance, 1.5).error > 0.4
    assert np.isnan(calibrate_confidence(np.array([]), np.array([]), 1.5).error)


def test_nothing_to_score_is_no_error():
    none = np.array([], object)
    assert len(measure_vertex_distances(none, none).distance) == 0
    assert len(measure_shape_change(none, none).length) == 0
    assert len(measure_object_distances(none, none)) == 0
