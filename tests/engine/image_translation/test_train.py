"""Trainings of translations on small images that the tests paint."""

import contextlib

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin
from rasterio.windows import Window
from scipy import ndimage
from shapely.geometry import box

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.image_translation import map_task, train_translation, translate_image
from eo_deep.image_translation.data import GivenPairs, open_pairs
from eo_deep.image_translation.image_task import compare_cells
from eo_deep.image_translation.map_task import measure_excess
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model
from eo_deep.segmentation import train_segmentation
from eo_deep.training import loop
from tests.engine.notes import Killed, KilledAfter, Notes

SHORT = {"epochs": 2, "samples_per_epoch": 16, "batch_size": 4, "crop_px": 32, "base_channels": 4, "device": "cpu"}
COLORS = np.array([[240, 240, 230], [200, 40, 40]], np.uint8)


@pytest.fixture
def pair(write_raster):
    """A picture with bright blobs, its map of two colours, and measurements that go with the picture."""
    generator = np.random.default_rng(0)
    blobs = ndimage.gaussian_filter(generator.standard_normal((128, 160)), 5) > 0.02
    picture = (np.where(blobs, 180, 80) + generator.normal(0, 8, (3, 128, 160))).clip(0, 255).astype(np.uint8)
    values = (20 * picture[:2].astype(np.uint16)) + 300
    return {
        "blobs": blobs,
        "picture": write_raster(picture, "picture.tif"),
        "map": write_raster(COLORS[blobs.astype(int)].transpose(2, 0, 1), "map.tif"),
        "values": write_raster(values, "values.tif"),
        "classes": write_raster(blobs.astype(np.uint8), "blobs.tif"),
    }


def read(path):
    with rasterio.open(path) as file:
        return file.read()


def train(pair, target, tmp_path, name="m", **settings):
    notes = Notes()
    result = train_translation(pair["picture"], pair[target], model=str(tmp_path / f"{name}.safetensors"),
                               progress=notes, **{**SHORT, **settings})  # fmt: skip
    return result, notes


def test_a_map_is_learned_as_classes_and_painted_in_its_colours(pair, tmp_path):
    longer = {"epochs": 6, "samples_per_epoch": 64, "learning_rate": 5e-3}
    result, notes = train(pair, "map", tmp_path, report=str(tmp_path / "m.html"), **longer)
    assert result["kind"] == "classes" and sorted(result["classes"]) == ["#c82828", "#f0f0e6"]
    assert result["psnr"] is None and result["mean_iou"] > 0.7
    assert any("map of 2 colours" in text for text in notes.messages)
    assert "Confusion matrix" in (tmp_path / "m.html").read_text(encoding="utf-8")
    output = str(tmp_path / "map_out.tif")
    translate_image(pair["picture"], result["model"], output=output)
    with rasterio.open(output) as file:
        painted, colormap = file.read(1), file.colormap(1)
    red = next(value for value, color in colormap.items() if color[:3] == (200, 40, 40))
    assert ((painted == red) == pair["blobs"]).mean() > 0.9


def test_an_image_is_learned_by_its_values(pair, tmp_path):
    longer = {"epochs": 6, "samples_per_epoch": 64, "learning_rate": 5e-3}
    result, notes = train(pair, "values", tmp_path, report=str(tmp_path / "m.html"), **longer)
    assert result["kind"] == "image" and result["mean_iou"] is None
    assert any("is an image, as it has no palette" in text for text in notes.messages)
    assert "Source, target, translation." in (tmp_path / "m.html").read_text(encoding="utf-8")
    output = str(tmp_path / "out.tif")
    translate_image(pair["picture"], result["model"], output=output)
    made, truth = read(output).astype(float), read(pair["values"]).astype(float)
    assert made.shape == truth.shape
    assert np.corrcoef(made.ravel(), truth.ravel())[0, 1] > 0.9
    assert 10 < result["psnr"] < 100 and 0 < result["ssim"] <= 1
    card = load_model(result["model"], "translation").card
    assert card["translation"]["target"]["dtype"] == "uint16" and card["classes"] == [] and not card["bf16"]
    assert card["training"]["metrics"]["faithful"]["psnr"] == pytest.approx(result["psnr"])


def test_the_training_starts_from_a_regression_of_the_bands(pair, tmp_path):
    """The values are 20 times the picture's first two bands, plus 300: a regression knows them at once."""
    result, _ = train(pair, "values", tmp_path, epochs=1, learning_rate=1e-7, samples_per_epoch=4)
    output = str(tmp_path / "out.tif")
    translate_image(pair["picture"], result["model"], output=output)
    made, truth = read(output).astype(float), read(pair["values"]).astype(float)
    assert np.abs(made - truth)[:, :100].mean() < 0.02 * truth.std()


