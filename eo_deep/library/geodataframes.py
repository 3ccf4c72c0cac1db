"""Layers from GeoDataFrames, and back; geopandas is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import EoDeepError
from ..geo.crs import to_crs
from ..io.features import Features
from ..io.geopackage import write_layer

if TYPE_CHECKING:
    import geopandas


def to_geopandas(layer: Features) -> geopandas.GeoDataFrame:
    """A layer's geometries, fields and CRS as a GeoDataFrame; integers with nulls become pandas' nullable ones.

    Raises
    ------
    EoDeepError
        If geopandas is not installed.
    """
    try:
        import geopandas
        import pandas
    except ImportError:
        raise EoDeepError("A GeoDataFrame needs geopandas; install it with 'pip install geopandas'.") from None
    columns: dict[str, Any] = {}
    for name, values in layer.attributes.items():
        if isinstance(values, np.ma.MaskedArray):
            columns[name] = pandas.array(values.data, dtype="boolean" if values.dtype.kind == "b" else "Int64")
            columns[name][np.ma.getmaskarray(values)] = pandas.NA
        else:
            columns[name] = values
    return geopandas.GeoDataFrame(columns, geometry=layer.geometries, crs=layer.crs)


def write_geodataframe(path: str, frame: Any) -> None:
    """Write a GeoDataFrame as a GeoPackage with all its columns; the index is left out, as it is in the engine's own.

    Raises
    ------
    EoDeepError
        If it holds geometries of several kinds, such as points beside polygons.
    """
    geometries = np.asarray(frame.geometry.array, dtype=object)
    columns = {str(name): _to_array(frame[name]) for name in frame.columns if name != frame.geometry.name}
    kinds = {kind.removeprefix("Multi") for kind in frame.geom_type.dropna()}
    if len(kinds) > 1:
        raise EoDeepError(f"The GeoDataFrame holds geometries of several kinds: {', '.join(sorted(kinds))}.")
    multiple = any(kind.startswith("Multi") for kind in frame.geom_type.dropna())
    suffix = " Z" if frame.has_z.any() else ""
    kind = f"{'Multi' if multiple else ''}{kinds.pop() if kinds else 'Polygon'}{suffix}"
    write_layer(path, "layer", geometries, columns, to_crs(frame.crs), kind, multiple)


def _to_array(column: Any) -> np.ndarray:
    """A column's values (N,) as `layers.Layer` has them: masked where integers or truth values lack, else None."""
    if column.dtype.kind in "iub" and hasattr(column.array, "_mask"):  # pandas' nullable types
        missing = column.isna().to_numpy()
        filled = column.fillna(False if column.dtype.kind == "b" else 0).to_numpy(column.dtype.numpy_dtype)
        return np.ma.array(filled, mask=missing)
    if column.dtype.kind in "iuf":
        return column.to_numpy()
    if column.dtype.kind == "b":
        return column.to_numpy(bool)
    if column.dtype.kind == "M" and getattr(column.dtype, "tz", None) is None:
        return column.to_numpy("datetime64[ms]")
    found = np.empty(len(column), object)
    found[:] = [None if value is None or value is not value or value != value else value for value in column]
    return found
