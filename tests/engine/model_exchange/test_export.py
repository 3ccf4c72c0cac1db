"""Models as ONNX files: the same values as the network itself, and metadata as Deepness reads them."""

import json
import sys
from datetime import datetime

import numpy as np
import pytest
import rasterio
import torch

from eo_deep.io.model_card import read_card
from eo_deep.model_exchange import export_model, import_model
from eo_deep.models import networks
from eo_deep.models.bundled import find_bundled_model
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, save_model
from eo_deep.super_resolution import super_resolve
from tests.engine.notes import Notes
from tests.engine.onnx_programs import WITHOUT


def make_model(path, name="unet", bands=2, translation=None, **changes):
    """A small network with random weights, whose norms have statistics of their own."""
    torch.manual_seed(0)
    values = () if translation else range(3)
    classes = [{"value": value, "name": f"class {value}", "color": "#102030"} for value in values]
    outputs = len(translation["target"]["bands"]) if translation else 3
    arguments = {"in_channels": bands, "out_channels": outputs, "base_channels": 8}
    arguments |= {"blocks": [1, 1]} if name in ("resunet", "translator") else {"depth": 2} if name == "unet" else {}
    network = networks.build(name, **arguments)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
    found = measure_footprint(network)
    card = {
        "name": name, "task": "translation" if translation else "segmentation", "classes": classes,
        "network": {"name": name, "arguments": arguments}, "stride_px": found.stride_px,
        "halo_px": [found.before_px, found.after_px], "exact": found.exact,
        "inputs": [{"bands": [f"b{band}" for band in range(bands)], "resolution_m": 0.5, "dtype": "uint8",
                    "nodata": None, "scaling": {"kind": "fixed", "mean": [51.0] * bands, "std": [25.5] * bands}}],
        "training": {"date": "2026-11-27", "sources": [{"name": "x", "licence": "CC0", "attribution": "y"}]},
        **({"translation": translation} if translation else {}), **changes,
    }  # fmt: skip
    save_model(str(path), network, card)
    return str(path)


TARGET = {"bands": ["height"], "dtype": "float32", "mean": [20.0], "std": [4.0], "low": [0.0], "high": [90.0]}


@pytest.mark.parametrize("name", ["unet", "resunet", "fcn", "mlp"])
def test_a_file_gives_the_pixels_of_the_network(name, tmp_path):
    runtime = pytest.importorskip("onnxruntime", reason=WITHOUT)
    pytest.importorskip("onnx", reason=WITHOUT)
    model, path = make_model(tmp_path / "m.safetensors", name), str(tmp_path / "m.onnx")
    found = export_model(model, output=path)
    side = found["tile_px"]
    assert side == (640 if name in ("fcn", "mlp") else 512)  # their margin is wide
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (taken,), (given,) = session.get_inputs(), session.get_outputs()
    assert taken.shape == ["batch", 2, side, side]
    assert given.shape == ["batch", 3, side, side]
    pixels = torch.randn(1, 2, side, side)
    with torch.inference_mode():
        wanted = load_model(model).network(pixels).softmax(1).numpy()
    written = session.run(None, {taken.name: pixels.numpy()})[0]
    np.testing.assert_allclose(written, wanted, atol=2e-6)
    assert written.std() > 0.01


def test_an_image_has_its_own_values(tmp_path):
    runtime = pytest.importorskip("onnxruntime", reason=WITHOUT)
    pytest.importorskip("onnx", reason=WITHOUT)
    model = make_model(tmp_path / "m.safetensors", "translator", translation={"kind": "image", "target": TARGET})
    path = str(tmp_path / "m.onnx")
    assert export_model(model, output=path)["model_type"] == "Regressor"
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    pixels = torch.randn(1, 2, 512, 512)
    with torch.inference_mode():
        wanted = load_model(model).network(pixels).numpy() * 4 + 20
    np.testing.assert_allclose(session.run(None, {"image": pixels.numpy()})[0], wanted, atol=1e-4)


