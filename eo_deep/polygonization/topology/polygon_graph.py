"""Polygons as a graph of edges that neighbours share, to be approximated like the boundaries of a class map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import rasterio
import shapely
from rasterio.windows import Window

from ...geo.grid import Grid
from ...geo.rasterization import PolygonIndex
from ...progress import Progress
from ...runtime.threads import map_in_order
from ..mesh.approximate import Pixels, Settings
from ..union_find import find_components
from .boundaries import Edges, number_points
from .edge_store import EdgeStore
from .rings import close_rings, make_polygons
from .tiled_graph import BoundaryGraph, EdgeBins, Tile

# Coordinates are rounded to this (px) where polygons touch, so that edges that are almost the same become one.
_GRID_PX = 1 / 256


class PolygonBoundaryGraph(BoundaryGraph):
    """The edges of polygons; each connected part of a polygon is a region.

    edges: in pixels, regions numbered from 1, 0 is outside; count: of regions, 0 included. make_settings: those for a
    row; the classes that get right angles are all, if any.
    """

    def __init__(self, edges: Edges, width: int, height: int, count: int, make_settings: Callable[[float], Settings]):
        super().__init__(width, height, count)
        self.edges = edges
        self._make_settings = make_settings
        rings = close_rings(edges, np.arange(count) > 0)
        self._regions = np.unique(rings.region)
        self._index = PolygonIndex(make_polygons(rings, rings.xy))
        self._grid = Grid(None, rasterio.Affine.identity(), width, height)

    def classify(self, faces: np.ndarray) -> np.ndarray:
        """See `BoundaryGraph.classify`: each region is a class of its own."""
        return np.where(faces > 0, np.arange(1, len(faces) + 1), 0).astype(np.int32)

    def read_pixels(self, window: Window, faces: np.ndarray) -> tuple[Pixels, Settings]:
        """See `BoundaryGraph.read_pixels`."""
        regions = self._index.rasterize(self._regions, self._grid, window, dtype="int32")
        place = np.searchsorted(faces, regions).clip(max=len(faces) - 1)
        labels = np.where(faces[place] == regions, self.classify(faces)[place], 0).astype(np.int32)
        settings = self._make_settings(window.row_off + window.height / 2)
        regular = tuple(range(1, len(faces) + 1)) if settings.regular else ()
        pixels = Pixels(int(window.col_off), int(window.row_off), labels)
        return pixels, Settings(settings.vertex_penalty_px2, settings.angle_weight, settings.max_distance_px, regular,
                                settings.aspect)

    def run_whole(self, progress: Progress) -> np.ndarray:
        """Approximate the groups of touching polygons that a tile holds; returns the positions of the other edges."""
        vertex, points = number_points(np.concatenate([self.edges.start, self.edges.end]))
        ends = vertex.reshape(2, -1).T
        component = find_components(len(points), ends)[ends[:, 0]]
        count = int(component.max(initial=-1)) + 1
        low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
        np.minimum.at(low, component, np.minimum(self.edges.start, self.edges.end))
        np.maximum.at(high, component, np.maximum(self.edges.start, self.edges.end))
        left = np.ones(count, bool)
        for phase, shift in enumerate(self.phases):
            place = np.floor((low - shift) / self.size_px)
            fits = left & (place == np.floor((high - shift) / self.size_px)).all(axis=1)
            tiles = self.list_tiles(place[fits], shift)
            moving = EdgeBins(self.edges.select(fits[component]), shift)
            rest, runs = EdgeBins(self.edges.select((left & ~fits)[component]), shift), self.done.runs

            def solve(tile: Tile, moving: EdgeBins = moving, rest: EdgeBins = rest, runs: int = runs,
                      shift: tuple[int, int] = shift):
                context = Edges.join([rest.find(tile), self.find_done(tile, shift, runs)])
                return self.solve(moving.find(tile), context)

            for step, solved in enumerate(map_in_order(solve, tiles)):
                self.note(solved)
                self.done.add(solved.edges)
                progress((phase + (step + 1) / len(tiles)) / len(self.phases))
            left &= ~fits
        return np.flatnonzero(left[component])

    def run_cut(self, cut: np.ndarray, progress: Progress) -> None:
        """See `BoundaryGraph.run_cut`."""
        still, settled = EdgeStore(self.folder).add(self.edges.select(cut)), np.zeros((len(cut), 2), bool)
        for phase in range(len(self.phases)):
            if len(still):
                still, settled = self.move_cut(still, settled, phase)
            progress((phase + 1) / len(self.phases))
        self.done.extend(still)


def build_edges(polygons: np.ndarray) -> tuple[Edges, np.ndarray, float, np.ndarray, np.ndarray]:
    """The edges of polygons or multipolygons in pixels, y down, (N,): each once, where polygons touch, shared.

    Where they overlap, the first polygon gets the place. Returns edges between regions (numbered from 1), the polygon
    of each region (region 0: -1), the area (px2) in which polygons overlapped, and of each polygon the group of those
    that touch (N,), and whether it may overlap another of them (N,).
    """
    tree = shapely.STRtree(polygons)
    pairs = tree.query(polygons, predicate="intersects").T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]].astype(np.int32)
    group = find_components(len(polygons), pairs)
    alone = np.bincount(group, minlength=len(polygons))[group] == 1
    alone &= shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    faces, owner, overlap = [polygons[alone]], [np.flatnonzero(alone)], 0.0
    overlapping = np.zeros(len(polygons), bool)
    order = np.argsort(group, kind="stable")
    order = order[~alone[order]]
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if len(order) else []:
        parts, own, twice = _split_faces(polygons[members])
        faces.append(parts)
        owner.append(members[own])
        overlap += twice
        overlapping[members] = twice > 0
    edges, owners = _join_faces(np.concatenate(faces), np.concatenate(owner))
    return edges, owners, overlap, group, overlapping


def _split_faces(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The faces of polygons that touch or overlap, the polygon of each, and the area that more than one covers."""
    lines = shapely.union_all(shapely.boundary(polygons), grid_size=_GRID_PX)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(faces)
    face, polygon = shapely.STRtree(polygons).query(inside, predicate="intersects")
    order = np.lexsort((polygon, face))
    face, polygon = face[order], polygon[order]
    first = np.ones(len(face), bool)
    first[1:] = face[1:] != face[:-1]
    overlap = float(shapely.area(faces[np.unique(face[~first])]).sum())
    return faces[face[first]], polygon[first], overlap


