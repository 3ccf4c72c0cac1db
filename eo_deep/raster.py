"""The only reader of rasters: grids, windows, what is known and what is nodata."""

from __future__ import annotations

import math
import os
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# GDAL's block cache takes 5 % of the machine by default: memory would grow with the image. Read once, at first use.
os.environ.setdefault("GDAL_CACHEMAX", "64")

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from .card_schema import CardError
from .errors import EoDeepError
from .grid import Grid, earth_crs
from .model_card import parse_classes

# An image without CRS is warped in a plane of its own: any metric CRS on both sides gives plain scaling.
_PLANE = CRS.from_epsg(3857)
_COLOUR_NAMES = {ColorInterp.red: "red", ColorInterp.green: "green", ColorInterp.blue: "blue", ColorInterp.gray: "gray"}
CLASSES_TAG = "EO_DEEP_CLASSES"
_READ_AT_ONCE_PX = 4_000_000


class RasterSource:
    """A raster opened for reading, by any number of threads at once; `open_raster` makes it."""

    def __init__(self, path: str, bands: Sequence[int] | None, grid: Grid | None, resampling: str):
        self.path = str(path)
        self._warp_to, self._resampling = grid, Resampling[resampling]
        self._local, self._lock = threading.local(), threading.Lock()
        self._opened: list[tuple[threading.Thread, Any]] = []  # every thread's handles
        try:
            self._inspect(self._dataset(), bands, grid)
        except EoDeepError:
            self.close()
            raise

    def _inspect(self, dataset: Any, bands: Sequence[int] | None, grid: Grid | None) -> None:
        """Take from the file what users of this object ask; EoDeepError for bands and numbers that cannot be read."""
        self._alpha = next(
            (i for i, c in zip(dataset.indexes, dataset.colorinterp, strict=True) if c == ColorInterp.alpha), 0
        )
        self.bands = tuple(bands) if bands else tuple(i for i in dataset.indexes if i != self._alpha)
        wrong = [band for band in self.bands if band not in dataset.indexes]
        if wrong or not self.bands:
            raise EoDeepError(f"Band {wrong[0] if wrong else 1} is not in '{self.path}', which has {dataset.count}.")
        dtypes = [dataset.dtypes[band - 1] for band in self.bands]
        if any(name.startswith("complex") for name in dtypes):
            raise EoDeepError(f"'{self.path}' holds complex numbers; give amplitude or intensity instead.")
        if dataset.transform.is_degenerate:
            raise EoDeepError(f"'{self.path}' has pixels without extent; its georeference is damaged.")
        self.dtype = np.result_type(*dtypes).name
        own = getattr(dataset, "src_dataset", dataset)  # a warped dataset with an alpha band tells no nodata value
        self.nodata = own.nodatavals[self.bands[0] - 1]
        self.scales = tuple(dataset.scales[band - 1] for band in self.bands)
        self.offsets = tuple(dataset.offsets[band - 1] for band in self.bands)
        self.band_names = tuple(_band_name(dataset, band) for band in self.bands)
        self.classes = _read_classes(dataset, self.bands[0])
        self.grid = grid or Grid(earth_crs(dataset.crs), dataset.transform, dataset.width, dataset.height)
        flags = dataset.mask_flag_enums[self.bands[0] - 1]
        self._mask_band = MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags

    @property
    def count(self) -> int:
        """How many bands are read."""
        return len(self.bands)

    def read(self, window: Window | None = None, masked: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, H, W) in the native dtype, and where they are known, (H, W) bool.

        The window may reach beyond the raster: zeros there, and unknown. Unknown are also pixels that are NaN or
        infinite, masked or transparent, or nodata: in any band, but in all bands of an 8-bit image, where the
        nodata value (0, 255) is a colour that single bands really have. `masked` False skips that check.
        Raises EoDeepError where the file cannot be read.
        """
        window = window or Window(0, 0, self.grid.width, self.grid.height)
        row, column = max(0, int(window.row_off)), max(0, int(window.col_off))
        bottom = min(self.grid.height, int(window.row_off + window.height))
        right = min(self.grid.width, int(window.col_off + window.width))
        inner = Window(column, row, max(0, right - column), max(0, bottom - row))
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
                pixels = dataset.read([*self.bands, self._alpha], window=window)
                pixels, valid = pixels[:-1], pixels[-1] > 0
            else:
                pixels, valid = dataset.read(self.bands, window=window), np.ones(_shape_of(window), bool)
                if masked and self._mask_band:
                    valid &= dataset.read_masks(self.bands[0], window=window) > 0
        except (RasterioError, OSError) as error:
            why = error.__cause__ or error  # rasterio's own text only points to it
            raise EoDeepError(
                f"'{self.path}' cannot be read at {_name_place(window)}; the file is damaged ({why})."
            ) from None
        if masked:
            if pixels.dtype.kind == "f":
                valid &= np.isfinite(pixels).all(axis=0)
            if self.nodata is not None and not math.isnan(self.nodata):
                unknown = pixels == self.nodata
                valid &= ~(unknown.all(axis=0) if self.dtype == "uint8" else unknown.any(axis=0))
        return pixels, valid

    def read_overview(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """About size_px x size_px pixels (C, h, w) spread over the whole raster, by nearest neighbour; which are known.

        Uses the file's overviews where it has them; otherwise reads each of the blocks that the pixels lie in once,
        never the whole raster at a time.
        """
        factor = max(1.0, max(self.grid.width, self.grid.height) / size_px)
        if factor == 1.0:
            return self.read()
        dataset = self._dataset()
        if self._warp_to is None and dataset.overviews(self.bands[0]):
            with open_raster(self.path, self.bands, self.grid.scaled(factor), "nearest") as small:
                return small.read()
        rows, columns = (
            np.unique(np.linspace(0, size - 1, min(size, size_px)).astype(int))
            for size in (self.grid.height, self.grid.width)
        )
        block_rows = rows // dataset.block_shapes[self.bands[0] - 1][0]
        strips = []
        for some_rows in np.split(rows, np.flatnonzero(np.diff(block_rows)) + 1):
            span = int(some_rows[-1] - some_rows[0]) + 1
            pieces = math.ceil(span * self.grid.width / _READ_AT_ONCE_PX)
            read = [self._read_lattice(some_rows, part) for part in np.array_split(columns, min(pieces, len(columns)))]
            strips.append([np.concatenate(each, axis=-1) for each in zip(*read)])
        pixels, valid = (np.concatenate(each, axis=-2) for each in zip(*strips))
        return pixels, valid

    def _read_lattice(self, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, rows, columns) at ascending positions, and which are known, from one window around them."""
        top, left = int(rows[0]), int(columns[0])
        pixels, valid = self.read(Window(left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1))
        rows, columns = rows - top, columns - left
        return pixels[:, rows][:, :, columns], valid[rows][:, columns]

    def close(self) -> None:
        """Close every thread's handle."""
        with self._lock:
            for _, handle in reversed(self._opened):
                handle.close()
            self._opened.clear()
        self._local = threading.local()

    def __enter__(self) -> RasterSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _dataset(self) -> Any:
        """This thread's handle: GDAL's must not be used by two threads at once."""
        if not hasattr(self._local, "dataset"):
            self._close_abandoned()
            self._local.dataset = self._open()
        return self._local.dataset

    def _close_abandoned(self) -> None:
        """Close the handles of threads that have ended: a training starts new threads with every epoch."""
        with self._lock:
            for _, handle in reversed([entry for entry in self._opened if not entry[0].is_alive()]):
                handle.close()
            self._opened = [entry for entry in self._opened if entry[0].is_alive()]

    def _open(self) -> Any:
        try:
            with rasterio.Env(), quiet():
                dataset = rasterio.open(self.path)
        except (RasterioError, OSError) as error:
            if not os.path.exists(self.path) and ":" not in self.path[2:] and not self.path.startswith("/vsi"):
                raise EoDeepError(f"The raster '{self.path}' does not exist.") from None
            raise EoDeepError(f"'{self.path}' is not a raster that can be read, or is damaged ({error}).") from None
        if dataset.count == 0:
            dataset.close()
            raise EoDeepError(f"'{self.path}' holds no bands of its own; choose one of its subdatasets.")
        with self._lock:
            self._opened.append((threading.current_thread(), dataset))
        return dataset if self._warp_to is None else self._warp(dataset, self._warp_to)

    def _warp(self, dataset: Any, grid: Grid) -> Any:
        no_crs = earth_crs(dataset.crs) is None or grid.crs is None
        flip = rasterio.Affine.scale(1, -1) if no_crs else rasterio.Affine.identity()
        options: dict[str, Any] = {}
        nodata = dataset.nodata
        if nodata is not None and not math.isnan(nodata) and dataset.dtypes[0] != "uint8":
            # Each band for itself: else the nodata value of a band that lacks alone would be mixed into its neighbours.
            options = dict(UNIFIED_SRC_NODATA="NO", init_dest_nodata=False, INIT_DEST=repr(nodata))
        try:
            warped = WarpedVRT(
                dataset,
                src_crs=_PLANE if no_crs else dataset.crs,
                crs=_PLANE if no_crs else grid.crs,
                src_transform=flip * dataset.transform,
                transform=flip * grid.transform,
                width=grid.width,
                height=grid.height,
                resampling=self._resampling,
                # The approximate transformer gives each block an interpolation error of its own: 0.125 px by default.
                tolerance=0.001,
                add_alpha=not any(c == ColorInterp.alpha for c in dataset.colorinterp),
                warp_mem_limit=64,
                **options,
            )
        except RasterioError as error:
            raise EoDeepError(f"'{self.path}' cannot be brought to {grid.crs or 'the other grid'} ({error}).") from None
        with self._lock:
            self._opened.append((threading.current_thread(), warped))
        return warped


