"""Polygons by approximating a labelled map with a triangular mesh."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from .circles import find_round, fit_circles
from .common_directions import find_axes
from .corner_counts import count_corners, mark_outer
from .decimation import collapse_edges, remove_needless
from .direction_snapping import snap_walls
from .operators import FREE_CORNERS, Limits, Mesh, sweep_vertices
from .triangulation import triangulate

FREE, REGULAR, CONTOUR = 0, 1, 2
# Edges farther than this from the common directions (sin^2 of twice the angle, here 16 degrees) are true diagonals.
DIRECTION_BOUND = 0.28
# Penalty (px2) for each px of wall between two objects of a class where maps show no border.
BORDER_WEIGHT = 1.0
# Vertex penalties that a vertex costs where maps show a corner, and where they show none.
AT_CORNER, AWAY_FROM_CORNER = 0.5, 3.0
# How often the penalty is doubled for faces with too many corners.
_MAX_RAISES = 10
# Rounds in which vertices of a given number move.
_MAX_SWEEPS = 30
# Edges within 22.5 degrees of a direction support it while they are jagged, within 12 degrees when they are straight.
JAGGED_EDGES, STRAIGHT_EDGES = 0.0, math.cos(4 * math.radians(12))


@dataclass
class Outlines:
    """A planar straight-line graph with labelled faces: all class boundaries of a window.

    xy: (V, 2) float64 in pixels of the whole raster, x to the right, y down. edges: (E, 2) int32, from and to.
    left, right: (E,) int32, the faces on either side as seen on the screen (going right, left is up).
    face_class: (F,) int32, index of each face's class; -1 for nodata and outside the image; objects: see energy.py.
    frozen: (V,) bool, vertices that stay where they are. slide: (V,) uint8, bit 1: x is fixed, bit 2: y is fixed.
    """

    xy: np.ndarray
    edges: np.ndarray
    left: np.ndarray
    right: np.ndarray
    face_class: np.ndarray
    frozen: np.ndarray
    slide: np.ndarray


@dataclass
class Pixels:
    """What outlines are to approximate, in a window that holds all vertices that may move.

    column, row: of the window's top left pixel. labels: (h, w) int32 class index, -1 nodata.
    probabilities: (K, h, w) float32 of class indices 0..K-1, whose sums need not be 1; None: 1 for the label.
    maps: (5, h, w) float32, what the image shows of walls, see evidence.py; None: nothing.
    """

    column: int
    row: int
    labels: np.ndarray
    probabilities: np.ndarray | None = None
    maps: np.ndarray | None = None


@dataclass(frozen=True)
class Settings:
    """How outlines are approximated.

    vertex_penalty_px2: area that a vertex must explain. angle_weight: penalty (px2) per px of edge in a direction of
    its own. max_distance_px: of the outlines from those given, in widths of pixels. regular: class indices that get
    right angles. aspect: ground height of a pixel over its width. corners: how many the outer ring of each face of a
    class above 0 is to have; 0: any number.
    """

    vertex_penalty_px2: float = 8.0
    angle_weight: float = 2.0
    max_distance_px: float = math.inf
    regular: tuple[int, ...] = ()
    aspect: float = 1.0
    corners: int = 0


@dataclass
class Approximation:
    """outlines: of the same faces, with fewer vertices. status: (F,) uint8, 0 free, 1 regular, 2 contour."""

    outlines: Outlines
    status: np.ndarray


def approximate(outlines: Outlines, pixels: Pixels, settings: Settings) -> Approximation:
    """Approximate outlines by few vertices that explain the pixels.

    Every removal, collapse and move is one of a triangulation in which no triangle inverts, so boundaries never cross;
    a collapse that would let a face vanish is refused, so faces and what they touch stay.
    The same input gives the same result; the compiled parts release the interpreter lock.
    """
    status = np.zeros(len(outlines.face_class), np.uint8)
    if not len(outlines.edges) or outlines.frozen.all():
        return Approximation(replace(outlines), status)
    mesh = _triangulate(outlines, pixels, settings)
    if mesh is None:  # outlines that cross or touch stay as they are
        return Approximation(replace(outlines), status + np.uint8(CONTOUR))
    penalty = settings.vertex_penalty_px2
    wants_axes = np.isin(_find_classes(outlines.face_class, pixels), settings.regular)
    sums = np.zeros((len(status), 2))
    wants_corners = (_find_classes(outlines.face_class, pixels) > 0) & np.isfinite(mesh.areas) & (settings.corners > 0)
    if wants_corners.any():
        mark_outer(mesh, wants_corners)
        count_corners(mesh, wants_corners, settings.corners)
    remove_needless(mesh, min(1.0, 0.25 * penalty))
    sweep_vertices(mesh, 4)
    find_round(mesh, wants_axes & ~wants_corners, mesh.round_faces)
    for within in (JAGGED_EDGES, STRAIGHT_EDGES) if wants_axes.any() or len(mesh.maps) else (STRAIGHT_EDGES,):
        find_axes(mesh, wants_axes, mesh.round_faces, within, sums)
        collapse_edges(mesh, penalty, False)
        sweep_vertices(mesh, 6)
    if wants_corners.any():
        _reach_corners(mesh, wants_corners, settings)
    if wants_axes.any():
        find_axes(mesh, wants_axes, mesh.round_faces, STRAIGHT_EDGES, sums)
        sweep_vertices(mesh, 6)
        find_axes(mesh, wants_axes, mesh.round_faces, STRAIGHT_EDGES, sums)
        snap_walls(mesh, wants_axes, sums, 0.5 * penalty, status)
        fit_circles(mesh, 0.5 * penalty)
    return Approximation(_collect(outlines, mesh, pixels), status)


def move_vertices(outlines: Outlines, pixels: Pixels, settings: Settings) -> Approximation:
    """Move the vertices of outlines to where they explain the pixels, without changing their number.

    Regular classes are brought onto common directions where that costs little.
    """
    status = np.zeros(len(outlines.face_class), np.uint8)
    mesh = _triangulate(outlines, pixels, settings)
    if mesh is None:
        return Approximation(replace(outlines), status + np.uint8(CONTOUR))
    sums = np.zeros((len(status), 2))
    wants_axes = np.isin(_find_classes(outlines.face_class, pixels), settings.regular)
    sweep_vertices(mesh, _MAX_SWEEPS)
    found = _collect(outlines, mesh, pixels)
    if wants_axes.any():
        find_axes(mesh, wants_axes, mesh.round_faces, STRAIGHT_EDGES, sums)
        sweep_vertices(mesh, _MAX_SWEEPS)
        find_axes(mesh, wants_axes, mesh.round_faces, STRAIGHT_EDGES, sums)
        snap_walls(mesh, wants_axes, sums, 0.5 * settings.vertex_penalty_px2, status)
        regular = _collect(outlines, mesh, pixels)
        if len(regular.xy) == len(found.xy):  # else snapping has put walls into one line
            found = regular
        else:
            status[:] = 0
    return Approximation(found, status)


def _reach_corners(mesh: Mesh, wants: np.ndarray, settings: Settings) -> None:
    """Take corners from faces that have more than they want, at an ever higher penalty.

    All rounds run, whoever needs them: so the vertices of an object move as often whatever else is in its tile.
    """
    penalty = max(settings.vertex_penalty_px2, 1.0)
    for _ in range(_MAX_RAISES):
        count_corners(mesh, wants, settings.corners)
        collapse_edges(mesh, penalty, True)
        sweep_vertices(mesh, 3)
        penalty *= 2.0


def _find_classes(face_class: np.ndarray, pixels: Pixels) -> np.ndarray:
    """(F,) class indices, of objects too."""
    if pixels.probabilities is None:
        return face_class
    return np.where(face_class < 0, face_class, face_class % len(pixels.probabilities))


def _triangulate(outlines: Outlines, pixels: Pixels, settings: Settings) -> Mesh | None:
    """The constrained triangulation of outlines in pixels of the window; None if they cross."""
    xy = outlines.xy - np.array([pixels.column, pixels.row], np.float64)
    low, high = xy.min(axis=0), xy.max(axis=0)
    margin = 8 + 0.1 * (high - low)
    (x0, y0), (x1, y1) = low - margin, high + margin
    xy = np.concatenate([xy, [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]])
    vertices, edges = len(xy), outlines.edges.astype(np.int32)
    corners = np.full((2 * vertices, 3), -1, np.int32)
    neighbours, held, anchor = corners.copy(), corners.copy(), np.full(vertices, -1, np.int32)
    if triangulate(xy, _order_by_place(xy[:-4]), edges, corners, neighbours, held, anchor) < 0:
        return None
    free = np.zeros((len(outlines.face_class), 2))
    none = np.zeros((0, 1, 1), np.float32)
    probabilities, maps = (none if each is None else each for each in (pixels.probabilities, pixels.maps))
    numbers = np.arange(len(edges), dtype=np.int32)
    return Mesh(
        xy, corners, neighbours, held, anchor, edges.copy(),
        # left on the screen is right where y grows downwards
        left=outlines.right.astype(np.int32), right=outlines.left.astype(np.int32),
        klass=outlines.face_class.astype(np.int32), axes=free, areas=_measure_faces(outlines),
        round_faces=np.zeros(len(free), bool), corners=np.full(len(free), FREE_CORNERS, np.int32),
        outer=np.zeros((len(edges), 2), bool),
        fixed=np.concatenate([outlines.frozen, np.ones(4, bool)]),
        slide=np.concatenate([outlines.slide, np.zeros(4, np.uint8)]).astype(np.uint8),
        given=np.concatenate([xy[edges[:, 0]], xy[edges[:, 1]]], axis=1),
        head=numbers, tail=numbers.copy(), following=np.full(len(edges), -1, np.int32),
        labels=np.ascontiguousarray(pixels.labels, np.int32),
        probabilities=np.ascontiguousarray(probabilities, np.float32), maps=np.ascontiguousarray(maps, np.float32),
        limits=Limits(float(settings.vertex_penalty_px2), float(settings.angle_weight), DIRECTION_BOUND,
                      float(settings.max_distance_px), float(settings.aspect), BORDER_WEIGHT, AT_CORNER,
                      AWAY_FROM_CORNER),
        around=np.empty(100_000, np.int32),
    )


def _measure_faces(outlines: Outlines) -> np.ndarray:
    """(F,) areas in px2; infinite for faces that have edges between frozen vertices only, and may go on beyond."""
    start, end = (outlines.xy[outlines.edges[:, k]] - outlines.xy[0] for k in range(2))
    twice = end[:, 0] * start[:, 1] - end[:, 1] * start[:, 0]  # y grows downwards
    faces, frozen = len(outlines.face_class), outlines.frozen[outlines.edges].all(axis=1)
    areas = 0.5 * (np.bincount(outlines.left, twice, faces) - np.bincount(outlines.right, twice, faces))
    for side in (outlines.left, outlines.right):
        areas[side[frozen]] = np.inf
    areas[areas <= 0] = np.inf
    return areas


def _order_by_place(xy: np.ndarray) -> np.ndarray:
    """Vertices in rows of blocks, to and fro, so that each is near the one before."""
    size = max(4.0, np.sqrt(np.ptp(xy[:, 0]) * np.ptp(xy[:, 1]) / max(1, len(xy)) * 16))
    block = np.floor((xy - xy.min(axis=0)) / size).astype(np.int64)
    column = np.where(block[:, 1] % 2 == 0, block[:, 0], -block[:, 0])
    return np.lexsort((xy[:, 0], xy[:, 1], column, block[:, 1])).astype(np.int64)


def _collect(outlines: Outlines, mesh: Mesh, pixels: Pixels) -> Outlines:
    """What is left of the outlines: vertices in their old order."""
    kept_edges = np.flatnonzero(mesh.ends[:, 0] >= 0)
    ends = mesh.ends[kept_edges]
    kept, position = np.unique(ends, return_inverse=True)
    xy = mesh.xy[kept] + np.array([pixels.column, pixels.row], np.float64)
    still = outlines.frozen[kept]
    xy[still] = outlines.xy[kept[still]]
    return Outlines(
        xy, position.reshape(ends.shape).astype(np.int32), mesh.right[kept_edges], mesh.left[kept_edges],
        outlines.face_class, outlines.frozen[kept], mesh.slide[kept],
    )
