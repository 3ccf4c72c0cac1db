"""A vector layer in memory: geometries, all their fields, and their CRS."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.antimeridian import join_parts
from ..geo.crs import make_transform, to_crs
from ..geo.geometries import has_shape
from ..geo.grid import Grid
from ..geo.rasterization import PolygonIndex
from ..geo.repair import keep_polygons
from ..progress import Progress, silent
from .field_names import add_columns, find_free_name

if TYPE_CHECKING:
    import geopandas


@dataclass(frozen=True)
class VectorLayer:
    """A vector layer in memory. What is read from a file keeps all fields in their order; only geometries change.

    Attributes
    ----------
    geometries : ndarray of shapely geometries or None, shape (N,)
    fields : dict of str to ndarray, shape (N,) each
        Integers and truth values with nulls are masked arrays. Texts, times and lists (as JSON) are objects with None,
        moments with a time zone too. Other dates and moments are datetime64 with NaT.
    crs : pyproj.CRS or None
    geometry_type : str or None
        As OGR calls the type of the file, such as "MultiPolygon Z". Written where the geometries do not determine it.
    repaired : int
        How many geometries of the file were invalid and have been repaired.
    """

    geometries: np.ndarray
    fields: dict[str, np.ndarray] = field(default_factory=dict)
    crs: pyproj.CRS | None = None
    geometry_type: str | None = None
    repaired: int = 0

    def __len__(self) -> int:
        return len(self.geometries)

    @cached_property
    def index(self) -> PolygonIndex:
        """Finds the polygons of a window; made at first use."""
        return PolygonIndex(self.geometries)

    @property
    def present(self) -> np.ndarray:
        """Which features are polygons or lines with finite coordinates, (N,) bool."""
        return has_shape(self.geometries)

    def select(self, chosen: np.ndarray) -> VectorLayer:
        """The features of a boolean mask (N,) or of an array of positions."""
        fields = {name: values[chosen] for name, values in self.fields.items()}
        return replace(self, geometries=self.geometries[chosen], fields=fields)

    def add(self, fields: dict[str, np.ndarray], progress: Progress = silent) -> VectorLayer:
        """The same layer with further fields, (N,) each; a field of its own with such a name is renamed in a warning.
        """
        return replace(self, fields=add_columns(self.fields, fields, progress))

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """The layer as a GeoDataFrame. Integers and truth values with nulls get pandas' nullable types.

        Raises
        ------
        EoDeepError
            If geopandas is not installed.
        """
        geopandas, pandas = _import_geopandas()
        columns: dict[str, Any] = {}
        for name, values in self.fields.items():
            columns[name] = values
            if isinstance(values, np.ma.MaskedArray):
                nullable = pandas.arrays.BooleanArray if values.dtype.kind == "b" else pandas.arrays.IntegerArray
                columns[name] = nullable(np.ma.getdata(values).copy(), np.ma.getmaskarray(values).copy())
        name = find_free_name("geometry", {name.lower() for name in columns})
        frame = pandas.DataFrame(columns, index=pandas.RangeIndex(len(self)))
        frame[name] = geopandas.GeoSeries(self.geometries, crs=self.crs)
        return geopandas.GeoDataFrame(frame, geometry=name)

    @classmethod
    def from_geopandas(cls, frame: geopandas.GeoDataFrame) -> VectorLayer:
        """The active geometries of a GeoDataFrame, with its other columns as fields. Its index is left out.

        Raises
        ------
        EoDeepError
            If geopandas is not installed.
        """
        geopandas, pandas = _import_geopandas()
        fields = {str(name): _to_field(column, pandas) for name, column in frame.items()
                  if not isinstance(column.dtype, geopandas.array.GeometryDtype)}  # fmt: skip
        return cls(np.array([None, *frame.geometry], object)[1:], fields, to_crs(frame.crs))


def reproject_polygons(polygons: VectorLayer, crs: Any) -> VectorLayer:
    """The same polygons in another CRS, by their vertices; those that it cannot hold are left out."""
    target = to_crs(crs)
    if polygons.crs is None or target is None or polygons.crs == target or not len(polygons):
        return polygons
    moved = shapely.transform(polygons.geometries, make_transform(polygons.crs, target))
    finite = np.isfinite(shapely.bounds(moved)).all(axis=1)
    moved[finite] = join_parts(moved[finite], target)
    moved[finite] = keep_polygons(moved[finite])
    return replace(polygons, geometries=moved, crs=target).select(finite & ~shapely.is_empty(moved))


def clip_polygons(polygons: VectorLayer, extent: shapely.Polygon) -> VectorLayer:
    """The parts of the polygons in `extent`, a polygon in their CRS; polygons outside are left out."""
    geometries = polygons.geometries.copy()
    shapely.prepare(extent)
    crossing = ~shapely.covers(extent, geometries)
    geometries[crossing] = keep_polygons(shapely.intersection(geometries[crossing], extent))
    return replace(polygons, geometries=geometries).select(~shapely.is_empty(geometries))


def rasterize_area(area: VectorLayer | None, grid: Grid, window: Window | None = None) -> np.ndarray:
    """Where pixel centres lie in the polygons of `area` (in the grid's CRS): (H, W) bool, True throughout for None."""
    if area is None:
        return np.ones(grid.window_shape(window), bool)
    return area.index.rasterize(1, grid, window).view(bool)


def join_layers(layers: Sequence[VectorLayer]) -> VectorLayer:
    """The features of layers with the same fields and CRS, one layer after the other."""
    first = layers[0]
    if len(layers) == 1:
        return first
    fields = {name: np.concatenate([layer.fields[name] for layer in layers]) for name in first.fields}
    return replace(first, geometries=np.concatenate([layer.geometries for layer in layers]), fields=fields)


def list_blocks(area: VectorLayer | None, grid: Grid, size_px: int) -> list[Window]:
    """The blocks of a grid (see `Grid.blocks`) that the polygons of `area` may reach; all of them for None."""
    blocks = list(grid.blocks(size_px))
    return blocks if area is None else [blocks[place] for place in area.index.find_windows(grid, blocks)]


def _import_geopandas() -> tuple[Any, Any]:
    try:
        import geopandas
        import pandas
    except ImportError:
        raise EoDeepError("A GeoDataFrame needs geopandas; install it with 'pip install geopandas'.") from None
    return geopandas, pandas


def _to_field(column: Any, pandas: Any) -> np.ndarray:
    """The values of a pandas column as `VectorLayer` has them."""
    if isinstance(column.dtype, pandas.CategoricalDtype):
        column = column.astype(object)
    if column.dtype == object:
        column = column.convert_dtypes()
    null, kind = column.isna().to_numpy(), column.dtype.kind
    plain = getattr(column.dtype, "numpy_dtype", column.dtype)
    if kind in "iub":
        values = column.to_numpy(plain, na_value=0)
        return np.ma.array(values, mask=null) if null.any() else values
    if kind == "f":
        return column.to_numpy(plain, na_value=np.nan)
    if kind == "M" and getattr(column.dtype, "tz", None) is None:
        return column.to_numpy().astype("datetime64[ms]")
    objects = np.full(len(column), None, object)
    objects[~null] = [_to_plain(value) for value in column[~null]]
    return objects


def _to_plain(value: Any) -> Any:
    """A text or a moment as it is, everything else as a text."""
    if isinstance(value, datetime.datetime):
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return value if isinstance(value, str) else str(value)
