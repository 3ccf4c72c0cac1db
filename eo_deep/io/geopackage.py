"""The only writer of vector layers: GeoPackages that are whole or absent."""

from __future__ import annotations

import datetime
import errno
import io
import os
import shutil
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
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
from .vector_layer import VectorLayer, join_layers

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
    write_batches(path, [vectors], layer, progress, style)


def write_batches(path: str | os.PathLike, batches: Iterable[VectorLayer], layer: str = "polygons",
                  progress: Progress = silent, style: str | Callable[[], str | None] | None = None) -> int:
    """`write_vectors` for a layer that comes in batches, of which memory holds one; how many features it has.

    Parameters
    ----------
    path : str or path
    batches : iterable of VectorLayer
        One at least, all with the fields, CRS and kind of geometries of the first.
    layer : str, default "polygons"
    progress : Progress
    style : str or callable, optional
        The latter is asked for the text after the last batch.

    Returns
    -------
    int

    Raises
    ------
    EoDeepError
        As `write_vectors`.
    """
    check_writable(path, ".gpkg")
    with stage(path) as prepared:
        if is_odd(str(prepared)):
            batches = [join_layers(list(batches))]
        written = _Appended(path, prepared, layer, progress)
        for vectors in batches:
            written.append(vectors)
        written.finish(style() if callable(style) else style)
    remove_beside(os.path.realpath(path), _SIDECARS)  # a log of the former file would be played into the new one
    return written.count


class _Appended:
    """A layer of a file in preparation, to which batches are appended."""

    def __init__(self, path: str | os.PathLike, prepared: Path, layer: str, progress: Progress):
        self._path, self._prepared, self._layer, self._progress = path, prepared, layer, progress
        self._names: dict[str, str] = {}
        self._type: tuple[str, bool] = "", False
        self._size = self._batches = self._placed = self.count = 0
        self._is_bounded = False

    def append(self, vectors: VectorLayer) -> None:
        """Write further features. Raises EoDeepError."""
        geometries, columns, crs = vectors.geometries, vectors.fields, vectors.crs
        if not self._batches:
            self._type, self._names = _choose_type(vectors), free_names(columns)
            tell_new_names(self._names, self._progress)
        values = {self._names[name]: _split_moments(np.ma.getdata(column)) for name, column in columns.items()}
        masks = [np.ma.getmaskarray(c) if isinstance(c, np.ma.MaskedArray) else None for c in columns.values()]
        wkb = shapely.to_wkb(geometries) if len(geometries) else np.array([], object)
        self._size += sum(map(len, filter(None, wkb)))
        # In memory, what has a name that pyogrio would take for an address.
        place = io.BytesIO() if is_odd(str(self._prepared)) else self._prepared
        # The newest that QGIS 3.22's GDAL reads without a warning.
        options: dict[str, Any] = {"append": True} if self._batches else {"dataset_options": {"VERSION": "1.2"}}
        with self._explained(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'crs' was not provided")
            pyogrio.raw.write(
                place, wkb, [each for each, _ in values.values()], list(values), field_mask=masks,
                gdal_tz_offsets={name: zone for name, (_, zone) in values.items() if zone is not None},
                layer=self._layer, driver="GPKG", geometry_type=self._type[0], promote_to_multi=self._type[1],
                crs=crs.to_wkt() if crs is not None else None, **options,
            )  # fmt: skip
            if isinstance(place, io.BytesIO):
                self._prepared.write_bytes(place.getbuffer())
        placed = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        self._placed += int(placed.sum())
        self._is_bounded |= bool(placed.any() and np.isfinite(shapely.total_bounds(geometries)).all())
        self._batches, self.count = self._batches + 1, self.count + len(geometries)

    def finish(self, style: str | None) -> None:
        """Add a style, and check that all is in the file. Raises EoDeepError."""
        with self._explained():
            if style:
                _save_style(self._prepared, self._layer, style)
            _verify(self._prepared, self._layer, self.count, self._placed, self._is_bounded)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _ERRORS as error:
            # On a full disk, GDAL may report only that it could not commit, and have freed the space again.
            free = shutil.disk_usage(Path(self._path).absolute().parent).free
            full = free < _SPACE_PER_BYTE * self._size + _SPACE
            raise write_error(self._path, OSError(errno.ENOSPC, str(error)) if full else error) from None


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


def _verify(path: Path, layer: str, count: int, placed: int, is_bounded: bool) -> None:
    """OSError unless all features and their spatial index are in the file: GDAL reports few errors at the end.

    count: of features; placed: of those with a place; is_bounded: whether any has a finite one.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as file:

            def read(query: str, *values: str) -> Any:
                return file.execute(query, values).fetchone()[0]

            column = read("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)
            index = _quote(f"rtree_{layer}_{column}_rowid")
            whole = (
                read(f"SELECT count(*) FROM {_quote(layer)}") == count  # nosec B608 - names are quoted
                and read(f"SELECT count(*) FROM {index}") == placed  # nosec B608 - as here
                and read("SELECT min_x IS NOT NULL FROM gpkg_contents WHERE table_name = ?", layer) >= is_bounded
                and read("PRAGMA integrity_check(1)") == "ok"
            )
    except sqlite3.Error:
        whole = False
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
