"""The directions that most walls of a face share, and faces that share them; compiled."""

from __future__ import annotations

import math

import numpy as np

from ...runtime.compilation import njit
from ..union_find import find_root

# Touching faces whose directions differ by less than this share them.
_ALIKE = math.cos(4 * math.radians(4.0))
# So many of a face's longest walls may be a mode of its directions.
_MAX_MODES = 24


@njit(cache=True, nogil=True)
def find_axes(m, wanted, round_faces, within, sums):  # pragma: no cover - compiled
    """Set the axes of the wanted faces to the directions that most of their walls share; round faces have none.

    phi0 = arg(sum L^2 exp(4 i phi)) / 4 over the walls near a mode of the directions, for a mean over all would be
    led astray by a long diagonal. round_faces: (F,) bool. within: cosine of 4 times the angle up to which walls count
    as near. sums: (F, 2) float64, gets the sums.
    """
    aspect = m.limits.aspect
    faces = len(wanted)
    first = np.zeros(faces + 1, np.int64)
    for e in range(len(m.ends)):
        if m.ends[e, 0] >= 0:
            first[m.left[e] + 1] += 1
            first[m.right[e] + 1] += 1
    first = np.cumsum(first)
    place = first[:-1].copy()
    wall = np.zeros((first[-1], 3))  # square of the length, cosine and sine of 4 phi
    for e in range(len(m.ends)):
        if m.ends[e, 0] < 0:
            continue
        dx = m.xy[m.ends[e, 1], 0] - m.xy[m.ends[e, 0], 0]
        dy = (m.xy[m.ends[e, 1], 1] - m.xy[m.ends[e, 0], 1]) * aspect
        square = dx * dx + dy * dy
        for face in (m.left[e], m.right[e]):
            if square > 1e-12:
                wall[place[face], 0] = square
                wall[place[face], 1] = (dx**4 - 6.0 * dx * dx * dy * dy + dy**4) / (square * square)
                wall[place[face], 2] = 4.0 * dx * dy * (dx * dx - dy * dy) / (square * square)
            place[face] += 1
    for face in range(faces):
        m.axes[face, 0], m.axes[face, 1] = 0.0, 0.0
        sums[face, 0], sums[face, 1] = 0.0, 0.0
        if not wanted[face] or round_faces[face]:
            continue
        own = wall[first[face]:first[face + 1]]
        longest = np.argsort(-np.floor(own[:, 0] * 1e6 + 0.5), kind="mergesort")[:_MAX_MODES]
        best, mode = 0.0, 0
        for candidate in longest:
            support = 0.0
            for k in range(len(own)):
                alike = own[k, 1] * own[candidate, 1] + own[k, 2] * own[candidate, 2]
                support += own[k, 0] * max(0.0, alike - within)
            if support > best * (1.0 + 1e-9):
                best, mode = support, candidate
        for k in range(len(own)):
            if len(own) and own[k, 1] * own[mode, 1] + own[k, 2] * own[mode, 2] > within:
                sums[face, 0] += own[k, 0] * own[k, 1]
                sums[face, 1] += own[k, 0] * own[k, 2]
        size = math.hypot(sums[face, 0], sums[face, 1])
        if size > 0.0:
            m.axes[face, 0], m.axes[face, 1] = sums[face, 0] / size, sums[face, 1] / size


@njit(cache=True, nogil=True)
def share_axes(m, wanted, sums):  # pragma: no cover - compiled
    """Give touching faces of nearly the same directions the same; returns (F,) the group of each, -1 for none."""
    parents = np.arange(len(wanted))
    for e in range(len(m.ends)):
        if m.ends[e, 0] >= 0:
            a, b = m.left[e], m.right[e]
            if wanted[a] and wanted[b]:
                a, b = find_root(parents, a), find_root(parents, b)
                same = m.axes[a, 0] * m.axes[b, 0] + m.axes[a, 1] * m.axes[b, 1]
                if a != b and same > _ALIKE:
                    if a > b:
                        a, b = b, a
                    parents[b] = a
                    sums[a] += sums[b]
                    size = math.hypot(sums[a, 0], sums[a, 1])
                    if size > 0.0:
                        m.axes[a] = sums[a] / size
    groups = np.full(len(wanted), -1, np.int64)
    for face in range(len(wanted)):
        if wanted[face]:
            root = find_root(parents, face)
            if m.axes[root, 0] != 0.0 or m.axes[root, 1] != 0.0:
                groups[face] = root
                m.axes[face] = m.axes[root]
    return groups
