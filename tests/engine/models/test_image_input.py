"""Bands by name, and the grid on which a network sees an image."""

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.models.image_input import choose_working_grid, find_bands, is_training_resolution, open_bands
from eo_deep.progress import silent

RGB = ("red", "green", "blue")


def make_grid(pixel_m, width=100, height=80, crs="EPSG:32633"):
    return Grid(CRS.from_string(crs) if crs else None, Affine(pixel_m, 0, 500000, 0, -pixel_m, 5500000), width, height)


def card(resolution_m):
    return {"inputs": [{"resolution_m": resolution_m}]}


def test_bands_are_found_by_name_whatever_their_order_and_product():
    assert find_bands(RGB, ("Blue", "Green ", "RED", "nir")) == [2, 1, 0]
    assert find_bands(RGB, ("B02", "B03", "B04", "B08")) == [2, 1, 0]
    assert find_bands(RGB, ("band 1", "band 2", "band 3")) is None
    assert find_bands(RGB, ("red", "red", "green", "blue")) is None  # which of both?


def test_the_product_in_the_files_name_is_suggested(write_raster):
    path = write_raster(np.ones((13, 32, 32), np.uint16), "S2A_MSIL1C.tif")
    with pytest.raises(EoDeepError, match=r"has 13; choose the bands 4, 3, 2, which they are by the product"):
        open_bands(path, RGB, None, "The model", silent)


@pytest.mark.parametrize(
    ("descriptions", "chosen", "values"),
    [
        (("blue", "green", "red"), None, [30, 20, 10]),  # by name
        (("a", "b", "c"), None, [10, 20, 30]),  # in their order
        (("a", "b", "c"), [3, 1, 2], [30, 10, 20]),  # by choice
    ],
)
def test_bands_come_in_the_models_order(write_raster, descriptions, chosen, values, notes):
    path = write_raster(np.full((3, 32, 32), 1, np.uint8) * np.array([10, 20, 30], np.uint8)[:, None, None])
    with rasterio.open(path, "r+") as dataset:
        dataset.descriptions = descriptions
    with open_bands(path, RGB, chosen, "The model", notes) as source:
        assert source.read()[0][:, 0, 0].tolist() == values
    assert notes.warnings == []


def test_another_number_of_bands_is_refused(write_raster, notes):
    path = write_raster(np.zeros((4, 32, 32), np.uint8))
    with pytest.raises(EoDeepError, match="needs 3 bands"):
        open_bands(path, ("x", "y", "z"), None, "The model", notes)


def test_an_image_of_the_models_resolution_keeps_its_pixels(notes):
    grid = make_grid(0.5)
    assert choose_working_grid(grid, card(0.52), True, None, notes) is grid
    assert choose_working_grid(grid, card(None), True, None, notes) is grid
    assert (notes.messages, notes.warnings) == ([], [])


def test_other_images_are_resampled_over_the_same_extent(notes):
    grid = make_grid(0.5)
    working = choose_working_grid(grid, card(1.0), True, None, notes)
    assert (working.width, working.height) == (50, 40)
    assert working.transform.almost_equals(Affine(1.0, 0, 500000, 0, -1.0, 5500000), 1e-3)
    assert choose_working_grid(grid, card(1.0), False, None, notes) is grid  # not wanted: with a warning
    assert len(notes.warnings) == 1


def test_the_pixel_size_serves_images_without_crs_only(notes):
    bare = make_grid(1.0, crs=None)
    assert choose_working_grid(bare, card(1.0), True, 0.5, notes).width == 50
    assert notes.warnings == []
    assert choose_working_grid(make_grid(1.0), card(1.0), True, 0.5, notes).width == 100
    assert choose_working_grid(bare, card(0.25), True, None, notes) is bare  # taken to be the model's
    assert len(notes.warnings) == 2


def test_images_far_coarser_than_the_models_are_refused(notes):
    with pytest.raises(EoDeepError, match="4 m or finer"):
        choose_working_grid(make_grid(4.2), card(0.5), True, None, notes)
    assert choose_working_grid(make_grid(3.9), card(0.5), True, None, notes).width == 780


def test_training_images_are_resampled_sooner():
    assert is_training_resolution(1.015, 0.99)
    assert not is_training_resolution(1.05, 1.0)
