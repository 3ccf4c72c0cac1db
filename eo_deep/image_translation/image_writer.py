"""Images that a network makes, in the data type that they shall have."""

from __future__ import annotations

import math

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.raster_writer import RasterWriter
from ..progress import Progress
from ..streaming.finite_check import FiniteCheck


class ImageWriter:
    """Writes the values that a network gives in units of mean and deviation; a context manager.

    target: the card's. scale: mean and standard deviation (C,) float32 of each band. Whole numbers are rounded to the
    nearest and cut at the type's limits; a mask says where they are known.
    """

    def __init__(self, path: str, grid: Grid, target: dict, scale: tuple[np.ndarray, np.ndarray], block_px: int,
                 overviews: bool, progress: Progress) -> None:
        self.finite_check = FiniteCheck()
        self._dtype = np.dtype(target["dtype"])
        self._mean, self._std = (each[:, None, None] for each in scale)
        self._is_float = self._dtype.kind == "f"
        self._raster = RasterWriter(path, grid, len(target["bands"]), target["dtype"],
                                    math.nan if self._is_float else None, target["bands"], None, block_px, overviews,
                                    progress=progress, masked=not self._is_float)  # fmt: skip

    def __enter__(self) -> ImageWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""
        valid = self.finite_check.select_finite(scores, valid)
        values = np.where(valid, scores * self._std + self._mean, np.float32(math.nan if self._is_float else 0))
        if not self._is_float:
            limits = np.iinfo(self._dtype)
            values = np.clip(np.rint(values.astype(np.float64)), limits.min, limits.max)
        self._raster.write(values.astype(self._dtype), window, valid)
