"""What rasters hold at points: the value of the pixel in which each point lies."""

from __future__ import annotations

import numpy as np
from rasterio.windows import Window

from ..io.raster import RasterSource
from ..progress import Progress, silent
from ..runtime.threads import map_in_order

_BLOCK_PX = 256  # what is read together


def read_at(source: RasterSource, rows: np.ndarray, columns: np.ndarray,
            progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
    """Read the pixels of a raster at rows and columns; only blocks that hold some are read.

    Parameters
    ----------
    source : RasterSource
    rows, columns : ndarray of int, shape (N,)
        They may lie outside of the raster.
    progress : Progress

    Returns
    -------
    values : ndarray, shape (C, N)
        In the raster's data type; 0 where they are not valid.
    valid : ndarray of bool, shape (N,)
        Inside of the raster, and not nodata.
    """
    values, valid = np.zeros((source.count, len(rows)), source.dtype), np.zeros(len(rows), bool)
    inside = find_inside(source, rows, columns)
    across = source.grid.width // _BLOCK_PX + 1
    block = np.where(inside, rows // _BLOCK_PX * across + columns // _BLOCK_PX, -1)
    order = np.flatnonzero(inside)
    order = order[np.argsort(block[order], kind="stable")]
    groups = np.split(order, np.flatnonzero(np.diff(block[order])) + 1) if len(order) else []

    def read(group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        top, left = int(rows[group].min()), int(columns[group].min())
        height, width = int(rows[group].max()) - top + 1, int(columns[group].max()) - left + 1
        pixels, known = source.read(Window(left, top, width, height))
        here = rows[group] - top, columns[group] - left
        return pixels[(slice(None), *here)], known[here]

    for number, (group, (pixels, known)) in enumerate(zip(groups, map_in_order(read, groups), strict=True), 1):
        values[:, group], valid[group] = np.where(known, pixels, 0), known
        progress(number / len(groups))
    return values, valid


def find_inside(source: RasterSource, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Which pixels lie inside of a raster, (N,) bool."""
    return (rows >= 0) & (columns >= 0) & (rows < source.grid.height) & (columns < source.grid.width)
