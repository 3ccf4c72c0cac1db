"""Programs of torch.export become models, without any code of theirs being run."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from torch import nn

from eo_deep.errors import EoDeepError
from eo_deep.image_translation import translate_image
from eo_deep.io.model_card import read_card
from eo_deep.model_exchange import import_model
from eo_deep.models.exported_program import read_exported
from eo_deep.models.networks import build
from eo_deep.segmentation import segment
from tests.engine.onnx_programs import WITHOUT

pytest.importorskip("onnx", reason=WITHOUT)
pytest.importorskip("onnxruntime", reason=WITHOUT)


def export(network, path, side_px=64, dynamic=False):
    dims = dict.fromkeys((2, 3), torch.export.Dim.DYNAMIC) if dynamic else None
    program = torch.export.export(network.eval(), (torch.zeros(1, 3, side_px, side_px),),
                                  dynamic_shapes=(dims,) if dynamic else None, strict=False)  # fmt: skip
    torch.export.save(program, str(path))
    return str(path)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build("unet", in_channels=3, out_channels=2, base_channels=4).eval()


@pytest.fixture(scope="module")
def program(network, tmp_path_factory):
    return export(network, tmp_path_factory.mktemp("program") / "unet.pt2")


def rewrite(path, target, change):
    """A copy of an archive whose files `change` (name, content) -> content or None to leave out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            content = change(each, old.read(each))
            if content is not None:
                new.writestr(each, content)
    return str(target)


def change_json(ending, change):
    def apply(name, content):
        if not name.endswith(ending):
            return content
        stated = json.loads(content)
        change(stated)
        return json.dumps(stated).encode()

    return apply


def read(path):
    with rasterio.open(path) as file:
        return file.read()


def test_a_program_gives_what_its_network_gives(network, program, tmp_path):
    image = torch.rand(1, 3, 64, 64)
    torch.testing.assert_close(read_exported(program, "unet")(image), network(image))
    opened = read_exported(export(network, tmp_path / "open.pt2", dynamic=True), "open")
    assert opened.sizes == [1, 3, None, None]
    image = torch.rand(1, 3, 96, 128)
    torch.testing.assert_close(opened(image), network(image))


def test_a_program_segments_an_image_without_seams(network, program, tmp_path, write_raster):
    model = str(tmp_path / "m.safetensors")
    found = import_model(program, classes="ground, roof", resolution_m=0.5, output=model)
    assert (found["task"], found["exact"], found["stride_px"], found["halo_px"]) == ("segmentation", True, 16, 94)
    pixels = np.random.default_rng(0).integers(0, 255, (3, 150, 210), dtype=np.uint8)
    image, maps = write_raster(pixels), []
    for core_px in (64, 256):
        out = str(tmp_path / f"{core_px}.tif")
        segment(image, model, core_px=core_px, device="cpu", probabilities=out)
        maps.append(read(out))
    np.testing.assert_allclose(maps[0], maps[1], atol=0.001)
    padded = np.pad(pixels, ((0, 0), (0, 10), (0, 14))).astype(np.float32)  # to a multiple of the stride
    with torch.inference_mode():
        wanted = network(torch.from_numpy(padded / 255)[None]).softmax(1)[0, :, :150, :210].numpy()
    np.testing.assert_allclose(maps[0], wanted, atol=0.001)


def test_regressions_and_super_resolution_are_imported_too(tmp_path, write_raster):
    half = nn.Conv2d(3, 1, 1)
    nn.init.constant_(half.weight, 1 / 3)
    nn.init.zeros_(half.bias)
    path, model = export(half, tmp_path / "h.pt2"), str(tmp_path / "h.safetensors")
    import_model(path, task="regression", classes="brightness", resolution_m=0.5, output=model)
    out = str(tmp_path / "h.tif")
    translate_image(write_raster(np.full((3, 40, 40), 102, np.uint8)), model, device="cpu", output=out)
    np.testing.assert_allclose(read(out)[0], 0.4, rtol=1e-5)
    finer = nn.Sequential(nn.Conv2d(3, 12, 3, padding=1), nn.PixelShuffle(2))
    found = import_model(export(finer, tmp_path / "s.pt2"), task="super-resolution", resolution_m=0.5,
                         output=str(tmp_path / "s.safetensors"))  # fmt: skip
    assert found["exact"] and read_card(str(tmp_path / "s.safetensors"))["scale"] == 2


class Trap:
    """Writes a file where it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_nothing_is_unpickled(program, tmp_path):
    """torch itself would run this."""
    sprung, buffer = tmp_path / "sprung", io.BytesIO()
    torch.save(Trap(str(sprung)), buffer)

    def mark(stated):
        entry = next(iter(stated["config"].values()))
        entry["use_pickle"] = True

    weights = rewrite(program, tmp_path / "w.pt2", change_json("weights_config.json", mark))
    weights = rewrite(weights, tmp_path / "w2.pt2", lambda name, old: buffer.getvalue() if name.endswith("/weight_0")
                      else old)  # fmt: skip
    with pytest.raises(EoDeepError, match="holds weights that would have to be unpickled; save it again"):
        read_exported(weights, "w")
    samples = rewrite(program, tmp_path / "s.pt2",
                      lambda name, old: buffer.getvalue() if "sample_inputs" in name else old)  # fmt: skip
    read_exported(samples, "s")  # which are not looked at
    assert not sprung.exists()
    pickle.loads(pickle.dumps(Trap(str(sprung)))).close()  # noqa: S301 (the trap works)
    assert sprung.exists()


@pytest.mark.parametrize("target", ["torch.os.system", "torch.ops.aten.from_file.default", "_operator.attrgetter",
                                    "torch.ops.higher_order.cond", "math.exp", "torch.ops.aten.relu.default.__class__"])
def test_only_listed_operators_are_called(program, tmp_path, target):
    def change(stated):
        stated["graph_module"]["graph"]["nodes"][0]["target"] = target

    wrong = rewrite(program, tmp_path / "o.pt2", change_json("model.json", change))
    with pytest.raises(EoDeepError, match="is not among those that can be imported"):
        read_exported(wrong, "o")


def test_what_is_no_program_is_refused(program, tmp_path, out, check_refusal):
    def refuse(told, path, **named):
        check_refusal(told, out, import_model, str(path), output=str(out / "m.safetensors"), **named)

    (tmp_path / "n.pt2").write_bytes(b"no archive")
    refuse("'n.pt2' is not a program of torch.export, or is damaged", tmp_path / "n.pt2")
    whole = Path(program).read_bytes()
    (tmp_path / "t.pt2").write_bytes(whole[: len(whole) // 2])
    refuse("'t.pt2' is not a program of torch.export, or is damaged", tmp_path / "t.pt2")
    without = rewrite(program, tmp_path / "e.pt2", lambda name, old: None if name.endswith("weight_0") else old)
    refuse("'e.pt2' is not a program of torch.export as PyTorch 2.9 and later write it", without)
    with zipfile.ZipFile(tmp_path / "old.pt2", "w") as archive:
        archive.writestr("serialized_exported_program.json", "{}")
    refuse("'old.pt2' is of an older format, whose weights would have to be unpickled", tmp_path / "old.pt2")

    def shrink(stated):
        next(iter(stated["config"].values()))["tensor_meta"]["sizes"][0]["as_int"] = 10**6

    large = rewrite(program, tmp_path / "l.pt2", change_json("weights_config.json", shrink))
    refuse("'l.pt2' is not a program of torch.export, or is damaged", large)
    refuse("gives 2 classes, got 3 names", program, classes="a, b, c")
