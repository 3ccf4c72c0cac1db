"""Layers of vector files as they lie there, with all their fields: found and read."""

from __future__ import annotations

import datetime
import json
import os
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from ..errors import EoDeepError, to_line
from ..geo.coordinates import check_geometries
from ..geo.crs import to_crs
from .field_names import find_free_name
from .vector_layer import VectorLayer

POLYGON_TYPES = ("Polygon", "Unknown", "Collection", "Surface")
SHAPE_TYPES = ("Polygon", "Line", "Curve", "Surface", "Unknown", "Collection")
POINT_TYPES = ("Point",)
_OPTION = re.compile(r"\|(layername|layerid|subset|geometrytype|option:\w+|uniqueGeometryType)=")
_MAX_REASON = 160
_BYTES = "ISO-8859-1"  # one letter per byte
_EXACT = 2**53  # larger integers beside nulls lose their last digits as float64, in which pyogrio gives them
_ERRORS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError, pyogrio.errors.GeometryError, pyogrio.errors.CRSError,
    shapely.errors.ShapelyError, RuntimeError, OSError, ValueError, OverflowError,
)  # fmt: skip


def split_path(path: str) -> tuple[str, dict[str, str]]:
    """The file and the options of "file.gpkg|layername=name"; a bar in the name of a file that exists is its own."""
    options = [] if os.path.exists(path) else list(_OPTION.finditer(path))
    if not options:
        return path, {}
    first = next((i for i, option in enumerate(options) if os.path.exists(path[: option.start()])), 0)
    options = options[first:]
    ends = [option.start() for option in options[1:]] + [len(path)]
    named = {option[1]: path[option.end() : end] for option, end in zip(options, ends, strict=True)}
    return path[: options[0].start()], named


def find_layer(path: str, what: str = "polygons", types_wanted: Sequence[str] = POLYGON_TYPES) -> tuple[str, str]:
    """The file and the layer that a path names, in QGIS's notation "file.gpkg|layername=name".

    Parameters
    ----------
    path : str
        Without the name of a layer, the first layer that may hold what is wanted is taken.
    what : str, default "polygons"
        What is wanted, for the message.
    types_wanted : sequence of str
        Parts of OGR's names of geometry types.

    Returns
    -------
    file, layer : str

    Raises
    ------
    EoDeepError
        For a file that does not exist, is not a vector file, or has no such layer.
    """
    file, named = split_path(path)
    if not os.path.exists(file) and not file.startswith("/vsi"):
        raise EoDeepError(f"The vector file '{file}' does not exist.")
    try:
        layers = pyogrio.list_layers(_escape(file))
    except (*_ERRORS, UnicodeDecodeError) as error:
        raise EoDeepError(f"'{file}' is not a vector file, or is damaged ({_describe(error)}).") from None
    types = {str(name): str(kind) if kind else "no geometry" for name, kind in layers}
    if "layerid" in named and "layername" not in named:
        number = int(named["layerid"]) if named["layerid"].isdigit() else -1
        named["layername"] = dict(enumerate(types)).get(number, f"number {named['layerid']}")
    wanted = [named["layername"]] if "layername" in named else list(types)
    if wanted and wanted[0] not in types:
        raise EoDeepError(f"Layer '{wanted[0]}' not found; '{file}' has: {', '.join(types)}.")
    fitting = [n for n in wanted if any(kind in types[n] for kind in types_wanted)]
    if not fitting:
        kinds = ", ".join(sorted({types[name] for name in wanted})) or "no layers"
        raise EoDeepError(f"'{file}' holds no {what}, but: {kinds}.")
    return file, fitting[0]


def read_layer(file: str, layer: str, columns: Sequence[str] | None = None,
               force_2d: bool = False) -> tuple[VectorLayer, list[str]]:
    """Read a layer as it is in its file. Curves become straight segments; measures (M) and binary fields are dropped.

    Parameters
    ----------
    file, layer : str
        See `find_layer`.
    columns : sequence of str, optional
        Fields to read. Default: all but binary ones.
    force_2d : bool, default False
        Drop heights.

    Returns
    -------
    vectors : VectorLayer
    notes : list of str
        What was changed, for a warning.

    Raises
    ------
    EoDeepError
        For a damaged file, a missing field, and coordinates that the CRS cannot have.
    """
    notes = []
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                info = pyogrio.read_info(_escape(file), layer=layer)
                meta, _, wkb, values = _read_raw(file, layer, columns, force_2d)
            except UnicodeDecodeError:  # bytes as they are; texts are made of them below
                info = pyogrio.read_info(_escape(file), layer=layer, encoding=_BYTES)
                meta, _, wkb, values = _read_raw(file, layer, None, force_2d, encoding=_BYTES)
                names, values, count = _decode(meta["fields"], values)
                meta, info = {**meta, "fields": names}, {**info, "fields": _decode(info["fields"], [])[0]}
                notes.append(f"{count} texts are not in UTF-8 as the file states, unreadable letters are replaced "
                             "by \ufffd")  # fmt: skip
    except _ERRORS as error:
        raise EoDeepError(f"'{file}' cannot be read; the file is damaged ({_describe(error)}).") from None
    present = [str(name) for name in info["fields"]]
    for name in columns or ():
        if name not in present:
            raise EoDeepError(f"Field '{name}' not found; the layer has: {', '.join(present) or 'no fields'}.")
    if any("Measured" in str(warning.message) for warning in caught):
        notes.append("measures (M) are dropped")
    found: dict[str, np.ndarray] = {}
    binary, taken = [], set[str]()
    for name, column, dtype, kind in zip(meta["fields"], values, meta["dtypes"], meta["ogr_types"], strict=True):
        if columns is not None and name not in columns:
            continue
        if kind == "OFTBinary":
            binary.append(str(name))
            continue
        free = find_free_name(str(name), taken, exactly=True)
        found[free] = _restore(column, str(dtype), kind, partial(_read_as_texts, file, layer, str(name)))
    if binary:
        notes.append(f"binary fields are dropped: {', '.join(binary)}")
    geometries = shapely.from_wkb(wkb if wkb is not None else np.array([], object), on_invalid="fix")
    try:
        crs = to_crs(meta["crs"])
    except pyproj.exceptions.CRSError:
        crs = None
        notes.append("its CRS cannot be read")
    check_geometries(file, geometries, crs)
    return VectorLayer(geometries, found, crs, str(meta["geometry_type"] or "Unknown")), notes


