"""What is streamed: bicubic enlargement without a model, or a model's network, and beside it what maps are made of."""

from __future__ import annotations

import torch
from torch import nn

from ..models.footprint import list_ratios
from ..models.networks.degradation import BicubicEnlargement, Deconvolution

SHARP = "sharp."  # what the names of the sharp weights begin with, in a model file
SIGMA = 0.5  # of the sensor's blur, in pixels of the image, where no model says another: its MTF at Nyquist is .29


class Bicubic(nn.Module):
    """An image (B, C, H, W) enlarged by a whole ratio, (B, C, ratio H, ratio W).

    constraint: the one bicubic image that degrades to the image, U (A U)^-1 LR: see `models.networks.degradation`.
    """

    def __init__(self, ratio: int, constraint: bool = True):
        super().__init__()
        self.prepare = Deconvolution(ratio, SIGMA) if constraint else nn.Identity()
        self.enlarge = BicubicEnlargement(ratio)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.enlarge(self.prepare(image))


class Unprojected(nn.Module):
    """In the place of a `Projection`: the finer image as it is."""

    def forward(self, finer: torch.Tensor, image: torch.Tensor) -> torch.Tensor:
        return finer


class Beside(nn.Module):
    """The outputs of networks that see the same sources, or the first alone, one after another."""

    def __init__(self, *networks: nn.Module):
        super().__init__()
        self.networks = nn.ModuleList(networks)
        self._counts = [len(list_ratios(network)) for network in networks]
        state_sources(self, networks[0])

    def forward(self, *sources: torch.Tensor) -> torch.Tensor:
        return torch.cat([network(*sources[:count]) for network, count in zip(self.networks, self._counts)], dim=1)


def state_sources(outer: nn.Module, network: nn.Module) -> None:
    """Let a network around another one say of several sources what that one says of them."""
    if len(list_ratios(network)) > 1:
        outer.in_channels, outer.ratios = network.in_channels, network.ratios
