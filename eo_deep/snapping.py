"""Common directions of a face's walls, and walls brought onto them exactly; compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from .mesh_operators import Mesh


@njit(cache=True, nogil=True)
def find_axes(m, wanted):  # pragma: no cover - compiled
    """Set the axes of the wanted faces: phi0 = arg(sum L^2 exp(4 i phi)) / 4 over their walls."""
    aspect = m.settings[4]
    for face in range(len(wanted)):
        m.axes[face, 0], m.axes[face, 1] = 0.0, 0.0
    for e in range(len(m.ends)):
        if m.ends[e, 0] < 0:
            continue
        dx = m.xy[m.ends[e, 1], 0] - m.xy[m.ends[e, 0], 0]
        dy = (m.xy[m.ends[e, 1], 1] - m.xy[m.ends[e, 0], 1]) * aspect
        square = dx * dx + dy * dy
        if square < 1e-12:
            continue
        cos4 = (dx**4 - 6.0 * dx * dx * dy * dy + dy**4) / square
        sin4 = 4.0 * dx * dy * (dx * dx - dy * dy) / square
        for face in (m.left[e], m.right[e]):
            if wanted[face]:
                m.axes[face, 0] += cos4
                m.axes[face, 1] += sin4
    for face in range(len(wanted)):
        size = np.hypot(m.axes[face, 0], m.axes[face, 1])
        if size > 0.0:
            m.axes[face] /= size


def snap_walls(mesh: Mesh, wanted: np.ndarray, price: float, status: np.ndarray) -> None:
    pass
