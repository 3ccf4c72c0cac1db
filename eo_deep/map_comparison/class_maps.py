"""Class rasters and polygons behind one face: the classes of a window, and where they are known."""

from __future__ import annotations

import math
import re
from typing import Protocol

import numpy as np
import pyproj
import rasterio
import shapely

from ..errors import EoDeepError
from ..progress import Progress, silent
from ..raster import Grid, RasterSource, Window, open_raster
from ..vector import Polygons, list_values, read_polygons, reproject, to_crs

BACKGROUND, OBJECT = 0, 1
MAX_CLASSES = 256
MAX_GRID_PX = 100e6  # of the grid on which two polygon layers are compared
PIXELS_PER_OBJECT = 20  # across a polygon of median size, on that grid
_UNKNOWN = np.iinfo(np.int32).min
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")


class ClassMap(Protocol):
    """A map whose classes can be read by windows of one grid."""

    names: dict[int, str]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32, and where they are known, (H, W) bool."""


class RasterMap:
    """The first band of a class raster."""

    def __init__(self, source: RasterSource):
        self._source = source
        self.names = {int(entry["value"]): str(entry["name"]) for entry in source.classes}

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32, and where they are known; EoDeepError where values are no whole numbers."""
        pixels, valid = self._source.read(window)
        values = np.where(valid, pixels[0], 0)
        if values.dtype.kind == "f":
            broken = values != np.round(values)
            if broken.any():
                raise EoDeepError(
                    f"A class map must hold whole numbers, but '{self._source.path}' holds {values[broken][0]:.4g}; "
                    "turn scores into classes first."
                )
        if abs(values).max(initial=0) >= 2**31:
            raise EoDeepError(f"Class values must be below 2^31, but '{self._source.path}' holds {values.max()}.")
        return values.astype(np.int32), valid


class PolygonMap:
    """Polygons with a class each; outside of them `background`, or unknown if that is None."""

    def __init__(
        self, polygons: Polygons, codes: np.ndarray, grid: Grid, background: int | None, names: dict[int, str]
    ):
        self._index, self._codes, self._grid = polygons.index, codes, grid
        self._background, self.names = background, names

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32 by the pixel-centre rule, and where they are known."""
        background = _UNKNOWN if self._background is None else self._background
        values = self._index.rasterize(self._codes, self._grid, window, background, "int32")
        valid = values != _UNKNOWN
        return np.where(valid, values, 0).astype(np.int32), valid


def open_layer(path: str, fields: list[str], progress: Progress = silent) -> RasterSource | Polygons:
    """The raster or the polygons at `path`, whichever it is. fields: columns that polygons must have."""
    if "|" in path:
        return read_polygons(path, columns=fields, progress=progress)
    try:
        return open_raster(path, bands=[1], progress=progress)
    except EoDeepError as not_raster:
        if not any(why in str(not_raster) for why in ("does not exist", "is not a raster", "holds no bands")):
            raise
        try:
            return read_polygons(path, columns=fields, progress=progress)
        except EoDeepError as not_polygons:
            if "does not exist" in str(not_raster):
                raise EoDeepError(f"The layer '{path}' does not exist.") from None
            if "is not a vector file" in str(not_polygons):
                raise EoDeepError(f"'{path}' is neither a raster nor a polygon layer that can be read.") from None
            raise not_polygons from None


def encode_classes(values: np.ndarray, known: dict[int, str]) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """Turn a field into class values: (N,) int32, which ones have a class, (N,) bool, and the classes' names.

    Whole numbers, as numbers or as text, are taken as they are. Other texts take the value of the `known` class of
    that name, whatever its case, or the next free value. Raises EoDeepError for numbers of 2^31 and above.
    """
    texts = [_class_text(value) for value in list_values(values)]
    present = np.array([text != "" for text in texts], bool)
    codes = np.zeros(len(texts), np.int32)
    if all(_WHOLE_NUMBER.fullmatch(text) for text in texts if text):
        numbers = [int(text) for text in texts if text]
        largest = max(numbers, key=abs, default=0)
        if abs(largest) >= 2**31:
            raise EoDeepError(f"Class values must be below 2^31, but the class field holds {largest}.")
        codes[present] = numbers
        return codes, present, dict(known)
    names = dict(known)
    by_text = {name.strip().lower(): value for value, name in names.items()}
    for text in sorted(set(texts) - {""}):
        if text.lower() not in by_text:
            by_text[text.lower()] = max([0, *names]) + 1
            names[by_text[text.lower()]] = text
    codes[present] = [by_text[text.lower()] for text in texts if text]
    return codes, present, names


def make_grid(first: Polygons, second: Polygons, area: Polygons | None) -> tuple[Grid, Polygons, Polygons]:
    """A fine grid for two polygon layers, and both in its CRS: the first one's, or an equal-area one for degrees."""
    crs = first.crs or second.crs
    if crs is not None and crs.is_geographic:
        layers = [reproject(layer, crs) for layer in (first, second) if len(layer)]
        west, south, east, north = _join_bounds(layers)
        crs = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84")
    first, second = (_bring_to(layer, crs) for layer in (first, second))
    extent = [layer for layer in (first, second) if len(layer)]
    if area is not None:
        extent = [_bring_to(area, crs)]
    left, bottom, right, top = _join_bounds(extent)
    objects = np.concatenate([first.geometries, second.geometries])
    fine = math.sqrt(float(np.median(shapely.area(objects)))) / PIXELS_PER_OBJECT
    coarse = math.sqrt((right - left) * (top - bottom) / MAX_GRID_PX)
    size = max(fine, coarse, 1e-9)
    width, height = max(1, math.ceil((right - left) / size)), max(1, math.ceil((top - bottom) / size))
    transform = rasterio.Affine(size, 0, left, 0, -size, top)
    rasterio_crs = rasterio.crs.CRS.from_wkt(crs.to_wkt()) if crs is not None else None
    return Grid(rasterio_crs, transform, width, height), first, second


def _bring_to(layer: Polygons, crs: pyproj.CRS | None) -> Polygons:
    """A layer in `crs`; one without a CRS is taken to be there already."""
    return reproject(layer, crs) if layer.crs is not None and crs is not None else layer


def bring_to_grid(layer: Polygons, grid: Grid) -> Polygons:
    """A layer in the grid's CRS; where one of them has none they are taken to be the same."""
    return _bring_to(layer, to_crs(grid.crs))


def _join_bounds(layers: list[Polygons]) -> tuple[float, float, float, float]:
    bounds = np.array([shapely.total_bounds(layer.geometries) for layer in layers])
    left, bottom = bounds[:, :2].min(axis=0)
    right, top = bounds[:, 2:].max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def _class_text(value: object) -> str:
    """A field's value as text: 3.0 -> "3", nothing for null."""
    if value is None or (isinstance(value, (float, np.floating)) and math.isnan(value)):
        return ""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
