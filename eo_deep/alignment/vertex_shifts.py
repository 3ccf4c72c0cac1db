"""Shifts of vertices by the evidence near them: a non-rigid refinement of the shift of their object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.windows import Window
from scipy.ndimage import map_coordinates
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import cg
from scipy.spatial import cKDTree

from ..progress import Progress, silent
from .evidence import Evidence

# Walls are searched for within this distance of the object's shift, in cells of evidence, in these steps.
_REACH_PX = 3.0
_STEP_PX = 0.5
# A wall is cut into segments of about this length, which may have different offsets.
_SEGMENT_PX = 8.0
# Standard deviations of a vertex's shift from its object's, and from the next vertex's: a constant, and a part that
# grows with the distance.
_OBJECT_SIGMA_PX = 1.0
_VERTEX_SIGMA_PX = 0.25
_VERTEX_SIGMA_GRADIENT = 0.03
# The log-likelihood of a segment is divided by this: errors of neighbouring segments are correlated.
_CORRELATION = 4.0
_BLOCK_PX = 512
_OFFSETS = np.arange(-_REACH_PX, _REACH_PX + _STEP_PX, _STEP_PX)


@dataclass(frozen=True)
class _Segments:
    """Segments of walls: their vertices `ends` (E, 2), where between these each has its middle (E,) 0..1, the middle
    (E, 2) after the object's shift, outward normal (E, 2), length (E,), the shift (E, 2), and what a px of its object's
    outline counts (E,)."""

    ends: np.ndarray
    fraction: np.ndarray
    middle: np.ndarray
    normal: np.ndarray
    length: np.ndarray
    shift: np.ndarray
    weight: np.ndarray


def find_vertex_shifts(
    evidence: Evidence, geometries: np.ndarray, shifts_px: np.ndarray, visible: np.ndarray, progress: Progress = silent
) -> np.ndarray:
    """Find the shift of every vertex, by weighted least squares of its distances from its objects' shifts, from the
    offsets of the walls at it by the evidence, and from the shifts of the next vertices.

    geometries: (N,) valid polygons, pixels of the evidence. shifts_px: (N, 2) of whole objects. visible: (N,) bool,
    whether the image shows an object; the walls of the others have no offsets. Returns (V, 2) in the order of
    `shapely.get_coordinates`; vertices at one place get one shift. Objects that would become invalid, and those that
    share vertices with them, keep their objects' shifts.
    """
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    places, vertex = np.unique(xy, axis=0, return_inverse=True)
    segments = _cut_walls(geometries, shifts_px, visible, vertex)
    pull, certainty = _find_offsets(evidence, segments, progress)
    shifts = _solve(segments, pull, certainty, vertex, shifts_px[owner], len(places))
    bent = shapely.set_coordinates(geometries.copy(), xy + shifts[vertex])
    broken = ~shapely.is_valid(bent)
    if broken.any():
        stiff = _find_connected(broken, owner, vertex, len(places))
        shifts[vertex[stiff[owner]]] = _average(vertex, shifts_px[owner], len(places))[vertex[stiff[owner]]]
    return shifts[vertex]


def _cut_walls(geometries: np.ndarray, shifts_px: np.ndarray, visible: np.ndarray, vertex: np.ndarray) -> _Segments:
    parts, part_owner = shapely.get_parts(geometries, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    is_hole = np.concatenate([[False], ring_part[1:] == ring_part[:-1]])  # a part's first ring is its shell
    side = np.where(shapely.is_ccw(rings) != is_hole, 1.0, -1.0)
    starts = np.flatnonzero(ring[1:] == ring[:-1])
    edges = xy[starts + 1] - xy[starts]
    length = np.hypot(*edges.T)
    starts, edges, length = starts[length > 0], edges[length > 0], length[length > 0]
    counts = np.maximum(1, np.round(length / _SEGMENT_PX)).astype(int)
    edge = np.repeat(np.arange(len(edges)), counts)
    fraction = (np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[edge]
    owner = part_owner[ring_part[ring[starts[edge]]]]
    outline = np.bincount(part_owner[ring_part[ring[starts]]], length, len(geometries))
    tangent = edges[edge] / length[edge, None]
    normal = side[ring[starts[edge]], None] * np.column_stack([tangent[:, 1], -tangent[:, 0]])
    middle = xy[starts[edge]] + fraction[:, None] * edges[edge] + shifts_px[owner]
    ends = np.column_stack([vertex[starts[edge]], vertex[starts[edge] + 1]])
    weight = visible[owner] / np.sqrt(np.maximum(1.0, outline[owner]))
    return _Segments(ends, fraction, middle, normal, length[edge] / counts[edge], shifts_px[owner], weight)


def _find_offsets(evidence: Evidence, segments: _Segments, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """The likelihood of the outward offset of each wall segment, as a Gaussian: the offset over its variance,
    and one over the variance, which is 0 where the evidence only pulls."""
    pull, certainty = np.zeros(len(segments.length)), np.zeros(len(segments.length))
    blocks = list(evidence.grid.blocks(_BLOCK_PX))
    tree = cKDTree(segments.middle)
    margin = int(_REACH_PX + _SEGMENT_PX) + 2
    for done, block in enumerate(blocks, 1):
        corner = np.array([block.col_off, block.row_off], float)
        size = np.array([block.width, block.height], float)
        near = np.array(tree.query_ball_point(corner + size / 2, size.max() / 2, p=np.inf), np.int64)
        inside = ((segments.middle[near] >= corner) & (segments.middle[near] < corner + size)).all(axis=1)
        if len(near := near[inside]):
            window = Window(*(corner - margin).astype(int), *(size + 2 * margin).astype(int))
            values, _ = evidence.read(window)
            gain = _score_offsets(values, segments, near, corner - margin) / (_CORRELATION * evidence.field.temperature)
            pull[near], certainty[near] = _summarize(gain)
        progress(done / len(blocks))
    return pull, certainty


def _score_offsets(values: np.ndarray, segments: _Segments, chosen: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """Log-likelihoods (E, O) of the offsets of wall segments."""
    normal, middle = segments.normal[chosen], segments.middle[chosen]
    along = np.column_stack([-normal[:, 1], normal[:, 0]])
    points = np.linspace(-0.35, 0.35, 3)[None, :, None] * segments.length[chosen, None, None] * along[:, None]
    places = middle[:, None, None] + points[:, :, None] + _OFFSETS[None, None, :, None] * normal[:, None, None]
    places = places - origin - 0.5  # values stand at pixel centres
    read = np.stack([
        map_coordinates(layer, [places[..., 1], places[..., 0]], order=1).mean(axis=1) for layer in values
    ])  # fmt: skip
    cosine, sine = along.T
    features = np.stack([np.ones_like(cosine), *normal.T, cosine**2 - sine**2, 2 * sine * cosine])
    wall = np.einsum("ceo,ce->eo", read[2:], features)
    # A wall that goes outwards makes inside what was outside.
    strip = np.cumsum(read[0] - read[1], axis=1) * _STEP_PX
    return (wall + strip) * (segments.length[chosen] * segments.weight[chosen])[:, None]


def _summarize(gain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    prior = -0.5 * (_OFFSETS / _OBJECT_SIGMA_PX) ** 2
    belief = np.exp((gain + prior) - (gain + prior).max(axis=1, keepdims=True))
    belief /= belief.sum(axis=1, keepdims=True)
    mean = belief @ _OFFSETS
    precision = 1 / (belief @ _OFFSETS**2 - mean**2 + _STEP_PX**2 / 12)
    return mean * precision, np.maximum(precision - 1 / _OBJECT_SIGMA_PX**2, 0)  # less the prior, which pulls to 0


def _solve(
    segments: _Segments, pull: np.ndarray, certainty: np.ndarray, vertex: np.ndarray, bases: np.ndarray, count: int
) -> np.ndarray:
    """Shifts (count, 2) of vertices by weighted least squares."""
    rows = np.arange(len(pull))
    a, b = segments.ends.T
    share = np.column_stack([1 - segments.fraction, segments.fraction])
    rigid = (segments.normal * segments.shift).sum(axis=1)
    walls = coo_array(
        ((share[:, :, None] * segments.normal[:, None]).ravel(),
         (np.repeat(rows, 4), np.column_stack([2 * a, 2 * a + 1, 2 * b, 2 * b + 1]).ravel())),
        (len(rows), 2 * count),
    ).tocsr()  # fmt: skip
    edges, index, parts = np.unique(np.sort(segments.ends, axis=1), axis=0, return_index=True, return_counts=True)
    stiffness = (_VERTEX_SIGMA_PX + _VERTEX_SIGMA_GRADIENT * segments.length[index] * parts).repeat(2) ** -2.0
    first, second = ((2 * edges[:, [k]] + [0, 1]).ravel() for k in (0, 1))
    rows = np.arange(len(first))
    ones = np.ones(len(first))
    ties = coo_array(
        (np.concatenate([ones, -ones]), (np.concatenate([rows, rows]), np.concatenate([first, second]))),
        (len(rows), 2 * count),
    ).tocsr()
    owners = np.bincount(vertex, minlength=count).repeat(2) / _OBJECT_SIGMA_PX**2
    matrix = walls.T @ diags_array(certainty) @ walls + ties.T @ diags_array(stiffness) @ ties + diags_array(owners)
    start = _average(vertex, bases, count)
    target = walls.T @ (certainty * rigid + pull) + owners * start.ravel()
    solution, _ = cg(matrix, target, x0=start.ravel(), rtol=1e-6, maxiter=500, M=diags_array(1 / matrix.diagonal()))
    return solution.reshape(-1, 2)


def _average(vertex: np.ndarray, bases: np.ndarray, count: int) -> np.ndarray:
    owners = np.maximum(np.bincount(vertex, minlength=count), 1)
    return np.column_stack([np.bincount(vertex, values, count) / owners for values in bases.T])


def _find_connected(broken: np.ndarray, owner: np.ndarray, vertex: np.ndarray, count: int) -> np.ndarray:
    """The broken objects and all that hang together with them by vertices, (N,) bool."""
    while True:
        touched = np.zeros(count, bool)
        touched[vertex[broken[owner]]] = True
        more = np.bincount(owner, touched[vertex], len(broken)) > 0
        if (more == broken).all():
            return broken
        broken = more
