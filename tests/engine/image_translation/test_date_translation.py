"""A place painted as of other dates by a time series model whose weights are drawn at random; gaps filled."""

import numpy as np
import pytest
import rasterio
import torch
from scipy import ndimage

from eo_deep.errors import EoDeepError
from eo_deep.image_translation import translate_image
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of 3 bands around 1000 that knows two dates."""
    torch.manual_seed(0)
    arguments = {"in_channels": 4, "out_channels": 3, "base_channels": 8}
    network = build("disentangler", **arguments)
    found = measure_footprint(network)
    dates = [{"name": "a.tif", "date": "2019-05-01", "code": [0.5] * 8},
             {"name": "b.tif", "date": "2020-10-01", "code": [-0.5] * 8}]  # fmt: skip
    card = {
        "name": "made", "task": "series", "network": {"name": "disentangler", "arguments": arguments},
        "inputs": [{"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint16",
                    "nodata": None, "ratio": 1, "resampling": "bilinear", "required": True, "known_plane": True,
                    "scaling": {"kind": "fixed", "mean": [1000.0] * 3, "std": [100.0] * 3}}],
        "classes": [], "series": {"dates": dates}, "stride_px": found.stride_px,
        "halo_px": [found.before_px, found.after_px], "exact": True, "bf16": True, "threshold": None, "training": {},
    }  # fmt: skip
    path = tmp_path_factory.mktemp("model") / "series.safetensors"
    save_model(str(path), network, card)
    return str(path)


@pytest.fixture
def place(write_raster):
    """place(name, gain=1, nodata=None, hole=False) -> path of an image of the place; a hole is nodata."""
    rng = np.random.default_rng(0)
    scene = 1000 + 400 * np.stack([ndimage.gaussian_filter(rng.normal(size=(110, 130)), 2) for _ in range(3)])

    def write(name, gain=1.0, hole=None, **options):
        pixels = np.rint(gain * scene).astype(np.uint16)
        if hole:
            pixels[(slice(None), *hole)] = 0
        return write_raster(pixels, name, nodata=0, photometric="MINISBLACK", **options)

    return write


HOLE = np.s_[30:60, 40:80]


def read(path):
    with rasterio.open(path) as file:
        return file.read().astype(float), file.dataset_mask() > 0, file.dtypes[0], file.descriptions


def test_an_image_is_painted_as_of_dates_on_its_own_pixels(place, model, tmp_path, notes):
    image, out = place("x_20190501.tif", hole=HOLE), tmp_path / "out.tif"
    result = translate_image(image, model, style_dates="2019-05-02; 2021-01-01", output=str(out), progress=notes)
    assert result["outputs"] == [str(out), str(tmp_path / "out_2020-10-01.tif")]
    assert result["dates"] == ["2019-05-01", "2020-10-01"] and result["bands"] == [1, 2, 3]
    (first, known, dtype, names), (second, *_) = (read(path) for path in result["outputs"])
    assert dtype == "uint16"
    assert first.shape == (3, 110, 130)
    expected = np.ones_like(known)
    expected[HOLE] = False
    np.testing.assert_array_equal(known, expected)
    assert np.abs(first - second)[:, known].max() > 0
    assert any("nearest to 2019-05-02 is 2019-05-01" in text for text in notes.messages)


def test_a_further_date_replaces_no_file_that_is_not_of_an_earlier_run(place, model, tmp_path):
    other = tmp_path / "out_2020-10-01.tif"
    other.write_bytes(b"mine")
    with pytest.raises(EoDeepError, match="another date would replace '.*out_2020-10-01.tif'; rename one of the two"):
        translate_image(place("x_20190501.tif"), model, style_dates="2019-05-01; 2020-10-01",
                        output=str(tmp_path / "out.tif"))  # fmt: skip
    assert other.read_bytes() == b"mine"
    assert not (tmp_path / "out.tif").exists()


def test_a_style_image_gives_its_date_and_its_own_look_is_that_of_itself(place, model, tmp_path):
    image, other = place("x_20190501.tif"), place("y_20190901.tif", gain=1.5)
    made = {}
    for name, style in (("own", image), ("other", other)):
        path = str(tmp_path / f"{name}.tif")
        translate_image(image, model, style=style, output=path)
        made[name] = read(path)[0]
    assert np.abs(made["own"] - made["other"]).max() > 0


@pytest.mark.parametrize("named", [{"style_dates": "2019-05-01"}, {"fill": True}])
def test_tiles_do_not_show(place, model, tmp_path, named):
    image = place("x_20190501.tif", hole=HOLE)
    named = {"fill": [place("y_20190901.tif", gain=1.1)]} if "fill" in named else named
    images = []
    for core_px in (64, 256):
        path = str(tmp_path / f"{core_px}.tif")
        translate_image(image, model, core_px=core_px, output=path, **named)
        images.append(read(path)[:2])
    for values, known in images[1:]:
        np.testing.assert_array_equal(known, images[0][1])
        assert np.abs(values - images[0][0]).max() <= 1  # rounded to whole numbers
        assert (values != images[0][0]).mean() < 1e-3


def test_gaps_are_filled_from_the_nearest_clear_date_and_the_rest_stays(place, model, tmp_path):
    image = place("x_20190501.tif", hole=HOLE)
    near, far = place("y_20190601.tif", hole=np.s_[30:60, 60:80]), place("z_20200601.tif", gain=1.2)
    path, only = str(tmp_path / "all.tif"), str(tmp_path / "far.tif")
    translate_image(image, model, fill=[far, near], output=path)
    translate_image(image, model, fill=[far], output=only)
    (filled, known, *_), (from_far, *_), (own, valid, *_) = (read(each) for each in (path, only, image))
    assert known.all()
    np.testing.assert_array_equal(filled[:, valid], own[:, valid])
    left, right = np.s_[:, 30:60, 40:60], np.s_[:, 30:60, 60:80]
    np.testing.assert_array_equal(filled[right], from_far[right])
    assert (filled[left] != from_far[left]).any()
    assert np.abs(filled - read(place("whole.tif"))[0]).max() <= 3


def test_masks_hide_what_is_filled(place, write_raster, model, tmp_path):
    bad, good = np.zeros((110, 130), np.uint8), np.zeros((110, 130), np.uint8)
    bad[HOLE] = 1
    masks = [write_raster(bad, "bad.tif"), write_raster(good, "good.tif")]
    image, other = place("x_20190501.tif"), place("y_20190601.tif", gain=1.1)
    path = str(tmp_path / "out.tif")
    translate_image(image, model, fill=[other], masks=masks, output=path)
    filled, own = read(path)[0], read(image)[0]
    np.testing.assert_array_equal(filled[:, bad == 0], own[:, bad == 0])
    assert np.abs(filled - own)[:, bad == 1].max() <= 3  # the other date is 1.1 times the image


@pytest.mark.parametrize(("case", "expected"), [
    ("nothing", "give a style image, dates, or images to fill from"),
    ("both", "Give a style image or dates, not both"),
    ("date", "A date must be written like 2018-10-16, got 'summer'"),
    ("no date", "The style dates must hold a date like 2018-10-16, got ' ; '"),
    ("values", "'bytes.tif' holds uint8 values, the model was trained on uint16"),
    ("twice", "The dates name 2020-10-01 twice"),
    ("bands", "needs 3 bands"),
    ("style bands", "The style image 'two.tif' must have the 3 bands"),
    ("masks", "one mask for each image or one for all, got 3 for 2"),
    ("core", "multiple of 16 px"),
    ("same", "output"),
    ("model", "style dates need a time series model"),
])  # fmt: skip
def test_bad_input_gets_one_sentence(place, write_raster, model, out, check_refusal, contrast_model, case, expected):
    image, other = place("x_20190501.tif"), place("y_20190601.tif", gain=1.1)
    two = write_raster(np.ones((2, 110, 130), np.uint16), "two.tif", photometric="MINISBLACK")
    named = {
        "nothing": {},
        "both": {"style": other, "style_dates": "2019-05-01"},
        "date": {"style_dates": "summer"},
        "no date": {"style_dates": " ; "},
        "values": {"image": write_raster(np.ones((3, 110, 130), np.uint8), "bytes.tif"), "style": other},
        "twice": {"style_dates": "2020-10-01; 2020-10-02"},
        "bands": {"image": two, "style_dates": "2019-05-01"},
        "style bands": {"style": two},
        "masks": {"fill": [other], "masks": [image] * 3},
        "core": {"style": other, "core_px": 40},
        "same": {"style": other, "output": other},
        "model": {"model": contrast_model, "style_dates": "2019-05-01"},
    }[case]
    call = {"image": image, "model": model, "output": str(out / "new.tif"), **named}
    check_refusal(expected, out, translate_image, **call)
