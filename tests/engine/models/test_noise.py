import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.transform import Affine, from_origin
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.models.noise import draw_noise, draw_window, find_origin

UTM = CRS.from_epsg(32633)


def test_any_window_has_the_same_bits():
    whole = draw_noise(-40, 1000, 96, 80, 3, 7)
    part = draw_noise(-30, 1017, 33, 21, 2, 7)
    assert part.dtype == np.float32
    assert np.array_equal(whole[:2, 10:43, 17:38], part)


def test_it_looks_like_independent_gaussian_numbers():
    noise = draw_noise(5_000_000, 300_000, 400, 500, 2, 3)
    flat = noise.reshape(2, -1)
    assert np.abs(flat.mean(1)).max() < 0.01 and np.abs(flat.std(1) - 1).max() < 0.01
    assert np.mean(np.abs(flat) < 1) == pytest.approx(0.683, abs=0.02)
    shifts = [flat[0] @ np.roll(noise, step, (1, 2))[0].ravel() / flat.shape[1] for step in ((0, 1), (1, 0), (1, 1))]
    assert np.abs(shifts).max() < 0.01
    assert abs(flat[0] @ flat[1]) / flat.shape[1] < 0.01
    assert abs(flat[0] @ draw_noise(5_000_000, 300_000, 400, 500, 1, 4).ravel()) / flat.shape[1] < 0.01


def test_images_that_continue_each_other_have_noise_that_does():
    left = Grid(UTM, from_origin(500000, 5500000, 10, 10), 64, 64)
    right = Grid(UTM, from_origin(500640, 5500100, 10, 10), 64, 64)
    beyond = draw_window(left, Window(64, -10, 20, 30), 1, 5)
    assert np.array_equal(beyond, draw_window(right, Window(0, 0, 20, 30), 1, 5))
    assert find_origin(Grid(None, Affine.rotation(10), 8, 8)) == (0, 0)
