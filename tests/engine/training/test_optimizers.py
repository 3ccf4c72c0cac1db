import pytest
import torch
from torch import nn

from eo_deep.training.optimizers import Muon, make_optimizer


def test_a_convolution_moves_in_all_directions_alike():
    torch.manual_seed(0)
    layer = nn.Conv2d(16, 8, 3, bias=False)
    # One direction is some hundred times as strong as the others.
    layer.weight.grad = torch.randn(8, 1, 1, 1) * torch.randn(1, 16, 3, 3) + 0.03 * torch.randn(8, 16, 3, 3)
    before = layer.weight.detach().clone()
    Muon([{"params": [layer.weight]}], lr=0.01).step()
    moved = torch.linalg.svdvals((layer.weight.detach() - before).flatten(1))
    assert moved[0] < 5 * moved[-1]
    rms = (layer.weight.detach() - before).square().mean().sqrt()
    assert 0.1 * 0.01 < rms < 0.3 * 0.01  # as AdamW's steps


def test_vectors_and_the_last_layer_move_as_with_adam():
    torch.manual_seed(1)
    layers = [nn.Linear(6, 3), nn.Linear(6, 3)]
    layers[1].load_state_dict(layers[0].state_dict())
    optimizers = [make_optimizer(layer, name, 0.01, 0.1) for layer, name in zip(layers, ("adamw", "muon"))]
    for _ in range(3):
        x = torch.randn(5, 6)
        for layer, optimizer in zip(layers, optimizers):
            optimizer.zero_grad()
            layer(x).square().mean().backward()
            optimizer.step()
    torch.testing.assert_close(layers[1].weight, layers[0].weight)
    torch.testing.assert_close(layers[1].bias, layers[0].bias)


@pytest.mark.parametrize(("name", "most"), [("adamw", 1.0), ("muon", 0.5)])
def test_both_learn(name, most):
    torch.manual_seed(2)
    network = nn.Sequential(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 1, 3, padding=1))
    optimizer = make_optimizer(network, name, 3e-3, 0.0)
    x = torch.randn(8, 8, 8, 8)
    wanted = x[:, :1] * (x[:, 1:2] > 0)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = (network(x) - wanted).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < most * losses[0]
