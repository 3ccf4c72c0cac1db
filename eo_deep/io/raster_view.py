"""What GDAL is asked to open, so that the pixels of a raster lie, and look, as QGIS shows them.

A plain file is opened as it is. Colour tables, control points and bands that lack pixels each for itself need a text
that describes them to GDAL (a VRT), or a warp.
"""

from __future__ import annotations

import html
import math
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.coordinates import check_coordinates
from ..geo.crs import drop_local_crs
from ..geo.grid import Grid
from ..runtime.memory import make_array
from .damage import GDAL_ERRORS, check_whole
from .names import name_of

# An image without CRS is warped in a plane of its own: any metric CRS on both sides gives plain scaling.
_PLANE = CRS.from_epsg(3857)
# GDAL takes unit pixels at the origin for no georeference at all: there, both sides are moved.
_ASIDE = rasterio.Affine.translation(0.25, 0.25)
# Where a file states no transform, rasterio returns the identity, and with some drivers whatever was in the memory.
_SURE_DRIVERS = ("GTiff", "VRT", "PNG", "JPEG")
_PIXELS = rasterio.Affine.scale(1, -1)
_COLOURS = ("Red", "Green", "Blue", "Alpha")
_DEGREES = CRS.from_epsg(4326)
# The value of pixels that a band lacks, where bands are read as floats so that each may lack its own.
LACKING = float(np.finfo(np.float32).min)
_POINTS, _POLYNOMIALS = "ground control points", "rational polynomials"


@dataclass(frozen=True)
class View:
    """A raster as it is read.

    name: what GDAL opens, a file's name or a VRT's text. grid: where the pixels lie. placed_by: what a warp places them
    by, "" for an affine transform; points_crs, height_m: of these. nodata: per band, None where the band has none that
    its data type can hold. by_band: whether bands lack pixels each for itself in a way that one nodata value does not
    express. notes, doubts: sentences for the user, the latter on what is to be checked.
    """

    path: str
    name: str
    grid: Grid
    placed_by: str
    points_crs: CRS | None
    height_m: float
    nodata: tuple[float | None, ...]
    by_band: bool
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def open(self, grid: Grid | None, resampling: Resampling) -> list[Any]:
        """GDAL datasets, the last one to be read and all to be closed from the last: on `grid`, None: the own one.

        A dataset that is warped has an alpha band, its last one if the file has none. Raises EoDeepError.
        """
        opened = [open_dataset(self.name, self.path)]
        try:
            if self.by_band and (self.placed_by or grid):
                opened.append(open_dataset(_by_band(opened[0], self.name), self.path))
            if self.placed_by:
                opened.append(self._place(opened[-1]))
            if grid:
                opened.append(self._warp(opened[-1], grid, resampling))
        except GDAL_ERRORS as error:
            close(opened)
            raise EoDeepError(
                f"'{self.path}' cannot be warped to {grid.crs if grid else self.points_crs or 'its grid'} ({error})."
            ) from None
        except EoDeepError:
            close(opened)
            raise
        return opened

    def _place(self, dataset: Any) -> Any:
        """The dataset warped by its control points or polynomials, to the grid that QGIS chooses too."""
        options = self._options(dataset)
        if self.placed_by == _POLYNOMIALS:
            options["RPC_HEIGHT"] = repr(self.height_m)
        crs = self.points_crs or _PLANE
        return WarpedVRT(dataset, src_crs=crs, crs=crs, resampling=Resampling.nearest, **options)

    def _warp(self, dataset: Any, grid: Grid, resampling: Resampling) -> Any:
        own = self.grid.facing(grid)
        plane = own.crs is None or grid.crs is None
        aside = _ASIDE if plane else rasterio.Affine.identity()
        return WarpedVRT(
            dataset,
            src_crs=_PLANE if plane else own.crs,
            crs=_PLANE if plane else grid.crs,
            src_transform=aside * own.transform,
            transform=aside * grid.transform,
            width=grid.width,
            height=grid.height,
            resampling=resampling,
            **self._options(dataset),
        )

    def _options(self, dataset: Any) -> dict[str, Any]:
        """How nodata pixels are kept out of their neighbours."""
        # The approximate transformer gives each block an interpolation error of its own: 0.125 px by default.
        options: dict[str, Any] = dict(tolerance=0.001, warp_mem_limit=64)
        options["add_alpha"] = not any(c == ColorInterp.alpha for c in dataset.colorinterp)
        nodata = LACKING if self.by_band else next((value for value in self.nodata if value is not None), None)
        options["src_nodata"] = nodata
        if nodata is not None and not math.isnan(nodata) and (self.by_band or dataset.dtypes[0] != "uint8"):
            # Each band for itself: else the nodata value of a band that lacks alone would be mixed into its neighbours.
            options |= dict(UNIFIED_SRC_NODATA="NO", init_dest_nodata=False, INIT_DEST=repr(nodata))
        return options


