"""Alignment as users start it: layers in, the same layers out, moved and in their colours."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer

NAMES = ["klass", "dx_m", "dy_m", "shift_m", "turn_deg", "confidence", "status"]
STATUSES = ["aligned", "unchanged", "follows neighbours", "not found in image"]
COUNTS = ("ALIGNED_COUNT", "UNCHANGED_COUNT", "FOLLOWING_COUNT", "NOT_FOUND_COUNT")


@pytest.fixture
def values(scene, model, tmp_path):
    return {"IMAGE": str(scene.image), "VECTORS": str(scene.labels), "MODEL": str(model), "METHOD": "correlation",
            "MAX_SHIFT_M": 5, "DEVICE": "cpu", "OUTPUT": str(tmp_path / "aligned.gpkg")}  # fmt: skip


def check_layer(path, count):
    layer = QgsVectorLayer(str(path), "aligned", "ogr")
    assert layer.featureCount() == count
    assert [field.name() for field in layer.fields()][-len(NAMES) :] == NAMES
    assert {feature["status"] for feature in layer.getFeatures()} <= set(STATUSES)
    assert [category.label() for category in layer.renderer().categories()] == STATUSES
    return layer


def test_in_a_shell(qgis_process, values, tmp_path):
    results = qgis_process("eodeep:alignvectors", **values, DISPLACEMENT=tmp_path / "d.tif", REPORT=tmp_path / "r.html")
    check_layer(results["OUTPUT"], 4)
    assert sum(results[name] for name in COUNTS) == 4
    assert gdal.Open(results["DISPLACEMENT"]).RasterCount == 3
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_lines_of_a_layer_in_memory(values, tmp_path):
    lines = QgsVectorLayer("MultiLineStringZ?crs=EPSG:32633&field=klass:string", "fences", "memory")
    feature = QgsFeature(lines.fields())
    feature.setAttributes(["hedge"])
    feature.setGeometry(QgsGeometry.fromWkt("MultiLineStringZ((500010 4999990 5, 500030 4999970 6))"))
    lines.dataProvider().addFeatures([feature])
    results = processing.run("eodeep:alignvectors", {**values, "VECTORS": lines, "RIGIDITY": "vertex"})
    layer = check_layer(results["OUTPUT"], 1)
    found = next(layer.getFeatures())
    assert found["klass"] == "hedge"
    assert found.geometry().asWkt(0).replace(" ", "") == "MultiLineStringZ((50001049999905,50003049999706))"
    assert layer.renderer().categories()[0].symbol().type() == layer.renderer().categories()[1].symbol().type()


def test_a_model_for_another_method_is_refused(values):
    with pytest.raises(QgsProcessingException, match="is a model for segmentation, this needs one for alignment"):
        processing.run("eodeep:alignvectors", {**values, "METHOD": "learned"})
