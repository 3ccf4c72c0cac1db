"""Vector files read as layers: as they are, or their polygons, repaired and reprojected, their points, or all parts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.geometries import LINES, POINTS, POLYGONS
from ..geo.repair import are_placed, repair_polygons
from ..progress import Progress, silent
from .field_values import list_values
from .layers import POINT_TYPES, SHAPE_TYPES, find_layer, read_layer
from .vector_layer import VectorLayer, reproject_polygons

FEATURE = "feature number"
FEATURE_TYPES = (*SHAPE_TYPES, *POINT_TYPES)
_MULTIPLE = (
    shapely.GeometryType.MULTIPOINT, shapely.GeometryType.MULTILINESTRING, shapely.GeometryType.MULTIPOLYGON,
    shapely.GeometryType.GEOMETRYCOLLECTION,
)  # fmt: skip


def read_vectors(path: str | os.PathLike, progress: Progress = silent, with_points: bool = False) -> VectorLayer:
    """Read polygons or lines, or points too, with all their fields. Nothing is repaired or left out.

    Parameters
    ----------
    path : str or path
        A file, or "file.gpkg|layername=name".
    progress : Progress
        Gets a warning where measures (M) or binary fields are dropped. Curves become straight segments.
    with_points : bool, default False
        Whether points are wanted too.

    Returns
    -------
    VectorLayer

    Raises
    ------
    EoDeepError
        For a file that does not exist, is damaged or not a vector file, and for other geometries.
    """
    what, types = ("polygons, lines or points", FEATURE_TYPES) if with_points else ("polygons or lines", SHAPE_TYPES)
    file, layer = find_layer(str(path), what, types)
    vectors, notes = read_layer(file, layer)
    geometries = vectors.geometries
    kinds = sorted({geometry.geom_type for geometry in geometries[~shapely.is_missing(geometries)]})
    wanted = (*POLYGONS, *LINES, *POINTS) if with_points else (*POLYGONS, *LINES)
    if kinds and not np.isin(shapely.get_type_id(geometries), wanted).any():
        raise EoDeepError(f"'{path}' holds no {what}, but: {', '.join(kinds)}.")
    if notes:
        progress.warning(f"'{file}': {'; '.join(notes)}.")
    return vectors


def read_polygons(path: str | os.PathLike, crs: Any = None, columns: Sequence[str] | None = None,
                  progress: Progress = silent) -> VectorLayer:
    """Read polygons, repaired and reprojected. None of them is empty.

    Null and empty geometries are dropped, invalid ones repaired (their polygon parts stay), heights dropped. Curves
    become straight segments. One warning counts what was done.

    Parameters
    ----------
    path : str or path
        A file, or "file.gpkg|layername=name".
    crs : rasterio.crs.CRS, pyproj.CRS, int or str, optional
        Transform to this CRS; a layer without CRS is taken to be in it. Default: as they are.
    columns : sequence of str, optional
        Fields to read. Default: all.
    progress : Progress

    Returns
    -------
    VectorLayer

    Raises
    ------
    EoDeepError
        For a file that does not exist or is not a vector file, a layer without polygons and a missing field.
    """
    file, layer = find_layer(str(path))
    found, notes = read_layer(file, layer, columns, force_2d=True)
    target = to_crs(crs)
    kept, repaired, counts = repair_polygons(found.geometries, str(path))
    notes = counts + notes
    polygons = VectorLayer(found.geometries, found.fields, found.crs or target, repaired=repaired).select(kept)
    if target is not None and found.crs is None:
        notes.append(f"no CRS, taken to be in {target.name}")
    if target is not None and found.crs is not None:
        polygons = reproject_polygons(polygons, target)
        if lost := int(len(kept) and kept.sum() - len(polygons)):
            notes.append(f"{lost} outside the valid area of {target.name} left out")
    if notes:
        progress.warning(f"'{file}': {'; '.join(notes)}.")
    return polygons


def read_points(path: str | os.PathLike, field: str, crs: Any = None) -> VectorLayer:
    """Read points with the values of one field. Each point of a multipoint counts.

    Parameters
    ----------
    path : str or path
        A file, or "file.gpkg|layername=name".
    field : str
        Points without a value are left out.
    crs : rasterio.crs.CRS, pyproj.CRS, int or str, optional
        Transform to this CRS; points that it cannot hold are left out. Default: as they are.

    Returns
    -------
    VectorLayer

    Raises
    ------
    EoDeepError
        For a file that does not exist or is not a vector file, a layer without points and a missing field.
    """
    found, _ = read_layer(*find_layer(str(path), "points", POINT_TYPES), [field], force_2d=True)
    points, owner = shapely.get_parts(found.geometries, return_index=True)
    has_value = np.array([value is not None and value == value for value in list_values(found.fields[field])], bool)
    kept = ~shapely.is_empty(points) & has_value[owner]
    xy, target = shapely.get_coordinates(points[kept]), to_crs(crs)
    if target is not None and found.crs is not None:
        xy = make_transform(found.crs, target)(xy)
    placed = np.isfinite(xy).all(axis=1)
    rows = found.select(owner[kept][placed])
    return replace(rows, geometries=shapely.points(xy[placed]), crs=target or found.crs, geometry_type="Point")


def read_features(path: str | os.PathLike, columns: Sequence[str] = (), progress: Progress = silent) -> VectorLayer:
    """Read polygons, lines and points, each part of a multiple geometry or collection by itself.

    Invalid polygons are repaired, heights dropped, and what has no place is left out; one warning counts it.

    Parameters
    ----------
    path : str or path
        A file, or "file.gpkg|layername=name".
    columns : sequence of str
        Fields to read.
    progress : Progress

    Returns
    -------
    VectorLayer
        With a further field `FEATURE`: the number of the part's feature in the layer, from 1.

    Raises
    ------
    EoDeepError
        For a file that does not exist or is not a vector file, and a missing field.
    """
    file, layer = find_layer(str(path), "polygons, lines or points", FEATURE_TYPES)
    found, notes = read_layer(file, layer, list(columns), force_2d=True)
    whole = ~(shapely.is_missing(found.geometries) | shapely.is_empty(found.geometries)) & are_placed(found.geometries)
    if lost := int((~whole).sum()):
        notes.append(f"{lost} features without a geometry left out")
    parts, owner = found.geometries[whole], np.flatnonzero(whole)
    while np.isin(shapely.get_type_id(parts), _MULTIPLE).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    areas = shapely.get_dimensions(parts) == 2
    kept, repaired = ~areas, 0
    if areas.any():
        polygons = parts[areas]
        kept[areas], repaired, counts = repair_polygons(polygons, str(path))
        parts[areas] = polygons
        notes += counts
    if notes:
        progress.warning(f"'{file}': {'; '.join(notes)}.")
    fields = {**{name: found.fields[name][owner[kept]] for name in columns}, FEATURE: owner[kept] + 1}
    return VectorLayer(parts[kept], fields, found.crs, repaired=repaired)


def holds_points(path: str | os.PathLike) -> bool:
    """Whether a path names a vector layer of points."""
    try:
        find_layer(str(path), "points", POINT_TYPES)
    except EoDeepError:
        return False
    return True
