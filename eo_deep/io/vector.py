"""Polygons and points of vector files: read and repaired, reprojected, clipped, written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyproj
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.antimeridian import join_parts
from ..geo.crs import to_crs
from ..geo.grid import Grid
from ..geo.rasterization import PolygonIndex
from ..geo.repair import keep_polygons, repair_polygons
from ..progress import Progress, silent
from .geopackage import write_layer
from .layers import POINT_TYPES, find_layer, read_layer


@dataclass
class Polygons:
    """A layer in memory: N polygons or multipolygons, their attributes and their CRS.

    geometries: (N,) objects, shapely Polygon or MultiPolygon, none of them empty. attributes: name -> (N,) array, see
    `layers.Layer`. repaired: how many were invalid in the file that they were read from.
    """

    geometries: np.ndarray
    attributes: dict[str, np.ndarray] = field(default_factory=dict)
    crs: pyproj.CRS | None = None
    repaired: int = 0

    def __len__(self) -> int:
        return len(self.geometries)

    @cached_property
    def index(self) -> PolygonIndex:
        """Finds the polygons of a window; made at first use, for the geometries of that time."""
        return PolygonIndex(self.geometries)

    def select(self, chosen: np.ndarray) -> Polygons:
        """The polygons of a boolean mask (N,) or of an array of positions."""
        return Polygons(self.geometries[chosen], {k: v[chosen] for k, v in self.attributes.items()}, self.crs)


def read_polygons(path: str | os.PathLike, crs: Any = None, columns: Sequence[str] | None = None,
                  progress: Progress = silent) -> Polygons:
    """Read the polygons of a vector file, repaired and reprojected.

    Null and empty geometries are dropped, invalid ones repaired (their polygon parts stay), third dimensions dropped,
    curves made of straight pieces; one warning counts what was done. A layer without CRS is taken to be in `crs`.

    path: a file, or "file.gpkg|layername=name". crs: where to bring them (rasterio or pyproj CRS, code), None: as
    they are. columns: attributes to read, None: all.
    Raises EoDeepError for a missing or foreign file, a layer without polygons and a missing field.
    """
    file, layer = find_layer(str(path))
    found = read_layer(file, layer, columns, force_2d=True)
    geometries, layer_crs, target = found.geometries, found.crs, to_crs(crs)
    kept, repaired, notes = repair_polygons(geometries, str(path))
    notes += found.notes
    polygons = Polygons(geometries, found.columns, layer_crs or target).select(kept)
    if target is not None and layer_crs is None:
        notes.append(f"no CRS, taken to be in {target.name}")
    if target is not None and layer_crs is not None:
        polygons = reproject(polygons, target)
        if lost := int(len(kept) and kept.sum() - len(polygons)):
            notes.append(f"{lost} outside the reach of {target.name} left out")
    if notes:
        progress.warning(f"'{file}': {'; '.join(notes)}.")
    polygons.repaired = repaired
    return polygons


@dataclass(frozen=True)
class Points:
    """Points with a value each: xy (N, 2) float64, values of one field."""

    xy: np.ndarray
    values: list


def read_points(path: str | os.PathLike, field: str, crs: Any = None) -> Points:
    """Read the points of a vector file in ``crs`` (None: as they are) with their values of ``field``.

    Points without a place or a value are left out; of a multipoint every point counts. Raises EoDeepError for a missing
    or foreign file, a layer without points and a missing field.
    """
    found = read_layer(*find_layer(str(path), "points", POINT_TYPES), [field], force_2d=True)
    values = list_values(found.columns[field])
    points, owner = shapely.get_parts(found.geometries, return_index=True)
    known = [values[i] is not None and values[i] == values[i] for i in owner]
    kept = ~shapely.is_empty(points) & np.array(known, bool)
    xy, layer_crs, target = shapely.get_coordinates(points[kept]), found.crs, to_crs(crs)
    if target is not None and layer_crs is not None:
        xy = np.stack(pyproj.Transformer.from_crs(layer_crs, target, always_xy=True).transform(*xy.T), axis=1)
    finite = np.isfinite(xy).all(axis=1)
    return Points(xy[finite], [values[i] for i in owner[kept][finite]])


def list_values(values: Iterable[Any]) -> list:
    """The values of a field one by one, None for those that are masked."""
    return values.tolist() if isinstance(values, np.ma.MaskedArray) else list(values)


def to_texts(values: Iterable[Any]) -> np.ndarray:
    """Values of a field as text, (N,) str: 3.0 is "3", null is ""."""
    texts = []
    for value in list_values(values):
        if value is None or value != value:
            texts.append("")
        elif isinstance(value, (float, np.floating)) and float(value).is_integer():
            texts.append(str(int(value)))
        else:
            texts.append(str(value).strip())
    return np.array(texts, dtype=str)


def holds_points(path: str | os.PathLike) -> bool:
    """Whether a path names a vector layer of points."""
    try:
        find_layer(str(path), "points", POINT_TYPES)
    except EoDeepError:
        return False
    return True


def reproject(polygons: Polygons, crs: Any) -> Polygons:
    """The same polygons in another CRS, by their vertices; those that it cannot hold are left out."""
    target = to_crs(crs)
    if polygons.crs is None or target is None or polygons.crs == target or not len(polygons):
        return polygons
    transformer = pyproj.Transformer.from_crs(polygons.crs, target, always_xy=True)
    moved = shapely.transform(
        polygons.geometries, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    finite = np.isfinite(shapely.bounds(moved)).all(axis=1)
    moved[finite] = join_parts(moved[finite], target)
    moved[finite] = keep_polygons(moved[finite])
    result = Polygons(moved, polygons.attributes, target)
    return result.select(finite & ~shapely.is_empty(moved))


def clip(polygons: Polygons, extent: shapely.Polygon) -> Polygons:
    """What of the polygons lies in `extent`, a polygon of the same CRS; those outside are left out."""
    geometries = polygons.geometries.copy()
    shapely.prepare(extent)
    crossing = ~shapely.covers(extent, geometries)
    geometries[crossing] = keep_polygons(shapely.intersection(geometries[crossing], extent))
    clipped = Polygons(geometries, polygons.attributes, polygons.crs).select(~shapely.is_empty(geometries))
    clipped.repaired = polygons.repaired
    return clipped


def write_polygons(path: str | os.PathLike, polygons: Polygons, layer: str = "polygons",
                   progress: Progress = silent, style: str | None = None) -> None:
    """Write a GeoPackage that appears under its name when complete, or not at all; no polygons make an empty layer.

    style: the text of a .qml that QGIS then loads with the layer.
    Raises EoDeepError if the folder cannot be written or the disk is full.
    """
    multi = bool((shapely.get_type_id(polygons.geometries) == shapely.GeometryType.MULTIPOLYGON).any())
    write_layer(path, layer, polygons.geometries, polygons.attributes, polygons.crs,
                "MultiPolygon" if multi else "Polygon", multi, progress, style)  # fmt: skip


def inside(area: Polygons | None, grid: Grid, window: Window | None = None) -> np.ndarray:
    """Where pixel centres lie in the polygons of `area` (in the grid's CRS): (H, W) bool, True throughout for None."""
    if area is None:
        return np.ones(grid.window_shape(window), bool)
    return area.index.rasterize(1, grid, window).astype(bool)
