"""Refining a class map: exact for any tile, and one sentence for what it cannot do."""

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from eo_deep.class_map_refinement import refine_map
from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter

CLASSES = [{"value": 3, "name": "meadow", "color": "#b2df8a"}, {"value": 7, "name": "roof", "color": "#e31a1c"}]
SIDE = 150
HERE = rasterio.Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000)


def write(path, pixels, transform=HERE, nodata=None, crs=32633, names=None, classes=None):
    grid = Grid(rasterio.CRS.from_epsg(crs) if crs else None, transform, pixels.shape[2], pixels.shape[1])
    with RasterWriter(path, grid, len(pixels), pixels.dtype.name, nodata, names, band_classes=classes) as writer:
        writer.write(pixels, Window(0, 0, grid.width, grid.height))
    return str(path)


@pytest.fixture
def truth():
    roofs = np.zeros((SIDE, SIDE), bool)
    roofs[20:70, 30:60], roofs[90:140, 40:130] = True, True
    return roofs


@pytest.fixture
def image(tmp_path, truth):
    rng = np.random.default_rng(0)
    pixels = np.where(truth, 180, 60) + rng.normal(0, 4, (3, SIDE, SIDE))
    return write(tmp_path / "image.tif", pixels.round().astype(np.uint8))


@pytest.fixture
def probabilities(tmp_path, truth):
    """Too large by two pixels to the right, noisy, with nodata in a corner."""
    rng = np.random.default_rng(1)
    grown = truth | np.roll(truth, 1, axis=1) | np.roll(truth, 2, axis=1)
    odds = np.where(grown, 1.5, -1.5) + rng.normal(0, 1, truth.shape)
    second = 1 / (1 + np.exp(-odds))
    pixels = np.stack([1 - second, second]).astype(np.float32)
    pixels[:, :9, :9] = np.nan
    names = ["probability of meadow", "probability of roof"]
    return write(tmp_path / "probabilities.tif", pixels, nodata=np.nan, names=names, classes=CLASSES)


def read(path):
    with open_raster(str(path)) as source:
        return source.read()


def test_the_crf_brings_classes_to_the_image(tmp_path, image, probabilities, truth):
    result = refine_map(probabilities, image, image_weight=8.0, output=str(tmp_path / "map.tif"),
                        refined=str(tmp_path / "refined.tif"))
    (classes,), valid = read(tmp_path / "map.tif")
    before = read(probabilities)[0][1] > 0.5
    assert (~valid).sum() == 81
    assert ((classes == 7) == truth)[valid].mean() > 0.999 > (before == truth)[valid].mean()
    assert set(classes[valid].tolist()) == {3, 7}
    assert result["changed_share"] == pytest.approx((before != (classes == 7))[valid].mean())
    refined, _ = read(tmp_path / "refined.tif")
    assert ((refined[1] > 0.5) == (classes == 7))[valid].all()
    np.testing.assert_allclose(refined.sum(axis=0)[valid], 1, atol=1e-3)
    with open_raster(str(tmp_path / "refined.tif")) as source:
        assert source.band_names == ("probability of meadow", "probability of roof")


def test_no_tile_shows(tmp_path, image, probabilities):
    found = []
    for core_px in (16, 64, None):
        path = str(tmp_path / f"{core_px}.tif")
        refine_map(probabilities, image, core_px=core_px, refined=path)
        found.append(read(path)[0])
    for other in found[1:]:
        np.testing.assert_array_equal(found[0], other)


def test_threshold_and_temperature_calibrate(tmp_path, probabilities):
    path = str(tmp_path / "refined.tif")
    refine_map(probabilities, method="calibrate", threshold=0.2, temperature=2.0, refined=path)
    given, valid = read(probabilities)
    odds = (np.log(given[1] / given[0]) - np.log(0.2 / 0.8)) / 2
    np.testing.assert_allclose(read(path)[0][1][valid], (1 / (1 + np.exp(-odds)))[valid], atol=1e-3)


def test_the_image_may_have_another_grid_and_cover_a_part(tmp_path, image, probabilities, truth):
    pixels, _ = read(image)
    coarse = write(tmp_path / "coarse.tif", pixels[:, :120:2, ::2], HERE * rasterio.Affine.scale(2))
    refine_map(probabilities, coarse, image_weight=8.0, refined=str(tmp_path / "refined.tif"))
    refined, valid = read(tmp_path / "refined.tif")
    given, _ = read(probabilities)
    far = np.arange(SIDE)[:, None] >= 121
    np.testing.assert_allclose(refined[1][valid & far], given[1][valid & far], atol=1e-3)
    near = valid & (np.arange(SIDE)[:, None] < 110)
    assert ((refined[1] > 0.5) == truth)[near].mean() > ((given[1] > 0.5) == truth)[near].mean()


def test_one_band_is_the_second_class(tmp_path, image, probabilities):
    given, _ = read(probabilities)
    single = write(tmp_path / "single.tif", given[1:], nodata=np.nan)
    for path, name in ((single, "one.tif"), (probabilities, "two.tif")):
        refine_map(path, image, refined=str(tmp_path / name))
    np.testing.assert_allclose(read(tmp_path / "one.tif")[0], read(tmp_path / "two.tif")[0], atol=2e-3)


def test_bad_input_is_one_sentence(tmp_path, image, probabilities):
    given, _ = read(probabilities)
    classes = write(tmp_path / "classes.tif", (given[1:] > 0.5).astype(np.uint8))
    doubled = write(tmp_path / "doubled.tif", np.nan_to_num(np.concatenate([given, given]), nan=0.25))
    scores = write(tmp_path / "scores.tif", np.nan_to_num(given[1:] * 8 - 4))
    away = write(tmp_path / "away.tif", read(image)[0], HERE * rasterio.Affine.translation(9000, 0))
    output = str(tmp_path / "map.tif")
    for arguments, sentence in [
        ((classes, image), "'classes.tif' is a class map; this needs probabilities, one band per class."),
        ((doubled, image), "The probabilities of a pixel must sum to 1, but those in 'doubled.tif' sum to 2 "),
        ((scores, image), "Probabilities must be 0 to 1, but 'scores.tif' holds -"),
        ((probabilities, away), "The image and the probabilities do not overlap: 'away.tif' spans "),
        ((probabilities,), "Method 'crf' needs the image, whose edges the classes shall follow."),
        ((probabilities, image, "sharpen"), "The method must be one of calibrate, crf"),
        ((probabilities, image, "calibrate"), "Method 'calibrate' needs a threshold or a temperature."),
    ]:
        with pytest.raises(EoDeepError) as caught:
            refine_map(*arguments, output=output)
        assert str(caught.value).startswith(sentence) and "\n" not in str(caught.value)
    assert not (tmp_path / "map.tif").exists()
    with pytest.raises(EoDeepError, match="A threshold is for two classes, the probabilities have 3."):
        refine_map(write(tmp_path / "three.tif", np.full((3, 9, 9), 1 / 3, np.float32)), image, threshold=0.3,
                   output=output)
