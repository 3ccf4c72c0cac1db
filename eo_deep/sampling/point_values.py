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
    groups = source.grid.group_pixels(rows, columns, _BLOCK_PX)

    def read(part: tuple[np.ndarray, Window]) -> tuple[np.ndarray, np.ndarray]:
        group, window = part
        pixels, known = source.read(window)
        here = rows[group] - window.row_off, columns[group] - window.col_off
        return pixels[(slice(None), *here)], known[here]

    for number, ((group, _), (pixels, known)) in enumerate(zip(groups, map_in_order(read, groups), strict=True), 1):
        values[:, group], valid[group] = np.where(known, pixels, 0), known
        progress(number / len(groups))
    return values, valid
