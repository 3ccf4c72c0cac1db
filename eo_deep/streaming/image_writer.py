"""Images that a network makes, in the data type that they shall have."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.parts import track
from ..io.raster import RasterSource
from ..io.raster_writer import RasterWriter
from ..progress import Progress
from .finite_check import FiniteCheck


class ImageWriter:
    """Writes values (C, h, w) as an image; a context manager.

    names, dtype: of its bands. scale: mean and standard deviation (C,) float32 of each band, in whose units the values
    are given; None: they are the image's own. like: an image whose nodata, scales and colours it has. masked: a mask
    says where it is nodata, if neither a nodata value nor NaN can.

    Whole numbers are rounded to the nearest, cut at the limits of the type, and none of them means nodata.
    """

    def __init__(self, path: str, grid: Grid, names: Sequence[str], dtype: str, block_px: int, overviews: bool,
                 progress: Progress, scale: tuple[np.ndarray, np.ndarray] | None = None,
                 like: RasterSource | None = None, masked: bool = True):
        self.finite_check = FiniteCheck()
        self._clipped, self._count = 0, 0
        track(self, "_clipped", "_count")
        self._dtype, self._by_pixel = np.dtype(dtype), dtype == "uint8"
        self._scale = tuple(each[:, None, None] for each in scale) if scale else None
        stated = like.nodata if like else None
        self._nodata = math.nan if stated is None and self._dtype.kind == "f" else stated
        self._raster = RasterWriter(path, grid, len(names), dtype, self._nodata, names, block_px=block_px,
                                    overviews=overviews, progress=progress, like=like,
                                    masked=masked and self._nodata is None)  # fmt: skip

    def __enter__(self) -> ImageWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""
        valid = self.finite_check.select_finite(scores, valid)
        if self._scale:
            scores = scores * self._scale[1] + self._scale[0]
        values = self._round(scores, valid)
        values[:, ~valid] = self._nodata if self._nodata is not None else 0
        self._raster.write(values, window, valid)

    def report(self, progress: Progress) -> None:
        """Warn of values that were not finite, and say how many were cut."""
        self.finite_check.warn("pixels", progress)
        if self._clipped:
            progress.message(f"{self._clipped / self._count:.2%} of the values were cut to the range of {self._dtype}.")

    def _round(self, scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Values of the image's type, none of which means nodata."""
        if self._dtype.kind == "f":
            values = scores.astype(self._dtype)
            if self._nodata is not None and (hit := values == self._nodata).any():
                values[hit] = np.nextafter(values[hit], self._dtype.type(np.inf))
            return values
        limits = np.iinfo(self._dtype)
        rounded = np.rint(scores, dtype=np.float64 if self._dtype.itemsize > 2 else np.float32)
        rounded[:, ~valid] = 0
        self._count += int(np.count_nonzero(valid)) * len(rounded)
        if rounded.size and not limits.min <= rounded.min() <= rounded.max() <= limits.max:
            self._clipped += int(np.count_nonzero((rounded < limits.min) | (rounded > limits.max)))
            np.clip(rounded, limits.min, limits.max, out=rounded)
        values = rounded.astype(self._dtype)
        if self._nodata is not None:
            hit = values == self._nodata
            hit = np.broadcast_to(hit.all(axis=0), hit.shape) if self._by_pixel else hit
            values[hit] = self._nodata + 1 if self._nodata < limits.max else self._nodata - 1
        return values