def open_raster(
    path: str | os.PathLike, bands: Sequence[int] | None = None, grid: Grid | None = None, resampling: str = "bilinear"
) -> RasterSource:
    """Open a raster file that GDAL reads.

    bands: 1-based numbers, in the order wanted; None: all but alpha. grid: read it on that grid, warped by
    `resampling` ("nearest", "bilinear", "cubic", "average", ...; kernels widen when shrinking, so nothing aliases).
    Raises EoDeepError for a missing, damaged or foreign file and for a band that is not there.
    """
    return RasterSource(str(path), bands, grid, resampling)


def _band_name(dataset, band: int) -> str:
    return dataset.descriptions[band - 1] or _COLOUR_NAMES.get(dataset.colorinterp[band - 1]) or f"band {band}"


def _read_classes(dataset, band: int) -> list[dict]:
    """The classes that a class map's tag tells; none where it holds anything else."""
    try:
        return parse_classes(dataset.tags(band).get(CLASSES_TAG, "[]"))
    except CardError:
        return []


def _shape_of(window: Window) -> tuple[int, int]:
    return int(window.height), int(window.width)


def _name_place(window: Window) -> str:
    return f"column {window.col_off:.0f}, row {window.row_off:.0f}"


@contextmanager
def quiet() -> Iterator[None]:
    """Images without georeference are legal here; rasterio need not warn of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield
