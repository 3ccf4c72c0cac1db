"""The only reader of rasters: grids, windows, which pixels are valid and which are nodata."""

from __future__ import annotations

import math
import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress, silent
from ..runtime import gdal_settings  # GDAL looks its options up at first use
from ..runtime.memory import make_array
from .damage import GDAL_ERRORS
from .model_card import parse_classes
from .raster_view import LACKING, close, has_own_mask, look_at, read_bands
from .value_rules import CardError
from .virtual_raster import list_parts

_COLOUR_NAMES = {ColorInterp.red: "red", ColorInterp.green: "green", ColorInterp.blue: "blue", ColorInterp.gray: "gray"}
CLASSES_TAG = "EO_DEEP_CLASSES"
COLOR_TAG, VALUE_TAG = "EO_DEEP_COLOR", "EO_DEEP_VALUE"
THRESHOLD_TAG = "EO_DEEP_THRESHOLD"
_READ_AT_ONCE_PX = 4_000_000
_FEW_MB = 4
# Where a raster's statistics are taken from groups of pixels instead of single ones.
_LARGE_PX, _GROUP_PX = 16_384, 16
# A nodata value this far out stands for all of its side: it is often spelled with fewer digits than the pixels have.
_FAR_OUT = 1e30


@dataclass(frozen=True)
class Description:
    """What a file states of its bands beside their pixels: tags of its own and of each band, units, colours.

    has_mask: whether an alpha band or a mask, not only a nodata value, states which pixels are nodata.
    """

    tags: dict[str, str]
    band_tags: tuple[dict[str, str], ...]
    units: tuple[str | None, ...]
    colours: tuple[ColorInterp, ...]
    has_mask: bool


