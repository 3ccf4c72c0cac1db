"""The files that a finer image is written to: values of the image's own type, and maps of what was added."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from rasterio.windows import Window

from ..io.raster_writer import RasterWriter
from ..io.styles import deviation_style
from ..progress import Progress
from ..streaming.finite_check import FiniteCheck
from ..streaming.image_job import ImageJob
from ..streaming.image_writer import ImageWriter


class BandMapWriter:
    """Writes values (C, h, w), 0 or above, in the image's units: float32, NaN = nodata; a context manager.

    finish: makes the values of what is given.
    """

    def __init__(self, raster: RasterWriter, finish: Callable[[np.ndarray], np.ndarray] | None = None):
        self.finite_check = FiniteCheck()
        self._raster, self._finish = raster, finish

    def __enter__(self) -> BandMapWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h, w) float32, valid (h, w) bool of `window`."""
        valid = self.finite_check.select_finite(scores, valid)
        values = self._finish(scores) if self._finish else scores
        self._raster.write(np.where(valid, np.maximum(values, 0), np.float32(np.nan)).astype(np.float32), window)

    def report(self, progress: Progress) -> None:
        """Nothing: what is not finite is reported with the image."""


class OutputFiles:
    """The files that a job's outputs are written to, on its fine grid."""

    def __init__(self, job: ImageJob, overviews: bool, progress: Progress):
        self._job, self._overviews, self._progress = job, overviews, progress
        self._source, self._grid = job.image.source, job.output_grid

    def check_space(self, paths: Sequence[str], image: bool) -> None:
        """Say how large the outputs will be, before anything is computed; EoDeepError where the disk is too small.

        image: whether the first of them is the image; the others are maps.
        """
        count = self._source.count
        size = np.dtype(self._source.dtype).itemsize if image else 4
        sizes = {path: count * (4 if number else size) for number, path in enumerate(paths)}
        self._job.check_space(sizes, count, self._progress)

    def open_image(self, path: str) -> ImageWriter:
        """What takes the finer image."""
        return ImageWriter(path, self._grid, self._source.band_names, self._source.dtype, self._job.block_px,
                           self._overviews, self._progress, like=self._source,
                           masked=self._job.area is not None or bool(self._job.image.others))  # fmt: skip

    def open_map(self, path: str, what: str, finish: Callable[[np.ndarray], np.ndarray] | None = None) -> BandMapWriter:
        """What takes a map of each band; see `BandMapWriter`."""
        names = [f"{what} of {name}" for name in self._source.band_names]
        style = deviation_style(1, self._measure_deviation())
        raster = RasterWriter(path, self._grid, len(names), "float32", math.nan, names, None, self._job.block_px,
                              self._overviews, style, self._progress)  # fmt: skip
        return BandMapWriter(raster, finish)

    def _measure_deviation(self) -> float:
        """The standard deviation of the image's first band; 1 where it has none."""
        pixels, valid = self._source.read_overview(512)
        return float(pixels[0, valid].astype(np.float64).std()) or 1.0 if valid.any() else 1.0
