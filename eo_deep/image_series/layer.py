"""One image of a series as it is read: on a grid, with its mask, its scale, its plausible values, its clouds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.raster import RasterSource
from .masks import MaskRule, choose_rule
from .working_grid import GridReader


@dataclass
class Layer:
    """An image of a series on a grid, with its mask and all that says which pixels are known.

    factors: scale and offset (bands, 1, 1) of the file's values. baseline: subtracted from them. limits: of plausible
    values. clouds: (h, w) bool, of cells that cover the grid.
    """

    source: RasterSource
    mask: RasterSource | None
    rule: MaskRule | None
    grid: Grid
    reader: GridReader
    mask_reader: GridReader | None = None
    factors: tuple[np.ndarray, np.ndarray] | None = None
    baseline: float = 0.0
    limits: tuple[float, float] = (-math.inf, math.inf)
    clouds: np.ndarray | None = None

    def place(self, grid: Grid, shift: tuple[float, float] = (0.0, 0.0), resampling: str = "cubic") -> Layer:
        """The same on a grid; what is at (x, y) of it comes from (x + dx, y + dy), with shift (dy, dx) in px."""
        mask = GridReader(self.mask, grid, "nearest", shift) if self.mask else None
        return replace(self, grid=grid, reader=GridReader(self.source, grid, resampling, shift), mask_reader=mask)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Values (bands, h, w) float32, which are known, and which a mask would have to say something of."""
        pixels, valid = self.reader.read(window)
        values = pixels.astype(np.float32)
        if self.factors:
            values = values * self.factors[0] + self.factors[1]
        known = valid
        if self.mask_reader and self.rule:
            words, covered = self.mask_reader.read(window, masked=False)
            known = valid & covered & self.rule.is_clear(words[0])
            valid = valid & ~covered
        return values - np.float32(self.baseline), known, valid

    def read_known(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Values (bands, h, w), finite, and which are known: by file, mask, plausible range and found clouds."""
        values, known, _ = self.read(window)
        if not known.all():
            values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        if math.isfinite(self.limits[1]):
            known = known & ((values >= self.limits[0]) & (values <= self.limits[1])).all(axis=0)
        if self.clouds is not None:
            height, width = self.clouds.shape
            rows = (int(window.row_off) + np.arange(int(window.height)) + 0.5) * height / self.grid.height
            columns = (int(window.col_off) + np.arange(int(window.width)) + 0.5) * width / self.grid.width
            cells = np.ix_(rows.astype(int).clip(0, height - 1), columns.astype(int).clip(0, width - 1))
            known = known & ~self.clouds[cells]
        return values, known

    def close(self) -> None:
        """Close what was opened for the grid."""
        self.reader.close()
        if self.mask_reader:
            self.mask_reader.close()


def make_layer(source: RasterSource, mask: RasterSource | None, grid: Grid) -> Layer:
    """An image and its mask on a grid; the mask is read by what its values are."""
    scales, offsets = (np.array(each, np.float32)[:, None, None] for each in (source.scales, source.offsets))
    factors = (scales, offsets) if (scales != 1).any() or (offsets != 0).any() else None
    layer = Layer(source, mask, choose_rule(mask) if mask else None, grid, GridReader(source, grid), factors=factors)
    return layer.place(grid) if mask else layer