def look_at(path: str, colours: bool) -> View:
    """Find out how a raster is to be read; `colours`: through its colour table, where it has one.

    Raises EoDeepError for what cannot be read, and for coordinates that the CRS cannot have.
    """
    dataset = open_dataset(path, path)
    name, basename = path, name_of(path)
    notes: list[str] = []
    doubts: list[str] = []
    try:
        check_whole(dataset, path)
        if colours and _has_colour_table(dataset):
            name = _in_colours(dataset, path)
            notes.append(f"'{basename}' is read with its colour table, as red, green and blue.")
            dataset.close()
            dataset = open_dataset(name, path)
        grid, placed_by = _find_place(dataset, path)
        if placed_by:
            notes.append(f"'{basename}' is georeferenced by its {placed_by}, as in QGIS.")
        elif grid.crs is None and grid.transform == _PIXELS:
            doubts.append(f"'{basename}' has no georeference; pixel coordinates are used, as in QGIS.")
        nodata = tuple(_as_held(*pair) for pair in zip(dataset.nodatavals, dataset.dtypes, strict=True))
        height_m = dataset.rpcs.height_off if dataset.rpcs else 0.0
        by_band = _lacks_by_band(dataset, nodata)
        crs = _points_crs(dataset, placed_by)
        return View(path, name, grid, placed_by, crs, height_m, nodata, by_band, tuple(notes), tuple(doubts))
    except GDAL_ERRORS as error:
        raise EoDeepError(f"'{path}' is not a raster that can be read, or is damaged ({error}).") from None
    finally:
        dataset.close()


def open_dataset(name: str, path: str) -> Any:
    """GDAL's dataset of a name or text; `path` is what an EoDeepError calls it."""
    try:
        with rasterio.Env(), quiet():
            dataset = rasterio.open(name)
    except GDAL_ERRORS as error:
        if not os.path.exists(path) and ":" not in path[2:] and not path.startswith("/vsi"):
            raise EoDeepError(f"The raster '{path}' does not exist.") from None
        raise EoDeepError(f"'{path}' is not a raster that can be read, or is damaged ({error}).") from None
    if dataset.count == 0:
        dataset.close()
        raise EoDeepError(f"'{path}' has no bands itself; choose one of its subdatasets.")
    return dataset


def close(datasets: Sequence[Any]) -> None:
    """Close datasets of which the later read from the earlier."""
    for dataset in reversed(datasets):
        dataset.close()


def read_bands(dataset: Any, bands: Sequence[int], window: Window) -> np.ndarray:
    """Pixels (C, H, W) of a window inside a dataset, as `read` of it gives them, in memory of their own."""
    dtypes = {dataset.dtypes[band - 1] for band in bands}
    if len(dtypes) > 1:
        return dataset.read(bands, window=window)
    out = make_array((len(bands), int(window.height), int(window.width)), dtypes.pop())
    return dataset.read(bands, window=window, out=out)


def has_own_mask(flags: Sequence[MaskFlags]) -> bool:
    """Whether a band's mask is more than its nodata value or the alpha band."""
    return not {MaskFlags.all_valid, MaskFlags.nodata, MaskFlags.alpha} & set(flags)


