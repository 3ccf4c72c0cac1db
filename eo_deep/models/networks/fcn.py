"""FCN and MLP of Maggiori et al. (TGRS 2017): a trunk of stride 32; its scores upsampled, or all its levels joined."""

from __future__ import annotations

import torch
from torch import nn


class FCN(nn.Module):
    """Fully convolutional network of stride 32 with bilinear upsampling of the scores.

    (B, in_channels, H, W) float32 -> logits (B, out_channels, H, W); H and W multiples of 32. base_channels: features
    of the first level (64 in the paper); the next have 1, 1.5, 2 and 2.5 times as many.
    """

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__()
        self.trunk = _trunk(in_channels, base_channels)
        self.score = nn.Conv2d(_widths(base_channels)[-1], out_channels, 1)
        self.upsample = nn.Upsample(scale_factor=32, mode="bilinear")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features(x))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """(B, 2.5 base_channels, H / 32, W / 32): what the last layer reads."""
        for level in self.trunk:
            x = level(x)
        return x

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Logits (B, out_channels, H, W) of `features`."""
        return self.upsample(self.score(features))


class MLP(nn.Module):
    """The FCN's features of strides 4 to 32, upsampled to stride 4, joined and read by a per-pixel perceptron.

    (B, in_channels, H, W) float32 -> logits (B, out_channels, H, W); H and W multiples of 32. The paper's second step
    starts from the weights of a trained FCN, which fit by name.
    """

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 64):
        super().__init__()
        self.trunk = _trunk(in_channels, base_channels)
        widths = _widths(base_channels)[1:]
        self.upsample = nn.ModuleList(nn.Upsample(scale_factor=2**k, mode="bilinear") for k in range(1, len(widths)))
        self.perceptron = nn.Sequential(
            nn.Conv2d(sum(widths), 4 * base_channels, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(4 * base_channels, out_channels, 1),
        )
        self.to_pixels = nn.Upsample(scale_factor=4, mode="bilinear")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features(x))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """(B, 4 base_channels, H / 4, W / 4): what the last layer reads."""
        levels = []
        for level in self.trunk:
            x = level(x)
            levels.append(x)
        finest, *coarser = levels[1:]
        joined = [finest, *(upsample(level) for upsample, level in zip(self.upsample, coarser))]
        x = torch.cat(joined, dim=1)
        for layer in list(self.perceptron)[:-1]:
            x = layer(x)
        return x

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Logits (B, out_channels, H, W) of `features`."""
        return self.to_pixels(self.perceptron[-1](features))


def _widths(base: int) -> list[int]:
    return [base, base, base * 3 // 2, base * 2, base * 5 // 2]


def _trunk(in_channels: int, base: int) -> nn.ModuleList:
    """Five levels; each halves the resolution, so that the last has stride 32."""
    widths = _widths(base)
    levels = [nn.Sequential(*_conv(in_channels, widths[0], 5, stride=2), *_conv(widths[0], widths[0], 3))]
    for fan_in, fan_out in zip(widths, widths[1:]):
        levels.append(nn.Sequential(nn.MaxPool2d(2), *_conv(fan_in, fan_out, 3), *_conv(fan_out, fan_out, 3)))
    return nn.ModuleList(levels)


def _conv(fan_in: int, fan_out: int, kernel: int, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(fan_in, fan_out, kernel, stride=stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(fan_out),
        nn.ReLU(inplace=True),
    ]
