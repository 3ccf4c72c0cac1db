"""The only vector IO: read and repair polygons, write them whole or not at all, rasterize and measure them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyproj
import rasterio.features
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.antimeridian import join_parts
from ..geo.repair import keep_polygons, repair_polygons
from ..progress import Progress, silent
from .geopackage import write_layer
from .layers import POINT_TYPES, find_layer, read_layer, to_crs
from .raster import Grid

# An edge is straight on the map, not a geodesic; pieces this short make the two agree to a millimetre.
_MAX_EDGE_DEGREES = 0.05
_MAX_EDGE_M = 5000.0
_MEASURED_AT_ONCE = 10_000
# GDAL takes outlines through Python and walks each whole: of longer ones it gets the part in the window.
_LONG_OUTLINE = 1000


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


class PolygonIndex:
    """Finds the polygons of a window at once; build it where many windows are rasterized from one layer.

    geometries: (N,) shapely polygons in the CRS of the grids; None and empty ones are never found.
    """

    def __init__(self, geometries: np.ndarray):
        self.geometries = np.asarray(geometries, dtype=object)
        self._tree = shapely.STRtree(self.geometries)

    def find(self, grid: Grid, window: Window | None = None) -> np.ndarray:
        """Positions, ascending, of the polygons whose bounds meet the window (default: the whole grid)."""
        return np.sort(self._tree.query(shapely.Polygon(_corners(grid, window))))

    def rasterize(self, values: Any, grid: Grid, window: Window | None = None, background: float = 0,
                  dtype: str = "uint8") -> np.ndarray:
        """`rasterize` for the polygons of this index; values: one number, or (N,)."""
        found = self.find(grid, window)
        chosen = np.broadcast_to(np.asarray(values), self.geometries.shape)[found]
        return _burn(self.geometries[found], chosen, grid, window, background, dtype)


def rasterize(geometries: Any, values: Any, grid: Grid, window: Window | None = None, background: float = 0,
              dtype: str = "uint8") -> np.ndarray:
    """Burn polygons into a window of a grid: each pixel takes the value of the last polygon that holds its centre.

    geometries: (N,) shapely polygons in the grid's CRS; values: one number, or (N,). Returns (H, W) `dtype`.
    """
    return PolygonIndex(geometries).rasterize(values, grid, window, background, dtype)


def inside(area: Polygons | None, grid: Grid, window: Window | None = None) -> np.ndarray:
    """Where pixel centres lie in the polygons of `area` (in the grid's CRS): (H, W) bool, True throughout for None."""
    if area is None:
        return np.ones(_shape(grid, window), bool)
    return area.index.rasterize(1, grid, window).astype(bool)


def ground_area_m2(geometries: Any, crs: Any) -> np.ndarray:
    """Areas (N,) float64 on the CRS's ellipsoid, whatever the projection does to them; in CRS units without a CRS."""
    return measure_ground(geometries, crs)[0]


def ground_perimeter_m(geometries: Any, crs: Any) -> np.ndarray:
    """Lengths of all rings (N,) float64 on the CRS's ellipsoid; in CRS units without a CRS."""
    return measure_ground(geometries, crs)[1]


def measure_ground(geometries: Any, crs: Any) -> tuple[np.ndarray, np.ndarray]:
    """Areas (m2) and perimeters (m) in one go; see `ground_area_m2`."""
    geometries, crs = np.asarray(geometries, dtype=object), to_crs(crs)
    if crs is None:
        return shapely.area(geometries), shapely.length(geometries)
    area, perimeter = np.zeros(len(geometries)), np.zeros(len(geometries))
    if not len(geometries):
        return area, perimeter
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    geod = crs.geodetic_crs.get_geod()
    step = _MAX_EDGE_DEGREES if crs.is_geographic else _MAX_EDGE_M / crs.axis_info[0].unit_conversion_factor
    for start in range(0, len(geometries), _MEASURED_AT_ONCE):
        parts, part_owner = shapely.get_parts(geometries[start : start + _MEASURED_AT_ONCE], return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        long = shapely.length(rings) > step  # shorter ones may be single points, which cannot be cut
        rings[long] = shapely.segmentize(rings[long], step)
        xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
        longitude, latitude = to_degrees.transform(xy[:, 0], xy[:, 1])
        starts = np.searchsorted(ring_of_vertex, np.arange(len(rings) + 1))
        is_hole = np.concatenate([[False], ring_part[1:] == ring_part[:-1]])  # a part's first ring is its shell
        for ring, owner in enumerate(start + part_owner[ring_part]):
            vertices = slice(starts[ring], starts[ring + 1])
            ring_area, length = geod.polygon_area_perimeter(longitude[vertices], latitude[vertices])
            area[owner] += -abs(ring_area) if is_hole[ring] else abs(ring_area)
            perimeter[owner] += length
    return area, perimeter


def _burn(geometries: np.ndarray, values: np.ndarray, grid: Grid, window: Window | None, background: float,
          dtype: str) -> np.ndarray:
    shape = _shape(grid, window)
    if window and (long := shapely.get_num_coordinates(geometries) > _LONG_OUTLINE).any():
        around = Window(window.col_off - 1, window.row_off - 1, window.width + 2, window.height + 2)
        clipped = shapely.clip_by_rect(geometries[long], *shapely.Polygon(_corners(grid, around)).bounds)
        geometries = geometries.copy()
        geometries[long] = keep_polygons(clipped)
    burnt = [(g, value) for g, value in zip(geometries, values.tolist(), strict=True) if not g.is_empty]
    if not burnt:
        return np.full(shape, background, dtype)
    return rasterio.features.rasterize(
        burnt, shape, fill=background, dtype=dtype,
        transform=grid.window_transform(window) if window else grid.transform,
    )


def _shape(grid: Grid, window: Window | None) -> tuple[int, int]:
    return (int(window.height), int(window.width)) if window else (grid.height, grid.width)


def _corners(grid: Grid, window: Window | None) -> list[tuple[float, float]]:
    height, width = _shape(grid, window)
    transform = grid.window_transform(window) if window else grid.transform
    return [transform * corner for corner in ((0, 0), (width, 0), (width, height), (0, height))]
