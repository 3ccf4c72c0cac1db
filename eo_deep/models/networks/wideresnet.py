"""Wide residual network (Zagoruyko and Komodakis 2016) for whole patches, smooth enough to be sampled from."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

# 1 / standard deviation of silu(z), z ~ N(0, 1): with it, standardized weights hand on a variance of one.
_SILU_GAIN = 1.7881


class StandardizedConv2d(nn.Conv2d):
    """Convolution whose weights have mean 0 and variance 1 / fan-in per output channel (Brock et al. 2021).

    It keeps a deep network trainable without looking at other pixels or images, so an input's energy is its own.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel: int, stride: int = 1, padding: int = 0) -> None:
        super().__init__(in_channels, out_channels, kernel, stride, padding)
        self.gain = nn.Parameter(torch.full((out_channels, 1, 1, 1), _SILU_GAIN))
        nn.init.zeros_(self.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        variance, mean = torch.var_mean(self.weight, dim=(1, 2, 3), keepdim=True)
        scale = torch.rsqrt(variance * self.weight[0].numel() + 1e-4) * self.gain
        return self._conv_forward(x, (self.weight - mean) * scale, self.bias)


class Block(nn.Module):
    """Two convolutions on activated input beside a shortcut; with ``stride`` 2 it halves the resolution."""

    def __init__(self, in_channels: int, out_channels: int, stride: int, normalization: str) -> None:
        super().__init__()
        self.norm1 = _make_norm(in_channels, normalization)
        self.conv1 = _make_conv(in_channels, out_channels, stride, normalization)
        self.norm2 = _make_norm(out_channels, normalization)
        self.conv2 = _make_conv(out_channels, out_channels, 1, normalization)
        # Each block starts as its shortcut, so that a deep network trains from the first step.
        nn.init.zeros_(self.conv2.gain if isinstance(self.conv2, StandardizedConv2d) else self.conv2.weight)
        self.shortcut: nn.Module | None = None
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Conv2d(in_channels, out_channels, stride, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        # SiLU is smooth, so that following the energy's gradient is stable.
        active = functional.silu(self.norm1(x))
        out = self.conv2(functional.silu(self.norm2(self.conv1(active))))
        return (x if self.shortcut is None else self.shortcut(active)) + out


class WideResNet(nn.Module):
    """(B, in_channels, H, W) float32 -> logits (B, out_channels) float32, by the mean over the patch.

    depth: 10, 16, 22, 28, ...: 4 convolutions outside of the three stages and 6 for each further block. width: features
    are 16, 32, 64 times this. normalization: "batch", "weight" (standardized weights), "group" or "none"; batch
    statistics are measured while training as a classifier, and fixed in a `JemObjective`. stem_stride: 1, or 2 for a
    quarter of the cost.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        depth: int = 16,
        width: int = 2,
        normalization: str = "weight",
        stem_stride: int = 2,
    ) -> None:
        super().__init__()
        self.cell_px = 4 * stem_stride
        features = [16, 16 * width, 32 * width, 64 * width]
        self.stem = _make_conv(in_channels, features[0], stem_stride, normalization)
        blocks = []
        for stage in range(3):
            for number in range((depth - 4) // 6):
                fan_in = features[stage] if number == 0 else features[stage + 1]
                stride = 2 if stage > 0 and number == 0 else 1
                blocks.append(Block(fan_in, features[stage + 1], stride, normalization))
        self.blocks = nn.Sequential(*blocks)
        self.norm = _make_norm(features[-1], normalization)
        self.head = nn.Linear(features[-1], out_channels)

    def forward(self, x: Tensor) -> Tensor:
        features = self.features(x)
        with torch.autocast(x.device.type, enabled=False):  # differences of energies are below bfloat16's precision
            return self.head(features)

    def features(self, x: Tensor) -> Tensor:
        """(B, 64 width) float32: what the last layer reads, the mean of `feature_map` over the patch."""
        return self.feature_map(x).float().mean((2, 3))

    def feature_map(self, x: Tensor) -> Tensor:
        """(B, 64 width, H / s, W / s), s = 4 stem_stride."""
        return functional.silu(self.norm(self.blocks(self.stem(x))))


def _make_norm(features: int, normalization: str) -> nn.Module:
    if normalization == "batch":
        return nn.BatchNorm2d(features)
    return nn.GroupNorm(8, features) if normalization == "group" else nn.Identity()


def _make_conv(in_channels: int, out_channels: int, stride: int, normalization: str) -> nn.Conv2d:
    # 4x4 with stride 2 weighs all pixels alike; with 3x3 every fourth counts four times, and samples get a grid.
    kernel = 3 if stride == 1 else 4
    if normalization == "weight":
        return StandardizedConv2d(in_channels, out_channels, kernel, stride, 1)
    convolution = nn.Conv2d(in_channels, out_channels, kernel, stride, 1)
    nn.init.kaiming_normal_(convolution.weight, nonlinearity="linear")
    nn.init.zeros_(convolution.bias)  # type: ignore[arg-type]
    return convolution
