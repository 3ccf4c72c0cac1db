"""Two dates of a series as change detection reads them: what is known on both, inside the area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.place_hash import hash_pixel
from ..image_series import ImageSeries
from ..io.vector_layer import VectorLayer, rasterize_area
from .pixel_scores import HALO_PX, PixelScore, crop

_BLOCK_PX = 64
_SAMPLE_PX = 1_000_000
_FEWEST_PX = 100


@dataclass(frozen=True)
class DatePair:
    """Images number `before` and `after` of a series. area: polygons in the series' CRS; None: all of it."""

    series: ImageSeries
    before: int
    after: int
    area: VectorLayer | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Values (C, h, w) float32 of both dates, and what is known on both, (h, w) bool; 0 elsewhere.

        The window may reach beyond the grid.
        """
        before, first = self.series.read(self.before, window)
        after, second = self.series.read(self.after, window)
        known = first & second
        if self.area is not None:
            known &= rasterize_area(self.area, self.series.grid, window)
        return np.where(known, before, 0), np.where(known, after, 0), known

    def score(self, method: PixelScore, window: Window) -> np.ndarray:
        """The bands of a score in a window of the grid, (B, h, w) float32, NaN where a date is not known."""
        before, after, known = self.read(widen(window))
        return np.where(crop(known, HALO_PX), method.compute(before, after, known), np.float32(np.nan))


@dataclass(frozen=True)
class PairSample:
    """Blocks of both dates with their halos; their pixels that are known, (C, N) float32 of each date, and their rows
    and columns, (2, N)."""

    blocks: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
    before: np.ndarray
    after: np.ndarray
    places: np.ndarray

    def score(self, method: PixelScore) -> np.ndarray:
        """The bands of a score at all known pixels, (B, N) float32."""
        return np.concatenate([method.compute(*block)[:, crop(block[2], HALO_PX)] for block in self.blocks], axis=1)


def widen(window: Window) -> Window:
    """The window with the halo of scores."""
    return Window(window.col_off - HALO_PX, window.row_off - HALO_PX, window.width + 2 * HALO_PX,
                  window.height + 2 * HALO_PX)


def draw_sample(pair: DatePair) -> PairSample:
    """About a million pixels, in blocks of 64 x 64 px that a hash of their place chooses: the same whatever the tiles.

    Raises EoDeepError where too few pixels are known on both dates.
    """
    grid = pair.series.grid
    blocks, places = [], []
    for window in grid.blocks(_BLOCK_PX):
        if draw(window.row_off // _BLOCK_PX, window.col_off // _BLOCK_PX) * grid.width * grid.height < _SAMPLE_PX:
            block = pair.read(widen(window))
            inside = np.array(np.nonzero(crop(block[2], HALO_PX)))
            if inside.size:
                blocks.append(block)
                places.append(inside + np.array([[window.row_off], [window.col_off]], int))
    inner = [tuple(crop(part, HALO_PX) for part in block) for block in blocks]
    known = sum(int(block[2].sum()) for block in inner)
    if known < _FEWEST_PX:
        raise EoDeepError(f"At least {_FEWEST_PX} pixels must be known on both dates to tell changes from what is "
                          f"usual, got {known}; the rest is nodata, masked or outside of the area.")
    before, after = (np.concatenate([block[date][:, block[2]] for block in inner], axis=1) for date in (0, 1))
    return PairSample(blocks, before, after, np.concatenate(places, axis=1))


def draw(row: int, column: int) -> float:
    """A number from 0 to 1 for a place: the bits of its position, mixed."""
    return int(hash_pixel(np.uint64(0), int(row), int(column))) / 2.0**64
