"""Class rasters and polygons with one interface: the classes of a window, and where they are valid."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ...errors import EoDeepError
from ...geo.grid import Grid
from ...io.band_description import describe_band
from ...io.class_names import same_name
from ...io.class_values import join_spellings, read_values, to_classes
from ...io.names import name_of
from ...io.raster import RasterSource
from ...io.vector_layer import VectorLayer
from .class_matching import BACKGROUND, Legend

OBJECT = 1
_NODATA = np.iinfo(np.int32).min


class ClassMap(Protocol):
    """A map whose classes can be read by windows of one grid."""

    names: dict[int, str]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32, and which pixels are valid, (H, W) bool."""

    def make_legend(self, present: Collection[int]) -> Legend:
        """The legend of the map, given the classes that occur."""


class RasterMap:
    """The first band of a class raster; EoDeepError where that holds probabilities."""

    def __init__(self, source: RasterSource):
        self._source = source
        self.names = read_names(source)
        scaling = describe_band(source).scaling
        if scaling is not None and (np.dtype(source.dtype).kind != "f" or scaling != (1.0, 0.0)):
            raise EoDeepError(
                f"'{name_of(source.path)}' holds probabilities ({1 / scaling[0]:g} means 1), not classes; "
                "classify them first."
            )

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32, and which pixels are valid; EoDeepError where values are not whole numbers."""
        values, valid = read_values(self._source, window)
        values = np.where(valid, values, 0)
        if abs(values.astype(np.int64)).max(initial=0) >= 2**31:
            raise EoDeepError(f"Class values must be below 2^31, but '{self._source.path}' holds {values.max()}.")
        return values.astype(np.int32), valid

    def make_legend(self, present: Collection[int]) -> Legend:
        """The raster's own names."""
        return Legend(self.names, present)


class PolygonMap:
    """Polygons with a class each, codes (N,); outside of them `background`, or nodata if that is None.

    names, numbered: see `Legend`.
    """

    def __init__(
        self,
        polygons: VectorLayer,
        codes: np.ndarray,
        grid: Grid,
        background: int | None,
        names: dict[int, str],
        numbered: bool,
    ):
        self._index, self._grid = polygons.index, grid
        self.polygons, self.codes, self.background = polygons, codes, background
        self.names, self._numbered = names, numbered

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Class values (H, W) int32 by the pixel-centre rule, and which pixels are valid."""
        background = _NODATA if self.background is None else self.background
        values = self._index.rasterize(self.codes, self._grid, window, background, "int32")
        valid = values != _NODATA
        return np.where(valid, values, 0).astype(np.int32), valid

    def make_legend(self, present: Collection[int]) -> Legend:
        """The classes of the polygons, those too small for a pixel as well."""
        shown = set(np.unique(self.codes).tolist())
        if self.background is not None and self.names.keys() <= {BACKGROUND, OBJECT}:
            shown.add(BACKGROUND)
        return Legend(self.names, present, self._numbered, shown)


def read_names(source: RasterSource) -> dict[int, str]:
    """The names in a raster's legend, by value."""
    return {int(entry["value"]): str(entry["name"]) for entry in source.classes}


def map_objects(polygons: VectorLayer, grid: Grid, others: dict[int, str]) -> PolygonMap:
    """Polygons that are all of one class, a building unless the names of the other map's classes, `others`, differ."""
    names = {} if others else {BACKGROUND: "not building", OBJECT: "building"}
    if any(same_name(name, "building") for name in others.values()):
        names = {OBJECT: "building"}
    return PolygonMap(polygons, np.full(len(polygons), OBJECT, np.int32), grid, BACKGROUND, names, True)


def encode_classes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """Turn a field into class values: (N,) int32, which ones have a class, (N,) bool, and the classes' names.

    Whole numbers, as numbers or as text, are taken as they are and have no names. Texts are numbered from 1 on, each
    spelling of a name alike. Raises EoDeepError for numbers of 2^31 and above.
    """
    found = to_classes(values)
    present = np.array([value is not None for value in found], bool)
    codes = np.zeros(len(found), np.int32)
    numbers = [value for value in found if isinstance(value, int)]
    largest = max(numbers, key=abs, default=0)
    if abs(largest) >= 2**31:
        raise EoDeepError(f"Class values must be below 2^31, but the class field holds {largest}.")
    joined = join_spellings(value for value in found if value is not None)
    texts = sorted({value for value in joined.values() if isinstance(value, str)})
    code_of: dict[int | str, int] = {text: code for code, text in enumerate(texts, 1)}
    for place, value in enumerate(found):
        if value is not None:
            codes[place] = code_of.get(joined[value], joined[value])
    return codes, present, dict(enumerate(texts, 1))
