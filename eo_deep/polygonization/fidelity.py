"""How well outlines fit their regions: IoU with the pixels, distance, mean probability."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from rasterio.windows import Window
from scipy.ndimage import binary_dilation

from ..io.result_log import map_logged
from ..progress import Progress, silent
from ..runtime.compilation import njit
from .topology.boundaries import Edges
from .topology.edge_store import EdgeStore
from .topology.regions import Regions

_MIN_CELL_PX, _MAX_CELL_PX, _EDGES_PER_CELL = 4, 64, 4
_MAX_CELLS = 4_000_000
# Edges that are compared with the pixels of a cell; the nearest ones mostly are among them.
_NEAR_PX = 64


@dataclass
class Fit:
    """How well the outlines of each region fit it, (R,) float64 each.

    iou_with_pixels: intersection over union of its pixels with those whose centres lie in its outlines.
    max_distance_m: maximum distance of the edges of its pixels from its outlines. mean_probability: of its class over
    its pixels; NaN without probabilities.
    """

    iou_with_pixels: np.ndarray
    max_distance_m: np.ndarray
    mean_probability: np.ndarray


def measure_fit(edges: EdgeStore, regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                find_pixel_size: Callable[[float], tuple[float, float]], progress: Progress = silent) -> Fit:
    """Compare approximated edges with the regions themselves, in one pass over the raster.

    read_probabilities: (K, h, w) float32 by class number, or None. find_pixel_size: of a row of the raster, width and
    height on the ground (m).
    """
    count = len(regions.area_px)
    missed, extra = np.zeros(count, np.int32), np.zeros(count, np.int32)
    distance, total, known = np.zeros(count), np.zeros(count), False
    filled = np.zeros((regions.rows, regions.columns), bool)
    filled.flat[regions.filled_cells] = True
    filled = binary_dilation(filled, np.ones((3, 3)))  # cells share the points on their borders

    def measure(cell_row: int) -> list[np.ndarray]:
        """Of a row of cells, for the regions in each: pixels in another's outlines, others' pixels in theirs, distances
        and sums of probabilities; each as regions and numbers."""
        first = regions.cell_window(cell_row * regions.columns)
        top, bottom = int(first.row_off), int(first.row_off + first.height)
        strip = edges.find((-math.inf, top - _NEAR_PX), (math.inf, bottom + _NEAR_PX))[1]
        low, high = np.minimum(strip.start[:, 0], strip.end[:, 0]), np.maximum(strip.start[:, 0], strip.end[:, 0])
        columns = _Spans(low - _NEAR_PX, high + _NEAR_PX, regions.columns, regions.cell_px)
        passed = _Spans(low - 1, high + 1, regions.columns, regions.cell_px)
        current, size = np.zeros(bottom - top, np.int32), find_pixel_size((top + bottom) / 2)
        found = [[np.zeros(0, dtype)] for number in (np.int64, np.int64, float, float) for dtype in (np.int32, number)]
        for column in range(regions.columns):
            if not (filled[cell_row, column] or len(passed.find(column)) or current.any()):  # nor pixels nor outlines
                continue
            window = regions.cell_window(cell_row * regions.columns + column)
            around = regions.read(Window(window.col_off - 1, top - 1, window.width + 2, window.height + 2))
            pixels, near = around[1:-1, 1:-1], strip.select(columns.find(column))
            left = int(window.col_off)
            right = left + int(window.width) if column < regions.columns - 1 else math.inf
            starts, x, region = _sort_crossings(near, top, bottom, left if column else -math.inf, right)
            true, given = _compare(pixels, left, starts[:-1].copy(), current, starts, x, region)
            far = _measure_distances(edges, near, around, window, size)
            parts = [_by_region(np.add, true), _by_region(np.add, given), _by_region(np.maximum, *far)]
            probabilities = read_probabilities(window) if (pixels > 0).any() else None
            if probabilities is not None:
                parts.append(_by_region(np.add, *_sum_probabilities(pixels, regions.region_class, probabilities)))
            for values, more in zip(found, chain.from_iterable(parts)):
                values.append(more)
        return [np.concatenate(values) for values in found]

    for row, (true, misses, given, extras, far, metres, summed, sums) in enumerate(
        map_logged(measure, range(regions.rows))
    ):
        np.add.at(missed, true, misses)
        np.add.at(extra, given, extras)
        np.maximum.at(distance, far, metres)
        np.add.at(total, summed, sums)
        known |= len(summed) > 0
        progress((row + 1) / regions.rows)
    area = np.maximum(regions.area_px, 1)
    mean = total / area if known else np.full(count, np.nan)
    return Fit((area - missed) / (area + extra), distance, mean)


def _by_region(gather: np.ufunc, region: np.ndarray, values: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Each region once, with its values gathered; without values: how often it is there."""
    if values is None:
        return np.unique(region, return_counts=True)
    order = np.argsort(region, kind="stable")
    found, first = np.unique(region[order], return_index=True)
    return found, gather.reduceat(values[order], first)


