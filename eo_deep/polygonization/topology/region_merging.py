"""Small regions go into their neighbours, small holes into what surrounds them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ...io.result_log import map_logged
from ...progress import Progress, silent
from ...runtime.compilation import njit
from ..union_find import find_root, find_roots
from .regions import Regions

_PAIRED_AT_ONCE = 10_000_000


@dataclass
class Merged:
    """What was merged: regions into neighbours, those that had none and are left out, filled holes."""

    regions: int = 0
    left_out: int = 0
    holes: int = 0


@dataclass
class _Graph:
    """Regions and their borders: a, b: (P,) neighbours, a < b; length: (P,) px. root: (R,) the region that each is in
    by now, the smallest number among its own; klass, area_m2: (R,), right at the roots."""

    a: np.ndarray
    b: np.ndarray
    length: np.ndarray
    root: np.ndarray
    klass: np.ndarray
    area_m2: np.ndarray

    def follow(self) -> None:
        """Put the borders between the regions of now."""
        self.root = find_roots(self.root)
        a, b = self.root[self.a], self.root[self.b]
        self.a, self.b, self.length = _sum_pairs(np.minimum(a, b), np.maximum(a, b), self.length)


def merge_small(regions: Regions, area_m2: np.ndarray, min_area_m2: float, min_hole_m2: float,
                progress: Progress = silent, keep_apart: bool = False) -> Merged:
    """Merge regions that are too small, in place; borders between the others stay where they are.

    Holes first: what gets no polygon (class 0), has one neighbour only and is smaller than min_hole_m2, what lies in it
    included, goes into that neighbour. Then regions of other classes below min_area_m2, the smallest first, go into the
    neighbour with the longest common border, or become nodata where they have none; then the holes that this has made.
    area_m2: (R,) of each region. keep_apart: neighbours may be of one class: a region goes into one of its own class
    first, and does not join the others.
    """
    merged = Merged()
    limit = max(min_area_m2, min_hole_m2)
    if limit <= 0:
        return merged
    count = len(regions.area_px)
    a, b, length = _measure_borders(regions, area_m2 < limit, progress)
    graph = _Graph(a, b, length, np.arange(count), regions.region_class.copy(), area_m2.astype(np.float64))
    merged.holes = _fill_holes(graph, min_hole_m2)
    merged.regions, merged.left_out = _merge_areas(graph, min_area_m2, keep_apart)
    if merged.regions:
        merged.holes += _fill_holes(graph, min_hole_m2)
    regions.merge(find_roots(graph.root), graph.klass)
    return merged


def _measure_borders(regions: Regions, small: np.ndarray, progress: Progress) \
        -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Borders between neighbours one of which is small: a < b, length (px)."""
    small = small.copy()
    small[0] = False

    def measure(cell: int):
        window = regions.cell_window(cell)
        around = regions.read(Window(window.col_off - 1, window.row_off - 1, window.width + 2, window.height + 2))
        last = window.col_off + window.width == regions.width, window.row_off + window.height == regions.height
        return _sum_pairs(*_list_borders(around, small, *last))

    parts = [[np.zeros(0, np.int64)] for _ in range(3)]
    # An empty cell has the borders to the filled ones on its left and above.
    filled, columns = regions.filled_cells, regions.columns
    cells = np.unique(np.concatenate([filled, filled[filled % columns < columns - 1] + 1,
                                      filled[filled < columns * (regions.rows - 1)] + columns]))
    for step, found in enumerate(map_logged(measure, cells.tolist()), 1):
        for part, values in zip(parts, found, strict=True):
            part.append(values)
        if sum(map(len, parts[0][1:])) > _PAIRED_AT_ONCE:
            parts = [[each] for each in _sum_pairs(*(np.concatenate(part) for part in parts))]
        progress(step / len(cells))
    return _sum_pairs(*(np.concatenate(part) for part in parts))


