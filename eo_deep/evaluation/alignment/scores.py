"""Scores of an alignment: distances of moved objects from their true position, and changes of their shape.

`moved` and `reference` are (K,) arrays of shapely polygons or lines, single or multiple, pair by pair, in one plane.
Every distance is in the unit of its coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

# Rings whose vertices differ more than this share of their size may have been stored from another vertex on.
_ODD_SHAPE = 0.1


@dataclass(frozen=True)
class VertexDistances:
    """Distance of each vertex of the moved objects from its true position.

    distance: (V,) float64. owner: (V,) int, the pair. corresponding: (K,) bool, whether the pair has the same vertices;
    where it has not, the distances are those from the partner's outline, which are smaller.
    """

    distance: np.ndarray
    owner: np.ndarray
    corresponding: np.ndarray


@dataclass(frozen=True)
class ShapeChange:
    """Changes of the edges and angles of the K pairs that have the same vertices.

    length: (E,) float64, moved less reference length of each edge. angle_deg: (C,) float64, 0..180, difference of the
    angle at each vertex; ends of lines have none.
    """

    length: np.ndarray
    angle_deg: np.ndarray


@dataclass(frozen=True)
class Calibration:
    """How well a confidence predicts the share of correct objects, in B bins from low to high that hold any.

    confidence, right: (B,) float64, mean confidence and share of correct objects. count: (B,) int. error: their mean
    difference, weighted by count (expected calibration error). median_top, median_rest: median distance of the more
    and of the less confident half of the objects; NaN where a half is empty.
    """

    confidence: np.ndarray
    right: np.ndarray
    count: np.ndarray
    error: float
    median_top: float
    median_rest: float


def measure_object_distances(moved: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Distance of the partners' centroids: (K,) float64."""
    return shapely.distance(shapely.centroid(moved), shapely.centroid(reference))


def measure_vertex_distances(moved: np.ndarray, reference: np.ndarray) -> VertexDistances:
    """Distance of every vertex from its partner; see `VertexDistances`. Closing points are not counted again."""
    first, second, corresponding = _collect_partners(moved, reference)
    distance = np.hypot(*(first.xy - second.xy).T)
    others = np.flatnonzero(~corresponding)
    if not len(others):
        return VertexDistances(distance, first.owner, corresponding)
    alone = _collect_vertices(moved[others])
    outlines = reference[others].copy()
    areal = shapely.get_dimensions(outlines) == 2
    outlines[areal] = shapely.boundary(outlines[areal])
    from_outline = shapely.distance(shapely.points(alone.xy), outlines[alone.owner])
    owner = np.concatenate([first.owner, others[alone.owner]])
    order = np.argsort(owner, kind="stable")
    return VertexDistances(np.concatenate([distance, from_outline])[order], owner[order], corresponding)


def measure_shape_change(moved: np.ndarray, reference: np.ndarray) -> ShapeChange:
    """How sides and corners changed; see `ShapeChange`."""
    first, second, _ = _collect_partners(moved, reference)
    following = first.following
    has_side = following >= 0
    start, end = np.flatnonzero(has_side), following[has_side]
    sides = [vertices.xy[end] - vertices.xy[start] for vertices in (first, second)]
    lengths = [np.hypot(*side.T) for side in sides]
    # The side that ends at a vertex and the one that begins there make its corner.
    ending = np.full(len(following), -1)
    ending[end] = np.arange(len(end))
    beginning = np.full(len(following), -1)
    beginning[start] = np.arange(len(start))
    corner = (ending >= 0) & (beginning >= 0)
    into, out_of = ending[corner], beginning[corner]
    real = np.all([(length[into] > 0) & (length[out_of] > 0) for length in lengths], axis=0)
    turns = []
    for side in sides:
        a, b = side[into[real]], side[out_of[real]]
        turns.append(np.degrees(np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1))))
    difference = np.abs(turns[0] - turns[1])
    return ShapeChange(lengths[0] - lengths[1], np.minimum(difference, 360 - difference))


def share_within(distances: np.ndarray, thresholds: Sequence[float] | np.ndarray) -> np.ndarray:
    """Share of the distances (N,) that are at most as large as each threshold (T,): (T,) float64, NaN without any."""
    if not len(distances):
        return np.full(len(thresholds), np.nan)
    return np.searchsorted(np.sort(distances), thresholds, side="right") / len(distances)


def measure_area_under_curve(distances: np.ndarray, limit: float) -> float:
    """Mean of `share_within` over all thresholds from 0 to `limit`, in closed form: 1 if all is in place."""
    return float(np.clip(1 - distances / limit, 0, None).mean()) if len(distances) else float("nan")


def calibrate_confidence(confidence: np.ndarray, distance: np.ndarray, radius: float, bins: int = 10) -> Calibration:
    """Compare confidence (N,) 0..1 with the share of objects whose distance (N,) is at most `radius`."""
    right = distance <= radius
    number = np.clip((confidence * bins).astype(int), 0, bins - 1)
    count = np.bincount(number, minlength=bins)
    held = count > 0
    mean, share = (np.bincount(number, values, bins)[held] / count[held] for values in (confidence, right))
    error = float((np.abs(mean - share) * count[held]).sum() / count.sum()) if len(confidence) else float("nan")
    order = np.argsort(-confidence, kind="stable")
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    top, rest = (float(np.median(distance[half])) if len(half) else float("nan") for half in halves)
    return Calibration(mean, share, count[held], error, top, rest)


