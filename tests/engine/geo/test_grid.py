"""Where pixels lie: resolutions on the ground, scaled and mirrored grids, blocks."""

import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from eo_deep.geo.grid import Grid


def make_grid(crs=32633, transform=None, width=100, height=60):
    transform = transform or Affine(0.5, 0, 500000, 0, -0.5, 5500000)
    return Grid(CRS.from_epsg(crs) if crs else None, transform, width, height)


@pytest.mark.parametrize(
    ("crs", "transform", "expected"),
    [
        (32633, Affine(0.5, 0, 500000, 0, -0.5, 5500000), (0.5, 0.5)),  # on the central meridian: 0.9996
        (3857, Affine(1, 0, 1669792, 0, -1, 8399738), (0.5, 0.5)),  # Mercator at 60 degrees north: half
        (4326, Affine(1e-5, 0, 15, 0, -1e-5, 60), (0.557, 1.114)),  # degrees
        (32633, Affine(0.3, 0.4, 500000, 0.8, -0.6, 5500000), (0.854, 0.721)),  # rotated, pixels no squares
    ],
)
def test_ground_resolution_is_measured_on_the_ellipsoid(crs, transform, expected):
    assert make_grid(crs, transform).ground_resolution_m == pytest.approx(expected, rel=6e-3)


def test_without_crs_there_is_no_ground_resolution():
    assert make_grid(None).ground_resolution_m is None


def test_a_scaled_grid_has_the_same_extent():
    grid = make_grid()
    for scaled in (grid.scaled(3), grid.scaled(0.7, 2.3), grid.scaled(1000)):
        assert scaled.bounds == pytest.approx(grid.bounds)
    assert (grid.scaled(2).width, grid.scaled(2).height, grid.scaled(1000).width) == (50, 30, 1)


def test_blocks_cover_the_grid_once():
    seen = np.zeros((60, 100), int)
    for block in make_grid().blocks(32):
        seen[block.toslices()] += 1
    assert (seen == 1).all()


def test_windows_have_their_own_transform():
    assert make_grid().window_transform(Window(10, 4, 5, 5)) * (0, 0) == (500005, 5499998)


def test_grids_match_to_a_hundredth_of_a_pixel():
    grid = make_grid()
    near, far = (make_grid(transform=Affine(0.5, 0, 500000 + d, 0, -0.5, 5500000)) for d in (0.004, 0.006))
    assert grid.matches(near) and not grid.matches(far)
    assert not grid.matches(make_grid(crs=32634)) and not grid.matches(make_grid(width=99))


def test_pictures_without_georeference_are_mirrored_onto_each_other():
    upwards, downwards = make_grid(None, Affine.identity()), make_grid(None, Affine.scale(1, -1))
    assert upwards.bounds == (0, 0, 100, 60) and downwards.bounds == (0, -60, 100, 0)
    assert upwards.facing(downwards).matches(downwards)
    assert upwards.facing(make_grid()) is upwards
