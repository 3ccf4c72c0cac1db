"""The grid on which two polygon layers are compared, and those of its parts where there is anything to compare."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import rasterio
import rasterio.transform
import shapely
from rasterio.windows import Window

from ...geo.antimeridian import gather
from ...geo.crs import to_crs
from ...geo.grid import Grid
from ...geo.rasterization import PolygonIndex
from ...geo.repair import keep_polygons
from ...io.surroundings import bring_whole
from ...io.vector_layer import VectorLayer, reproject_polygons
from ...progress import Progress

BLOCK_PX = 1024
_OCCUPIED_PX = 512  # smaller, as most of it is empty
# Pixels across a polygon of median size: as many as the effort allows, counted in pixels near polygons.
_MAX_PER_OBJECT, _MIN_PER_OBJECT = 100, 20
_USUAL_PX, _MAX_PX = 5e7, 4e9
_MAX_WIDE_PX = 2e12  # with all that is empty: an error map must hold it
_SAMPLED = 16
_EDGE_PARTS = 256
_ELLIPSOID = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Part:
    """A window of a grid; is_empty: neither layer has a polygon there, so all of it is background. count: how many of
    its pixels lie in the area, where it is empty. pixel_m2: their mean size on the ground, NaN without a CRS."""

    window: Window
    is_empty: bool
    count: int
    pixel_m2: float


def make_grid(
    first: VectorLayer, second: VectorLayer, area: VectorLayer | None, progress: Progress
) -> tuple[Grid, VectorLayer, VectorLayer]:
    """A fine grid for two polygon layers, and both in its CRS: the first one's, or an equal-area one for degrees.

    It spans both layers, or the area, see `list_parts`, unless pixels would then be too coarse for the polygons.
    """
    crs = first.crs or second.crs
    if crs is not None and crs.is_geographic:
        layers = gather([reproject_polygons(layer, crs).geometries for layer in (first, second) if len(layer)], crs)
        west, south, east, north = shapely.total_bounds(np.concatenate(layers))
        crs = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84")
    first, second = (_bring_to(layer, crs) for layer in (first, second))
    extent = [layer for layer in (first, second) if len(layer)]
    rasterio_crs = rasterio.crs.CRS.from_wkt(crs.to_wkt()) if crs is not None else None
    left, bottom, right, top = join_bounds(extent)
    if area is not None:
        around = rasterio.transform.from_bounds(left, bottom, right, top, 1, 1)
        whole = join_bounds([bring_whole(area, Grid(rasterio_crs, around, 1, 1))])
        typical = _measure_typical(np.concatenate([first.geometries, second.geometries]))
        if _find_min_pixel(*whole) <= typical / _MIN_PER_OBJECT:
            left, bottom, right, top = whole
        else:
            progress.message("The area is very large; the layers are compared only where there are polygons.")
    min_pixel = _find_min_pixel(left, bottom, right, top)
    size = _choose_pixel(np.concatenate([first.geometries, second.geometries]), min_pixel, progress)
    width, height = max(1, math.ceil((right - left) / size)), max(1, math.ceil((top - bottom) / size))
    transform = rasterio.Affine(size, 0, left, 0, -size, top)
    return Grid(rasterio_crs, transform, width, height), first, second


def bring_to_grid(layer: VectorLayer, grid: Grid) -> VectorLayer:
    """A layer in the grid's CRS; where one of them has none they are taken to be the same."""
    return _bring_to(layer, to_crs(grid.crs))


def list_parts(
    grid: Grid, layers: Sequence[PolygonIndex] | None = None, area: PolygonIndex | None = None
) -> list[Part]:
    """Windows that cover a grid once: blocks to read, and empty ones of any size where no polygons lie.

    layers: None where each block must be read. Of an area, what lies outside is left out.
    """
    if layers is None:
        windows = [(window, False, 0) for window in grid.blocks(BLOCK_PX)]
    else:
        windows = _find_occupied(grid, layers, area)
    return [Part(*each, pixel_m2) for each, pixel_m2 in zip(windows, _measure_pixels(grid, windows), strict=True)]


def join_bounds(layers: Sequence[VectorLayer]) -> tuple[float, float, float, float]:
    """(left, bottom, right, top) of all layers together."""
    bounds = np.array([shapely.total_bounds(layer.geometries) for layer in layers])
    left, bottom = bounds[:, :2].min(axis=0)
    right, top = bounds[:, 2:].max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def _measure_typical(geometries: np.ndarray) -> float:
    """The side of a square of the polygons' median size."""
    return max(math.sqrt(float(np.median(shapely.area(geometries)))), 1e-8)


def _find_min_pixel(left: float, bottom: float, right: float, top: float) -> float:
    return math.sqrt((right - left) * (top - bottom) / _MAX_WIDE_PX)


