"""Features as a raster: what the chain gives, or components of one basis."""

import numpy as np
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.chain import open_chain
from eo_deep.feature_chains.layers import load_layer
from eo_deep.feature_chains.settings import ChainSettings, FeatureSettings
from eo_deep.image_features import extract_features
from eo_deep.image_features.extraction import fit_basis
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.pixel_classification import classify_pixels, train_pixels
from eo_deep.pixel_classification.model import load_pixel_model
from tests.engine.feature_chains.test_chain import write
from tests.engine.feature_chains.test_layers import SOURCE, make_layer
from tests.engine.notes import Notes


@pytest.fixture
def image(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(1, 200, (1, 60, 90)) + rng.integers(0, 50, (3, 60, 90))
    pixels[:, :4, :5] = 0
    return write(tmp_path / "image.tif", pixels.astype("uint16"), names=SOURCE["bands"], nodata=0)


@pytest.fixture
def network(tmp_path):
    layer = make_layer("level 2", base_channels=4, depth=2)
    footprint = measure_footprint(layer.network)
    card = {"name": "m", "task": "segmentation", "network": layer.described, "inputs": [{**SOURCE, "dtype": "uint16"}],
            "classes": [{"value": 0, "name": "a", "color": "#000000"}, {"value": 1, "name": "b", "color": "#ffffff"}],
            "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px]}  # fmt: skip
    save_model(str(tmp_path / "net.safetensors"), layer.network, card)
    return str(tmp_path / "net.safetensors")


def test_features_are_those_of_the_chain_in_half_precision(image, network, tmp_path):
    output = str(tmp_path / "f.tif")
    found = extract_features(image, window_px=3, formulas="i = red / blue", layer_model=network, layer="level 2",
                             use_bands=False, output=output)
    assert found["features"][6:] == ["i", *(f"level 2 {number}" for number in range(1, 9))]
    with rasterio.open(output) as file:
        assert file.descriptions == tuple(found["features"]) and file.tags(1, ns="IMAGE_STRUCTURE")["NBITS"] == "16"
        written = file.read()
    layer = load_layer(network, "level 2")
    with open_chain(ChainSettings([image], FeatureSettings(False, 3, (), layer))) as chain:
        wanted, valid = chain.read(rasterio.windows.Window(0, 0, 90, 60))
    assert np.isnan(written[:, :4, :5]).all() and valid.sum() == 60 * 90 - 20
    np.testing.assert_allclose(written[:6, valid], wanted[:6, valid], rtol=1e-3)
    np.testing.assert_allclose(written[7:, valid], wanted[6:, valid], rtol=2e-3, atol=2e-3)


def test_components_are_those_of_the_standardized_features(image, tmp_path):
    output = str(tmp_path / "c.tif")
    found = extract_features(image, components=2, output=output)
    with rasterio.open(output) as file:
        assert file.dtypes == ("float32",) * 2
        first, second = file.read()
    assert found["explained"] > 0.95
    known = np.isfinite(first)
    assert known.sum() == 60 * 90 - 20
    assert abs(np.corrcoef(first[known], second[known])[0, 1]) < 0.05 and first[known].var() > 10 * second[known].var()
    with open_chain(ChainSettings([image])) as chain:
        (mean, weights), _ = fit_basis(chain, 2)
        features, _ = chain.read(rasterio.windows.Window(0, 0, 90, 60))
    np.testing.assert_allclose(first[known], (weights[0] @ (features[:, known] - mean[:, None])), atol=1e-4)


def test_more_components_than_features_are_refused(image, tmp_path):
    with pytest.raises(EoDeepError, match="at most as many components as features, 3, got 4"):
        extract_features(image, components=4, output=str(tmp_path / "c.tif"))


def test_values_beyond_half_precision_are_cut_and_counted(tmp_path):
    notes = Notes()
    image = write(tmp_path / "large.tif", np.full((1, 8, 8), 70000, "uint32"))
    extract_features(image, output=str(tmp_path / "f.tif"), progress=notes)
    assert any(text.startswith("64 values are larger than 65504") for text in notes.warnings)


def test_a_model_carries_the_network_of_its_layer(image, network, tmp_path):
    labels = write(tmp_path / "labels.tif", (np.arange(90)[None, None] // 45 + 1).repeat(60, 1).astype("uint8"))
    found = train_pixels(images=[image], labels=[labels], layer_model=network, layer="level 2", trees=5,
                         samples_per_class=200, model=str(tmp_path / "m.safetensors"))
    model = load_pixel_model(found["model"])
    assert model.layer and model.card["halo_px"][0] > 0 and model.card["stride_px"] == 2
    classify_pixels(image, found["model"], output=str(tmp_path / "map.tif"))
    with rasterio.open(tmp_path / "map.tif") as file:
        assert set(np.unique(file.read())) == {1, 2, 255}
