"""Models predict for arrays what they predict for files, without files."""

import numpy as np
import pytest
import rasterio

import eo_deep
from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model


@pytest.fixture
def image():
    """8-bit RGB (3, 50, 70) with a bright rectangle; the first band of its first pixel is 7."""
    pixels = np.random.default_rng(0).integers(0, 100, (3, 50, 70)).astype(np.uint8)
    pixels[:, 10:30, 20:60] += 150
    pixels[:, 0, 0] = 7
    return pixels


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def test_segmentation_is_that_of_the_file(image, make_brightness_model, write_raster):
    path = make_brightness_model()
    model = eo_deep.load_model(path)
    found = model.predict(image)

    from_file = eo_deep.segment(write_raster(image), model, probabilities=True)
    np.testing.assert_array_equal(found.classes, from_file.read()[0])
    np.testing.assert_allclose(found.probabilities, from_file.probabilities.read(), atol=0.0005)  # rounded in files
    assert found.classes[20, 40] == 1 and found.classes[0, 0] == 0
    assert [entry["name"] for entry in model.classes] == ["background", "building"]
    assert model.card == load_model(path).card


def test_tile_size_changes_nothing(image, make_brightness_model):
    model = eo_deep.load_model(make_brightness_model())
    whole, tiled = model.predict(image), model.predict(image, core_px=16)
    np.testing.assert_array_equal(whole.classes, tiled.classes)
    np.testing.assert_allclose(whole.probabilities, tiled.probabilities, rtol=1e-6)


def test_nodata_of_arrays(image, make_brightness_model):
    model = eo_deep.load_model(make_brightness_model())
    hidden = np.ma.masked_array(image, np.broadcast_to(np.arange(70) < 5, image.shape))
    found = model.predict(hidden)
    assert (found.classes[:, :5] == 255).all() and (found.classes[:, 5:] != 255).all()
    assert np.isnan(found.probabilities[:, :, :5]).all()

    pixels = image.astype(np.float32)
    pixels[1, 3, 3] = np.nan
    assert (model.predict(pixels).classes == 255).sum() == 1
    assert (model.predict(image.astype(np.float32), nodata=7).classes == 255).sum() == (image == 7).any(axis=0).sum()


def test_scenes_are_those_of_the_file(make_scene_model, write_raster, tmp_path):
    model = eo_deep.load_model(make_scene_model())
    colours = np.array([[26, 26, 26], [204, 51, 51], [51, 204, 51]], np.uint8)
    patches = colours[:, :, None, None].repeat(16, 2).repeat(16, 3)

    found = model.predict(patches)

    assert found.classes.tolist() == [0, 1, 2] and found.probabilities.shape == (3, 3)
    image = write_raster(np.concatenate(patches, axis=2), transform=rasterio.Affine(10, 0, 5e5, 0, -10, 5.5e6))
    from_file = eo_deep.classify_scenes(image, model, probabilities=True, confidence=True)
    np.testing.assert_array_equal(found.probabilities.T[:, None], from_file.probabilities.read())
    np.testing.assert_array_equal(np.stack([found.log_px, found.percentile])[:, None], from_file.confidence.read())
    single = model.predict(patches[1])
    assert single.classes == 1 and single.probabilities.shape == (3,) and single.log_px == found.log_px[1]


def test_missing_pixels_of_patches_take_the_mean_of_the_others(make_scene_model):
    model = eo_deep.load_model(make_scene_model())
    patch = np.full((3, 16, 16), 51, np.float32)
    patch[1] = 204
    hole = patch.copy()
    hole[:, 2:5, 3:9] = np.nan
    np.testing.assert_allclose(model.predict(hole).log_px, model.predict(patch).log_px, rtol=1e-5)


def test_wrong_arrays_are_said(image, make_brightness_model, make_scene_model, contrast_model):
    with pytest.raises(EoDeepError, match=r"takes 3 bands \(red, green, blue\), the array has 1"):
        eo_deep.load_model(make_brightness_model()).predict(image[0])
    with pytest.raises(EoDeepError, match=r"takes patches \(3, 16, 16\) or \(N, 3, 16, 16\), got \(3, 50, 70\)"):
        eo_deep.load_model(make_scene_model()).predict(image)
    with pytest.raises(EoDeepError, match="is a model for alignment"):
        eo_deep.load_model(contrast_model).predict(image)
    with pytest.raises(EoDeepError, match="nowhere"):
        eo_deep.load_model("nowhere.safetensors")
