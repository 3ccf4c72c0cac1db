"""Which models there are, and in which order an image gets them."""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from eo_deep.model_exchange import list_models
from eo_deep.model_exchange.stac import describe_item
from eo_deep.models.bundled import list_bundled_models
from tests.engine.notes import Notes


@pytest.fixture
def folder(make_brightness_model, tmp_path):
    """Models of one task in a folder and below it, and a file that is none."""
    folder = tmp_path / "library"
    (folder / "below").mkdir(parents=True)
    names = {"near": 0.6, "nearest": 0.5, "far": 4.0, "fine": 0.03}
    for name, resolution_m in names.items():
        for bands, ending in ((["red", "green", "blue"], ""), (["x", "y", "z"], "_unnamed")):
            each = {"bands": bands, "resolution_m": resolution_m, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}
            path = make_brightness_model(name=name + ending, inputs=[each])
            shutil.move(path, folder / "below" / f"{name}{ending}.safetensors")
    (folder / "foreign.safetensors").write_bytes(b"foreign")
    return folder


def test_without_an_image_all_are_listed(folder, tmp_path):
    notes, table, report = Notes(), tmp_path / "t.csv", tmp_path / "r.html"
    found = list_models(str(folder), table=str(table), report=str(report), progress=notes)
    assert found["models"] == 8 + len(list_bundled_models())
    assert found["fitting"] is None
    assert found["best"] == ""
    assert notes.warnings == ["'foreign.safetensors' is not a model of EO Deep, or is truncated."]
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert len(rows) == found["models"]
    assert rows[0] == {name: "" if value is None else str(value) for name, value in found["listed"][0].items()}
    assert "fits" not in rows[0]
    page = report.read_text(encoding="utf-8")
    assert "Files that are no models" in page
    assert "IoU 0.83" in page


def test_what_fits_an_image_comes_first(folder, write_raster, tmp_path):
    pixels = np.zeros((3, 8, 8), np.uint8)
    found = list_models(str(folder), image=write_raster(pixels), task="segmentation", report=str(tmp_path / "r.html"))
    names = [each["name"] for each in found["listed"]]
    fitting = ["nearest", "near", "far", "nearest_unnamed", "near_unnamed", "far_unnamed"]  # by name, then by position
    assert names[:6] == fitting
    assert found["fitting"] == 6
    assert Path(found["best"]).name == "nearest.safetensors"
    assert [each["fits"] for each in found["listed"]] == ["yes"] * 6 + ["no"] * 2
    assert found["listed"][2]["notes"] == "The image's pixels of 0.5 m are resampled to the model's 4 m."
    assert "the model was trained at 0.03 m; it needs 0.24 m or finer." in found["listed"][6]["notes"]
    assert "6 of them fit the image" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_models_that_do_not_fit_say_why(folder, write_raster):
    two_bands = list_models(str(folder), image=write_raster(np.zeros((2, 8, 8), np.uint8)), task="segmentation")
    assert two_bands["fitting"] == 0
    assert two_bands["best"] == ""
    assert all("needs 3 bands" in each["notes"] for each in two_bands["listed"])
    wide = list_models(str(folder), image=write_raster(np.zeros((3, 8, 8), np.float32)), task="segmentation")
    assert all("holds float32 values" in each["notes"] for each in wide["listed"])


def test_bands_may_be_chosen(folder, write_raster):
    image = write_raster(np.zeros((4, 8, 8), np.uint8))
    assert list_models(str(folder), image=image, task="segmentation")["fitting"] == 0
    assert list_models(str(folder), image=image, bands=[3, 2, 1], task="segmentation")["fitting"] > 0


def test_what_cannot_be_read_is_refused(folder, out, check_refusal):
    table = str(out / "t.csv")
    check_refusal("folder of models '.*' does not exist", out, list_models, str(out / "none"), table=table)
    check_refusal("Task must be one of all, segmentation, polygons", out, list_models, task="trees", table=table)
    check_refusal("not a raster|cannot be read|cannot be opened", out, list_models,
                  image=str(folder / "foreign.safetensors"), table=table)
    check_refusal("must end in .csv", out, list_models, table=str(out / "t.txt"))


def write_item(path, **changes):
    """A STAC item as `export_model` writes one."""
    card = {
        "name": "roofs", "task": "segmentation", "network": {"name": "unet"}, "training": {"date": "2026-01-02"},
        "inputs": [{"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 0.5,
                    "scaling": {"kind": "fixed", "mean": [1.0, 2.0, 3.0], "std": [4.0, 5.0, 6.0]}}],
        "classes": [{"value": 0, "name": "no roof", "color": "#000000"},
                    {"value": 1, "name": "roof", "color": "#ff0000"}],
    }  # fmt: skip
    item = describe_item(card, str(path.with_suffix(".onnx")), str(path), 512, 1000)
    item["properties"] |= changes
    path.write_text(json.dumps(item), encoding="utf-8")
    return item


def test_what_catalogues_offer_is_listed(folder, write_raster, tmp_path):
    item = write_item(folder / "roofs.json", license="CC-BY-4.0")
    item["properties"]["title"], item["assets"]["model"]["href"] = "far roofs", "https://example.org/roofs.onnx"
    (folder / "below" / "several.json").write_text(json.dumps({"type": "FeatureCollection", "features": [item, {}]}))
    (folder / "other.json").write_text("[1, 2]")
    (folder / "broken.json").write_text("{")
    report = tmp_path / "r.html"
    found = list_models(str(folder), image=write_raster(np.zeros((3, 8, 8), np.uint8)), task="segmentation",
                        report=str(report))  # fmt: skip
    offered = [each for each in found["listed"] if each["catalogue"]]
    assert [(each["name"], each["file"]) for each in offered] == [
        ("far roofs", "https://example.org/roofs.onnx"), ("roofs", str(folder / "roofs.onnx"))]
    assert {each["classes"] for each in offered} == {"no roof, roof"}
    assert {each["fits"] for each in offered} == {"yes"}
    assert {each["resolution_m"] for each in offered} == {0.5}
    assert [bool(each["catalogue"]) for each in found["listed"] if each["fits"] == "yes"] == 6 * [False] + 2 * [True]
    assert Path(found["best"]).name == "nearest.safetensors"
    assert "fetch them, and import those that are ONNX files" in report.read_text(encoding="utf-8")


def test_a_wrong_catalogue_is_told(folder):
    write_item(folder / "roofs.json", **{"mlm:input": []})
    notes = Notes()
    assert not [each for each in list_models(str(folder), progress=notes)["listed"] if each["catalogue"]]
    assert any("The catalogue 'roofs.json' is wrong" in text for text in notes.warnings)
