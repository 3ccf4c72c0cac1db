"""Between a map's coordinates and an image's pixels, in the same CRS, in another one, and without any."""

import numpy as np
import pyproj
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.geo.grid import Grid
from eo_deep.geo.image_frame import make_image_frame

UTM = Grid(CRS.from_epsg(32633), Affine(0.5, 0, 500000, 0, -0.5, 5500000), 200, 100)
BARE = Grid(None, Affine(0.5, 0, 0, 0, -0.5, 0), 200, 100)
SIZE_M = (0.5, 0.5)
PIXELS = np.array([[0.0, 0.0], [200.0, 100.0], [50.5, 20.25]])


def test_the_same_crs_needs_no_transformation(notes):
    frame = make_image_frame(pyproj.CRS(32633), UTM, SIZE_M, notes)
    places = [[500000, 5500000], [500100, 5499950], [500025.25, 5499989.875]]
    np.testing.assert_allclose(frame.to_coordinates(PIXELS), places)
    box = frame.to_pixels(np.array([shapely.box(500010, 5499980, 500020, 5499990)]))[0]
    assert box.equals(shapely.box(20, 20, 40, 40))
    assert notes.warnings == []


@pytest.mark.parametrize("crs", [4326, 3857, 31468])
def test_another_crs_and_back(crs, notes):
    frame = make_image_frame(pyproj.CRS(crs), UTM, SIZE_M, notes)
    there = frame.to_coordinates(PIXELS)
    np.testing.assert_allclose(frame.find_pixels(there), PIXELS, atol=0.01)
    # Ten pixels to the east and four to the north are 5 m and 2 m on the ground, whatever the map's units.
    offsets = frame.find_offsets(PIXELS, PIXELS + [10, -4])
    np.testing.assert_allclose(frame.measure_offsets_m(there, offsets), np.tile([5.0, 2.0], (3, 1)), atol=0.01)


def test_without_any_crs_the_pixel_size_is_the_measure(notes):
    frame = make_image_frame(None, BARE, (0.25, 0.25), notes)
    assert frame.crs is None and notes.warnings == []
    np.testing.assert_allclose(frame.measure_offsets_m(np.zeros((1, 2)), np.array([[1.0, -2.0]])), [[0.5, -1.0]])


def test_one_crs_serves_both_with_a_warning(notes):
    assert make_image_frame(None, UTM, SIZE_M, notes).crs == pyproj.CRS(32633)
    assert make_image_frame(pyproj.CRS(32633), BARE, SIZE_M, notes).crs is None
    assert len(notes.warnings) == 2


def test_what_leaves_the_images_crs_becomes_empty(notes):
    frame = make_image_frame(pyproj.CRS(4326), UTM, SIZE_M, notes)
    boxes = [shapely.box(-170, -91, -165, -90.5), shapely.box(15, 49.6, 15.0005, 49.6005)]
    far, near = frame.to_pixels(np.array(boxes))
    assert far.is_empty and not near.is_empty


def test_offsets_across_the_antimeridian_go_the_short_way(notes):
    fiji = Grid(CRS.from_epsg(32701), Affine(10, 0, 180000, 0, -10, 8040000), 200, 100)
    frame = make_image_frame(pyproj.CRS(4326), fiji, (10, 10), notes)
    west = frame.find_pixels(np.array([[179.999, -17.7], [-179.999, -17.7]]))
    (offset,) = frame.find_offsets(west[:1], west[1:])
    assert offset == pytest.approx([0.002, 0], abs=1e-6)