def _read_raw(file: str, layer: str, columns: Sequence[str] | None, force_2d: bool, **options: Any) -> tuple:
    return pyogrio.raw.read(_escape(file), layer=layer, columns=columns, force_2d=force_2d, datetime_as_string=True,
                            **options)  # fmt: skip


def _read_as_texts(file: str, layer: str, name: str) -> np.ndarray:
    """A column's values as texts, (N,) objects, by another way than floats."""
    quoted = [part.replace("\\", "\\\\").replace('"', '\\"') for part in (name, layer)]
    sql = 'SELECT CAST("{}" AS character(32)) AS value FROM "{}"'.format(*quoted)  # nosec B608 - names are quoted
    return pyogrio.raw.read(_escape(file), sql=sql, sql_dialect="OGRSQL", read_geometry=False)[3][0]


def _restore(values: np.ndarray, dtype: str, kind: str, read_as_texts: Callable[[], np.ndarray]) -> np.ndarray:
    """A field as `VectorLayer` has it; pyogrio gives integers with nulls as floats, lists as arrays, moments as texts.
    """
    if values.dtype.kind == "f" and dtype[:3] in ("int", "uin", "boo"):
        null = np.isnan(values)
        if dtype == "int64" and (np.abs(values[~null]) >= _EXACT).any():
            texts = read_as_texts()
            if len(texts) == len(values):
                return np.ma.array([int(text or 0) for text in texts], np.int64, mask=null)
        return np.ma.array(np.where(null, 0, values).astype(dtype), mask=null)
    if kind in ("OFTDateTime", "OFTDate"):
        moments = [_read_moment(value) for value in values]
        if any(moment is not None and moment.tzinfo is not None for moment in moments):
            return _to_objects(moments)
        return np.array(moments, "datetime64[D]" if kind == "OFTDate" else "datetime64[ms]")
    if kind.endswith("List"):
        return _to_objects(None if v is None else json.dumps(v.tolist(), ensure_ascii=False) for v in values)
    if kind == "OFTTime":
        return _to_objects(None if value is None else str(value) for value in values)
    return values


def _describe(error: Exception) -> str:
    """The message of a library, without the query that failed."""
    return to_line(str(error).rsplit(" failed: ", 1)[-1], _MAX_REASON)


def _read_moment(text: str | None) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _decode(names: Iterable[str], columns: Sequence[np.ndarray]) -> tuple[list[str], list[np.ndarray], int]:
    """Names and texts of bytes that were read as Latin-1, and how many of them are not UTF-8."""
    count = 0

    def decode(value: Any) -> Any:
        nonlocal count
        if isinstance(value, np.ndarray) and value.dtype.kind in "UO":  # a list
            return np.array([decode(each) for each in value], object)
        if not isinstance(value, str):
            return value
        text = value.encode(_BYTES, "replace").decode("utf-8", "replace")
        count += "\ufffd" in text
        return text

    decoded = [decode(str(name)) for name in names]
    return decoded, [_to_objects(map(decode, c)) if c.dtype == object else c for c in columns], count


def _to_objects(values: Iterable[Any]) -> np.ndarray:
    listed = list(values)
    result = np.empty(len(listed), object)
    result[:] = listed
    return result


def _escape(file: str) -> str:
    """The file's name for pyogrio, which takes some signs for parts of an address."""
    odd = is_odd(file) and not file.endswith(".zip") and os.path.isfile(file)
    return f"/vsisubfile/0,{os.path.abspath(file)}" if odd else file


def is_odd(file: str) -> bool:
    """Whether pyogrio would take a file's name for an address."""
    return pyogrio.util.vsi_path(file) != file
