"""A model file holds everything needed, and a wrong one gives one sentence."""

import json

import pytest
import torch
from safetensors.torch import save_file

from eo_deep.errors import EoDeepError
from eo_deep.modelfile import load_model, read_card, read_extras, save_model
from eo_deep.models import NETWORKS, build
from eo_deep.tiles import measure_footprint

SCENES = {"task": "scenes", "patch_px": 64, "log_density": {"quantiles": [0.0, 1.0]}}


def describe_footprint(network):
    found = measure_footprint(network)
    return {"stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": found.exact}


@pytest.fixture
def card():
    return {
        "name": "test",
        "task": "segmentation",
        "network": {"name": "unet", "arguments": {"in_channels": 3, "out_channels": 2, "base_channels": 4}},
        "inputs": [
            {
                "bands": ["red", "green", "blue"],
                "resolution_m": 0.5,
                "dtype": "uint8",
                "scaling": {"kind": "percentiles", "low": 1, "high": 99},
            }
        ],
        "classes": [
            {"value": 0, "name": "background", "color": "#000000"},
            {"value": 1, "name": "roof", "color": "#ff0000"},
        ],
        "stride_px": 16,
        "halo_px": [94, 94],
        "exact": True,
        "training": {"seed": 5},
    }


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "wideresnet"])
def test_a_network_comes_back_as_it_was(tmp_path, card, name):
    card["network"] = {"name": name, "arguments": {"in_channels": 3, "out_channels": 2, "base_channels": 4}}
    network = build(name, **card["network"]["arguments"]).eval()
    save_model(str(tmp_path / "m.safetensors"), network, card | describe_footprint(network))
    model = load_model(str(tmp_path / "m.safetensors"), "segmentation")
    image = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert (model.network(image) - network(image)).abs().max() < 0.02  # half precision
        assert model.network(image).shape == (1, 2, 64, 64)
    assert model.card["classes"] == card["classes"] and model.card["format_version"] == 1
    assert not model.network.training


def test_extras_stay_beside_the_weights(tmp_path, card):
    arguments = {"in_channels": 3, "out_channels": 2, "depth": 10, "width": 1}
    card |= {"network": {"name": "wideresnet", "arguments": arguments}, **SCENES}
    network, path = build("wideresnet", **arguments).eval(), str(tmp_path / "m.safetensors")
    bank = torch.arange(12, dtype=torch.uint8).reshape(3, 4)
    save_model(path, network, card, {"sampler/bank": bank})
    model, image = load_model(path, "scenes"), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert (model.network(image) - network(image)).abs().max() < 0.02  # half precision
    assert list(read_extras(path)) == ["sampler/bank"]
    assert torch.equal(read_extras(path)["sampler/bank"], bank)


def test_wrong_files_are_named(tmp_path, card):
    path = tmp_path / "m.safetensors"
    save_model(str(path), build("unet", in_channels=3, out_channels=2, base_channels=4), card)
    whole = path.read_bytes()
    cases = {
        "does not exist": None,
        "is not a model of EO Deep, or is truncated": whole[: len(whole) // 2],
        "not a model of EO Deep": b"GIF89a",
        "is empty|truncated": b"",
    }
    for sentence, content in cases.items():
        other = tmp_path / f"{len(sentence)}.safetensors"
        if content is not None:
            other.write_bytes(content)
        with pytest.raises(EoDeepError, match=sentence):
            load_model(str(other))


def test_foreign_newer_and_other_task(tmp_path, card):
    path = str(tmp_path / "m.safetensors")
    save_file({"weight": torch.zeros(1)}, path)
    with pytest.raises(EoDeepError, match="no model card"):
        read_card(path)
    save_file({"weight": torch.zeros(1)}, path, {"eo_deep": "no JSON"})
    with pytest.raises(EoDeepError, match="The model card in 'm.safetensors' is wrong: it is no JSON"):
        read_card(path)
    save_file({"weight": torch.zeros(1)}, path, {"eo_deep": json.dumps({**card, "format_version": 99})})
    with pytest.raises(EoDeepError, match="newer EO Deep"):
        read_card(path)
    save_file({"weight": torch.zeros(1)}, path, {"eo_deep": json.dumps({**card, "format_version": 1})})
    with pytest.raises(EoDeepError, match="weights .* do not fit"):
        load_model(path)
    save_model(path, build("unet", in_channels=3, out_channels=2, base_channels=4), {**card, **SCENES})
    with pytest.raises(EoDeepError, match="model for scenes, this needs one for segmentation"):
        load_model(path, "segmentation")


def test_card_must_be_whole(tmp_path, card):
    del card["classes"]
    with pytest.raises(EoDeepError, match="lacks classes"):
        save_model(str(tmp_path / "m.safetensors"), build("unet", in_channels=3, out_channels=2, base_channels=4), card)


def test_diverged_weights_are_not_saved(tmp_path, card):
    network = build("unet", in_channels=3, out_channels=2, base_channels=4)
    network.head.weight.data[:] = 1e6
    with pytest.raises(EoDeepError, match="not finite in half precision"):
        save_model(str(tmp_path / "m.safetensors"), network, card)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(small_disk, card):
    network = build("unet", in_channels=3, out_channels=2, base_channels=16)
    with pytest.raises(EoDeepError, match="disk .* is full"):
        save_model(str(small_disk / "m.safetensors"), network, card)
    assert list(small_disk.iterdir()) == []


def test_unknown_network_or_argument():
    with pytest.raises(EoDeepError, match="one of unet.*got 'vnet'"):
        build("vnet")
    with pytest.raises(EoDeepError, match="'unet' cannot be built"):
        build("unet", in_channels=3, out_channels=2, depths=4)
