"""Patches of an image: where they lie, how they are cut from a window, and which of their pixels are valid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rasterio
from numpy.lib.stride_tricks import sliding_window_view
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..streaming.tiling import Unit


@dataclass(frozen=True)
class PatchGrid:
    """Cells of stride_px on an image's grid, and for each the patch that is centred on it.

    Where a patch would reach over the image's edge it is moved inside, so that all of the image gets an answer from
    real pixels. Raises EoDeepError for an image smaller than a patch and a stride below 1 px.
    """

    grid: Grid
    patch_px: int
    stride_px: int

    def __post_init__(self) -> None:
        if self.stride_px < 1:
            raise EoDeepError(f"Stride must be at least 1 px, got {self.stride_px} px.")
        if min(self.grid.width, self.grid.height) < self.patch_px:
            raise EoDeepError(
                f"The image must be at least one patch of {self.patch_px} px wide and high, got {self.grid.width} x "
                f"{self.grid.height} px at the model's resolution."
            )

    @property
    def cells(self) -> Grid:
        """The grid with a pixel per patch; its last row and column may reach beyond the image."""
        scale = rasterio.Affine.scale(self.stride_px)
        sizes = (-(-size // self.stride_px) for size in (self.grid.width, self.grid.height))
        return Grid(self.grid.crs, self.transform * scale, *sizes)

    @property
    def transform(self) -> rasterio.Affine:
        """Image pixels -> coordinates, those of QGIS for an image that has none: y falls from 0 downwards."""
        bare = self.grid.crs is None and self.grid.transform.is_identity
        return rasterio.Affine.scale(1, -1) if bare else self.grid.transform

    def starts(self, size_px: int) -> np.ndarray:
        """The first pixel of each patch along a side of size_px, (N,) int."""
        middle = np.arange(-(-size_px // self.stride_px)) * self.stride_px + (self.stride_px - self.patch_px) // 2
        return np.clip(middle, 0, size_px - self.patch_px)

    def plan(self, unit_cells: int) -> list[Unit]:
        """Units of unit_cells x unit_cells patches: `core` in cells, `window` the pixels that its patches need."""
        rows, columns = self.starts(self.grid.height), self.starts(self.grid.width)
        units: list[Unit] = []
        for core in self.cells.blocks(unit_cells):
            top, left = rows[int(core.row_off)], columns[int(core.col_off)]
            bottom = rows[int(core.row_off + core.height) - 1] + self.patch_px
            right = columns[int(core.col_off + core.width) - 1] + self.patch_px
            units.append(Unit(len(units), core, Window(left, top, right - left, bottom - top)))
        return units

    def cut(self, unit: Unit, pixels: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """The patches (N, ..., P, P) of the chosen cells, (rows, columns) bool, from `pixels` (..., H, W) of a unit."""
        core, window = unit.core, unit.window
        cell_rows, cell_columns = np.nonzero(chosen)
        rows = self.starts(self.grid.height)[cell_rows + int(core.row_off)] - int(window.row_off)
        columns = self.starts(self.grid.width)[cell_columns + int(core.col_off)] - int(window.col_off)
        patches = sliding_window_view(pixels, (self.patch_px, self.patch_px), axis=(-2, -1))
        return np.moveaxis(patches, (-4, -3), (0, 1))[rows, columns]


def fill_nodata(patches: np.ndarray, valid: np.ndarray) -> None:
    """Give the nodata pixels of patches (N, C, P, P) float32 the mean of the valid ones of the same patch and band.

    valid: (N, P, P) bool. The patch's own mean colour misleads a network less than any constant would.
    """
    for number in np.flatnonzero(~valid.all(axis=(1, 2))):
        here = valid[number]
        if here.any():
            patches[number][:, ~here] = patches[number][:, here].mean(axis=1)[:, None]
