"""Polygons burned into the windows of a grid: a pixel belongs to the polygon that holds its centre."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import rasterio.features
import shapely
from rasterio.errors import NotGeoreferencedWarning
from rasterio.windows import Window

from .grid import Grid
from .repair import keep_polygons

# Where several threads burn, rasterio sometimes warns of a missing transform that is there; what it burns is right.
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning, module="rasterio.features")

# GDAL takes outlines through Python and walks each whole: of longer ones it gets the part in the window.
_LONG_OUTLINE = 1000


class PolygonIndex:
    """Finds the polygons of a window; build it where many windows are rasterized from one layer.

    Parameters
    ----------
    geometries : ndarray of shapely polygons, shape (N,)
        In the CRS of the grids. None and empty polygons are never found.
    """

    def __init__(self, geometries: np.ndarray):
        self.geometries = np.asarray(geometries, dtype=object)
        self._tree = shapely.STRtree(self.geometries)

    def find(self, grid: Grid, window: Window | None = None) -> np.ndarray:
        """Positions, ascending, of the polygons whose bounds meet the window (default: the whole grid)."""
        return np.sort(self._tree.query(shapely.Polygon(_corners(grid, window))))

    def find_windows(self, grid: Grid, windows: Sequence[Window]) -> list[int]:
        """Positions, ascending, of the windows that the bounds of a polygon meet."""
        outlines = shapely.polygons(np.array([_corners(grid, window) for window in windows]))
        return np.unique(self._tree.query(outlines)[0]).tolist()

    def rasterize(self, values: Any, grid: Grid, window: Window | None = None, background: float = 0,
                  dtype: str = "uint8") -> np.ndarray:
        """`rasterize` for the polygons of this index; values: one number, or (N,)."""
        found = self.find(grid, window)
        chosen = np.broadcast_to(np.asarray(values), self.geometries.shape)[found]
        return _burn(self.geometries[found], chosen, grid, window, background, dtype)


def rasterize(geometries: Any, values: Any, grid: Grid, window: Window | None = None, background: float = 0,
              dtype: str = "uint8") -> np.ndarray:
    """Burn polygons into a window of a grid: a pixel takes the value of the last polygon that contains its centre.

    Parameters
    ----------
    geometries : array of shapely polygons, shape (N,)
        In the grid's CRS.
    values : number, or array of shape (N,)
    grid : Grid
    window : Window, optional
        Default: the whole grid.
    background : float, default 0
        Value of the other pixels.
    dtype : str, default "uint8"

    Returns
    -------
    ndarray, shape (H, W)
    """
    return PolygonIndex(geometries).rasterize(values, grid, window, background, dtype)


def _burn(geometries: np.ndarray, values: np.ndarray, grid: Grid, window: Window | None, background: float,
          dtype: str) -> np.ndarray:
    shape = grid.window_shape(window)
    if window and (long := shapely.get_num_coordinates(geometries) > _LONG_OUTLINE).any():
        around = Window(window.col_off - 1, window.row_off - 1, window.width + 2, window.height + 2)
        clipped = shapely.clip_by_rect(geometries[long], *shapely.Polygon(_corners(grid, around)).bounds)
        geometries = geometries.copy()
        geometries[long] = keep_polygons(clipped)
    burnt = [(g, value) for g, value in zip(geometries, values.tolist(), strict=True) if not g.is_empty]
    if not burnt:
        return np.full(shape, background, dtype) if background else np.zeros(shape, dtype)  # zeros cost no time
    return rasterio.features.rasterize(
        burnt, shape, fill=background, dtype=dtype,
        transform=grid.window_transform(window) if window else grid.transform,
    )


def _corners(grid: Grid, window: Window | None) -> list[tuple[float, float]]:
    height, width = grid.window_shape(window)
    transform = grid.window_transform(window) if window else grid.transform
    return [transform * corner for corner in ((0, 0), (width, 0), (width, height), (0, height))]
