"""One grid for all images of a series, and each image read on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import rasterio
from rasterio.windows import Window

from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.nested_grids import overlap
from ..io.raster import RasterSource
from ..models.other_images import check_place

_PHASE_PX = 0.1  # up to which pixels are read as they are
_EDGE_POINTS = 33
_ROUNDING_PX = 0.01  # by which another CRS may move an edge that coincides


class GridReader:
    """A raster on the working grid: its own pixels where they lie there, else resampled as a whole, once.

    So what is read of a pixel does not depend on the window.
    """

    def __init__(self, source: RasterSource, grid: Grid, resampling: str = "cubic",
                 shift: tuple[float, float] = (0.0, 0.0)):
        """shift: (dy, dx) in px: what is at (x, y) of the grid is at (x + dx, y + dy) in the raster."""
        move = rasterio.Affine.translation(shift[1], shift[0])
        moved = Grid(grid.crs, grid.transform * move, grid.width, grid.height)
        self._offset = _find_offset(moved, source.grid)
        self.is_resampled = self._offset is None
        self._reader = source.on(moved, resampling) if self._offset is None else source
        self._owns = self._offset is None

    def read(self, window: Window, masked: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, h, w) and which are valid, (h, w) bool; nothing is valid beyond the raster."""
        column, row = self._offset or (0, 0)
        place = Window(window.col_off - column, window.row_off - row, window.width, window.height)
        return self._reader.read(place, masked)

    def close(self) -> None:
        """Close what this object opened."""
        if self._owns:
            self._reader.close()


def join_grids(sources: Sequence[RasterSource], first: Grid | None = None) -> Grid:
    """The grid of the first image, or `first`, extended by whole pixels until it covers all images.

    Raises EoDeepError for an image that overlaps none of the others.
    """
    joined, left = [sources[0]], list(sources[1:])
    while left:
        near = [source for source in left if any(overlap(source.grid, other.grid) for other in joined)]
        near = near or left  # then one of them gets its sentence
        for source in near:
            check_place(source, next((other for other in joined if overlap(source.grid, other.grid)), sources[0]))
        joined += near
        left = [source for source in left if not any(source is one for one in near)]
    grid = first or sources[0].grid
    corners = np.array([_measure_extent(source.grid, grid) for source in sources])
    if first is None:
        corners = np.concatenate([corners, [(0, 0, grid.width, grid.height)]])
    left_px, top = (math.floor(side + _ROUNDING_PX) for side in corners[:, :2].min(axis=0))
    right, bottom = (math.ceil(side - _ROUNDING_PX) for side in corners[:, 2:].max(axis=0))
    corner = rasterio.Affine.translation(left_px, top)
    return Grid(grid.crs, grid.transform * corner, right - left_px, bottom - top)


def _measure_extent(own: Grid, grid: Grid) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of one grid in pixels of another."""
    along = np.linspace(0, 1, _EDGE_POINTS)
    ends = np.zeros(_EDGE_POINTS), np.ones(_EDGE_POINTS)
    x = np.concatenate([along, along, *ends]) * own.width
    y = np.concatenate([*ends, along, along]) * own.height
    points = np.stack(own.transform * (x, y), axis=1)
    if own.crs is not None and own.crs != grid.crs:
        points = make_transform(to_crs(own.crs), to_crs(grid.crs))(points)
        points = points[np.isfinite(points).all(axis=1)]
    columns, rows = ~grid.transform * tuple(points.T)
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


def _find_offset(grid: Grid, own: Grid) -> tuple[int, int] | None:
    """(column, row) of the grid where a raster begins; None where its pixels lie beside the grid's."""
    if grid.crs != own.crs:
        return None
    to_px = ~grid.transform * own.transform
    column, row = round(to_px.c), round(to_px.f)
    for x, y in ((0, 0), (own.width, 0), (0, own.height), (own.width, own.height)):
        at = to_px * (x, y)
        if abs(at[0] - x - column) > _PHASE_PX or abs(at[1] - y - row) > _PHASE_PX:
            return None
    return column, row
