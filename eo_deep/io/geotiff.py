"""GeoTIFFs as they are made here: what they say of the raster, and blocks that are in the file when it is closed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from ..geo.grid import Grid
from .raster import CLASSES_TAG, COLOR_TAG, THRESHOLD_TAG, VALUE_TAG, Description, RasterSource
from .raster_view import quiet


@dataclass
class TakenOver:
    """What a raster has from an image of whose bands it is made."""

    said: Description
    scales: tuple[float, ...]
    offsets: tuple[float, ...]

    @classmethod
    def of(cls, image: RasterSource) -> TakenOver:
        """What an open image gives."""
        return cls(image.describe(), tuple(image.scales), tuple(image.offsets))


@dataclass
class RasterFormat:
    """All that a raster's file holds beside its pixels and their place; see `RasterWriter`."""

    count: int
    dtype: str
    nodata: float | None
    block_px: int
    band_names: Sequence[str] = ()
    classes: Sequence[dict] = ()
    band_classes: Sequence[dict] = ()
    taken: TakenOver | None = None
    plain: bool = False
    masked: bool = False
    threshold: float | None = field(default=None, init=False)

    def create(self, path: Path, grid: Grid) -> GeoTiff:
        """A new file without pixels. Raises what GDAL raises."""
        floats = np.dtype(self.dtype).kind == "f"
        profile = dict(
            driver="GTiff",
            width=grid.width,
            height=grid.height,
            count=self.count,
            dtype="float32" if self.dtype == "float16" else self.dtype,
            nodata=self.nodata,
            crs=grid.crs,
            transform=grid.transform,
            tiled=True,
            blockxsize=self.block_px,
            blockysize=self.block_px,
            compress="DEFLATE",
            zlevel=2,
            predictor=3 if floats else 2,
            BIGTIFF="IF_SAFER",
            SPARSE_OK=True,
            # GDAL's threads print an error ("ExtraSamples") for blocks of several bands that lie apart.
            NUM_THREADS=2 if self.count == 1 or self.plain else 1,
            interleave="pixel" if self.plain else "band",
            **({"nbits": 16} if self.dtype == "float16" else {}),
        )
        with quiet():
            dataset = rasterio.open(path, "w", **profile)
        self._describe(dataset)
        return GeoTiff(path, dataset, self.block_px, self.nodata, self.masked)

    def _describe(self, dataset: rasterio.io.DatasetWriter) -> None:
        if self.taken:
            said = self.taken.said
            dataset.update_tags(**said.tags)
            for band, tags in enumerate(said.band_tags, 1):
                dataset.update_tags(band, **tags)
            dataset.scales, dataset.offsets = self.taken.scales, self.taken.offsets
            dataset.units = [unit or "" for unit in said.units]
            dataset.colorinterp = said.colours
        for band, name in enumerate(self.band_names, 1):
            dataset.set_band_description(band, name)
        for band, each in enumerate(self.band_classes, 1):
            dataset.update_tags(band, **{COLOR_TAG: each["color"], VALUE_TAG: str(each["value"])})
        if self.classes:
            dataset.update_tags(1, **{CLASSES_TAG: json.dumps(list(self.classes))})
            if self.dtype == "uint8":
                dataset.write_colormap(1, {c["value"]: (*_rgb(c["color"]), 255) for c in self.classes})
        if self.threshold is not None:
            state_threshold(dataset, self.threshold)


class GeoTiff:
    """A file in the making. Blocks that are never written read as nodata."""

    def __init__(self, path: Path, dataset: rasterio.io.DatasetWriter, block_px: int, nodata: float | None,
                 masked: bool):
        self.path, self.dataset = path, dataset
        self._block_px, self._nodata, self._masked = block_px, nodata, masked
        self._expected: set[tuple[int, int]] = set()

    def write(self, pixels: np.ndarray, window: Window, valid: np.ndarray | None = None,
              bands: Sequence[int] | None = None) -> None:
        """See `RasterWriter.write`. Raises what GDAL raises."""
        self._expect(pixels, window)
        self.dataset.write(pixels, bands, window=window)
        if self._masked and valid is not None:
            with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):  # beside the file it would be left behind
                self.dataset.write_mask(valid, window=window)

    def begin_mask(self) -> None:
        """Have a file that is to have a mask hold one, though nothing is written."""
        if self._masked:
            with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
                self.dataset.write_mask(np.zeros((1, 1), bool), window=Window(0, 0, 1, 1))

    def close(self) -> None:
        """Write what GDAL still holds."""
        self.dataset.close()

    def verify(self) -> None:
        """OSError unless the blocks that were written are in the file: GDAL swallows most write errors at close."""
        size = os.path.getsize(self.path)
        with quiet(), rasterio.open(self.path) as written:
            for x, y in self._expected:
                places = [
                    [
                        int(written.get_tag_item(f"BLOCK_{item}_{x}_{y}", "TIFF", bidx=band) or 0)
                        for item in ("OFFSET", "SIZE")
                    ]
                    for band in written.indexes
                ]
                # A band may be empty there, all bands may not.
                if not any(offset for offset, _ in places) or max(map(sum, places)) > size:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _expect(self, pixels: np.ndarray, window: Window) -> None:
        """Note the blocks that this write must leave in the file; GDAL leaves those out that are empty throughout."""
        size = self._block_px
        valid = np.isfinite(pixels) if pixels.dtype.kind == "f" else np.ones(pixels.shape, bool)
        valid = (valid & (pixels != (self._nodata or 0))).any(axis=0)
        top, left = int(window.row_off), int(window.col_off)
        for y in range(top // size, (top + valid.shape[0] - 1) // size + 1):
            rows = slice(max(0, y * size - top), (y + 1) * size - top)
            for x in range(left // size, (left + valid.shape[1] - 1) // size + 1):
                if valid[rows, max(0, x * size - left) : (x + 1) * size - left].any():
                    self._expected.add((x, y))


def state_threshold(dataset: rasterio.io.DatasetWriter, threshold: float) -> None:
    """State from which value on the score in the first band counts."""
    dataset.update_tags(1, **{THRESHOLD_TAG: repr(float(threshold))})


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
