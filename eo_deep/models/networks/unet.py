"""U-Net (Ronneberger, Fischer, Brox, MICCAI 2015), with padding and batch normalisation."""

from __future__ import annotations

import torch
from torch import nn


class UNet(nn.Module):
    """(B, in_channels, H, W) float32 -> logits (B, out_channels, H, W); H and W multiples of 2**depth.

    base_channels: features at full resolution, doubled at each of the `depth` halvings.
    upsampling: "transposed" (2x2, stride 2), "nearest" or "bilinear" (followed by a 1x1 convolution).
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        base_channels: int = 32,
        depth: int = 4,
        upsampling: str = "transposed",
    ):
        super().__init__()
        features = [base_channels * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(
            double_conv(fan_in, fan_out) for fan_in, fan_out in zip([in_channels, *features], features)
        )
        self.pool = nn.MaxPool2d(2)
        self.upsample = nn.ModuleList(
            _upsample(features[level + 1], features[level], upsampling) for level in reversed(range(depth))
        )
        self.decoder = nn.ModuleList(
            double_conv(2 * features[level], features[level]) for level in reversed(range(depth))
        )
        self.head = nn.Conv2d(base_channels, out_channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classify(self.features(x))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """(B, base_channels, H, W): what the last layer reads."""
        skips = []
        for level, block in enumerate(self.encoder):
            x = block(x if level == 0 else self.pool(x))
            skips.append(x)
        return self.decode(skips)

    def decode(self, skips: list[torch.Tensor]) -> torch.Tensor:
        """The same from what each level of the encoder gives, from full resolution to the coarsest."""
        x = skips.pop()
        for upsample, block in zip(self.upsample, self.decoder):
            x = block(torch.cat([skips.pop(), upsample(x)], dim=1))
        return x

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Logits (B, out_channels, H, W) of `features`."""
        return self.head(features)


def double_conv(fan_in: int, fan_out: int) -> nn.Sequential:
    """Two 3x3 convolutions, each with batch normalisation and ReLU."""
    return nn.Sequential(
        nn.Conv2d(fan_in, fan_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(fan_out),
        nn.ReLU(inplace=True),
        nn.Conv2d(fan_out, fan_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(fan_out),
        nn.ReLU(inplace=True),
    )


def _upsample(fan_in: int, fan_out: int, kind: str) -> nn.Module:
    if kind == "transposed":
        return nn.ConvTranspose2d(fan_in, fan_out, 2, stride=2)
    # The 1x1 convolution commutes with interpolation, so it comes first, where there are 4 times fewer pixels.
    return nn.Sequential(nn.Conv2d(fan_in, fan_out, 1), nn.Upsample(scale_factor=2, mode=kind))
