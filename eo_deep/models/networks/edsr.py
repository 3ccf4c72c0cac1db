"""Residual network for super-resolution (Lim et al., CVPRW 2017) that keeps the image's values."""

from __future__ import annotations

from functools import partial

import torch
from torch import nn

from .degradation import BicubicEnlargement, Projection

_ERROR_FEATURES = 16


class _Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.activation = nn.ReLU()
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + 0.2 * self.second(self.activation(self.first(x)))


class EDSR(nn.Module):
    """An image (B, C, H, W) float32 -> one of `ratio` times as many pixels a side, (B, C, ratio H, ratio W) float32.

    The layers work on the coarse pixels, without normalization; the last gives the detail of all fine pixels of a
    coarse one (Shi et al. 2016). It is added to the bicubic image and starts at 0. What comes out is projected, so its
    degradation by a sensor of width `sigma` is the image: see `degradation`.

    fine_features: of a layer on the fine pixels, which are then alike in it at the start (Aitken et al. 2017): fine
    pixels of one place within their coarse pixels share no weights without, and drift apart as a grid. 0: none.

    error_head: whether C more channels follow: log b of each value's error, whose law is taken as exp(-|e| / b) / 2 b.
    `gives_errors` switches them off, which saves the time. Beyond the image's edge its layers see the edge's values:
    among zeros, which it never learned, it took the outermost pixels for half as wrong again.
    """

    def __init__(self, in_channels: int, out_channels: int, ratio: int, features: int = 32, blocks: int = 16,
                 sigma: float = 0.5, error_head: bool = False, fine_features: int = 0):  # fmt: skip
        super().__init__()
        self.head = nn.Conv2d(in_channels, features, 3, padding=1)
        self.body = nn.Sequential(*(_Residual(features) for _ in range(blocks)))
        self.tail = nn.Conv2d(features, features, 3, padding=1)
        self.detail = nn.Conv2d(features, (fine_features or out_channels) * ratio**2, 3, padding=1)
        self.shuffle = nn.PixelShuffle(ratio)
        self.enlarge = BicubicEnlargement(ratio)
        self.project = Projection(ratio, sigma)
        self.refine: nn.Module = nn.Identity()
        last = self.detail
        if fine_features:
            with torch.no_grad():
                for values in self.detail.parameters():
                    values.copy_(values[:: ratio**2].repeat_interleave(ratio**2, 0))
            last = nn.Conv2d(fine_features, out_channels, 3, padding=1)
            self.refine = nn.Sequential(nn.ReLU(), last)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)  # type: ignore[arg-type]
        self.gives_errors = error_head
        if error_head:
            conv = partial(nn.Conv2d, kernel_size=3, padding=1, padding_mode="replicate")
            self.errors = nn.Sequential(
                conv(3 * out_channels, _ERROR_FEATURES), nn.ReLU(),
                conv(_ERROR_FEATURES, _ERROR_FEATURES), nn.ReLU(),
                conv(_ERROR_FEATURES, out_channels),
            )  # fmt: skip

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        x = self.head(image)
        detail = self.refine(self.shuffle(self.detail(x + self.tail(self.body(x)))))
        enlarged = self.enlarge(image)
        finer = self.project(enlarged + detail, image)
        if not self.gives_errors:
            return finer
        seen = torch.cat([enlarged, torch.abs(finer - enlarged), finer], dim=1)
        return torch.cat([finer, self.errors(seen).float()], dim=1)
