"""From walls with a region on either side to the rings of each region."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from ...runtime.compilation import njit
from .boundaries import Walls, number_points


@dataclass
class Rings:
    """Closed simple outlines: ring r has the vertices xy[starts[r] : starts[r + 1]], the first not repeated.

    xy: (V, 2) float64. region: (R,) int32, ascending, the shell of each region before its holes.
    """

    xy: np.ndarray
    starts: np.ndarray
    region: np.ndarray


def close_rings(walls: Walls, wanted: np.ndarray) -> Rings:
    """Join walls to the rings of the regions `wanted`, (R,) bool.

    Vertices are the same where their coordinates are. A ring that comes to a vertex twice becomes two that touch there.
    Vertices of two walls on one line, left over where the raster was cut, are dropped, for both sides alike.
    """
    number, xy = number_points(np.concatenate([walls.start, walls.end]))
    start, end = number[: len(walls)], number[len(walls) :]
    sequence, starts, region = _follow(start, end, walls.left, walls.right, xy, wanted)
    straight = _find_straight(start, end, xy)
    kept = ~straight[sequence]
    before = np.concatenate([[0], np.cumsum(kept)])
    sequence, starts = sequence[kept], before[starts]
    rings = Rings(xy[sequence], starts, region)
    order = np.lexsort((_measure_areas(rings) < 0, region))
    return _reorder(rings, order)


def make_polygons(rings: Rings, xy: np.ndarray) -> np.ndarray:
    """(P,) shapely polygons, one for each region that has rings, in the order of the regions. xy: (V, 2) where the
    vertices are."""
    lengths = (np.diff(rings.starts) + 1).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    position = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
    position[ends[1:] - 1] = 0  # each ring ends where it starts
    vertices = xy[position + np.repeat(rings.starts[:-1], lengths)]
    first = np.searchsorted(rings.region, np.append(np.unique(rings.region), np.iinfo(np.int64).max))
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, vertices, (ends, first.astype(np.int64)))


def _measure_areas(rings: Rings) -> np.ndarray:
    """(R,) areas (px2), positive for shells: with y down, those run against the clock on the screen."""
    lengths = np.diff(rings.starts)
    local = rings.xy - np.repeat(rings.xy[rings.starts[:-1]], lengths, axis=0)
    following = np.arange(1, len(local) + 1)
    following[rings.starts[1:] - 1] = rings.starts[:-1]
    cross = local[following, 0] * local[:, 1] - local[:, 0] * local[following, 1]
    return np.add.reduceat(cross, rings.starts[:-1]) / 2 if len(cross) else np.zeros(0)


def _reorder(rings: Rings, order: np.ndarray) -> Rings:
    lengths = np.diff(rings.starts)[order]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    source = np.arange(starts[-1]) + np.repeat(rings.starts[:-1][order] - starts[:-1], lengths)
    return Rings(rings.xy[source], starts, rings.region[order])


@njit(cache=True, nogil=True)
def _list_outgoing(start, end, xy):  # pragma: no cover - compiled
    """Half-edges 2 w (start to end of wall w) and 2 w + 1 (back), those that leave each vertex in a row, by direction
    with the clock on the screen: where each row starts, and their numbers."""
    count = len(xy)
    starts = np.zeros(count + 1, np.int64)
    for w in range(len(start)):
        starts[start[w] + 1] += 1
        starts[end[w] + 1] += 1
    starts = np.cumsum(starts)
    filled, outgoing = starts[:-1].copy(), np.empty(2 * len(start), np.int64)
    for w in range(len(start)):
        for side in range(2):
            vertex = start[w] if side == 0 else end[w]
            outgoing[filled[vertex]] = 2 * w + side
            filled[vertex] += 1
    for vertex in range(count):
        low, high = starts[vertex], starts[vertex + 1]
        if high - low < 3:
            continue
        angle = np.empty(high - low)
        for k in range(low, high):
            half = outgoing[k]
            other = end[half // 2] if half % 2 == 0 else start[half // 2]
            angle[k - low] = math.atan2(xy[other, 1] - xy[vertex, 1], xy[other, 0] - xy[vertex, 0])
        outgoing[low:high] = outgoing[low:high][np.argsort(angle)]
    return starts, outgoing


@njit(cache=True, nogil=True)
def _follow(start, end, left, right, xy, wanted):  # pragma: no cover - compiled
    """Rings with their region on the left: (the vertices in ring order, where each ring starts, its region)."""
    starts, outgoing = _list_outgoing(start, end, xy)
    place = np.empty(len(outgoing), np.int64)
    for k in range(len(outgoing)):
        place[outgoing[k]] = k
    size = 0
    for w in range(len(start)):
        size += wanted[left[w]] + wanted[right[w]]
    sequence, bounds, regions = np.empty(size, np.int64), [0], [np.int32(0)]
    stack, position = np.empty(size + 1, np.int64), np.full(len(xy), -1, np.int64)
    done = np.zeros(2 * len(start), np.bool_)
    written = 0
    for first in range(2 * len(start)):
        region = left[first // 2] if first % 2 == 0 else right[first // 2]
        if done[first] or not wanted[region]:
            continue
        depth, half = 0, first
        while True:
            vertex = start[half // 2] if half % 2 == 0 else end[half // 2]
            if position[vertex] >= 0:
                bottom = position[vertex]
                for k in range(bottom, depth):
                    sequence[written] = stack[k]
                    position[stack[k]] = -1
                    written += 1
                bounds.append(written)
                regions.append(region)
                depth = bottom
            if done[half]:
                break
            done[half] = True
            position[vertex], stack[depth] = depth, vertex
            depth += 1
            back = half ^ 1
            head = start[back // 2] if back % 2 == 0 else end[back // 2]
            # With the clock from the way back, the first wall bounds the same corner of the region.
            k = place[back] + 1
            half = outgoing[k if k < starts[head + 1] else starts[head]]
        for k in range(depth):
            position[stack[k]] = -1
    return sequence[:written], np.array(bounds), np.array(regions)[1:]


@njit(cache=True, nogil=True)
def _find_straight(start, end, xy):  # pragma: no cover - compiled
    """(V,) bool: vertices of just two walls that lie exactly on one line."""
    degree, ends = np.zeros(len(xy), np.int32), np.empty((len(xy), 2), np.int64)
    for w in range(len(start)):
        for one, other in ((start[w], end[w]), (end[w], start[w])):
            if degree[one] < 2:
                ends[one, degree[one]] = other
            degree[one] += 1
    straight = np.zeros(len(xy), np.bool_)
    for vertex in range(len(xy)):
        if degree[vertex] == 2:
            a, b = ends[vertex]
            ax, ay = xy[a, 0] - xy[vertex, 0], xy[a, 1] - xy[vertex, 1]
            bx, by = xy[b, 0] - xy[vertex, 0], xy[b, 1] - xy[vertex, 1]
            straight[vertex] = ax * by - ay * bx == 0 and ax * bx + ay * by < 0
    return straight
