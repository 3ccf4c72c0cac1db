"""Translations by networks whose weights are drawn at random: tiles, noise, style, nodata."""

from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

from eo_deep.image_translation import translate_image
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks import build
from tests.engine.notes import Notes


@pytest.fixture
def make_translator(tmp_path):
    """make(noise=0, dtype="uint16", **card) -> path of a model of 2 bands of 8-bit pictures of 0.5 m."""

    def make(noise=0, dtype="uint16", **changes):
        torch.manual_seed(0)
        arguments = {"in_channels": 3 + noise, "out_channels": 2, "base_channels": 4}
        network = build("translator", **arguments)
        torch.nn.init.normal_(network.head.weight)
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                torch.nn.init.uniform_(module.weight, 0.5, 1.5)
        found = measure_footprint(network)
        numbers = {"mean": [1000.0, 90.0], "std": [300.0, 20.0], "low": [400.0, 50.0], "high": [1600.0, 130.0]}
        target = {"bands": ["VV", "VH"], "dtype": dtype, **numbers}
        card = {
            "name": "made", "task": "translation", "network": {"name": "translator", "arguments": arguments},
            "inputs": [{"name": "picture", "bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8",
                        "nodata": None, "ratio": 1, "resampling": "bilinear", "required": True, "noise": noise,
                        "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [60.0] * 3}}],
            "classes": [], "translation": {"kind": "image", "target": target}, "stride_px": found.stride_px,
            "halo_px": [found.before_px, found.after_px], "exact": True, "bf16": False, "threshold": None,
            "training": {}, **changes,
        }  # fmt: skip
        save_model(str(tmp_path / "made.safetensors"), network, card)
        return str(tmp_path / "made.safetensors")

    return make


@pytest.fixture
def picture(write_raster):
    pixels = np.random.default_rng(0).integers(1, 256, (3, 150, 170)).astype(np.uint8)
    pixels[:, 40:60, 30:90] = 0
    return write_raster(pixels, "picture.tif", nodata=0)


def translate(image, model, path, **named):
    notes = Notes()
    result = translate_image(image, model, output=str(path), progress=notes, **named)
    with rasterio.open(path) as file:
        about = file.dtypes, file.descriptions, file.transform.a
        return file.read(), file.dataset_mask() > 0, about, result, notes


@pytest.mark.parametrize("noise", [0, 2])
def test_no_tile_shows_and_nodata_stays(noise, picture, make_translator, tmp_path):
    model = make_translator(noise)
    whole, known, about, _, _ = translate(picture, model, tmp_path / "whole.tif", core_px=256)
    assert about == (("uint16", "uint16"), ("VV", "VH"), 0.5)
    assert whole.std((1, 2)).min() > 1
    assert not known[40:60, 30:90].any() and known.sum() == known.size - 20 * 60
    for core_px in (16, 48):
        tiled, again, *_ = translate(picture, model, tmp_path / f"{core_px}.tif", core_px=core_px)
        assert np.array_equal(known, again)
        difference = np.abs(tiled.astype(int) - whole.astype(int))[:, known]
        assert difference.max() <= 1 and (difference > 0).mean() <= 0.001


def test_noise_depends_on_the_seed_alone(picture, make_translator, tmp_path):
    model = make_translator(1)
    first, *_ = translate(picture, model, tmp_path / "1.tif", core_px=64, seed=5)
    again, *_ = translate(picture, model, tmp_path / "2.tif", core_px=64, seed=5)
    other, *_ = translate(picture, model, tmp_path / "3.tif", core_px=64, seed=6)
    assert (tmp_path / "1.tif").read_bytes() == (tmp_path / "2.tif").read_bytes()
    assert np.array_equal(first, again) and (first != other).mean() > 0.2


def test_a_style_gives_its_mean_and_deviation(picture, make_translator, write_raster, tmp_path, check_refusal, out):
    model = make_translator(dtype="float32")
    plain, *_ = translate(picture, model, tmp_path / "plain.tif")
    assert np.isnan(plain[:, 40:60, 30:90]).all()
    values = np.random.default_rng(1).normal([[[5.0]], [[7.0]]], [[[2.0]], [[0.5]]], (2, 80, 80)).astype(np.float32)
    styled, *_ = translate(picture, model, tmp_path / "styled.tif", style=write_raster(values, "style.tif"))
    mean, std = values.mean((1, 2)), values.std((1, 2))
    expected = (plain - [[[1000]], [[90]]]) / [[[300]], [[20]]] * std[:, None, None] + mean[:, None, None]
    assert np.allclose(styled, expected, atol=1e-3, equal_nan=True)
    check_refusal("'picture.tif' must have the 2 bands that the model makes, got 3", out, translate_image, picture,
                  model, style=picture, output=str(out / "x.tif"))  # fmt: skip


def test_an_image_of_another_resolution_is_resampled_with_a_warning(make_translator, write_raster, tmp_path):
    pixels = np.random.default_rng(0).integers(1, 256, (3, 60, 80)).astype(np.uint8)
    image = write_raster(pixels, "coarse.tif", transform=from_origin(500000, 5500000, 1, 1))
    made, _, about, _, notes = translate(image, make_translator(), tmp_path / "out.tif")
    assert made.shape == (2, 120, 160) and about[2] == 0.5
    assert any("differ by more than a factor of 1.5 from the model's 0.5 m" in text for text in notes.warnings)


def test_the_size_of_the_image_is_said_before_the_start(picture, make_translator, tmp_path):
    *_, notes = translate(picture, make_translator(), tmp_path / "out.tif")
    (said,) = [number for number, text in enumerate(notes.messages) if "'out.tif' will have" in text]
    assert notes.messages[said] == "'out.tif' will have 170 x 150 px in 2 bands, up to 0.102 MB before compression."
    assert said < next(number for number, text in enumerate(notes.messages) if "tiles of" in text)


def test_the_size_of_a_map_is_said_and_a_full_disk_refuses_it(
    picture, make_translator, out, monkeypatch, check_refusal
):
    classes = [{"value": number, "name": str(number), "color": "#ffffff"} for number in (0, 1)]
    model = make_translator(classes=classes, translation={"kind": "classes"})
    *_, notes = translate(picture, model, out / "out.tif")
    assert "'out.tif' will have 170 x 150 px in 1 band, up to 0.0255 MB before compression." in notes.messages
    (out / "out.tif").unlink()
    (out / "out.qml").unlink()
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=5000))
    check_refusal("up to 0.0255 MB before compression, and its disk has 0.005 MB left", out, translate_image, picture,
                  model, output=str(out / "out.tif"))  # fmt: skip


def test_whole_numbers_with_and_without_sign_are_one_unit(make_translator, write_raster, tmp_path):
    pixels = np.random.default_rng(0).integers(1, 255, (3, 60, 80))
    model = make_translator()
    loaded = load_model(model)
    card = {**loaded.card, "inputs": [{**loaded.card["inputs"][0], "dtype": "int16"}]}
    save_model(model, loaded.network, card)
    images = [write_raster(pixels.astype(dtype), f"{dtype}.tif") for dtype in ("int16", "uint16")]
    (signed, *_), (unsigned, _, _, _, notes) = (
        translate(image, model, tmp_path / f"{number}_out.tif") for number, image in enumerate(images)
    )
    np.testing.assert_array_equal(signed, unsigned)
    assert notes.warnings == [
        "'uint16.tif' holds uint16 values, the model was trained on int16; they are taken to be in the same units."
    ]


def test_only_translation_models_are_taken(picture, make_brightness_model, out, check_refusal):
    check_refusal("is a model for segmentation, this needs one for translation", out, translate_image, picture,
                  make_brightness_model(), output=str(out / "x.tif"))  # fmt: skip
