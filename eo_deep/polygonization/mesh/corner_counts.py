"""Corners of faces that want a number of them: counted on their outer rings, and kept while edges collapse.

A vertex between two edges is a corner; where three or more meet, it is one of a face whose ring turns there.
"""

from __future__ import annotations

import math

import numpy as np

from ...runtime.compilation import njit
from ..union_find import find_components
from .operators import Mesh

# The ring of a face turns where three edges meet if it does so by more than this.
STRAIGHT_RAD = math.radians(10.0)


@njit(cache=True, nogil=True)
def may_lose(m, e):  # pragma: no cover - compiled
    """Whether the faces beside edge e may have a corner less."""
    left, right = m.left[e], m.right[e]
    return not ((m.outer[e, 0] and m.corners[left] <= 0) or (m.outer[e, 1] and m.corners[right] <= 0))


@njit(cache=True, nogil=True)
def has_too_many(m, e):  # pragma: no cover - compiled
    """Whether a face beside edge e has more corners on that ring than it wants."""
    left, right = m.left[e], m.right[e]
    return (m.outer[e, 0] and m.corners[left] > 0) or (m.outer[e, 1] and m.corners[right] > 0)


def mark_outer(mesh: Mesh, wants: np.ndarray) -> None:
    """Set `mesh.outer`: the edges of the component of a face's boundary that reaches farthest to the left.

    wants: (F,) bool, the faces for which that matters.
    """
    edges, face, side = _list_sides(mesh, wants)
    if not len(edges):
        return
    number = np.unique(_key(mesh, face[:, None], mesh.ends[edges]), return_inverse=True)[1].reshape(-1, 2)
    component = find_components(int(number.max()) + 1, number.astype(np.int32))[number[:, 0]]
    x = mesh.xy[mesh.ends[edges], 0].min(axis=1)
    order = np.lexsort((component, x, face))
    first = order[np.unique(face[order], return_index=True)[1]]
    of_face = np.full(len(mesh.klass), -1)
    of_face[face[first]] = component[first]
    mesh.outer[edges, side] = of_face[face] == component


def count_corners(mesh: Mesh, wants: np.ndarray, number: int) -> None:
    """Set `mesh.corners` of the faces that want `number` of them, (F,) bool."""
    edges, face, side = _list_sides(mesh, wants)
    own = mesh.outer[edges, side]
    edges, face, side = edges[own], face[own], side[own]
    degree = np.bincount(mesh.ends[mesh.ends[:, 0] >= 0].ravel(), minlength=len(mesh.fixed))
    start, end = mesh.ends[edges].T
    start, end = np.where(side == 0, start, end), np.where(side == 0, end, start)
    direction = mesh.xy[end] - mesh.xy[start]
    into, out = np.argsort(_key(mesh, face, end), kind="stable"), np.argsort(_key(mesh, face, start), kind="stable")
    one, two = direction[into], direction[out]
    turn = np.abs(np.arctan2(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0], (one * two).sum(axis=1)))
    corner = (degree[start[out]] == 2) | (turn > STRAIGHT_RAD)
    mesh.corners[wants] = np.bincount(face[out][corner], minlength=len(wants))[wants] - number


def _list_sides(mesh: Mesh, wants: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sides of edges where a face lies that wants a number of corners: (edges, face, side 0 left or 1 right)."""
    alive = np.flatnonzero(mesh.ends[:, 0] >= 0)
    edges, side = np.concatenate([alive, alive]), np.repeat([0, 1], len(alive))
    face = np.concatenate([mesh.left[alive], mesh.right[alive]])
    own = wants[face] & (mesh.left[edges] != mesh.right[edges])
    return edges[own], face[own], side[own]


def _key(mesh: Mesh, face: np.ndarray, vertex: np.ndarray) -> np.ndarray:
    return face.astype(np.int64) * len(mesh.fixed) + vertex
