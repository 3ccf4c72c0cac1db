"""The network that translates into images, on noise."""

import torch
from torch import nn

from eo_deep.models.networks import build


def test_cells_of_the_deepest_level_do_not_show_as_squares():
    """What differs from cell to cell passes into the image without steps at the cells' edges."""
    torch.manual_seed(0)
    network = build("translator", in_channels=1, out_channels=1, base_channels=8).eval()
    nn.init.normal_(network.head.weight)
    nn.init.zeros_(network.linear.weight)
    for block in network.decoder:  # only the deepest level is seen, no finer one
        weight = block.shortcut[0].weight.data
        weight[:, -len(weight) :] = 0
    with torch.no_grad():
        made = network(torch.randn(1, 1, 256, 256))[0, 0]
    steps = made.diff(dim=1).abs().mean(0)
    edges, beside = steps[15::16].mean(), steps[14::16].mean()
    assert 0 < edges < 1.2 * beside
