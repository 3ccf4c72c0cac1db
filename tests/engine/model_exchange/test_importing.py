"""Networks from ONNX files: they become models, whose maps are those of the network, whatever the tiles."""

import json
import sys

import numpy as np
import pytest
import rasterio
import torch

from eo_deep.errors import EoDeepError
from eo_deep.image_translation import translate_image
from eo_deep.io.model_card import read_card
from eo_deep.model_exchange import describe_model, export_model, import_model
from eo_deep.models.model_file import load_initial, load_model, save_model
from eo_deep.models.networks.degradation import Degradation
from eo_deep.models.onnx_format import warn_of_program
from eo_deep.segmentation import segment
from eo_deep.super_resolution import super_resolve
from tests.engine.model_exchange.test_export import TARGET, make_model
from tests.engine.notes import Notes
from tests.engine.onnx_programs import LAYER, WITHOUT, write_program

onnx = pytest.importorskip("onnx", reason=WITHOUT)
pytest.importorskip("onnxruntime", reason=WITHOUT)

# Class "roof" of a pixel by the mean of 3 x 3 pixels, as Deepness's models of one class.
ROOFS = [("Conv", ["image", "weight"], ["x"], {"pads": [1, 1, 1, 1]}), ("Sigmoid", ["x"], ["result"], {})]
MEAN = {"weight": np.full((1, 3, 3, 3), 1 / 27, np.float32)}
# What it adds to each value is the mean of the whole tile.
GLOBAL = [("GlobalAveragePool", ["image"], ["x"], {}), ("Add", ["image", "x"], ["y"], {}),
          ("Conv", ["y", "weight"], ["result"], {"pads": [1, 1, 1, 1]})]  # fmt: skip

STEP = 1 / 1024  # of probabilities as they are written


def check_same(found, wanted):
    """Probabilities agree but where rounding them went another way."""
    np.testing.assert_allclose(found, wanted, atol=1.001 * STEP)
    assert (abs(found - wanted) > 1e-6).mean() < 1e-3


def write(path, data, **metadata):
    program = onnx.load_from_string(data)
    for key, value in metadata.items():
        entry = program.metadata_props.add()
        entry.key, entry.value = key, value if isinstance(value, str) else json.dumps(value)
    path.write_bytes(program.SerializeToString())
    return str(path)


def read(path):
    with rasterio.open(path) as file:
        return file.read()


@pytest.fixture
def roofs(tmp_path):
    metadata = {"model_type": json.dumps("Segmentor"), "class_names": {"0": "ground", "1": "roof"}, "resolution": 50,
                "seg_thresh": 0.4, "standardization_mean": [0.2, 0.4, 0.5], "standardization_std": [0.1, 0.2, 0.5],
                "tile_size": 64, "tiles_overlap": 20}  # fmt: skip
    return write(tmp_path / "roofs.onnx", write_program(*ROOFS, sizes=(1, 3, 64, 64), **MEAN), **metadata)


def test_a_model_of_ours_comes_back(tmp_path, write_raster):
    """Exported and imported again, it gives the same map, whatever the tiles."""
    own, path, again = (str(tmp_path / name) for name in ("own.safetensors", "m.onnx", "again.safetensors"))
    make_model(own, "unet", training={"metrics": {"split": "validation", "iou": 0.7}})
    export_model(own, output=path)
    found = import_model(path, output=again)
    assert found["exact"] and found["reason"] == ""
    card, ours = read_card(again), read_card(own)
    assert card["network"]["arguments"]["tile_px"] is None
    assert ours | {key: card[key] for key in ("network", "bf16")} == card
    pixels = np.random.default_rng(0).integers(0, 255, (2, 150, 210), dtype=np.uint8)
    image = write_raster(pixels, photometric="MINISBLACK")
    maps = []
    for name, model, core_px in (("own", own, 64), ("a", again, 64), ("b", again, 128)):
        out = str(tmp_path / f"{name}.tif")
        segment(image, model, core_px=core_px, device="cpu", probabilities=out)
        maps.append(read(out))
    check_same(maps[1], maps[0])
    check_same(maps[2], maps[1])


