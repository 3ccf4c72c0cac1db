"""Where the pixels of a raster lie on the Earth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import pyproj
import rasterio
from rasterio.crs import CRS
from rasterio.transform import array_bounds
from rasterio.windows import Window

_ELLIPSOID = pyproj.Geod(ellps="WGS84")
_FLIP = rasterio.Affine.scale(1, -1)


@dataclass(frozen=True)
class Grid:
    """Where the pixels of a raster lie: CRS or None, affine pixel -> CRS transform, size in pixels."""

    crs: CRS | None
    transform: rasterio.Affine
    width: int
    height: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) in CRS units, of a rotated, mirrored or south-up extent too."""
        left, bottom, right, top = array_bounds(self.height, self.width, self.transform)
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

    @cached_property
    def ground_resolution_m(self) -> tuple[float, float] | None:
        """Pixel size (along rows, along columns) in metres on the ellipsoid at the grid's centre; None without CRS."""
        to_degrees = self.lonlat_transformer()
        if to_degrees is None:
            return None
        column, row = self.width / 2, self.height / 2
        corners = [self.transform * point for point in ((column, row), (column + 1, row), (column, row + 1))]
        longitudes, latitudes = to_degrees.transform([x for x, _ in corners], [y for _, y in corners])
        if not np.isfinite([longitudes, latitudes]).all():
            return None
        across, down = (_ELLIPSOID.inv(longitudes[0], latitudes[0], longitudes[i], latitudes[i])[2] for i in (1, 2))
        return across, down

    def lonlat_transformer(self) -> pyproj.Transformer | None:
        """CRS coordinates -> WGS 84 longitude, latitude; None without a CRS that lies on the Earth."""
        if self.crs is None:
            return None
        try:
            return pyproj.Transformer.from_crs(pyproj.CRS.from_wkt(self.crs.to_wkt()), 4326, always_xy=True)
        except pyproj.exceptions.ProjError:
            return None

    def scaled(self, across: float, down: float | None = None) -> Grid:
        """The same extent with pixels `across` times wider, `down` (None: `across`) times higher, in whole pixels."""
        width, height = max(1, round(self.width / across)), max(1, round(self.height / (down or across)))
        scale = rasterio.Affine.scale(self.width / width, self.height / height)
        return Grid(self.crs, self.transform * scale, width, height)

    def magnified(self, scale: Fraction) -> Grid:
        """The grid with `scale` pixels along each of its pixels, from the same corner; what is left over is cut off."""
        shrink = rasterio.Affine.scale(scale.denominator / scale.numerator)
        width, height = (max(1, math.floor(side * scale)) for side in (self.width, self.height))
        return self if scale == 1 else Grid(self.crs, self.transform * shrink, width, height)

    def cells(self, ratio: int) -> Grid:
        """Cells of ratio x ratio pixels each, from the same corner, as many as cover the grid."""
        scale = rasterio.Affine.scale(ratio)
        return Grid(self.crs, self.transform * scale, -(-self.width // ratio), -(-self.height // ratio))

    def is_finer_than(self, other: Grid) -> bool:
        """Whether its pixels are smaller than those of another grid of the same extent."""
        return self.width * self.height > other.width * other.height

    def window_transform(self, window: Window) -> rasterio.Affine:
        """The affine transform of the grid of `window` alone."""
        return self.transform * rasterio.Affine.translation(window.col_off, window.row_off)

    def window_shape(self, window: Window | None = None) -> tuple[int, int]:
        """(height, width) in pixels of a window, or of the whole grid."""
        return (int(window.height), int(window.width)) if window else (self.height, self.width)

    def blocks(self, size_px: int) -> Iterator[Window]:
        """Windows of at most size_px x size_px that cover the grid once, row by row."""
        for row in range(0, self.height, size_px):
            for column in range(0, self.width, size_px):
                yield Window(column, row, min(size_px, self.width - column), min(size_px, self.height - row))

    def holds(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Which pixels lie inside of the grid, (N,) bool."""
        return (rows >= 0) & (columns >= 0) & (rows < self.height) & (columns < self.width)

    def group_pixels(self, rows: np.ndarray, columns: np.ndarray, size_px: int) -> list[tuple[np.ndarray, Window]]:
        """Pixels inside of the grid by blocks of size_px x size_px: positions in `rows`, and a window that holds them.

        rows, columns: (N,) int. Blocks come row by row, and the pixels of a block in their order.
        """
        across = -(-self.width // size_px)
        block = rows // size_px * across + columns // size_px
        order = np.flatnonzero(self.holds(rows, columns))
        order = order[np.argsort(block[order], kind="stable")]
        found = []
        for group in np.split(order, np.flatnonzero(np.diff(block[order])) + 1) if len(order) else []:
            top, left = int(rows[group].min()), int(columns[group].min())
            height, width = int(rows[group].max()) - top + 1, int(columns[group].max()) - left + 1
            found.append((group, Window(left, top, width, height)))
        return found

    def lattice(self) -> np.ndarray:
        """Points (25, 2) in CRS coordinates, spread evenly over the grid from edge to edge."""
        columns, rows = np.meshgrid(np.linspace(0, self.width, 5), np.linspace(0, self.height, 5))
        return np.stack(self.transform * (columns.ravel(), rows.ravel()), axis=1)

    def facing(self, other: Grid) -> Grid:
        """This grid, or its mirror image where both are pixel coordinates that count rows in opposite directions.

        A picture without georeference lies below y = 0 in QGIS; a mask that was made of it elsewhere often lies above.
        """
        mirrored = Grid(None, _FLIP * self.transform, self.width, self.height)
        both_pixels = self.crs is None and other.crs is None and self.transform in (_FLIP, rasterio.Affine.identity())
        return mirrored if both_pixels and np.allclose(mirrored.bounds, other.bounds, rtol=1e-9) else self

    def matches(self, other: Grid) -> bool:
        """Whether the pixels of both grids coincide (to a hundredth of a pixel)."""
        if (self.crs, self.width, self.height) != (other.crs, other.width, other.height):
            return False
        corners = ((0, 0), (self.width, 0), (0, self.height))
        offsets = [np.subtract(~self.transform * (other.transform * corner), corner) for corner in corners]
        return bool(np.abs(offsets).max() < 0.01)