def test_the_metadata_are_those_of_deepness(tmp_path):
    onnx = pytest.importorskip("onnx", reason=WITHOUT)
    model, path = make_model(tmp_path / "m.safetensors"), tmp_path / "m.onnx"
    found = export_model(model, output=str(path), tile_px=128)
    stated = {entry.key: json.loads(entry.value) for entry in onnx.load(path).metadata_props}
    assert stated.pop("eo_deep") == read_card(model)
    halo_px = max(read_card(model)["halo_px"])
    overlap = -(-200 * halo_px // 128)
    assert found["overlap_percent"] == overlap
    np.testing.assert_allclose(stated.pop("standardization_mean"), [0.2, 0.2])
    np.testing.assert_allclose(stated.pop("standardization_std"), [0.1, 0.1])
    assert stated == {
        "model_type": "Segmentor", "tile_size": 128, "tiles_size": 128, "tiles_overlap": overlap, "resolution": 50.0,
        "seg_thresh": 0.0, "seg_small_segment": 0, "class_names": {"0": "class 0", "1": "class 1", "2": "class 2"},
    }  # fmt: skip


def write_finer(path):
    """A model of super-resolution with random weights, which expects its errors, too."""
    torch.manual_seed(0)
    arguments = {"in_channels": 2, "out_channels": 2, "ratio": 2, "features": 8, "blocks": 1, "error_head": True}
    network = networks.build("edsr", **arguments)
    torch.nn.init.normal_(network.detail.weight, std=0.1)
    found = measure_footprint(network)
    source = {"bands": ["b0", "b1"], "resolution_m": 10.0, "dtype": "uint16", "nodata": None, "name": "image",
              "scaling": {"kind": "fixed", "mean": [1200.0, 900.0], "std": [400.0, 300.0]}}  # fmt: skip
    card = {"name": "finer", "task": "super-resolution", "classes": [], "inputs": [source], "scale": 2,
            "network": {"name": "edsr", "arguments": arguments}, "stride_px": found.stride_px, "exact": found.exact,
            "halo_px": [found.before_px, found.after_px], "sharpness": True, "training": {}, "bf16": False,
            "expected_error": {"predicted": [0.1, 0.2], "measured": [0.1, 0.2]}}  # fmt: skip
    save_model(str(path), network, card)
    return str(path)


def test_a_finer_image_comes_back_the_same(tmp_path, write_raster):
    """Its values are / 255, as Deepness has it; imported again, the file makes the image that the model makes, but near
    its end, beyond which tiles see nothing."""
    runtime = pytest.importorskip("onnxruntime", reason=WITHOUT)
    pytest.importorskip("onnx", reason=WITHOUT)
    model, path, notes = write_finer(tmp_path / "m.safetensors"), str(tmp_path / "m.onnx"), Notes()
    found = export_model(model, output=path, stac=str(tmp_path / "m.json"), progress=notes)
    assert found["model_type"] == "Superresolution"
    assert any("only the faithful image" in each for each in notes.messages)
    item = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert item["properties"]["mlm:output"][0]["result"]["shape"] == [-1, 2, 1024, 1024]
    side, spread = found["tile_px"], np.reshape([400, 300], (2, 1, 1))
    pixels = np.random.default_rng(0).integers(200, 3000, (2, side, side), dtype=np.uint16)
    scaled = ((pixels - np.reshape([1200.0, 900.0], (2, 1, 1))) / spread).astype(np.float32)
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.run(None, {session.get_inputs()[0].name: scaled[None]})
    network = load_model(model).network
    network.gives_errors = False
    with torch.inference_mode():
        wanted = network(torch.from_numpy(scaled)[None])[0].numpy() * spread + np.reshape([1200, 900], (2, 1, 1))
    np.testing.assert_allclose(255 * given[0], wanted, atol=0.5)
    again, image, made = str(tmp_path / "again.safetensors"), write_raster(pixels[:, :80, :90]), []
    assert import_model(path, output=again)["task"] == "super-resolution"
    for name, each in (("own", model), ("again", again)):
        super_resolve(image, model=each, device="cpu", output=str(tmp_path / f"{name}.tif"))
        with rasterio.open(tmp_path / f"{name}.tif") as file:
            made.append(file.read().astype(float))
    assert abs(made[0] - made[1])[:, 50:-50, 50:-50].max() <= 1  # of whole numbers


def test_a_model_of_patches_gives_their_probabilities(tmp_path):
    runtime = pytest.importorskip("onnxruntime", reason=WITHOUT)
    pytest.importorskip("onnx", reason=WITHOUT)
    model, path = find_bundled_model("eurosat_jem"), str(tmp_path / "m.onnx")
    found = export_model(model, output=path)
    assert (found["model_type"], found["tile_px"], found["overlap_percent"]) == ("", 64, 0)
    loaded, patches = load_model(model), torch.randn(2, 3, 64, 64)
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.run(None, {session.get_inputs()[0].name: patches.numpy()})
    with torch.inference_mode():
        wanted = (loaded.network(patches) / loaded.card["temperature"]).softmax(1).numpy()
    np.testing.assert_allclose(given, wanted, atol=1e-5)


def test_a_catalogue_gets_an_item(tmp_path):
    pytest.importorskip("onnx", reason=WITHOUT)
    model, path = make_model(tmp_path / "m.safetensors", name="resunet"), tmp_path / "m.onnx"
    export_model(model, output=str(path), stac=str(tmp_path / "m.json"))
    item = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    stated = item["properties"]
    datetime.fromisoformat(stated["datetime"].replace("Z", "+00:00"))
    assert item["assets"]["model"]["href"] == "./m.onnx"
    assert item["assets"]["model"]["mlm:artifact_type"] == "onnx"
    assert stated["mlm:tasks"] == ["semantic-segmentation"]
    (source,), (result,) = stated["mlm:input"], stated["mlm:output"]
    assert source["bands"] == [band["name"] for band in stated["bands"]] == ["b0", "b1"]
    assert source["input"]["shape"] == [-1, 2, 512, 512]
    assert source["value_scaling"][0]["type"] == "z-score"
    assert source["value_scaling"][0]["mean"] == pytest.approx(51)
    assert [each["name"] for each in result["classification:classes"]] == ["class_0", "class_1", "class_2"]
    assert stated["eo_deep:licence"] == "training data: CC0"


def test_the_bundled_buildings_are_written_as_classes(tmp_path):
    onnx = pytest.importorskip("onnx", reason=WITHOUT)
    notes, path = Notes(), tmp_path / "m.onnx"
    found = export_model(find_bundled_model("buildings"), output=str(path), progress=notes)
    assert (found["tile_px"], found["overlap_percent"]) == (672, 49)
    assert any("between its percentiles 1 and 99" in text for text in notes.warnings)
    assert [dim.dim_value for dim in onnx.load(path).graph.output[0].type.tensor_type.shape.dim] == [0, 2, 672, 672]


def test_what_cannot_be_written_is_refused(tmp_path, out, check_refusal, monkeypatch):
    model, target = make_model(tmp_path / "m.safetensors"), str(out / "m.onnx")
    alignment = find_bundled_model("alignment")
    if "onnx" not in sys.modules:
        monkeypatch.setitem(sys.modules, "onnx", torch)  # what is refused before anything is written
    check_refusal("is a model for alignment; models for segmentation, .*, super-resolution and scenes can be exported",
                  out, export_model, alignment, output=target)
    check_refusal("The tile must be the model's patch of 64 px, got 128 px", out, export_model,
                  find_bundled_model("eurosat_jem"), 128, target)  # fmt: skip
    check_refusal("multiple of 4 px, the network's stride, .* got 66 px", out, export_model, model, 66, target)
    check_refusal("twice its margin, got 16 px", out, export_model, model, 16, target)
    check_refusal("must end in .onnx", out, export_model, model, output=str(out / "m.pb"))
    noisy = read_card(model)["inputs"][0] | {"bands": ["b0"], "noise": 1}
    noisy["scaling"] = {"kind": "fixed", "mean": [1.0], "std": [1.0]}
    other = make_model(tmp_path / "n.safetensors", inputs=[noisy])
    check_refusal("takes more than the bands", out, export_model, other, output=target)
    monkeypatch.setitem(sys.modules, "onnx", None)
    check_refusal("need the package 'onnx'", out, export_model, model, output=target)
