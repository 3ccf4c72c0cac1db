"""Outlines of objects as arrays of vertices, for samples that are drawn where no library of geometries is."""

from __future__ import annotations

from collections.abc import Callable
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

    def transform(self, function: Callable[[np.ndarray], np.ndarray]) -> Rings:
        """The same rings with other vertices, (P, 2) -> (P, 2)."""
        return self._replace(xy=function(self.xy))

    def choose(self, left: float, top: float, right: float, bottom: float) -> Rings:
        """The rings whose bounds meet a box."""
        if not len(self.holes):
            return self
        first = self.starts[:-1]
        low, high = np.minimum.reduceat(self.xy, first), np.maximum.reduceat(self.xy, first)
        chosen = ((low <= (right, bottom)) & (high >= (left, top))).all(1)
        counts = np.diff(self.starts)
        return Rings(
            self.xy[np.repeat(chosen, counts)],
            np.concatenate([[0], np.cumsum(counts[chosen])]),
            self.holes[chosen],
        )
