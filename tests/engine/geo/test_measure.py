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
