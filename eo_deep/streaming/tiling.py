"""Exact streaming: which window of the input a window of the output needs, and how an image is cut into units of work.

A same-padded network whose operations all have a finite field of view commutes with shifts by multiples of its total
stride S. A window of the image therefore gives, in its core, the pixels of one pass over the whole image if (i) window
and core start at multiples of S, (ii) the window exceeds the core by the halo on each side that is not the image's
edge, (iii) at the image's edge the window ends where the image, padded to a multiple of S, ends: there, and only there,
the network's own padding acts.

In any order, units give the same labels bit by bit, and the same scores to 1e-6: the last bits of a score may differ
where a batch holds other tiles, because libraries then add in another order.

A network may enlarge its input by a whole number r, and its output may be resampled once more (`resampling`). Cores are
squares of that output, and a window is what they need of the input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from rasterio.windows import Window

from ..errors import EoDeepError
from ..models.footprint import Footprint
from .resampling import Resampling


@dataclass(frozen=True)
class Unit:
    """A unit of work: the network reads `window` (beyond the image's edge too), and only `core` is written.

    core: in pixels of the output. window: in pixels of the input. resampled: what the core is resampled from, in pixels
    of what the network makes of the whole image; None: it is a part of this.
    """

    index: int
    core: Window
    window: Window
    resampled: Window | None = None

    @property
    def seen(self) -> Window:
        """What the core is made of, in pixels of what the network makes of the whole image."""
        return self.resampled or self.core


def plan_units(width: int, height: int, footprint: Footprint, core_px: int, corner: tuple[int, int] = (0, 0),
               resampling: Resampling | None = None,
               within: tuple[float, float, float, float] | None = None) -> list[Unit]:
    """Cut an image into units whose cores cover it once, all with windows of one size so that they can be batched.

    Parameters
    ----------
    width, height : int
        Of the image in pixels.
    footprint : Footprint
        Of the network.
    core_px : int
        Side of a core, a multiple of the stride unless the network enlarges; cores of the last row and column end at
        the image's edge.
    corner : tuple of int
        Column and row, 0 or below, where the cells of further images begin: windows start at multiples of the stride
        from there, so they are larger where cores do not.
    resampling : Resampling, optional
        What is made of the network's output.
    within : tuple of float, optional
        Left, top, right, bottom in pixels of the output: units whose cores lie outside are left out.

    Returns
    -------
    list of Unit

    Raises
    ------
    EoDeepError
        For another side of a core.
    """
    stride, ratio = footprint.stride_px, int(footprint.scale)
    if ratio == 1 and (core_px < stride or core_px % stride):
        raise EoDeepError(f"The tile size must be a multiple of {stride} px, the network's stride, got {core_px} px.")
    rows, columns = (_plan_spans(size, footprint, core_px, first, resampling)
                     for size, first in ((height, corner[1]), (width, corner[0])))  # fmt: skip
    if within:
        rows, columns = ([span for span in spans if span[0].stop > low and span[0].start < high]
                         for spans, low, high in ((rows, within[1], within[3]), (columns, within[0], within[2])))
    units: list[Unit] = []
    for row in rows:
        for column in columns:
            core, window, seen = (Window(across.start, down.start, across.stop - across.start, down.stop - down.start)
                                  for down, across in zip(row, column, strict=True))  # fmt: skip
            units.append(Unit(len(units), core, window, seen if resampling else None))
    return units


def _plan_spans(size: int, footprint: Footprint, core_px: int, first: int,
                resampling: Resampling | None) -> list[tuple[slice, slice, slice]]:
    """Core, window and seen of each unit along one side of so many input pixels; first: see `corner`."""
    stride, halo, ratio = footprint.stride_px, footprint.halo_px, int(footprint.scale)
    enlarged = size * ratio
    length = resampling.size(enlarged) if resampling else enlarged
    padded = first + -(-(size - first) // stride) * stride
    cores = [slice(start, min(start + core_px, length)) for start in range(0, length, core_px)]
    seen = [resampling.find_need(core, enlarged) if resampling else core for core in cores]
    # Where nothing is resampled, all windows are as large as that of a whole core.
    lasts = [each.stop if resampling else core.start + core_px for each, core in zip(seen, cores)]
    begins = [max(first + (each.start // ratio - first) // stride * stride - halo, first) for each in seen]
    ends = [min(first + -(-(-(-last // ratio) - first) // stride) * stride + halo, padded) for last in lasts]
    # At the image's edge there is no margin: one or two cores in a row need less than those between others.
    window = max(end - begin for begin, end in zip(begins, ends))
    starts = [min(begin, padded - window) for begin in begins]
    return list(zip(cores, (slice(start, start + window) for start in starts), seen, strict=True))


def choose_core_px(
    width: int, height: int, footprint: Footprint, bytes_per_px: float, budget_bytes: float, limit_px: int = 2048,
    scale: Fraction = Fraction(1)
) -> int:
    """The largest core, up to limit_px, whose window fits the memory budget; evened out: no core is a sliver.

    All but limit_px and the core are in pixels of the input; scale: output pixels, of which cores are, per input pixel.
    """
    stride = footprint.stride_px if scale == 1 else 1
    align = math.lcm(stride, 256)
    affordable = int((math.isqrt(int(budget_bytes / bytes_per_px)) - 2 * footprint.halo_px) * scale)
    if affordable < align:
        align = math.lcm(stride, 16)  # blocks of a GeoTIFF are multiples of 16 px
    largest = max(align, min(affordable, limit_px) // align * align)
    longest = math.ceil(max(width, height) * scale)
    cores = math.ceil(longest / largest)
    return min(largest, math.ceil(longest / (cores * align)) * align)


def block_px_of(core_px: int) -> int:
    """The largest GeoTIFF block, up to 512 px, that cores of core_px are made of: no two units share a block."""
    return next(size for size in range(512, 15, -16) if core_px % size == 0)
