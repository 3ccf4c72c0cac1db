"""A network that tells what a place is from what a date does to it: shared and exclusive codes of one image.

After Sanchez, Serrurier, Ortner (2019), with dense codes: nothing is flattened, so an image of any size has one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import torch
from torch import Tensor, nn
from torch.nn import functional

from .series_network import Codes, SeriesNetwork, join_known

SHARED_PX, LOCAL_PX = 8, 16  # the sides of the codes' cells
LOG_VARIANCES = -8.0, 4.0  # beyond, the exponential of a young network's output would be no number


class Disentangler(SeriesNetwork):
    """Codes of images, and images painted from codes.

    Args:
        in_channels: bands and one plane that is 1 where the image is known, 0 elsewhere; where it is 0, the bands are.
        out_channels: bands of the painted image.
        base_channels: features at half resolution; a multiple of 8.
        shared_channels, global_channels, local_channels: sizes of the codes of a cell, an image and a cell.

    ``forward``: planes (B, in_channels, H, W) float32, H and W multiples of 16, -> the image (B, out_channels, H, W)
    painted from its own shared and local code, at the mean date.
    """

    named_layers = {"shared code": "unit"}
    shared_px, exclusive_px, margin_px = SHARED_PX, LOCAL_PX, 16

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 32, shared_channels: int = 32,
                 global_channels: int = 8, local_channels: int = 4) -> None:  # fmt: skip
        super().__init__()
        base = base_channels
        self.global_channels, self.local_channels = global_channels, local_channels
        # The trunk, which both encoders share: features at 1/2, 1/8 and 1/16 of the resolution.
        self.stem = _halve(in_channels, base, 4)
        self.middle = nn.Sequential(
            _halve(base, 2 * base), _Residual(2 * base), _halve(2 * base, 3 * base), _Residual(3 * base)
        )
        self.context = _Residual(3 * base)
        self.deep = nn.Sequential(_halve(3 * base, 4 * base), _Residual(4 * base))
        self.to_shared = nn.Conv2d(3 * base, shared_channels, 1)
        self.to_skip = nn.Conv2d(base, base // 4, 1)
        self.to_local = nn.Conv2d(4 * base, 2 * local_channels, 1)
        self.to_global = nn.Sequential(
            nn.Linear(4 * base, 2 * base), nn.SiLU(), nn.Linear(2 * base, 2 * global_channels)
        )
        self.unit = _UnitLength()
        self.from_local = nn.Conv2d(local_channels, 2 * base, 1)
        self.from_global = nn.Linear(global_channels, 2 * base, bias=False)
        self.enlarge = nn.Upsample(scale_factor=2, mode="bilinear")
        self.painter = _Painter(shared_channels, base, out_channels)

    def forward(self, planes: Tensor) -> Tensor:
        features = self.stem(planes)
        middle = self.middle(features)
        code = self.mix(None, self.mean_local(self.deep(middle)))
        return self.painter(self.encode_shared(middle), self.to_skip(features), code)

    # The codes as images give them, for programs

    def shared(self, x: Tensor, known: Tensor) -> Tensor:
        """The shared code (B, S, H/8, W/8), of length 1 in each cell, of bands (B, C, H, W) known (B, 1, H, W)."""
        return self.encode_place(join_known(x, known))

    def exclusive_local(self, x: Tensor, known: Tensor) -> Tensor:
        """The exclusive code of each cell (B, L, H/16, W/16): its mean, without noise."""
        return self.encode_cells(join_known(x, known))

    def exclusive_features(self, x: Tensor, known: Tensor) -> Tensor:
        """What `exclusive_global` wants the sums of: (B, F, H/16, W/16)."""
        return self.describe_date(join_known(x, known))

    def skip(self, x: Tensor, known: Tensor) -> Tensor:
        """Details of the place (B, base_channels / 4, H/2, W/2), for `decode`."""
        return self.to_skip(self.stem(join_known(x, known)))

    # As all networks of series

    def encode(self, planes: Tensor) -> Codes:
        features = self.stem(planes)
        middle = self.middle(features)
        deep = self.deep(middle)
        known = functional.avg_pool2d(planes[:, -1:], LOCAL_PX)
        means = (deep * known).sum((2, 3)) / known.sum((2, 3)).clamp(min=1e-3)
        return Codes(self.encode_shared(middle), self.to_skip(features), *self.encode_local(deep),
                     *self.encode_global(means))  # fmt: skip

    def encode_place(self, planes: Tensor) -> Tensor:
        return self.encode_shared(self.middle(self.stem(planes)))

    def encode_cells(self, planes: Tensor) -> Tensor:
        return self.mean_local(self.describe_date(planes))

    def describe_date(self, planes: Tensor) -> Tensor:
        return self.deep(self.middle(self.stem(planes)))

    def exclusive_global(self, sums: Tensor, counts: Tensor) -> Tensor:
        means = sums / counts.clamp(min=1)[:, None]
        return self.encode_global(means.to(self.to_global[0].weight.dtype))[0]  # type: ignore[arg-type]

    def decode(self, shared: Tensor, skip: Tensor, global_code: Tensor, local_code: Tensor | None = None) -> Tensor:
        if local_code is None:
            height, width = shared.shape[-2] // 2, shared.shape[-1] // 2
            local_code = shared.new_zeros(len(shared), self.local_channels, height, width)
        return self.painter(shared, skip, self.mix(global_code, local_code))

    def paint_at(self, global_code: Tensor) -> nn.Module:
        return Painting(self, global_code)

    # The steps, of the trunk's features: a training, and what is streamed, want several at once

    def encode_shared(self, middle: Tensor) -> Tensor:
        return self.unit(self.to_shared(self.context(middle)))

    def mean_local(self, deep: Tensor) -> Tensor:
        return self.to_local(deep).narrow(1, 0, self.local_channels)

    def encode_local(self, deep: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and logarithm of the variance."""
        return _split(self.to_local(deep))

    def encode_global(self, means: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and logarithm of the variance, of the mean deep features (B, F)."""
        return _split(self.to_global(means))

    def mix(self, global_code: Tensor | None, local_code: Tensor) -> Tensor:
        """What the painter is told of a date (B, 2 base_channels, H/8, W/8). Without a global code: the mean date."""
        mixed = self.enlarge(self.from_local(local_code))
        return mixed if global_code is None else mixed + self.from_global(global_code)[:, :, None, None]


class Painting(nn.Module):
    """The image (B, C, H, W) of a place at the date of a global code (G,), as a network of its own:
    planes (B, C + 1, H, W) -> bands. The local code is the mean one: what happened there at that date is not known."""

    def __init__(self, network: Disentangler, global_code: Tensor) -> None:
        super().__init__()
        self.network = network
        with torch.no_grad():
            local = torch.zeros(1, network.local_channels, 1, 1, device=global_code.device)
            mixed = network.from_global(global_code[None])[:, :, None, None] + network.from_local(local)
        self.painter = network.painter.at(mixed)

    def forward(self, planes: Tensor) -> Tensor:
        features = self.network.stem(planes)
        shared = self.network.encode_shared(self.network.middle(features))
        return self.painter(shared, self.network.to_skip(features))


class _Painter(nn.Module):
    """Shared code, skip and what the date is (B, 2 base, H/8, W/8) -> image. The date scales and shifts features (FiLM,
    Perez et al. 2018) at 1/8 and 1/4 of the resolution and, with the skip, 1/2."""

    def __init__(self, shared_channels: int, base: int, out_channels: int) -> None:
        super().__init__()
        self.widths = 3 * base, 2 * base, base
        self.start = nn.Conv2d(shared_channels, 3 * base, 3, 1, 1)
        self.block = _Residual(3 * base)
        self.to_quarter = nn.Conv2d(3 * base, 2 * base, 3, 1, 1)
        self.to_half = nn.Conv2d(2 * base + base // 4, base, 3, 1, 1)
        self.modulate = nn.ModuleList(nn.Conv2d(2 * base, 2 * width, 1) for width in self.widths)
        self.twice, self.four_times = (nn.Upsample(scale_factor=factor, mode="bilinear") for factor in (2, 4))
        self.finish = nn.Sequential(
            nn.Conv2d(base, 2 * base, 3, 1, 1), nn.PixelShuffle(2), nn.SiLU(),
            nn.Conv2d(base // 2, out_channels, 3, 1, 1),
        )  # fmt: skip

    def forward(self, shared: Tensor, skip: Tensor, date: Tensor) -> Tensor:
        date = functional.silu(date)
        whole, quarter, half = (modulate(date) for modulate in self.modulate)
        return self.paint(shared, skip, whole, self.twice(quarter), self.four_times(half))

    def paint(self, shared: Tensor, skip: Tensor, *modulations: Tensor) -> Tensor:
        """modulations: scales and shifts at 1/8, 1/4 and 1/2 of the resolution."""
        x = self.block(self._modulate(self.start(shared), modulations, 0))
        x = self._modulate(self.twice(self.to_quarter(x)), modulations, 1)
        x = self.to_half(torch.cat([self.twice(x), skip], 1))
        return self.finish(self._modulate(x, modulations, 2))

    def at(self, date: Tensor) -> nn.Module:
        """The painter of one date (1, 2 base, 1, 1) everywhere: shared code, skip -> image."""
        return _PainterOfDate(self, date)

    def _modulate(self, x: Tensor, modulations: Sequence[Tensor], level: int) -> Tensor:
        both, width = modulations[level], self.widths[level]
        return functional.silu(x * (1 + both.narrow(1, 0, width)) + both.narrow(1, width, width))


class _PainterOfDate(nn.Module):
    def __init__(self, painter: _Painter, date: Tensor) -> None:
        super().__init__()
        self.painter = painter
        with torch.no_grad():
            modulations = [modulate(functional.silu(date)) for modulate in painter.modulate]
        self.modulations = nn.ParameterList(nn.Parameter(each, requires_grad=False) for each in modulations)

    def forward(self, shared: Tensor, skip: Tensor) -> Tensor:
        return self.painter.paint(shared, skip, *self.modulations)


class _UnitLength(nn.Module):
    """Vectors of length 1: closeness cannot be had by shrinking all of them. Each cell by itself."""

    stride = Fraction(1)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        return first, last

    def forward(self, x: Tensor) -> Tensor:
        return functional.normalize(x.float(), dim=1)


class _Residual(nn.Module):
    """Two 3x3 convolutions beside a shortcut (He et al. 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)
        self.conv2, self.norm2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        return functional.silu(self.norm2(self.conv2(functional.silu(self.norm1(self.conv1(x))))) + x)


def _halve(fan_in: int, fan_out: int, kernel: int = 3) -> nn.Sequential:
    convolution = nn.Conv2d(fan_in, fan_out, kernel, 2, 1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(fan_out), nn.SiLU())


def _split(both: Tensor) -> tuple[Tensor, Tensor]:
    mean, log_variance = both.chunk(2, 1)
    return mean, log_variance.clamp(*LOG_VARIANCES)
