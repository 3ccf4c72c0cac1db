"""Residual U-Net that is thin where pixels are many: the accuracy of a wide U-Net at a fraction of its CPU time."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut (He et al. 2016); the first one may halve the resolution."""

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_channels)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            # A 1x1 convolution with stride 2 would never see three pixels of four: it gets the 2x2 its stride spans.
            convolution = nn.Conv2d(in_channels, out_channels, stride, stride, bias=False)
            self.shortcut = nn.Sequential(convolution, nn.BatchNorm2d(out_channels))
        # Each block starts as its shortcut, so that a deep network trains from the first step.
        nn.init.zeros_(self.norm2.weight)

    def forward(self, x: Tensor) -> Tensor:
        out = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(out)) + self.shortcut(x))


class ResUNet(nn.Module):
    """U-Net with residual blocks, stride 16, features base/2 at full resolution, then base * (1, 2, 4, 8).

    Args:
        in_channels: bands of the image.
        out_channels: classes K.
        base_channels: features at half resolution; even.
        blocks: residual blocks of the encoder at 1/2, 1/4, 1/8 and 1/16 of the resolution.

    ``forward``: (B, C, H, W) float32 -> logits (B, K, H, W); H and W are multiples of 16.
    """

    enlargement = "nearest"  # of the decoder, by 2 at each level; fast, and enough for classes

    def __init__(
        self, in_channels: int, out_channels: int, base_channels: int = 32, blocks: tuple[int, ...] = (1, 2, 3, 2)
    ) -> None:
        super().__init__()
        thin = base_channels // 2
        features = [thin] + [base_channels * 2**level for level in range(len(blocks))]
        self.stem = nn.Sequential(nn.Conv2d(in_channels, thin, 3, 1, 1, bias=False), nn.BatchNorm2d(thin), nn.ReLU())
        self.encoder = nn.ModuleList()
        for level, count in enumerate(blocks):
            stage = [ResidualBlock(features[level], features[level + 1], stride=2)]
            stage += [ResidualBlock(features[level + 1], features[level + 1]) for _ in range(count - 1)]
            self.encoder.append(nn.Sequential(*stage))
        self.decoder = nn.ModuleList(
            ResidualBlock(features[level + 1] + features[level], features[level])
            for level in reversed(range(len(blocks)))
        )
        self.head = nn.Conv2d(thin, out_channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.features(x))

    def features(self, x: Tensor) -> Tensor:
        """(B, base_channels / 2, H, W): what the last layer reads."""
        x = self.stem(x)
        skips = []
        for stage in self.encoder:
            skips.append(x)
            x = stage(x)
        for block in self.decoder:
            x = functional.interpolate(x, scale_factor=2.0, mode=self.enlargement)
            x = block(torch.cat([x, skips.pop()], dim=1))
        return x

    def classify(self, features: Tensor) -> Tensor:
        """Logits (B, K, H, W) of `features`."""
        return self.head(features)