class RasterSource:
    """A raster opened for reading, by any number of threads at once; `open_raster` and `open_image` make it."""

    def __init__(self, path: str, bands: Sequence[int] | None, grid: Grid | None, resampling: str, colours: bool,
                 progress: Progress):
        self.path = os.path.abspath(path) if os.path.exists(path) else path
        self._warp_to, self._resampling, self._colours = grid, Resampling[resampling], colours
        self._local, self._lock = threading.local(), threading.Lock()
        self._opened: list[tuple[threading.Thread, list[Any]]] = []  # every thread's handles
        self._view = look_at(self.path, colours)
        self._parts: dict[str, Window] = {}  # that a virtual raster is made of
        self._opened_parts: dict[str, RasterSource] = {}
        try:
            self._inspect(self._dataset(), bands)
        except EoDeepError:
            self.close()
            raise
        for note in self._view.notes:
            progress.message(note)
        for doubt in self._view.doubts:
            progress.warning(doubt)

    def _inspect(self, dataset: Any, bands: Sequence[int] | None) -> None:
        """Take from the file what users of this object ask; EoDeepError for bands and numbers that cannot be read."""
        file = self._opened[-1][1][0]
        self._alpha = next(
            (i for i, c in zip(dataset.indexes, dataset.colorinterp, strict=True) if c == ColorInterp.alpha), 0
        )
        self.bands = tuple(bands) if bands else tuple(i for i in file.indexes if i != self._alpha)
        wrong = [band for band in self.bands if not 1 <= band <= file.count]
        if wrong or not self.bands:
            raise EoDeepError(f"Band {wrong[0] if wrong else 1} is not in '{self.path}', which has {file.count}.")
        places = np.array(self.bands) - 1
        dtypes = [str(name) for name in np.array(file.dtypes)[places]]
        if any(name.startswith("complex") for name in dtypes):
            raise EoDeepError(f"'{self.path}' holds complex numbers; give amplitude or intensity instead.")
        self.dtype = np.result_type(*dtypes).name
        self.has_alpha = bool(self._alpha)
        self.nodatas = tuple(self._view.nodata[band - 1] for band in self.bands)
        self.nodata = next((value for value in self.nodatas if value is not None), None)
        self._unknown = [_unknown_range(*pair) for pair in zip(self.nodatas, dtypes, strict=True)]
        self.scales = tuple(np.array(file.scales)[places].tolist())
        self.offsets = tuple(np.array(file.offsets)[places].tolist())
        self.is_jpeg = file.driver == "JPEG" or "JPEG" in file.tags(ns="IMAGE_STRUCTURE").get("COMPRESSION", "")
        self.band_names = _name_bands(file, self.bands)
        self.classes = _read_classes(file, self.bands[0])
        self.colors = _read_colors(file, self.bands, self.classes)
        self.band_values = _read_values(file, self.bands)
        self.threshold = _read_threshold(file, self.bands[0])
        self.grid = self._warp_to or self._view.grid
        own_flags, all_flags = file.mask_flag_enums, dataset.mask_flag_enums
        flags = [all_flags[place] for place in places]
        self._masked_bands = [band for band, own in zip(self.bands, flags) if has_own_mask(own)]
        self._has_masks = any(not own_flags[place] for place in places)  # a band's very own
        self._by_band = self._view.by_band and dataset is not file
        if self._masked_bands and all(MaskFlags.per_dataset in own for own in flags):
            self._masked_bands = self._masked_bands[:1]  # one mask for all
        # Where a file holds nothing, it is nodata only if a value says so, and nothing else does.
        by_value = not self._masked_bands and not self._alpha and all(value is not None for value in file.nodatavals)
        self._is_sparse = by_value and dataset is file and file.driver == "GTiff"
        if by_value and dataset is file and file.driver == "VRT":
            self._parts = list_parts(self.path)

    def on(self, grid: Grid, resampling: str = "bilinear") -> RasterSource:
        """The same bands, read on another grid; see `open_raster`."""
        return RasterSource(self.path, self.bands, grid, resampling, self._colours, silent)

    def describe(self) -> Description:
        """What an image made of this one takes over, beside names, scales, offsets and the nodata value."""
        self._dataset()
        file = next(handles for thread, handles in self._opened if thread is threading.current_thread())[0]
        places = [band - 1 for band in self.bands]
        units, colours, flags = file.units, file.colorinterp, file.mask_flag_enums
        return Description(
            file.tags(),
            tuple({k: v for k, v in file.tags(b).items() if not k.startswith("STATISTICS_")} for b in self.bands),
            tuple(units[place] for place in places),
            tuple(colours[place] for place in places),
            ColorInterp.alpha in colours or any(has_own_mask(flags[place]) for place in places),
        )

    @property
    def count(self) -> int:
        """How many bands are read."""
        return len(self.bands)

    @property
    def block_height(self) -> int:
        """How many rows the file holds together."""
        return int(self._dataset().block_shapes[0][0])

    def is_empty(self, window: Window) -> bool:
        """Whether a window is known to be nodata without reading it: a GeoTIFF, or those that it is made of, has no
        blocks there, or it lies beyond the raster."""
        left, top = max(0, int(window.col_off)), max(0, int(window.row_off))
        right = min(self.grid.width, int(window.col_off + window.width))
        bottom = min(self.grid.height, int(window.row_off + window.height))
        if right <= left or bottom <= top:
            return True
        if not self._is_sparse:
            return bool(self._parts) and all(self._is_empty_in(part, left, top, right, bottom) for part in self._parts)
        dataset = self._dataset()
        height, width = dataset.block_shapes[0]
        return not any(dataset.get_tag_item(f"BLOCK_OFFSET_{x}_{y}", "TIFF", bidx=band)
                       for y in range(top // height, (bottom - 1) // height + 1)
                       for x in range(left // width, (right - 1) // width + 1) for band in self.bands)  # fmt: skip

    def read(self, window: Window | None = None, masked: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, H, W) in the native dtype, and which are valid, (H, W) bool.

        The window may reach beyond the raster: zeros there, and nodata. Nodata are also pixels that are NaN or
        infinite, masked or transparent, or nodata: in any band, but in all bands of an 8-bit image, where the
        nodata value (0, 255) is a colour that single bands really have. `masked` False skips that check.
        Raises EoDeepError where the file cannot be read.
        """
        window = window or Window(0, 0, self.grid.width, self.grid.height)
        row, column = max(0, int(window.row_off)), max(0, int(window.col_off))
        bottom = min(self.grid.height, int(window.row_off + window.height))
        right = min(self.grid.width, int(window.col_off + window.width))
        inner = Window(column, row, max(0, right - column), max(0, bottom - row))
        if _shape_of(inner) == _shape_of(window) and 0 not in _shape_of(inner):  # nothing has to be copied
            read, valid = self._read_inside(inner, masked)
            return read.astype(self.dtype, copy=False), valid
        pixels = np.zeros((self.count, int(window.height), int(window.width)), self.dtype)
        valid = np.zeros(pixels.shape[1:], bool)
        if inner.width == 0 or inner.height == 0:
            return pixels, valid
        place = np.s_[row - int(window.row_off) :, column - int(window.col_off) :][0:2]
        rows = slice(place[0].start, place[0].start + int(inner.height))
        columns = slice(place[1].start, place[1].start + int(inner.width))
        pixels[:, rows, columns], valid[rows, columns] = self._read_inside(inner, masked)
        return pixels, valid

    def _read_inside(self, window: Window, masked: bool) -> tuple[np.ndarray, np.ndarray]:
        try:
            dataset = self._dataset()
            if masked and self._alpha:
                pixels = read_bands(dataset, [*self.bands, self._alpha], window)
                pixels, valid = pixels[:-1], pixels[-1] > 0
            else:
                pixels, valid = read_bands(dataset, self.bands, window), make_array(_shape_of(window), bool)
                valid[:] = True
            for band in self._masked_bands if masked else ():
                valid &= dataset.read_masks(band, window=window) > 0
        except GDAL_ERRORS as error:
            why = error.__cause__ or error  # rasterio's own text only points to it
            raise EoDeepError(
                f"'{self.path}' cannot be read at {_name_place(window)}; the file is damaged ({why})."
            ) from None
        return self._mask(pixels, valid) if masked or self._by_band else (pixels, valid)

    def _mask(self, pixels: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels in the native dtype, and which of the `valid` ones are no nodata either."""
        limits = {band: one for band, one in enumerate(self._unknown) if one}
        if self._by_band:
            lacking = pixels == LACKING
            nodata = [lacking[band] for band in (range(self.count) if self._has_masks else limits)]
            pixels = np.where(lacking, np.reshape([value or 0 for value in self.nodatas], (-1, 1, 1)), pixels)
            if np.dtype(self.dtype).kind in "iu":
                pixels = np.rint(pixels)
            pixels = pixels.astype(self.dtype)
        else:
            nodata = [_between(pixels[band], *one) for band, one in limits.items()]
        if pixels.dtype.kind == "f":
            valid = valid & np.isfinite(pixels).all(axis=0)
        if nodata:
            in_all = self.dtype == "uint8" and not self._has_masks
            valid = valid & ~reduce(np.logical_and if in_all else np.logical_or, nodata)
        return pixels, valid

    def read_overview(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """About size_px x size_px pixels (C, h, w) spread over the whole raster, by nearest neighbour; which are valid.

        Uses the file's overviews where it has them; otherwise reads each of the blocks that the pixels lie in once,
        never the whole raster at a time.
        """
        factor = max(1.0, max(self.grid.width, self.grid.height) / size_px)
        if factor == 1.0:
            return self.read()
        dataset = self._dataset()
        if self._warp_to is None and not self._view.placed_by and dataset.overviews(self.bands[0]):
            with self.on(self.grid.scaled(factor), "nearest") as small:
                return small.read()
        rows, columns = (
            np.unique(np.linspace(0, size - 1, min(size, size_px)).astype(int))
            for size in (self.grid.height, self.grid.width)
        )
        block_rows = rows // dataset.block_shapes[self.bands[0] - 1][0]
        strips = []
        for some_rows in np.split(rows, np.flatnonzero(np.diff(block_rows)) + 1):
            span = int(some_rows[-1] - some_rows[0]) + 1
            parts = math.ceil(span * self.grid.width / _READ_AT_ONCE_PX)
            read = [self._read_lattice(some_rows, part) for part in np.array_split(columns, min(parts, len(columns)))]
            strips.append([np.concatenate(each, axis=-1) for each in zip(*read)])
        pixels, valid = (np.concatenate(each, axis=-2) for each in zip(*strips))
        return pixels, valid

    def read_sample(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """About as many pixels as `read_overview` gives, (C, h, w), for statistics; which are valid.

        Of a very large raster without overviews they lie in groups of 16 x 16 px, or all of it would be read.
        """
        dataset = self._dataset()
        large = min(self.grid.width, self.grid.height) > _LARGE_PX
        if not large or self._warp_to or self._view.placed_by or dataset.overviews(self.bands[0]):
            return self.read_overview(size_px)
        places = [np.linspace(0, size - _GROUP_PX, size_px // _GROUP_PX).astype(int)
                  for size in (self.grid.height, self.grid.width)]
        rows = [[self.read(Window(x, y, _GROUP_PX, _GROUP_PX)) for x in places[1].tolist()] for y in places[0].tolist()]
        pixels, valid = (np.concatenate([np.concatenate(part, axis=-1) for part in
                                         ([group[k] for group in row] for row in rows)], axis=-2) for k in (0, 1))
        return (pixels, valid) if valid.any() else self.read_overview(size_px)

    def _read_lattice(self, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, rows, columns) at ascending positions, and which are valid, from one window around them."""
        top, left = int(rows[0]), int(columns[0])
        window = Window(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
        if self.is_empty(window):
            shape = len(rows), len(columns)
            return np.zeros((self.count, *shape), self.dtype), np.zeros(shape, bool)
        pixels, valid = self.read(window)
        rows, columns = rows - top, columns - left
        return pixels[:, rows][:, :, columns], valid[rows][:, columns]

    def close(self) -> None:
        """Close every thread's handle."""
        with self._lock:
            for _, handles in self._opened:
                close(handles)
            self._opened.clear()
            for part in self._opened_parts.values():
                part.close()
            self._opened_parts.clear()
        self._local = threading.local()

    def __enter__(self) -> RasterSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _dataset(self) -> Any:
        """This thread's handle: GDAL's must not be used by two threads at once."""
        if not hasattr(self._local, "dataset"):
            self._close_abandoned()
            handles = self._view.open(self._warp_to, self._resampling)
            with self._lock:
                self._opened.append((threading.current_thread(), handles))
            self._local.dataset = handles[-1]
        return self._local.dataset

    def _is_empty_in(self, part: str, left: int, top: int, right: int, bottom: int) -> bool:
        x, y, width, height = self._parts[part].flatten()
        if left >= x + width or right <= x or top >= y + height or bottom <= y:
            return True
        with self._lock:
            if part not in self._opened_parts:
                self._opened_parts[part] = RasterSource(part, self.bands, None, "nearest", False, silent)
        return self._opened_parts[part].is_empty(Window(left - x, top - y, right - left, bottom - top))

    def _close_abandoned(self) -> None:
        """Close the handles of threads that have ended: a training starts new threads with every epoch."""
        with self._lock:
            for _, handles in [entry for entry in self._opened if not entry[0].is_alive()]:
                close(handles)
            self._opened = [entry for entry in self._opened if entry[0].is_alive()]


@contextmanager
def cache_few_blocks() -> Iterator[None]:
    """Let GDAL keep 4 MB of blocks for a pass that reads each block once, by whichever thread."""
    try:
        with rasterio.Env(GDAL_CACHEMAX=_FEW_MB << 20):
            yield
    finally:  # GDAL itself does not go back to the former size
        with rasterio.Env(GDAL_CACHEMAX=int(gdal_settings.READING["GDAL_CACHEMAX"]) << 20):
            pass


def open_raster(
    path: str | os.PathLike,
    bands: Sequence[int] | None = None,
    grid: Grid | None = None,
    resampling: str = "bilinear",
    progress: Progress = silent,
) -> RasterSource:
    """Open a raster file that GDAL reads, for its values: classes, probabilities, masks.

    Pixels lie where QGIS shows them: control points are applied, and without any georeference the upper left corner is
    (0, 0), with y upwards.

    Parameters
    ----------
    path : str or path
    bands : sequence of int, optional
        Numbers from 1, in this order. Default: all bands but alpha.
    grid : Grid, optional
        Warp the raster to this grid.
    resampling : str
        "nearest", "bilinear", "cubic", "average", ... Kernels widen when pixels become larger, so nothing aliases.
    progress : Progress
        Gets a message on how the raster is georeferenced, where that is not plain.

    Returns
    -------
    RasterSource

    Raises
    ------
    EoDeepError
        For a file that does not exist, is damaged or not a raster, a missing band, and coordinates that the CRS cannot
        have.
    """
    return RasterSource(str(path), bands, grid, resampling, False, progress)


def open_image(
    path: str | os.PathLike,
    bands: Sequence[int] | None = None,
    grid: Grid | None = None,
    resampling: str = "bilinear",
    progress: Progress = silent,
) -> RasterSource:
    """`open_raster` for a picture: one with a colour table gives its colours, red, green, blue."""
    return RasterSource(str(path), bands, grid, resampling, True, progress)


def _between(pixels: np.ndarray, low: float, high: float) -> np.ndarray:
    return pixels == low if low == high else (pixels >= low) & (pixels <= high)


def _unknown_range(nodata: float | None, dtype: str) -> tuple[float, float] | None:
    """The lowest and the highest pixel value that mean nodata; None where none does, or NaN."""
    if nodata is None or math.isnan(nodata):
        return None
    if np.dtype(dtype).kind != "f":
        return int(nodata), int(nodata)
    if abs(nodata) >= _FAR_OUT:
        return (-math.inf, nodata * 1e-6) if nodata < 0 else (nodata * 1e-6, math.inf)
    slack = 4 * float(np.finfo(dtype).eps) * abs(nodata)
    return nodata - slack, nodata + slack


def _name_bands(dataset, bands: Sequence[int]) -> tuple[str, ...]:
    said, colours = dataset.descriptions, dataset.colorinterp
    # The first of several bands is often called gray, whatever it is.
    named = {colour: name for colour, name in _COLOUR_NAMES.items() if colour != ColorInterp.gray or len(said) == 1}
    return tuple(said[band - 1] or named.get(colours[band - 1]) or f"band {band}" for band in bands)


def _read_classes(dataset, band: int) -> list[dict]:
    """The classes of a class map's tag; none where it holds anything else."""
    try:
        return parse_classes(dataset.tags(band).get(CLASSES_TAG, "[]"))
    except CardError:
        return []


def _shape_of(window: Window) -> tuple[int, int]:
    return int(window.height), int(window.width)


def _name_place(window: Window) -> str:
    return f"column {window.col_off:.0f}, row {window.row_off:.0f}"


def _read_colors(dataset, bands: Sequence[int], classes: list[dict]) -> dict[int, str]:
    """What each class is shown in, "#rrggbb", as far as the file states it: values of one band, numbers of several."""
    if len(bands) > 1:
        tags = {band: dataset.tags(band).get(COLOR_TAG, "") for band in bands}
        return {band: color for band, color in tags.items() if re.fullmatch("#[0-9a-f]{6}", color)}
    if classes:
        return {entry["value"]: entry["color"] for entry in classes}
    try:
        table = dataset.colormap(bands[0])
    except ValueError:  # it has none
        return {}
    return {value: "#{:02x}{:02x}{:02x}".format(*color) for value, color in table.items()}


def _read_values(dataset, bands: Sequence[int]) -> dict[int, int]:
    """The value in class maps of the class whose probability a band holds, by the band's number, where it is stated."""
    tags = {band: dataset.tags(band).get(VALUE_TAG, "") for band in bands}
    return {band: int(value) for band, value in tags.items() if re.fullmatch("[0-9]{1,3}", value) and int(value) < 255}


def _read_threshold(dataset, band: int) -> float | None:
    """From which value on a score counts, where the file states it; see `RasterWriter.set_threshold`."""
    try:
        threshold = float(dataset.tags(band).get(THRESHOLD_TAG, "nan"))
    except ValueError:
        return None
    return threshold if math.isfinite(threshold) else None
