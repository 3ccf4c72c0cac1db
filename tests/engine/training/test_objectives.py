"""Objectives of several networks and optimizers, on toy data."""

import json

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.models.model_file import read_tensors, write_tensors
from eo_deep.training.loop import train
from eo_deep.training.objectives import Objective, OmissionTolerant, Supervised, ramp
from eo_deep.training.settings import TrainSettings
from tests.engine.notes import Killed, Notes

CPU = torch.device("cpu")
SETTINGS = TrainSettings(epochs=4, samples_per_epoch=48, batch_size=8, learning_rate=1e-2)


class Ring(nn.Module):
    """Noise (B, 2) -> points (B, 2)."""

    def __init__(self, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.layers = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2))

    def forward(self, x):
        return self.layers(x)


class Adversarial(Objective):
    """A GAN whose adversarial loss waits for a warm-up; the discriminator learns at half the rate."""

    def __init__(self, restarts=0):
        torch.manual_seed(7)
        self.discriminator = nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
        self.companions, self.restarts = {"discriminator": self.discriminator}, restarts
        self.seen = []

    def make_optimizer(self, name, part, settings):
        rate = settings.learning_rate / (2 if name == "discriminator" else 1)
        return torch.optim.Adam(part.parameters(), rate, betas=(0.5, 0.9))

    def losses(self, network, batch, step, done):
        made = network(batch["noise"])
        odds = self.discriminator(torch.cat([batch["points"], made.detach()]))
        real = torch.arange(len(odds)) < len(made)
        yield "discriminator", functional.binary_cross_entropy_with_logits(odds[:, 0], real.float())
        self.seen.append([None if p.grad is None else p.grad.clone() for p in self.discriminator.parameters()])
        near = (made.norm(dim=1) - 1).square().mean()
        yield "network", near + ramp(step, 6, 18) * functional.softplus(-self.discriminator(made)).mean()


def draw(rng):
    """A point of the unit circle, and noise; nested as a sampler of several sources would."""
    angle = rng.uniform(0, 2 * np.pi)
    points = torch.tensor([np.cos(angle), np.sin(angle)], dtype=torch.float32)
    return {"points": points, "noise": torch.from_numpy(rng.standard_normal(2, dtype=np.float32))}


def states(network, objective):
    return [*network.state_dict().values(), *objective.discriminator.state_dict().values()]


def read_state(checkpoint):
    tensors, metadata = read_tensors(checkpoint)
    record = json.loads(metadata["eo_deep_training"])
    record["training"].pop("seconds")
    return tensors, record


def test_two_networks_and_their_optimizers_resume_bit_by_bit(tmp_path):
    whole, resumed = str(tmp_path / "whole.checkpoint"), str(tmp_path / "resumed.checkpoint")
    first, objective = Ring(1), Adversarial()
    expected = train(first, draw, objective, SETTINGS, CPU, checkpoint=whole)

    def die_in_the_third_epoch(network, calls=[]):  # noqa: B006
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return {}

    with pytest.raises(Killed):
        train(Ring(1), draw, Adversarial(), SETTINGS, CPU, die_in_the_third_epoch, resumed)
    torch.manual_seed(99)  # a global state must not matter
    second, again = Ring(2), Adversarial()
    nn.init.zeros_(again.discriminator[0].weight)
    training = train(second, draw, again, SETTINGS, CPU, checkpoint=resumed, resume=True)
    assert training.losses == expected.losses
    assert all(torch.equal(a, b) for a, b in zip(states(first, objective), states(second, again)))
    (ours, record), (theirs, wanted) = read_state(resumed), read_state(whole)
    assert sorted(ours) == sorted(theirs) and record == wanted
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    for part in ("network", "discriminator"):
        assert f"optimizer/{part}/0/exp_avg" in ours


def test_each_update_changes_the_weights_of_its_part_only():
    network, objective = Ring(1), Adversarial()
    before = [value.clone() for value in states(network, objective)]
    train(network, draw, objective, TrainSettings(1, 8, 8, 1e-2), CPU)
    assert not any(torch.equal(a, b) for a, b in zip(before, states(network, objective)))
    gradients = [p.grad for p in objective.discriminator.parameters()]
    # The network's loss flows through the discriminator, whose gradients stay those of its own loss.
    assert all(torch.equal(a, b) for a, b in zip(gradients, objective.seen[-1]))


def test_the_losses_of_all_parts_are_recorded():
    network, noise = Ring(1), torch.randn((200, 2), generator=torch.Generator().manual_seed(0))
    before = (network(noise).norm(dim=1) - 1).abs().mean()
    training = train(network, draw, Adversarial(), SETTINGS, CPU)
    assert set(training.validations[0]["losses"]) == {"discriminator", "network"}
    assert training.losses[0] == pytest.approx(sum(training.validations[0]["losses"].values()))
    assert (network(noise).norm(dim=1) - 1).abs().mean() < 0.7 * before


