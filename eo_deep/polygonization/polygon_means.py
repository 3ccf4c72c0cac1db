"""The mean of a raster inside polygons, and their pixels."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import rasterio.features
import shapely
from rasterio.windows import Window

from ..geo.geometries import is_area
from ..geo.grid import Grid
from ..geo.image_frame import make_image_frame
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent

# Reads a window, which may reach beyond the raster: values (h, w) float32, and where they are valid (h, w) bool.
ReadBand = Callable[[Window], tuple[np.ndarray, np.ndarray]]

_BLOCK_PX = 1024
_PIXELS = rasterio.Affine.identity()


def read_band(source: RasterSource) -> ReadBand:
    """Reads windows of an open raster's first band."""

    def read(window: Window) -> tuple[np.ndarray, np.ndarray]:
        pixels, valid = source.read(window)
        return pixels[0], valid

    return read


def place_polygons(grid: Grid, features: VectorLayer) -> tuple[np.ndarray, np.ndarray]:
    """The polygons (M,) of a layer in pixels of a grid, and their numbers (M,) in it."""
    numbers = np.flatnonzero(features.present & is_area(features.geometries))
    pixels = make_image_frame(features.crs, grid, (1.0, 1.0), silent).to_pixels(features.geometries[numbers])
    usable = ~shapely.is_empty(pixels)
    return pixels[usable], numbers[usable]


def measure_means(read: ReadBand, grid: Grid, geometries: np.ndarray,
                  progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
    """Mean value inside each polygon, (N,) float64, NaN where all is nodata, and the valid share of it, 0..1.

    geometries: (N,) polygons in pixels of the grid; parts beyond its edge are nodata. Each polygon counts for itself
    where several overlap.
    """
    total, valid_px, inside = np.zeros(len(geometries)), np.zeros(len(geometries)), np.zeros(len(geometries))
    tree = shapely.STRtree(geometries)
    blocks = list(grid.blocks(_BLOCK_PX))
    for done, block in enumerate(blocks, 1):
        found = tree.query(outline_window(block))
        if len(found):
            values, valid = read(block)
        for number in found:
            rows, columns, mask = draw_polygon(geometries[number], block)
            seen = mask & valid[rows, columns]
            total[number] += values[rows, columns][seen].sum(dtype=np.float64)
            valid_px[number] += seen.sum()
            inside[number] += mask.sum()
        progress(done / len(blocks))
    with np.errstate(invalid="ignore"):
        share = valid_px / np.maximum(inside, np.maximum(shapely.area(geometries), 1e-9))
        return np.where(valid_px > 0, total / np.maximum(valid_px, 1), np.nan), share.clip(0, 1)


def draw_polygon(geometry: shapely.Geometry, window: Window) -> tuple[slice, slice, np.ndarray]:
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


def outline_window(window: Window) -> shapely.Polygon:
    return shapely.box(window.col_off, window.row_off, window.col_off + window.width, window.row_off + window.height)
