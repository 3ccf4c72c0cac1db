"""A part of `segmentation.networks`: the networks of Maggiori et al. where they differ from those of `eo_deep`.

Each maps (B, in_channels, H, W) float32 to logits (B, out_channels, H, W); H and W multiples of 32.
"""

from __future__ import annotations

import torch
from torch import nn

from eo_deep.models.networks.fcn import FCN, MLP


def _average_first(trunk: nn.ModuleList) -> nn.ModuleList:
    """The trunk of `eo_deep` with averages of 2 x 2 px for its two convolutions at stride 2, which then work at 4."""
    return nn.ModuleList([nn.AvgPool2d(2), trunk[0], *trunk[2:]])


class ReleasedFCN(FCN):
    """The FCN of CaffeRemoteSensing (Inria data): its input is averaged over 2 x 2 px."""

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__(in_channels, out_channels, base_channels)
        self.trunk = _average_first(self.trunk)


class ReleasedMLP(MLP):
    """The MLP of CaffeRemoteSensing: its input is averaged over 2 x 2 px, and nothing lies between its two layers."""

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__(in_channels, out_channels, base_channels)
        self.trunk = _average_first(self.trunk)
        self.perceptron[1] = nn.Identity()


class LinearMLP(MLP):
    """The MLP of `eo_deep` without the activation between its two layers, as the release has it."""

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__(in_channels, out_channels, base_channels)
        self.perceptron[1] = nn.Identity()


class MassachusettsFCN(nn.Module):
    """The FCN of TGRS 55(2), 2017, for the Massachusetts data: convolutions of 12, 4, 3 and 9 px, stride 4.

    base_channels: features of the first layer (64 in the paper); the next have 1.75 and 1.25 times as many. The paper's
    convolutions are valid, here they are padded, so that the map is as large as the image.
    """

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__()
        second, third = base_channels * 7 // 4, base_channels * 5 // 4
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, base_channels, 12, stride=4, padding=4),
            nn.ReLU(inplace=True),
            nn.ZeroPad2d((1, 2, 1, 2)),
            nn.Conv2d(base_channels, second, 4),
            nn.ReLU(inplace=True),
            nn.Conv2d(second, third, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(third, out_channels, 9, padding=4),
        )
        self.upsample = nn.Upsample(scale_factor=4, mode="bilinear")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.upsample(self.layers(x))