def test_the_metadata_of_deepness_are_read(roofs, tmp_path, write_raster):
    model, notes = str(tmp_path / "roofs.safetensors"), Notes()
    found = import_model(roofs, output=model, licence="CC0 1.0", progress=notes)
    assert (found["task"], found["classes"], found["bands"]) == ("segmentation", "ground, roof", "red, green, blue")
    assert (found["stride_px"], found["halo_px"], found["exact"]) == (1, 1, True)
    assert found["resolution_m"] == 0.5
    assert notes.warnings == []
    card = read_card(model)
    assert card["threshold"] == 0.4
    assert card["inputs"][0]["scaling"] == {
        "kind": "fixed", "mean": pytest.approx([51, 102, 127.5]), "std": pytest.approx([25.5, 51, 127.5])}
    assert card["network"]["arguments"]["gives"] == "probabilities"
    assert describe_model(model)["licence"] == "CC0 1.0"
    pixels = np.random.default_rng(0).integers(0, 255, (3, 90, 70), dtype=np.uint8)
    out, shares = str(tmp_path / "map.tif"), str(tmp_path / "p.tif")
    segment(write_raster(pixels), model, device="cpu", core_px=32, output=out, probabilities=shares)
    scaled = (pixels / 255 - np.reshape([0.2, 0.4, 0.5], (3, 1, 1))) / np.reshape([0.1, 0.2, 0.5], (3, 1, 1))
    sums = np.pad(scaled.sum(0), 1)
    mean = sum(sums[row : row + 90, column : column + 70] for row in range(3) for column in range(3)) / 27
    wanted = 1 / (1 + np.exp(-mean))
    np.testing.assert_allclose(read(shares)[1], wanted, atol=STEP)
    sure = abs(wanted - 0.4) > 1e-4
    np.testing.assert_array_equal(read(out)[0][sure], (wanted > 0.4)[sure])


def test_a_regression_gives_values(tmp_path, write_raster):
    path = write(tmp_path / "h.onnx", write_program(ROOFS[0], ("Relu", ["x"], ["result"], {}), sizes=(1, 3, 64, 64),
                                                    **MEAN), model_type="Regressor", reg_output_scaling=9.0)
    model, notes = str(tmp_path / "h.safetensors"), Notes()
    found = import_model(path, classes="height", output=model, progress=notes)
    assert (found["task"], found["classes"]) == ("translation", "height")
    assert any("does not state a pixel size" in text for text in notes.warnings)
    out = str(tmp_path / "h.tif")
    translate_image(write_raster(np.full((3, 40, 40), 102, np.uint8)), model, device="cpu", output=out)
    np.testing.assert_allclose(read(out)[0, 1:-1, 1:-1], 9 * 0.4, rtol=1e-5)


def test_an_exported_regression_comes_back(tmp_path, write_raster):
    own, path, again = (str(tmp_path / name) for name in ("own.safetensors", "m.onnx", "again.safetensors"))
    make_model(own, "translator", bands=3, translation={"kind": "image", "target": TARGET}, bf16=False)
    export_model(own, output=path)
    import_model(path, output=again)
    image = write_raster(np.random.default_rng(0).integers(0, 255, (3, 60, 60), dtype=np.uint8))
    maps = []
    for name, model in (("own", own), ("again", again)):
        out = str(tmp_path / f"{name}.tif")
        translate_image(image, model, device="cpu", output=out)
        maps.append(read(out))
    np.testing.assert_allclose(maps[1], maps[0], atol=1e-3)
    assert maps[0].std() > 0.1


FINER = [("Conv", ["image", "weight"], ["x"], {"pads": [1, 1, 1, 1]}),
         ("DepthToSpace", ["x"], ["result"], {"blocksize": 2})]  # fmt: skip


