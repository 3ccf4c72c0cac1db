"""How a finer image becomes the coarse one, and the exact way back: linear maps between two grids of ratio r.

LR, SR, HR: the coarse image, a finer one made of it, and the true finer one. U enlarges LR by bicubic interpolation. A
degrades a finer image: a Gaussian of the sensor's width at the centre of each LR pixel. The projection

    P SR = SR + U (A U)^-1 (LR - A SR)

is the one image SR + U x whose degradation is LR. All kernels are separable, so A U is one kernel along
each axis of the LR grid, and its inverse another, cut where the rest is 3 millionths of its sum.

Pixel areas agree: HR pixel k of an LR pixel has its centre at (k + 1/2) / r - 1/2 LR pixels from the LR pixel's, so
kernels are even for even r and nothing moves. Beyond the image's edge it is continued by its mirror image, edge pixels
twice (scipy's `reflect`, numpy's `symmetric`). A symmetric kernel keeps a mirrored image mirrored, so P holds at the
edge as inside.

The values are float32, or float64 where the image is, also in a network that computes in bfloat16: its 8 bits would
leave up to 16 digital numbers between A SR and LR.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import torch
from torch import nn
from torch.nn import functional

_CUBIC = -0.75  # PyTorch's; projected, .05 dB better on Sentinel-2 than GDAL's -0.5
_CUT_SIGMAS = 4.0
_NEGLIGIBLE = 3e-6  # of the sum of the taps of an inverse
_LONGEST = 64  # LR pixels that an inverse may reach


class LocalLinear(nn.Module):
    """A linear map of every band, the same along both axes: phases[p, t] is the weight of input pixel s q + t - before
    for output pixel P q + p, with s the `step` and P the number of phases.

    (B, C, H, W) -> (B, C, H P / s, W P / s).
    """

    def __init__(self, phases: np.ndarray, step: int, before: int):
        super().__init__()
        self.phases, self._step = phases, step
        self.before, self._after = before, phases.shape[1] - before - step

    @property
    def stride(self) -> Fraction:
        """Input pixels from one output pixel to the next."""
        return Fraction(self._step, len(self.phases))

    def find_need(self, first: int, last: int) -> tuple[int, int]:
        """The first and last input pixel that output pixels first to last depend on."""
        count = len(self.phases)
        taps = [np.flatnonzero(weights) for weights in self.phases]
        begins = [self._step * (p // count) + taps[p % count][0] for p in range(first, min(first + count, last + 1))]
        ends = [self._step * (p // count) + taps[p % count][-1] for p in range(max(last - count + 1, first), last + 1)]
        return int(min(begins)) - self.before, int(max(ends)) - self.before

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # Other layers round to bfloat16 under autocast.
        with torch.autocast(x.device.type, enabled=False):
            x = x if x.dtype == torch.float64 else x.float()
            turned = self._apply_down(x).transpose(2, 3)  # by a name that ONNX has
            return self._apply_down(turned).transpose(2, 3)

    def _apply_down(self, x: torch.Tensor) -> torch.Tensor:
        batch, channels, height, width = x.shape
        channels = int(channels)  # a number where the graph is written to a file, too
        rows = mirror(height, self.before, self._after).to(x.device)
        kernels = torch.as_tensor(self.phases, dtype=x.dtype, device=x.device).repeat(channels, 1)[:, None, :, None]
        out = functional.conv2d(x.index_select(2, rows), kernels, stride=(self._step, 1), groups=channels)
        # Phases of one pixel lie below each other.
        return out.reshape(batch, channels, -1, out.shape[2], width).transpose(2, 3).reshape(batch, channels, -1, width)


def mirror(size: int, before: int, after: int) -> torch.Tensor:
    """Indices of an axis of `size` pixels continued by its mirror image: ... 1 0 | 0 1 ... n-1 | n-1 n-2 ..."""
    place = torch.arange(-before, size + after) % (2 * size)
    return torch.minimum(place, 2 * size - 1 - place)


class BicubicEnlargement(LocalLinear):
    """U: an image enlarged by a whole ratio, by cubic convolution (Keys 1981)."""

    def __init__(self, ratio: int):
        super().__init__(_list_cubic_weights(ratio), 1, 2)


class Degradation(LocalLinear):
    """A: an image as a sensor with pixels `ratio` times as large sees it.

    sigma: the Gaussian's standard deviation in large pixels. 0.5 has a transfer function of .29 at the large pixels'
    Nyquist frequency; Sentinel-2's bands of 10 m have .15 to .3, sigma .62 to .5.
    (B, C, ratio h, ratio w) -> (B, C, h, w). At a step of 1, not of the ratio, a large pixel begins at each place:
    (B, C, H, W) -> (B, C, H, W).
    """

    def __init__(self, ratio: int, sigma: float = 0.5, step: int | None = None):
        weights, before = _list_gaussian_weights(ratio, sigma)
        super().__init__(weights[None], step or ratio, before)


class Deconvolution(LocalLinear):
    """(A U)^-1: what U must enlarge so that A gives the image."""

    def __init__(self, ratio: int, sigma: float = 0.5):
        weights = _invert(_convolve_enlarged(ratio, sigma))
        super().__init__(weights[None], 1, len(weights) // 2)


class Projection(nn.Module):
    """P: SR (B, C, ratio h, ratio w) and LR (B, C, h, w) -> the SR whose degradation is LR.

    That of U LR, and of zeros, is "bicubic + projection": what no network is needed for.
    """

    def __init__(self, ratio: int, sigma: float = 0.5):
        super().__init__()
        self.enlarge, self.degrade = BicubicEnlargement(ratio), Degradation(ratio, sigma)
        self.deconvolve = Deconvolution(ratio, sigma)

    def forward(self, finer: torch.Tensor, image: torch.Tensor) -> torch.Tensor:
        return finer + self.enlarge(self.deconvolve(image - self.degrade(finer)))


def _list_cubic_weights(ratio: int) -> np.ndarray:
    """(ratio, 5): the weights of LR pixels -2 to 2 for each HR pixel of LR pixel 0."""
    centres = (np.arange(ratio) + 0.5) / ratio - 0.5
    t = np.abs(np.arange(-2, 3) - centres[:, None])
    near = (_CUBIC + 2) * t**3 - (_CUBIC + 3) * t**2 + 1
    far = _CUBIC * (t**3 - 5 * t**2 + 8 * t - 4)
    return np.where(t <= 1, near, np.where(t < 2, far, 0.0))


def _list_gaussian_weights(ratio: int, sigma: float) -> tuple[np.ndarray, int]:
    """The weights of HR pixels for LR pixel 0, and how many of them lie before it."""
    before = max(0, math.ceil((_CUT_SIGMAS * sigma - 0.5) * ratio))
    distances = (np.arange(-before, ratio + before) + 0.5) / ratio - 0.5
    weights = np.exp(-0.5 * (distances / sigma) ** 2)
    return weights / weights.sum(), before


def _convolve_enlarged(ratio: int, sigma: float) -> np.ndarray:
    """The kernel of A U on the LR grid: its response to one bright pixel."""
    weights, before = _list_gaussian_weights(ratio, sigma)
    reach = -(-before // ratio) + 2
    enlarged = np.zeros((2 * reach + 1 + 2 * reach) * ratio)
    phases = _list_cubic_weights(ratio)
    for pixel in range(-2, 3):  # whose HR pixels see LR pixel 0, the middle one
        start = (2 * reach + pixel) * ratio
        enlarged[start : start + ratio] = phases[:, 2 - pixel]
    return np.array([enlarged[(reach + i) * ratio - before :][: len(weights)] @ weights for i in range(2 * reach + 1)])


def _invert(kernel: np.ndarray) -> np.ndarray:
    """The inverse of a symmetric kernel, cut where the rest of its taps is negligible."""
    size, reach = 8 * _LONGEST, len(kernel) // 2
    circular = np.zeros(size)
    circular[np.arange(-reach, reach + 1)] = kernel
    inverse = np.fft.ifft(1 / np.fft.fft(circular).real).real
    tail = 2 * np.cumsum(np.abs(inverse[_LONGEST:0:-1]))[::-1] / np.abs(inverse).sum()
    kept = min(int(np.count_nonzero(tail > _NEGLIGIBLE)) + 1, _LONGEST)
    taps = inverse[np.arange(-kept, kept + 1)]
    return taps / taps.sum()  # a flat image stays flat