def _sum_pairs(a: np.ndarray, b: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each pair a < b once, sorted, with the sum of its lengths."""
    key = a.astype(np.int64) << 32 | b
    key, inverse = np.unique(key[a != b], return_inverse=True)
    total = np.bincount(inverse, length[a != b], len(key)).astype(np.int64)
    return key >> 32, key & 0xFFFFFFFF, total


def _fill_holes(graph: _Graph, min_hole_m2: float) -> int:
    """Fill small holes with what lies in them; how many. Regions with one neighbour are taken off, again and again:
    their areas add to what surrounds them."""
    if min_hole_m2 <= 0:
        return 0
    graph.follow()
    roots = graph.root == np.arange(len(graph.root))
    around, order = _peel(graph.a, graph.b, graph.area_m2.copy(), roots, min_hole_m2)
    return _fill(around, order, graph.root, graph.klass, graph.area_m2)


@njit(cache=True, nogil=True)
def _peel(a, b, size, is_root, limit):  # pragma: no cover - compiled
    """Regions smaller than `limit` with what is in them: the region around each, and in which order they were found.
    size: (R,) areas, to which those of what lies in each region are added."""
    count = len(size)
    starts, neighbours = np.zeros(count + 1, np.int64), np.empty(2 * len(a), np.int64)
    for i in range(len(a)):
        starts[a[i] + 1] += 1
        starts[b[i] + 1] += 1
    degree = starts[1:].copy()
    starts = np.cumsum(starts)
    filled = starts[:-1].copy()
    for i in range(len(a)):
        neighbours[filled[a[i]]] = b[i]
        filled[a[i]] += 1
        neighbours[filled[b[i]]] = a[i]
        filled[b[i]] += 1
    around = np.full(count, -1, np.int64)
    order = np.empty(count, np.int64)
    found = 0
    for region in range(1, count):
        if is_root[region] and degree[region] == 1 and size[region] < limit:
            order[found] = region
            found += 1
    done = 0
    while done < found:
        region = order[done]
        done += 1
        for k in range(starts[region], starts[region + 1]):
            if around[neighbours[k]] != region:
                around[region] = neighbours[k]
        outer = around[region]
        if outer <= 0:
            around[region] = 0
            continue
        size[outer] += size[region]
        degree[outer] -= 1
        if degree[outer] == 1 and size[outer] < limit and around[outer] < 0:
            order[found] = outer
            found += 1
    return around, order[:found]


@njit(cache=True, nogil=True)
def _fill(around, order, root, klass, area):  # pragma: no cover - compiled
    """Join holes, the outermost first, and all that lies in them with what is around them; how many holes."""
    filled = 0
    gone = np.zeros(len(root), np.bool_)
    for i in range(len(order) - 1, -1, -1):
        region, outer = order[i], around[order[i]]
        if not gone[outer]:
            if klass[region] != 0 or outer == 0:
                continue
            filled += 1
        gone[region] = True
        target = find_root(root, outer)
        low, high = min(region, target), max(region, target)
        klass[low] = klass[target]
        area[low] = area[low] + area[high]
        root[high] = low
    return filled


def _merge_areas(graph: _Graph, min_area_m2: float, keep_apart: bool) -> tuple[int, int]:
    """Merge small regions into neighbours, the smallest first; how many, and how many had none and are left out."""
    if min_area_m2 <= 0:
        return 0, 0
    graph.follow()
    roots = graph.root == np.arange(len(graph.root))
    small = np.flatnonzero(roots & (graph.klass > 0) & (graph.area_m2 < min_area_m2))
    if not len(small):
        return 0, 0
    return _absorb(graph.a, graph.b, graph.length, graph.root, graph.klass, graph.area_m2, small, min_area_m2,
                   keep_apart)


@njit(cache=True, nogil=True)
def _absorb(a, b, length, root, klass, area, small, limit, keep_apart):  # pragma: no cover - compiled
    count = len(root)
    following = np.full(2 * len(a), -1, np.int64)
    head, tail = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    for i in range(len(a)):  # a border is entry 2 i in the list of a, 2 i + 1 in that of b
        for side in range(2):
            region, entry = (a[i], b[i])[side], 2 * i + side
            following[entry] = head[region]
            if head[region] < 0:
                tail[region] = entry
            head[region] = entry
    common = np.zeros(count, np.int64)
    queue = [(area[region], region) for region in small]
    heapq.heapify(queue)
    merged = left_out = 0
    touched = np.empty(2 * len(a) + 1, np.int64)
    while len(queue):
        size, region = heapq.heappop(queue)
        if find_root(root, region) != region or area[region] != size or klass[region] <= 0:
            continue
        found, entry = 0, head[region]
        while entry >= 0:
            other = find_root(root, b[entry // 2] if entry % 2 == 0 else a[entry // 2])
            if other != region:
                if common[other] == 0:
                    touched[found] = other
                    found += 1
                common[other] += length[entry // 2]
            entry = following[entry]
        best = 0
        for k in range(found):
            other = touched[k]
            if other == 0:
                continue
            if keep_apart and best != 0 and (klass[other] == klass[region]) != (klass[best] == klass[region]):
                if klass[other] == klass[region]:
                    best = other
            elif best == 0 or common[other] > common[best] or (common[other] == common[best] and other < best):
                best = other
        for k in range(found):
            common[touched[k]] = 0
        if best == 0:
            root[region] = 0
            left_out += 1
            continue
        merged += 1
        target, own = best, klass[best]
        touched[found] = region
        for k in range(found + 1):  # the region, and neighbours of the new class that it kept apart
            other = touched[k]
            if other == 0 or other == best or (other != region and (klass[other] != own or (keep_apart and own > 0))):
                continue
            low, high = min(target, other), max(target, other)
            root[high] = low
            area[low] = area[low] + area[high]
            klass[low] = own
            if head[high] >= 0:
                if head[low] < 0:
                    head[low] = head[high]
                else:
                    following[tail[low]] = head[high]
                tail[low] = tail[high]
            target = low
        if own > 0 and area[target] < limit:
            heapq.heappush(queue, (area[target], target))
    return merged, left_out


@njit(cache=True, nogil=True)
def _list_borders(around, small, last_column, last_row):  # pragma: no cover - compiled
    """Borders of the pixels of a cell, with one pixel around it, to those on the left and above; the last cells have
    the raster's right and lower edge too. Runs of the same neighbours along a row come as one."""
    height, width = around.shape
    a, b, length = [np.int32(0)], [np.int32(0)], [np.int32(0)]
    for y in range(1, height - 1 + last_row):
        for x in range(1, width - 1 + last_column):
            here = around[y, x]
            for other in (around[y, x - 1], around[y - 1, x]):
                if here != other and (small[here] or small[other]):
                    low, high = min(here, other), max(here, other)
                    if a[-1] == low and b[-1] == high:
                        length[-1] += np.int32(1)
                    else:
                        a.append(low)
                        b.append(high)
                        length.append(np.int32(1))
    return np.array(a), np.array(b), np.array(length)
