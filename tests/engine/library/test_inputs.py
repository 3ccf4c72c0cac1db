"""Arrays become rasters without a change of their values."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.library.inputs import Placement, to_pixels, write_array


@pytest.mark.parametrize(("given", "stored"), [
    ("bool", "uint8"), ("uint8", "uint8"), ("int16", "int16"), ("int64", "int32"), ("uint64", "uint32"),
    ("float16", "float32"), ("float64", "float64"),
])  # fmt: skip
def test_types_that_geotiff_lacks_become_the_nearest(given, stored, tmp_path):
    array = np.array([[0, 1, 1], [1, 0, 1]], given)
    path = tmp_path / "array.tif"

    write_array(path, array, Placement(from_origin(5, 9, 2, 2), "EPSG:32633"))

    with rasterio.open(path) as dataset:
        assert dataset.dtypes == (stored,) and dataset.crs.to_epsg() == 32633
        assert dataset.transform == from_origin(5, 9, 2, 2)
        np.testing.assert_array_equal(dataset.read(1), array)


def test_large_arrays_are_whole(tmp_path):
    array = np.random.default_rng(0).integers(0, 255, (2, 700, 1100)).astype(np.uint8)
    write_array(tmp_path / "array.tif", array, Placement())
    with rasterio.open(tmp_path / "array.tif") as dataset:
        np.testing.assert_array_equal(dataset.read(), array)


def test_masked_pixels_get_an_unused_value():
    array = np.ma.masked_equal(np.array([[255, 7, 3]], np.uint8), 7)
    pixels, nodata = to_pixels(array, None, "x")
    assert nodata == 0 and pixels.tolist() == [[[255, 0, 3]]]
    pixels, nodata = to_pixels(np.ma.masked_equal([[1.5, 2.5]], 2.5), None, "x")
    assert np.isnan(nodata) and np.isnan(pixels[0, 0]).tolist() == [False, True]
    assert to_pixels(array, 9, "x")[0].tolist() == [[[255, 9, 3]]]


def test_what_no_raster_can_hold_is_said():
    full = np.ma.masked_equal(np.array([[255, 7, 0]], np.uint8), 7)
    with pytest.raises(EoDeepError, match="'x' has masked pixels but no unused value for them; name one as nodata"):
        to_pixels(full, None, "x")
    with pytest.raises(EoDeepError, match="'x' holds numbers that do not fit into int32; convert it to float64"):
        to_pixels(np.array([[2**40]]), None, "x")
    with pytest.raises(EoDeepError, match="'x' must be an array of real numbers, got <U1"):
        to_pixels(np.array([["a"]]), None, "x")
