"""A pixel belongs to the last polygon that holds its centre, in whatever window it is burned."""

import numpy as np
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.transform import from_origin
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


@pytest.mark.parametrize("transform", [from_origin(100, 900, 0.5, 0.5),
                                       Affine.translation(100, 900) * Affine.rotation(30) * Affine.scale(0.5, -0.4)])
def test_windows_of_an_index_are_pieces_of_the_whole(transform):
    rng = np.random.default_rng(0)
    grid = Grid(None, transform, 200, 160)
    xy = np.array([transform * p for p in rng.uniform((0, 0), (200, 160), (60, 2))])
    discs = shapely.buffer(shapely.points(xy), rng.uniform(0.3, 9, 60))
    values = rng.integers(1, 200, 60)
    index = PolygonIndex(discs)
    whole = rasterize(discs, values, grid)
    columns, rows = np.meshgrid(np.arange(200) + 0.5, np.arange(160) + 0.5)
    x, y = transform * (columns, rows)
    expected = np.zeros((160, 200), np.uint8)
    for disc, value in zip(discs, values):
        expected[shapely.contains_xy(disc, x, y)] = value
    assert (whole == expected).all()
    for window in (Window(30, 20, 64, 50), Window(-10, -10, 40, 40), Window(190, 150, 50, 50)):
        piece = np.zeros((int(window.height), int(window.width)), np.uint8)
        top, left = int(window.row_off), int(window.col_off)
        rows = slice(max(0, top), min(160, top + piece.shape[0]))
        columns = slice(max(0, left), min(200, left + piece.shape[1]))
        burnt = index.rasterize(values, grid, window)
        assert (burnt[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
                == whole[rows, columns]).all()


def test_long_outlines_burn_the_same_in_pieces():
    rng = np.random.default_rng(0)
    angles = np.linspace(0, 2 * np.pi, 20001)[:-1]
    radius = 80 + 0.2 * rng.normal(size=20000).cumsum() + rng.normal(size=20000)
    star = shapely.Polygon(np.column_stack([100 + radius * np.cos(angles), -100 + radius * np.sin(angles)])).buffer(0)
    grid = Grid(None, Affine.rotation(10) * Affine(1, 0, 0, 0, -1, 0), 220, 220)
    star = shapely.affinity.affine_transform(star, [*grid.transform[:2], *grid.transform[3:5], 0, 0])
    star = shapely.affinity.translate(star, *np.subtract(grid.transform * (110, 110), star.centroid.coords[0]))
    index = PolygonIndex(np.array([star, shapely.box(*star.bounds).exterior.buffer(3)]))
    whole = index.rasterize([1, 2], grid)
    assert 0.2 < whole.astype(bool).mean() < 0.9
    for window in (Window(0, 0, 64, 64), Window(50, 60, 64, 30), Window(150, 100, 70, 120)):
        assert (index.rasterize([1, 2], grid, window) == whole[window.toslices()]).all()
