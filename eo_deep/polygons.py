"""From class maps and probabilities to polygons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from rasterio.windows import Window

from .contours import Points, Rings, Strip, close_rings, trace_classes, trace_threshold
from .errors import EoDeepError
from .files import check_distinct, check_writable
from .progress import Progress, silent
from .raster import RasterSource, open_raster
from .vector import Polygons, measure_ground, to_crs, write_polygons

_STRIP_PX = 4_000_000
# A byte band without scale and legend is a class map up to so many different values, else probabilities from 0 to 255.
_MOST_CLASSES = 100
_PROBABILITY_OF = "probability of "
_BACKGROUND_NAMES = ("", "background", "unclassified", "unlabelled", "nodata", "none", "other")


def polygonize(input: str, band: int = 1, method: str = "contour", threshold: float = 0.5, min_area_m2: float = 0,
               min_hole_m2: float = 0, output: str | None = None, progress: Progress = silent) -> dict:
    """Outline the regions of a class map, or those of a probability band above a threshold.

    Probabilities (floats, integers with a scale, or bytes 0..255, which stand for 0..1) give the iso-line at the
    threshold, interpolated between pixel centres; class maps (other integers) each class along its pixels' edges,
    without the background (0). Regions end where pixels are unknown. Any size of raster; memory grows with the
    outlines only.

    min_area_m2: smaller polygons are left out; min_hole_m2: smaller holes are filled, with what lies in them; both on
    the ground, on the ellipsoid (in square pixel units of a raster without CRS). output: the GeoPackage to write, with
    class, class_name, area_m2, perimeter_m, n_vertices and, from probabilities, mean_probability.
    Returns {"output", "polygons_count"}.
    """
    if method != "contour":
        raise EoDeepError(f"Method must be contour, got '{method}'.")
    if output is None:
        raise EoDeepError("Polygonizing needs the name of an output file.")
    check_distinct([output], [input])
    check_writable(output, ".gpkg")
    with open_raster(input, [band]) as source:
        _warn_of_doubts(source, threshold, progress)
        polygons = outline_regions(source, threshold, min_area_m2, min_hole_m2, progress.part(0, 0.95))
        if source.grid.crs is None:
            progress.warning(f"'{input}' has no CRS; areas and lengths are in units of its pixel coordinates.")
    write_polygons(output, polygons)
    progress(1.0)
    progress.message(f"Wrote {len(polygons)} polygons to '{output}'.")
    return {"output": str(output), "polygons_count": len(polygons)}


def outline_regions(source: RasterSource, threshold: float = 0.5, min_area_m2: float = 0, min_hole_m2: float = 0,
                    progress: Progress = silent) -> Polygons:
    """The polygons of the first band of an open raster, with attributes; see `polygonize`."""
    if min_area_m2 < 0 or min_hole_m2 < 0:
        raise EoDeepError(f"Smallest areas must not be negative, got {min(min_area_m2, min_hole_m2)} m2.")
    scaling = find_probability_scaling(source)
    width, height = source.grid.width + 2, source.grid.height + 2
    layers: dict[int, int] = {0: 0} if scaling else {}
    parts: list[Points] = []
    for strip in _read_strips(source, progress.part(0, 0.8)):
        if scaling:
            parts.append(trace_threshold(strip, (threshold - scaling[1]) / scaling[0]))
        else:
            parts.append(trace_classes(strip, _find_background(source), layers, 4 * width * height))
    rings = close_rings(Points.join(parts), width, 4 * width * height)
    del parts
    progress(0.9)
    polygons = _assemble(rings, source, scaling, np.array(list(layers), np.int64), min_area_m2, min_hole_m2)
    progress(1.0)
    return polygons


def find_probability_scaling(source: RasterSource) -> tuple[float, float] | None:
    """Scale and offset that make probabilities of the first band's values; None for a class map."""
    kind, scaling = np.dtype(source.dtype).kind, (source.scales[0], source.offsets[0])
    if kind == "f" or scaling != (1.0, 0.0):
        return scaling
    if source.dtype != "uint8" or source.classes:
        return None
    pixels, valid = source.read_overview(1024)
    return (1 / 255, 0.0) if len(np.unique(pixels[0][valid])) > _MOST_CLASSES else None


