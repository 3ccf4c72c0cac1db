"""Features and energies are ranked among those of the training images, and a model file's own are not believed."""

import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.models.confidence import (
    MAX_COMPONENTS,
    CellStatistics,
    Confidence,
    ConfidenceNetwork,
    add_confidence,
    drop_confidence,
    read_confidence,
    require_confidence,
)
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import Model, save_model
from eo_deep.models.networks import build

NETWORKS = {"unet": (16, 4), "resunet": (16, 2), "fcn": (32, 10), "mlp": (16, 16)}  # cell in px, features


def make_network(name="unet", outputs=2):
    torch.manual_seed(0)
    return build(name, in_channels=3, out_channels=outputs, base_channels=4).eval()


def make_confidence(feature_count=4, seed=0):
    rng = np.random.default_rng(seed)
    return Confidence.fit(rng.normal(3, 1, 4000), rng.normal(1, 2, (4000, feature_count)))


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_give_what_their_last_layer_reads(name):
    network = make_network(name)
    x = torch.randn(1, 3, 64, 64)
    assert torch.equal(network.classify(network.features(x)), network(x))


@pytest.mark.parametrize("name", NETWORKS)
def test_energies_and_features_are_means_over_cells(name):
    network = make_network(name)
    statistics = CellStatistics(network)
    assert (statistics.cell_px, statistics.feature_count) == NETWORKS[name]
    x = torch.randn(1, 3, 128, 128)
    outputs, energy, features = statistics(x)
    assert torch.equal(outputs, network(x))
    size = statistics.cell_px
    assert torch.allclose(energy[0, 0, 1, 2], network(x).logsumexp(1)[0, size : 2 * size, 2 * size : 3 * size].mean(),
                          atol=1e-5)  # fmt: skip
    # 128 px are at most 8 cells, so those in the middle see them all.
    middle = features.shape[2] // 2
    assert torch.allclose(features[0, :, middle, middle], network.features(x).mean((2, 3))[0], atol=1e-4)


