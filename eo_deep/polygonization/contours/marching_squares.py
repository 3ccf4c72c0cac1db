"""Outlines of the regions of a raster, strip by strip: iso-lines at sub-pixel position, or exact pixel edges.

Marching squares (Lorensen and Cline 1987, in two dimensions) on the lattice of pixel centres. Every point at which an
outline crosses a lattice edge has a number of its own, made from its place in the raster. Each lattice cell adds "from
this point to that one" to a list, and sorting the list by number joins the pieces to rings: neither the size of the
strips nor their order can show in the result, and a point that two strips share is one point.

Between valid pixels an outline lies where linear interpolation of the probabilities meets the threshold. Where a
region ends at nodata pixels, at the raster's border or at another class, it follows the pixels' edges.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ..topology.rings import cross_by_vertex, follow_half_edges, follow_in_ring, sum_by_ring

# A cell has the centres of 2 x 2 pixels as corners 0..3, clockwise from top left, and edge k from corner k to k + 1.
# A corner is outside or inside of the region, or hard: nodata or another class, where outlines follow pixel edges.
_OUT, _IN, _HARD = 0, 1, 2
# A point is number 4 * cell + kind: on the cell's top edge, on its left edge, or inside, at (shift, 1/2), (1/2, shift).
_ON_ROW, _ON_COLUMN, _SHIFTED_X, _SHIFTED_Y = range(4)
# How a piece bends within its cell: not, in the middle, or where a line from its start (its end) meets hard corners.
_STRAIGHT, _CENTRE, _SECOND_CENTRE, _ABREAST_START, _ABREAST_END = range(5)
# Outlines keep this far (px) from pixel centres: through a value that equals the threshold, two would touch.
_MARGIN_PX = 1 / 1024


@dataclass
class Strip:
    """Some rows of a raster that has one row and column of nodata pixels around it: (h, W + 2) arrays.

    top: position of the first row in the framed raster. Successive strips share one row.
    """

    top: int
    values: np.ndarray
    valid: np.ndarray


@dataclass
class Points:
    """Points of outlines, (N,) arrays: number, the number of the next point, how far (px) along its edge it lies.

    value_sum, count: sum and number of the valid pixels left of it in its row, negative where the region begins there:
    added over a ring, they give those of the pixels inside.
    """

    number: np.ndarray
    following: np.ndarray
    shift: np.ndarray
    value_sum: np.ndarray
    count: np.ndarray

    @classmethod
    def join(cls, parts: list[Points]) -> Points:
        """All points of a list."""
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))


@dataclass
class Contours:
    """Closed outlines: ring r has the vertices xy[starts[r] : starts[r + 1]], the first not repeated.

    xy: (V, 2) float64 in pixels, (0, 0) the raster's top left corner. The rest are (R,) arrays: layer: which class;
    parent: the shell around a hole, the hole around a shell, -1 where there is none; area_px: negative for holes;
    value_sum, count: of the valid pixels inside, negative for holes.
    """

    xy: np.ndarray
    starts: np.ndarray
    layer: np.ndarray
    parent: np.ndarray
    area_px: np.ndarray
    value_sum: np.ndarray
    count: np.ndarray


def trace_threshold(strip: Strip, threshold: float) -> Points:
    """The pieces of the iso-line at `threshold` in one strip; values at the threshold are inside."""
    height = strip.values.astype(np.float32) - np.float32(threshold)
    inside = (height >= 0) & strip.valid
    mixed = _differ_in_cell(inside)
    cells, corners = _find_cells(mixed)
    states = np.where(strip.valid.ravel()[corners], inside.ravel()[corners].astype(np.uint8), np.uint8(_HARD))
    sums = np.cumsum(np.where(strip.valid, strip.values, 0), axis=1, dtype=np.float64)
    counts = np.cumsum(strip.valid, axis=1, dtype=np.int32)
    first = np.int64(strip.top) * strip.values.shape[1]
    return _trace_cells(states, height.ravel()[corners], corners, 4 * (first + cells), strip.values.shape[1],
                        sums.ravel(), counts.ravel())


def trace_classes(strip: Strip, background: int | None, layers: dict[int, int], layer_size: int) -> Points:
    """The pieces of all classes' outlines in one strip, along pixel edges.

    layers: class value -> layer, to which the classes that appear here are added; layer_size: point numbers per layer.
    """
    present = strip.valid if background is None else strip.valid & (strip.values != background)
    width = strip.values.shape[1]
    mixed = _differ_in_cell(strip.values) | _differ_in_cell(present)
    cells, corners = _find_cells(mixed)
    classes, present = strip.values.ravel()[corners], present.ravel()[corners]
    parts = []
    for corner in range(4):
        mine = present[corner].copy()
        for earlier in range(corner):
            mine &= ~(present[earlier] & (classes[earlier] == classes[corner]))
        own = classes[corner, mine]
        states = np.where(present[:, mine] & (classes[:, mine] == own), np.uint8(_IN), np.uint8(_HARD))
        values, which = np.unique(own, return_inverse=True)
        layer = np.array([layers.setdefault(int(value), len(layers)) for value in values], np.int64)[which]
        numbers = layer * layer_size + 4 * (np.int64(strip.top) * width + cells[mine])
        parts.append(_trace_cells(states, np.zeros(states.shape, np.float32), corners[:, mine], numbers, width))
    return Points.join(parts)


def join_points(points: Points, width: int, layer_size: int) -> Contours:
    """Join points to rings without repeated or needless vertices, and find out which lies in which.

    width: of the raster with its frame. Rings come in the order of their first points, and start there.
    """
    order = np.argsort(points.number, kind="stable")
    number = points.number[order]
    # 32 bits hold the position of any point: with more of them, memory would have ended long before.
    successor = np.searchsorted(number, points.following[order]).astype(np.int32)
    sequence, starts = follow_half_edges(successor, _number_vertices(number))
    del successor
    in_ring = order[sequence]
    value_sum = sum_by_ring(points.value_sum[in_ring], starts)
    count = sum_by_ring(points.count[in_ring].astype(np.int64), starts)
    xy = _locate(number[sequence] % layer_size, points.shift[in_ring], width)
    del order, in_ring
    layer = number[sequence[starts[:-1]]] // layer_size
    area = sum_by_ring(cross_by_vertex(xy, starts), starts) / 2
    ring_of_point = np.empty(len(number), np.int32)
    ring_of_point[sequence] = np.repeat(np.arange(len(layer), dtype=np.int32), np.diff(starts))
    parent = _find_parents(number, ring_of_point, area < 0, width)
    bends = _find_bends(xy, starts)
    kept_before = np.concatenate([[0], np.cumsum(bends)])
    return Contours(xy[bends], kept_before[starts], layer, parent, area, value_sum, count)


def _differ_in_cell(values: np.ndarray) -> np.ndarray:
    """(h, w) -> (h - 1, w - 1) bool: whether the four corners of a cell differ."""
    across, down = values[:, :-1] != values[:, 1:], values[:-1] != values[1:]
    return across[:-1] | across[1:] | down[:, :-1]


def _find_cells(mixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions in the flattened strip: (n,) of the cells that hold an outline, (4, n) of their corners."""
    rows, columns = np.nonzero(mixed)
    width = mixed.shape[1] + 1
    cells = rows * width + columns
    return cells, cells + np.array([[0], [1], [width + 1], [width]])


