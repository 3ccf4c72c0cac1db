"""Scores of outlines: distances and directions of predicted polygons' edges from their reference polygons'.

`predicted` and `reference` are (K,) arrays of valid shapely Polygons and MultiPolygons in a plane in metres, partner by
partner. All rings of all parts count, each pair by itself: walls that neighbours share are walls of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely


@dataclass(frozen=True)
class Edges:
    """The edges of many outlines. start, end: (E, 2) float64. owner: (E,) int, number of the polygon.

    following: (E,) int, the edge that starts where this one ends. Each vertex is the start of one edge.
    """

    start: np.ndarray
    end: np.ndarray
    owner: np.ndarray
    following: np.ndarray

    @property
    def length(self) -> np.ndarray:
        """(E,) float64."""
        return np.hypot(*(self.end - self.start).T)

    @property
    def direction_deg(self) -> np.ndarray:
        """(E,) float64, counter-clockwise from the x axis."""
        return np.degrees(np.arctan2(*(self.end - self.start).T[::-1]))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Finds the edge nearest to a point."""
        return shapely.STRtree(shapely.linestrings(np.stack([self.start, self.end], axis=1)))

    def find_nearest(self, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The edge nearest to each point (P, 2), (P,) int, and how far it is, (P,) float64."""
        (_, nearest), distance = self.tree.query_nearest(
            shapely.points(xy), return_distance=True, all_matches=False
        )
        return nearest, distance

    def project(self, xy: np.ndarray, edge: np.ndarray) -> np.ndarray:
        """The points (P, 2) of edges (P,) that are nearest to points (P, 2)."""
        start, along = self.start[edge], self.end[edge] - self.start[edge]
        square = np.maximum((along**2).sum(axis=1), np.finfo(float).tiny)
        share = np.clip(((xy - start) * along).sum(axis=1) / square, 0, 1)
        return start + share[:, None] * along


@dataclass(frozen=True)
class EdgeErrors:
    """How far predicted edges' directions are off. owner: (E,) int, the pair; length_m, error_deg: (E,) float64."""

    owner: np.ndarray
    length_m: np.ndarray
    error_deg: np.ndarray

    @property
    def mean_deg(self) -> float:
        """The mean, weighted by length; NaN without edges."""
        total = self.length_m.sum()
        return float((self.length_m * self.error_deg).sum() / total) if total else float("nan")

    def percentile_deg(self, percent: float) -> float:
        """What is not exceeded along `percent` % of the length; NaN without edges."""
        if not self.length_m.sum():
            return float("nan")
        order = np.argsort(self.error_deg, kind="stable")
        reached = np.cumsum(self.length_m[order])
        place = np.searchsorted(reached, percent / 100 * reached[-1] * (1 - 1e-12))
        return float(self.error_deg[order][place])

    def mean_per_object_deg(self, count: int) -> np.ndarray:
        """The mean of each of `count` pairs, weighted by length: (K,) float64."""
        total = np.bincount(self.owner, self.length_m, count)
        return np.bincount(self.owner, self.length_m * self.error_deg, count) / total


def collect_edges(geometries: np.ndarray, shift: np.ndarray | None = None) -> Edges:
    """The edges of all rings of (K,) polygons, each moved by its row of `shift` (K, 2)."""
    parts, part_owner = shapely.get_parts(geometries, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    owner = part_owner[ring_part[ring]]
    if shift is not None:
        xy = xy + shift[owner]
    starts = ring[1:] == ring[:-1]  # the last point of a ring repeats the first and starts nothing
    starts &= (xy[1:] != xy[:-1]).any(axis=1)
    begin = np.flatnonzero(starts)
    edge_ring = ring[begin]
    following = np.arange(1, len(begin) + 1)
    first = np.searchsorted(edge_ring, edge_ring)
    last = np.diff(edge_ring, append=-1) != 0
    following[last] = first[last]
    return Edges(xy[begin], xy[begin + 1], owner[begin], following)


def collect_paired_edges(predicted: np.ndarray, reference: np.ndarray) -> tuple[Edges, Edges]:
    """The edges of both, every pair moved to a place of its own.

    Pairs lie farther apart than any of them is wide, so the edge nearest to a point of a pair is its partner's: one
    index serves all pairs.
    """
    bounds, reference_bounds = shapely.bounds(predicted), shapely.bounds(reference)
    low, high = np.minimum(bounds[:, :2], reference_bounds[:, :2]), np.maximum(bounds[:, 2:], reference_bounds[:, 2:])
    spacing = 3 * float(np.hypot(*(high - low).T).max(initial=0)) + 1
    columns = max(1, int(np.ceil(np.sqrt(len(predicted)))))
    place = np.column_stack(np.divmod(np.arange(len(predicted)), columns)) * spacing
    shift = place - (low + high) / 2
    return collect_edges(predicted, shift), collect_edges(reference, shift)


def measure_polis_m(predicted: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """PoLiS distance (K,) of pairs: mean distance of each outline's vertices from the other outline, mean of both ways.

    The point that closes a ring is not counted twice. Source: Avbelj et al. 2015, equation 1.
    """
    first, second = collect_paired_edges(predicted, reference)
    return (_average_distance(first, second, len(predicted)) + _average_distance(second, first, len(predicted))) / 2


def average_polis_m(polis_m: np.ndarray, missed: int, spurious: int, unmatched_penalty_m: float = 10.0) -> float:
    """Mean PoLiS distance over all objects: each that has no partner counts `miss_cost_m`, and no pair counts more.

    So a pair that is lost never improves the mean (the idea of the OSPA metric, Schuhmacher et al. 2008). NaN without
    objects.
    """
    count = len(polis_m) + missed + spurious
    total = np.minimum(polis_m, unmatched_penalty_m).sum() + unmatched_penalty_m * (missed + spurious)
    return float(total / count) if count else float("nan")


def measure_hausdorff_m(predicted: np.ndarray, reference: np.ndarray, tolerance_m: float = 0.01) -> np.ndarray:
    """Hausdorff distance (K,) of pairs' outlines, to `tolerance_m`.

    Of the outlines as curves: the point that is farthest off need not be a vertex.
    """
    first, second = collect_paired_edges(predicted, reference)
    there = _measure_farthest(first, second, len(predicted), tolerance_m)
    return np.maximum(there, _measure_farthest(second, first, len(predicted), tolerance_m))


def compare_directions(predicted: np.ndarray, reference: np.ndarray) -> EdgeErrors:
    """Angle, 0 to 90 degrees, of every predicted edge with the reference edge nearest to its middle.

    Modulo 180 degrees: an edge has no front and back. Of edges equally near, the one with the smallest angle counts.
    """
    edges, reference_edges = collect_paired_edges(predicted, reference)
    middle = shapely.points((edges.start + edges.end) / 2)
    number, nearest = reference_edges.tree.query_nearest(middle)
    angle = _fold(edges.direction_deg[number] - reference_edges.direction_deg[nearest], 180)
    error = np.full(len(edges.owner), 90.0)
    np.minimum.at(error, number, angle)
    return EdgeErrors(edges.owner, edges.length, error)


def compare_axes(predicted: np.ndarray, reference: np.ndarray) -> EdgeErrors:
    """Angle, 0 to 45 degrees, of every predicted edge with the nearest of the reference outline's main axes.

    Modulo 90 degrees. The axes are where the sum of length times cos 4 (direction - axis) is largest; diagonals
    count as errors, so this is meant for objects with right angles only.
    """
    edges, reference_edges = collect_edges(predicted), collect_edges(reference)
    turn = reference_edges.length * np.exp(4j * np.radians(reference_edges.direction_deg))
    real, imaginary = (np.bincount(reference_edges.owner, part, len(reference)) for part in (turn.real, turn.imag))
    axis = np.degrees(np.arctan2(imaginary, real)) / 4
    return EdgeErrors(edges.owner, edges.length, _fold(edges.direction_deg - axis[edges.owner], 90))


def measure_max_tangent_angle_deg(predicted: np.ndarray, reference: np.ndarray, step_m: float = 1.0) -> np.ndarray:
    """Maximal tangent angle error (K,) of pairs, 0 to 90 degrees.

    Each predicted edge is cut into parts of at most `step_m`; a part is compared with the line between the points of
    the reference outline nearest to its ends, unless that is less than half or more than twice as long. 90 where no
    part can be compared. One bad corner makes it large: look at the median over many objects, not only at the mean.
    Source: Girard et al. 2021, section 4.2.
    """
    edges, reference_edges = collect_paired_edges(predicted, reference)
    worst = np.full(len(predicted), -1.0)
    length = edges.length
    parts = np.maximum(1, np.ceil(length / step_m - 1e-9)).astype(np.int64)
    first = np.cumsum(parts) - parts
    edge = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(len(edge)) - first[edge]) / parts[edge]
    xy = edges.start[edge] + share[:, None] * (edges.end - edges.start)[edge]
    next_part = np.arange(1, len(edge) + 1)
    next_part[first + parts - 1] = first[edges.following]
    projected = reference_edges.project(xy, reference_edges.find_nearest(xy)[0])
    part, line = xy[next_part] - xy, projected[next_part] - projected
    part_length, line_length = np.hypot(*part.T), np.hypot(*line.T)
    fair = (line_length >= part_length / 2) & (line_length <= 2 * part_length)
    cosine = np.abs((part * line).sum(axis=1))[fair] / (part_length * line_length)[fair]
    angle = np.degrees(np.arccos(np.minimum(cosine, 1)))
    np.maximum.at(worst, edges.owner[edge][fair], angle)
    return np.where(worst < 0, 90.0, worst)


def _average_distance(edges: Edges, reference_edges: Edges, count: int) -> np.ndarray:
    """The mean distance (K,) of the vertices of each owner of `edges` from its partner."""
    distance = reference_edges.find_nearest(edges.start)[1]
    return np.bincount(edges.owner, distance, count) / np.bincount(edges.owner, minlength=count)


def _measure_farthest(edges: Edges, reference_edges: Edges, count: int, tolerance_m: float) -> np.ndarray:
    """How far (K,) the outlines of `edges` stray from their partners.

    Branch and bound: the distance from one edge is convex along a line, so it is largest at the line's ends. Only where
    that bound leaves room for more than what was found, an edge is halved.
    """
    nearest, distance = reference_edges.find_nearest(edges.start)
    farthest = np.zeros(count)
    np.maximum.at(farthest, edges.owner, distance)
    owner, (p, q) = edges.owner, (edges.start, edges.end)
    (of_p, of_q), (d_p, d_q) = ((values, values[edges.following]) for values in (nearest, distance))
    while len(owner):
        bound = np.minimum(
            np.maximum(d_p, np.hypot(*(q - reference_edges.project(q, of_p)).T)),
            np.maximum(d_q, np.hypot(*(p - reference_edges.project(p, of_q)).T)),
        )
        bound = np.minimum(bound, (d_p + d_q + np.hypot(*(q - p).T)) / 2)
        left = bound > farthest[owner] + tolerance_m
        owner, p, q, of_p, of_q, d_p, d_q = (values[left] for values in (owner, p, q, of_p, of_q, d_p, d_q))
        middle = (p + q) / 2
        of_middle, d_middle = reference_edges.find_nearest(middle)
        np.maximum.at(farthest, owner, d_middle)
        owner = np.concatenate([owner, owner])
        p, q = np.concatenate([p, middle]), np.concatenate([middle, q])
        of_p, of_q = np.concatenate([of_p, of_middle]), np.concatenate([of_middle, of_q])
        d_p, d_q = np.concatenate([d_p, d_middle]), np.concatenate([d_middle, d_q])
    return farthest


def _fold(angle_deg: np.ndarray, period_deg: float) -> np.ndarray:
    """The size of angles when turns by `period_deg` make no difference: 0 to half the period."""
    rest = np.mod(angle_deg, period_deg)
    return np.minimum(rest, period_deg - rest)
