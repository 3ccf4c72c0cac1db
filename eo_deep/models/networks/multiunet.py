"""U-Net of several sources, each with a stem at its own resolution, joined where the encoder reaches its cells."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from .unet import UNet, double_conv


class MultiUNet(UNet):
    """Sources (B, in_channels[i], H / ratios[i], W / ratios[i]) float32 -> logits (B, out_channels, H, W).

    The first source, of ratio 1, is that of a `UNet`, whose weights fit by name. Every other one passes a stem of two
    convolutions and joins the encoder at the deepest level whose cells divide its own; cells that are larger than the
    level's are repeated. H and W are multiples of 2**depth and of all ratios.

    shares: for each source the earlier one whose stem it passes (siamese weights, as for dates of one sensor), or None;
    both have the same ratio and number of channels. base_channels, depth, upsampling: see `UNet`.
    """

    def __init__(
        self,
        in_channels: Sequence[int],
        out_channels: int,
        ratios: Sequence[int],
        base_channels: int = 32,
        depth: int = 4,
        upsampling: str = "transposed",
        shares: Sequence[int | None] | None = None,
    ):
        super().__init__(in_channels[0], out_channels, base_channels, depth, upsampling)
        self.in_channels, self.ratios = list(in_channels), list(ratios)
        self._shares = list(shares or [None] * len(ratios))
        self._levels = [find_level(ratio, depth) for ratio in ratios]
        self.stems, self.joins = nn.ModuleDict(), nn.ModuleDict()
        for number, (channels, ratio, level) in enumerate(zip(in_channels, ratios, self._levels)):
            if number == 0:
                continue
            features = base_channels * 2**level
            if self._shares[number] is None:
                self.stems[str(number)] = double_conv(channels, features)
            # [x, s] -> x + J s, a convolution of both concatenated. It starts at J = 0, so a network that starts from a
            # model of the first source answers like this at first; from random weights it learns better too.
            join = nn.Conv2d(features, features, 1, bias=False)
            nn.init.zeros_(join.weight)
            repeat = ratio // 2**level
            self.joins[str(number)] = join if repeat == 1 else nn.Sequential(join, nn.Upsample(scale_factor=repeat))

    def forward(self, *sources: torch.Tensor) -> torch.Tensor:
        return self.classify(self._join(sources))

    def features(self, *sources: torch.Tensor) -> torch.Tensor:
        """(B, base_channels, H, W): what the last layer reads."""
        return self._join(sources)

    def _join(self, sources: Sequence[torch.Tensor]) -> torch.Tensor:
        skips: list[torch.Tensor] = []
        for level, block in enumerate(self.encoder):
            x = block(self.pool(skips[-1]) if level else sources[0])
            for number, source in enumerate(sources):
                if number and self._levels[number] == level:
                    x = x + self.joins[str(number)](self._find_stem(number)(source))
            skips.append(x)
        return self.decode(skips)

    def _find_stem(self, number: int) -> nn.Module:
        owner = self._shares[number]
        if owner is None:
            return self.stems[str(number)] if number else self.encoder[0]
        return self._find_stem(owner)


def find_level(ratio: int, depth: int) -> int:
    """The deepest of the levels 0..depth, with cells of 2**level, that divides the cells of a source."""
    return min(depth, (ratio & -ratio).bit_length() - 1)
