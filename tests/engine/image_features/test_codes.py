"""The codes of a series model on cells: those of one pass over the whole image."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.image_features import extract_features, find_similar, segment_unsupervised
from eo_deep.image_features.feature_map import open_map
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks.disentangler import Disentangler
from tests.engine.image_features.test_search import at, read, write, write_places


def make_model(path, dtype="int16", mean=1000.0, deviation=100.0):
    torch.manual_seed(0)
    network = Disentangler(3, 2, base_channels=8).eval()
    card = {
        "name": "m", "task": "series",
        "network": {"name": "disentangler", "arguments": {"in_channels": 3, "out_channels": 2, "base_channels": 8}},
        "inputs": [{"name": "image", "bands": ["band 1", "band 2"], "resolution_m": 10.0, "ratio": 1,
                    "resampling": "bilinear", "required": True, "dtype": dtype, "nodata": -1, "known_plane": True,
                    "scaling": {"kind": "fixed", "mean": [mean] * 2, "std": [deviation] * 2}}],
        "classes": [], "series": {"dates": []}, "training": {},
    }  # fmt: skip
    footprint = measure_footprint(network)
    card.update(stride_px=footprint.stride_px, halo_px=[footprint.before_px, footprint.after_px])
    save_model(str(path), network, card)
    return str(path)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("model") / "m.safetensors")


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    pixels = np.random.default_rng(0).normal(1000, 100, (2, 300, 420)).astype(np.int16)
    pixels[:, 100:140, 200:260] = -1
    return write(tmp_path_factory.mktemp("image") / "image.tif", pixels, -1, ["band 1", "band 2"])


@pytest.mark.parametrize(("code", "size"), [("shared", 8), ("exclusive", 16)])
def test_codes_are_those_of_one_pass(image, model, tmp_path, code, size):
    with open_map(image, "hand", tmp_path, model=model, device="cpu", code=code) as cells:
        assert (cells.image.width, cells.image.height, cells.cell_px) == (420, 300, size)
        values, known = cells.read(Window(0, 0, -(-420 // size), -(-300 // size)))
    with rasterio.open(image) as file:
        pixels = file.read().astype(np.float32)
    valid = pixels[0] >= 0
    planes = np.pad(np.concatenate([(pixels - 1000) / 100 * valid, valid[None]]), [(0, 0), (0, 4), (0, 12)])
    network = load_model(model).network.eval()
    whole = torch.from_numpy(planes[None].astype(np.float32))
    with torch.inference_mode():
        expected = (network.shared(whole[:, :-1], whole[:, -1:]) if code == "shared" else
                    network.exclusive_local(whole[:, :-1], whole[:, -1:]))[0].numpy()  # fmt: skip
    expected = expected[:, : known.shape[0], : known.shape[1]]
    assert not known[108 // size + 1, 216 // size + 1] and known.mean() > 0.9
    np.testing.assert_allclose(values[:, known], expected[:, known], atol=2e-3)  # weights in half precision
    assert not list(tmp_path.iterdir())


def test_codes_are_written_as_rasters(image, model, tmp_path):
    for cells, count, size in (("shared code", 32, 80), ("exclusive code", 4, 160)):
        result = extract_features(image, layer_model=model, cells=cells, output=str(tmp_path / "f.tif"))
        with rasterio.open(result["output"]) as file:
            assert (file.count, file.res) == (count, (size, size)) and list(file.descriptions) == result["features"]
            assert np.isnan(file.read(1)[120 // (size // 10), 232 // (size // 10)])
    hand = extract_features(image, cells="hand", output=str(tmp_path / "f.tif"))["features"]
    assert hand[:5] == ["mean band 1", "mean band 2", "deviation band 1", "deviation band 2", "detail 3 px"]
    for named, sentence in (({"cells": "shared code"}, "needs a series model"), ({"cells": "hand", "window_px": 3},
                            "are written by themselves"), ({"cells": "x"}, "must be none, hand,")):  # fmt: skip
        with pytest.raises(EoDeepError, match=sentence):
            extract_features(image, output=str(tmp_path / "g.tif"), **named)


def test_a_model_takes_the_place_of_the_features(image, model, tmp_path):
    places = write_places(tmp_path / "q.geojson", [at(104, 96)])
    result = find_similar(image, places, model=model, top=2, window_px=32, output=str(tmp_path / "out.gpkg"),
                          similarity=str(tmp_path / "s.tif"), device="cpu")  # fmt: skip
    fields, found = read(result["output"])
    assert fields["rank"].tolist() == [1, 2] and (np.hypot(*(found - (104, 96)).T) > 16).all()
    divided = segment_unsupervised(image, model=model, classes="3", output=str(tmp_path / "c.tif"), device="cpu")
    assert divided["classes"] == 3