def _trace_cells(states: np.ndarray, heights: np.ndarray, corners: np.ndarray, numbers: np.ndarray, width: int,
                 sums: np.ndarray | None = None, counts: np.ndarray | None = None) -> Points:
    """Points of the cells whose corners have `states` and `heights` above the threshold, (4, n); see `Points`."""
    is_soft = states != _HARD
    with np.errstate(all="ignore"):  # nodata pixels may hold anything
        first, second = heights[[0, 1, 3, 0]], heights[[1, 2, 2, 3]]  # of each edge, from the left or from the top
        shifts = np.clip(first / (first - second), _MARGIN_PX, 1 - _MARGIN_PX)
        diagonal, other = heights[0] * heights[2], heights[1] * heights[3]
    shifts[~(is_soft & np.roll(is_soft, -1, axis=0))] = 0.5
    # Where two opposite corners are inside, the hyperbola's saddle decides (Nielson and Hamann 1991).
    joined = np.where(states[0] == _IN, diagonal > other, other > diagonal)
    code = states[0] + 3 * (states[1] + 3 * (states[2] + 3 * states[3].astype(np.int64))) + 81 * joined
    edge_numbers = numbers + np.array([[_ON_ROW], [4 + _ON_COLUMN], [4 * width + _ON_ROW], [_ON_COLUMN]])
    parts = []
    for piece in range(2):
        has = np.flatnonzero(_PIECES[code, piece, 0] >= 0)
        start, end, bend = _PIECES[code[has], piece].T
        start_number, end_number = edge_numbers[start, has], edge_numbers[end, has]
        abreast = np.where(bend == _ABREAST_START, start, end)
        shifted = (bend == _ABREAST_START) | (bend == _ABREAST_END)
        down = (bend == _SECOND_CENTRE) | (shifted & (abreast % 2 == 1))
        middle_number = numbers[has] + np.where(down, _SHIFTED_Y, _SHIFTED_X)
        middle_shift = np.where(shifted, shifts[abreast, has], 0.5).astype(np.float32)
        bent = bend != _STRAIGHT
        value_sum, count = np.zeros(len(has)), np.zeros(len(has), np.int32)
        if sums is not None and counts is not None:
            for edge, left, right in ((0, 0, 1), (2, 3, 2)):
                here = start == edge
                begins = states[right, has[here]] == _IN
                before = corners[left, has[here]]
                value_sum[here] = np.where(begins, -sums[before], sums[before])
                count[here] = np.where(begins, -counts[before], counts[before])
        following = np.where(bent, middle_number, end_number)
        parts.append(Points(start_number, following, shifts[start, has], value_sum, count))
        none = np.zeros(int(bent.sum()))
        parts.append(Points(middle_number[bent], end_number[bent], middle_shift[bent], none, none.astype(np.int32)))
    return Points.join(parts)


