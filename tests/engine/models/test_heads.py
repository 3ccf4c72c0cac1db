import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.heads import Heads, choose_outputs, find_last_layer
from eo_deep.models.model_file import load_model, read_card, save_model
from eo_deep.models.networks import build
from eo_deep.segmentation import segment
from tests.engine.segmentation.test_train import write_scene

SMALL = {"unet": {"base_channels": 4}, "resunet": {"base_channels": 4}, "fcn": {"base_channels": 4},
         "mlp": {"base_channels": 4}}  # fmt: skip
KINDS = pytest.mark.parametrize("kind", SMALL)


def save_polygons_model(path, kind="resunet", seed=0, **card):
    """A polygons model of two classes with random weights; returns its network."""
    torch.manual_seed(seed)
    arguments = {"in_channels": 3, "out_channels": 9, **SMALL[kind]}
    network = build(kind, **arguments).eval()
    footprint = measure_footprint(network)
    save_model(str(path), network, {
        "name": "m", "task": "polygons", "heads": ["border", "direction", "corners", "offset"],
        "network": {"name": kind, "arguments": arguments},
        "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "percentiles", "low": 1.0, "high": 99.0}}],
        "classes": [{"value": 0, "name": "background", "color": "#000000"},
                    {"value": 1, "name": "building", "color": "#ff0000"}],
        "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px],
        "exact": footprint.exact, **card,
    })  # fmt: skip
    return network


def test_the_layout_is_the_one_that_is_documented():
    outputs = torch.arange(9.0).reshape(1, 9, 1, 1)
    parts = Heads(2).split(outputs)
    assert Heads(2).channels == 9
    assert [part.flatten().tolist() for part in parts] == [[0, 1], [2], [3, 4], [5, 6], [7, 8]]


def test_decoded_outputs_are_probabilities_directions_of_length_one_at_most_and_offsets():
    outputs = torch.tensor([1.0, 1.0, 0.0, 3.0, 4.0, 0.0, 100.0, -2.5, 7.0]).reshape(1, 9, 1, 1)
    decoded = Heads(2).decode(outputs).flatten().tolist()
    assert decoded == pytest.approx([0.5, 0.5, 0.5, 0.6, 0.8, 0.5, 1.0, -2.5, 7.0])
    outputs[0, 3:5, 0, 0] = torch.tensor([0.3, 0.4])
    assert Heads(2).decode(outputs).flatten()[3:5].tolist() == pytest.approx([0.3, 0.4])


@KINDS
def test_outputs_are_kept_by_their_number_and_others_are_new(kind):
    torch.manual_seed(0)
    network = build(kind, in_channels=3, out_channels=4, **SMALL[kind]).eval()
    x = torch.randn(1, 3, 64, 64)
    before = network(x)
    choose_outputs(network, [2, None, 0])
    after = network(x)
    assert after.shape[1] == 3
    assert torch.allclose(after[:, [0, 2]], before[:, [2, 0]], atol=1e-5)
    assert find_last_layer(network).out_channels == 3


@KINDS
def test_borders_and_corners_start_rare(kind):
    network = build(kind, in_channels=3, out_channels=9, **SMALL[kind])
    Heads(2).set_priors(network)
    assert find_last_layer(network).bias[[2, 5, 6]].tolist() == [-4.0] * 3


@KINDS
def test_a_polygons_model_is_a_segmentation_model_without_its_heads(tmp_path, kind):
    path = str(tmp_path / "m.safetensors")
    save_polygons_model(path, kind, threshold=0.4)
    whole, classes = load_model(path), load_model(path, "segmentation")
    x = torch.randn(1, 3, 64, 64)
    assert classes.card["task"] == "segmentation" and classes.card["threshold"] == 0.4 and "heads" not in classes.card
    assert classes.card["network"]["arguments"]["out_channels"] == 2
    assert torch.allclose(classes.network(x), whole.network(x)[:, :2], atol=1e-5)
    save_model(str(tmp_path / "again.safetensors"), classes.network, classes.card)
    assert read_card(str(tmp_path / "again.safetensors"))["task"] == "segmentation"


def test_it_segments(tmp_path):
    image, _ = write_scene(tmp_path)
    path = str(tmp_path / "m.safetensors")
    save_polygons_model(path)
    result = segment(image, path, output=str(tmp_path / "map.tif"), device="cpu")
    assert result["units"] >= 1


def test_its_card_must_name_the_heads_that_there_are(tmp_path):
    for wrong in (["border"], [], "border", None):
        with pytest.raises(EoDeepError, match="heads must be the list border, direction, corners, offset, got"):
            save_polygons_model(tmp_path / "m.safetensors", heads=wrong)
    with pytest.raises(EoDeepError, match="out_channels must be 2 for these bands and classes, got 9"):
        save_polygons_model(tmp_path / "m.safetensors", task="segmentation")


def test_a_model_for_something_else_is_refused(tmp_path):
    save_polygons_model(tmp_path / "m.safetensors")
    with pytest.raises(EoDeepError, match=r"is a model for polygons, this needs one for scenes\."):
        load_model(str(tmp_path / "m.safetensors"), "scenes")
