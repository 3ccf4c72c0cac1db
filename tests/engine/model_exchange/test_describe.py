"""A model file in words and values, and what is no model."""

from pathlib import Path

import pytest

from eo_deep.io.model_card import read_card
from eo_deep.model_exchange import describe_model
from eo_deep.models.bundled import list_bundled_models
from tests.engine.notes import Notes


def test_a_model_has_values_and_a_page(make_brightness_model, tmp_path):
    sources = [{"name": "Aerial images", "licence": "CC0 1.0", "attribution": "Somebody & others"}]
    training = {"metrics": {"split": "validation", "iou": {"building": 0.75}, "mean_iou": 0.81, "confusion": [[1]]},
                "sources": sources, "held_out": ["Kampala"], "epochs": 7, "losses": [0.123456]}  # fmt: skip
    model, report, notes = make_brightness_model(training=training), tmp_path / "m.html", Notes()
    found = describe_model(model, str(report), progress=notes)
    assert found == {
        "report": str(report), "name": "brightness", "task": "segmentation", "classes": "background, building",
        "bands": "red, green, blue", "resolution_m": None, "licence": "training data: CC0 1.0",
        "accuracy": "mean IoU 0.81 (validation data; never seen: Kampala)", "measure": 0.81, "band_count": 3,
        "size_mb": round(Path(model).stat().st_size / 1e6, 3), "weights": 8,
    }  # fmt: skip
    page = report.read_text(encoding="utf-8")
    for text in ("Model brightness", "Somebody &amp; others", "iou, building", "0.7500", "#e31a1c", "epochs",
                 "1: building", "mean and standard deviation by band 127 ± 64", "never seen: Kampala"):
        assert text in page, text
    assert "0.1235" not in page  # losses are no setting
    assert "Resolution: any" in notes.messages


@pytest.mark.parametrize("path", list_bundled_models(), ids=lambda path: Path(path).stem)
def test_bundled_models_say_what_everybody_asks(path, tmp_path):
    found = describe_model(path, str(tmp_path / "m.html"))
    assert found["name"] == Path(path).stem
    assert "not stated" not in (found["licence"], found["accuracy"])
    assert 0.5 < found["measure"] < 1
    assert found["resolution_m"] == read_card(path)["inputs"][0]["resolution_m"]


def test_a_page_survives_what_others_write_on_a_card(make_brightness_model, tmp_path):
    training = {"sources": ["x", {"licence": None}], "metrics": ["none"], "held_out": 3, "validation_patches": []}
    found = describe_model(make_brightness_model(training=training), str(tmp_path / "m.html"))
    assert found["licence"] == "training data: not stated"
    assert found["accuracy"] == "not stated"
    assert found["measure"] is None


def test_what_is_no_model_is_refused(make_brightness_model, out, check_refusal):
    report, model = str(out / "m.html"), make_brightness_model()
    (out / "foreign.safetensors").write_bytes(b"foreign")
    check_refusal("'foreign.safetensors' is not a model of EO Deep", out, describe_model,
                  str(out / "foreign.safetensors"), report)
    check_refusal("does not exist", out, describe_model, str(out / "none.safetensors"), report)
    check_refusal("must end in .html", out, describe_model, model, str(out / "m.txt"))
