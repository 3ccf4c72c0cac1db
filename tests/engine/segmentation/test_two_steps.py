"""Training on an imprecise map and a few clean labels."""

import numpy as np
import pytest
import rasterio
import shapely
import torch

from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model, read_card
from eo_deep.progress import silent
from eo_deep.segmentation import segment, train_segmentation
from eo_deep.segmentation.imprecise_labels import align_each
from tests.engine.alignment.test_align import outline, paint
from tests.engine.notes import Killed, KilledAfter, Notes
from tests.engine.segmentation.test_train import SMALL, write_scene

SETTINGS = {**SMALL, "epochs": 8, "validation_share": 0.3}


@pytest.fixture
def given(tmp_path):
    """An image of boxes; a map of them that is 2 m off and lacks some; the true one, and an eighth of the ground."""
    image, truth = write_scene(tmp_path)
    with rasterio.open(truth) as file:
        classes, profile = file.read(), file.profile
    wrong = np.roll(classes, (4, 3), (1, 2))
    wrong[:, 200:260] = 0
    with rasterio.open(tmp_path / "wrong.tif", "w", **profile) as file:
        file.write(wrong)
    area = np.array([shapely.box(500_000, 5_499_920, 500_040, 5_500_000)], object)
    write_vectors(tmp_path / "area.gpkg", VectorLayer(area, {}, to_crs(32633)))
    return {"images": image, "imprecise_labels": str(tmp_path / "wrong.tif"), "clean_labels": truth,
            "clean_area": str(tmp_path / "area.gpkg")}  # fmt: skip


def test_the_best_of_three_is_kept_and_named(given, tmp_path):
    model, report, heard = str(tmp_path / "m.safetensors"), str(tmp_path / "report.html"), Notes()
    result = train_segmentation(**given, model=model, report=report, label_error_m=1.0, progress=heard, **SETTINGS)
    record = load_model(model, "segmentation").card["training"]
    steps = record["steps"]
    assert [*steps] == ["step 1", "step 2", "clean only"]
    assert [step["epochs"] for step in steps.values()] == [6, 2, 8]
    assert steps["step 2"]["learning_rate"] == SMALL["learning_rate"] / 4
    scores = {name: step["score"] for name, step in steps.items()}
    assert record["kept"] == result["kept"] == max(scores, key=scores.get)
    assert result["mean_iou"] == record["metrics"]["mean_iou"] == steps[result["kept"]]["mean_iou"] > 0.7
    for step in steps.values():  # the score lies between what clean and imprecise labels say
        low, high = sorted((step["mean_iou"], step["mean_iou_imprecise"]))
        assert low < step["score"] < high
    assert record["labels"] == ["wrong.tif"] and record["clean_labels"] == ["scene_classes.tif"]
    assert record["label_error_m"] == 1.0 and record["aligned_labels"] is False
    assert 0 < steps["step 2"]["set_aside"] < 0.5 and steps["clean only"]["set_aside"] is None
    assert any(f"Kept the network of {result['kept']}: mean IoU" in text for text in heard.texts)
    text = (tmp_path / "report.html").read_text()
    for wanted in ("Networks compared", f"Kept: {result['kept']}", "Background set aside", "label error m"):
        assert wanted in text
    assert not list(tmp_path.glob("*.checkpoint"))
    segment(given["images"], model, output=str(tmp_path / "map.tif"), device="cpu")
    with rasterio.open(tmp_path / "map.tif") as found, rasterio.open(given["clean_labels"]) as truth:
        assert (found.read(1) == truth.read(1)).mean() > 0.85


def test_resumes_in_any_step(given, tmp_path):
    whole = str(tmp_path / "whole.safetensors")
    settings = {**SETTINGS, "augmentation": "strong", "samples_per_epoch": 12, "epochs": 4}
    train_segmentation(**given, model=whole, **settings)
    expected = load_model(whole)
    for epochs in (2, 4, 6):  # in step 1, after step 2, in the comparison
        broken = str(tmp_path / f"broken{epochs}.safetensors")
        with pytest.raises(Killed):
            train_segmentation(**given, model=broken, progress=KilledAfter(epochs), **settings)
        train_segmentation(**given, model=broken, resume=True, **settings)
        found = load_model(broken)
        assert found.card["training"]["kept"] == expected.card["training"]["kept"]
        one, two = (each.network.state_dict() for each in (found, expected))
        assert all(torch.equal(one[name], two[name]) for name in one)