def test_percentiles_are_those_of_the_training():
    confidence = make_confidence()
    rng = np.random.default_rng(1)
    energies, features = rng.normal(3, 1, 4000), rng.normal(1, 2, (4000, 4))
    white = (features - confidence.center.numpy()) / confidence.spread.numpy() @ confidence.whitening.numpy().T
    found = confidence.find_percentiles(torch.from_numpy(np.stack([energies, (white**2).sum(1)])))
    assert np.quantile(found.numpy(), [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.03)
    foreign = torch.tensor([[3.0, -9.0, 9.0], [500.0, 4.0, 0.0]])  # far, unsure, sure and near
    far, unsure, usual = confidence.find_percentiles(foreign).tolist()
    assert far < 0.03 and unsure < 0.03 and usual > 0.99


def test_what_is_not_finite_has_no_confidence():
    measured = torch.tensor([[torch.nan, torch.inf, 3.0, 3.0], [1.0, 1.0, torch.inf, 1.0]])
    assert torch.isfinite(make_confidence().find_percentiles(measured)).tolist() == [False, False, False, True]


def test_the_network_measures_distances_as_they_are_defined():
    network, confidence = make_network(), make_confidence()
    x = torch.randn(1, 3, 128, 128)
    outputs, energy, features = CellStatistics(network)(x)
    found = ConfidenceNetwork(network, confidence)(x).detach()
    assert found.shape == (1, 4, 128, 128) and torch.equal(found[:, :2], outputs)
    standard = (features[0].flatten(1).T - confidence.center) / confidence.spread
    distance = ((standard @ confidence.whitening.T) ** 2).sum(1)
    # Between four cells bilinear interpolation weighs nearly alike; far from borders of cells it is theirs.
    assert found[0, 3, 7:9, 7:9].mean() == pytest.approx(distance[0].item(), rel=0.1)
    assert found[0, 2, 7:9, 7:9].mean() == pytest.approx(energy[0, 0, 0, 0].item(), rel=0.1)


def test_only_class_logits_have_energy():
    network, confidence = make_network(outputs=9), make_confidence()
    x = torch.randn(1, 3, 64, 64)
    energy = CellStatistics(network, class_count=2)(x)[1]
    assert torch.allclose(energy[0, 0, 0, 0], network(x)[:, :2].logsumexp(1)[0, :16, :16].mean(), atol=1e-5)
    assert ConfidenceNetwork(network, confidence, class_count=2)(x).shape == (1, 11, 64, 64)


def test_wide_features_keep_their_first_components():
    confidence = make_confidence(feature_count=100)
    assert confidence.whitening.shape == (MAX_COMPONENTS, 100)


def test_a_constant_feature_does_no_harm():
    rng = np.random.default_rng(0)
    features = np.concatenate([rng.normal(0, 1, (500, 3)), np.full((500, 1), 2.0)], 1)
    confidence = Confidence.fit(rng.normal(0, 1, 500), features)
    assert all(torch.isfinite(value).all() for value in confidence.to_tensors().values())


@pytest.mark.parametrize("name", NETWORKS)
def test_the_footprint_holds_the_cells_around(name):
    network, confidence = make_network(name), make_confidence(NETWORKS[name][1])
    alone = measure_footprint(network)
    model = add_confidence(Model(network, {"stride_px": alone.stride_px}), confidence)
    assert model.card["halo_px"][0] >= alone.before_px + 4 * NETWORKS[name][0]
    assert CellStatistics(network).footprint.halo_px >= measure_footprint(model.network).halo_px - 16


def write_model(path, extras):
    network = make_network()
    footprint = measure_footprint(network)
    card = {
        "name": "m", "task": "segmentation",
        "network": {"name": "unet", "arguments": {"in_channels": 3, "out_channels": 2, "base_channels": 4}},
        "inputs": [{"bands": ["r", "g", "b"], "scaling": {"kind": "percentiles", "low": 1, "high": 99}}],
        "classes": [{"value": 0, "name": "a", "color": "#000000"}, {"value": 1, "name": "b", "color": "#ffffff"}],
        "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px],
    }  # fmt: skip
    save_model(str(path), network, card, extras)
    return network


def test_a_model_file_holds_it(tmp_path):
    path, confidence = tmp_path / "m.safetensors", make_confidence()
    network = write_model(path, confidence.to_tensors() | {"other": torch.ones(3)})
    found = read_confidence(str(path), network)
    assert all(torch.equal(value, confidence.to_tensors()[name]) for name, value in found.to_tensors().items())
    assert list(drop_confidence(confidence.to_tensors() | {"other": torch.ones(3)})) == ["other"]


def test_an_older_model_has_none(tmp_path):
    network = write_model(tmp_path / "m.safetensors", {})
    assert read_confidence(str(tmp_path / "m.safetensors"), network) is None
    with pytest.raises(EoDeepError, match="^The model 'm.safetensors' has no confidence: it was imported or trained "):
        require_confidence(str(tmp_path / "m.safetensors"), network)


@pytest.mark.parametrize("change", [
    {"confidence/center": torch.zeros(5)}, {"confidence/spread": torch.zeros(4)},
    {"confidence/whitening": torch.zeros(4)}, {"confidence/whitening": torch.zeros(65, 4)},
    {"confidence/energies": torch.tensor([1.0, 0.0])}, {"confidence/sums": torch.zeros(1)},
    {"confidence/distances": torch.zeros(2, 2)}, {"confidence/center": torch.zeros(4, dtype=torch.int32)},
    {"confidence/more": torch.zeros(1)},
])  # fmt: skip
def test_what_does_not_fit_is_refused(tmp_path, change):
    network = write_model(tmp_path / "m.safetensors", make_confidence().to_tensors() | change)
    with pytest.raises(EoDeepError, match="^The confidence in 'm.safetensors' does not fit its network; the file is"):
        read_confidence(str(tmp_path / "m.safetensors"), network)
