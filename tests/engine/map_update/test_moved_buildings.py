"""Objects of a map that were not found, matched with new buildings of their shape."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from eo_deep.alignment.placement import ALIGNED, NOT_FOUND, UNCHANGED, Alignment
from eo_deep.geo.grid import Grid
from eo_deep.geo.image_frame import make_image_frame
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.map_update.moved_buildings import match_by_shape, reassociate
from eo_deep.progress import silent


def test_pairs_are_alike_within_reach_and_made_once():
    lost = np.array([shapely.box(0, 0, 10, 6), shapely.box(40, 0, 50, 6), shapely.box(80, 0, 90, 6)], object)
    buildings = np.array([shapely.box(3, 2, 13, 8), shapely.box(44, 0, 53, 6), shapely.box(84, 0, 90, 20),
                          shapely.box(5, 20, 15, 26)], object)
    i, j, iou = match_by_shape(lost, buildings, 15.0)
    assert list(zip(i.tolist(), j.tolist())) == [(0, 0), (1, 1)]
    assert iou == pytest.approx([1, 0.9], abs=0.01)
    assert not len(match_by_shape(lost, buildings[:0], 15.0)[0])
    assert not len(match_by_shape(lost[:0], buildings, 15.0)[0])
    assert not len(match_by_shape(lost[1:2], buildings[:1], 15.0)[0])


def test_reassociation_is_pure_and_is_applied_by_move():
    """The first object was not found, and a new building of its shape lies 4 m east; the second was not found and
    covers a third of another new building; the third is in place; the fourth is a line."""
    houses = [shapely.box(0, 0, 10, 6), shapely.box(40, 0, 50, 10), shapely.box(80, 0, 90, 6)]
    features = VectorLayer(np.array([*houses, shapely.LineString([(0, 20), (9, 20)])], object))
    buildings = [shapely.box(4, 0, 14, 6), shapely.box(42, 0, 64, 10), shapely.box(20, 30, 30, 36)]
    status = np.array([NOT_FOUND, NOT_FOUND, UNCHANGED, NOT_FOUND], object)
    found = Alignment(features.geometries.copy(), np.zeros((4, 2)), np.full(4, 5.0), *(np.zeros(4) for _ in range(4)),
                      status, features.geometries, np.full((4, 2), np.nan), np.full(4, np.nan))  # fmt: skip
    before = {name: values.copy() for name, values in vars(found).items()}
    frame = make_image_frame(None, Grid(None, from_origin(0, 100, 1, 1), 100, 100), (1.0, 1.0), silent)
    moved = reassociate(frame, features, found, np.zeros(4), VectorLayer(np.array(buildings, object)), 15.0)
    assert moved.objects.tolist() == [0] and moved.is_new.tolist() == [False, False, True]
    assert moved.geometries[0].equals_exact(buildings[0], 1e-9)
    assert moved.moved_m[0] == pytest.approx([4, 0]) and moved.confidence == pytest.approx([1])
    for name, values in vars(found).items():
        np.testing.assert_array_equal(values, before[name])
    after = found.move(moved.objects, moved.geometries, moved.moved_m, moved.confidence)
    assert after.status.tolist() == [ALIGNED, NOT_FOUND, UNCHANGED, NOT_FOUND]
    assert after.rotation_deg.tolist() == [0, 5, 5, 5] and found.status[0] == NOT_FOUND
    left = after.leave(np.array([True, False, False, False]), features.geometries)
    assert left.geometries[0].equals_exact(houses[0], 0) and left.moved_m[0].tolist() == [0, 0]
    assert left.status[0] == NOT_FOUND and after.status[0] == ALIGNED
