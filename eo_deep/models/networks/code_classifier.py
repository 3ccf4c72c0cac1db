"""A classifier of patches by the shared code of a series network, learned without labels, and a linear layer."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import Tensor, nn

from .disentangler import SHARED_PX, Disentangler


class CodeClassifier(nn.Module):
    """(B, in_channels, H, W) float32 -> logits (B, out_channels) float32, of the mean and deviation of a patch's code.

    base_channels, shared_channels: of the `Disentangler` whose trunk and shared code it has.
    """

    cell_px = SHARED_PX

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 32, shared_channels: int = 32) -> None:
        super().__init__()
        self.input = _Input(in_channels)
        trained = Disentangler(in_channels + 1, in_channels, base_channels, shared_channels)
        self.stem, self.middle, self.context = trained.stem, trained.middle, trained.context
        self.to_shared, self.unit = trained.to_shared, trained.unit
        self.head = nn.Sequential(nn.BatchNorm1d(2 * shared_channels), nn.Linear(2 * shared_channels, out_channels))

    def forward(self, x: Tensor) -> Tensor:
        features = self.features(x)
        with torch.autocast(x.device.type, enabled=False):  # differences of energies are below bfloat16's precision
            return self.head(features)

    def features(self, x: Tensor) -> Tensor:
        """(B, 2 shared_channels) float32: mean and standard deviation of `feature_map` over the patch."""
        variance, mean = torch.var_mean(self.feature_map(x).float(), (2, 3), correction=0)
        return torch.cat([mean, (variance + 1e-6).sqrt()], 1)

    def feature_map(self, x: Tensor) -> Tensor:
        """The shared code (B, shared_channels, H / 8, W / 8)."""
        return self.unit(self.to_shared(self.context(self.middle(self.stem(self.input(x))))))


class _Input(nn.Module):
    """The planes of a series network, of bands from -1 to 1: standard deviations of its training, all known."""

    stride = Fraction(1)

    def __init__(self, bands: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, bands, 1, 1), requires_grad=False)
        self.offset = nn.Parameter(torch.zeros(1, bands, 1, 1), requires_grad=False)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        return first, last

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x * self.gain + self.offset, torch.ones_like(x[:, :1])], 1)