def _join_faces(faces: np.ndarray, owner: np.ndarray) -> tuple[Edges, np.ndarray]:
    """Edges between faces, those between two of one polygon left out; the polygon of each region that they make."""
    oriented = shapely.orient_polygons(faces)  # with y up, counter-clockwise: the face lies left, with y down right
    rings, of_face = shapely.get_rings(oriented, return_index=True)
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    follows = (of_ring[1:] == of_ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)  # repeated vertices make no edge
    start, end, face = xy[:-1][follows], xy[1:][follows], of_face[of_ring[:-1][follows]]
    vertex, points = number_points(np.concatenate([start, end]))
    a, b = vertex.reshape(2, -1)
    key = np.minimum(a, b) * len(points) + np.maximum(a, b)
    order = np.argsort(key, kind="stable")
    key, face, start, end = key[order], face[order], start[order], end[order]
    first = np.ones(len(key), bool)
    first[1:] = key[1:] != key[:-1]
    one = np.flatnonzero(first)
    shared = np.append(~first[1:], False)[one]
    other = np.where(shared, face[np.minimum(one + 1, len(face) - 1)], -1)
    same = shared & (owner[face[one]] == owner[other])
    joined = find_components(len(faces), np.stack([face[one[same]], other[same]], 1).astype(np.int32))
    one, other = one[~same], other[~same]
    left = np.where(other >= 0, joined[other] + 1, 0).astype(np.int32)
    owners = np.full(int(joined.max(initial=-1)) + 2, -1)
    owners[joined + 1] = owner
    return Edges(start[one], end[one], left, (joined[face[one]] + 1).astype(np.int32)), owners
