"""An image resampled by a fraction, in tiles that agree bit by bit: all positions and weights come from whole numbers.

For a scale p/q, the centre of output pixel j lies at ((2 j + 1) q - p) / (2 p) in input pixels, counted from the centre
of the first one. What lies after the point depends on j mod p alone, so there are p sets of weights, and a tile uses
those of its absolute position. The corner of the image stays where it is; what is left over beyond floor(size p / q)
pixels is cut off.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property

import numpy as np
from rasterio.windows import Window

_SLOPE = -0.5  # of the cubic kernel at 1: it then reproduces parabolas (Keys 1981)


class Resampling:
    """Cubic resampling (Keys 1981); scale: output pixels per input pixel. Below 1 the kernel widens by 1 / scale."""

    def __init__(self, scale: Fraction):
        self.scale = scale
        self._weights = self._tabulate()

    @cached_property
    def _reach(self) -> Fraction:
        """Half the width of the kernel in input pixels."""
        return 2 * max(Fraction(1), 1 / self.scale)

    def size(self, length: int) -> int:
        """How many output pixels `length` input pixels give; at least 1."""
        return max(1, math.floor(length * self.scale))

    def find_need(self, core: slice, length: int) -> slice:
        """The input pixels of a side of `length` that a core of output pixels is made of."""
        first, last = (self._find_first(np.array([place]))[0] for place in (core.start, core.stop - 1))
        return slice(max(0, first), min(length, last + self._weights.shape[1]))

    def __call__(self, values: np.ndarray, seen: Window, core: Window, size: tuple[int, int]) -> np.ndarray:
        """What `values` (C, h, w) float32 of the window `seen` are on `core`, (C, h', w') float32.

        size: height and width of the whole input. Beyond its edge lies its mirror image, the edge's pixels included.
        """
        spans = zip((1, 2), core.toslices(), seen.toslices(), size, strict=True)
        for axis, wanted, given, length in spans:
            values = self._resample(values, axis, wanted, given, length)
        return values

    def _resample(self, values: np.ndarray, axis: int, wanted: slice, given: slice, length: int) -> np.ndarray:
        places = np.arange(wanted.start, wanted.stop)
        first, weights = self._find_first(places), self._weights[places % self.scale.numerator]
        total: np.ndarray | None = None
        shape = [-1 if each == axis else 1 for each in range(values.ndim)]
        for tap in range(weights.shape[1]):  # one sum after another: in one order whatever the tile
            term = values.take(fold(first + tap, length) - given.start, axis) * weights[:, tap].reshape(shape)
            total = term if total is None else np.add(total, term, out=total)
        assert total is not None  # noqa: S101 (a kernel has taps)
        return total

    def _find_first(self, places: np.ndarray) -> np.ndarray:
        """The first input pixel under the kernel of each output pixel: ceil(centre - reach)."""
        p, q, reach = self.scale.numerator, self.scale.denominator, self._reach
        # ((2 j + 1) q - p) / (2 p) - reach, over the common denominator of both
        below = 2 * p * reach.denominator
        above = ((2 * places.astype(np.int64) + 1) * q - p) * reach.denominator - 2 * p * reach.numerator
        return -(-above // below)

    def _tabulate(self) -> np.ndarray:
        """The weights (p, taps) float32 of each phase; they sum to 1, and their centre is that of the output pixel."""
        p, q = self.scale.numerator, self.scale.denominator
        places = np.arange(p)
        first, centre = self._find_first(places), ((2 * places + 1) * q - p) / (2 * p)
        offset = first[:, None] + np.arange(math.floor(2 * self._reach) + 1) - centre[:, None]
        distance = np.abs(offset) / (float(self._reach) / 2)
        near = ((_SLOPE + 2) * distance - (_SLOPE + 3)) * distance**2 + 1
        far = _SLOPE * (((distance - 5) * distance + 8) * distance - 4)
        weights = np.where(distance < 1, near, np.where(distance < 2, far, 0))
        # A kernel that is widened moves a slope by some hundredths of a pixel: a tent, tilted, takes that back.
        tilt = offset * np.maximum(2 - distance, 0)
        sums, moments, tilt_sums, tilt_moments = (
            each.sum(axis=1, keepdims=True) for each in (weights, weights * offset, tilt, tilt * offset)
        )
        weights = (weights - moments / tilt_moments * tilt) / (sums - moments / tilt_moments * tilt_sums)
        return weights[:, : 1 + int(np.flatnonzero(np.abs(weights).max(axis=0) > 1e-12)[-1])].astype(np.float32)


def fold(places: np.ndarray, length: int) -> np.ndarray:
    """Pixels of a side of `length` for places beyond its ends: mirrored at the edge, the edge's pixels included."""
    turned = places % (2 * length)
    return np.where(turned < length, turned, 2 * length - 1 - turned)