class Breaking(Adversarial):
    """The discriminator's loss becomes NaN once, at the third step."""

    broken = False

    def losses(self, network, batch, step, done):
        for name, loss in super().losses(network, batch, step, done):
            if name == "discriminator" and step == 2 and not self.broken:
                self.broken = True
                loss = loss * float("nan")
            yield name, loss


def test_divergence_of_one_part_takes_all_back():
    network, objective, notes = Ring(1), Breaking(restarts=1), Notes()
    train(network, draw, objective, SETTINGS, CPU, progress=notes)
    assert "epoch 1: the loss of the discriminator became infinite or NaN; it resumes from 6" in notes.warnings[0]
    assert all(torch.isfinite(value).all() for value in states(network, objective))
    with pytest.raises(EoDeepError, match="the loss of the discriminator became infinite or NaN; choose a learning"):
        train(Ring(1), draw, Breaking(), SETTINGS, CPU)


def test_parts_of_one_network_are_updated_in_turn():
    class InTurn(Objective):
        def parts(self, network):
            return {"encoder": network.layers[0], "decoder": network.layers[2]}

        def losses(self, network, batch, step, done):
            yield ("encoder", "decoder")[step % 2], (network(batch["noise"]) - batch["points"]).square().mean()

    network = Ring(1)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    train(network, draw, InTurn(), TrainSettings(1, 8, 8, 1e-2), CPU)
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert changed == {"layers.0.weight", "layers.0.bias"}


def test_a_checkpoint_of_another_version_is_refused(tmp_path):
    checkpoint = str(tmp_path / "m.checkpoint")
    train(Ring(1), draw, Adversarial(), SETTINGS, CPU, checkpoint=checkpoint)
    tensors, metadata = read_tensors(checkpoint)
    record = json.loads(metadata["eo_deep_training"])
    del record["format"]
    write_tensors(checkpoint, tensors, {"eo_deep_training": json.dumps(record)})
    with pytest.raises(EoDeepError, match="was written by another version of EO Deep; train without resuming"):
        train(Ring(1), draw, Adversarial(), SETTINGS, CPU, checkpoint=checkpoint, resume=True)


def test_a_plain_loss_takes_pairs():
    pairs = lambda rng: (draw(rng)["noise"], draw(rng)["points"])  # noqa: E731
    loss = Supervised(lambda outputs, targets: (outputs - targets).square().mean())
    training = train(Ring(1), pairs, loss, SETTINGS, CPU)
    assert "losses" not in training.validations[0]


def test_a_ramp_rises_from_start_to_stop():
    assert [ramp(value, 2, 4) for value in (0, 2, 3, 4, 9)] == [0, 0, 0.5, 1, 1]


def test_networks_of_time_series_train_too():
    class Volumes(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(nn.Conv3d(1, 2, 3, padding=1), nn.BatchNorm3d(2), nn.Conv3d(2, 1, 1))

        def forward(self, x):
            return self.layers(x)

    def draw_series(rng):
        series = torch.from_numpy(rng.standard_normal((1, 4, 8, 8), dtype=np.float32))
        return series, series.cumsum(1)

    training = train(Volumes(), draw_series, functional.mse_loss, TrainSettings(3, 64, 8, 3e-2), CPU)
    assert training.losses[-1] < training.losses[0]


def test_background_where_the_average_is_sure_of_an_object_is_not_learned():
    """Three pixels: the average is sure of an object in the first, unsure in the second, sure of background after."""
    logits = torch.tensor([[0.0, 9.0], [0.0, 1.0], [9.0, 0.0]]).T.reshape(1, 2, 1, 3)
    seen = []

    def loss(outputs, targets):
        seen.append(targets.flatten().tolist())
        return outputs.sum()

    objective = OmissionTolerant(loss, 0, 0.5)
    objective.follow(torch.nn.Identity())
    for classes, imprecise, done in ((0, True, 0.4), (0, True, 0.5), (0, False, 0.9), (1, True, 0.9)):
        batch = logits, torch.full((1, 1, 3), classes), torch.tensor([imprecise])
        objective.compute(torch.nn.Identity(), batch, 0, done)
    assert seen == [[0, 0, 0], [UNKNOWN, 0, 0], [0, 0, 0], [1, 1, 1]]
    assert objective.describe_epoch() == {"set_aside": pytest.approx(1 / 3)}
    assert objective.describe_epoch() == {}
