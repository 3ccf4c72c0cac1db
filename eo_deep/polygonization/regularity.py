"""Polygons that are regular already."""

from __future__ import annotations

import math

import numpy as np
import shapely

# From this angle on an edge is a true diagonal; see DIRECTION_BOUND in mesh/approximate.py.
_DIAGONAL_DEG = 16.0


def find_right_angled(geometries: np.ndarray, tolerance: float) -> np.ndarray:
    """Which polygons, (N,) bool, have edges in two directions at right angles, apart from true diagonals.

    geometries: (N,) polygons or multipolygons in a plane. tolerance: by how much the end of a edge may lie beside the
    direction from its start. The directions are those of the polygon's longest edge.
    """
    parts, polygon = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    follows = ring[1:] == ring[:-1]
    edges, owner = np.diff(xy, axis=0)[follows], polygon[part[ring[1:][follows]]]
    length, angle = np.hypot(*edges.T), np.arctan2(edges[:, 1], edges[:, 0])
    order = np.lexsort((length, owner))
    last = np.append(np.flatnonzero(np.diff(owner[order])), len(order) - 1)
    main = np.zeros(len(geometries))
    main[owner[order[last]]] = angle[order[last]]
    quarter = math.pi / 2
    turned = angle - main[owner]
    beside = np.abs(turned - np.round(turned / quarter) * quarter)
    pulled = (length * np.sin(beside) > tolerance) & (beside < math.radians(_DIAGONAL_DEG))
    return np.bincount(owner[pulled], minlength=len(geometries)) == 0


def match_vertices(polygons: np.ndarray, tolerance: float) -> tuple[np.ndarray, bool]:
    """Polygons that touch, with the vertices of each other that lie on their edges, and whether they all fit.

    Vertices as near to each other as the tolerance become one; polygons that fit already stay bit by bit.
    """
    if shapely.coverage_is_valid(polygons):
        return polygons, True
    points = shapely.points(np.unique(shapely.get_coordinates(polygons), axis=0))
    i, j = shapely.STRtree(points).query(points, predicate="dwithin", distance=tolerance)
    first = np.ones(len(points), bool)
    first[i[j < i]] = False
    points = points[first]
    tree, matched = shapely.STRtree(points), polygons.copy()
    for number, polygon in enumerate(polygons):
        near = tree.query(polygon.boundary, predicate="dwithin", distance=tolerance)
        matched[number] = shapely.snap(polygon, shapely.multipoints(points[near]), tolerance)
    return matched, bool(shapely.is_valid(matched).all() and shapely.coverage_is_valid(matched))
