"""Training on patches through `processing.run` and `qgis_process`: from a folder, and around points of a layer."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from eo_deep_plugin.algorithms.framework.model_card import read_card
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsRasterLayer, QgsVectorLayer
from synthetic_data import write_patches
from test_algorithms import run

__all__ = ["run"]

TINY = {"DEPTH": 10, "WIDTH": 1, "CLASSIFIER_EPOCHS": 1, "JEM_EPOCHS": 1, "BATCH_SIZE": 4, "SAMPLER_STEPS": 1,
        "BUFFER": 8, "VALIDATION_SHARE": 0.25, "DEVICE": "cpu"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_patches(tmp_path_factory.mktemp("patches"))


def test_train_and_classify(run, dataset, scene, tmp_path):
    model, report = tmp_path / "own.safetensors", tmp_path / "report.html"
    results = run("eodeep:trainscenes", DATASET=dataset, KIND="jem", **TINY, MODEL=model, REPORT=report)
    card = read_card(results["MODEL"])
    assert (card["task"], card["kind"], card["patch_px"]) == ("scenes", "jem", 16)
    assert [c["name"] for c in card["classes"]] == ["meadow", "town"]
    assert 0 <= results["ACCURACY"] <= 1
    assert "Confusion matrix" in Path(results["REPORT"]).read_text(encoding="utf-8")
    results = run("eodeep:classifyscenes", IMAGE=scene.image, MODEL=model, DEVICE="cpu", OUTPUT=tmp_path / "map.tif")
    assert QgsRasterLayer(results["OUTPUT"], "map").renderer().type() == "paletted"


def test_train_around_points_of_a_layer(scene, tmp_path):
    image = QgsRasterLayer(str(scene.image), "image")
    layer = QgsVectorLayer(f"Point?crs={image.crs().authid()}&field=cover:string", "points", "memory")
    extent, features = image.extent(), []
    for number in range(16):
        feature = QgsFeature(layer.fields())
        x = extent.xMinimum() + extent.width() * (0.2 + 0.04 * number)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, extent.center().y())))
        feature.setAttribute("cover", ("town", "meadow")[number % 2])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    values = {"IMAGES": [image], "LABELS": [layer], "CLASS_FIELD": "cover", "PATCH_PX": 16, "KIND": "classifier"}
    results = processing.run("eodeep:trainscenes", {**values, **TINY, "MODEL": str(tmp_path / "own.safetensors")})
    card = read_card(results["MODEL"])
    assert (card["kind"], card["training"]["patches"] + card["training"]["validation_patches"]) == ("classifier", 16)
    assert card["inputs"][0]["resolution_m"] == pytest.approx(0.5, rel=0.01)


def test_neither_folder_nor_images_is_said_before_anything_runs(tmp_path):
    with pytest.raises(QgsProcessingException, match="Give either a dataset folder, or images with labels"):
        processing.run("eodeep:trainscenes", {"MODEL": str(tmp_path / "own.safetensors")})
