"""A training on a small series from files to a model and its report, and what it refuses."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.image_features import extract_features
from eo_deep.image_translation import translate_image
from eo_deep.models.model_file import load_model
from eo_deep.time_series import train_time_series
from tests.engine.notes import Killed, KilledAfter


@pytest.fixture(scope="module")
def series(tmp_path_factory):
    """Three dates of smooth ground, each with another brightness; the last one has a corner without data."""
    folder = tmp_path_factory.mktemp("series")
    rng = np.random.default_rng(0)
    ground = rng.normal(0, 1, (2, 12, 12)).repeat(16, 1).repeat(16, 2)
    ground = ground + 0.3 * rng.normal(0, 1, ground.shape)
    paths = []
    for number, date in enumerate(("2020-03-01", "2020-06-01", "2020-09-01")):
        values = (100 + 20 * number + (25 + 5 * number) * ground).clip(1, 255).astype(np.uint8)
        if number == 2:
            values[:, :40, :40] = 0
        path = folder / f"place_{date}.tif"
        profile = {"driver": "GTiff", "width": 192, "height": 192, "count": 2, "dtype": "uint8", "nodata": 0,
                   "crs": "EPSG:32633", "transform": from_origin(5e5, 5e6, 10, 10)}  # fmt: skip
        with rasterio.open(path, "w", **profile) as file:
            file.write(values)
        paths.append(str(path))
    return paths


@pytest.fixture(scope="module")
def trained(series, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    found = train_time_series(series, base_channels=8, epochs=1, samples_per_epoch=4, batch_size=2,
                              validation_share=0.4, device="cpu", seed=1, model=str(folder / "m.safetensors"),
                              report=str(folder / "r.html"))  # fmt: skip
    return found, folder


def test_a_model_holds_the_codes_of_its_dates(trained):
    found, folder = trained
    model = load_model(str(folder / "m.safetensors"), "series")
    card = model.card
    assert card["inputs"][0]["known_plane"] and card["classes"] == [] and card["exact"] and card["stride_px"] == 16
    assert [date["date"] for date in card["series"]["dates"]] == ["2020-03-01", "2020-06-01", "2020-09-01"]
    assert all(len(date["code"]) == 8 for date in card["series"]["dates"])
    assert found["dates"] == 3 and found["translation_error"] > 0 and found["unchanged_error"] > 0
    assert card["training"]["images"] == [f"place_{date}.tif" for date in ("2020-03-01", "2020-06-01", "2020-09-01")]


@pytest.mark.parametrize("network", ["dense", "paper"])
def test_a_killed_training_resumes_with_the_same_weights(series, tmp_path, network):
    settings = dict(network=network, base_channels=8, epochs=2, samples_per_epoch=4, batch_size=2, device="cpu")
    with pytest.raises(Killed):
        train_time_series(series, **settings, model=str(tmp_path / "a.safetensors"), progress=KilledAfter(1))
    torch.manual_seed(99)  # a global state must not matter
    train_time_series(series, **settings, model=str(tmp_path / "a.safetensors"), resume=True)
    train_time_series(series, **settings, model=str(tmp_path / "b.safetensors"))
    one, other = (load_model(str(tmp_path / f"{name}.safetensors")).network.state_dict() for name in "ab")
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_the_report_says_in_words_what_is_not_as_wanted(trained):
    found, folder = trained
    text = (folder / "r.html").read_text(encoding="utf-8")
    assert found["failed"] > 0 and text.count(">NO<") == found["failed"]
    assert "The painted images are worse than the other date" in text
    assert "The other date as it is" in text and "place_2020-06-01.tif" in text


def test_a_series_of_other_bands_does_not_fit_an_initial_model(trained, series, tmp_path):
    start = str(trained[1] / "m.safetensors")
    with pytest.raises(EoDeepError, match=r"needs 2 bands \(.*\), the images have 1"):
        train_time_series(series, bands=[1], initial_model=start, epochs=1, model=str(tmp_path / "m.safetensors"))


def test_ground_of_less_than_a_window_is_refused(series, tmp_path, write_raster):
    slope = np.arange(2 * 40 * 70).reshape(2, 40, 70) // 70
    small = [write_raster((slope + date).astype("uint8"), f"small_2020-0{date}-01.tif") for date in (1, 2)]
    with pytest.raises(EoDeepError, match="needs squares of 64 x 64 px that two dates show by at least 50%"):
        train_time_series(small, base_channels=8, epochs=1, device="cpu", model=str(tmp_path / "m.safetensors"))
    assert not list(tmp_path.glob("m.*"))


@pytest.fixture(scope="module")
def of_paper(series, tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    found = train_time_series(series, network="paper", base_channels=8, epochs=1, samples_per_epoch=4, batch_size=2,
                              validation_share=0.4, device="cpu", model=str(folder / "m.safetensors"),
                              report=str(folder / "r.html"))  # fmt: skip
    return found, folder


def test_the_network_of_the_paper_has_the_same_table(of_paper):
    found, folder = of_paper
    card = load_model(str(folder / "m.safetensors"), "series").card
    assert card["network"]["name"] == "paperdisentangler" and card["network"]["arguments"]["in_channels"] == 2
    assert not card["inputs"][0]["known_plane"] and card["stride_px"] == 64 and card["exact"]
    assert all(len(date["code"]) == 64 for date in card["series"]["dates"])
    assert card["training"]["weights"] == {"crossed": 10.0, "alike": 0.5, "nats": 0.01, "adversarial": 1.0}
    text = (folder / "r.html").read_text(encoding="utf-8")
    assert found["failed"] > 0 and text.count(">NO<") == found["failed"]
    assert "each window of 64 px" in text and "The other date as it is" in text


@pytest.mark.parametrize("kind", ["shared code", "exclusive code"])
def test_codes_of_the_paper_do_not_depend_on_tiles(of_paper, series, tmp_path, kind):
    model, output = str(of_paper[1] / "m.safetensors"), str(tmp_path / "codes.tif")
    extract_features(series[:1], cells=kind, layer_model=model, output=output)
    network = load_model(model, "series")
    scaling = network.card["inputs"][0]["scaling"]
    with rasterio.open(series[0]) as file:
        values = (file.read() - np.array(scaling["mean"])[:, None, None]) / np.array(scaling["std"])[:, None, None]
    planes = torch.from_numpy(values[None].astype(np.float32))
    view = network.network.encode_place if kind == "shared code" else network.network.encode_cells
    with rasterio.open(output) as file, torch.no_grad():
        assert file.res == ((160, 160) if kind == "shared code" else (640, 640))
        assert np.allclose(file.read(), view(planes)[0].numpy(), atol=0.05)  # half the bits


def test_the_network_of_the_paper_paints_dates(of_paper, series, tmp_path):
    model, output = str(of_paper[1] / "m.safetensors"), str(tmp_path / "painted.tif")
    found = [translate_image(series[0], model, style_dates="2020-06-01", core_px=core_px,
                             output=output) and rasterio.open(output).read() for core_px in (64, 256)]  # fmt: skip
    assert found[0].shape == (2, 192, 192) and np.array_equal(*found)
    with rasterio.open(series[0]) as file:
        assert not np.array_equal(found[0], file.read())


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"network": "unet"}, "The network must be dense or paper, got 'unet'."),
    ({"base_channels": 12}, "Base channels must be a multiple of 8, got 12."),
    ({"learning_rate": 2.0}, "Learning rate must be above 0 and below 1, got 2.0."),
])  # fmt: skip
def test_refuses_settings(series, tmp_path, changes, sentence):
    with pytest.raises(EoDeepError) as caught:
        train_time_series(series, **{"model": str(tmp_path / "m.safetensors"), **changes})
    assert str(caught.value) == sentence and not list(tmp_path.iterdir())
