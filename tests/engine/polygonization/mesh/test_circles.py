"""Round faces become regular polygons of few corners on the circle of their area; others stay what they are."""

import math

import numpy as np
import pytest
import shapely

from tests.engine.polygonization.mesh.test_approximate import approximate_shape, iou

CENTRE = shapely.Point(40.3, 39.6)


def count_corners(radius_px):
    """The fewest corners, 8 at least, whose edges stay within half a pixel of the circle."""
    return max(8, math.ceil(math.pi / math.acos(1 - 0.5 / radius_px)))


@pytest.mark.parametrize("radius_px", [9.0, 16.0, 30.0])
def test_discs_become_regular_polygons_of_their_area(radius_px):
    disc = shapely.buffer(CENTRE, radius_px, quad_segs=200)
    polygon, _ = approximate_shape(disc)
    xy = shapely.get_coordinates(polygon.exterior)[:-1]
    assert len(xy) == count_corners(radius_px)
    assert polygon.area == pytest.approx(disc.area, rel=0.03)
    radii = np.hypot(*(xy - shapely.get_coordinates(polygon.centroid)).T)
    sides = np.hypot(*np.diff(xy, axis=0, append=xy[:1]).T)
    assert np.ptp(radii) < 1e-6 and np.ptp(sides) < 1e-6
    assert iou(polygon, disc) > 0.96


def test_ellipses_and_squares_are_not_round():
    ellipse = shapely.affinity.scale(shapely.buffer(CENTRE, 16, quad_segs=200), 1.3, 0.8)
    polygon, _ = approximate_shape(ellipse)
    assert np.ptp(np.hypot(*(shapely.get_coordinates(polygon) - [CENTRE.x, CENTRE.y]).T)) > 4
    square, _ = approximate_shape(shapely.box(25, 25, 55, 55))
    assert shapely.get_num_coordinates(square) == 5


def test_other_classes_stay_free():
    disc = shapely.buffer(CENTRE, 16, quad_segs=200)
    polygon, status = approximate_shape(disc, regular=())
    radii = np.hypot(*(shapely.get_coordinates(polygon) - [CENTRE.x, CENTRE.y]).T)
    assert status == 0 and np.ptp(radii) > 0.01
