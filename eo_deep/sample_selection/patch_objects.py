"""The objects that a patch shows, as outlines in its pixels: polygons of the labels, or connected parts of a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from rasterio.windows import Window

from ..geo.grid import Grid
from ..geo.repair import keep_polygons
from ..io.card_schema import UNKNOWN
from ..sampling.labels import PolygonWindows, RasterWindows

_MIN_AREA_PX2 = 1.0  # of what an object has in a patch


@dataclass(frozen=True)
class PatchObject:
    """An object in a patch: its class index, its outline, a polygon or several, in px from the patch's upper left
    corner, and whether the patch's edge cuts it."""

    index: int
    outline: shapely.Geometry
    truncated: bool

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) in px."""
        return self.outline.bounds


def list_objects(
    labels: PolygonWindows | RasterWindows, grid: Grid, window: Window, classes: np.ndarray, background: int | None
) -> list[PatchObject]:
    """The objects in a window with classes (P, P), but for those of the background and those below one pixel."""
    if isinstance(labels, RasterWindows):
        return _trace_objects(classes, background)
    outlines, indices = labels.find_classes(grid, window)
    inverse = ~grid.window_transform(window)
    matrix = np.array([[inverse.a, inverse.b], [inverse.d, inverse.e]])
    outlines = shapely.transform(outlines, lambda xy: xy @ matrix.T + (inverse.c, inverse.f))
    frame = shapely.box(0, 0, window.width, window.height)
    inside = keep_polygons(shapely.intersection(outlines, frame))
    cut = shapely.area(inside) < shapely.area(outlines) * (1 - 1e-9)
    return [
        PatchObject(index, outline, truncated)
        for index, outline, truncated in zip(indices.tolist(), inside, cut.tolist(), strict=True)
        if index not in (background, UNKNOWN) and outline.area >= _MIN_AREA_PX2
    ]


def _trace_objects(classes: np.ndarray, background: int | None) -> list[PatchObject]:
    """The 4-connected parts of classes (P, P), along the edges of pixels."""
    counted = (classes != UNKNOWN) & (classes != (UNKNOWN if background is None else background))
    found, size = [], len(classes)
    for outline, index in rasterio.features.shapes(classes, counted, connectivity=4):
        polygon = shapely.geometry.shape(outline)
        left, top, right, bottom = polygon.bounds
        found.append(PatchObject(int(index), polygon, min(left, top) <= 0 or max(right, bottom) >= size))
    return sorted(found, key=lambda each: (each.bounds[1], each.bounds[0]))


def draw_objects(objects: Sequence[PatchObject], size_px: int) -> np.ndarray:
    """Object numbers from 1 on (P, P) int32, 0 where there is none: a pixel has the last one that holds its centre."""
    shapes = [(each.outline, number) for number, each in enumerate(objects, 1)]
    if not shapes:
        return np.zeros((size_px, size_px), np.int32)
    return rasterio.features.rasterize(shapes, (size_px, size_px), dtype="int32")


def list_parts(outline: shapely.Geometry) -> list[np.ndarray]:
    """A closed line (N, 2) around each polygon of an outline; its holes are joined to it by two equal edges."""
    return [join_rings(_list_rings(part)) for part in shapely.get_parts(outline)]


def trace_whole(outline: shapely.Geometry) -> np.ndarray:
    """One closed line (N, 2) around all polygons of an outline, which are joined by two equal edges."""
    return join_rings([ring for part in shapely.get_parts(outline) for ring in _list_rings(part)])


def _list_rings(polygon: shapely.Polygon) -> list[np.ndarray]:
    """The rings (N, 2) of a polygon without their last vertex, holes in the other direction than the outer one."""
    turned = shapely.orient_polygons(polygon)
    return [shapely.get_coordinates(ring)[:-1] for ring in (turned.exterior, *turned.interiors)]


def join_rings(rings: Sequence[np.ndarray]) -> np.ndarray:
    """One ring of several that do not cross, each joined where it is nearest, by an edge forth and the same back.

    The nearest ring comes first, so that no edge crosses another ring. The area, with its sign, is the sum of theirs.
    """
    joined, others = rings[0], list(rings[1:])
    while others:
        line = shapely.linearrings(joined)
        lines = [shapely.linearrings(ring) for ring in others]
        nearest = int(np.argmin(shapely.distance(lines, line)))
        start, end = shapely.get_coordinates(shapely.shortest_line(line, lines[nearest]))
        own, other = _begin_at(joined, start), _begin_at(others.pop(nearest), end)
        joined = np.concatenate([own, own[:1], other, other[:1]])
    return joined


def _begin_at(ring: np.ndarray, point: np.ndarray) -> np.ndarray:
    """A ring that begins at a point on it."""
    following = np.roll(ring, -1, axis=0)
    edges = shapely.linestrings(np.stack([ring, following], axis=1))
    edge = int(np.argmin(shapely.distance(edges, shapely.Point(point))))
    turned = np.roll(ring, -edge - 1, axis=0)
    if np.allclose(turned[0], point):
        return turned
    if np.allclose(turned[-1], point):
        return np.roll(turned, 1, axis=0)
    return np.concatenate([point[None], turned])
