"""Gaps are filled with what surrounds them and what the model likes; everything known stays as it was, to the bit."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from eo_deep.inpainting.complete import complete_image
from eo_deep.models.model_file import read_extras
from tests.engine.inpainting.landscape import landscape
from tests.engine.notes import Notes

TEN_METRES = from_origin(500000, 5500000, 10, 10)


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


@pytest.fixture
def run(tmp_path, make_scene_model):
    """run(image, **arguments) -> the completed pixels, the share that was filled, and what the job said."""

    def call(image, **arguments):
        log = Notes()
        result = complete_image(image, make_scene_model(), output=str(tmp_path / "out.tif"), progress=log, **arguments)
        assert result["bands"] == list(arguments.get("bands", (1, 2, 3)))
        return read(tmp_path / "out.tif"), result["filled_share"], log.texts

    return call


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_nodata_is_filled_and_the_rest_stays(dtype, tmp_path, write_raster, run):
    pixels = (60 + 120 * landscape(90, 100)).astype(dtype)
    if dtype == "uint16":
        pixels *= 10
    elif dtype == "float32":
        pixels /= 1000
    whole = pixels.copy()
    pixels[:, 30:50, 40:55] = np.nan if dtype == "float32" else 0
    pixels[:, :3, :3] = pixels[0, 40, 45]
    nodata = np.nan if dtype == "float32" else 0
    image = write_raster(pixels, nodata=nodata, transform=TEN_METRES)
    filled, share, _ = run(image, steps=0)
    gaps = np.isnan(pixels) if dtype == "float32" else pixels == 0
    assert share == pytest.approx(gaps.mean()) and filled.dtype == dtype
    np.testing.assert_array_equal(filled[~gaps], pixels[~gaps])
    error = np.abs(filled.astype(float) - whole)[:, 30:50, 40:55].mean() / np.ptp(whole[:, 20:60, 30:65].astype(float))
    assert error < 0.25
    with rasterio.open(image) as before, rasterio.open(tmp_path / "out.tif") as after:
        assert (after.crs, after.transform) == (before.crs, before.transform)
        assert after.read_masks(1).all() and after.descriptions == ("red", "green", "blue")


def test_mask_marks_what_is_missing(tmp_path, write_raster, run):
    """A mask on a grid of its own, twice as coarse; nodata elsewhere stays nodata."""
    pixels = (60 + 120 * landscape(64, 64)).astype(np.uint8)
    pixels[:, 60:, :] = 0
    marks = np.zeros((32, 32), np.uint8)
    marks[10:15, 5:20] = 1
    image = write_raster(pixels, nodata=0, transform=TEN_METRES)
    mask = write_raster(marks, "mask.tif", transform=from_origin(500000, 5500000, 20, 20))
    filled, share, _ = run(image, mask=mask, steps=5)
    gaps = np.zeros((3, 64, 64), bool)
    gaps[:, 20:30, 10:40] = True
    np.testing.assert_array_equal(filled[~gaps], pixels[~gaps])
    assert share == pytest.approx(gaps.mean()) and (filled[gaps] != pixels[gaps]).mean() > 0.9
    plain = write_raster(marks.repeat(2, 0).repeat(2, 1), "plain.tif", crs=None)
    np.testing.assert_array_equal(run(image, mask=plain, steps=5)[0], filled)


def test_salt_and_pepper_is_found_and_removed(write_raster, run):
    clean = (60 + 120 * landscape(80, 80)).astype(np.uint8)
    clean[:, 20:40, 20:40] = 255  # a white roof is no noise
    generator = np.random.default_rng(1)
    hit = (generator.random(clean.shape) < 0.1) & (clean != 255)
    noisy = np.where(hit, generator.choice([0, 255], clean.shape), clean).astype(np.uint8)
    filled, share, _ = run(write_raster(noisy, transform=TEN_METRES), salt_and_pepper=True, steps=0)
    assert share == pytest.approx(hit.mean(), abs=0.01)
    assert np.abs(filled.astype(int) - clean)[:, 45:].mean() < 0.6
    assert (filled[:, 24:36, 24:36] == 255).all()


def test_pepper_is_found_on_dark_ground(write_raster, run):
    clean = (20 + 20 * landscape(60, 60)).astype(np.uint8)
    hit = np.random.default_rng(1).random(clean.shape) < 0.1
    noisy = np.where(hit, np.random.default_rng(2).choice([0, 255], clean.shape), clean).astype(np.uint8)
    filled, share, _ = run(write_raster(noisy, transform=TEN_METRES), salt_and_pepper=True, steps=0)
    assert share == pytest.approx(hit.mean(), abs=0.002) and np.abs(filled.astype(int) - clean).max() < 10


def test_large_images_are_filled_without_seams_and_always_alike(write_raster, run):
    """Gaps across the borders of windows; what one window fills, the next one holds."""
    pixels = (60 + 120 * landscape(300, 330)).astype(np.uint8)
    pixels[:, 240:270, 200:320] = 0
    image = write_raster(pixels, nodata=0, transform=TEN_METRES)
    filled, _, _ = run(image, steps=12, likelihood=1)
    np.testing.assert_array_equal(filled[pixels != 0], pixels[pixels != 0])
    inside = filled[:, 240:270, 200:320].astype(float)
    for axis, border in ((1, 16), (2, 56)):  # where windows meet
        steps = np.abs(np.diff(inside, axis=axis)).mean(axis=(0, 3 - axis))
        assert steps[border - 1] <= 1.5 * np.delete(steps, border - 1).max()  # noise decides which is higher
    np.testing.assert_array_equal(run(image, steps=12, likelihood=1)[0], filled)
    assert (run(image, steps=12, likelihood=1, seed=1)[0] != filled).any()


def test_the_model_pulls_gaps_towards_what_it_likes(write_raster, run):
    """A patch that is nearly of the model's green: the gap is moved towards green, values beyond its range stay."""
    pixels = np.array([40, 180, 40], np.uint8)[:, None, None].repeat(16, 1).repeat(16, 2)
    pixels[:, 4:12, 4:12] = 0
    image = write_raster(pixels, nodata=0, transform=TEN_METRES)
    guess, moved = run(image, steps=0)[0], run(image, steps=300, likelihood=1)[0]
    assert guess[:, 8, 8].tolist() == [40, 180, 40]
    assert moved[1, 4:12, 4:12].mean() > 190 and moved[0, 4:12, 4:12].mean() > 45
    np.testing.assert_array_equal(run(image, steps=9, likelihood=0)[0], guess)  # likely enough as it is
    bright = write_raster(pixels.astype(np.uint16) * 40, "bright.tif", nodata=0, transform=TEN_METRES)
    assert run(bright, steps=20, likelihood=1)[0][1, 8, 8] > 6000


