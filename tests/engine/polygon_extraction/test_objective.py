import math

import numpy as np
import pytest
import shapely
import torch
from torch import nn

from eo_deep.io.card_schema import UNKNOWN
from eo_deep.models.heads import Heads
from eo_deep.polygon_extraction.objective import HeadsObjective, Targets, compute_focal_loss, compute_head_losses
from eo_deep.polygon_extraction.samples import to_tensors
from eo_deep.polygon_extraction.targets import HeadTargets, draw_targets
from eo_deep.sampling.training_image import list_rings
from eo_deep.training.losses import compute_cross_entropy

HEADS = Heads(2)


def make_batch(side=32):
    """Inputs, classes and targets of two touching boxes."""
    boxes = np.array([shapely.box(4, 4, 14, 24), shapely.box(14, 4, 26, 24)])
    objects = np.zeros((side, side), int)
    objects[4:24, 4:14], objects[4:24, 14:26] = 1, 2
    targets = to_tensors(draw_targets(list_rings(boxes), objects))
    classes = torch.from_numpy((objects > 0).astype(np.int64))
    return torch.randn(1, 3, side, side), Targets(classes[None], HeadTargets(*(each[None] for each in targets)))


def make_outputs(targets):
    """What a network without error gives."""
    classes, (border, direction, corners, offset) = targets
    logits = torch.stack([1.0 - classes, classes.float()], dim=1) * 20
    outputs = torch.cat([logits, (border[:, None].float() - 0.5) * 40, direction, corners.logit(1e-7), offset], dim=1)
    return outputs.float()


class Given(nn.Module):
    """Gives outputs that are its weights, through a last layer that changes nothing."""

    def __init__(self, outputs):
        super().__init__()
        self.outputs = nn.Parameter(outputs)
        self.head = nn.Conv2d(outputs.shape[1], outputs.shape[1], 1)
        nn.init.dirac_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, x):
        return self.head(self.outputs)


def test_right_outputs_cost_nothing_and_each_wrong_one_costs_its_head():
    _, targets = make_batch()
    outputs, valid = make_outputs(targets), torch.ones(1, 32, 32, dtype=torch.bool)
    right, present = compute_head_losses(HEADS.split(outputs), targets.heads, valid)
    assert present.all()
    assert right.max() < 1e-6
    for number, channel in ((0, 2), (1, 3), (2, 6), (3, 7)):
        wrong = outputs.clone()
        wrong[:, channel] = -wrong[:, channel] + 1
        values, _ = compute_head_losses(HEADS.split(wrong), targets.heads, valid)
        assert [*(values > 1e-3)] == [each == number for each in range(4)]


def test_pixels_of_no_class_do_not_count():
    _, targets = make_batch()
    outputs = make_outputs(targets)
    outputs[:, 2:, :, 16:] = 7.0
    valid = torch.ones(1, 32, 32, dtype=torch.bool)
    valid[:, :, 16:] = False
    values, present = compute_head_losses(HEADS.split(outputs), targets.heads, valid)
    assert present.all() and values.max() < 1e-6
    values, present = compute_head_losses(HEADS.split(outputs), targets.heads, torch.zeros_like(valid))
    assert not present.any() and not values.any()


def test_the_best_direction_under_doubt_is_the_mean_which_is_short():
    """Of walls at 0 and 45 degrees (opposite vectors) in three of four and one of four places."""
    direction = torch.tensor([1.0, 1.0, 1.0, -1.0]).reshape(1, 1, 1, 4) * torch.tensor([1.0, 0.0]).reshape(1, 2, 1, 1)
    zeros = torch.zeros(1, 2, 1, 4)
    targets = HeadTargets(torch.zeros(1, 1, 4), direction, zeros, zeros)

    def cost(length):
        outputs = torch.zeros(1, 9, 1, 4)
        outputs[:, 3] = length
        return float(compute_head_losses(HEADS.split(outputs), targets, torch.ones(1, 1, 4, dtype=torch.bool))[0][1])

    assert min(np.linspace(-1, 1, 9), key=cost) == pytest.approx(0.5)


def test_the_focal_loss_is_that_of_the_paper():
    logits = torch.tensor([-2.0, 0.0, 3.0])
    p = logits.sigmoid()
    assert torch.allclose(compute_focal_loss(logits, torch.ones(3)), -((1 - p) ** 2) * p.log())
    assert torch.allclose(compute_focal_loss(logits, torch.zeros(3)), -(p**2) * (1 - p).log(), atol=1e-6)
    assert compute_focal_loss(torch.tensor(math.log(0.3 / 0.7)), torch.tensor(0.3)) == pytest.approx(0)


def test_each_head_is_divided_by_its_mean_over_the_first_steps():
    batch = make_batch()
    torch.manual_seed(0)
    network = Given(torch.randn(1, 9, 32, 32))
    objective = HeadsObjective(2, compute_cross_entropy)
    of_classes = float(compute_cross_entropy(network.outputs.detach()[:, :2], batch[1].classes))
    assert float(objective.compute(network, batch, 0, 0.0)) == pytest.approx(of_classes + 4, rel=1e-5)
    network.outputs.data[:, 7:] = make_outputs(batch[1])[:, 7:]  # right offsets: that head's mean is now a half
    assert float(objective.compute(network, batch, 1, 0.0)) == pytest.approx(of_classes + 3, rel=1e-5)
    kept = {name: value.clone() for name, value in objective.tensors().items()}
    assert kept["head_counts"].tolist() == [2, 2, 2, 2]
    objective.compute(network, batch, 100, 0.5)
    assert all(torch.equal(value, kept[name]) for name, value in objective.tensors().items())
    other = HeadsObjective(2, compute_cross_entropy)
    other.load(kept, {})
    assert float(other.compute(network, batch, 200, 0.5)) == float(objective.compute(network, batch, 200, 0.5))


def test_a_batch_without_targets_does_not_count_for_the_mean():
    inputs, targets = make_batch()
    nothing = Targets(torch.full_like(targets.classes, UNKNOWN), targets.heads)
    objective = HeadsObjective(2, compute_cross_entropy)
    network = Given(torch.randn(1, 9, 32, 32))
    assert float(objective.compute(network, (inputs, nothing), 0, 0.0)) == 0
    assert objective.tensors()["head_counts"].tolist() == [0, 0, 0, 0]


def test_the_last_layer_learns_alone_at_first():
    batch, network = make_batch(), Given(torch.randn(1, 9, 32, 32))
    objective = HeadsObjective(2, compute_cross_entropy, frozen_share=0.1)
    next(objective.losses(network, batch, 0, 0.05))
    assert not network.outputs.requires_grad and network.head.weight.requires_grad
    next(objective.losses(network, batch, 1, 0.1))
    assert network.outputs.requires_grad and network.head.weight.requires_grad
