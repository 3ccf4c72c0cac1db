"""The files that a finer image is written to: values of the image's own type, and maps of what was added."""

from __future__ import annotations

import math

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.raster import RasterSource
from ..io.raster_writer import RasterWriter
from ..progress import Progress
from ..streaming.finite_check import FiniteCheck


class FinerImageWriter:
    """Writes values (C, h, w) as an image like `source`: its bands, data type, nodata; a context manager.

    bounded: whether values are kept within the range of an integer type, which `clipped` counts.
    """

    def __init__(self, path: str, grid: Grid, source: RasterSource, block_px: int, overviews: bool, masked: bool,
                 progress: Progress):
        self.finite_check, self.clipped, self.count = FiniteCheck(), 0, 0
        self._dtype, self._by_pixel = np.dtype(source.dtype), source.dtype == "uint8"
        floating = self._dtype.kind == "f"
        self._nodata = math.nan if source.nodata is None and floating else source.nodata
        self._raster = RasterWriter(path, grid, source.count, source.dtype, self._nodata, source.band_names,
                                    block_px=block_px, overviews=overviews, progress=progress, like=source,
                                    masked=masked and self._nodata is None)  # fmt: skip

    def __enter__(self) -> FinerImageWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h, w) float32, valid (h, w) bool of `window`."""
        valid = self.finite_check.select_finite(scores, valid)
        values = self._round(scores, valid)
        values[:, ~valid] = self._nodata if self._nodata is not None else 0
        self._raster.write(values, window, valid)

    def _round(self, scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Values of the image's type, none of which means nodata."""
        if self._dtype.kind == "f":
            values = scores.astype(self._dtype)
            if self._nodata is not None and (hit := values == self._nodata).any():
                values[hit] = np.nextafter(values[hit], self._dtype.type(np.inf))
            return values
        limits = np.iinfo(self._dtype)
        rounded = np.rint(np.where(valid, scores, 0).astype(np.float64))
        self.count += int(valid.sum()) * len(rounded)
        self.clipped += int(np.count_nonzero(((rounded < limits.min) | (rounded > limits.max)) & valid))
        values = rounded.clip(limits.min, limits.max).astype(self._dtype)
        if self._nodata is not None:
            hit = values == self._nodata
            hit = np.broadcast_to(hit.all(axis=0), hit.shape) if self._by_pixel else hit
            step = -1 if self._nodata >= limits.max else 1
            values = np.where(hit, values + self._dtype.type(step), values)
        return values


class MapWriter:
    """Writes values (C, h, w), 0 or above, in the image's units: float32, NaN = nodata; a context manager."""

    def __init__(self, raster: RasterWriter):
        self.finite_check = FiniteCheck()
        self._raster = raster

    def __enter__(self) -> MapWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h, w) float32, valid (h, w) bool of `window`."""
        valid = self.finite_check.select_finite(scores, valid)
        self._raster.write(np.where(valid, np.maximum(scores, 0), np.float32(np.nan)).astype(np.float32), window)
