"""Raw pixel values become network input by constants of the whole image."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster
from eo_deep.models.scaling import fit_range, fit_scaling, measure_scaling

ALL = np.ones((2, 2), bool)


def test_fixed_scaling_is_in_raw_units():
    scale = fit_scaling({"kind": "fixed", "mean": [100.0], "std": [50.0]}, None)
    pixels = np.array([[[0, 100], [150, 250]]], np.uint8)
    np.testing.assert_allclose(scale(pixels, ALL), [[[-2, 0], [1, 3]]])


def test_ranges_are_clipped_and_unknown_pixels_are_zero():
    scale = fit_range([0], [200])
    valid = np.array([[True, True], [True, False]])
    pixels = np.array([[[0, 100], [255, 200]]], np.uint8)
    np.testing.assert_allclose(scale(pixels, valid), [[[-1, 0], [1, 0]]], atol=1e-6)


def test_values_of_a_pixel_lie_together_where_networks_want_them():
    rng = np.random.default_rng(0)
    pixels, valid = rng.integers(0, 255, (3, 150, 40)).astype(np.uint8), rng.random((150, 40)) > 0.1
    scale = fit_range([10, 20, 30], [200, 220, 250])
    together, apart = scale(pixels, valid, channels_last=True), scale(pixels, valid)
    assert np.array_equal(together, apart) and together.dtype == np.float32
    assert np.moveaxis(together, 0, -1).flags.c_contiguous and apart.flags.c_contiguous


def test_percentiles_are_those_of_known_pixels(write_raster):
    values = np.arange(1, 101, dtype=np.uint16).reshape(10, 10).repeat(4, 0).repeat(4, 1)
    values[0] = 9999
    with open_raster(write_raster(values, nodata=9999)) as source:
        scale = fit_scaling({"kind": "percentiles", "low": 0, "high": 100}, source)
    # 1 and 100 become 0 and 1, moved to (v - 0.5) / 0.25.
    ends = scale(np.array([[[1, 100], [0, 60000]]], np.uint16), ALL)
    np.testing.assert_allclose(ends[0, 0], [-2, 2], atol=1e-5)
    assert ends[0, 1, 1] == 4.0  # clipped


def test_the_scaling_of_a_training_weighs_all_known_pixels_alike(write_raster):
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 200, (1, 30, 40), dtype=np.uint8), rng.integers(50, 250, (1, 60, 20), dtype=np.uint8)]
    images[0][:, :10] = 255
    paths = [write_raster(image, f"{i}.tif", nodata=255) for i, image in enumerate(images)]
    together = np.concatenate([image[image != 255] for image in images]).astype(float)
    sources = [open_raster(path) for path in paths]
    scaling = measure_scaling(sources)
    for source in sources:
        source.close()
    assert scaling["mean"] == pytest.approx([together.mean()], rel=1e-6)
    assert scaling["std"] == pytest.approx([together.std()], rel=1e-6)


def test_an_image_without_known_pixels_is_refused(write_raster):
    with open_raster(write_raster(np.zeros((16, 16), np.uint8), nodata=0)) as source:
        with pytest.raises(EoDeepError):
            fit_scaling({"kind": "percentiles", "low": 1, "high": 99}, source)
        with pytest.raises(EoDeepError):
            measure_scaling([source])


def blobs(height, width, bands=3):
    """Something between noise and objects, (bands, H, W) uint8."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(20, 230, (bands, height // 8 + 1, width // 8 + 1)).repeat(8, 1).repeat(8, 2)
    return (coarse[:, :height, :width] + rng.integers(-15, 15, (bands, height, width))).astype(np.uint8)


def test_percentile_scaling_undoes_haze(write_raster):
    clear = blobs(200, 200)
    hazy = (120 + clear * 0.2).astype(np.float32)
    scaled = []
    for name, pixels in (("clear.tif", clear), ("hazy.tif", hazy)):
        with open_raster(write_raster(pixels, name)) as source:
            scaling = fit_scaling({"kind": "percentiles", "low": 1, "high": 99}, source)
            scaled.append(scaling(*source.read()))
    np.testing.assert_allclose(scaled[0], scaled[1], atol=1e-4)
    assert -2.5 < scaled[0].min() < -1.5 and 1.5 < scaled[0].max() < 2.5


def test_fixed_scaling_is_measured_on_known_pixels(write_raster):
    pixels = blobs(100, 100)
    pixels[:, :50] = 0
    with open_raster(write_raster(pixels, nodata=0)) as source:
        scaling = measure_scaling([source])
        values = fit_scaling(scaling, source)(*source.read())
    assert values[:, 50:].mean() == pytest.approx(0, abs=1e-3) and values[:, 50:].std() == pytest.approx(1, abs=1e-2)
    assert not values[:, :50].any()


def test_fixed_scaling_is_that_of_all_images_together(write_raster):
    """Images of different sizes and of values far below one."""
    pixels = [np.random.default_rng(i).normal(i * 1e-8, 1e-9, (1, 40, 30 + 20 * i)) for i in range(3)]
    sources = [open_raster(write_raster(image, f"{i}.tif")) for i, image in enumerate(pixels)]
    scaling = measure_scaling(sources)
    together = np.concatenate([image.ravel() for image in pixels])
    assert scaling["mean"] == pytest.approx([together.mean()], rel=1e-6)
    assert scaling["std"] == pytest.approx([together.std()], rel=1e-6)
