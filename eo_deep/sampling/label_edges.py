"""Imprecise labels are wrong along the edges between classes first: those edges can be left out of a training."""

from __future__ import annotations

import math

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from .labels import PolygonWindows, RasterWindows


def read_without_edges(
    labels: PolygonWindows | RasterWindows, grid: Grid, window: Window, radius_px: float
) -> tuple[np.ndarray, np.ndarray]:
    """What ``labels.read`` gives, with `UNKNOWN` classes within a radius of an edge, as `blank_edges` finds them."""
    if radius_px < 0.5:
        return labels.read(grid, window)
    around = math.ceil(radius_px) + 1
    wider = Window(
        window.col_off - around, window.row_off - around, window.width + 2 * around, window.height + 2 * around
    )
    classes, objects = labels.read(grid, wider)
    inner = np.s_[around:-around, around:-around]
    return blank_edges(classes, radius_px)[inner], objects[inner]


def blank_edges(classes: np.ndarray, radius_px: float) -> np.ndarray:
    """Classes (H, W) uint8 with `UNKNOWN` where a pixel's centre is within a radius of a side between two classes.

    The border of what has no class is no such edge.
    """
    beside_edge = np.zeros(classes.shape, bool)
    for axis in (0, 1):
        one, other = (np.moveaxis(classes, axis, 0)[part] for part in (np.s_[:-1], np.s_[1:]))
        differs = (one != other) & (one != UNKNOWN) & (other != UNKNOWN)
        for part in (np.s_[:-1], np.s_[1:]):
            np.moveaxis(beside_edge, axis, 0)[part] |= differs
    if not beside_edge.any():
        return classes
    # The centres of pixels beside an edge are half a pixel from it.
    near = ndimage.distance_transform_edt(~beside_edge) <= radius_px - 0.5
    return np.where(near, np.uint8(UNKNOWN), classes)
