"""A model file holds everything needed, and a wrong one gives one sentence."""

import json

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import ONE_SOURCE_NETWORKS
from eo_deep.models import model_file as modelfile
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, read_card, read_extras, save_model
from eo_deep.models.networks import build

SCENES = {"task": "scenes", "patch_px": 64, "log_density": {"quantiles": [0.0, 1.0]}}


SCALED = {"resampling": "bilinear", "scaling": {"kind": "percentiles", "low": 1, "high": 99}}


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


@pytest.mark.parametrize("name", ONE_SOURCE_NETWORKS)
def test_a_network_comes_back_as_it_was(tmp_path, card, name):
    card["network"] = {"name": name, "arguments": {"in_channels": 3, "out_channels": 2, "base_channels": 4}}
    network = build(name, **card["network"]["arguments"]).eval()
    save_model(str(tmp_path / "m.safetensors"), network, card | describe_footprint(network))
    model = load_model(str(tmp_path / "m.safetensors"), "segmentation")
    image = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert (model.network(image) - network(image)).abs().max() < 0.02  # half precision
        assert model.network(image).shape == (1, 2, 64, 64)
    assert model.card["classes"] == card["classes"] and model.card["format_version"] == 2
    assert not model.network.training


def test_a_model_of_several_images_comes_back_where_it_is_of_use(tmp_path, card):
    arguments = {"in_channels": [3, 5], "ratios": [1, 4], "out_channels": 2, "base_channels": 4}
    ms = {"name": "MS", "bands": list("abcd"), "ratio": 4, "required": False, "resolution_m": 2.0, **SCALED}
    card |= {"network": {"name": "multiunet", "arguments": arguments}, "inputs": [*card["inputs"], ms]}
    network, path = build("multiunet", **arguments).eval(), str(tmp_path / "m.safetensors")
    save_model(path, network, card | describe_footprint(network))
    model = load_model(path, "segmentation", several=True)
    sources = torch.randn(1, 3, 64, 64), torch.randn(1, 5, 16, 16)
    with torch.no_grad():
        assert (model.network(*sources) - network(*sources)).abs().max() < 0.02
    assert [source["name"] for source in model.card["inputs"]] == ["image", "MS"]
    sentence = (r"is a model of 2 images: 'image' \(3 bands, 0.5 m\) and 'MS' \(4 bands, 2 m, may be missing\); this "
                "needs one of a single image.$")  # fmt: skip
    with pytest.raises(EoDeepError, match=sentence):
        load_model(path, "segmentation")


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
    with pytest.raises(EoDeepError, match="The model card in 'm.safetensors' is wrong: it is not JSON"):
        read_card(path)
    save_file({"weight": torch.zeros(1)}, path, {"eo_deep": json.dumps({**card, "format_version": 99})})
    with pytest.raises(EoDeepError, match="newer EO Deep"):
        read_card(path)
    save_file({"weight": torch.zeros(1)}, path, {"eo_deep": json.dumps({**card, "format_version": 1})})
    with pytest.raises(EoDeepError, match="weights .* do not fit"):
        load_model(path)
    arguments = {"in_channels": 3, "out_channels": 2, "depth": 10, "width": 1}
    scenes = {**card, **SCENES, "network": {"name": "wideresnet", "arguments": arguments}}
    save_model(path, build("wideresnet", **arguments), scenes)
    with pytest.raises(EoDeepError, match="model for scenes, this needs one for segmentation"):
        load_model(path, "segmentation")


def test_card_must_be_whole(tmp_path, card):
    del card["classes"]
    with pytest.raises(EoDeepError, match="lacks classes"):
        save_model(str(tmp_path / "m.safetensors"), build("unet", in_channels=3, out_channels=2, base_channels=4), card)


def test_diverged_weights_are_not_saved(tmp_path, card):
    network = build("unet", in_channels=3, out_channels=2, base_channels=4)
    network.head.weight.data[:] = 1e6
    with pytest.raises(EoDeepError, match="'head.weight' is not finite in half precision; the training diverged"):
        save_model(str(tmp_path / "m.safetensors"), network, card)
    network.head.weight.data[:] = 1
    network.encoder[0][1].running_var[0] = float("inf")
    with pytest.raises(EoDeepError, match="'encoder.0.1.running_var' is not finite"):
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
    with pytest.raises(EoDeepError, match="Network 'unet' must be made of in_channels, .*, got 'depths'"):
        build("unet", in_channels=3, out_channels=2, depths=4)
    with pytest.raises(EoDeepError, match="'unet', base_channels must be a whole number from 1 to 1024, got 2000"):
        build("unet", in_channels=3, out_channels=2, base_channels=2000)


