"""What does not fit is said in one sentence before anything starts, and nothing is left behind."""

from __future__ import annotations

import json
import os
import re
import sys

import processing
import pytest
from eo_deep_plugin.algorithms.framework.model_card import ModelCardError, read_card
from eo_deep_plugin.algorithms.framework.provider import find_declarations
from eo_deep_plugin.algorithms.segmentation import Segment
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
)

DEEP = json.loads("[" * 30 + "]" * 30)


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


def rewrite(path, target, change) -> str:
    """Copy a model file with another header: change(metadata) -> metadata."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    text = json.dumps({**header, "__metadata__": change(header["__metadata__"])}).encode()
    target.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])
    return str(target)


def test_good_values(check):
    for name in ("segment", "polygonize", "trainsegmentation", "assessaccuracy"):
        assert check(name) == ""


def test_model_file(check, model, scene, tmp_path):
    assert check("segment", MODEL="/nowhere.safetensors") == "The model file '/nowhere.safetensors' does not exist."
    assert "is not a model of EO Deep, or is truncated" in check("segment", MODEL=scene.image)
    content = model.read_bytes()
    for damaged in (content[:5], content[:500], content[:-1], b"\xff" * 8 + content[8:], content[8:], b""):
        (tmp_path / "damaged.safetensors").write_bytes(damaged)
        message = check("segment", MODEL=tmp_path / "damaged.safetensors")
        assert message == "'damaged.safetensors' is not a model of EO Deep, or is truncated."
    foreign = rewrite(model, tmp_path / "foreign.safetensors", lambda metadata: {"format": "pt"})
    assert "but not a model of EO Deep: it has no model card" in check("segment", MODEL=foreign)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"task": "scenes", "patch_px": 16, "log_density": {"quantiles": [0, 1]},
      "network": {"name": "wideresnet", "arguments": {"in_channels": 3, "out_channels": 2}}},
     "Model 'm.safetensors' is for scenes, this algorithm needs one for segmentation or polygons."),
    ({"inputs": 5}, "The model card in 'm.safetensors' is wrong: inputs must be a list of 1 to 64, got 5."),
    ({"task": ["segmentation"]}, "The model card in 'm.safetensors' is wrong: task must be one of segmentation, "
     "polygons, scenes, pixels, refinement, alignment, translation, super-resolution, series, detection, "
     "prompts, got [\"segmentation\"]."),
    ({"training": {"a": DEEP}}, "The model card in 'm.safetensors' is wrong: it must not be nested more than 24 "
     "levels deep."),
])  # fmt: skip
def test_a_card_that_lies(check, model, tmp_path, changes, sentence):
    def change(metadata):
        return {"eo_deep": json.dumps({**json.loads(metadata["eo_deep"]), **changes})}

    assert check("segment", MODEL=rewrite(model, tmp_path / "m.safetensors", change)) == sentence


def test_a_card_of_brackets_alone(check, model, tmp_path):
    path = rewrite(model, tmp_path / "m.safetensors", lambda metadata: {"eo_deep": "[" * 100_000})
    assert "must not be nested more than 24 levels deep" in check("segment", MODEL=path)


def test_reading_cards_leaves_qgis_as_it_is(model):
    """The module is the engine's; what the engine sets for itself, and its libraries, must not come along."""
    before, settings = set(sys.modules), dict(os.environ)
    assert read_card(str(model))["name"] == "tiny"
    assert not {"torch", "numpy", "rasterio", "safetensors"} & (set(sys.modules) - before)
    assert dict(os.environ) == settings and "OMP_WAIT_POLICY" not in os.environ


def test_bands(check, scene):
    assert "needs 3 bands (red, green, blue), 'classes' has 1" in check("segment", IMAGE=scene.classes)
    assert "needs 3 bands (red, green, blue), 2 are chosen" in check("segment", BANDS="1;2")
    assert "Band 7 does not exist" in check("segment", BANDS="1;2;7")
    assert "Band 2 does not exist" in check("polygonize", BAND=2)
    assert "got 'green'" in check("trainsegmentation", BANDS="1, green")


def test_outputs(check, tmp_path):
    assert "Class map: folder '/nowhere' does not exist" in check("segment", OUTPUT="/nowhere/map.tif")
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


def test_clusters(check, scene):
    for name in ("", "gpus", "local:1", "local:2", "tcp://host:8786", "tls://10.0.0.1:8786", str(scene.image)):
        assert check("segment", CLUSTER=name) == ""  # whether somebody answers, the engine finds out
    assert check("segment", CLUSTER="local:0").startswith("The number of processes in 'cluster' must be 1 to ")
    for name in ("local", "tcp://host", "http://host:80", "/no/scheduler.json"):
        assert check("segment", CLUSTER=name).startswith("'cluster' must be local:N, gpus, the address of a Dask sch")


def test_every_algorithm_that_goes_on_with_parts_has_a_cluster():
    declared = [each.declared for each in find_declarations() if each.id != "polygonize"]  # which is no streamed one
    restartable = [each for each in declared if "resume" in each and each["resume"].label == Segment.resume.label]
    assert len(restartable) == 9
    for each in restartable:
        cluster = each["cluster"]
        assert cluster is Segment.cluster
        assert cluster.optional and cluster.advanced and cluster.default is None
    assert sum("cluster" in each for each in declared) == len(restartable)


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


def test_long_values_are_cut_to_a_line(check):
    message = check("trainsegmentation", CLASS_FIELD="x" * 5000)
    assert message.startswith("Field 'xxx") and "…" in message and len(message) < 600
    assert "\n" not in check("trainsegmentation", CLASS_FIELD="a\nb")
