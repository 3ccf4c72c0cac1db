"""The only writer of vector layers: GeoPackages that are whole or absent."""

from __future__ import annotations

import datetime
import errno
import io
import os
import shutil
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from ..geo.geometries import LINES, POINTS, POLYGONS
from ..progress import Progress, silent
from .field_names import free_names, tell_new_names
from .files import check_writable, remove_beside, write_error
from .layers import is_odd
from .staging import stage
from .vector_layer import VectorLayer

_SIDECARS = ("-wal", "-shm", "-journal")
_STYLES_TABLE = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
_SPACE_PER_BYTE, _SPACE = 2, 1 << 20  # that a file with its index and journal may need
_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    RuntimeError,
    ValueError,
    OverflowError,
)


def write_vectors(path: str | os.PathLike, vectors: VectorLayer, layer: str = "polygons", progress: Progress = silent,
                  style: str | None = None) -> None:
    """Write a GeoPackage with one layer, which appears under its name when complete, or not at all.

    Fields with names that GeoPackage does not accept get others, in a warning. An empty layer is written too.

    Parameters
    ----------
    path : str or path
        Ends in .gpkg.
    vectors : VectorLayer
    layer : str, default "polygons"
        Name of the layer in the file.
    progress : Progress
    style : str, optional
        Text of a .qml style, which QGIS then loads with the layer.

    Raises
    ------
    EoDeepError
        If the folder is not writable or the disk is full.
    """
    geometries, columns, crs = vectors.geometries, vectors.fields, vectors.crs
    geometry_type, promote = _choose_type(vectors)
    check_writable(path, ".gpkg")
    names = free_names(columns)
    tell_new_names(names, progress)
    values = {names[name]: _split_moments(np.ma.getdata(column)) for name, column in columns.items()}
    masks = [np.ma.getmaskarray(c) if isinstance(c, np.ma.MaskedArray) else None for c in columns.values()]
    wkb = shapely.to_wkb(geometries) if len(geometries) else np.array([], object)
    try:
        with stage(path) as prepared:
            # In memory, what has a name that pyogrio would take for an address.
            place = io.BytesIO() if is_odd(str(prepared)) else prepared
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "'crs' was not provided")
                pyogrio.raw.write(
                    place, wkb, [each for each, _ in values.values()], list(values), field_mask=masks,
                    gdal_tz_offsets={name: zone for name, (_, zone) in values.items() if zone is not None},
                    layer=layer, driver="GPKG",
                    dataset_options={"VERSION": "1.2"},  # the newest that QGIS 3.22's GDAL reads without a warning
                    geometry_type=geometry_type, promote_to_multi=promote,
                    crs=crs.to_wkt() if crs is not None else None,
                )  # fmt: skip
            if isinstance(place, io.BytesIO):
                prepared.write_bytes(place.getbuffer())
            if style:
                _save_style(prepared, layer, style)
            _verify(prepared, layer, geometries)
    except _ERRORS as error:
        # On a full disk, GDAL may report only that it could not commit, and have freed the space again.
        free = shutil.disk_usage(Path(path).absolute().parent).free
        full = free < _SPACE_PER_BYTE * sum(map(len, filter(None, wkb))) + _SPACE
        raise write_error(path, OSError(errno.ENOSPC, str(error)) if full else error) from None
    remove_beside(os.path.realpath(path), _SIDECARS)  # a log of the former file would be played into the new one


def _choose_type(vectors: VectorLayer) -> tuple[str, bool]:
    """The type to declare, and whether single geometries must become multiple ones to fit it."""
    kinds = set(shapely.get_type_id(vectors.geometries).tolist()) - {-1}
    suffix = " Z" if shapely.has_z(vectors.geometries).any() else ""
    for (single, *_, multiple), name in ((POLYGONS, "Polygon"), (LINES, "LineString"), (POINTS, "Point")):
        if kinds and kinds <= {single, multiple}:
            several = multiple in kinds
            return f"Multi{name}{suffix}" if several else f"{name}{suffix}", several
    return vectors.geometry_type or ("Unknown" if kinds else "Polygon"), False


def _split_moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """A column as pyogrio takes it; of moments with time zones, UTC without a zone, and GDAL's number for UTC."""
    if values.dtype != object or not any(issubclass(kind, datetime.datetime) for kind in set(map(type, values))):
        return values, None
    moments = [value and value.astimezone(datetime.timezone.utc).replace(tzinfo=None) for value in values]
    return np.array(moments, "datetime64[ms]"), np.full(len(values), 100)


def _save_style(path: Path, layer: str, style: str) -> None:
    """Put a style into the table where QGIS keeps those of a GeoPackage's layers, as the layer's default."""
    try:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(_STYLES_TABLE)
            file.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
                "VALUES ('layer_styles', 'attributes', 'layer_styles')"
            )
            file.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui) "
                "SELECT '', '', table_name, column_name, table_name, ?, '', 1, '', '', '' FROM gpkg_geometry_columns "
                "WHERE table_name = ?",
                (style, layer),
            )
    except sqlite3.OperationalError:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None


def _verify(path: Path, layer: str, geometries: np.ndarray) -> None:
    """OSError unless all features and their spatial index are in the file: GDAL reports few errors at the end."""
    placed = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    bounded = placed.any() and np.isfinite(shapely.total_bounds(geometries)).all()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as file:

            def read(query: str, *values: str) -> Any:
                return file.execute(query, values).fetchone()[0]

            column = read("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)
            index = _quote(f"rtree_{layer}_{column}_rowid")
            whole = (
                read(f"SELECT count(*) FROM {_quote(layer)}") == len(geometries)  # nosec B608 - names are quoted
                and read(f"SELECT count(*) FROM {index}") == placed.sum()  # nosec B608 - as here
                and read("SELECT min_x IS NOT NULL FROM gpkg_contents WHERE table_name = ?", layer) >= bounded
                and read("PRAGMA integrity_check(1)") == "ok"
            )
    except sqlite3.Error:
        whole = False
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
