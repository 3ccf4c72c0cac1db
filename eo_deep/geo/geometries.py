"""Arrays of geometries: which are polygons or lines, and the same ones with other coordinates."""

from __future__ import annotations

import numpy as np
import shapely

from .repair import are_placed

POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING, shapely.GeometryType.MULTILINESTRING)
POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


def has_shape(geometries: np.ndarray) -> np.ndarray:
    """Which are polygons or lines with finite coordinates, (N,) bool."""
    found = np.isin(shapely.get_type_id(geometries), (*POLYGONS, *LINES)) & ~shapely.is_empty(geometries)
    return found & are_placed(geometries)


def is_area(geometries: np.ndarray) -> np.ndarray:
    """Which are polygons, (N,) bool; the others are lines or nothing."""
    return np.isin(shapely.get_type_id(geometries), POLYGONS)


def move_geometries(geometries: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Move geometries; heights stay.

    All vertices of a geometry get the same sum, so edges keep their lengths, and neighbours that move alike keep their
    shared edges bit by bit.

    Parameters
    ----------
    geometries : ndarray of shapely geometries or None, shape (N,)
    offsets : ndarray, shape (N, 2)
        In units of the coordinates.

    Returns
    -------
    ndarray, shape (N,)
    """
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    return replace_coordinates(geometries, coordinates + offsets[owner])


def replace_coordinates(geometries: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Geometries with other coordinates (V, 2), in the order of `shapely.get_coordinates`; heights stay."""
    result = geometries.copy()
    owner = shapely.get_coordinates(geometries, return_index=True)[1]
    has_z = shapely.has_z(geometries)
    for with_z in (False, True):
        chosen = has_z == with_z
        if chosen.any():
            coordinates = shapely.get_coordinates(geometries[chosen], include_z=with_z)
            coordinates[:, :2] = xy[chosen[owner]]
            result[chosen] = shapely.set_coordinates(geometries[chosen], coordinates)
    return result