def _warn_of_doubts(source: RasterSource, threshold: float, progress: Progress) -> None:
    """Tell what is probably not meant: outlines of the background, a threshold that the values do not reach."""
    name = source.band_names[0]
    if name.removeprefix(_PROBABILITY_OF).lower() == "background":
        progress.warning(f"Band {source.bands[0]} is the '{name}'; the other classes are in other bands.")
    scaling = find_probability_scaling(source)
    pixels, valid = source.read_overview(1024)
    if scaling and valid.any():
        values = pixels[0][valid] * scaling[0] + scaling[1]
        low, high = float(values.min()), float(values.max())
        if not 0 <= low <= high <= 1 or not 0 < threshold <= 1:
            progress.warning(f"The band's values go from {low:g} to {high:g}, and the threshold is {threshold:g}.")


def _read_strips(source: RasterSource, progress: Progress) -> Iterator[Strip]:
    """Strips of whole rows, each beginning with the last row of the one before."""
    width, height = source.grid.width + 2, source.grid.height + 2
    rows = max(1, _STRIP_PX // width)
    values, known = np.zeros((0, width), source.dtype), np.zeros((0, width), bool)
    for top in range(0, height, rows):
        pixels, valid = source.read(Window(-1, top - 1, width, min(rows, height - top)))
        carried = len(values[-1:])
        values, known = np.concatenate([values[-1:], pixels[0]]), np.concatenate([known[-1:], valid])
        if len(values) > 1:
            yield Strip(top - carried, values, known)
        progress(min(1.0, (top + rows) / height))


def _find_background(source: RasterSource) -> int | None:
    """0, unless the legend says that 0 is a class like others."""
    names = {entry["value"]: entry["name"].strip().lower() for entry in source.classes}
    return 0 if names.get(0, "") in _BACKGROUND_NAMES else None


def _assemble(rings: Rings, source: RasterSource, scaling: tuple[float, float] | None, classes: np.ndarray,
              min_area_m2: float, min_hole_m2: float) -> Polygons:
    """Rings to polygons with attributes: small holes filled, small polygons left out, ordered by class and place."""
    is_hole = rings.area_px < 0
    crs = to_crs(source.grid.crs)
    a, b, c, d, e, f = source.grid.transform[:6]
    xy = np.column_stack([a * rings.xy[:, 0] + b * rings.xy[:, 1] + c, d * rings.xy[:, 0] + e * rings.xy[:, 1] + f])
    kept = np.ones(len(rings.layer), bool)
    if min_hole_m2 > 0:
        holes = np.flatnonzero(is_hole)
        area = measure_ground(_make_polygons(xy, rings.starts, holes, np.arange(len(holes))), crs)[0]
        kept[holes[area < min_hole_m2]] = False
        kept[~is_hole & (rings.parent >= 0)] &= kept[rings.parent[~is_hole & (rings.parent >= 0)]]
    shells = np.flatnonzero(~is_hole & kept)
    shells = shells[np.argsort(classes[rings.layer[shells]], kind="stable")]
    place = np.full(len(kept), -1)
    place[shells] = np.arange(len(shells))
    members = np.flatnonzero(kept & (is_hole | (place >= 0)))
    owner = place[np.where(is_hole[members], rings.parent[members], members)]
    members, owner = members[owner >= 0], owner[owner >= 0]
    order = np.lexsort((members, is_hole[members], owner))
    members, owner = members[order], owner[order]
    geometries = _make_polygons(xy, rings.starts, members, owner)
    area, perimeter = measure_ground(geometries, crs)
    value = classes[rings.layer[shells]]
    names = {entry["value"]: entry["name"] for entry in source.classes}
    if scaling:
        names = {0: source.band_names[0].removeprefix(_PROBABILITY_OF)}
    attributes = {
        "class": value.astype(np.int64) if not scaling else np.full(len(shells), source.bands[0], np.int64),
        "class_name": np.array([names.get(int(v), str(v)) for v in value], dtype=object),
        "area_m2": area,
        "perimeter_m": perimeter,
        "n_vertices": np.bincount(owner, np.diff(rings.starts)[members], len(shells)).astype(np.int32),
    }
    if scaling:
        total = np.bincount(owner, rings.value_sum[members], len(shells))
        count = np.bincount(owner, rings.count[members], len(shells))
        attributes["mean_probability"] = total / count * scaling[0] + scaling[1]
    return Polygons(geometries, attributes, crs).select(area >= min_area_m2)


def _make_polygons(xy: np.ndarray, starts: np.ndarray, members: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """(P,) shapely polygons; rings `members` belong to polygons `owner` (ascending, 0..P - 1), each shell first."""
    lengths = (np.diff(starts)[members] + 1).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    position = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
    position[ends[1:] - 1] = 0  # each ring ends where it starts
    vertices = xy[position + np.repeat(starts[:-1][members], lengths)]
    first = np.searchsorted(owner, np.arange(len(np.unique(owner)) + 1))
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, vertices, (ends, first))
