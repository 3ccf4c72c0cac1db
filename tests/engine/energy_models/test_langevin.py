"""The sampler climbs log p(x) from stored samples and random fields, and its samples become pixel values."""

import numpy as np
import pytest
import torch
from torch import Generator

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.energy_models.langevin import initialize_chains, read_sampler, run_sampler, to_picture, to_raw
from eo_deep.image_generation.generate import choose_classes
from eo_deep.models.model_file import load_model, read_extras
from eo_deep.models.scaling import fit_range


def test_chains_climb_and_start_from_the_bank(make_scene_model):
    path = make_scene_model()
    model, extras = load_model(path), read_extras(path)
    start, generator = GaussianInit.from_tensors(extras), Generator().manual_seed(0)
    classes = choose_classes(model.card, "red", 6)
    first = initialize_chains(extras, start, classes, generator)
    bank = extras["sampler/bank"][4:8].float() / 127.5 - 1
    assert sorted(first[:4, 0, 0, 0].tolist()) == pytest.approx(sorted(bank[:, 0, 0, 0].tolist()))
    dark = torch.full((2, 3, 16, 16), -0.3)
    settings = read_sampler(model.card, 200)
    assert settings.noise == 0.01 and settings.steps == 200
    images, course = run_sampler(model.network, dark, settings, generator, torch.tensor([1, 2]))
    assert len(course) == 21 and course[-1] > course[0] + 1
    assert images.mean((2, 3)).numpy() == pytest.approx(np.array([[0.6, -0.6, -0.6], [-0.6, 0.6, -0.6]]), abs=0.05)
    assert torch.equal(dark, torch.full((2, 3, 16, 16), -0.3))


def test_values_go_back_to_where_they_came_from():
    scaling = fit_range([0, 100], [255, 1100])
    raw = np.stack([np.arange(256), np.linspace(100, 1100, 256).round()])[:, None].astype(np.uint16)
    scaled = scaling(raw, np.ones((1, 256), bool))
    np.testing.assert_array_equal(to_raw(scaled, scaling, "uint16"), raw)
    blue_first = np.stack([np.full((4, 4), v, np.float32) for v in (-1, 0, 1)])
    assert to_picture(blue_first, ["Blue", "green", "RED"])[0, 0].tolist() == [255, 128, 0]
    assert to_picture(blue_first[:1], ["gray"])[0, 0].tolist() == [0, 0, 0]