def test_nothing_missing_is_told(write_raster, run):
    pixels = (60 + 120 * landscape(20, 20)).astype(np.uint8)
    filled, share, said = run(write_raster(pixels, transform=TEN_METRES))
    np.testing.assert_array_equal(filled, pixels)
    assert share == 0 and any("No pixel is missing" in text for text in said)


def test_what_cannot_be_completed_is_refused(out, write_raster, make_scene_model, check_refusal):
    image = write_raster(np.full((3, 20, 20), 99, np.uint8), transform=TEN_METRES)
    small = write_raster(np.full((3, 20, 15), 99, np.uint8), "small.tif", transform=TEN_METRES)
    mask = write_raster(np.zeros((9, 9), np.uint8), "mask.tif", crs=None)
    model, output = make_scene_model(), str(out / "o.tif")
    refuse = lambda expected, *arguments, **named: check_refusal(  # noqa: E731
        expected, out, complete_image, *arguments, output=output, **named)
    refuse("plain classifier", image, make_scene_model(kind="classifier"))
    refuse("at least one patch of 16 px", small, model)
    refuse("mask.tif' has no CRS and is 9 x 9 px, the image 20 x 20 px", image, model, mask)
    refuse("Steps must be at least 0", image, model, steps=-5)
    refuse("Likelihood must be 0 to 1, got 2", image, model, likelihood=2)
    check_refusal("must end in .tif", out, complete_image, image, model, output=str(out / "o.png"))
    assert "sampler/mean" in read_extras(model)


def test_what_the_image_says_of_its_bands_stays(tmp_path, write_raster, run):
    """Else its numbers would be taken for others: reflectance by scale and offset for plain digital numbers."""
    image = write_raster((60 + 120 * landscape(90, 100)).astype(np.uint8))
    with rasterio.open(image, "r+") as file:
        file.scales, file.offsets, file.units = (0.1, 0.2, 0.3), (-1, -2, -3), ("a", "b", "c")
        file.update_tags(SENSOR="drone")
    run(image, values="as in training", steps=0)
    with rasterio.open(tmp_path / "out.tif") as file:
        assert (file.scales, file.offsets, file.units) == ((0.1, 0.2, 0.3), (-1, -2, -3), ("a", "b", "c"))
        assert file.tags()["SENSOR"] == "drone"
