"""From the shifts of single objects to a map of how a whole layer is displaced."""

from __future__ import annotations

import math

import numpy as np
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

from ..geo.grid import Grid
from ..io.raster_writer import RasterWriter
from ..io.styles import shift_style
from ..progress import Progress, silent

CELL_M = 3.0
# Objects are weighted by a Gaussian of their distance; beyond _REACH of its widths they do not count.
_WIDTH_M = 20.0
_REACH = 3.0
# No object's variance is below this: the ground is no plane.
_MIN_VARIANCE_M2 = 0.04
_BLOCK_PX = 512


def write_displacement_map(
    path: str,
    image: Grid,
    image_pixel_m: tuple[float, float],
    centres_px: np.ndarray,
    shifts_m: np.ndarray,
    variances_m2: np.ndarray,
    smoothness: float,
    progress: Progress = silent,
) -> None:
    """Write the shifts of a layer as a map: a GeoTIFF with dx_m, dy_m (metres east, north) and variance_m2, float32.

    A cell has the mean of the shifts, weighted by a Gaussian of distance over the variance, and as variance what is
    left of that, and how much they differ there. NaN where no object is near.

    Parameters
    ----------
    path : str
    image : Grid
        Its extent is mapped in cells of 3 m.
    image_pixel_m : tuple of float
        Size of its pixels in metres along rows and columns.
    centres_px : ndarray (N, 2)
        Of objects, in its pixels.
    shifts_m : ndarray (N, 2)
        Metres east and north.
    variances_m2 : ndarray (N,)
        Of one axis of the shifts.
    smoothness : float
        The Gaussian is so many times 20 m wide.
    progress : Progress
    """
    grid = image.scaled(max(1.0, CELL_M / image_pixel_m[0]), max(1.0, CELL_M / image_pixel_m[1]))
    cell_m = image_pixel_m[0] * image.width / grid.width, image_pixel_m[1] * image.height / grid.height
    width_m = _WIDTH_M * max(smoothness, 0.1)
    sigma = [width_m / cell_m[1], width_m / cell_m[0]]
    margin = [math.ceil(_REACH * side) for side in sigma]
    cells = np.floor(centres_px * [grid.width / image.width, grid.height / image.height]).astype(int)
    weights = 1 / (variances_m2 + _MIN_VARIANCE_M2)
    columns = np.column_stack([weights, weights[:, None] * shifts_m, weights * (shifts_m**2).sum(axis=1) / 2])
    peak = 1 / (2 * math.pi * sigma[0] * sigma[1])  # so that one object in its own place counts once
    names = ["dx_m", "dy_m", "variance_m2"]
    style = shift_style()
    with RasterWriter(path, grid, 3, "float32", math.nan, names, None, _BLOCK_PX, False, style, progress) as writer:
        blocks = list(grid.blocks(_BLOCK_PX))
        for done, block in enumerate(blocks, 1):
            top, left = int(block.row_off) - margin[0], int(block.col_off) - margin[1]
            shape = int(block.height) + 2 * margin[0], int(block.width) + 2 * margin[1]
            x, y = cells[:, 0] - left, cells[:, 1] - top
            near = (x >= 0) & (x < shape[1]) & (y >= 0) & (y < shape[0])
            sums = np.zeros((4, *shape))
            for layer, values in zip(sums, columns.T):
                np.add.at(layer, (y[near], x[near]), values[near])
            inner = np.s_[margin[0] : shape[0] - margin[0], margin[1] : shape[1] - margin[1]]
            smooth = [gaussian_filter(layer, sigma, mode="constant", truncate=_REACH)[inner] / peak for layer in sums]
            writer.write(_average(*smooth), Window(*(int(side) for side in block.flatten())))
            progress(done / len(blocks))


def _average(weight: np.ndarray, dx: np.ndarray, dy: np.ndarray, square: np.ndarray) -> np.ndarray:
    """Means and variance (3, h, w) float32 of sums of weights, weighted shifts and halved squares; NaN for none."""
    valid = weight > math.exp(-(_REACH**2) / 2)
    weight = np.where(valid, weight, 1)
    spread = np.maximum(square / weight - ((dx / weight) ** 2 + (dy / weight) ** 2) / 2, 0)
    values = np.stack([dx / weight, dy / weight, 1 / weight + spread])
    return np.where(valid, values, np.nan).astype(np.float32)