def _choose_pixel(geometries: np.ndarray, min_pixel: float, progress: Progress) -> float:
    typical = _measure_typical(geometries)
    cell = BLOCK_PX * typical / _MAX_PER_OBJECT
    first, last = np.split(np.floor(shapely.bounds(geometries) / cell), 2, axis=1)
    corners = np.concatenate([np.stack([x[:, 0], y[:, 1]], axis=1) for x in (first, last) for y in (first, last)])
    between = np.maximum(np.prod(last - first + 1, axis=1) - 4, 0).sum()
    occupied = (len(np.unique(corners, axis=0)) + between) * cell**2
    fine, coarse = typical / _MAX_PER_OBJECT, typical / _MIN_PER_OBJECT
    coarsest = math.sqrt(occupied / _MAX_PX)
    if coarsest > coarse:
        progress.warning(
            f"The layers are compared on pixels of {coarsest:.3g}, of which a polygon of median size spans "
            f"{typical / coarsest:.1f}; give an area for finer ones."
        )
        return coarsest
    return min(max(math.sqrt(occupied / _USUAL_PX), min_pixel, fine), coarse)


def _find_occupied(
    grid: Grid, layers: Sequence[PolygonIndex], area: PolygonIndex | None
) -> list[tuple[Window, bool, int]]:
    """Halve a square around the grid in both directions until its parts are empty, outside the area, or blocks.

    Along the edge of an area that is far larger than the polygons' surroundings, parts stay large: their pixels in the
    area are counted by its size.
    """
    side = _OCCUPIED_PX
    while side < max(grid.width, grid.height):
        side *= 2
    small = max(_OCCUPIED_PX, side // _EDGE_PARTS)
    waiting, found = [(0, 0, side)], []
    if area is not None:
        shapely.prepare(area.geometries)
    while waiting:
        left, top, side = waiting.pop()
        if left >= grid.width or top >= grid.height:
            continue
        window = Window(left, top, min(side, grid.width - left), min(side, grid.height - top))
        is_inside = True
        if area is not None:
            corners = [grid.window_transform(window) * corner for corner in
                       ((0, 0), (window.width, 0), (window.width, window.height), (0, window.height))]  # fmt: skip
            square = shapely.Polygon(corners)
            near = area.geometries[area.find(grid, window)]
            near = near[shapely.intersects(near, square)]
            if not len(near):
                continue
            is_inside = bool(shapely.covers(near, square).any())
        is_empty = not any(len(layer.find(grid, window)) for layer in layers)
        if is_empty and is_inside:
            found.append((window, True, int(window.width) * int(window.height)))
        elif is_empty and _OCCUPIED_PX < side <= small:
            cut = shapely.union_all(keep_polygons(shapely.clip_by_rect(near, *square.bounds)))
            found.append((window, True, round(cut.area / abs(grid.transform.determinant))))
        elif side == _OCCUPIED_PX:
            found.append((window, False, 0))
        else:
            half = side // 2
            waiting += [(left + x, top + y, half) for y in (half, 0) for x in (half, 0)]
    return found


def _measure_pixels(grid: Grid, windows: Sequence[tuple[Window, bool, int]]) -> np.ndarray:
    """Mean size (m2) of the pixels of each window on the ellipsoid, from samples at regular places; NaN without CRS."""
    to_degrees = grid.lonlat_transformer()
    if to_degrees is None or not windows:
        return np.full(len(windows), np.nan)
    places, owner = [], []
    for number, (window, *_) in enumerate(windows):
        across, down = (min(_SAMPLED, math.ceil(size / BLOCK_PX)) for size in (window.width, window.height))
        columns = window.col_off + (np.arange(across) + 0.5) * window.width / across
        rows = window.row_off + (np.arange(down) + 0.5) * window.height / down
        places.append(np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2))
        owner.append(np.full(across * down, number))
    column, row = np.concatenate(places).T
    degrees = [to_degrees.transform(*(grid.transform * (column + x, row + y))) for x, y in ((0, 0), (1, 0), (0, 1))]
    (longitude, latitude), right, below = degrees
    sizes = np.full(len(column), np.nan)
    placed = np.isfinite(degrees).all(axis=(0, 1))
    start = longitude[placed], latitude[placed]
    across_m = _ELLIPSOID.inv(*start, right[0][placed], right[1][placed])[2]
    sizes[placed] = across_m * _ELLIPSOID.inv(*start, below[0][placed], below[1][placed])[2]
    numbers = np.concatenate(owner)
    return np.bincount(numbers, sizes) / np.bincount(numbers)


def _bring_to(layer: VectorLayer, crs: pyproj.CRS | None) -> VectorLayer:
    """A layer in `crs`; one without a CRS is taken to be there already."""
    return reproject_polygons(layer, crs) if layer.crs is not None and crs is not None else layer
