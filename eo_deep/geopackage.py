"""The only writer of vector layers: GeoPackages that are whole or absent."""

from __future__ import annotations

import errno
import os
import sqlite3
import warnings
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from .files import check_writable, remove_beside, write_error
from .staging import stage

_SIDECARS = ("-wal", "-shm", "-journal")
_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    RuntimeError,
)


def write_layer(
    path: str | os.PathLike,
    layer: str,
    geometries: np.ndarray,
    names: Sequence[str],
    columns: Sequence[np.ndarray],
    crs: pyproj.CRS | None,
    **options: Any,
) -> None:
    """Write a GeoPackage with one layer, which appears under its name when complete, or not at all.

    geometries: (N,) shapely geometries, None for none. names, columns: the fields, (N,) values each. options: more of
    pyogrio's. Raises EoDeepError if the folder cannot be written or the disk is full.
    """
    check_writable(path, ".gpkg")
    wkb = shapely.to_wkb(geometries) if len(geometries) else np.array([], object)
    try:
        with stage(path) as prepared:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "'crs' was not provided")
                pyogrio.raw.write(
                    prepared,
                    wkb,
                    list(columns),
                    list(names),
                    layer=layer,
                    driver="GPKG",
                    dataset_options={"VERSION": "1.2"},  # the newest that QGIS 3.22's GDAL reads without a warning
                    crs=crs.to_wkt() if crs is not None else None,
                    **options,
                )
            _verify(prepared, layer, geometries)
    except _ERRORS as error:
        raise write_error(str(path), error) from None
    remove_beside(path, _SIDECARS)  # a log of the file that was there before would be played into the new one


def _verify(path: Path, layer: str, geometries: np.ndarray) -> None:
    """OSError unless all features and their spatial index are in the file: GDAL tells of few errors at the end."""
    placed = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    bounded = placed.any() and np.isfinite(shapely.total_bounds(geometries)).all()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as file:

            def read(query: str, *values: str) -> Any:
                return file.execute(query, values).fetchone()[0]

            column = read("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)
            index = _quote(f"rtree_{layer}_{column}_rowid")
            whole = (
                read(f"SELECT count(*) FROM {_quote(layer)}") == len(geometries)
                and read(f"SELECT count(*) FROM {index}") == placed.sum()
                and read("SELECT min_x IS NOT NULL FROM gpkg_contents WHERE table_name = ?", layer) >= bounded
                and read("PRAGMA integrity_check(1)") == "ok"
            )
    except sqlite3.Error:
        whole = False
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
