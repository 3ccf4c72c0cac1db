"""The algorithms inside the graphical modeler, and in batches."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from eo_deep_plugin.algorithms.framework.provider import RESOURCES
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
    QgsVectorLayer,
)
from synthetic_data import write_dates, write_fields

Source = QgsProcessingModelChildParameterSource


def add_step(model: QgsProcessingModelAlgorithm, name: str, algorithm: str, **sources: object) -> None:
    step = QgsProcessingModelChildAlgorithm(algorithm)
    step.setChildId(name)
    step.setDescription(name)
    for parameter, source in sources.items():
        step.addParameterSources(parameter, [source])
    model.addChildAlgorithm(step)


def name_output(model: QgsProcessingModelAlgorithm, step: str, output: str, name: str) -> None:
    child = model.childAlgorithm(step)
    final = QgsProcessingModelOutput(name, name)
    final.setChildId(step)
    final.setChildOutputName(output)
    child.setModelOutputs({name: final})
    model.setChildAlgorithm(child)


@pytest.fixture
def chain() -> QgsProcessingModelAlgorithm:
    """Segment, then polygonize the probability of the second class."""
    model = QgsProcessingModelAlgorithm("segment and polygonize", "tests")
    model.addModelParameter(QgsProcessingParameterRasterLayer("image", "Image"), QgsProcessingModelParameter("image"))
    model.addModelParameter(QgsProcessingParameterFile("model", "Model"), QgsProcessingModelParameter("model"))
    add_step(
        model,
        "segment",
        "eodeep:segment",
        IMAGE=Source.fromModelParameter("image"),
        MODEL=Source.fromModelParameter("model"),
        DEVICE=Source.fromStaticValue("cpu"),
        RESAMPLE=Source.fromStaticValue(True),
        TEST_TIME_AUGMENTATION=Source.fromStaticValue(False),
        OVERVIEWS=Source.fromStaticValue(False),
        PROBABILITIES=Source.fromStaticValue(QgsProcessing.TEMPORARY_OUTPUT),
    )
    add_step(
        model,
        "polygonize",
        "eodeep:polygonize",
        INPUT=Source.fromChildOutput("segment", "PROBABILITIES"),
        BAND=Source.fromStaticValue(2),
        METHOD=Source.fromStaticValue("contour"),
        THRESHOLD=Source.fromStaticValue(0.1),
        MIN_AREA_M2=Source.fromStaticValue(0),
        MIN_HOLE_M2=Source.fromStaticValue(0),
    )
    name_output(model, "polygonize", "OUTPUT", "polygons")
    model.updateDestinationParameters()
    return model


def test_segment_then_polygonize(chain, scene, model, tmp_path):
    assert chain.validate() == (True, [])
    chain.toFile(str(tmp_path / "chain.model3"))
    restored = QgsProcessingModelAlgorithm()
    assert restored.fromFile(str(tmp_path / "chain.model3"))
    values = {"image": str(scene.image), "model": str(model), "polygons": str(tmp_path / "out.gpkg")}
    results = processing.run(restored, prefixed(restored, values))
    layer = QgsVectorLayer(str(tmp_path / "out.gpkg"), "polygons", "ogr")
    assert layer.isValid()
    assert layer.crs().authid() == "EPSG:32633"
    assert results["CHILD_RESULTS"]["polygonize"]["POLYGONS_COUNT"] == layer.featureCount()


@pytest.mark.parametrize("path", sorted((RESOURCES / "modeler").glob("*.model3")), ids=lambda path: path.stem)
def test_bundled_models_are_valid(path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    assert model.validate() == (True, [])
    assert all(step.algorithm() is not None for step in model.childAlgorithms().values())


def test_bundled_chain(scene, model, tmp_path):
    """Buildings of an image and how good they are, in one run."""
    values = {"image": str(scene.image), "reference": str(scene.labels), "model": str(model)}
    values.update(buildings=str(tmp_path / "buildings.gpkg"), report=str(tmp_path / "report.html"))
    results = processing.run(load("buildings_and_accuracy"), prefixed(load("buildings_and_accuracy"), values))
    assert 0 <= results["CHILD_RESULTS"]["accuracy"]["IOU"] <= 1
    assert (tmp_path / "buildings.gpkg").exists()
    assert (tmp_path / "report.html").exists()


def test_land_cover_chain(tmp_path):
    """From labels to a refined map and its accuracy on polygons that the classifier has not seen, in one run."""
    image, labels = write_fields(tmp_path)
    outputs = {
        name: str(tmp_path / file)
        for name, file in {
            "statistics": "classes.html", "samples": "samples.gpkg", "classifier": "model.safetensors",
            "training_report": "training.html", "class_map": "map.tif", "report": "accuracy.html",
        }.items()
    }  # fmt: skip
    model = load("land_cover_from_samples")
    values = {"image": str(image), "labels": str(labels), "class_field": "kind", **outputs}
    results = processing.run(model, prefixed(model, values))["CHILD_RESULTS"]
    assert results["statistics"]["CLASSES"] == 3
    samples = QgsVectorLayer(outputs["samples"], "samples", "ogr")
    parts = [feature["part"] for feature in samples.getFeatures()]
    assert {*parts} == {"training", "validation"}
    assert results["training"]["OVERALL_ACCURACY"] > 0.95
    held_out = {feature["polygon"] for feature in samples.getFeatures() if feature["part"] == "validation"}
    assert 3 <= len(held_out) <= 10
    assert results["accuracy"]["OVERALL_ACCURACY"] > 0.98
    assert all(Path(path).exists() for path in outputs.values())


def test_series_chain(tmp_path):
    """From images of several dates to a model of them, the changes that it does not explain, and their accuracy."""
    images, change, stable = write_dates(tmp_path)
    outputs = {
        name: str(tmp_path / file)
        for name, file in {
            "series_model": "series.safetensors", "training_report": "training.html", "score": "score.tif",
            "changes": "changes.gpkg", "change_report": "changes.html", "report": "accuracy.html",
        }.items()
    }  # fmt: skip
    model = load("changes_in_a_series")
    values = {
        "images": [str(image) for image in images], "before": str(images[1]), "after": str(images[2]),
        "stable": str(stable), "reference": str(change), "epochs": 1, "samples_per_epoch": 8,
        "base_channels": 8, **outputs,
    }  # fmt: skip
    results = processing.run(model, prefixed(model, values))["CHILD_RESULTS"]
    assert results["detection"]["IS_CALIBRATED"]
    assert results["detection"]["FALSE_ALARMS_PERCENT"] <= 1
    assert results["detection"]["CHANGES_COUNT"] == QgsVectorLayer(outputs["changes"], "changes", "ogr").featureCount()
    assert results["accuracy"]["AUROC"] > 0.98
    assert results["accuracy"]["F_SCORE"] > 0.9
    assert all(Path(path).exists() for path in outputs.values())


def load(name: str) -> QgsProcessingModelAlgorithm:
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(RESOURCES / "modeler" / f"{name}.model3"))
    return model


def prefixed(model: QgsProcessingModelAlgorithm, values: dict) -> dict:
    """Outputs of models are called "step:name" in some versions of QGIS and "name" in others."""
    names = {known.name().split(":")[-1]: known.name() for known in model.parameterDefinitions()}
    return {names[name]: value for name, value in values.items()}


def test_batch(scene, tmp_path):
    """What 'Run as batch process' does: one algorithm, a list of values, one context."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:polygonize")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    counts = []
    for least_area_m2 in (0, 350, 10_000):
        target = str(tmp_path / f"{least_area_m2}.gpkg")
        values = {"INPUT": str(scene.classes), "MIN_AREA_M2": least_area_m2, "OUTPUT": target}
        assert algorithm.checkParameterValues(values, context)[0]
        results, fine = algorithm.run(values, context, feedback)
        assert fine
        counts.append(results["POLYGONS_COUNT"])
    assert counts == [4, 3, 0]
    assert sorted(Path(tmp_path).glob("*.gpkg")) == [tmp_path / name for name in ("0.gpkg", "10000.gpkg", "350.gpkg")]
