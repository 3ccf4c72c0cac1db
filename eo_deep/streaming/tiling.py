"""Exact streaming: which window of the input a window of the output needs, and how an image is cut into units of work.

A same-padded network whose operations all have a finite field of view commutes with shifts by multiples of its total
stride S. A window of the image therefore gives, in its core, the pixels of one pass over the whole image if (i) window
and core start at multiples of S, (ii) the window exceeds the core by the halo on each side that is not the image's
edge, (iii) at the image's edge the window ends where the image, padded to a multiple of S, ends: there, and only there,
the network's own padding acts.

In any order, units give the same labels bit by bit, and the same scores to 1e-6: the last bits of a score may differ
where a batch holds other tiles, because libraries then add in another order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rasterio.windows import Window

from ..errors import EoDeepError
from ..models.footprint import (
    Footprint,
)


@dataclass(frozen=True)
class Unit:
    """A unit of work: the network reads `window` (beyond the image's edge too), and only `core` is written."""

    index: int
    core: Window
    window: Window


def plan_units(width: int, height: int, footprint: Footprint, core_px: int,
               corner: tuple[int, int] = (0, 0)) -> list[Unit]:
    """Cut an image into units whose cores cover it once, all with windows of one size so that they can be batched.

    Parameters
    ----------
    width, height : int
        Of the image in pixels.
    footprint : Footprint
        Of the network.
    core_px : int
        Side of a core, a multiple of the stride; cores of the last row and column end at the image's edge.
    corner : tuple of int
        Column and row, 0 or below, where the cells of further images begin: windows start at multiples of the stride
        from there, so they are larger where cores do not.

    Returns
    -------
    list of Unit

    Raises
    ------
    EoDeepError
        For another side of a core.
    """
    stride, halo = footprint.stride_px, footprint.halo_px
    if core_px < stride or core_px % stride:
        raise EoDeepError(f"The tile size must be a multiple of {stride} px, the network's stride, got {core_px} px.")
    spans = []
    for size, first in ((height, corner[1]), (width, corner[0])):
        padded = first + -(-(size - first) // stride) * stride
        starts = range(0, size, core_px)
        begins = [max(first + (start - first) // stride * stride - halo, first) for start in starts]
        ends = [min(first + -(-(start + core_px - first) // stride) * stride + halo, padded) for start in starts]
        # At the image's edge there is no margin: one or two cores in a row need less than those between others.
        window = max(end - begin for begin, end in zip(begins, ends))
        spans.append(
            [
                (start, min(core_px, size - start), min(begin, padded - window), window)
                for start, begin in zip(starts, begins)
            ]
        )
    units: list[Unit] = []
    for row, rows, window_row, window_rows in spans[0]:
        for column, columns, window_column, window_columns in spans[1]:
            core = Window(column, row, columns, rows)
            units.append(Unit(len(units), core, Window(window_column, window_row, window_columns, window_rows)))
    return units


def choose_core_px(
    width: int, height: int, footprint: Footprint, bytes_per_px: float, budget_bytes: float, limit_px: int = 2048
) -> int:
    """The largest core, up to limit_px, whose window fits the memory budget; evened out: no core is a sliver."""
    align = math.lcm(footprint.stride_px, 256)
    affordable = math.isqrt(int(budget_bytes / bytes_per_px)) - 2 * footprint.halo_px
    if affordable < align:
        align = math.lcm(footprint.stride_px, 16)  # blocks of a GeoTIFF are multiples of 16 px
    largest = max(align, min(affordable, limit_px) // align * align)
    longest = max(width, height)
    cores = math.ceil(longest / largest)
    return min(largest, math.ceil(longest / (cores * align)) * align)


def block_px_of(core_px: int) -> int:
    """The largest GeoTIFF block, up to 512 px, that cores of core_px are made of: no two units share a block."""
    return next(size for size in range(512, 15, -16) if core_px % size == 0)