@contextmanager
def quiet() -> Iterator[None]:
    """Images without georeference are legal here; rasterio need not warn of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def _find_place(dataset: Any, path: str) -> tuple[Grid, str]:
    """Where QGIS shows the pixels, and what a warp places them by."""
    transform, crs = dataset.transform, drop_local_crs(dataset.crs)
    sure = dataset.driver in _SURE_DRIVERS and transform != rasterio.Affine.identity()
    if sure or "<GeoTransform>" in _describe(dataset):
        grid = Grid(crs, transform, dataset.width, dataset.height)
        finite = np.isfinite(transform[:6]).all() and not transform.is_degenerate
        if not finite or 0 in (grid.ground_resolution_m or ()):  # also what rounding leaves nothing of
            raise EoDeepError(f"'{path}' has pixels without area; its georeference is damaged.")
        check_coordinates(path, grid.lattice(), crs, max(abs(transform.a), abs(transform.b)))
        return grid, ""
    points = dataset.gcps[0]
    if points or dataset.rpcs:
        placed_by = _POINTS if points else _POLYNOMIALS
        crs = _points_crs(dataset, placed_by) or _PLANE
        height = {} if points else {"RPC_HEIGHT": repr(dataset.rpcs.height_off)}
        try:
            with WarpedVRT(dataset, src_crs=crs, crs=crs, add_alpha=True, tolerance=0.001, **height) as placed:
                grid = Grid(_points_crs(dataset, placed_by), placed.transform, placed.width, placed.height)
        except GDAL_ERRORS as error:
            raise EoDeepError(f"'{path}' cannot be georeferenced by its {placed_by} ({error}).") from None
        check_coordinates(path, grid.lattice(), grid.crs, abs(grid.transform.a))
        return grid, placed_by
    if dataset.tags(ns="GEOLOCATION"):
        raise EoDeepError(
            f"'{path}' has a longitude and latitude for each pixel, which is not supported; warp it to a CRS "
            "first (Raster > Projections > Warp)."
        )
    return Grid(None, _PIXELS, dataset.width, dataset.height), ""  # a CRS without a transform is of no use


def _points_crs(dataset: Any, placed_by: str) -> CRS | None:
    return {_POINTS: drop_local_crs(dataset.gcps[1]), _POLYNOMIALS: _DEGREES}.get(placed_by)


def _as_held(nodata: float | None, dtype: str) -> float | None:
    """A nodata value as pixels of a data type have it; None where they cannot."""
    if nodata is None or np.dtype(dtype).kind not in "iuf":
        return None
    if np.dtype(dtype).kind == "f":
        with np.errstate(over="ignore"):
            return float(np.dtype(dtype).type(nodata))
    fits = float(nodata).is_integer() and np.iinfo(dtype).min <= nodata <= np.iinfo(dtype).max
    return nodata if fits else None


def _lacks_by_band(dataset: Any, nodata: Sequence[float | None]) -> bool:
    if any(not flags for flags in dataset.mask_flag_enums):  # a mask of its own for each band
        return True
    values = {repr(value) for value, c in zip(nodata, dataset.colorinterp, strict=True) if c != ColorInterp.alpha}
    return len(values) > 1


def _has_colour_table(dataset: Any) -> bool:
    """Whether the only band, beside alpha, is looked up in a table of colours."""
    kinds = [c for c in dataset.colorinterp if c != ColorInterp.alpha]
    if kinds != [ColorInterp.palette]:
        return False
    try:
        return bool(dataset.colormap(dataset.colorinterp.index(ColorInterp.palette) + 1))
    except ValueError:
        return False


def _in_colours(dataset: Any, path: str) -> str:
    """A text for GDAL: the dataset's colours as bands red, green, blue and alpha."""
    band = dataset.colorinterp.index(ColorInterp.palette) + 1
    nodata = dataset.nodatavals[band - 1]
    excluded = f"<NODATA>{nodata!r}</NODATA>" if nodata is not None else ""
    sources = [_source(path, band, f"{excluded}<ColorTableComponent>{k}</ColorTableComponent>") for k in (1, 2, 3, 4)]
    if has_own_mask(dataset.mask_flag_enums[band - 1]) or dataset.count > 1:
        sources[-1] = _source(path, f"mask,{band}", "")
    coloured = zip(_COLOURS, sources, strict=True)
    return _rewrite(dataset, (("Byte", f"<ColorInterp>{colour}</ColorInterp>{each}") for colour, each in coloured))


def _by_band(dataset: Any, name: str) -> str:
    """A text for GDAL: bands as floats, LACKING where each band's own mask or nodata value excludes a pixel."""
    kind = "Float32" if all(np.can_cast(dtype, "float32") for dtype in dataset.dtypes) else "Float64"
    return _rewrite(
        dataset,
        (
            (
                kind,
                f"<NoDataValue>{LACKING!r}</NoDataValue><ColorInterp>{c.name.capitalize()}</ColorInterp>"
                + _source(name, band, "<UseMaskBand>true</UseMaskBand>"),
            )
            for band, c in zip(dataset.indexes, dataset.colorinterp)
        ),
    )


def _source(name: str, band: int | str, extra: str) -> str:
    name = os.path.abspath(name) if os.path.exists(name) else name
    return (
        f'<ComplexSource><SourceFilename relativeToVRT="0" shared="0">{html.escape(name)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand>{extra}</ComplexSource>"
    )


def _rewrite(dataset: Any, bands: Iterator[tuple[str, str]]) -> str:
    """GDAL's own description of a dataset with other bands: (data type, content) each."""
    head = _describe(dataset).partition("<VRTRasterBand")[0].partition("<MaskBand")[0]
    texts = (
        f'<VRTRasterBand dataType="{kind}" band="{number}">{content}</VRTRasterBand>'
        for number, (kind, content) in enumerate(bands, 1)
    )
    return head + "".join(texts) + "</VRTDataset>"


def _describe(dataset: Any) -> str:
    """GDAL's description of a dataset as a VRT's text."""
    with MemoryFile(ext=".vrt") as file, quiet():
        rasterio.shutil.copy(dataset, file.name, driver="VRT")
        return file.read().decode("utf-8", "surrogateescape")
