"""Polygons as people draw them, made valid in bounded time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from ..errors import EoDeepError

# Repair takes time that grows with the crossings; these take a second.
_MAX_CROSSINGS = 50_000
_FEW_VERTICES = 300  # have fewer crossings than that
_AT_ONCE = 256
_MAX_COORDINATE = 1e9  # the Earth is 4e7 m round


def repair_polygons(geometries: np.ndarray, path: str) -> tuple[np.ndarray, int, list[str]]:
    """Make `geometries` valid polygons in place. Repeated vertices are removed.

    Parameters
    ----------
    geometries : ndarray of shapely geometries or None, shape (N,)
        Those that are kept are replaced by valid ones.
    path : str
        Their file, for the message.

    Returns
    -------
    kept : ndarray of bool, shape (N,)
    repaired : int
        How many were invalid.
    notes : list of str
        What was done, for a warning.

    Raises
    ------
    EoDeepError
        If there are geometries, but no polygons.
    """
    present = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    if present.any() and (shapely.get_dimensions(geometries[present]) < 2).all():
        kinds = sorted({geometry.geom_type for geometry in geometries[present]})
        raise EoDeepError(f"'{path}' holds no polygons, but: {', '.join(kinds)}.")
    kept = present & (shapely.get_dimensions(geometries) == 2) & are_placed(geometries)
    broken = kept & ~shapely.is_valid(geometries)
    tangled = broken.copy()
    tangled[broken] = [_is_tangled(geometry) for geometry in geometries[broken]]
    kept &= ~tangled
    geometries[kept] = shapely.remove_repeated_points(keep_polygons(geometries[kept]))
    kept &= ~shapely.is_empty(geometries)
    counts = {
        "null or empty geometries dropped": len(geometries) - present.sum(),
        "geometries without a polygon dropped": present.sum() - kept.sum() - tangled.sum(),
        f"polygons that cross themselves more than {_MAX_CROSSINGS} times dropped": tangled.sum(),
        "invalid geometries repaired": (broken & kept).sum(),
    }
    return kept, int(broken.sum()), [f"{count} {what}" for what, count in counts.items() if count]


def are_placed(geometries: np.ndarray) -> np.ndarray:
    """Which geometries, (N,) bool, have coordinates that can be a place: finite, and smaller than any unit needs."""
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    with np.errstate(invalid="ignore"):
        outside = owner[~(np.abs(xy) < _MAX_COORDINATE).all(axis=1)]
    return np.bincount(outside, minlength=len(geometries)) == 0


def make_valid(geometries: np.ndarray) -> np.ndarray:
    """Valid geometries of the same area; empty ones for those that cross themselves too often."""
    result = geometries.copy()
    broken = np.flatnonzero(~(shapely.is_valid(result) | shapely.is_missing(result)))
    tangled = np.array([_is_tangled(geometry) for geometry in result[broken]], bool)
    result[broken[tangled]] = shapely.Polygon()
    broken = broken[~tangled]
    result[broken] = shapely.make_valid(result[broken], method="structure", keep_collapsed=False)
    return result


def keep_polygons(geometries: np.ndarray) -> np.ndarray:
    """Valid polygons or multipolygons of the same area; points and lines of collections and repairs fall away."""
    result = make_valid(geometries)
    simple = np.isin(shapely.get_type_id(result), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    for position in np.flatnonzero(~simple):
        parts = [part for part in _flatten(result[position]) if part.geom_type == "Polygon"]
        result[position] = shapely.union_all(parts) if parts else shapely.Polygon()
    return result


def _is_tangled(geometry: shapely.Geometry) -> bool:
    """Whether its outlines cross too often; counted no further than needed."""
    if shapely.get_num_coordinates(geometry) <= _FEW_VERTICES:
        return False
    rings = shapely.get_rings([part for part in _flatten(geometry) if part.geom_type == "Polygon"])
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    walls = shapely.linestrings(np.stack([xy[follows], xy[follows + 1]], axis=1))
    tree, count = shapely.STRtree(walls), 0
    for first in range(0, len(walls), _AT_ONCE):
        count += tree.query(walls[first : first + _AT_ONCE], predicate="crosses").shape[1]
        if count > 2 * _MAX_CROSSINGS:  # each is met twice
            return True
    return False


def _flatten(geometry: shapely.Geometry) -> Iterable[shapely.Geometry]:
    for part in getattr(geometry, "geoms", [geometry]):
        yield from _flatten(part) if hasattr(part, "geoms") else (part,)
