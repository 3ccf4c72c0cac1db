"""The pixels of a window of a procedural town."""

from __future__ import annotations

import math

import numpy as np


class Frame:
    """The pixels of a window, placed in the town."""

    def __init__(self, pixel_m: float, row: int, column: int, height: int, width: int):
        self.pixel_m, self.row, self.column, self.height, self.width = pixel_m, row, column, height, width
        self.x = (np.arange(width) + column + 0.5) * pixel_m
        self.y = (np.arange(height) + row + 0.5) * pixel_m

    def patch(self, x0: float, y0: float, x1: float, y1: float) -> tuple[slice, slice] | None:
        """The pixels whose centres lie in a box (m), None if there are none."""
        c0 = max(0, math.floor(x0 / self.pixel_m) - self.column)
        c1 = min(self.width, math.ceil(x1 / self.pixel_m) - self.column)
        r0 = max(0, math.floor(y0 / self.pixel_m) - self.row)
        r1 = min(self.height, math.ceil(y1 / self.pixel_m) - self.row)
        return (slice(r0, r1), slice(c0, c1)) if r0 < r1 and c0 < c1 else None

    def local(self, patch: tuple[slice, slice], x: float, y: float, angle: float) -> tuple[np.ndarray, np.ndarray]:
        """Coordinates u and v (m) of a patch's pixels in a frame at x, y, turned by an angle."""
        dx, dy = self.x[patch[1]] - x, (self.y[patch[0]] - y)[:, None]
        cu, su = math.cos(angle), math.sin(angle)
        return cu * dx + su * dy, cu * dy - su * dx
