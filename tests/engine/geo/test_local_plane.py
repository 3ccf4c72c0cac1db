"""Planes in metres around a place: straight near it, right far from it."""

import numpy as np
import pyproj
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.geo.local_plane import make_local_plane, measure_units_m


def measure_side(geometries):
    return np.hypot(*np.diff(shapely.get_coordinates(geometries), axis=0).T)


@pytest.mark.parametrize("crs", [4326, 3857, 32633])
def test_lengths_near_the_centre_are_metres(crs):
    to_crs = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    start, end = (np.array(to_crs.transform(15 + d, 55)) for d in (0, 1e-3))
    expected = pyproj.Geod(ellps="WGS84").inv(15, 55, 15.001, 55)[2]
    line = np.array([shapely.LineString([start, end])])
    plane = make_local_plane(tuple(shapely.total_bounds(line) + [-10, -10, 10, 10] if crs != 4326 else
                                   shapely.total_bounds(line) + [-1e-4, -1e-4, 1e-4, 1e-4]), crs)  # fmt: skip
    assert measure_side(plane.scale(line)) == pytest.approx([expected], rel=1e-4)
    assert shapely.get_coordinates(plane.restore(plane.scale(line))) == pytest.approx(np.array([start, end]))


def test_far_from_the_centre_the_plane_is_projected():
    plane = make_local_plane((0, 40, 30, 70), 4326)
    line = np.array([shapely.LineString([(29, 69), (29.01, 69)])])
    expected = pyproj.Geod(ellps="WGS84").inv(29, 69, 29.01, 69)[2]
    assert measure_side(plane.project(line)) == pytest.approx([expected], rel=0.02)
    assert measure_side(plane.scale(line))[0] > 1.3 * expected  # of 55 degrees north


def test_without_crs_coordinates_are_metres():
    plane = make_local_plane((0, 0, 10, 20), None)
    assert shapely.get_coordinates(plane.project(np.array([shapely.Point(6, 13)]))).tolist() == [[1, 3]]


def test_beyond_the_reach_of_a_crs():
    with pytest.raises(EoDeepError):
        make_local_plane((1e9, 1e9, 1.1e9, 1.1e9), 32633)


def test_units_of_degrees_and_feet():
    degrees = measure_units_m(np.array([[15.0, 60.0]]), pyproj.CRS(4326))[0]
    assert degrees == pytest.approx(np.diag([55800, 111412]), rel=1e-3, abs=1)
    feet = measure_units_m(np.array([[2e6, 5e5]]), pyproj.CRS(2263))[0]  # New York Long Island, US survey feet
    assert np.linalg.det(feet) == pytest.approx(0.3048006**2, rel=1e-3)
