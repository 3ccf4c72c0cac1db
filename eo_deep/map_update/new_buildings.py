"""What an image shows and a map lacks, and how much of what the map holds the image shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio.features
import shapely
from rasterio.windows import Window
from scipy import ndimage

from ..geo.grid import Grid
from ..io.raster_writer import RasterWriter
from ..progress import Progress, silent

# Reads a window, which may reach beyond the raster: probabilities (h, w) float32, and where they are known (h, w) bool.
ReadProbability = Callable[[Window], tuple[np.ndarray, np.ndarray]]

_BLOCK_PX = 1024
_PIXELS = rasterio.Affine.identity()


def measure_support(read: ReadProbability, grid: Grid, geometries: np.ndarray,
                    progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
    """Mean probability inside each polygon, (N,) float64, NaN where nothing is known, and the known share of it, 0..1.

    geometries: (N,) polygons in pixels of the grid; parts beyond its edge are not known. Each polygon counts for itself
    where several overlap.
    """
    total, known, inside = np.zeros(len(geometries)), np.zeros(len(geometries)), np.zeros(len(geometries))
    tree = shapely.STRtree(geometries)
    blocks = list(grid.blocks(_BLOCK_PX))
    for done, block in enumerate(blocks, 1):
        found = tree.query(_outline(block))
        if len(found):
            probability, valid = read(block)
        for number in found:
            rows, columns, mask = _draw(geometries[number], block)
            seen = mask & valid[rows, columns]
            total[number] += probability[rows, columns][seen].sum(dtype=np.float64)
            known[number] += seen.sum()
            inside[number] += mask.sum()
        progress(done / len(blocks))
    with np.errstate(invalid="ignore"):
        share = known / np.maximum(inside, np.maximum(shapely.area(geometries), 1e-9))
        return np.where(known > 0, total / np.maximum(known, 1), np.nan), share.clip(0, 1)


def write_unmapped(path: Path, read: ReadProbability, grid: Grid, geometries: np.ndarray, threshold: float,
                   width_px: float, progress: Progress = silent) -> int:
    """Write the probabilities of what no polygon covers, 0 elsewhere and NaN where unknown; returns how many pixels
    reach the threshold.

    geometries: (N,) polygons in pixels of the grid. width_px: what is left and narrower than that is no building, but
    the error of an outline.
    """
    tree = shapely.STRtree(geometries)
    margin = math.ceil(width_px) + 3
    blocks, count = list(grid.blocks(_BLOCK_PX)), 0
    with RasterWriter(path, grid, 1, "float32", math.nan, ["probability"]) as writer:
        for done, block in enumerate(blocks, 1):
            around = Window(block.col_off - margin, block.row_off - margin, block.width + 2 * margin,
                            block.height + 2 * margin)  # fmt: skip
            probability, valid = read(around)
            covered = _cover(tree, geometries, around)
            likely = valid & (probability >= threshold) & ~covered
            free = _drop_narrow(likely, width_px)
            # Below the threshold, probabilities tell the outline's place to the fraction of a pixel, near what is left.
            near = ndimage.binary_dilation(free, np.ones((3, 3)), 2)
            shown = free | (near & ~likely & ~covered)
            core = np.s_[margin : margin + int(block.height), margin : margin + int(block.width)]
            kept = np.where(valid, np.where(shown, probability, 0), np.nan)[core]
            writer.write(kept.astype(np.float32)[None], block)
            count += int(free[core].sum())
            progress(done / len(blocks))
    return count


def _cover(tree: shapely.STRtree, geometries: np.ndarray, window: Window) -> np.ndarray:
    """Where polygons lie, (h, w) bool."""
    result = np.zeros((int(window.height), int(window.width)), bool)
    for number in tree.query(_outline(window)):
        rows, columns, mask = _draw(geometries[number], window)
        result[rows, columns] |= mask
    return result


def _drop_narrow(mask: np.ndarray, width_px: float) -> np.ndarray:
    """What of a mask (h, w) lies in a disc of that width that fits into it (an opening)."""
    radius = width_px / 2
    if radius < 1:
        return mask
    # Beyond the window's border, all that goes on is taken to go on.
    padded = np.pad(mask, 1, mode="edge")
    core = ndimage.distance_transform_edt(padded) > radius
    if not core.any():
        return np.zeros_like(mask)
    return mask & (ndimage.distance_transform_edt(~core) <= radius)[1:-1, 1:-1]


def _draw(geometry: shapely.Geometry, window: Window) -> tuple[slice, slice, np.ndarray]:
    """The rows and columns of a window that a polygon reaches, and its pixels there, (h, w) bool."""
    left, top, right, bottom = geometry.bounds
    x, y = int(window.col_off), int(window.row_off)
    first, last = np.clip([math.floor(left) - x, math.ceil(right) - x], 0, int(window.width)).tolist()
    columns = slice(first, last)
    first, last = np.clip([math.floor(top) - y, math.ceil(bottom) - y], 0, int(window.height)).tolist()
    rows = slice(first, last)
    shape = rows.stop - rows.start, columns.stop - columns.start
    if 0 in shape:
        return rows, columns, np.zeros(shape, bool)
    transform = _PIXELS * rasterio.Affine.translation(x + columns.start, y + rows.start)
    mask = rasterio.features.rasterize([(geometry, 1)], shape, transform=transform, dtype="uint8")
    return rows, columns, mask.astype(bool)


def _outline(window: Window) -> shapely.Polygon:
    return shapely.box(window.col_off, window.row_off, window.col_off + window.width, window.row_off + window.height)
