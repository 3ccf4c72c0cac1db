"""What does not fit is said in one sentence before anything starts, and nothing is left behind."""

from __future__ import annotations

import json
import re

import processing
import pytest
from eo_deep_plugin.algorithms.model_card import ModelCardError, read_card
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
)


@pytest.fixture
def check(scene, model, tmp_path):
    """Check an algorithm's values, good ones except for those given, and return what is said ('': all is fine)."""
    good = {
        "segment": {"IMAGE": scene.image, "MODEL": model, "OUTPUT": tmp_path / "map.tif"},
        "polygonize": {"INPUT": scene.classes, "OUTPUT": tmp_path / "polygons.gpkg"},
        "trainsegmentation": {
            "IMAGES": [str(scene.image)],
            "LABELS": [str(scene.labels)],
            "MODEL": tmp_path / "new.safetensors",
        },
        "assessaccuracy": {"PREDICTION": scene.classes, "REFERENCE": scene.labels, "REPORT": tmp_path / "report.html"},
    }

    def run(name: str, **values: object) -> str:
        algorithm = QgsApplication.processingRegistry().algorithmById(f"eodeep:{name}")
        given = {**good[name], **values}
        given = {key: value if isinstance(value, (list, int, float)) else str(value) for key, value in given.items()}
        fine, message = algorithm.checkParameterValues(given, QgsProcessingContext())
        assert fine == (message == "")
        assert list(tmp_path.glob("*.tif")) == []
        return message

    return run


def write_header(path, metadata: object) -> str:
    header = json.dumps({"__metadata__": metadata}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    return str(path)


def test_good_values(check):
    for name in ("segment", "polygonize", "trainsegmentation", "assessaccuracy"):
        assert check(name) == ""


def test_model_file(check, model, scene, tmp_path):
    assert "cannot be read: No such file" in check("segment", MODEL="/nowhere.safetensors")
    assert "not a model file" in check("segment", MODEL=scene.image)
    short = tmp_path / "short.safetensors"
    short.write_bytes(model.read_bytes()[:500])
    assert "truncated" in check("segment", MODEL=short)
    foreign = write_header(tmp_path / "foreign.safetensors", {"format": "pt"})
    assert "not a model file of EO Deep" in check("segment", MODEL=foreign)
    other = write_header(tmp_path / "other.safetensors", {"eo_deep": json.dumps({"task": "alignment", "inputs": []})})
    assert "is for alignment, this algorithm needs one for segmentation" in check("segment", MODEL=other)


def test_bands(check, scene):
    assert "needs 3 bands (red, green, blue), 'classes' has 1" in check("segment", IMAGE=scene.classes)
    assert "needs 3 bands (red, green, blue), 2 are chosen" in check("segment", BANDS="1;2")
    assert "Band 7 does not exist" in check("segment", BANDS="1;2;7")
    assert "Band 2 does not exist" in check("polygonize", BAND=2)
    assert "got 'green'" in check("trainsegmentation", BANDS="1, green")


def test_outputs(check, tmp_path):
    assert "Folder '/nowhere' of class map does not exist" in check("segment", OUTPUT="/nowhere/map.tif")
    assert "must be a .tif file, got 'map.img'" in check("segment", OUTPUT=tmp_path / "map.img")
    assert "must be a .safetensors file" in check("trainsegmentation", MODEL=tmp_path / "model.pt")
    assert "cannot be written to '/proc'" in check("segment", OUTPUT="/proc/map.tif")


def test_class_field(check):
    assert "Field 'klasse' not found; layer 'labels' has: fid, klass" in check("assessaccuracy", CLASS_FIELD="klasse")
    assert "Field 'klasse' not found" in check("trainsegmentation", CLASS_FIELD="klasse")
    assert check("assessaccuracy", CLASS_FIELD="klass") == ""


def test_choices_and_ranges(check, scene):
    assert check("segment", DEVICE="tpu") != ""
    assert check("trainsegmentation", EPOCHS=0) != ""
    message = check("trainsegmentation", IMAGES=[str(scene.image)] * 3, LABELS=[str(scene.labels)] * 2)
    assert message == "Labels must be one layer or as many as images (3), got 2."


def test_missing_image(tmp_path, model):
    values = {"IMAGE": "/nowhere.tif", "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    with pytest.raises(QgsProcessingException, match="nowhere|IMAGE"):
        processing.run("eodeep:segment", values)
    assert list(tmp_path.iterdir()) == []


def test_models_run_without_checks(scene, model, tmp_path):
    """There, what a step needs may be missing without any check before; it is told all the same."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:segment")
    values = {"IMAGE": "/nowhere.tif", "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    assert algorithm.run(values, context, feedback)[1] is False
    assert "Image is missing or cannot be read: /nowhere.tif." in feedback.textLog()
    training = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    values = {"IMAGES": [str(scene.image)], "LABELS": [str(scene.labels)], "BANDS": "red", "MODEL": str(tmp_path / "m")}
    assert training.run(values, context, feedback)[1] is False
    assert "must be numbers from 1, such as '4, 3, 2', got 'red'" in feedback.textLog()


def test_truncated_image_is_one_sentence(scene, model, tmp_path):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(scene.image.read_bytes()[:20_000])
    assert QgsRasterLayer(str(broken)).isValid()  # QGIS does not notice
    values = {"IMAGE": str(broken), "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("eodeep:segment", values)
    assert re.fullmatch(r"[^\n]+broken\.tif[^\n]+", str(caught.value))
    assert [path.name for path in tmp_path.iterdir()] == ["broken.tif"]


def test_nothing_is_overwritten(scene, model, tmp_path):
    image = tmp_path / "image.tif"
    image.write_bytes(scene.image.read_bytes())
    values = {"IMAGE": str(image), "MODEL": str(model), "OUTPUT": str(image)}
    with pytest.raises(QgsProcessingException, match="Class map would overwrite"):
        processing.run("eodeep:segment", values)
    values.update(OUTPUT=str(tmp_path / "map.tif"), PROBABILITIES=str(tmp_path / "map.tif"))
    with pytest.raises(QgsProcessingException, match="Class probabilities would overwrite"):
        processing.run("eodeep:segment", values)
    assert image.read_bytes() == scene.image.read_bytes()


def test_card_of_a_good_model(model):
    assert read_card(str(model))["inputs"][0]["bands"] == ["red", "green", "blue"]
    with pytest.raises(ModelCardError):
        read_card("/nowhere")
