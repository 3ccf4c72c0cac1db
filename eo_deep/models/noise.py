"""Noise that a network of images takes as input: a function of place and seed, so that all tiles see the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # not at run time: a training draws noise where there is no GDAL
    from rasterio.windows import Window

    from ..geo.grid import Grid

_ROUNDS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))  # Stafford 2011, variant 13, as SplitMix64 has it
_STEP = 0x9E3779B97F4A7C15
# The sum of four numbers of 16 bits: whole numbers only, so that no processor rounds them its own way.
_MEAN, _SPREAD = 2 * 65535.0, np.sqrt(4 * (65536.0**2 - 1) / 12)


def draw_noise(row: int, column: int, height: int, width: int, channels: int, seed: int) -> np.ndarray:
    """Noise (channels, height, width) float32 of mean 0 and variance 1, nearly Gaussian (-3.5 to 3.5).

    A pixel's values depend on its row, its column, the channel and the seed alone.
    """
    rows = _mix(np.arange(row, row + height).astype(np.int64).view(np.uint64) + _number(seed * 65536))
    columns = np.arange(column, column + width).astype(np.int64).view(np.uint64)
    layers = []
    for channel in range(channels):
        bits = _mix(_mix(rows + _number(channel))[:, None] ^ columns[None])
        total = sum(((bits >> np.uint64(16 * part)) & np.uint64(0xFFFF)).astype(np.float64) for part in range(4))
        layers.append(((total - _MEAN) / _SPREAD).astype(np.float32))
    return np.stack(layers)


def find_origin(grid: Grid) -> tuple[int, int]:
    """Row and column of a grid's first pixel, counted from the origin of its CRS in whole pixels of its size.

    Images that continue each other get noise that does so too.
    """
    transform = grid.transform
    if transform.b or transform.d:
        return 0, 0
    return round(transform.f / transform.e), round(transform.c / transform.a)


def draw_window(grid: Grid, window: Window, channels: int, seed: int) -> np.ndarray:
    """The noise of a window of a grid; see `draw_noise`."""
    row, column = find_origin(grid)
    return draw_noise(row + int(window.row_off), column + int(window.col_off), int(window.height), int(window.width),
                      channels, seed)  # fmt: skip


def _number(value: int) -> np.uint64:
    return np.uint64(value & 0xFFFFFFFFFFFFFFFF)


def _mix(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        values = (values + np.uint64(1)) * np.uint64(_STEP)
        for shift, factor in _ROUNDS:
            values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))
