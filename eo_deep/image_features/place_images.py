"""One place on one date or several: the images that its features are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..image_series import ImageSeries, open_series
from ..io.raster import open_image
from ..progress import Progress, silent

_OVERVIEW_PX = 1024


class DateImage(Protocol):
    """What is read of one date: a `RasterSource`, or a date of a series. dtype: of the stored values; where the file
    scales them and this has been applied, float32 and scales of 1."""

    path: str
    grid: Grid
    band_names: tuple[str, ...]
    dtype: str
    scales: tuple[float, ...]
    offsets: tuple[float, ...]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Values (B, h, w) of a window, which may reach beyond the grid, and which are known, (h, w) bool."""

    def read_overview(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """The same of pixels spread over the image."""


class _SeriesDate:
    """One date of a series, on the series' grid."""

    def __init__(self, series: ImageSeries, number: int):
        self._series, self._number = series, number
        self.path, self.dtype = series.images[number].path, series.images[number].dtype
        self.grid, self.band_names = series.grid, series.band_names
        self.scales, self.offsets = (1.0,) * series.count, (0.0,) * series.count

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        return self._series.read(self._number, window)

    def read_overview(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        return self._series.read_overview(self._number, size_px)


@dataclass(frozen=True)
class BandStatistics:
    """Means and standard deviations (B,) float64 by which the bands of an image are scaled."""

    mean: np.ndarray
    deviation: np.ndarray

    def scale(self, pixels: np.ndarray) -> np.ndarray:
        """Pixels (B, h, w) in standard deviations, float32."""
        scaled = (pixels - self.mean[:, None, None]) / self.deviation[:, None, None]
        return scaled.astype(np.float32)


def measure_bands(image: DateImage) -> BandStatistics:
    """Statistics of the bands from about 1024 x 1024 px spread over the image. EoDeepError where none is valid."""
    pixels, valid = image.read_overview(_OVERVIEW_PX)
    if not valid.any():
        raise EoDeepError(f"'{image.path}' has no valid pixels.")
    values = pixels[:, valid].astype(np.float64)
    deviation = values.std(axis=1)
    return BandStatistics(values.mean(axis=1), np.where(deviation > 0, deviation, 1.0))


@dataclass(frozen=True)
class PlaceImages:
    """The images of one place, all on one grid, in the order of their dates.

    given: statistics by which all dates are scaled. Default: each by its own, so that dates of other light are alike.
    """

    dates: Sequence[DateImage]
    given: BandStatistics | None = None

    @property
    def grid(self) -> Grid:
        """Of the pixels."""
        return self.dates[0].grid

    @property
    def band_names(self) -> tuple[str, ...]:
        """Of all dates."""
        return self.dates[0].band_names

    @cached_property
    def scalings(self) -> list[BandStatistics]:
        """By which each date is scaled."""
        return [self.given or measure_bands(date) for date in self.dates]

    @property
    def scaling(self) -> BandStatistics:
        """The mean of those of the dates."""
        return BandStatistics(np.mean([each.mean for each in self.scalings], axis=0),
                              np.mean([each.deviation for each in self.scalings], axis=0))

    def read_mean(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Bands (B, h, w) float32 in standard deviations, the mean over the dates that know a pixel, 0 where none does;
        and how many do, (h, w)."""
        return average(self._scale(number, *date.read(window)) for number, date in enumerate(self.dates))

    def read_mean_overview(self) -> tuple[np.ndarray, np.ndarray]:
        """The same of pixels spread over the place."""
        return average(self._scale(number, *date.read_overview(_OVERVIEW_PX)) for number, date in enumerate(self.dates))

    def _scale(self, number: int, pixels: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.scalings[number].scale(pixels), known


def average(dates: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """The mean (C, h, w) float32 over the dates that know a place, of values (C, h, w) and which are known (h, w) of
    each date; 0 where none does. And how many do, (h, w) int64."""
    total, count = None, None
    for values, known in dates:
        kept = np.where(known, values, np.float32(0)).astype(np.float32)
        total, count = (kept, known.astype(np.int64)) if total is None else (total + kept, count + known)
    assert total is not None and count is not None
    return (total if count.max(initial=0) < 2 else total / np.maximum(count, 1).astype(np.float32)), count


@contextmanager
def open_place(paths: Sequence[str], bands: Sequence[int] | None = None, names: Sequence[str] | None = None,
               dates: Sequence[str] | None = None, masks: Sequence[str] | None = None, reflectance: bool = True,
               given: BandStatistics | None = None, progress: Progress = silent) -> Iterator[PlaceImages]:
    """Open one image, or several of one place as a series; a context manager.

    Parameters
    ----------
    paths : sequence of str
    bands : sequence of int, optional
        1-based. Default: all but alpha.
    names : sequence of str, optional
        The bands of a model, by which they are taken; values then are those that the file's scale and offset make.
    dates, masks : sequence of str, optional
        As for `open_series`.
    reflectance : bool
        As for `open_series`.
    given : BandStatistics, optional
        By which the bands are scaled. Default: each date's own.
    progress : Progress

    Yields
    ------
    PlaceImages
    """
    with ExitStack() as files:
        if len(paths) == 1 and not (masks or dates or names):
            yield PlaceImages([files.enter_context(open_image(paths[0], bands, progress=progress))], given)
            return
        series = files.enter_context(open_series(paths, dates, masks, bands, names=names, reflectance=reflectance,
                                                 fewest=1, progress=progress))  # fmt: skip
        yield PlaceImages([_SeriesDate(series, number) for number in series.used], given)
