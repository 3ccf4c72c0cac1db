"""What is streamed: bicubic enlargement without a model, and networks that give the bicubic image beside their own."""

from __future__ import annotations

import torch
from torch import nn

from ..models.networks.degradation import BicubicEnlargement, Deconvolution

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


class BesideBicubic(nn.Module):
    """A network's outputs, and after them the bicubic image (B, C, ratio H, ratio W)."""

    def __init__(self, network: nn.Module, ratio: int):
        super().__init__()
        self.network, self.enlarge = network, BicubicEnlargement(ratio)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.network(image), self.enlarge(image)], dim=1)
