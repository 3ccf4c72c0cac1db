"""From scores to objects of change: a map of what is changed, and its polygons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window

from ..geo.crs import to_crs
from ..geo.measure import PixelSizes
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.vector_layer import VectorLayer
from ..polygonization import Tolerances, approximate_map, label_regions, measure_means, place_polygons, read_band
from ..progress import Progress, silent
from .thresholds import Threshold

CHANGED, UNKNOWN = 1, 255
_CELL_PX = 1024
_KEPT_FIELDS = ("area_m2", "perimeter_m")


def map_objects(scores: RasterSource, threshold: Threshold, min_area_m2: float, path: Path,
                progress: Progress = silent) -> None:
    """Write the pixels of objects of change: 1, others 0, nodata 255.

    Objects are 4-connected pixels from the low threshold on, of the minimum area, that hold one from the high one on.
    """
    grid = scores.grid
    regions = label_regions(partial(_read_suspects, scores, threshold.low), grid.width, grid.height,
                            progress.part(0, 0.4), scores.is_empty)
    area_m2 = regions.area_px * PixelSizes(grid).measure_area(np.maximum(regions.first, 0) // regions.width)
    large = area_m2 >= min_area_m2 * (1 - 1e-9)
    certain = np.zeros(len(area_m2), bool)
    blocks = [window for window in grid.blocks(_CELL_PX) if not scores.is_empty(window)]
    for number, window in enumerate(blocks):
        values, _ = scores.read(window)
        certain[np.unique(regions.read(window)[values[0] >= threshold.high])] = True
        progress(0.4 + 0.3 * (number + 1) / len(blocks))
    kept = certain & large
    kept[0] = False
    with RasterWriter(path, grid, 1, "uint8", UNKNOWN) as writer:
        for number, window in enumerate(blocks):
            valid = scores.read(window)[1]
            writer.write(np.where(valid, kept[regions.read(window)], UNKNOWN).astype(np.uint8)[None], window)
            progress(0.7 + 0.3 * (number + 1) / len(blocks))


def draw_objects(map_path: Path, scores: RasterSource, progress: Progress = silent) -> VectorLayer:
    """The objects of a map as polygons by mesh approximation, with id, area_m2, perimeter_m and mean_score."""
    with open_raster(map_path) as source:
        if _holds(source, CHANGED):
            polygons = approximate_map(source, 0.5, str(CHANGED), None, Tolerances(), progress.part(0, 0.8))
        else:
            nothing = {name: np.zeros(0) for name in _KEPT_FIELDS}
            polygons = VectorLayer(np.zeros(0, object), nothing, to_crs(source.grid.crs))
    means = measure_scores(polygons, scores, progress.part(0.8, 1))
    fields = {"id": np.arange(1, len(polygons) + 1), **{name: polygons.fields[name] for name in _KEPT_FIELDS},
              "mean_score": means}
    return replace(polygons, fields=fields)


def measure_scores(changes: VectorLayer, scores: RasterSource, progress: Progress = silent) -> np.ndarray:
    """The mean of an open raster's first band in each polygon, (N,); NaN where there is none."""
    geometries, numbers = place_polygons(scores.grid, changes)
    means = np.full(len(changes), np.nan)
    means[numbers] = measure_means(read_band(scores), scores.grid, geometries, progress)[0]
    return means


def join_objects(changes: VectorLayer, objects: VectorLayer,
                 progress: Progress = silent) -> tuple[VectorLayer, VectorLayer]:
    """Changes with the objects of a map that they touch, and objects with their changes; both in one CRS.

    Changes get objects_count, and objects, their numbers in the layer from 1. Objects get changes_count, and
    changed_share, the share of their area in changes, 0..1.
    """
    tree = shapely.STRtree(objects.geometries)
    change, touched = tree.query(changes.geometries, predicate="intersects")
    order = np.lexsort((touched, change))
    change, touched = change[order], touched[order]
    counts = np.bincount(change, minlength=len(changes))
    numbers = np.split(touched + 1, np.cumsum(counts)[:-1]) if len(changes) else []
    listed = np.array([",".join(map(str, each)) for each in numbers], object)
    fields = {**changes.fields, "objects_count": counts.astype(np.int64), "objects": listed}
    common = shapely.area(shapely.intersection(changes.geometries[change], objects.geometries[touched]))
    shares = np.bincount(touched, common, len(objects)) / shapely.area(objects.geometries)
    found = {"changes_count": np.bincount(touched, minlength=len(objects)), "changed_share": shares.clip(0, 1)}
    return replace(changes, fields=fields), objects.add(found, progress)


def _read_suspects(scores: RasterSource, low: float, window: Window) -> np.ndarray:
    values, valid = scores.read(window)
    return np.where(valid & (values[0] >= low), 0, -1).astype(np.int32)


def _holds(source: RasterSource, value: int) -> bool:
    return any((source.read(window)[0] == value).any() for window in source.grid.blocks(_CELL_PX)
               if not source.is_empty(window))
