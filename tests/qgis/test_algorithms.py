"""Every algorithm through `processing.run` and through `qgis_process`, with the layers and values that come back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)


def read(path: object) -> np.ndarray:
    return gdal.Open(str(path)).ReadAsArray()


def open_polygons(path: object) -> QgsVectorLayer:
    layer = QgsVectorLayer(str(path), "polygons", "ogr")
    assert layer.isValid()
    return layer


def as_text(values: dict) -> dict:
    return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}


@pytest.fixture(params=["processing.run", "qgis_process"])
def run(request):
    """Either way to run an algorithm; both take the same values and return the same results."""
    if request.param == "processing.run":
        return lambda algorithm, **values: processing.run(algorithm, as_text(values))
    return request.getfixturevalue("qgis_process")


def test_make_scene(run, tmp_path):
    values = {"SIZE_PX": 256, "SEED": 34, "IMAGE": tmp_path / "town.tif", "BUILDINGS": tmp_path / "true.gpkg"}
    results = run("eodeep:makescene", **values, DISPLACED=tmp_path / "moved.gpkg")
    assert read(results["IMAGE"]).shape == (3, 256, 256)
    true, moved = open_polygons(results["BUILDINGS"]), open_polygons(results["DISPLACED"])
    assert true.featureCount() > 5
    assert moved.featureCount() == pytest.approx(true.featureCount(), abs=3)  # the edge cuts off others
    assert true.crs() == QgsRasterLayer(results["IMAGE"]).crs()


def test_segment(run, scene, model, tmp_path):
    values = {"IMAGE": scene.image, "MODEL": model, "BANDS": "1;2;3", "CORE_PX": 64, "OVERVIEWS": True}
    results = run("eodeep:segment", **values, OUTPUT=tmp_path / "map.tif", PROBABILITIES=tmp_path / "p.tif")
    assert np.array_equal(read(results["OUTPUT"]), read(results["PROBABILITIES"]).argmax(axis=0))
    layer = QgsRasterLayer(results["OUTPUT"], "map")
    assert [entry.label for entry in layer.renderer().classes()] == ["background", "building"]


def test_polygonize(run, scene, tmp_path):
    values = {"INPUT": scene.classes, "BAND": 1, "METHOD": "contour", "THRESHOLD": 0.5, "MIN_AREA_M2": 350}
    results = run("eodeep:polygonize", **values, OUTPUT=tmp_path / "roofs.gpkg")
    assert open_polygons(results["OUTPUT"]).featureCount() == results["POLYGONS_COUNT"] == 3  # one roof has 300 m²


def test_polygonize_by_the_mesh_and_regularize(run, scene, tmp_path):
    results = run("eodeep:polygonize", INPUT=scene.classes, CLASSES="1", OUTPUT=tmp_path / "mesh.gpkg")
    layer = open_polygons(results["OUTPUT"])
    names = ["class", "class_name", "area_m2", "perimeter_m", "n_vertices", "fidelity", "max_distance_m", "status"]
    assert [field.name() for field in layer.fields()] == ["fid", *names]
    assert layer.featureCount() == 4
    traced = run("eodeep:polygonize", INPUT=scene.classes, METHOD="contour", OUTPUT=tmp_path / "contour.gpkg")
    results = run("eodeep:regularizepolygons", INPUT=traced["OUTPUT"], MAX_DISTANCE_M=1, OUTPUT=tmp_path / "r.gpkg")
    layer = open_polygons(results["OUTPUT"])
    assert layer.featureCount() == results["POLYGONS_COUNT"] == 4
    assert {"class_name", "status", "n_vertices", "max_distance_m"} <= {field.name() for field in layer.fields()}


def test_regularized_polygons_keep_the_legend_of_their_classes(scene, tmp_path):
    layer = QgsVectorLayer(str(scene.labels), "roofs", "ogr")
    symbol = QgsFillSymbol.createSimple({"color": "12,34,56,255"})
    layer.setRenderer(QgsCategorizedSymbolRenderer("klass", [QgsRendererCategory("building", symbol, "House")]))
    for chosen in (layer, str(scene.labels)):
        output = str(tmp_path / f"{type(chosen).__name__}.gpkg")
        results = processing.run("eodeep:regularizepolygons", {"INPUT": chosen, "MAX_DISTANCE_M": 1, "OUTPUT": output})
        written = open_polygons(results["OUTPUT"])  # opened anew: the file holds the style
        renderer = written.renderer()
        if chosen is layer:
            assert renderer.classAttribute() == "klass"
            assert [(one.label(), one.symbol().color().name()) for one in renderer.categories()] == [
                ("House", "#0c2238")]  # fmt: skip
        else:
            assert renderer.type() == "singleSymbol"


def test_extract_buildings(run, scene, model, tmp_path):
    values = {"IMAGE": scene.image, "MODEL": model, "MIN_AREA_M2": 0, "THRESHOLD": 0.1, "DEVICE": "cpu"}
    results = run("eodeep:extractbuildings", **values, OUTPUT=tmp_path / "b.gpkg", PROBABILITIES=tmp_path / "p.tif")
    layer = open_polygons(results["OUTPUT"])
    assert [field.name() for field in layer.fields()] == [
        "fid", "area_m2", "mean_probability", "n_vertices", "fidelity", "max_distance_m", "status", "model"]
    assert read(results["PROBABILITIES"]).shape == (160, 200)


def test_assess_accuracy(run, scene, tmp_path):
    values = {"PREDICTION": scene.classes, "REFERENCE": scene.labels, "REPORT": tmp_path / "report.html"}
    results = run("eodeep:assessaccuracy", **values, ERROR_MAP=tmp_path / "errors.tif")
    assert results["OVERALL_ACCURACY"] == results["MEAN_IOU"] == results["KAPPA"] == 1
    assert results["F_SCORE"] == results["IOU"] == 1
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")
    assert read(results["ERROR_MAP"]).shape == (160, 200)


def test_compare_polygons(run, scene, tmp_path):
    values = {"PREDICTION": scene.labels, "REFERENCE": scene.labels, "IMAGE": scene.image, "CLASS_FIELD": "klass"}
    results = run(
        "eodeep:comparepolygons", **values, REPORT=tmp_path / "report.html", OBJECTS=tmp_path / "objects.gpkg"
    )
    assert [results["IOU"], results["BOUNDARY_IOU"]] == pytest.approx([1, 1])
    assert results["OBJECT_RECALL"] == results["VERTEX_RATIO"] == 1
    assert results["POLIS_M"] == results["DIRECTION_ERROR_95_DEG"] == results["GAP_AREA_M2"] == 0
    assert results["MATCHED_COUNT"] == 4
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")
    layer = open_polygons(results["OBJECTS"])
    assert {feature["status"] for feature in layer.getFeatures()} == {"matched"}
    assert [category.label() for category in layer.renderer().categories()] == ["matched", "spurious", "missed"]


def test_assess_alignment(run, scene, tmp_path):
    values = {"VECTORS": scene.labels, "REFERENCE": scene.labels, "REPORT": tmp_path / "report.html"}
    results = run("eodeep:assessalignment", **values)
    assert results["PAIRS_COUNT"] == 4
    assert results["VERTICES_WITHIN_0_5_M"] == results["OBJECTS_AUC"] == 1
    assert results["SIDE_CHANGE_MAX_M"] == results["ANGLE_CHANGE_MAX_DEG"] == 0
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_assess_super_resolution(run, scene, finer_image, tmp_path):
    values = {"LOW": scene.image, "SUPERRESOLVED": finer_image, "REFERENCE": finer_image}
    outputs = {"DETAILS": tmp_path / "details.tif", "REPORT": tmp_path / "report.html"}
    results = run("eodeep:assesssuperresolution", **values, **outputs)
    assert results["RATIO"] == 2
    assert results["SSIM"] > 0.99 and results["IMPROVEMENT"] > results["HALLUCINATION"]
    assert results["SHIFT_PX"] < 0.05
    layer = QgsRasterLayer(results["DETAILS"])
    assert (layer.bandCount(), layer.width()) == (3, 2 * QgsRasterLayer(str(scene.image)).width())
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_update_map(run, scene, model, tmp_path):
    values = {"IMAGE": scene.image, "VECTORS": scene.labels, "METHOD": "correlation", "BUILDING_MODEL": model}
    results = run("eodeep:updatemap", **values, MIN_CONFIDENCE=0.5, DEVICE="cpu", OUTPUT=tmp_path / "updated.gpkg",
                  DIFFERENCES=tmp_path / "differences.gpkg")
    layer = open_polygons(results["OUTPUT"])
    counts = [results[f"{name}_COUNT"] for name in ("ALIGNED", "UNCHANGED", "NEW", "GONE")]
    assert layer.featureCount() == sum(counts) and sum(counts) - counts[2] == 4
    names = ["fid", "klass", "dx_m", "dy_m", "shift_m", "turn_deg", "confidence", "status", "area_m2"]
    assert [field.name() for field in layer.fields()] == names
    assert [category.label() for category in layer.renderer().categories()] == [
        "aligned", "unchanged", "follows neighbours", "new", "gone", "unknown"]
    assert open_polygons(results["DIFFERENCES"]).featureCount() == counts[2] + counts[3]


def test_train_segmentation(run, scene, tmp_path):
    values = {
        "IMAGES": [str(scene.image)],
        "LABELS": [str(scene.labels)],
        "BANDS": "1, 2, 3",
        "NETWORK": "unet",
        "BASE_CHANNELS": 4,
        "EPOCHS": 1,
        "SAMPLES_PER_EPOCH": 4,
        "BATCH_SIZE": 2,
        "CROP_PX": 32,
        "MODEL": tmp_path / "trained.safetensors",
        "REPORT": tmp_path / "training.html",
    }
    if run.__qualname__.startswith("qgis_process"):
        values.update(IMAGES=scene.image, LABELS=scene.labels)
    results = run("eodeep:trainsegmentation", **values)
    assert Path(results["MODEL"]).stat().st_size > 1000
    assert "<html" in Path(results["REPORT"]).read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trained.safetensors", "training.html"]


def test_train_polygons(run, scene, model, tmp_path):
    values = {
        "IMAGES": [str(scene.image)],
        "POLYGONS": [str(scene.labels)],
        "INITIAL_MODEL": model,
        "EPOCHS": 1,
        "SAMPLES_PER_EPOCH": 4,
        "BATCH_SIZE": 2,
        "CROP_PX": 64,
        "DEVICE": "cpu",
        "MODEL": tmp_path / "trained.safetensors",
        "REPORT": tmp_path / "training.html",
    }
    if run.__qualname__.startswith("qgis_process"):
        values.update(IMAGES=scene.image, POLYGONS=scene.labels)
    results = run("eodeep:trainpolygons", **values)
    assert Path(results["MODEL"]).stat().st_size > 1000
    assert "Borders, corners and directions" in Path(results["REPORT"]).read_text(encoding="utf-8")
    found = run("eodeep:segment", IMAGE=scene.image, MODEL=results["MODEL"], DEVICE="cpu", OUTPUT=tmp_path / "map.tif")
    assert Path(found["OUTPUT"]).exists()


def test_check_engine(run, tmp_path):
    results = run("eodeep:checkengine", OUTPUT_HTML=tmp_path / "check.html")
    assert results["OK"] in (True, "true")
    assert results["TORCH_VERSION"] and results["DEVICE"] and Path(results["PYTHON"]).exists()
    assert "<html" in Path(results["OUTPUT_HTML"]).read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", "out.gpkg", "out.shp", "out.geojson", "ogr:table"])
def test_polygons_go_where_the_user_wants(scene, tmp_path, target):
    if target == "ogr:table":
        target = f"ogr:dbname='{tmp_path / 'database.gpkg'}' table=\"roofs\" (geom)"
    elif target != "TEMPORARY_OUTPUT":
        target = str(tmp_path / target)
    results = processing.run("eodeep:polygonize", {"INPUT": str(scene.classes), "OUTPUT": target})
    layer = results["OUTPUT"]
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer.split("'")[1] if layer.startswith("ogr:") else layer, "polygons", "ogr")
    assert layer.featureCount() == 4
    assert layer.crs().authid() in ("EPSG:32633", "EPSG:4326")  # GeoJSON knows only the latter
    if isinstance(results["OUTPUT"], str):
        fill = layer.renderer().symbol().symbolLayer(0).properties()
        assert fill["outline_color"].startswith("168,111,0")  # the style came along, headless


def test_messages_name_what_the_user_named(scene, tmp_path):
    """Not the temporary file that the engine writes for QGIS."""
    feedback = QgsProcessingFeedback()
    target = str(tmp_path / "roofs.gpkg")
    processing.run("eodeep:polygonize", {"INPUT": str(scene.classes), "OUTPUT": target}, feedback=feedback)
    assert target in feedback.textLog().split("Results:")[0]
    assert "eo_deep_" not in feedback.textLog()


def test_skipped_outputs_are_none(scene, model, tmp_path):
    values = {"IMAGE": str(scene.image), "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    results = processing.run("eodeep:segment", values)
    assert results["PROBABILITIES"] is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.qml", "map.tif"]


def test_layers_arrive_styled_in_the_project(scene, model):
    results = processing.runAndLoadResults("eodeep:polygonize", {"INPUT": str(scene.classes), "OUTPUT": "memory:"})
    layer = QgsProject.instance().mapLayer(results["OUTPUT"])
    assert layer.name() == "Polygons"
    assert layer.renderer().symbol().symbolLayer(0).properties()["outline_color"].startswith("168,111,0")
    values = {"IMAGE": str(scene.image), "MODEL": str(model), "OUTPUT": "TEMPORARY_OUTPUT"}
    results = processing.runAndLoadResults("eodeep:segment", values)
    layer = next(iter(QgsProject.instance().mapLayersByName("Class map")))
    assert layer.renderer().type() == "paletted"
    QgsProject.instance().clear()
