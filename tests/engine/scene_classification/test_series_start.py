"""Scene models that start from what a series model has learned without labels."""

import numpy as np
import pytest
import torch
from PIL import Image

from eo_deep.errors import EoDeepError
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks import build
from eo_deep.models.networks.series_network import join_known
from eo_deep.scene_classification.series_start import start_from_series
from eo_deep.scene_classification.train import train_scenes

SETTINGS = dict(kind="classifier", classifier_epochs=1, batch_size=8, validation_share=0.25, device="cpu", seed=1)
MEAN, STD = [90.0, 100.0, 110.0], [40.0, 50.0, 60.0]


def save_series(path, name="disentangler", bands=("red", "green", "blue"), dtype="uint8", mean=MEAN, std=STD):
    torch.manual_seed(0)
    count = len(bands)
    arguments = {"in_channels": count + (name == "disentangler"), "out_channels": count, "base_channels": 8}
    network = build(name, **arguments).eval()
    found = measure_footprint(network)
    save_model(str(path), network, {
        "name": "made", "task": "series", "network": {"name": name, "arguments": arguments},
        "inputs": [{"bands": list(bands), "resolution_m": 10.0, "dtype": dtype, "nodata": None,
                    "known_plane": name == "disentangler",
                    "scaling": {"kind": "fixed", "mean": mean[:count], "std": std[:count]}}],
        "classes": [], "stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": True,
        "series": {"dates": []}, "training": {},
    })  # fmt: skip
    return str(path)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    for name, level in (("bright", 170), ("dark", 30)):
        (folder / name).mkdir()
        for number in range(8):
            pixels = (rng.integers(0, 40, (16, 16, 3)) + level).astype(np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return str(folder)


def test_patches_have_the_code_that_the_series_model_gives_them(tmp_path):
    series = load_model(save_series(tmp_path / "s.safetensors"), "series")
    described = {"bands": ["r", "g", "b"], "scaling": {"kind": "range", "low": [0.0] * 3, "high": [255.0] * 3}}
    network = start_from_series(series, "s.safetensors", described).network.eval()
    pixels = torch.randint(0, 256, (2, 3, 32, 32)).float()
    mean, std = (torch.tensor(each)[:, None, None] for each in (MEAN, STD))
    code = series.network.encode_place(join_known((pixels - mean) / std, torch.ones(2, 1, 32, 32)))
    found = network.features(pixels / 127.5 - 1)
    assert torch.allclose(network.feature_map(pixels / 127.5 - 1), code, atol=1e-4)
    assert torch.allclose(found[:, :32], code.mean((2, 3)), atol=1e-4)
    assert torch.allclose(found[:, 32:], code.std((2, 3), correction=0), atol=2e-3)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_training_from_a_series_model(dataset, tmp_path, frozen):
    start, path = save_series(tmp_path / "s.safetensors"), str(tmp_path / "m.safetensors")
    found = train_scenes(dataset, **SETTINGS, initial_model=start, frozen=frozen, model=path,
                         report=str(tmp_path / "r.html"))  # fmt: skip
    model, series = load_model(path, "scenes"), load_model(start, "series")
    assert model.card["network"]["name"] == "codeclassifier" and found["classes"] == ["bright", "dark"]
    assert model.card["inputs"][0]["scaling"] == {"kind": "range", "low": [0.0] * 3, "high": [255.0] * 3}
    before, after = series.network.state_dict(), model.network.state_dict()
    same = [torch.allclose(after[key], before[key], atol=1e-3) for key in after if key in before and "num" not in key]
    assert all(same) if frozen else not all(same)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "the code of a time series model with a linear layer" in text


def test_what_does_not_serve_as_a_start(dataset, tmp_path):
    cases = (
        ({"initial_model": save_series(tmp_path / "p.safetensors", "paperdisentangler")},
         "The initial model 'p.safetensors' has the network of the paper, which serves to be compared with; train a "
         "time series model with the network 'dense'."),
        ({"initial_model": save_series(tmp_path / "two.safetensors", bands=("red", "green"))},
         "The initial model takes 2 bands of uint8, the patches have 3 of uint8."),
        ({"frozen": True}, "Training the last layer only needs an initial model."),
    )  # fmt: skip
    for changes, sentence in cases:
        with pytest.raises(EoDeepError) as caught:
            train_scenes(dataset, **SETTINGS, **changes, model=str(tmp_path / "m.safetensors"))
        assert str(caught.value) == sentence
