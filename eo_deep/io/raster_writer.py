"""The only writer of rasters: GeoTIFFs that are whole or absent."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.windows import Window

from ..geo.grid import Grid
from ..progress import Progress, silent
from .damage import GDAL_ERRORS
from .files import check_writable, remove_beside, write_error
from .raster import CLASSES_TAG, COLOR_TAG, THRESHOLD_TAG, VALUE_TAG, RasterSource
from .raster_view import quiet
from .staging import Staged
from .styles import class_style, is_signed, sign


class RasterWriter:
    """A GeoTIFF that appears under its name when complete, or not at all. Use it as a context manager.

    Blocks that are never written read as nodata.

    Parameters
    ----------
    path : str
    grid : Grid
    count : int
        Number of bands.
    dtype : str
        GDAL's name, or "float16": half precision on disk, which every reader shows as float32.
    nodata : float or None
    band_names : sequence of str
    classes : sequence of {"value", "name", "color"}
        Written as colour table, and as a style beside the file that QGIS loads by itself.
    style : str
        Text of another style.
    block_px : int
        Tile size, a multiple of 16.
    like : RasterSource
        Image of whose bands this raster is made: its scales, offsets, units, tags, colours and mask are taken over.
    band_classes : sequence of {"value", "name", "color"}
        Whose probabilities the bands hold.
    plain : bool
        As other software reads it best: the bands of a pixel side by side, and no style beside the file.
    masked : bool
        A mask states which pixels are valid, also where `like` has none.
    progress : Progress
        Gets a warning where an existing style is kept.
    """

    def __init__(
        self,
        path: str | os.PathLike,
        grid: Grid,
        count: int = 1,
        dtype: str = "uint8",
        nodata: float | None = None,
        band_names: Sequence[str] | None = None,
        classes: Sequence[dict] | None = None,
        block_px: int = 512,
        overviews: bool = False,
        style: str | None = None,
        progress: Progress = silent,
        like: RasterSource | None = None,
        band_classes: Sequence[dict] | None = None,
        plain: bool = False,
        masked: bool = False,
    ):
        check_writable(path, ".tif", ".tiff")
        self.path, self.grid = str(path), grid
        self._nodata, self._block_px, self._overviews = nodata, block_px, overviews
        self._is_class_map = bool(classes)
        self._style = style or (class_style(classes) if classes and not plain else None)
        self._expected: set[tuple[int, int]] = set()
        self._progress = progress
        self._staged = Staged(path)
        profile = dict(
            driver="GTiff",
            width=grid.width,
            height=grid.height,
            count=count,
            dtype="float32" if dtype == "float16" else dtype,
            nodata=nodata,
            crs=grid.crs,
            transform=grid.transform,
            tiled=True,
            blockxsize=block_px,
            blockysize=block_px,
            compress="DEFLATE",
            zlevel=2,
            predictor=3 if np.dtype(dtype).kind == "f" else 2,
            BIGTIFF="IF_SAFER",
            SPARSE_OK=True,
            # GDAL's threads print an error ("ExtraSamples") for blocks of several bands that lie apart.
            NUM_THREADS=2 if count == 1 or plain else 1,
            interleave="pixel" if plain else "band",
            **({"nbits": 16} if dtype == "float16" else {}),
        )
        try:
            with quiet():
                self._dataset = rasterio.open(self._staged.path, "w", **profile)
        except GDAL_ERRORS as error:
            self._staged.close()
            raise write_error(self.path, error) from None
        self._has_mask = masked
        self._renamed: list[tuple[int, float]] = []
        if like:
            self._take_over(like)
        for band, name in enumerate(band_names or (), 1):
            self._dataset.set_band_description(band, name)
        for band, each in enumerate(band_classes or (), 1):
            self._dataset.update_tags(band, **{COLOR_TAG: each["color"], VALUE_TAG: str(each["value"])})
        if classes:
            self._dataset.update_tags(1, **{CLASSES_TAG: json.dumps(list(classes))})
            if dtype == "uint8":
                self._dataset.write_colormap(1, {c["value"]: (*_rgb(c["color"]), 255) for c in classes})

    def _take_over(self, like: RasterSource) -> None:
        said = like.describe()
        self._dataset.update_tags(**said.tags)
        for band, tags in enumerate(said.band_tags, 1):
            self._dataset.update_tags(band, **tags)
        self._dataset.scales, self._dataset.offsets = like.scales, like.offsets
        self._dataset.units = [unit or "" for unit in said.units]
        self._dataset.colorinterp = said.colours
        self._has_mask |= said.has_mask
        # A GeoTIFF has one nodata value: where a band's is another, its pixels change.
        self._renamed = [(band, value) for band, value in enumerate(like.nodatas)
                         if value is not None and value != self._nodata]

    def set_threshold(self, threshold: float) -> None:
        """State from which value on the score in the first band counts, at any time before the file is closed."""
        self._dataset.update_tags(1, **{THRESHOLD_TAG: repr(float(threshold))})

    def write(self, pixels: np.ndarray, window: Window, valid: np.ndarray | None = None,
              bands: Sequence[int] | None = None) -> None:
        """Write pixels (C, h, w) at `window`, and to the mask, if there is one, which are `valid`, (h, w) bool.

        bands: which, from 1; None: all. EoDeepError when the disk is full.
        """
        for band, value in self._renamed:
            pixels[band][pixels[band] == value] = self._nodata
        self._expect(pixels, window)
        try:
            self._dataset.write(pixels, bands, window=window)
            if self._has_mask and valid is not None:
                with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):  # beside the file it would be left behind
                    self._dataset.write_mask(valid, window=window)
        except GDAL_ERRORS as error:
            raise write_error(self.path, error) from None

    def __enter__(self) -> RasterWriter:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        try:
            self._dataset.close()
            if kind is None:
                self._verify()
                self._staged.finish()
                remove_beside(self.path, (".aux.xml", ".ovr", ".msk"))  # statistics, overviews, mask of what was there
                if self._style:
                    self._write_style(self._style)
        except GDAL_ERRORS as error:
            raise write_error(self.path, error) from None
        finally:
            self._staged.close()

    def _write_style(self, style: str) -> None:
        """Write the style where QGIS looks for it, unless one that somebody else made lies there."""
        target, name = Path(self.path).with_suffix(".qml"), Path(self.path).name
        if target.exists() and not is_signed(target, name):
            self._progress.warning(
                f"'{target.name}' is kept, because EO Deep did not make it; the style of '{name}' is not written."
            )
            return
        prepared = self._staged.path.with_suffix(".qml")
        prepared.write_text(sign(style, name), encoding="utf-8")
        self._staged.put(prepared, target)

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

    def _verify(self) -> None:
        """OSError unless the blocks that were written are in the file: GDAL swallows most write errors at close."""
        size = os.path.getsize(self._staged.path)
        with quiet(), rasterio.open(self._staged.path, "r+" if self._overviews else "r") as written:
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
            if self._overviews:
                factors = [2**k for k in range(1, 12) if max(self.grid.width, self.grid.height) >> k >= 256]
                written.build_overviews(factors, Resampling.mode if self._is_class_map else Resampling.average)


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
