"""Scene models through `processing.run` and `qgis_process`: maps, reports, samples, completed images."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsRasterLayer, QgsVectorLayer
from test_algorithms import read, run

__all__ = ["run"]


def test_classify_scenes(run, scene, scene_model, tmp_path):
    values = {"IMAGE": scene.image, "MODEL": scene_model, "STRIDE_PX": 16, "VALUES": "auto", "DEVICE": "cpu"}
    paths = {name: tmp_path / f"{name.lower()}.tif" for name in ("OUTPUT", "CONFIDENCE", "PROBABILITIES")}
    results = run("eodeep:classifyscenes", **values, **paths, GRID=tmp_path / "patches.gpkg")
    classes, (log_px, percentile) = read(results["OUTPUT"]), read(results["CONFIDENCE"])
    assert classes.shape == log_px.shape == (10, 13)
    assert np.array_equal(classes, read(results["PROBABILITIES"]).argmax(axis=0))
    assert results["PATCHES"] == 130
    assert results["UNLIKELY_SHARE"] == pytest.approx((percentile < 0.01).mean())
    layer = QgsRasterLayer(results["OUTPUT"], "map")
    assert [entry.label for entry in layer.renderer().classes()] == ["meadow", "town"]
    confidence = QgsRasterLayer(results["CONFIDENCE"], "confidence")
    assert confidence.renderer().type() == "singlebandpseudocolor"
    assert confidence.renderer().band() == 2
    squares = QgsVectorLayer(str(results["GRID"]), "patches", "ogr")
    assert squares.featureCount() == 130
    assert squares.crs() == layer.crs()
    assert gdal.Open(str(results["OUTPUT"])).GetGeoTransform()[1] == 8.0


def test_compare_domains(run, scene, scene_model, tmp_path):
    values = {"SETS": f"{scene.image}; {scene.image.parent}", "REFERENCE": scene.image, "MODEL": scene_model}
    results = run("eodeep:comparedomains", **values, MAX_IMAGES=20, BANDS="1 2 3", REPORT=tmp_path / "report.html")
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")
    numbers = json.loads(results["NUMBERS"])
    assert list(numbers) == [f"{scene.image.parent.name}/image.tif", scene.image.parent.name]
    assert results["AUROC"] == 0.5
    assert results["KL"] == pytest.approx(0)


def test_generate_scenes(run, scene_model, tmp_path):
    values = {"MODEL": scene_model, "CLASS_NAME": "town", "COUNT": 3, "STEPS": 2, "BY_CLASS": True}
    results = run("eodeep:generatescenes", **values, OUTPUT=tmp_path / "samples", REPORT=tmp_path / "report.html")
    names = sorted(path.name for path in Path(results["OUTPUT"]).iterdir())
    assert names == ["contact_sheet.png", "town_00001.png", "town_00002.png", "town_00003.png"]
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_samples_may_go_to_a_temporary_folder_but_not_to_a_full_one(scene_model, tmp_path):
    values = {"MODEL": str(scene_model), "COUNT": 1, "STEPS": 0, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert len(list(Path(processing.run("eodeep:generatescenes", values)["OUTPUT"]).iterdir())) == 2
    (tmp_path / "mine.txt").touch()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:generatescenes")
    fine, message = algorithm.checkParameterValues({**values, "OUTPUT": str(tmp_path)}, QgsProcessingContext())
    assert not fine
    assert "must be a new or an empty folder" in message


def test_complete_image(run, scene, scene_model, tmp_path):
    """The roofs are taken out of the image and filled in again, from what surrounds them."""
    values = {"IMAGE": scene.image, "MODEL": scene_model, "MASK": scene.classes, "STEPS": 2, "SEED": 1}
    results = run("eodeep:completeimage", **values, OUTPUT=tmp_path / "completed.tif")
    roofs = read(scene.classes) == 1
    before, after = read(scene.image), read(results["OUTPUT"])
    assert np.array_equal(before[:, ~roofs], after[:, ~roofs])
    assert after[:, roofs].mean() < 100 < before[:, roofs].mean()
    assert results["FILLED_SHARE"] == pytest.approx(roofs.mean())
    assert gdal.Open(str(results["OUTPUT"])).GetProjection() == gdal.Open(str(scene.image)).GetProjection()
