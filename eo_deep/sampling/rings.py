"""Outlines of objects as arrays of vertices, for samples that are drawn where no library of geometries is."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np


class Rings(NamedTuple):
    """The outlines of objects: exteriors and holes, each without its first vertex again at the end.

    xy: (P, 2) vertices. starts: (R + 1,), ring r has the vertices from starts[r] to before starts[r + 1]. holes: (R,)
    bool. The direction in which a ring runs does not matter.
    """

    xy: np.ndarray
    starts: np.ndarray
    holes: np.ndarray


class Outlines:
    """Rings in px of an image, to find those of a window."""

    def __init__(self, rings: Rings) -> None:
        self.rings = rings

    @cached_property
    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """(R, 2) lowest and highest x, y of each ring."""
        first = self.rings.starts[:-1]
        return np.minimum.reduceat(self.rings.xy, first), np.maximum.reduceat(self.rings.xy, first)

    def find(self, low: np.ndarray, high: np.ndarray) -> Rings:
        """The rings whose bounds meet the box from ``low`` to ``high``, x and y."""
        xy, starts, holes = self.rings
        if not len(holes):
            return self.rings
        lowest, highest = self._bounds
        chosen = ((lowest <= high) & (highest >= low)).all(axis=1)
        counts = np.diff(starts)
        return Rings(xy[np.repeat(chosen, counts)], np.concatenate([[0], np.cumsum(counts[chosen])]), holes[chosen])


def find_in_window(outlines: Outlines, scale: np.ndarray, row: int, column: int, size_px: int) -> Rings:
    """The rings that meet a square window, in px of it, of a grid with ``scale`` (x, y) px per px of the outlines."""
    corner = np.array([column, row], float)
    rings = outlines.find(corner / scale, (corner + size_px) / scale)
    return rings._replace(xy=rings.xy * scale - corner)
