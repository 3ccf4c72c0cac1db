"""The boundaries between the regions of a window, as a planar graph along pixel edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...runtime.compilation import njit
from ..union_find import find_components

FIX_X, FIX_Y = 1, 2


@dataclass
class Edges:
    """Straight edges of boundaries: start, end: (E, 2) float64 in pixels of the raster, x to the right, y down.
    left, right: (E,) int32, the regions on either side as seen on the screen."""

    start: np.ndarray
    end: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def __len__(self) -> int:
        return len(self.left)

    def select(self, chosen: np.ndarray | slice) -> Edges:
        """The edges of a boolean mask (E,), an array of positions or a slice."""
        return Edges(self.start[chosen], self.end[chosen], self.left[chosen], self.right[chosen])

    @classmethod
    def join(cls, parts: list[Edges]) -> Edges:
        """All edges of a list."""
        if not parts:
            return cls(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, np.int32), np.zeros(0, np.int32))
        return cls(*(np.concatenate([getattr(part, name) for part in parts])
                     for name in ("start", "end", "left", "right")))


@dataclass
class Trace:
    """All edges that touch the lattice points of a window.

    xy: (V, 2) int32 lattice points. ends: (E, 2) int32, the vertices of each edge, which goes right or down.
    left, right: (E,) int32 regions. leaves: (E,) int8, 1 where an edge ends beyond the window, 2 where it comes from
    before it, else 0. component: (V,) int32, the connected component of each vertex, numbered from 0.
    """

    xy: np.ndarray
    ends: np.ndarray
    left: np.ndarray
    right: np.ndarray
    leaves: np.ndarray
    component: np.ndarray

    def select(self, chosen: np.ndarray) -> Edges:
        """The edges of a boolean mask (E,)."""
        start, end = (self.xy[self.ends[chosen, k]].astype(np.float64) for k in (0, 1))
        return Edges(start, end, self.left[chosen], self.right[chosen])


def trace_outlines(around: np.ndarray, column: int, row: int) -> Trace:
    """Trace the boundaries through the lattice points column..column + w - 2, row..row + h - 2.

    around: (h, w) int32 regions of the pixels at column - 1.., row - 1..: each point has its four pixels. Vertices are
    where a boundary turns, where three or more regions meet, where a region touches itself, and on both ends of the
    pixel edges that lead out of the window.
    """
    vertices, edges = _count(around)
    if not vertices:
        none = np.zeros(0, np.int32)
        return Trace(np.zeros((0, 2), np.int32), np.zeros((0, 2), np.int32), none, none, np.zeros(0, np.int8), none)
    xy, ends, left, right, leaves = _trace(around, column, row, vertices, edges)
    return Trace(xy, ends, left, right, leaves, find_components(len(xy), ends))


def number_points(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the distinct points each is, (N,) int64, and those, (V, 2)."""
    bits = np.ascontiguousarray(points + 0.0).view(np.int64).reshape(-1, 2)  # + 0.0: -0 is 0
    number, first = _hash_points(bits)
    return number, points[first]


@njit(cache=True, nogil=True)
def _hash_points(bits):  # pragma: no cover - compiled
    size = 16
    while size < 2 * len(bits):
        size *= 2
    slots = np.full(size, -1, np.int64)
    number, first = np.empty(len(bits), np.int64), np.empty(len(bits), np.int64)
    count = 0
    for i in range(len(bits)):
        mixed = (np.uint64(bits[i, 0]) * np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(bits[i, 1])
        mixed *= np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        slot = np.int64(mixed >> np.uint64(20)) & (size - 1)
        while slots[slot] >= 0:
            other = first[slots[slot]]
            if bits[other, 0] == bits[i, 0] and bits[other, 1] == bits[i, 1]:
                break
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot] = count
            first[count] = i
            count += 1
        number[i] = slots[slot]
    return number, first[:count].copy()


@njit(cache=True, nogil=True, inline="always")
def _is_vertex(up, down, before, after):  # pragma: no cover - compiled
    """Whether a boundary that passes a lattice point in these directions has a vertex there."""
    return (up or down or before or after) and not (up and down and not before and not after) \
        and not (before and after and not up and not down)


@njit(cache=True, nogil=True)
def _count(around):  # pragma: no cover - compiled
    """How many vertices and edges `_trace` makes at most."""
    height, width = around.shape
    vertices = edges = 0
    for y in range(height - 1):
        for x in range(width - 1):
            nw, ne, sw, se = around[y, x], around[y, x + 1], around[y + 1, x], around[y + 1, x + 1]
            if nw == ne and nw == sw and nw == se:
                continue
            up, down, before, after = nw != ne, sw != se, nw != sw, ne != se
            outer = (x == 0 and before) + (x == width - 2 and after) + (y == 0 and up) + (y == height - 2 and down)
            if outer or _is_vertex(up, down, before, after):
                vertices += 1 + outer
                edges += outer + after + down
    return vertices, edges


@njit(cache=True, nogil=True)
def _trace(around, column, row, max_vertices, max_edges):  # pragma: no cover - compiled
    height, width = around.shape
    xy, ends = np.empty((max_vertices, 2), np.int32), np.empty((max_edges, 2), np.int32)
    left, right = np.empty(max_edges, np.int32), np.empty(max_edges, np.int32)
    leaves = np.zeros(max_edges, np.int8)
    open_above = np.full(width, -1, np.int32)  # the vertex from which a boundary comes down in each column
    count = found = 0
    for y in range(height - 1):
        open_before = -1
        for x in range(width - 1):
            nw, ne, sw, se = around[y, x], around[y, x + 1], around[y + 1, x], around[y + 1, x + 1]
            if nw == ne and nw == sw and nw == se:
                continue
            up, down, before, after = nw != ne, sw != se, nw != sw, ne != se
            outer = (x == 0 and before) or (x == width - 2 and after) or (y == 0 and up) or (y == height - 2 and down)
            if not outer and not _is_vertex(up, down, before, after):
                continue
            here = count
            xy[here, 0], xy[here, 1] = column + x, row + y
            count += 1
            if x == 0 and before:
                xy[count, 0], xy[count, 1] = column - 1, row + y
                ends[found, 0], ends[found, 1] = count, here
                left[found], right[found], leaves[found] = nw, sw, 2
                count, found = count + 1, found + 1
            if y == 0 and up:
                xy[count, 0], xy[count, 1] = column + x, row - 1
                ends[found, 0], ends[found, 1] = count, here
                left[found], right[found], leaves[found] = ne, nw, 2
                count, found = count + 1, found + 1
            if before and x > 0:
                ends[found, 0], ends[found, 1] = open_before, here
                left[found], right[found] = nw, sw
                found += 1
            if up and y > 0:
                ends[found, 0], ends[found, 1] = open_above[x], here
                left[found], right[found] = ne, nw
                found += 1
            if after and x == width - 2:
                xy[count, 0], xy[count, 1] = column + x + 1, row + y
                ends[found, 0], ends[found, 1] = here, count
                left[found], right[found], leaves[found] = ne, se, 1
                count, found = count + 1, found + 1
            if down and y == height - 2:
                xy[count, 0], xy[count, 1] = column + x, row + y + 1
                ends[found, 0], ends[found, 1] = here, count
                left[found], right[found], leaves[found] = se, sw, 1
                count, found = count + 1, found + 1
            open_before, open_above[x] = here, here
    return xy[:count], ends[:found], left[:found], right[:found], leaves[:found]