@pytest.fixture
def model(tmp_path, card):
    """The path of a good model."""
    torch.manual_seed(0)
    path = str(tmp_path / "m.safetensors")
    save_model(path, build("unet", in_channels=3, out_channels=2, base_channels=4), card)
    return path


def replace_tensor(path, name, change):
    """Write a model file anew, without a checksum, with another tensor of that name."""
    with safe_open(path, framework="pt") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (it is no dict)
        metadata = {"eo_deep": file.metadata()["eo_deep"]}
    save_file({**tensors, name: change(tensors[name])}, path, metadata)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("name", ["head.bias", "encoder.0.1.running_var"])
def test_weights_that_are_not_finite(model, name, value):
    replace_tensor(model, name, lambda weights: weights.index_fill(0, torch.tensor([1]), value))
    with pytest.raises(EoDeepError, match=f"'m.safetensors' is damaged: '{name}' holds values that are not finite"):
        load_model(model)


def test_extras_that_are_not_finite(tmp_path, card):
    arguments, path = {"in_channels": 3, "out_channels": 2, "depth": 10, "width": 1}, str(tmp_path / "m.safetensors")
    card |= {"network": {"name": "wideresnet", "arguments": arguments}, **SCENES}
    save_model(path, build("wideresnet", **arguments), card, {"sampler/mean": torch.tensor([1.0, float("nan")])})
    with pytest.raises(EoDeepError, match="'sampler/mean' holds values that are not finite"):
        read_extras(path)


@pytest.mark.parametrize(("change", "dtype"), [(torch.Tensor.bfloat16, "BF16"), (torch.Tensor.double, "F64")])
def test_numbers_of_a_type_that_no_model_has(model, change, dtype):
    replace_tensor(model, "head.bias", change)
    with pytest.raises(EoDeepError, match=f"holds numbers of type '{dtype}'; models of EO Deep hold only F16, "):
        load_model(model)


@pytest.mark.parametrize("change", [torch.Tensor.long, lambda weights: weights[:1], lambda weights: weights[None]])
def test_weights_of_another_kind_or_shape(model, change):
    replace_tensor(model, "head.bias", change)
    with pytest.raises(EoDeepError, match="The weights in '.*' do not fit its network 'unet'"):
        load_model(model)


@pytest.mark.parametrize("changes", [{"halo_px": [0, 0]}, {"halo_px": [4096, 4096]}, {"stride_px": 8},
                                     {"exact": False}])  # fmt: skip
def test_a_footprint_that_contradicts_the_network(model, rewrite_card, changes):
    with pytest.raises(EoDeepError, match="contradicts .* has stride 16 px and halo 94 and 94 px, exact"):
        load_model(rewrite_card(model, **changes))


def test_sizes_are_refused_before_memory_is_taken(model, rewrite_card, monkeypatch):
    monkeypatch.setattr(modelfile, "read_tensors", lambda path: pytest.fail("weights were read"))
    sizes = {"in_channels": 3, "out_channels": 2, "base_channels": 1024, "depth": 8}  # 10 TB of weights
    with pytest.raises(EoDeepError, match="do not fit its network 'unet'"):
        load_model(rewrite_card(model, network={"name": "unet", "arguments": sizes}))


@pytest.mark.parametrize("place", [-1, -2000, -5000])
def test_a_bit_that_flipped(model, place):
    with open(model, "rb") as file:
        content = bytearray(file.read())
    content[place] ^= 1
    with open(model, "wb") as file:
        file.write(content)
    with pytest.raises(EoDeepError, match="'m.safetensors' is damaged: its checksum does not match"):
        load_model(model)


def test_a_file_cut_anywhere(model):
    with open(model, "rb") as file:
        content = file.read()
    for length in [*range(0, 40), *range(40, len(content), len(content) // 50), len(content) - 1]:
        with open(model, "wb") as file:
            file.write(content[:length])
        with pytest.raises(EoDeepError, match="'m.safetensors' is not a model of EO Deep, or is truncated"):
            load_model(model)


def test_what_comes_from_users_files_fits_a_card(tmp_path, card):
    """Band and class names may hold anything; a training must not fail on them at its end."""
    card["inputs"][0]["bands"] = ["red\nedge", "a" * 500, "\u202e"]
    card["classes"][1]["name"] = "  Dach \t (flach)\x00"
    card["training"] = {"losses": [float("nan"), 1.0]}
    path = str(tmp_path / "m.safetensors")
    save_model(path, build("unet", in_channels=3, out_channels=2, base_channels=4), card)
    written = read_card(path)
    assert written["inputs"][0]["bands"] == ["red edge", "a" * 200, "?"]
    assert written["classes"][1]["name"] == "Dach (flach)" and written["training"]["losses"] == [None, 1.0]
