"""Both stages of a training of images, on textures that nobody could predict."""

import json

import numpy as np
import pytest
import torch
from torch import nn

from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import read_tensors
from eo_deep.training.adversarial import Adversarial, AdversarialSettings, plan_stages
from eo_deep.training.loop import train
from eo_deep.training.losses import compute_charbonnier
from eo_deep.training.settings import TrainSettings
from tests.engine.notes import Killed, Notes

CPU = torch.device("cpu")
SETTINGS = TrainSettings(epochs=3, samples_per_epoch=48, batch_size=8, learning_rate=5e-3)


def make_network(seed=1):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 1, 3, padding=1))


def make_objective(settings=AdversarialSettings(base_channels=8, halvings=1)):  # noqa: B008
    torch.manual_seed(7)
    return Adversarial(measure_error, lambda outputs, batch: (outputs, batch[1]), 1, settings)


def measure_error(outputs, batch):
    return compute_charbonnier(outputs, batch[1])


def draw(rng):
    """Noise, and a texture that has nothing to do with it: the least error is an empty image."""
    noise, texture = rng.standard_normal((2, 1, 16, 16), dtype=np.float32)
    return torch.from_numpy(noise), torch.from_numpy(texture)


def test_the_second_stage_brings_texture_back():
    """Energy of the outputs: 1 in real textures, 0 in what has the least error."""
    network, noise = make_network(), torch.randn((8, 1, 16, 16), generator=torch.Generator().manual_seed(0))
    first, second = plan_stages(TrainSettings(8, 320, 8, 1e-2))
    train(network, draw, compute_charbonnier, first, CPU)
    faithful = float(network(noise).detach().square().mean())
    sharp = train(network, draw, make_objective(), second, CPU, keep_best=False)
    assert faithful < 0.05 < 0.3 < float(network(noise).detach().square().mean())
    told = sharp.validations[-1]
    assert set(told["losses"]) == set(told["gradient_norms"]) == {"discriminator", "network"}
    assert all(value > 0 for value in told["gradient_norms"].values())
    assert 0.5 <= told["discriminator_accuracy"] <= 1 and told["gradient_ratio"] > 0


def test_both_networks_resume_bit_by_bit(tmp_path):
    whole, resumed = str(tmp_path / "whole.checkpoint"), str(tmp_path / "resumed.checkpoint")
    first = make_network()
    expected = train(first, draw, make_objective(), SETTINGS, CPU, checkpoint=whole)

    def die_in_the_second_epoch(network, calls=[]):  # noqa: B006
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return {}

    with pytest.raises(Killed):
        train(make_network(), draw, make_objective(), SETTINGS, CPU, die_in_the_second_epoch, resumed)
    torch.manual_seed(99)
    second, again = make_network(2), make_objective()
    training = train(second, draw, again, SETTINGS, CPU, checkpoint=resumed, resume=True)
    assert training.losses == expected.losses
    ours, theirs = (read_tensors(path) for path in (resumed, whole))
    assert all(torch.equal(ours[0][name], value) for name, value in theirs[0].items())
    assert [json.loads(each[1]["eo_deep_training"])["objective"] for each in (ours, theirs)] == [{}, {}]


def test_the_weight_does_not_depend_on_the_unit_of_the_loss():
    """A loss in thousandths: the ratio of gradients makes up for it."""
    torch.manual_seed(7)
    small = Adversarial(lambda outputs, batch: measure_error(outputs, batch) / 1000,
                        lambda outputs, batch: (outputs, batch[1]), 1, AdversarialSettings(base_channels=8, halvings=1))
    ratios = []
    for objective in (make_objective(), small):
        network = make_network()
        objective.follow(network)
        generator = np.random.default_rng(0)
        batch = tuple(torch.stack(parts) for parts in zip(*(draw(generator) for _ in range(8))))
        for name, loss in objective.losses(network, batch, 0, 0.5):
            assert name in ("discriminator", "network") and torch.isfinite(loss)
        ratios.append(objective.describe_epoch()["gradient_ratio"])
    assert ratios[0] / ratios[1] == pytest.approx(1000, rel=1e-3)


def test_a_loss_that_rises_ends_the_training_with_a_sentence():
    class Spoilt(Adversarial):
        def losses(self, network, batch, step, done):
            with torch.no_grad():
                network[2].bias.add_(0.1).mul_(1.3)  # whatever is learned
            yield from super().losses(network, batch, step, done)

    torch.manual_seed(7)
    settings = AdversarialSettings(base_channels=4)
    objective = Spoilt(measure_error, lambda outputs, batch: (outputs, batch[1]), 1, settings)
    notes = Notes()
    with pytest.raises(EoDeepError, match="the loss of the network's outputs rose from .*; choose a learning rate"):
        train(make_network(), draw, objective, TrainSettings(2, 320, 8, 1e-4), CPU, progress=notes)
    assert len(notes.warnings) == 2 and "with half the learning rate" in notes.warnings[0]


def test_stages_share_epochs_and_time():
    first, second = plan_stages(TrainSettings(10, time_limit_s=100.0), 0.3)
    assert (first.epochs, second.epochs) == (7, 3)
    assert (first.time_limit_s, second.time_limit_s) == (70, 30)
    assert second.continued and second.learning_rate == first.learning_rate / 2
    assert [each.epochs for each in plan_stages(TrainSettings(1))] == [1, 1]