@dataclass(frozen=True)
class _Vertices:
    """The vertices of K objects without the points that close rings.

    xy: (V, 2). owner: (V,) int. line: (V,) int, ascending number of the ring or line. line_owner, line_size: (L,) int.
    closed: (L,) bool, rings.
    """

    xy: np.ndarray
    owner: np.ndarray
    line: np.ndarray
    line_owner: np.ndarray
    line_size: np.ndarray
    closed: np.ndarray

    @property
    def following(self) -> np.ndarray:
        """The vertex (V,) at the other end of the side that starts at each; -1 at a line's end."""
        result = np.arange(1, len(self.xy) + 1)
        last = np.cumsum(self.line_size) - 1
        result[last] = np.where(self.closed, last - self.line_size + 1, -1)
        return result

    def select(self, objects: np.ndarray) -> _Vertices:
        """The vertices of a boolean mask (K,) of objects, which keep their numbers."""
        lines = objects[self.line_owner]
        kept = lines[self.line]
        number = np.cumsum(lines) - 1
        return _Vertices(self.xy[kept], self.owner[kept], number[self.line[kept]], self.line_owner[lines],
                         self.line_size[lines], self.closed[lines])  # fmt: skip


def _collect_vertices(geometries: np.ndarray) -> _Vertices:
    parts, part_owner = shapely.get_parts(shapely.force_2d(geometries), return_index=True)
    areal = shapely.get_dimensions(parts) == 2
    rings, ring_part = shapely.get_rings(parts[areal], return_index=True)
    lines = np.concatenate([rings, parts[~areal]])
    line_part = np.concatenate([np.flatnonzero(areal)[ring_part], np.flatnonzero(~areal)])
    order = np.argsort(line_part, kind="stable")
    lines, line_part, closed = lines[order], line_part[order], (np.arange(len(lines)) < len(rings))[order]
    xy, line = shapely.get_coordinates(lines, return_index=True)
    line_size = np.bincount(line, minlength=len(lines))
    closing = np.cumsum(line_size)[closed] - 1
    xy, line = np.delete(xy, closing, axis=0), np.delete(line, closing)
    line_owner = part_owner[line_part]
    return _Vertices(xy, line_owner[line], line, line_owner, line_size - closed, closed)


def _collect_partners(moved: np.ndarray, reference: np.ndarray) -> tuple[_Vertices, _Vertices, np.ndarray]:
    """The vertices of the pairs that have the same ones, partner by partner, and which pairs (K,) these are."""
    first, second = _collect_vertices(moved), _collect_vertices(reference)
    count = len(moved)
    same = np.bincount(first.line_owner, minlength=count) == np.bincount(second.line_owner, minlength=count)
    first_lines, second_lines = same[first.line_owner], same[second.line_owner]
    differing = (first.line_size[first_lines] != second.line_size[second_lines]) | (
        first.closed[first_lines] != second.closed[second_lines]
    )
    same[first.line_owner[first_lines][differing]] = False
    first, second = first.select(same), second.select(same)
    return first, _start_alike(first, second), same


def _start_alike(first: _Vertices, second: _Vertices) -> _Vertices:
    """`second` with the vertices of rings in that order in which their shape is nearest to their partners'.

    Where GIS software stores a ring from another vertex on, or the other way round, nothing has moved.
    """
    size = np.maximum(first.line_size, 1)

    def centre(xy: np.ndarray) -> np.ndarray:
        mean = np.column_stack([np.bincount(first.line, xy[:, axis], len(size)) for axis in (0, 1)]) / size[:, None]
        return xy - mean[first.line]

    shapes = centre(first.xy), centre(second.xy)
    off = np.bincount(first.line, ((shapes[0] - shapes[1]) ** 2).sum(axis=1), len(size))
    extent = np.bincount(first.line, (shapes[0] ** 2).sum(axis=1), len(size))
    odd = np.flatnonzero(first.closed & (off > _ODD_SHAPE**2 * extent))
    if not len(odd):
        return second
    xy, starts = second.xy.copy(), np.cumsum(first.line_size) - first.line_size
    for line in odd:
        place = slice(starts[line], starts[line] + first.line_size[line])
        mine, other = (_to_complex(shape[place]) for shape in shapes)
        # Sums of squares for all starts at once: the correlation of two cycles, by their Fourier transforms.
        best, order = off[line] / 2, None
        for turned in (False, True):
            cycle = other[::-1] if turned else other
            agreement = np.fft.ifft(np.fft.fft(cycle) * np.fft.fft(mine).conj()).real
            start = int(agreement.argmax())
            rest = float((np.abs(mine - np.roll(cycle, -start)) ** 2).sum())
            if rest < best:
                best, order = rest, (turned, start)
        if order is not None:
            ring = xy[place][::-1] if order[0] else xy[place]
            xy[place] = np.roll(ring, -order[1], axis=0)
    return _Vertices(xy, second.owner, second.line, second.line_owner, second.line_size, second.closed)


def _to_complex(xy: np.ndarray) -> np.ndarray:
    """Points (V, 2) as complex numbers (V,)."""
    return xy[:, 0] + 1j * xy[:, 1]
