"""Polygons by following pixel edges and iso-lines: every vertex that the raster has, nothing simplified."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rasterio.windows import Window

from ...geo.crs import to_crs
from ...geo.measure import measure_ground
from ...io.band_description import BandDescription, describe_band
from ...io.class_values import PROBABILITY_OF, find_background, read_values
from ...io.raster import RasterSource
from ...io.vector_layer import VectorLayer
from ...progress import Progress, silent
from ..topology.rings import build_polygons
from .marching_squares import Contours, Points, Strip, join_points, trace_classes, trace_threshold

_STRIP_PX = 4_000_000


def outline_regions(source: RasterSource, threshold: float = 0.5, min_area_m2: float = 0, min_hole_m2: float = 0,
                    progress: Progress = silent, band: BandDescription | None = None) -> VectorLayer:
    """The polygons of the first band of an open raster, with attributes; see `polygonize`."""
    scaling = (band or describe_band(source)).scaling
    width, height = source.grid.width + 2, source.grid.height + 2
    layers: dict[int, int] = {0: 0} if scaling else {}
    parts: list[Points] = []
    for strip in _read_strips(source, scaling is None, progress.part(0, 0.8)):
        if scaling:
            parts.append(trace_threshold(strip, (threshold - scaling[1]) / scaling[0]))
        else:
            parts.append(trace_classes(strip, find_background(source), layers, 4 * width * height))
    contours = join_points(Points.join(parts), width, 4 * width * height)
    del parts
    progress(0.9)
    polygons = _assemble(contours, source, scaling, np.array(list(layers), np.int64), min_area_m2, min_hole_m2)
    progress(1.0)
    return polygons


def _read_strips(source: RasterSource, as_classes: bool, progress: Progress) -> Iterator[Strip]:
    """Strips of whole rows, each beginning with the last row of the one before."""
    width, height = source.grid.width + 2, source.grid.height + 2
    rows = max(1, _STRIP_PX // width)
    values, present = np.zeros((0, width), source.dtype), np.zeros((0, width), bool)
    for top in range(0, height, rows):
        window = Window(-1, top - 1, width, min(rows, height - top))
        if as_classes:
            read, valid = read_values(source, window)
        else:
            (read,), valid = source.read(window)
        carried = len(values[-1:])
        values, present = np.concatenate([values[-1:], read]), np.concatenate([present[-1:], valid])
        if len(values) > 1:
            yield Strip(top - carried, values, present)
        progress(min(1.0, (top + rows) / height))


def _assemble(contours: Contours, source: RasterSource, scaling: tuple[float, float] | None, classes: np.ndarray,
              min_area_m2: float, min_hole_m2: float) -> VectorLayer:
    """Rings to polygons with attributes: small holes filled, small polygons left out, ordered by class and place."""
    is_hole = contours.area_px < 0
    crs = to_crs(source.grid.crs)
    a, b, c, d, e, f = source.grid.transform[:6]
    x, y = contours.xy.T
    xy = np.column_stack([a * x + b * y + c, d * x + e * y + f])
    kept = np.ones(len(contours.layer), bool)
    if min_hole_m2 > 0:
        holes = np.flatnonzero(is_hole)
        area = measure_ground(build_polygons(xy, contours.starts, holes, np.arange(len(holes))), crs)[0]
        kept[holes[area < min_hole_m2]] = False
        kept[~is_hole & (contours.parent >= 0)] &= kept[contours.parent[~is_hole & (contours.parent >= 0)]]
    shells = np.flatnonzero(~is_hole & kept)
    shells = shells[np.argsort(classes[contours.layer[shells]], kind="stable")]
    place = np.full(len(kept), -1)
    place[shells] = np.arange(len(shells))
    members = np.flatnonzero(kept & (is_hole | (place >= 0)))
    owner = place[np.where(is_hole[members], contours.parent[members], members)]
    members, owner = members[owner >= 0], owner[owner >= 0]
    order = np.lexsort((members, is_hole[members], owner))
    members, owner = members[order], owner[order]
    geometries = build_polygons(xy, contours.starts, members, owner)
    area, perimeter = measure_ground(geometries, crs)
    value = classes[contours.layer[shells]]
    names = {entry["value"]: entry["name"] for entry in source.classes}
    if scaling:
        names = {0: source.band_names[0].removeprefix(PROBABILITY_OF)}
    attributes = {
        "class": value.astype(np.int64) if not scaling else np.full(len(shells), source.bands[0], np.int64),
        "class_name": np.array([names.get(int(v), str(v)) for v in value], dtype=object),
        "area_m2": area,
        "perimeter_m": perimeter,
        "n_vertices": np.bincount(owner, np.diff(contours.starts)[members], len(shells)).astype(np.int32),
    }
    if scaling:
        total = np.bincount(owner, contours.value_sum[members], len(shells))
        count = np.bincount(owner, contours.count[members], len(shells))
        attributes["mean_probability"] = total / count * scaling[0] + scaling[1]
    return VectorLayer(geometries, attributes, crs).select(area >= min_area_m2)
