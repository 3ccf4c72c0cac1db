"""The network of Sanchez, Serrurier, Ortner (2019), layer by layer: shared and exclusive codes of windows of 64 px.

Its zero padding and its fully connected layers make a window's codes its own. So images are read as windows that start
at multiples of 64 px, each for itself: the result depends on no tile, and the windows show in it.
"""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import Tensor, nn
from torch.nn import functional

from .disentangler import LOG_VARIANCES
from .series_network import Codes, SeriesNetwork

WINDOW_PX = 64
RANGE = 4.0  # the standard deviations of a band that are -1 and 1 to the network
_CELLS = 4  # a side of a window's shared code
_SLOPE = 0.2


class PaperDisentangler(SeriesNetwork):
    """Codes of windows, and windows painted from codes.

    Args:
        in_channels, out_channels: bands.
        base_channels: features at half resolution; they double with each halving.
        shared_channels: of each of a window's 4 x 4 cells of the shared code.
        exclusive_channels: numbers of a window's exclusive code.

    ``forward``: planes (B, in_channels or more, H, W), H and W multiples of 64, of which only the bands are read, ->
    windows (B, out_channels, H, W) painted from their own codes.

    The paper states neither the widths nor how codes of 2 x 2 from five halvings meet a generator that starts from 4 x
    4: here the fifth convolution keeps 4 x 4, and the exclusive code is repeated for each of these cells. The logarithm
    of the variance is predicted and clamped; eq. 6 as printed has mean and variance inside of the logarithm.
    """

    named_layers = {"shared code": "cells"}
    shared_px, exclusive_px, margin_px = WINDOW_PX // _CELLS, WINDOW_PX, 0

    def __init__(self, in_channels: int, out_channels: int, base_channels: int = 32, shared_channels: int = 64,
                 exclusive_channels: int = 64) -> None:  # fmt: skip
        super().__init__()
        self.bands, self.exclusive_channels, self.base_channels = in_channels, exclusive_channels, base_channels
        base = base_channels
        self.to_shared = _WindowEncoder(
            _Range(), _halve(in_channels, base), _halve(base, 2 * base), _halve(2 * base, 4 * base),
            _halve(4 * base, 8 * base), nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(8 * base, shared_channels, 4),
        )  # fmt: skip
        self.to_exclusive = _WindowEncoder(
            _Range(), _halve(in_channels, base), _ResidualHalving(base, 2 * base),
            _ResidualHalving(2 * base, 4 * base), _ResidualHalving(4 * base, 4 * base), nn.Flatten(),
            nn.Linear(4 * base * _CELLS**2, 2 * exclusive_channels),
        )  # fmt: skip
        self.generator = _Generator(shared_channels, exclusive_channels, base, out_channels)
        self.cells, self.fold = nn.PixelShuffle(_CELLS), nn.PixelUnshuffle(_CELLS)
        self.pixels = nn.PixelShuffle(WINDOW_PX)

    def forward(self, planes: Tensor) -> Tensor:
        cells = self.encode_place(planes)
        return self.pixels(self.generator(torch.cat([self.fold(cells), self.encode_cells(planes)], 1)))

    def encode(self, planes: Tensor) -> Codes:
        mean, log_variance = self.to_exclusive(self._bands_of(planes)).mean((2, 3)).chunk(2, 1)
        nothing = planes.new_zeros(len(planes), 0, 1, 1)
        shared = self.encode_place(planes)
        return Codes(shared, nothing, nothing, nothing, mean, log_variance.clamp(*LOG_VARIANCES))

    def encode_place(self, planes: Tensor) -> Tensor:
        return self.cells(self.to_shared(self._bands_of(planes)))

    def encode_cells(self, planes: Tensor) -> Tensor:
        return self.to_exclusive(self._bands_of(planes)).narrow(1, 0, self.exclusive_channels)

    def describe_date(self, planes: Tensor) -> Tensor:
        return self.encode_cells(planes)

    def exclusive_global(self, sums: Tensor, counts: Tensor) -> Tensor:
        return (sums / counts.clamp(min=1)[:, None]).float()

    def decode(self, shared: Tensor, skip: Tensor, global_code: Tensor, local_code: Tensor | None = None) -> Tensor:
        folded = self.fold(shared)
        code = global_code[:, :, None, None].expand(-1, -1, *folded.shape[-2:])
        return self.pixels(self.generator(torch.cat([folded, code], 1)))

    def paint_at(self, global_code: Tensor) -> nn.Module:
        return _Painting(self, global_code)

    def _bands_of(self, planes: Tensor) -> Tensor:
        return planes.narrow(1, 0, self.bands)


