"""A pixel belongs to the last polygon that holds its centre, in whatever window it is burned."""

import numpy as np
import shapely
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.geo.rasterization import PolygonIndex, rasterize

GRID = Grid(CRS.from_epsg(32633), Affine(1, 0, 0, 0, -1, 40), 60, 40)


def test_centres_decide_and_the_last_polygon_wins():
    polygons = [shapely.box(10, 20, 20, 30), shapely.box(15.6, 20, 25.4, 30), None]
    burnt = rasterize(np.array(polygons, object), [1, 2, 3], GRID)
    assert (burnt[10:20, 10:16] == 1).all() and (burnt[10:20, 16:25] == 2).all()
    assert np.count_nonzero(burnt) == 10 * (6 + 9)


def test_windows_show_the_same_as_the_whole():
    rng = np.random.default_rng(0)
    circles = shapely.buffer(shapely.points(rng.uniform(0, 60, (20, 2))), rng.uniform(1, 9, 20), quad_segs=300)
    index, values = PolygonIndex(circles), np.arange(1, 21)  # outlines of 1200 vertices: clipped to each window
    whole = index.rasterize(values, GRID)
    assert np.array_equal(whole, rasterize(circles, values, GRID))
    for window in GRID.blocks(17):
        assert np.array_equal(index.rasterize(values, GRID, window), whole[window.toslices()])


def test_polygons_of_a_window_are_found_by_their_bounds():
    index = PolygonIndex(np.array([shapely.box(0, 0, 5, 5), shapely.box(50, 30, 55, 35), shapely.Polygon()]))
    assert index.find(GRID).tolist() == [0, 1]
    assert index.find(GRID, Window(45, 0, 15, 15)).tolist() == [1]
    assert index.rasterize(1, GRID, Window(20, 20, 5, 5), background=7).tolist() == [[7] * 5] * 5
