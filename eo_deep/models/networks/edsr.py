"""Residual network for super-resolution (Lim et al., CVPRW 2017) that keeps the image's values."""

from __future__ import annotations

from functools import partial

import torch
from torch import nn

from .degradation import BicubicEnlargement, Projection

_ERROR_FEATURES = 16
_MEAN_PX = 9  # of the image, that values are compared with


class _Residual(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.activation = nn.ReLU()
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + 0.2 * self.second(self.activation(self.first(x)))


class _ErrorHead(nn.Module):
    """log b of each value (B, C, ratio H, ratio W), of the image, the bicubic image and the finer one.

    It sees how values differ from the mean around them, not the values, which haze and season shift; and beside the
    fine pixels the contrast of the coarse ones around. Beyond the image's edge its layers see the edge's values: among
    zeros, which it never learned, it took the outermost pixels for half as wrong again.
    """

    def __init__(self, channels: int, ratio: int):
        super().__init__()
        conv = partial(nn.Conv2d, kernel_size=3, padding=1, padding_mode="replicate")
        self.average = nn.Sequential(nn.AvgPool2d(_MEAN_PX, 1, _MEAN_PX // 2, count_include_pad=False),
                                     nn.Upsample(scale_factor=ratio))  # fmt: skip
        self.coarsen = nn.AvgPool2d(ratio)
        layers = [conv(count, _ERROR_FEATURES) for count in (2 * channels, *3 * (_ERROR_FEATURES,))]
        self.around = nn.Sequential(*(part for layer in layers for part in (layer, nn.ReLU())),
                                    nn.Upsample(scale_factor=ratio, mode="bilinear"))  # fmt: skip
        self.first = conv(3 * channels, _ERROR_FEATURES)
        self.last = nn.Sequential(nn.ReLU(), conv(_ERROR_FEATURES, _ERROR_FEATURES), nn.ReLU(),
                                  conv(_ERROR_FEATURES, channels))  # fmt: skip

    def forward(self, image: torch.Tensor, enlarged: torch.Tensor, finer: torch.Tensor) -> torch.Tensor:
        mean, detail = self.average(image), torch.abs(finer - enlarged)
        contrast = finer - mean
        around = self.around(self.coarsen(torch.cat([torch.abs(contrast), detail], dim=1)))
        return self.last(self.first(torch.cat([enlarged - mean, detail, contrast], dim=1)) + around)


class EDSR(nn.Module):
    """An image (B, C, H, W) float32 -> one of `ratio` times as many pixels a side, (B, C, ratio H, ratio W) float32.

    The layers work on the coarse pixels, without normalization; the last gives the detail of all fine pixels of a
    coarse one (Shi et al. 2016). It is added to the bicubic image and starts at 0. What comes out is projected, so its
    degradation by a sensor of width `sigma` is the image: see `degradation`.

    fine_features: of a layer on the fine pixels, which are then alike in it at the start (Aitken et al. 2017): fine
    pixels of one place within their coarse pixels share no weights without, and drift apart as a grid. 0: none.

    guide_channels: bands of a second source, if any: the fine pixels of other bands of the sensor, (B, guide_channels
    ratio^2, H, W), those of a coarse pixel as channels, as `PixelShuffle` takes them. It needs fine features.

    error_head: whether C more channels follow: log b of each value's error, whose law is taken as exp(-|e| / b) / 2 b.
    `gives_errors` switches them off, which saves the time.
    """

    def __init__(self, in_channels: int, out_channels: int, ratio: int, features: int = 32, blocks: int = 16,
                 sigma: float = 0.5, error_head: bool = False, fine_features: int = 0,
                 guide_channels: int = 0):  # fmt: skip
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
        self._has_guide = bool(guide_channels)
        if guide_channels:
            self.in_channels, self.ratios = (in_channels, guide_channels * ratio**2), (1, 1)
            self.guide = nn.Conv2d(guide_channels * ratio**2, features, 3, padding=1)
            self.fine_guide = nn.Conv2d(guide_channels, fine_features, 3, padding=1)
        self.gives_errors = error_head
        if error_head:
            self.errors = _ErrorHead(out_channels, ratio)

    def forward(self, *sources: torch.Tensor) -> torch.Tensor:
        image, x = sources[0], self.head(sources[0])
        if self._has_guide:
            x = x + self.guide(sources[1])
        fine = self.shuffle(self.detail(x + self.tail(self.body(x))))
        if self._has_guide:
            fine = fine + self.fine_guide(self.shuffle(sources[1]))
        detail = self.refine(fine)
        enlarged = self.enlarge(image)
        finer = self.project(enlarged + detail, image)
        if not self.gives_errors:
            return finer
        return torch.cat([finer, self.errors(image, enlarged, finer).float()], dim=1)
