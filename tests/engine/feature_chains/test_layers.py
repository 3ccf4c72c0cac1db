"""Layers of networks are features of pixels, the same in every tile."""

import numpy as np
import pytest
import torch
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.chain import open_chain
from eo_deep.feature_chains.layers import Layer, cut_network, load_layer
from eo_deep.feature_chains.settings import ChainSettings, FeatureSettings
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build
from tests.engine.feature_chains.test_chain import write

SOURCE = {"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 10.0, "ratio": 1, "dtype": "uint8",
          "scaling": {"kind": "fixed", "mean": [100.0] * 3, "std": [50.0] * 3}, "nodata": None,
          "resampling": "bilinear", "required": True}  # fmt: skip


def make_layer(name, network="unet", **arguments):
    torch.manual_seed(0)
    described = {"name": network, "arguments": {"in_channels": 3, "out_channels": 2, **arguments}}
    return Layer(name, build(network, **described["arguments"]).eval(), described, SOURCE)


@pytest.fixture
def image(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (3, 93, 117)).astype("uint8")
    return write(tmp_path / "image.tif", pixels, names=SOURCE["bands"])


@pytest.mark.parametrize(("name", "count"), [
    ("level 1", 4), ("level 2", 8), ("level 3", 16), ("bottleneck", 16), ("last features", 4), ("encoder.1", 8),
    ("decoder.0", 8),
])  # fmt: skip
def test_any_window_of_a_layer_is_that_of_the_whole(image, name, count):
    layer = make_layer(name, base_channels=4, depth=2)
    with open_chain(ChainSettings([image], FeatureSettings(window_px=3, layer=layer))) as chain:
        assert chain.names[-count:] == [f"{name} {number}" for number in range(1, count + 1)]
        assert len(chain.names) == 9 + count
        whole, valid = chain.read(Window(0, 0, 117, 93))
        assert valid.all() and np.ptp(whole[9:], axis=(1, 2)).max() > 0.005
        for row, column, height, width in ((0, 0, 30, 20), (41, 13, 17, 29), (80, 100, 13, 17)):
            part, _ = chain.read(Window(column, row, width, height))
            np.testing.assert_allclose(part, whole[:, row : row + height, column : column + width], atol=1e-6)


def test_features_are_those_of_the_network(image):
    layer = make_layer("level 2", base_channels=4, depth=2)
    features = []
    layer.network.encoder[1].register_forward_hook(lambda module, given, found: features.append(found))
    with open_chain(ChainSettings([image], FeatureSettings(layer=layer))) as chain:
        whole, _ = chain.read(Window(0, 0, 117, 93))
    pixels = np.pad((whole[:3] - 100) / 50, ((0, 0), (0, 3), (0, 3)))
    with torch.inference_mode():
        layer.network(torch.from_numpy(pixels)[None])
        wanted = torch.nn.functional.interpolate(features[-1], scale_factor=2, mode="bilinear")[0].numpy()
    np.testing.assert_allclose(whole[3:, :80, :100], wanted[:, :80, :100], atol=1e-5)


def test_the_shared_code_of_a_series_is_a_layer_of_it(image):
    """The network gets the plane that says what is known, too."""
    layer = make_layer("shared code", "disentangler", in_channels=4, out_channels=3, base_channels=8)
    layer = Layer(layer.name, layer.network, layer.described, {**SOURCE, "known_plane": True})
    with open_chain(ChainSettings([image], FeatureSettings(layer=layer))) as chain:
        whole, _ = chain.read(Window(0, 0, 117, 93))
        part, _ = chain.read(Window(40, 30, 20, 25))
    np.testing.assert_allclose(part, whole[:, 30:55, 40:60], atol=1e-5)
    pixels = torch.from_numpy(np.pad((whole[:3] - 100) / 50, ((0, 0), (0, 3), (0, 3))))[None]
    known = torch.zeros(1, 1, 96, 120)
    known[..., :93, :117] = 1
    with torch.inference_mode():
        code = layer.network.shared(pixels, known)
        wanted = torch.nn.functional.interpolate(code, scale_factor=8, mode="bilinear")[0].numpy()
    np.testing.assert_allclose(whole[3:], wanted[:, :93, :117], atol=1e-5)


@pytest.mark.parametrize("normalization", ["weight", "none", "batch"])
def test_a_scene_network_gives_its_last_map(image, normalization):
    layer = make_layer("last features", "wideresnet", depth=10, width=1, normalization=normalization)
    graph, count, footprint = cut_network(layer)
    assert (count, footprint.stride_px, footprint.exact) == (64, 8, True)
    assert measure_footprint(graph) == footprint


def test_layers_that_depend_on_the_whole_image_are_refused():
    layer = make_layer("last features", "wideresnet", depth=10, width=1, normalization="group")
    with pytest.raises(EoDeepError, match="Layer 'last features' of 'a.safetensors' depends on the whole image"):
        cut_network(layer, "a.safetensors")


def test_a_layer_that_is_not_there_is_named_with_those_that_are(tmp_path):
    layer = make_layer("level 9", base_channels=4, depth=2)
    footprint = measure_footprint(layer.network)
    card = {"name": "m", "task": "segmentation", "network": layer.described, "inputs": [SOURCE],
            "classes": [{"value": 0, "name": "a", "color": "#000000"}, {"value": 1, "name": "b", "color": "#ffffff"}],
            "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px]}  # fmt: skip
    save_model(str(tmp_path / "m.safetensors"), layer.network, card)
    with pytest.raises(EoDeepError, match="has no layer 'level 9'; it has level 1, level 2, .*bottleneck"):
        load_layer(str(tmp_path / "m.safetensors"), "level 9")
    assert load_layer(str(tmp_path / "m.safetensors"), "level 3").name == "level 3"