def test_a_finer_image_keeps_the_measured_values(tmp_path, write_raster):
    """A network for super-resolution is projected as own ones are: its image averages back to the given one."""
    weight = np.random.default_rng(0).normal(size=(12, 3, 3, 3)).astype(np.float32) / 9
    path = write(tmp_path / "f.onnx", write_program(*FINER, sizes=(1, 3, 32, 32), weight=weight),
                 model_type="Superresolution", resolution=100)
    model = str(tmp_path / "f.safetensors")
    found = import_model(path, output=model)
    assert (found["task"], found["exact"]) == ("super-resolution", True)
    assert read_card(model)["scale"] == 2
    smooth = np.random.default_rng(1).integers(60, 190, (3, 8, 8)).repeat(6, 1).repeat(6, 2).astype(np.uint8)
    image, maps = write_raster(smooth, transform=rasterio.transform.from_origin(5e5, 55e5, 1, 1)), []
    for core_px in (32, 96):
        out = str(tmp_path / f"{core_px}.tif")
        super_resolve(image, model=model, core_px=core_px, device="cpu", output=out)
        maps.append(read(out))
    np.testing.assert_array_equal(maps[1], maps[0])
    assert maps[0].shape == (3, 96, 96)
    degrade, wild = Degradation(2, 0.5), load_model(model).network.program
    seen, unprojected = (degrade(torch.from_numpy(each.astype(np.float64))[None])[0].numpy()
                         for each in (maps[0], wild(torch.from_numpy(smooth[None] / np.float32(255)))[0].numpy() * 255))
    assert abs(seen - smooth).max() <= 0.51  # what rounding to whole numbers leaves
    assert abs(unprojected - smooth).max() > 100  # what the network gives by itself


def test_a_network_that_sees_whole_tiles_has_the_same_tiles_for_all_units(tmp_path, write_raster):
    weight = np.random.default_rng(1).normal(size=(2, 2, 3, 3)).astype(np.float32)
    path = write(tmp_path / "g.onnx", write_program(*GLOBAL, weight=weight))
    model, notes = str(tmp_path / "g.safetensors"), Notes()
    found = import_model(path, overlap_px=8, resolution_m=0.5, output=model, progress=notes)
    assert not found["exact"]
    assert "GlobalAveragePool" in found["reason"]
    assert found["stride_px"] == 48
    (warning,) = notes.warnings
    assert "64 px with 8 px of overlap on each side, and seams between them may show." in warning
    pixels = np.random.default_rng(0).integers(0, 255, (2, 130, 100), dtype=np.uint8)
    image, maps, notes = write_raster(pixels, photometric="MINISBLACK"), [], Notes()
    for core_px in (48, 96):
        out = str(tmp_path / f"{core_px}.tif")
        segment(image, model, core_px=core_px, device="cpu", probabilities=out, progress=notes)
        maps.append(read(out))
    assert any("seams may show" in text for text in notes.warnings)
    check_same(maps[1], maps[0])
    # The second cell of the second row, by hand.
    wide = np.pad(pixels.astype(np.float32) / 255, ((0, 0), (8, 80), (8, 80)))
    tile = torch.from_numpy(wide[None, :, 48 : 48 + 64, 48 : 48 + 64])
    tile = tile + tile.mean((2, 3), keepdim=True)
    wanted = torch.nn.functional.conv2d(tile, torch.from_numpy(weight), padding=1).softmax(1)[0, :, 8:56, 8:56]
    np.testing.assert_allclose(maps[0][:, 48:96, 48:96], wanted.numpy(), atol=STEP)
    assert "seams may show" in describe_page(model, tmp_path)


def describe_page(model, folder):
    describe_model(model, str(folder / "page.html"))
    return (folder / "page.html").read_text(encoding="utf-8")


def test_a_gpu_that_is_not_used_is_told():
    notes = Notes()
    warn_of_program({}, "mps", notes)
    (warning,) = notes.warnings
    assert warning.startswith("The installed onnxruntime does not use this GPU")
    warn_of_program({}, "cpu", notes)
    assert len(notes.warnings) == 1