class _OfWindows(nn.Module):
    """What sees whole windows and nothing beside them; each is one cell of its output."""

    stride = Fraction(WINDOW_PX)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        return WINDOW_PX * first, WINDOW_PX * last + WINDOW_PX - 1


class _WindowEncoder(_OfWindows):
    """(B, C, H, W) -> (B, F, H / 64, W / 64): all that the layers give of a window, cells after each other."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        count, channels, height, width = x.shape
        rows, columns = height // WINDOW_PX, width // WINDOW_PX
        windows = x.reshape(count, channels, rows, WINDOW_PX, columns, WINDOW_PX).permute(0, 2, 4, 1, 3, 5)
        found = self.layers(windows.reshape(-1, channels, WINDOW_PX, WINDOW_PX))
        return found.reshape(count, rows, columns, -1).permute(0, 3, 1, 2)


class _Generator(_OfWindows):
    """Shared and exclusive code of windows (B, 16 S + E, h, w) -> their pixels (B, 64 * 64 C, h, w)."""

    stride = Fraction(1)

    def __init__(self, shared_channels: int, exclusive_channels: int, base: int, out_channels: int) -> None:
        super().__init__()
        self.shared_channels = shared_channels
        widths = (shared_channels + exclusive_channels, 8 * base, 4 * base, 2 * base)
        layers: list[nn.Module] = []
        for fan_in, fan_out in zip(widths, widths[1:]):
            layers += [nn.ConvTranspose2d(fan_in, fan_out, 4, 2, 1, bias=False), nn.BatchNorm2d(fan_out),
                       nn.LeakyReLU(_SLOPE)]  # fmt: skip
        self.layers = nn.Sequential(*layers, nn.ConvTranspose2d(2 * base, out_channels, 4, 2, 1), nn.Tanh())

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        return first, last

    def forward(self, codes: Tensor) -> Tensor:
        count, _, rows, columns = codes.shape
        windows = codes.permute(0, 2, 3, 1).flatten(0, 2)
        shared = windows[:, : self.shared_channels * _CELLS**2].unflatten(1, (self.shared_channels, _CELLS, _CELLS))
        code = windows[:, shared[0].numel() :, None, None].expand(-1, -1, _CELLS, _CELLS)
        painted = self.layers(torch.cat([shared, code], 1)).float() * RANGE
        return painted.reshape(count, rows, columns, -1).permute(0, 3, 1, 2)


class _Painting(nn.Module):
    """See `SeriesNetwork.paint_at`."""

    def __init__(self, network: PaperDisentangler, global_code: Tensor) -> None:
        super().__init__()
        self.network, self.join = network, _Joined(global_code)

    def forward(self, planes: Tensor) -> Tensor:
        network = self.network
        return network.pixels(network.generator(self.join(network.to_shared(planes.narrow(1, 0, network.bands)))))


class _Joined(nn.Module):
    """Adds one code (E,) to each cell's channels."""

    stride = Fraction(1)

    def __init__(self, code: Tensor) -> None:
        super().__init__()
        self.code = nn.Parameter(code[None, :, None, None], requires_grad=False)

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        return first, last

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x, self.code.to(x.dtype).expand(len(x), -1, *x.shape[-2:])], 1)


class _Range(nn.Module):
    """Standard deviations -> -1 to 1."""

    def forward(self, x: Tensor) -> Tensor:
        return (x / RANGE).clamp(-1, 1)


class _ResidualHalving(nn.Module):
    """A convolution of stride 2 and another one beside a shortcut (He et al. 2016)."""

    def __init__(self, fan_in: int, fan_out: int) -> None:
        super().__init__()
        self.halve = _halve(fan_in, fan_out)
        self.refine = nn.Sequential(nn.Conv2d(fan_out, fan_out, 3, 1, 1, bias=False), nn.BatchNorm2d(fan_out))
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(fan_in, fan_out, 1, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        return functional.leaky_relu(self.refine(self.halve(x)) + self.shortcut(x), _SLOPE)


def _halve(fan_in: int, fan_out: int) -> nn.Sequential:
    convolution = nn.Conv2d(fan_in, fan_out, 4, 2, 1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(fan_out), nn.LeakyReLU(_SLOPE))
