"""Areas and lengths on the ellipsoid, against pyproj's geodesics and in projections that distort."""

import numpy as np
import pyproj
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.geo.grid import Grid
from eo_deep.geo.measure import PixelSizes, measure_areas_m2, measure_ground, measure_perimeters_m

HOUSE = shapely.Polygon([(0, 0), (20, 0), (20, 10), (0, 10)], [[(5, 2), (5, 8), (15, 8), (15, 2)]])  # 200 - 60 m2


def place(geometry, crs, longitude=15.0, latitude=60.0):
    """A shape in metres around a place, in a CRS."""
    local = pyproj.CRS(f"+proj=laea +lat_0={latitude} +lon_0={longitude} +ellps=WGS84")
    transformer = pyproj.Transformer.from_crs(local, crs, always_xy=True)
    return shapely.transform(geometry, lambda xy: np.column_stack(transformer.transform(*xy.T)))


@pytest.mark.parametrize("crs", [4326, 3857, 32633, 3035])
def test_a_house_has_its_area_and_perimeter_in_every_crs(crs):
    moved = np.array([place(HOUSE, crs), place(shapely.MultiPolygon([HOUSE]), crs)])
    assert measure_areas_m2(moved, crs) == pytest.approx([140, 140], rel=1e-4)
    assert measure_perimeters_m(moved, crs) == pytest.approx([92, 92], rel=1e-4)


def test_long_edges_are_straight_on_the_map():
    box = shapely.box(0, 45, 20, 46)  # its long edges are parallels, no geodesics
    geod = pyproj.Geod(ellps="WGS84")
    dense = shapely.segmentize(box, 0.001)
    expected = [abs(value) for value in geod.geometry_area_perimeter(dense)]
    area, perimeter = measure_ground(np.array([box]), 4326)
    assert (area[0], perimeter[0]) == pytest.approx(expected, rel=1e-7)


def test_without_crs_coordinates_are_the_measure():
    assert [values.tolist() for values in measure_ground(np.array([HOUSE]), None)] == [[140], [92]]
    assert measure_areas_m2(np.array([], object), 4326).tolist() == []


def test_pixels_shrink_towards_the_pole():
    grid = Grid(CRS.from_epsg(4326), Affine(1e-3, 0, 15, 0, -1e-3, 70), 100, 10_000)  # 70 to 60 degrees
    sizes = PixelSizes(grid)
    (top, _), (bottom, height) = sizes.measure_sides(0.5), sizes.measure_sides(9999.5)
    assert (top, bottom, height) == pytest.approx((38.19, 55.8, 111.4), rel=1e-3)
    assert sizes.measure_area(np.array([9999]))[0] == pytest.approx(bottom * height, rel=1e-3)


@pytest.mark.parametrize("epsg", [3857, 4326, 32633, 3035, 2277])
def test_ground_area_and_perimeter_in_any_crs(epsg):
    """The same 100 m x 50 m yard with a 10 m hole, at 60 degrees north where Web Mercator quadruples areas."""
    centre = (-97.7, 30.3) if epsg == 2277 else (15.2, 60.0)
    local = pyproj.CRS(f"+proj=aeqd +lat_0={centre[1]} +lon_0={centre[0]} +ellps=WGS84")
    yard = shapely.box(-50, -25, 50, 25) - shapely.box(-5, -5, 5, 5)
    forward = pyproj.Transformer.from_crs(local, epsg, always_xy=True)
    moved = shapely.transform(np.array([yard]), lambda xy: np.column_stack(forward.transform(*xy.T)))
    assert measure_areas_m2(moved, epsg) == pytest.approx([4900], rel=1e-4)
    assert measure_perimeters_m(moved, epsg) == pytest.approx([340], rel=1e-4)


def test_measures_rings_that_are_points():
    point = [(500000, 5500000)] * 4
    large = shapely.Polygon([(5e5, 55e5), (52e4, 55e5), (52e4, 552e4), (5e5, 552e4)], [point])
    area_m2, perimeter_m = measure_ground([shapely.Polygon(point), large], 32633)
    assert area_m2 == pytest.approx([0, 4e8], rel=1e-3) and perimeter_m == pytest.approx([0, 8e4], rel=1e-3)
