"""A residual U-Net for images: what a regression of the bands gives, and what the surroundings add to it."""

from __future__ import annotations

from torch import Tensor, nn

from .resunet import ResUNet


class Translator(ResUNet):
    """A `ResUNet` beside a linear map of each pixel's bands; it starts as that map alone, which a regression gives.

    ``forward``: (B, C, H, W) float32 -> (B, K, H, W); H and W are multiples of the stride.
    """

    enlargement = "bilinear"  # nearest would show the deepest level's cells as squares, above all with noise

    def __init__(
        self, in_channels: int, out_channels: int, base_channels: int = 32, blocks: tuple[int, ...] = (1, 2, 3, 2)
    ) -> None:
        super().__init__(in_channels, out_channels, base_channels, blocks)
        self.linear = nn.Conv2d(in_channels, out_channels, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.features(x)) + self.linear(x)