def test_what_binds_a_sharp_image_leaves_texture_free():
    target, known = torch.zeros(1, 2, 64, 64), torch.ones(1, 1, 64, 64, dtype=torch.bool)
    stripes = torch.arange(64).remainder(2).mul(2).sub(1).float().expand(1, 2, 64, 64)
    assert compare_cells(stripes, (target, known)) == 0
    assert compare_cells(stripes + 0.5, (target, known)) == 0.5
    known[..., :32] = False
    assert compare_cells(stripes + 0.5, (target, known)) == 0.25


def test_a_sharp_image_is_trained_in_two_stages_that_resume_bit_by_bit(pair, tmp_path):
    sharp = {"sharpness": "adversarial", "epochs": 4}
    whole, notes = train(pair, "values", tmp_path, "whole", report=str(tmp_path / "m.html"), **sharp)
    assert any("discriminator joins" in text for text in notes.messages)
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "Source, target, faithful, sharp." in page and "Mean norm of the gradient" in page
    assert all(f"Epoch {number}.</p>" in page for number in (1, 2, 3, 4)) and "Epoch 5." not in page
    card = load_model(whole["model"]).card
    assert card["inputs"][0]["noise"] == 1 and set(card["training"]["metrics"]) == {"faithful", "sharp"}
    resumed = str(tmp_path / "resumed.safetensors")
    for epochs in (1, 2):  # once in each stage
        with pytest.raises(Killed):
            train_translation(pair["picture"], pair["values"], model=resumed, resume=epochs > 1,
                              progress=KilledAfter(epochs), **{**SHORT, **sharp})  # fmt: skip
    train_translation(pair["picture"], pair["values"], model=resumed, resume=True, report=str(tmp_path / "r.html"),
                      **{**SHORT, **sharp})  # fmt: skip
    assert "Epoch 1.</p>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    ours, theirs = (load_model(path).network.state_dict() for path in (resumed, whole["model"]))
    assert all(torch.equal(ours[name], value) for name, value in theirs.items())
    assert list(tmp_path.glob("*.checkpoint")) == []


def test_polygons_with_colours_are_a_map_on_white(pair, tmp_path):
    shapes = [box(500000 + x, 5499950, 500010 + x, 5499990) for x in (5, 30, 50)]
    fields = {"colour": np.array(["#c82828", "#1f78b4", "#c82828"], object)}
    labels = str(tmp_path / "labels.gpkg")
    write_vectors(labels, VectorLayer(np.array(shapes, object), fields, to_crs(32633)))
    notes = Notes()
    result = train_translation(pair["picture"], labels, color_field="colour", model=str(tmp_path / "p.safetensors"),
                               progress=notes, **{**SHORT, "validation_share": 0.0})  # fmt: skip
    classes = load_model(result["model"]).card["classes"]
    assert {each["name"]: each["color"] for each in classes} == {
        "background": "#ffffff", "#c82828": "#c82828", "#1f78b4": "#1f78b4",
    }  # fmt: skip


def test_a_target_of_another_grid_decides_the_resolution_where_it_is_coarser(pair, tmp_path, write_raster):
    coarse = read(pair["values"])[:, ::2, ::2]
    pair["coarse"] = write_raster(coarse, "coarse.tif", transform=from_origin(500000, 5500000, 1, 1))
    result, _ = train(pair, "coarse", tmp_path, validation_share=0.0)
    assert load_model(result["model"]).card["inputs"][0]["resolution_m"] == pytest.approx(1, abs=0.01)


def test_a_target_beside_its_source_is_moved_and_what_differs_is_left_out(pair, tmp_path, write_raster):
    """The target lies 1 m too far to the right, two pixels, and a cloud hides a tenth of it."""
    values = read(pair["values"])
    values[:, :32, :60] = 60000
    pair["beside"] = write_raster(values, "beside.tif", transform=from_origin(500001, 5500000, 0.5, 0.5))
    result, notes = train(pair, "beside", tmp_path, report=str(tmp_path / "m.html"))
    (moved,) = [text for text in notes.messages if "is moved by" in text]
    right, down = (float(part.split()[0]) for part in moved.replace("and ", "by ").split("by ")[1:3])
    assert right == pytest.approx(-2, abs=0.1) and down == pytest.approx(0, abs=0.1)
    assert "Pairs of images" in (tmp_path / "m.html").read_text(encoding="utf-8")
    given = GivenPairs([pair["picture"]], [pair["beside"]], None, None, None, None, 0.0, None, 32, 0, 2.0)
    found = open_pairs(given, 0, None, tmp_path, Notes())
    (image,) = found.training.images
    (source, target), known = image.read_inputs(Window(0, 0, 160, 128))
    classes = image.read_classes(image.grid, Window(0, 0, 160, 128))[0]
    assert (classes[4:28, 4:50] == 255).mean() > 0.9 and (classes[40:, 10:] == 0).mean() > 0.9
    inner = np.s_[40:120, 10:150]
    assert np.corrcoef(source[0][inner].ravel(), target[0][inner].ravel())[0, 1] > 0.99


