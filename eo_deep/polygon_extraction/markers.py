"""Points and boxes that stand for one object each, from layers in any CRS."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.repair import repair_polygons
from ..io.layers import POINT_TYPES, SHAPE_TYPES, find_layer, read_layer
from ..io.surroundings import bring_whole
from ..io.vector_layer import VectorLayer
from ..polygonization import BoxMarkers, Markers, PointMarkers
from ..progress import Progress

# Objects are looked for so far around a point or box.
REACH_PX = 512


@dataclass(frozen=True)
class MarkerLayer:
    """The points or boxes on an image.

    grid: in whose pixels they are given. name: "point" or "box". features: those on the image, with all their fields.
    number: (N,) from 1, in the order of the layer. bounds: (N, 4) in pixels. markers: the same for `approximate_map`.
    """

    grid: Grid
    name: str
    features: VectorLayer
    number: np.ndarray
    bounds: np.ndarray
    markers: Markers

    def outline_surroundings(self) -> VectorLayer:
        """What lies within `REACH_PX` of them, as polygons in the CRS of the grid."""
        left, top, right, bottom = self.bounds.T
        windows = shapely.box(left - REACH_PX, top - REACH_PX, right + REACH_PX, bottom + REACH_PX)
        around = shapely.get_parts(shapely.union_all(windows))
        return VectorLayer(shapely.transform(around, lambda xy: np.column_stack(self.grid.transform * tuple(xy.T))),
                           crs=to_crs(self.grid.crs))

    def report(self, polygons: VectorLayer, progress: Progress) -> None:
        """Say how many have no object, and how many objects are cut where nothing was looked for.

        polygons: the objects, with the field marker.
        """
        if missed := len(self.features) - len(polygons):
            what = "points on the image lie on" if self.name == "point" else "boxes on the image hold"
            progress.warning(f"{missed} of {len(self.features)} {what} no object.")
        inner = shapely.transform(polygons.geometries, lambda xy: np.column_stack(~self.grid.transform * tuple(xy.T)))
        low, high = np.hsplit(shapely.bounds(inner).reshape(-1, 4), 2)
        near_low, near_high = np.hsplit(self.bounds[polygons.fields["marker"]], 2)
        cut = ((low < near_low - REACH_PX + 1) | (high > near_high + REACH_PX - 1)).any(axis=1)
        if cut.any():
            progress.warning(f"{int(cut.sum())} objects reach farther than {REACH_PX} px from their {self.name}; they "
                             "may be cut there.")


def read_points_on(path: str, grid: Grid, progress: Progress) -> MarkerLayer:
    """The points of a layer that lie on an image; of several on one pixel the first.

    Raises EoDeepError for a layer without points on the image.
    """
    layer, notes = read_layer(*find_layer(path, "points", POINT_TYPES), force_2d=True)
    points, owner = shapely.get_parts(layer.geometries, return_index=True)
    kept = ~shapely.is_empty(points)
    points, owner = points[kept], owner[kept]
    if not len(points):
        raise EoDeepError(f"'{path}' holds no points.")
    layer = _take_crs(layer, path, grid, notes)
    _warn(path, notes, progress)
    xy, target = shapely.get_coordinates(points), to_crs(grid.crs)
    if layer.crs is not None and target is not None:
        xy = make_transform(layer.crs, target)(xy)
    xy = np.column_stack(~grid.transform * tuple(np.where(np.isfinite(xy), xy, np.inf).T))
    inside = np.asarray(((xy >= 0) & (xy < [grid.width, grid.height])).all(axis=1))
    _check_inside(path, "point", inside, progress)
    pixel, owner = np.floor(xy[inside]).astype(np.int64), owner[inside]
    first = np.sort(np.unique(pixel, axis=0, return_index=True)[1])
    if doubled := len(pixel) - len(first):
        progress.warning(f"{doubled} points in '{path}' lie on the pixel of another one and are left out.")
    pixel, owner = pixel[first], owner[first]
    bounds = np.hstack([pixel, pixel + 1]).astype(np.float64)
    return MarkerLayer(grid, "point", layer.select(owner), owner + 1, bounds, PointMarkers(pixel))


def read_boxes_on(path: str, grid: Grid, progress: Progress) -> MarkerLayer:
    """The polygons of a layer, boxes as a rule, that meet an image; what reaches beyond it is cut off.

    Raises EoDeepError for a layer without polygons on the image.
    """
    layer, notes = read_layer(*find_layer(path, "polygons", SHAPE_TYPES), force_2d=True)
    kept, repaired, counts = repair_polygons(layer.geometries, path)
    layer = replace(layer, fields={**layer.fields, "": np.arange(1, len(layer) + 1)}).select(kept)
    if not len(layer):
        raise EoDeepError(f"'{path}' holds no polygons.")
    layer = _take_crs(layer, path, grid, notes)
    _warn(path, counts + notes, progress)
    total, boxes = len(layer), bring_whole(layer, grid)
    extent = shapely.box(0, 0, grid.width, grid.height)
    inner = shapely.transform(boxes.geometries, lambda xy: np.column_stack(~grid.transform * tuple(xy.T)))
    inside = shapely.area(shapely.intersection(inner, extent)) > 0
    _check_inside(path, "box", np.concatenate([inside, np.zeros(total - len(boxes), bool)]), progress)
    if beyond := int((inside & ~shapely.covers(extent, inner)).sum()):
        progress.warning(f"{beyond} boxes of '{path}' reach beyond the image; their objects end at its edge.")
    boxes = boxes.select(inside)
    fields = dict(boxes.fields)
    number = fields.pop("")
    bounds = shapely.bounds(inner[inside]).clip(0, [grid.width, grid.height] * 2)
    markers = BoxMarkers(boxes.geometries, grid)
    return MarkerLayer(grid, "box", replace(boxes, fields=fields), number, bounds, markers)


def _take_crs(layer: VectorLayer, path: str, grid: Grid, notes: list[str]) -> VectorLayer:
    """A layer with the grid's CRS where it has none."""
    target = to_crs(grid.crs)
    if layer.crs is not None or target is None:
        return layer
    notes.append(f"no CRS, taken to be in {target.name}")
    return replace(layer, crs=target)


def _warn(path: str, notes: list[str], progress: Progress) -> None:
    if notes:
        progress.warning(f"'{path}': {'; '.join(notes)}.")


def _check_inside(path: str, name: str, inside: np.ndarray, progress: Progress) -> None:
    """Say how many features lie beyond the image; EoDeepError where all do."""
    plural = "boxes" if name == "box" else "points"
    if not inside.any():
        raise EoDeepError(f"No {name} of '{path}' lies on the image; check the layer's CRS and place.")
    if beyond := int((~inside).sum()):
        progress.warning(f"{beyond} of {len(inside)} {plural} in '{path}' lie beyond the image.")
