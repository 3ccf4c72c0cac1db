"""What is streamed: bicubic enlargement without a model, or a model's network, and beside it what maps are made of."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch
from torch import nn

from ..models.networks.degradation import BicubicEnlargement, Deconvolution, Degradation

SHARP = "sharp."  # what the names of the sharp weights begin with, in a model file
_STEPS, _RELAXATION, _REACH_PX = 16, 1.8, 12
_BLOCK_PX = 32  # of the image: only those near a loss are corrected
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


class Bounded(nn.Module):
    """A finer image kept between `low` and `high` (C,) without a change of what it degrades to, where that can be.

    What the range cuts off is given to the pixels around: SR = clip(S), S += 1.8 U (A U)^-1 (LR - A SR), as long as
    LR - A SR is above `tolerance` (C,) anywhere, and only there. In each step the rest falls by about a third. Its
    influence falls to a seventh each two pixels of the image, so what lies beyond `_REACH_PX` is left out of the
    footprint.
    """

    stride = Fraction(1)
    low: torch.Tensor
    high: torch.Tensor
    tolerance: torch.Tensor

    def __init__(self, ratio: int, sigma: float, low: np.ndarray, high: np.ndarray, tolerance: np.ndarray):
        super().__init__()
        self._margin_px = _REACH_PX * ratio
        self.degrade, self.deconvolve = Degradation(ratio, sigma), Deconvolution(ratio, sigma)
        self.enlarge = BicubicEnlargement(ratio)
        for name, values in (("low", low), ("high", high), ("tolerance", tolerance)):
            self.register_buffer(name, torch.tensor(values, dtype=torch.float32).reshape(1, -1, 1, 1), persistent=False)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        """The first and last fine pixel that fine pixels first to last depend on."""
        return first - self._margin_px, last + self._margin_px

    def forward(self, finer: torch.Tensor) -> torch.Tensor:
        kept = finer.clamp(self.low, self.high)
        if torch.equal(kept, finer):
            return finer
        missing = self._find_missing(self.degrade(finer), kept).any(dim=1).any(dim=0)
        height, width = missing.shape
        for row in range(0, height, _BLOCK_PX):
            for column in range(0, width, _BLOCK_PX):
                top, left = max(0, row - _REACH_PX), max(0, column - _REACH_PX)
                bottom, right = row + _BLOCK_PX + _REACH_PX, column + _BLOCK_PX + _REACH_PX
                if bool(missing[top:bottom, left:right].any()):
                    scale = self._margin_px // _REACH_PX
                    around = finer[..., top * scale : bottom * scale, left * scale : right * scale]
                    inner = (..., slice((row - top) * scale, (row - top + _BLOCK_PX) * scale),
                             slice((column - left) * scale, (column - left + _BLOCK_PX) * scale))  # fmt: skip
                    kept[..., row * scale : (row + _BLOCK_PX) * scale,
                         column * scale : (column + _BLOCK_PX) * scale] = self._bound(around)[inner]  # fmt: skip
        return kept

    def _bound(self, finer: torch.Tensor) -> torch.Tensor:
        wanted, free, kept = self.degrade(finer), finer, finer.clamp(self.low, self.high)
        for _ in range(_STEPS):
            missing = self._find_missing(wanted, kept)
            if not bool(missing.any()):
                break
            free = free + _RELAXATION * self.enlarge(self.deconvolve(missing))
            kept = free.clamp(self.low, self.high)
        return kept

    def _find_missing(self, wanted: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        missing = wanted - self.degrade(kept)
        return torch.where(missing.abs() > self.tolerance, missing, 0.0)


class Kept(nn.Module):
    """A network whose first `count` channels are the finer image, and this within bounds; `more` follow."""

    def __init__(self, network: nn.Module, bound: Bounded, count: int, more: int):
        super().__init__()
        self.network, self.bound, self.count, self.more = network, bound, count, more

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        made = self.network(image)
        if not self.more:
            return self.bound(made)
        return torch.cat([self.bound(made.narrow(1, 0, self.count)), made.narrow(1, self.count, self.more)], dim=1)


class Unprojected(nn.Module):
    """In the place of a `Projection`: the finer image as it is."""

    def forward(self, finer: torch.Tensor, image: torch.Tensor) -> torch.Tensor:
        return finer


class Beside(nn.Module):
    """The outputs of networks that see the same image, one after another."""

    def __init__(self, *networks: nn.Module):
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.cat([network(image) for network in self.networks], dim=1)
