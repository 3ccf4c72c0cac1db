"""A coarse and a fine image read together: the fine one on the coarse one's grid refined, moved as wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from ..geo.grid import Grid
from ..geo.nested_grids import measure_ratio
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer, rasterize_area
from .degraded import degrade

MARGIN_PX = 12  # beyond the coarse image that the fine one is read: for shifts, the degradation and the masks
NEAR = np.ones((5, 5), bool)  # masks grow by two coarse pixels
_AVERAGED = 1.5  # times finer than wanted: then pixels are averaged


@dataclass
class Sample:
    """low (C, h, w), high (D, ratio (h + 2 margin), ...); (h, w) bool: valid in both, and two pixels from what is not.

    row, column: where it begins in the coarse image.
    """

    low: np.ndarray
    high: np.ndarray
    valid: np.ndarray
    known: np.ndarray
    ratio: int
    margin: int
    row: int
    column: int

    def degrade(self, sigma: float) -> np.ndarray:
        """The fine image as the coarse one would see it, (D, h, w)."""
        return self.crop(degrade(self.high, self.ratio, sigma))

    def crop(self, pixels: np.ndarray) -> np.ndarray:
        """Coarse pixels without the margin."""
        return _crop(pixels, self.margin)


class AlignedImages:
    """A coarse image, which is never warped, and a fine one: `ratio` of its pixels along one of the coarse grid."""

    def __init__(self, low: RasterSource, high: RasterSource, grid: Grid, ratio: int):
        self.low, self.high, self.grid, self.ratio = low, high, grid, ratio
        self._moved = self._warp(rasterio.Affine.identity())

    def close(self) -> None:
        """Close the files."""
        for source in (self.low, self.high, self._moved):
            source.close()

    def move(self, move: rasterio.Affine) -> None:
        """Read the fine image so that what is at (x, y) of it, in fine pixels, comes from `move` (x, y)."""
        self._moved.close()
        self._moved = self._warp(move)

    def _warp(self, move: rasterio.Affine) -> RasterSource:
        ratio, own = self.ratio, self.grid
        corner = rasterio.Affine.translation(-MARGIN_PX * ratio, -MARGIN_PX * ratio)
        transform = own.transform * rasterio.Affine.scale(1 / ratio) * move * corner
        width, height = ((side + 2 * MARGIN_PX) * ratio for side in (own.width, own.height))
        is_finer = measure_ratio(self.high.grid, own) >= _AVERAGED * ratio
        return self.high.on(Grid(own.crs, transform, width, height), "average" if is_finer else "cubic")

    def read(self, window: Window, margin: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """low, which are valid, high, and where all fine pixels of a coarse one are; with a margin in coarse pixels.

        Values are float32, finite, and those of the fine image that are not valid are as the nearest that are: no step
        that the degradation would spread.
        """
        row, column = int(window.row_off) - margin, int(window.col_off) - margin
        height, width = int(window.height) + 2 * margin, int(window.width) + 2 * margin
        low, low_valid = self.low.read(Window(column, row, width, height))
        place = np.array((column + MARGIN_PX, row + MARGIN_PX, width, height)) * self.ratio
        high, high_valid = self._moved.read(Window(*place.tolist()))
        whole = np.all(high_valid.reshape(height, self.ratio, width, self.ratio), axis=(1, 3))
        return _to_finite(low, low_valid), low_valid, _continue(_to_finite(high, high_valid), high_valid), whole

    def read_sample(self, window: Window, margin: int, area: VectorLayer | None = None) -> Sample:
        """Both images in a window, the fine one with a margin, and where both are valid."""
        low, low_valid, high, high_valid = self.read(window, margin)
        rows, columns = (int(start) - margin + np.arange(size) for start, size in
                         zip((window.row_off, window.col_off), low_valid.shape))
        inside = ((rows >= 0) & (rows < self.grid.height))[:, None] & ((columns >= 0) & (columns < self.grid.width))
        valid = low_valid & high_valid
        known = ~ndimage.binary_dilation(inside & ~low_valid | ~high_valid, NEAR) & valid
        low, valid, known = (_crop(each, margin) for each in (low, valid, known))
        if area is not None:
            known &= rasterize_area(area, self.grid, window)
        return Sample(low, high, valid, known, self.ratio, margin, int(window.row_off), int(window.col_off))


def _to_finite(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    pixels = pixels.astype(np.float32)
    if not valid.all():
        np.nan_to_num(pixels, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return pixels


def _continue(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if valid.all() or not valid.any():
        return pixels
    rows, columns = ndimage.distance_transform_edt(~valid, return_distances=False, return_indices=True)
    return pixels[:, rows, columns]


def _crop(pixels: np.ndarray, margin: int) -> np.ndarray:
    return pixels[..., margin : pixels.shape[-2] - margin, margin : pixels.shape[-1] - margin]