def test_without_tolerance_nothing_is_set_aside(given, tmp_path):
    model = str(tmp_path / "m.safetensors")
    train_segmentation(**given, model=model, tolerate_omissions=False, **{**SETTINGS, "epochs": 2})
    record = load_model(model).card["training"]
    assert record["tolerate_omissions"] is False
    assert all(step["set_aside"] is None for step in record["steps"].values())


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"clean_labels": None, "clean_area": None}, "Imprecise labels need clean labels beside them"),
    ({"imprecise_labels": None}, "Clean labels are for a training on imprecise labels"),
    ({"imprecise_labels": None, "clean_labels": None, "clean_area": None}, "^Give labels, or imprecise labels with"),
    ({"labels": "a.gpkg"}, "Give either labels, or imprecise labels with clean labels"),
    ({"labels": "a.gpkg", "imprecise_labels": None, "clean_labels": None}, "^Clean area was given, which only"),
    ({"align_labels": True}, "^Only polygons can be aligned with the images, but the labels '.*tif' are a raster"),
    ({"class_field": "kind"}, "Class field 'kind' was given, but the labels '.*' are a raster"),
])  # fmt: skip
def test_labels_that_do_not_go_together(given, tmp_path, check_refusal, changes, sentence):
    (tmp_path / "out").mkdir()
    arguments = {**given, "model": str(tmp_path / "out" / "m.safetensors"), **SETTINGS, **changes}
    check_refusal(sentence, tmp_path / "out", train_segmentation, **arguments)


def test_imprecise_buildings_are_aligned_first(tmp_path, write_raster):
    """Houses 2 m east and 1 m north of where the image shows them come back, under the name of their layer."""
    image = write_raster(paint(), "town.tif")
    for name, shift_m in (("osm", (2.0, 1.0)), ("clean", (0.0, 0.0))):
        write_vectors(tmp_path / f"{name}.gpkg", VectorLayer(outline(shift_m=shift_m), {}, to_crs(32633)))
    (tmp_path / "aligned").mkdir()
    (path,) = align_each([image], [str(tmp_path / "osm.gpkg")], None, 15.0, "cpu", tmp_path / "aligned", silent)
    found = shapely.centroid(read_polygons(path).geometries)
    assert np.median(shapely.distance(found, shapely.centroid(outline()))) < 0.7  # it was 2.2 m
    area = np.array([shapely.box(500_000, 5_499_880, 500_120, 5_500_000)], object)
    write_vectors(tmp_path / "area.gpkg", VectorLayer(area, {}, to_crs(32633)))
    model = str(tmp_path / "m.safetensors")
    settings = {**SETTINGS, "epochs": 1, "samples_per_epoch": 8, "align_labels": True}
    train_segmentation(image, imprecise_labels=str(tmp_path / "osm.gpkg"), clean_labels=str(tmp_path / "clean.gpkg"),
                       clean_area=str(tmp_path / "area.gpkg"), model=model, **settings)  # fmt: skip
    record = load_model(model).card["training"]
    assert record["labels"] == ["osm.gpkg"] and record["aligned_labels"] is True


def test_several_sources(given, tmp_path):
    """A second image at half the resolution beside the first; both have the same imprecise and clean labels."""
    with rasterio.open(given["images"]) as file:
        pixels, profile = file.read(), file.profile
    profile.update(width=160, height=160, transform=file.transform * file.transform.scale(2))
    with rasterio.open(tmp_path / "coarse.tif", "w", **profile) as file:
        file.write(pixels[:, ::2, ::2])
    settings = {**SETTINGS, "network": "unet", "base_channels": 4, "epochs": 2, "samples_per_epoch": 16}
    model = str(tmp_path / "m.safetensors")
    train_segmentation(**given, second_images=str(tmp_path / "coarse.tif"), model=model, **settings)
    card = read_card(model)
    assert len(card["inputs"]) == 2 and card["training"]["kept"] in card["training"]["steps"]
