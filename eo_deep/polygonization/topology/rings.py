"""From half-edges to closed rings, and from rings to polygons.

An edge between two regions is two half-edges, one for each region, which lies on its left. Each half-edge has one
successor at its end, so half-edges make cycles (de Berg et al. 2008, chapter 2); a cycle that comes to a vertex twice
is cut there, so that every ring is simple.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from ...runtime.compilation import njit
from .boundaries import Edges, number_points


@dataclass
class Rings:
    """Closed simple outlines: ring r has the vertices xy[starts[r] : starts[r + 1]], the first not repeated.

    xy: (V, 2) float64. region: (R,) int32, ascending, the shell of each region before its holes.
    """

    xy: np.ndarray
    starts: np.ndarray
    region: np.ndarray


def close_rings(edges: Edges, wanted: np.ndarray) -> Rings:
    """Join edges to the rings of the regions `wanted`, (R,) bool.

    Vertices are the same where their coordinates are. A ring that comes to a vertex twice becomes two that touch there.
    Vertices of two edges on one line, left over where the raster was cut, are dropped, for both sides alike.
    """
    number, xy = number_points(np.concatenate([edges.start, edges.end]))
    start, end = number[: len(edges)], number[len(edges) :]
    successor, vertex = _find_successors(start, end, edges.left, edges.right, xy, wanted)
    sequence, starts = follow_half_edges(successor, vertex)
    first = sequence[starts[:-1]]
    region = np.where(first % 2 == 0, edges.left[first // 2], edges.right[first // 2])
    sequence = vertex[sequence]
    kept = ~_find_straight(start, end, xy)[sequence]
    before = np.concatenate([[0], np.cumsum(kept)])
    sequence, starts = sequence[kept], before[starts]
    rings = Rings(xy[sequence], starts, region)
    is_hole = sum_by_ring(cross_by_vertex(rings.xy, starts), starts) > 0
    return _reorder(rings, np.lexsort((is_hole, region)))


def make_polygons(rings: Rings, xy: np.ndarray) -> np.ndarray:
    """(P,) shapely polygons, one for each region that has rings, in the order of the regions. xy: (V, 2) where the
    vertices are."""
    polygon = np.unique(rings.region, return_inverse=True)[1]
    return build_polygons(xy, rings.starts, np.arange(len(polygon)), polygon)


def build_polygons(xy: np.ndarray, starts: np.ndarray, members: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """(P,) shapely polygons of some rings of vertices xy, (V, 2) float64.

    Ring members[k] is of the polygon owner[k], ascending from 0 to P - 1, each polygon's shell before its holes. Ring r
    has the vertices xy[starts[r] : starts[r + 1]].
    """
    lengths = (np.diff(starts)[members] + 1).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    position = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
    position[ends[1:] - 1] = 0  # each ring ends where it starts
    vertices = xy[position + np.repeat(starts[:-1][members], lengths)]
    first = np.searchsorted(owner, np.arange(len(np.unique(owner)) + 1))
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, vertices, (ends, first))


def follow_in_ring(starts: np.ndarray) -> np.ndarray:
    """(V,) the position of the next vertex of each vertex's ring."""
    following = np.arange(1, starts[-1] + 1)
    following[starts[1:] - 1] = starts[:-1]
    return following


def cross_by_vertex(xy: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """(V,) twice the signed area of the triangle of each edge and its ring's first vertex (square units of xy).

    With y down, it is positive for rings that run with the clock on the screen.
    """
    local = xy - np.repeat(xy[starts[:-1]], np.diff(starts), axis=0)
    following = follow_in_ring(starts)
    return local[:, 0] * local[following, 1] - local[following, 0] * local[:, 1]


def sum_by_ring(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """(R,) sums of the values (V,) of each ring's vertices."""
    return np.add.reduceat(values, starts[:-1]) if len(values) else np.zeros(0, values.dtype)


@njit(cache=True, nogil=True)
def follow_half_edges(successor, vertex):  # pragma: no cover - compiled
    """Follow half-edges in their cycles, cut to simple rings: (half-edges in ring order, where each ring starts).

    successor: (H,) the half-edge that follows each within the ring of its region, -1 for those that are left out.
    vertex: (H,) the number, below H, of the vertex at which each begins.
    """
    size = 0
    for half in range(len(successor)):
        size += successor[half] >= 0
    sequence, starts = np.empty(size, successor.dtype), [0]
    stack, place = np.empty(size + 1, successor.dtype), np.full(len(successor), -1, successor.dtype)
    done = np.zeros(len(successor), np.bool_)
    written = 0
    for first in range(len(successor)):
        if successor[first] < 0:
            continue
        depth, half = 0, first
        while not done[half]:
            bottom = place[vertex[half]]
            if bottom >= 0:  # the stack from here on is a ring
                for k in range(bottom, depth):
                    sequence[written] = stack[k]
                    place[vertex[stack[k]]] = -1
                    written += 1
                starts.append(written)
                depth = bottom
            done[half] = True
            place[vertex[half]], stack[depth] = depth, half
            depth += 1
            half = successor[half]
        for k in range(depth):
            sequence[written] = stack[k]
            place[vertex[stack[k]]] = -1
            written += 1
        if depth:
            starts.append(written)
    return sequence, np.array(starts)


def _reorder(rings: Rings, order: np.ndarray) -> Rings:
    lengths = np.diff(rings.starts)[order]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    source = np.arange(starts[-1]) + np.repeat(rings.starts[:-1][order] - starts[:-1], lengths)
    return Rings(rings.xy[source], starts, rings.region[order])


@njit(cache=True, nogil=True)
def _list_outgoing(start, end, xy):  # pragma: no cover - compiled
    """Half-edges 2 w (start to end of edge w) and 2 w + 1 (back), those that leave each vertex in a row, by direction
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
def _find_successors(start, end, left, right, xy, wanted):  # pragma: no cover - compiled
    """For `follow_half_edges`: the successor of each half-edge, -1 where its region is not wanted, and its vertex."""
    starts, outgoing = _list_outgoing(start, end, xy)
    count = len(outgoing)
    place = np.empty(count, np.int64)
    for k in range(count):
        place[outgoing[k]] = k
    successor, vertex = np.full(count, -1, np.int64), np.empty(count, np.int64)
    for half in range(count):
        edge = half // 2
        vertex[half] = start[edge] if half % 2 == 0 else end[edge]
        if wanted[left[edge] if half % 2 == 0 else right[edge]]:
            head = end[edge] if half % 2 == 0 else start[edge]
            # With the clock from the way back, the first edge bounds the same corner of the region.
            k = place[half ^ 1] + 1
            successor[half] = outgoing[k if k < starts[head + 1] else starts[head]]
    return successor, vertex


@njit(cache=True, nogil=True)
def _find_straight(start, end, xy):  # pragma: no cover - compiled
    """(V,) bool: vertices of just two edges, which lie exactly on one line."""
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
