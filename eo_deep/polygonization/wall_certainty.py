"""How sure the walls of polygons are, from the probabilities across them.

Across an outer wall the probability of the object's class, made monotone from the wall outwards, is read as the
distribution function of the wall's true position: its increase is a density of positions. Between two objects of a
class the density is the dip of the probability, or of what the border between objects leaves of it. The share that the
profile leaves open (it need not fall from 1 to 0, or the dip to 0) is spread evenly over the reach. sigma is the root
mean square distance of the density from the wall drawn, weighted by length over all walls of an object.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from rasterio.windows import Window

from ..io.result_log import map_logged
from ..progress import Progress, silent
from ..runtime.compilation import njit
from .topology.boundaries import Edges
from .topology.edge_store import EdgeStore
from .topology.regions import Regions

_REACH_PX, _TAPS_PER_PX = 8, 2
_MARGIN_PX = 3 * _REACH_PX  # pixels may be up to twice as wide as high, or as high as wide


def measure_sigma(edges: EdgeStore, regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                  read_border: Callable[[Window], np.ndarray] | None,
                  find_pixel_size: Callable[[float], tuple[float, float]], progress: Progress = silent) -> np.ndarray:
    """Standard deviation (m) of the walls of each region, (R,) float64; NaN for one of class 0 or without walls.

    read_probabilities: (K, h, w) float32 by class number of a window. read_border: (h, w) float32, 0..1, of the border
    between objects, or None. find_pixel_size: of a row of the raster, width and height on the ground (m). Edges beside
    nodata and on the raster's edge are no walls.
    """
    count = len(regions.region_class)
    squares, lengths = np.zeros(count), np.zeros(count)

    def measure(window: Window) -> list[np.ndarray]:
        """Of each edge in a cell: the regions on its left and right, and sums."""
        left, top = int(window.col_off), int(window.row_off)
        right, bottom = left + int(window.width), top + int(window.height)
        here = edges.find((left, top), (right, bottom))[1]
        here = here.select((here.left > 0) & (here.right > 0))
        if not len(here):
            return [here.left, here.right, np.zeros((0, 3))]
        around = Window(left - _MARGIN_PX, top - _MARGIN_PX, right - left + 2 * _MARGIN_PX,
                        bottom - top + 2 * _MARGIN_PX)
        probabilities = read_probabilities(around)
        assert probabilities is not None
        np.nan_to_num(probabilities, copy=False)
        kept = 1 - read_border(around) if read_border else np.ones(probabilities.shape[1:], np.float32)
        sums = _measure_edges(here.start, here.end, here.left, here.right, regions.region_class, probabilities,
                              kept.astype(np.float32), left, top, right, bottom, _MARGIN_PX,
                              find_pixel_size((top + bottom) / 2))
        return [here.left, here.right, sums]

    windows = map(regions.cell_window, range(regions.columns * regions.rows))
    cells = [each for each in windows if edges.reaches((each.col_off, each.row_off),
                                                       (each.col_off + each.width, each.row_off + each.height))]
    for step, (*sides, sums) in enumerate(map_logged(measure, cells), 1):
        for side, region in enumerate(sides):
            np.add.at(squares, region, sums[:, side])
            np.add.at(lengths, region, sums[:, 2])
        progress(step / len(cells))
    known = (lengths > 0) & (regions.region_class > 0)
    return np.sqrt(np.divide(squares, lengths, out=np.full(count, np.nan), where=known))


def count_neighbours(edges: Edges, wanted: np.ndarray) -> np.ndarray:
    """With how many others of the regions `wanted`, (R,) bool, each region shares walls, (R,) int64."""
    shared = wanted[edges.left] & wanted[edges.right] & (edges.left != edges.right)
    pairs = np.sort(np.column_stack([edges.left, edges.right])[shared], axis=1)
    return np.bincount(np.unique(pairs, axis=0).ravel(), minlength=len(wanted))


@njit(cache=True, nogil=True)
def _measure_edges(start, end, left, right, region_class, probabilities, kept, x0, y0, x1, y1, margin, size):
    # pragma: no cover - compiled
    """Of each edge's samples in a cell: sums of length (m) times variance (m2) as seen from its left and right region,
    and the length itself, (E, 3)."""
    sums = np.zeros((len(left), 3))
    step = 0.5 * (size[0] + size[1]) / _TAPS_PER_PX
    taps = _REACH_PX * _TAPS_PER_PX
    profile = np.empty(2 * taps + 1)
    for e in range(len(left)):
        dx, dy = end[e, 0] - start[e, 0], end[e, 1] - start[e, 1]
        mx, my = dx * size[0], dy * size[1]
        metres = math.hypot(mx, my)
        if metres == 0.0:
            continue
        # One step to the left, in pixels.
        nx, ny = my / metres * step / size[0], -mx / metres * step / size[1]
        count = max(1, int(math.ceil(math.hypot(dx, dy))))
        own, other = region_class[left[e]], region_class[right[e]]
        for k in range(count):
            t = (k + 0.5) / count
            x, y = start[e, 0] + t * dx, start[e, 1] + t * dy
            if not (x0 <= x < x1 and y0 <= y < y1):
                continue
            sums[e, 2] += metres / count
            for side in range(2):
                klass = own if side == 0 else other
                if klass <= 0:
                    continue
                sign = 1.0 if side == 0 else -1.0
                for tap in range(2 * taps + 1):
                    i, j = x + sign * (tap - taps) * nx, y + sign * (tap - taps) * ny
                    profile[tap] = _sample(probabilities[klass], i - x0 + margin, j - y0 + margin)
                    if own == other:
                        profile[tap] *= _sample(kept, i - x0 + margin, j - y0 + margin)
                variance = _measure_dip(profile, taps) if own == other else _measure_fall(profile, taps)
                sums[e, side] += variance * step * step * metres / count
    return sums


@njit(cache=True, nogil=True, inline="always")
def _sample(image, x, y):  # pragma: no cover - compiled
    """Bilinear value at a position in pixels, whose centres lie at halves."""
    x, y = min(max(x - 0.5, 0.0), image.shape[1] - 1.001), min(max(y - 0.5, 0.0), image.shape[0] - 1.001)
    i, j = int(x), int(y)
    u, v = x - i, y - j
    return ((1 - v) * ((1 - u) * image[j, i] + u * image[j, i + 1])
            + v * ((1 - u) * image[j + 1, i] + u * image[j + 1, i + 1]))


@njit(cache=True, nogil=True, inline="always")
def _measure_fall(profile, taps):  # pragma: no cover - compiled
    """Mean square distance, in steps, from the middle of a profile that rises from outside to inside; changes it."""
    for tap in range(taps + 1, 2 * taps + 1):
        profile[tap] = max(profile[tap], profile[tap - 1])
    for tap in range(taps - 1, -1, -1):
        profile[tap] = min(profile[tap], profile[tap + 1])
    variance = 0.0
    for tap in range(2 * taps):
        distance = tap + 0.5 - taps
        variance += (profile[tap + 1] - profile[tap]) * distance * distance
    return variance + (1.0 - profile[2 * taps] + profile[0]) * taps * taps / 3


@njit(cache=True, nogil=True, inline="always")
def _measure_dip(profile, taps):  # pragma: no cover - compiled
    """The same for a profile that dips between two objects, from the highest value on either side of the middle."""
    left = right = taps
    for tap in range(taps):
        if profile[tap] > profile[left]:
            left = tap
        if profile[2 * taps - tap] > profile[right]:
            right = 2 * taps - tap
    top, total, variance = min(profile[left], profile[right]), 0.0, 0.0
    lowest = top
    for tap in range(left, right + 1):
        depth = max(top - profile[tap], 0.0)
        lowest = min(lowest, profile[tap])
        total += depth
        variance += depth * (tap - taps) * (tap - taps)
    if total == 0.0:
        return taps * taps / 3
    depth = (top - lowest) / top
    return depth * variance / total + (1.0 - depth) * taps * taps / 3