def _list_pieces() -> np.ndarray:
    """(162, 2, 3): for each state of a cell's corners, and again with diagonal regions joined, the start edge, end edge
    and bend of up to two pieces, -1 where there is none. Pieces have their region on the same side everywhere."""
    table = np.full((162, 2, 3), -1)
    for code in range(162):
        states = [code % 81 // 3**corner % 3 for corner in range(4)]
        exits = [edge for edge in range(4) if states[edge] == _IN != states[(edge + 1) % 4]]
        for piece, start in enumerate(exits):
            backward = [(start - step) % 4 for step in range(1, 4)]
            forward = [(start + step) % 4 for step in range(1, 4)]
            others = {states[k] for k in range(4) if states[k] != _IN}
            join = len(exits) == 2 and (code >= 81 if others == {_OUT} else others == {_OUT, _HARD})
            entries = forward if join else backward
            end = next(edge for edge in entries if states[edge] != _IN == states[(edge + 1) % 4])
            table[code, piece] = start, end, _choose_bend(states, start, end, piece)
    return table


def _choose_bend(states: list[int], start: int, end: int, piece: int) -> int:
    """At hard corners the outline keeps to pixel edges, hence passes the cell's centre, a corner of pixels."""
    hard = [_HARD in (states[edge], states[(edge + 1) % 4]) for edge in (start, end)]
    if not any(hard) or (all(hard) and (start - end) % 4 == 2):
        return _STRAIGHT
    if not all(hard) and states.count(_HARD) == 2 and (start - end) % 4 != 2:
        return _ABREAST_END if hard[0] else _ABREAST_START
    return _SECOND_CENTRE if piece == 1 and states.count(_HARD) == 2 else _CENTRE


_PIECES = _list_pieces()


def _number_vertices(number: np.ndarray) -> np.ndarray:
    """The vertex at which each point lies, (N,) int32: points are vertices, but the two visits of an outline to one
    corner of pixels are the same. number: (N,) ascending."""
    vertex = np.arange(len(number), dtype=np.int32)
    first = np.flatnonzero((number[1:] == number[:-1] + 1) & (number[:-1] & 3 == _SHIFTED_X))
    vertex[first + 1] = first
    return vertex


def _locate(number: np.ndarray, shift: np.ndarray, width: int) -> np.ndarray:
    """(N, 2) pixel coordinates of points, numbered within a layer."""
    cell, kind = number >> 2, number & 3
    xy = np.empty((len(number), 2))
    xy[:, 0] = cell % width - 0.5
    xy[:, 1] = cell // width - 0.5
    xy[:, 0] += np.where((kind == _ON_ROW) | (kind == _SHIFTED_X), shift, np.float32(0.5) * (kind == _SHIFTED_Y))
    xy[:, 1] += np.where((kind == _ON_COLUMN) | (kind == _SHIFTED_Y), shift, np.float32(0.5) * (kind == _SHIFTED_X))
    return xy


def _find_parents(number: np.ndarray, ring_of_point: np.ndarray, is_hole: np.ndarray, width: int) -> np.ndarray:
    """Parents of the rings (see `Contours`) by border following (Suzuki and Abe 1985): what lies left of a ring's first
    point on a row of pixel centres is either around it or beside it. number: ascending."""
    positions = np.flatnonzero(number & 3 == _ON_ROW)
    rows = (number[positions] >> 2) // width  # layers end at the end of a row, so this tells layers apart too
    found, first = np.unique(ring_of_point[positions], return_index=True)
    beside = (first > 0) & (rows[first] == rows[first - 1])
    parent = np.full(len(is_hole), -1, np.int64)
    parent[found[beside]] = ring_of_point[positions[first[beside] - 1]]
    while True:  # a neighbour of the same kind lies beside: go on to what it has found, twice as far each time
        alike = (parent >= 0) & (is_hole[parent] == is_hole)
        if not alike.any():
            return parent
        parent[alike] = parent[parent[alike]]


def _find_bends(xy: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Which vertices do not lie on the line through their neighbours."""
    following = follow_in_ring(starts)
    edge = xy[following] - xy
    bends = np.empty(len(xy), bool)
    bends[following] = np.abs(edge[:, 0] * edge[following, 1] - edge[:, 1] * edge[following, 0]) > 1e-12
    return bends
