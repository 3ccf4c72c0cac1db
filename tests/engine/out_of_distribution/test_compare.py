"""Sets of images are read as the model wants them, and told apart by measures whose values are known."""

import json

import numpy as np
import pytest
from PIL import Image

from eo_deep.models.model_file import load_model, read_card
from eo_deep.out_of_distribution.compare import compare_domains, draw_training_density
from eo_deep.sampling.patch_collection import read_patch_set
from tests.engine.notes import Notes

RED, DARK = (204, 51, 51), (26, 26, 26)


@pytest.fixture
def paint_folder(tmp_path):
    """paint(name, colour, noise, count, size) -> folder of PNG images of one colour, in two subfolders."""

    def paint(name, colour, noise=20, count=20, size=16):
        generator = np.random.default_rng(len(name))
        for number in range(count):
            folder = tmp_path / name / f"class {number % 2}"
            folder.mkdir(parents=True, exist_ok=True)
            pixels = np.array(colour) + generator.normal(0, noise, 3) + generator.normal(0, 5, (size, size, 3))
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"{number}.png")
        return str(tmp_path / name)

    return paint


def test_domains_are_told_apart(tmp_path, make_scene_model, paint_folder):
    known, same = paint_folder("known", RED), paint_folder("same as known", RED)
    foreign = paint_folder("foreign", (120, 120, 255))
    log, report = Notes(), tmp_path / "report.html"
    result = compare_domains([same, foreign], known, make_scene_model(), report=str(report), progress=log)
    numbers = json.loads(result["numbers"])
    assert list(numbers) == ["same as known", "foreign"]
    assert list(numbers["foreign"]) == ["log p(x)", "largest softmax", "minus gradient norm", "nearest neighbours"]
    assert 0.25 < result["auroc"] < 0.75
    assert result["kl"] == numbers["same as known"]["log p(x)"]["kl"]
    assert numbers["foreign"]["log p(x)"] == pytest.approx({"kl": 13.8, "auroc": 1, "fpr95": 0}, abs=0.02)
    assert numbers["foreign"]["nearest neighbours"]["auroc"] > 0.95
    text = report.read_text(encoding="utf-8")
    assert "bins of equal width from" in text and "e = 1e-06" in text and "foreign, 20 images" in text
    again = compare_domains([same, foreign], known, make_scene_model())
    assert again["numbers"] == result["numbers"]


def test_without_a_reference_the_model_remembers_its_training(make_scene_model, paint_folder):
    model = make_scene_model()
    result = compare_domains(paint_folder("foreign", (120, 120, 255)), model=model)
    assert list(json.loads(result["numbers"])["foreign"]) == ["log p(x)"] and result["auroc"] == 1
    remembered = draw_training_density(read_card(model))
    assert np.percentile(remembered, [10, 50]) == pytest.approx([-4.5, -2.5], abs=0.01)


def test_a_raster_is_a_set_of_its_patches(write_raster, make_scene_model):
    pixels = np.full((3, 50, 70), 26, np.uint8)
    pixels[:, :, 20:24] = 0  # unknown: of the 4 x 5 patches, those of one or two columns
    image = write_raster(pixels, nodata=0, crs="EPSG:32633")
    card = load_model(make_scene_model()).card
    card["inputs"][0]["resolution_m"] = None
    patches = read_patch_set(image, card)
    assert patches.pixels.shape == (16, 3, 16, 16) and patches.name == "image.tif"
    assert patches.pixels == pytest.approx(26 / 127.5 - 1)
    assert len(read_patch_set(image, card, limit=3)) == 3


def test_a_folder_is_understood_as_a_whole(tmp_path, write_raster, make_scene_model):
    """Reflectance x 10,000, of which one image alone would pass for 8 bit; one image is too small, one is no image."""
    (tmp_path / "set").mkdir()
    for number in range(5):
        value = 100 if number == 0 else 1500
        write_raster(np.full((3, 16, 16), value, np.uint16), f"set/{number}.tif", crs=None)
    write_raster(np.full((3, 8, 8), 1500, np.uint16), "set/small.tif", crs=None)
    (tmp_path / "set" / "text.png").write_text("no image")
    card, log = load_model(make_scene_model()).card, Notes()
    patches = read_patch_set(str(tmp_path / "set"), card, progress=log)
    assert sorted(patches.pixels[:, 0, 0, 0]) == pytest.approx([100 / 1275 - 1] + [1500 / 1275 - 1] * 4)
    assert sum("taken as reflectance x 10,000" in text for text in log.texts) == 1
    assert any("2 images of" in text and "left out" in text for text in log.texts)


def test_sets_that_cannot_be_compared_are_refused(out, tmp_path, make_scene_model, paint_folder, check_refusal):
    model = make_scene_model()
    (out / "empty").mkdir()
    known, small = paint_folder("known", RED), paint_folder("small", RED, size=8)
    refuse = lambda expected, *arguments, **named: check_refusal(  # noqa: E731
        expected, out, compare_domains, *arguments, model=model, report=str(out / "r.html"), **named)
    refuse("There are no images to compare", [])
    refuse("holds no images", [str(out / "empty")], known)
    refuse("does not exist", [str(out / "nowhere.tif")], known)
    refuse("at least one patch of 16 px", [small], known)
    refuse("number of images must be at least 1, got 0", [known], max_images=0)
    check_refusal("must end in .html", out, compare_domains, [known], model=model, report=str(out / "r.pdf"))