def test_what_is_given_goes_before_the_file(roofs, tmp_path):
    model = str(tmp_path / "m.safetensors")
    import_model(roofs, classes="no, yes", bands="nir, red, green", resolution_m=2, mean="1, 2, 3", std="4,5,6",
                 threshold=0.7, output=model)  # fmt: skip
    card = read_card(model)
    assert [entry["name"] for entry in card["classes"]] == ["no", "yes"]
    source = card["inputs"][0]
    assert source["bands"] == ["nir", "red", "green"]
    assert source["resolution_m"] == 2
    assert source["scaling"] == {"kind": "fixed", "mean": [1, 2, 3], "std": [4, 5, 6]}
    assert source["dtype"] is None
    assert card["threshold"] == 0.7


def test_it_cannot_be_trained_or_exported(roofs, tmp_path, out, check_refusal):
    model = str(tmp_path / "m.safetensors")
    import_model(roofs, output=model)
    assert describe_model(model)["weights"] == 0
    with pytest.raises(EoDeepError, match="cannot be trained"):
        load_initial(model, "segmentation")
    check_refusal("was imported from ONNX", out, export_model, model, output=str(out / "m.onnx"))


def test_a_card_that_hides_seams_is_refused(tmp_path):
    """A file may come from anybody: that its margin is known is measured again."""
    path, model = write(tmp_path / "g.onnx", write_program(*GLOBAL, **LAYER)), str(tmp_path / "g.safetensors")
    import_model(path, output=model)
    loaded = load_model(model)
    arguments = loaded.card["network"]["arguments"]
    arguments.update(tile_px=None, overlap_px=None)
    save_model(model, loaded.network, {**loaded.card, "stride_px": 1, "halo_px": [1, 1]})
    with pytest.raises(EoDeepError, match="said to be one of known footprint, but operator GlobalAveragePool looks"):
        load_model(model)


def test_what_cannot_be_imported_is_refused(roofs, tmp_path, out, check_refusal, monkeypatch):
    target, data = str(out / "m.safetensors"), write_program(*ROOFS, sizes=(1, 3, 64, 64), **MEAN)

    def refuse(sentence, path=roofs, **named):
        check_refusal(sentence, out, import_model, path, output=target, **named)

    (out / "text.onnx").write_text("text")
    refuse("'text.onnx' is not an ONNX model, or is damaged", str(out / "text.onnx"))
    refuse("does not exist", str(out / "none.onnx"))
    refuse("Task must be one of auto, segmentation, regression, super-resolution, detection, prompts, got 'trees'",
           task="trees")  # fmt: skip
    refuse("gives 2 classes, got 3 names", classes="a, b, c")
    refuse("takes 3 bands, got 1 names", bands="red")
    refuse("must be given together", mean="1, 2, 3")
    refuse("Mean must be numbers", mean="a", std="1, 2, 3")
    refuse("Standard deviation must be above 0, got 0", mean="1, 2, 3", std="1, 0, 3")
    refuse("The output of 'd.onnx' must be .batch, boxes, 5", write(out / "d.onnx", data, model_type="Detector"))
    refuse("call it a recognition", write(out / "e.onnx", data, model_type="Recognition"))
    refuse("metadata 'resolution' of 'r.onnx' is wrong", write(out / "r.onnx", data, resolution="fine"))
    refuse("model card in 'c.onnx' is wrong", write(out / "c.onnx", data, eo_deep="{}"))
    finer = write_program(*FINER, sizes=(1, 3, 32, 32), weight=np.ones((12, 3, 3, 3), np.float32))
    refuse("gives 2 x 2 px for each pixel, which is not segmentation", write(out / "f.onnx", finer))
    refuse("gives 1 x 1 px for each pixel, which is not super-resolution", task="super-resolution")
    tiles = write(out / "t.onnx", write_program(*GLOBAL, **LAYER))
    refuse("takes tiles of 64 px only, got 128 px", tiles, tile_px=128)
    refuse("overlap must leave 16 px of a tile of 64 px, got 30 px", tiles, overlap_px=30)
    monkeypatch.setitem(sys.modules, "onnx", None)
    refuse("need the package 'onnx'")