class _Spans:
    """Which of some spans (N,), from low to high, reach into which columns of cells."""

    def __init__(self, low: np.ndarray, high: np.ndarray, columns: int, cell_px: int):
        first = (low // cell_px).clip(0, columns - 1).astype(np.int64)
        times = (high // cell_px).clip(0, columns - 1).astype(np.int64) - first + 1
        member = np.repeat(np.arange(len(low)), times)
        column = first[member] + np.arange(len(member)) - np.repeat(np.cumsum(times) - times, times)
        order = np.argsort(column, kind="stable")
        self._member = member[order]
        self._starts = np.searchsorted(column[order], np.arange(columns + 1))

    def find(self, column: int) -> np.ndarray:
        """Positions, ascending."""
        return self._member[self._starts[column] : self._starts[column + 1]]


def _measure_distances(edges: EdgeStore, near: Edges, around: np.ndarray, window: Window,
                       size: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """See `_measure_corners`. near: the edges within `_NEAR_PX` of the window; those farther away are read where they
    may be the nearest ones."""
    margin = _NEAR_PX
    while True:
        place = Window(window.col_off - margin, window.row_off - margin, window.width + 2 * margin,
                       window.height + 2 * margin)
        *found, sure = _measure_corners(around, int(window.col_off), int(window.row_off), size, near.start, near.end,
                                        near.left, near.right, *_index_edges(near, place))
        if sure or len(near) == len(edges):
            return found[0], found[1]
        margin *= 8
        near = edges.find((window.col_off - margin, window.row_off - margin),
                          (window.col_off + window.width + margin, window.row_off + window.height + margin))[1]


def _sort_crossings(edges: Edges, top: int, bottom: int, left: float,
                    right: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where edges cross the lines of pixel centres of rows top.. and columns left..: where each row's crossings start,
    and ascending, x and the region right of it."""
    row, x, slope, region = _cross_rows(edges.start, edges.end, edges.left, edges.right, top, bottom)
    here = (x > left - 0.5) & (x <= right - 0.5)
    row, x, slope, region = row[here], x[here], slope[here], region[here]
    order = np.lexsort((slope, x, row))
    starts = np.searchsorted(row[order], np.arange(bottom - top + 1))
    return starts, x[order], region[order]


@njit(cache=True, nogil=True)
def _cross_rows(start, end, left, right, top, bottom):  # pragma: no cover - compiled
    count = 0
    for w in range(len(left)):
        low, high = min(start[w, 1], end[w, 1]), max(start[w, 1], end[w, 1])
        count += max(0, min(bottom, int(np.ceil(high - 0.5))) - max(top, int(np.ceil(low - 0.5))))
    row, x = np.empty(count, np.int32), np.empty(count)
    slope, region = np.empty(count), np.empty(count, np.int32)
    n = 0
    for w in range(len(left)):
        low, high = min(start[w, 1], end[w, 1]), max(start[w, 1], end[w, 1])
        for y in range(max(top, int(np.ceil(low - 0.5))), min(bottom, int(np.ceil(high - 0.5)))):
            slope[n] = (end[w, 0] - start[w, 0]) / (end[w, 1] - start[w, 1])
            row[n], x[n] = y - top, start[w, 0] + (y + 0.5 - start[w, 1]) * slope[n]
            region[n] = left[w] if end[w, 1] > start[w, 1] else right[w]
            n += 1
    return row, x, slope, region


@njit(cache=True, nogil=True)
def _compare(pixels, column, position, current, starts, x, region):  # pragma: no cover - compiled
    """Regions of pixels that lie in another region's outlines: (theirs, the other's). position, current: for each row,
    the next crossing and the region that holds the pixel before, brought forward."""
    true, given = [np.int32(0)], [np.int32(0)]
    for y in range(pixels.shape[0]):
        k, inside = position[y], current[y]
        for i in range(pixels.shape[1]):
            while k < starts[y + 1] and x[k] <= column + i + 0.5:
                inside = region[k]
                k += 1
            if pixels[y, i] != inside:
                true.append(pixels[y, i])
                given.append(inside)
        position[y], current[y] = k, inside
    return np.array(true)[1:], np.array(given)[1:]


@njit(cache=True, nogil=True)
def _sum_probabilities(pixels, region_class, probabilities):  # pragma: no cover - compiled
    """Sums of the probability of each pixel's class, run by run: (region, sum)."""
    regions, sums = [np.int32(0)], [0.0]
    for y in range(pixels.shape[0]):
        for x in range(pixels.shape[1]):
            region = pixels[y, x]
            if region > 0:
                if regions[-1] != region:
                    regions.append(region)
                    sums.append(0.0)
                sums[-1] += probabilities[region_class[region], y, x]
    return np.array(regions), np.array(sums)


def measure_distances(xy: np.ndarray, region: np.ndarray, sizes: np.ndarray, edges: Edges, width: int, height: int) \
        -> np.ndarray:
    """Distances (N,) (m) of points (N, 2) from the edges of a region, each of its own. sizes: (N, 2) width and height
    (m) of the pixels there."""
    return _measure_points(xy, region, sizes, edges.start, edges.end, edges.left, edges.right,
                           *_index_edges(edges, Window(0, 0, width, height)))


def _index_edges(edges: Edges, window: Window) -> tuple[np.ndarray, np.ndarray, int, int, tuple[float, float]]:
    """The edges that pass each cell of a window: where each cell's start, the edges, number of cells in a row, size of
    a cell (px), the window's corner."""
    width, height = int(window.width), int(window.height)
    few = math.sqrt(_EDGES_PER_CELL * width * height / max(1, len(edges)))
    cell = max(math.ceil(min(max(few, _MIN_CELL_PX), _MAX_CELL_PX)),
               math.ceil(math.sqrt(width * height / _MAX_CELLS)))
    columns, rows, corner = width // cell + 1, height // cell + 1, (float(window.col_off), float(window.row_off))
    starts = _count_per_cell(edges.start, edges.end, columns, rows, cell, corner)
    return starts, _fill_cells(edges.start, edges.end, columns, rows, cell, corner, starts), columns, cell, corner


@njit(cache=True, nogil=True, inline="always")
def _span(start, end, columns, row, cell, corner):  # pragma: no cover - compiled
    """First and last cell of an edge in a row of cells."""
    x0, y0, x1, y1 = start[0] - corner[0], start[1] - corner[1], end[0] - corner[0], end[1] - corner[1]
    if abs(y1 - y0) > 0:
        a = min(max((row * cell - y0) / (y1 - y0), 0.0), 1.0)
        b = min(max(((row + 1) * cell - y0) / (y1 - y0), 0.0), 1.0)
        x0, x1 = x0 + a * (x1 - x0), x0 + b * (x1 - x0)
    return max(0, int(min(x0, x1) / cell)), min(columns - 1, int(max(x0, x1) / cell))


@njit(cache=True, nogil=True)
def _count_per_cell(start, end, columns, rows, cell, corner):  # pragma: no cover - compiled
    starts = np.zeros(columns * rows + 1, np.int64)
    for w in range(len(start)):
        first = int((min(start[w, 1], end[w, 1]) - corner[1]) / cell)
        last = int((max(start[w, 1], end[w, 1]) - corner[1]) / cell)
        for row in range(max(0, first), min(rows - 1, last) + 1):
            low, high = _span(start[w], end[w], columns, row, cell, corner)
            for column in range(low, high + 1):
                starts[row * columns + column + 1] += 1
    return np.cumsum(starts)


@njit(cache=True, nogil=True)
def _fill_cells(start, end, columns, rows, cell, corner, starts):  # pragma: no cover - compiled
    members, filled = np.empty(starts[-1], np.int32), starts[:-1].copy()
    for w in range(len(start)):
        first = int((min(start[w, 1], end[w, 1]) - corner[1]) / cell)
        last = int((max(start[w, 1], end[w, 1]) - corner[1]) / cell)
        for row in range(max(0, first), min(rows - 1, last) + 1):
            low, high = _span(start[w], end[w], columns, row, cell, corner)
            for column in range(low, high + 1):
                members[filled[row * columns + column]] = w
                filled[row * columns + column] += 1
    return members


@njit(cache=True, nogil=True)
def _measure_corners(around, column, row, size, start, end, left, right, cells, members, columns, cell, corner):
    # pragma: no cover - compiled
    """Distances (m) of the lattice points on regions' boundaries from the regions' edges: region, distance, and whether
    no edge beyond the cells can be nearer."""
    margin, sure = (column - corner[0]) * min(size[0], size[1]), True
    regions, distances = [np.int32(0)], [0.0]
    corners = np.empty(4, np.int32)
    for y in range(around.shape[0] - 1):
        for x in range(around.shape[1] - 1):
            corners[0], corners[1] = around[y, x], around[y, x + 1]
            corners[2], corners[3] = around[y + 1, x], around[y + 1, x + 1]
            if corners[0] == corners[1] and corners[0] == corners[2] and corners[0] == corners[3]:
                continue
            for k in range(4):
                fresh = corners[k] > 0
                for earlier in range(k):
                    fresh = fresh and corners[earlier] != corners[k]
                if fresh:
                    far = _find_nearest(float(column + x), float(row + y), corners[k], size, start, end, left, right,
                                        cells, members, columns, cell, corner)
                    sure = sure and far <= margin
                    if regions[-1] == corners[k]:
                        distances[-1] = max(distances[-1], far)
                    else:
                        regions.append(corners[k])
                        distances.append(far)
    return np.array(regions), np.array(distances), sure


@njit(cache=True, nogil=True)
def _measure_points(xy, region, sizes, start, end, left, right, cells, members, columns, cell, corner):
    # pragma: no cover - compiled
    distances = np.empty(len(xy))
    for i in range(len(xy)):
        distances[i] = _find_nearest(xy[i, 0], xy[i, 1], region[i], (sizes[i, 0], sizes[i, 1]), start, end, left, right,
                                     cells, members, columns, cell, corner)
    return distances


@njit(cache=True, nogil=True)
def _find_nearest(x, y, region, size, start, end, left, right, cells, members, columns, cell, corner):
    # pragma: no cover - compiled
    """Distance (m) of a point from the nearest edge of a region: ring after ring of cells."""
    rows = (len(cells) - 1) // columns
    u, v = x - corner[0], y - corner[1]
    i, j = int(u / cell), int(v / cell)
    best, ring = np.inf, 0
    while ring <= max(rows, columns):
        for row in range(max(0, j - ring), min(rows - 1, j + ring) + 1):
            step = 1 if abs(row - j) == ring else max(1, 2 * ring)
            for column in range(i - ring, i + ring + 1, step):
                if not 0 <= column < columns:
                    continue
                for k in range(cells[row * columns + column], cells[row * columns + column + 1]):
                    w = members[k]
                    if left[w] == region or right[w] == region:
                        best = min(best, _square_distance(x, y, size, start[w], end[w]))
        reach = min(min(u - (i - ring) * cell, (i + ring + 1) * cell - u) * size[0],
                    min(v - (j - ring) * cell, (j + ring + 1) * cell - v) * size[1])
        if best <= reach * reach:
            break
        ring += 1
    return np.sqrt(best)


@njit(cache=True, nogil=True, inline="always")
def _square_distance(x, y, size, start, end):  # pragma: no cover - compiled
    """Of a point from a piece of line (m2)."""
    px, py = (x - start[0]) * size[0], (y - start[1]) * size[1]
    dx, dy = (end[0] - start[0]) * size[0], (end[1] - start[1]) * size[1]
    along = min(max((px * dx + py * dy) / max(dx * dx + dy * dy, 1e-300), 0.0), 1.0)
    px, py = px - along * dx, py - along * dy
    return px * px + py * py