def test_images_that_cannot_be_compared_are_used_as_they_lie(pair, tmp_path, write_raster):
    noise = np.random.default_rng(5).integers(1, 1000, (2, 128, 160)).astype(np.uint16)
    pair["noise"] = write_raster(noise, "noise.tif")
    _, notes = train(pair, "noise", tmp_path)
    assert any(text.endswith("are used as they lie.") for text in notes.messages)


def test_a_map_is_learned_as_the_segmentation_of_the_same_network_is(pair, tmp_path, monkeypatch):
    """Weight for weight, but for how often classes are: so a map is as good as a segmentation of the same length."""
    monkeypatch.setattr(loop, "choose_autocast", lambda device: contextlib.nullcontext)  # it would round the sums
    monkeypatch.setattr(map_task, "measure_excess", lambda sampler, seed: torch.zeros(2))
    result = train_translation(pair["picture"], pair["classes"], model=str(tmp_path / "a.safetensors"), **SHORT)
    settings = {**SHORT, "network": "resunet", "model": str(tmp_path / "b.safetensors")}
    train_segmentation(pair["picture"], pair["classes"], **settings)
    ours, theirs = (load_model(str(tmp_path / f"{name}.safetensors")).network.state_dict() for name in "ab")
    assert result["kind"] == "classes"
    assert all(torch.equal(ours[name], value) for name, value in theirs.items())


def test_a_model_is_continued(pair, tmp_path):
    first, _ = train(pair, "values", tmp_path, "first")
    second, _ = train(pair, "values", tmp_path, "second", initial_model=first["model"])
    cards = [load_model(each["model"]).card for each in (first, second)]
    assert cards[0]["translation"] == cards[1]["translation"]
    assert cards[1]["training"]["initial_model"] == "first"
    with pytest.raises(EoDeepError, match="initial model's target has the kind 'image', this one's is 'classes'"):
        train(pair, "map", tmp_path, initial_model=first["model"])


def test_the_loss_knows_how_often_classes_are_drawn(pair, tmp_path, write_raster, monkeypatch):
    """A rare class fills most of the windows around it, and still little of the map."""
    rare = np.zeros((128, 160), np.uint8)
    rare[20:36, 20:36] = 1
    found = []
    monkeypatch.setattr(map_task, "measure_excess", lambda *given: found.append(measure_excess(*given)) or found[-1])
    pair["rare"] = write_raster(rare, "rare.tif")
    settings = {"kind": "classes of a palette", "validation_share": 0.0}
    train(pair, "rare", tmp_path, **settings)
    truth = rare.mean()
    drawn = truth * np.exp(float(found[0][1]))
    assert 2 * truth < drawn < 0.5
    assert (1 - truth) * np.exp(float(found[0][0])) == pytest.approx(1 - drawn)


def test_a_map_starts_from_a_segmentation(pair, tmp_path):
    start = str(tmp_path / "start.safetensors")
    wide = {**SHORT, "base_channels": 8}
    train_segmentation(pair["picture"], pair["classes"], network="resunet", model=start, **wide)
    still, _ = train(pair, "classes", tmp_path, initial_model=start, learning_rate=1e-7, base_channels=4,
                     kind="classes of a palette")  # fmt: skip
    loaded = load_model(still["model"])
    assert loaded.card["training"]["initial_model"] == "start"
    assert loaded.card["network"] == load_model(start).card["network"]
    learned = load_model(start).network.state_dict()
    assert all(torch.allclose(value, learned[name], atol=1e-3) for name, value in loaded.network.state_dict().items()
               if value.is_floating_point() and "running" not in name)  # fmt: skip
    with pytest.raises(EoDeepError, match="initial model's target has the kind 'classes', this one's is 'image'"):
        train(pair, "values", tmp_path, initial_model=start)


def test_what_does_not_fit_is_refused_in_one_sentence(pair, out, write_raster, check_refusal):
    model = str(out / "m.safetensors")
    far = write_raster(np.zeros((2, 50, 50), np.uint16) + 9, "far.tif", transform=from_origin(600000, 5500000, 1, 1))
    refuse = lambda expected, target, **named: check_refusal(  # noqa: E731
        expected, out, train_translation, pair["picture"], target, model=model, **{**SHORT, **named})
    refuse("'far.tif' does not lie where 'picture.tif' does", far)
    refuse("is no map with a palette of 2 to 32 colours", pair["picture"], kind="classes of a palette")
    refuse("sharpness must be none, got adversarial", pair["map"], sharpness="adversarial")
    refuse("Kind must be one of auto, classes of a palette, image, got map", pair["map"], kind="map")
    refuse("Sharpness must be one of none, adversarial, got 1", pair["map"], sharpness="1")
    refuse("Crop must be a multiple of 16 px", pair["values"], crop_px=40)
    empty = write_raster(np.zeros((2, 128, 160), np.uint16), "empty.tif", nodata=0)
    refuse("(?i)no pixel of .*empty.tif.* is valid|No pixel of the training images is valid", empty)
    tiny = write_raster(np.full((2, 1, 1), 5, np.uint16), "tiny.tif")
    refuse("too small to hold back validation data", tiny, kind="image")
