"""Polygons by approximating a whole map at once: few vertices, shared edges, no gaps and no overlaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import to_crs
from ..geo.measure import PixelSizes, measure_ground
from ..io.band_description import BandDescription
from ..io.class_names import same_name
from ..io.raster import RasterSource
from ..io.result_log import logging_results
from ..io.vector_layer import VectorLayer, join_layers
from ..progress import Progress, silent
from ..runtime.memory import release_freed_memory
from .class_raster import LabelRaster, classify
from .fidelity import Fit, measure_fit
from .mesh.approximate import Settings
from .mesh.corner_counts import STRAIGHT_RAD
from .topology.boundaries import Edges, number_points
from .topology.edge_store import EdgeStore
from .topology.marked_objects import Markers
from .topology.polygon_batches import RegionEdges
from .topology.raster_graph import RasterBoundaryGraph
from .topology.region_merging import merge_small
from .topology.regions import Regions, label_regions
from .topology.rings import Rings, close_rings, make_polygons
from .topology.tiled_graph import to_complex
from .topology.touching_objects import divide_touching
from .wall_certainty import count_neighbours, measure_sigma

DEFAULT_DISTANCE_PX = 8.0
STATUS_NAMES = np.array(["free", "regular", "contour", "corners missed"], dtype=object)
_CORNERS_MISSED = 3
_TARGET_TOLERANCE = 0.05
_MAX_RUNS = 9


@dataclass(frozen=True)
class Tolerances:
    """How closely outlines follow the pixels; see `vectorization.polygonize`.

    seed_threshold: None leaves objects that touch together. min_seed_m2: minimum area of an object's seed. corners: how
    many each object's outer ring is to have, 3 to 99; None or 0: any number. Those for which that cannot be reached get
    the status "corners missed".
    """

    vertex_penalty_px2: float = 8.0
    angle_weight: float = 2.0
    max_distance_m: float | None = None
    min_area_m2: float = 0.0
    min_hole_m2: float = 0.0
    target_vertices: int | None = None
    seed_threshold: float | None = None
    min_seed_m2: float = 4.0
    corners: int | None = None

    def __post_init__(self) -> None:
        for area_m2 in (self.min_area_m2, self.min_hole_m2):
            if not area_m2 >= 0:
                raise EoDeepError(f"Minimum areas must be 0 m2 or more, got {area_m2:g} m2.")
        if not 0 <= self.vertex_penalty_px2 < math.inf:
            raise EoDeepError(f"The vertex penalty must be 0 px2 or more, got {self.vertex_penalty_px2:g} px2.")
        if not 0 <= self.angle_weight < math.inf:
            raise EoDeepError(f"The weight of angles must be 0 or more, got {self.angle_weight:g}.")
        if self.max_distance_m is not None and not self.max_distance_m >= 0:
            raise EoDeepError(f"The maximum distance must be 0 m or more, got {self.max_distance_m:g} m.")
        if self.target_vertices is not None and self.target_vertices < 1:
            raise EoDeepError(f"The requested number of vertices must be 1 or more, got {self.target_vertices}.")
        if self.seed_threshold is not None and not 0 <= self.seed_threshold <= 1:
            raise EoDeepError(f"The seed threshold must be 0 to 1, got {self.seed_threshold:g}.")
        if self.corners and not 3 <= self.corners <= 99:
            raise EoDeepError(f"The corners per object must be 3 to 99, or 0 for any number, got {self.corners}.")


def approximate_map(source: RasterSource, threshold: float, classes: str | None, regular_classes: str | None,
                    tolerances: Tolerances, progress: Progress = silent, **settings: Any) -> VectorLayer:
    """The polygons of `approximate_in_batches` as one layer."""
    batches = approximate_in_batches(source, threshold, classes, regular_classes, tolerances, progress, **settings)
    return join_layers(list(batches))


def approximate_in_batches(source: RasterSource, threshold: float, classes: str | None, regular_classes: str | None,
                           tolerances: Tolerances, progress: Progress = silent,
                           band: BandDescription | None = None,
                           maps: Callable[[Window], np.ndarray] | None = None, markers: Markers | None = None,
                           with_walls: bool = False, folder: Path | None = None) -> Iterator[VectorLayer]:
    """The polygons of the classes of an open raster, with attributes, some thousands at a time; see
    `vectorization.polygonize`. One batch without any where there are none.

    band: what the first band holds, where that is known already. maps: gives (5, h, w) float32 of a window within the
    raster, what the image shows of walls: border between touching objects 0..1, cosine and sine of 4 phi (phi the
    direction of the nearest wall in pixels, x right, y down; their length, at most 1, how sure it is), convex and
    reflex corners 0..1. markers: only the objects that they stand for, with the number of each one's marker in a field
    of that name. with_walls: with the fields sigma_m (see `wall_certainty`) and touches, the number of other polygons
    with which one shares walls. folder: for temporary files; None: the system's.
    """
    sizes, limit = PixelSizes(source.grid), tolerances.max_distance_m
    with logging_results(source.grid, progress):
        labels = classify(source, threshold, classes, band)
        drawn = _draw(labels, find_regular(labels, regular_classes, progress), tolerances, sizes, maps, markers,
                      with_walls, folder, progress)
    pixel_m = max(sizes.measure_sides(source.grid.height / 2))
    limit = DEFAULT_DISTANCE_PX * pixel_m if limit is None else limit
    done = missed = far = 0
    with closing(drawn.edges):
        for part, rings in drawn.batches:
            if tolerances.corners:
                missed += _find_missed(part, rings, drawn.status, tolerances.corners)
            polygons = _assemble(rings, drawn.regions, labels, drawn.status, drawn.fit)
            region = polygons.fields.pop("region")
            if drawn.owner is not None:
                polygons.fields["marker"] = drawn.owner[region]
            if drawn.sigma is not None:
                polygons.fields["sigma_m"] = drawn.sigma[region]
                polygons.fields["touches"] = count_neighbours(part, drawn.wanted)[region].astype(np.int32)
            done, far = done + len(polygons), far + int((polygons.fields["max_distance_m"] > limit + pixel_m / 2).sum())
            progress(0.92 + 0.08 * done / max(1, int(np.count_nonzero(drawn.wanted))))
            yield polygons
    if missed:
        progress.message(f"{missed} of {done} polygons could not be given {tolerances.corners} corners.")
    if far:
        progress.warning(f"{far} polygons lie farther than {limit:.3g} m from the edges of their pixels somewhere.")
    progress(1.0)


@dataclass
class _Drawn:
    """The edges of a map. wanted: (R,) bool, the regions that get polygons. owner: (R,) the number of each one's
    marker, or None. batches: edges and rings of some thousand regions at a time. sigma: (R,) (m), or None."""

    regions: Regions
    wanted: np.ndarray
    owner: np.ndarray | None
    edges: EdgeStore
    status: np.ndarray
    batches: Iterator[tuple[Edges, Rings]]
    fit: Fit
    sigma: np.ndarray | None


def _draw(labels: LabelRaster, regular: tuple[int, ...], tolerances: Tolerances, sizes: PixelSizes,
          maps: Callable[[Window], np.ndarray] | None, markers: Markers | None, with_walls: bool, folder: Path | None,
          progress: Progress) -> _Drawn:
    """All of `approximate_in_batches` but the polygons."""
    source, grid = labels.source, labels.source.grid
    keeps_apart = tolerances.seed_threshold is not None
    if keeps_apart and not labels.scalings:
        raise EoDeepError("Touching objects can be kept apart in probabilities only; the raster is a class map.")
    progress(0.02)
    regions = label_regions(labels.read_labels, grid.width, grid.height, progress.part(0.02, 0.1), source.is_empty)
    _merge(regions, sizes, tolerances, progress.part(0.1, 0.15))
    read_maps = partial(_read_maps, maps, grid.width, grid.height) if maps else None
    read_border = partial(_read_border, read_maps) if read_maps else None
    read_inner = partial(_read_inner, labels, read_border) if read_border else labels.read_raw_probabilities
    if keeps_apart:
        regions = _divide(regions, read_inner, sizes, tolerances, progress.part(0.15, 0.18))
    owner = None
    if markers is not None:
        regions, owner = markers.choose(regions, read_inner, progress.part(0.18, 0.2))
    wanted = regions.region_class > 0 if owner is None else owner >= 0
    settings = Settings(tolerances.vertex_penalty_px2, tolerances.angle_weight, regular=regular,
                        corners=tolerances.corners or 0)

    def make_settings(row: float, penalty: float) -> Settings:
        width, height = sizes.measure_sides(row)
        limit = tolerances.max_distance_m
        distance = DEFAULT_DISTANCE_PX if limit is None else limit / width
        return replace(settings, vertex_penalty_px2=penalty, max_distance_px=distance, aspect=height / width)

    release_freed_memory()  # what tables were made of is not what tiles need
    edges, status, batches = _approximate(regions, labels.read_probabilities, make_settings, tolerances, wanted,
                                          labels.count if keeps_apart or markers else 0, read_maps,
                                          progress.part(0.2, 0.8), folder)
    fit = measure_fit(edges, regions, labels.read_raw_probabilities, sizes.measure_sides, progress.part(0.8, 0.87))
    sigma = None
    if with_walls:
        sigma = measure_sigma(edges, regions, labels.read_raw_probabilities, read_border, sizes.measure_sides,
                              progress.part(0.87, 0.92))
    return _Drawn(regions, wanted, owner, edges, status, batches, fit, sigma)


def find_regular(labels: LabelRaster, regular_classes: str | None, progress: Progress = silent) -> tuple[int, ...]:
    """Numbers of the classes that get right angles: those named; a single class without a name too, if any is."""
    wanted = [part.strip() for part in (regular_classes or "").split(",") if part.strip()]
    found = [number for number, (value, name) in enumerate(zip(labels.values, labels.names, strict=True), 1)
             if any(part == str(value) or same_name(part, name) for part in wanted)]
    if wanted and not found and len(labels.values) == 1 and not labels.is_named:
        found = [1]
    if wanted and not found and wanted != ["building"]:
        progress.warning(f"No class has the name {' or '.join(wanted)}, so none gets right angles; "
                         f"the classes are: {', '.join(labels.names[:20]) or 'none'}.")
    return tuple(found)


def _merge(regions: Regions, sizes: PixelSizes, tolerances: Tolerances, progress: Progress) -> None:
    """Merge what is too small, and report it."""
    merged = merge_small(regions, _measure_areas(regions, sizes), tolerances.min_area_m2, tolerances.min_hole_m2,
                         progress)
    area_m2, hole_m2 = tolerances.min_area_m2, tolerances.min_hole_m2
    if merged.regions:
        progress.message(f"{merged.regions} regions below {area_m2:g} m2 were merged into neighbouring regions.")
    if merged.left_out:
        progress.message(f"{merged.left_out} regions below {area_m2:g} m2 without neighbours were left out.")
    if merged.holes:
        progress.message(f"{merged.holes} holes below {hole_m2:g} m2 were filled.")


def _measure_areas(regions: Regions, sizes: PixelSizes) -> np.ndarray:
    """Areas (R,) of regions in m2."""
    return regions.area_px * sizes.measure_area(np.maximum(regions.first, 0) // regions.width)


def _read_maps(maps: Callable[[Window], np.ndarray], width: int, height: int, window: Window) -> np.ndarray:
    """The maps of any window, 0 beyond the raster."""
    x, y = int(window.col_off), int(window.row_off)
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + int(window.width)), min(height, y + int(window.height))
    inside = maps(Window(left, top, right - left, bottom - top))
    result = np.zeros((len(inside), int(window.height), int(window.width)), np.float32)
    result[:, top - y : bottom - y, left - x : right - x] = inside
    return result


def _read_border(maps: Callable[[Window], np.ndarray], window: Window) -> np.ndarray:
    """Border between objects, (h, w) float32."""
    return maps(window)[0]


def _read_inner(labels: LabelRaster, read_border: Callable[[Window], np.ndarray], window: Window) -> np.ndarray:
    """Probabilities (K, h, w) that pixels are of a class and not on the border between two of its objects."""
    probabilities = labels.read_raw_probabilities(window)
    assert probabilities is not None
    return probabilities * (1 - read_border(window))


def _divide(regions: Regions, read_inner: Callable[[Window], np.ndarray | None], sizes: PixelSizes,
            tolerances: Tolerances, progress: Progress) -> Regions:
    """Regions of objects that touch, each object one of its own; those that are too small go into their neighbours."""
    assert tolerances.seed_threshold is not None
    objects = divide_touching(regions, read_inner, tolerances.seed_threshold, tolerances.min_seed_m2,
                              lambda some: _measure_areas(some, sizes), progress)
    if objects is not regions:
        merge_small(objects, _measure_areas(objects, sizes), tolerances.min_area_m2, 0, keep_apart=True)
    return objects


def _approximate(regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                 make_settings: Callable[[float, float], Settings], tolerances: Tolerances, wanted: np.ndarray,
                 class_count: int, maps: Callable[[Window], np.ndarray] | None,
                 progress: Progress, folder: Path | None) \
        -> tuple[EdgeStore, np.ndarray, Iterator[tuple[Edges, Rings]]]:
    """Edges, status of each region, and batches of edges and rings by class and place, with the penalty given or that
    which comes nearest to the target."""
    target = tolerances.target_vertices
    order = np.flatnonzero(wanted)
    order = order[np.argsort(regions.region_class[order], kind="stable")]

    def run(penalty: float, part: Progress) -> tuple[EdgeStore, np.ndarray]:
        graph = RasterBoundaryGraph(regions, read_probabilities, lambda row: make_settings(row, penalty), class_count,
                                    maps, folder)
        return graph.run(part)

    def close(edges: EdgeStore) -> Iterator[tuple[Edges, Rings]]:
        for members, part in RegionEdges(edges, len(wanted)).batches(order):
            own = np.zeros(len(wanted), bool)
            own[members] = True
            yield part, close_rings(part, own)

    if not target:
        edges, status = run(tolerances.vertex_penalty_px2, progress)
        return edges, status, close(edges)
    penalty, low, high = max(tolerances.vertex_penalty_px2, 0.25), 0.0, math.inf
    found = []
    for step in range(_MAX_RUNS):
        result = run(penalty, progress.part(step / _MAX_RUNS, (step + 1) / _MAX_RUNS))
        count = sum(len(rings.xy) for _, rings in close(result[0]))
        found.append((abs(count / target - 1), penalty, result, count))
        if found[-1][0] <= _TARGET_TOLERANCE:
            break
        low, high = (penalty, high) if count > target else (low, penalty)
        penalty = math.sqrt(low * high) if low > 0 and high < math.inf else penalty * 4 if low > 0 else penalty / 4
        found.sort(key=lambda each: each[0])
        for _, _, (edges, _), _ in found[1:]:
            edges.close()
        del found[1:]
    off, penalty, (edges, status), count = min(found, key=lambda each: each[0])
    report = progress.message if off <= _TARGET_TOLERANCE else progress.warning
    report(f"With a vertex penalty of {penalty:.3g} px2 the result has {count} vertices ({target} "
           "requested).")
    return edges, status, close(edges)


def _find_missed(edges: Edges, rings: Rings, status: np.ndarray, wanted: int) -> int:
    """Give regions whose outer ring has another number of corners than wanted a status of their own; how many.

    Vertices in which three or more edges meet are corners of the rings that turn there.
    """
    number, points = number_points(np.concatenate([edges.start, edges.end]))
    junctions = points[np.bincount(number) > 2]
    xy, first, last = rings.xy, rings.starts[:-1], rings.starts[1:]
    before, after = np.arange(-1, len(xy) - 1), np.arange(1, len(xy) + 1)
    before[first], after[last - 1] = last - 1, first
    into, out = xy - xy[before], xy[after] - xy
    turn = np.abs(np.arctan2(into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0], (into * out).sum(axis=1)))
    is_corner = (turn > STRAIGHT_RAD) | ~np.isin(to_complex(xy), to_complex(junctions))
    if not len(xy):
        return 0
    shells = np.unique(rings.region, return_index=True)[1]
    counts = np.add.reduceat(is_corner.astype(np.int64), first)[shells]
    missed = rings.region[shells[counts != wanted]]
    status[missed] = _CORNERS_MISSED
    return len(missed)


def _assemble(rings: Rings, regions: Regions, labels: LabelRaster, status: np.ndarray, fit: Fit) -> VectorLayer:
    """Rings to polygons in the raster's CRS, with attributes, ordered by class and place."""
    a, b, c, d, e, f = labels.source.grid.transform[:6]
    x, y = rings.xy.T
    geometries = make_polygons(rings, np.column_stack([a * x + b * y + c, d * x + e * y + f]))
    crs = to_crs(labels.source.grid.crs)
    region = np.unique(rings.region)
    area, perimeter = measure_ground(geometries, crs)
    number = regions.region_class[region] - 1
    vertices = np.bincount(rings.region, np.diff(rings.starts), len(regions.region_class))[region]
    names = np.array([*labels.names, ""], dtype=object)
    attributes = {
        "class": np.array([*labels.values, 0], np.int64)[number],
        "class_name": names[number],
        "area_m2": area,
        "perimeter_m": perimeter,
        "n_vertices": vertices.astype(np.int32),
        "mean_probability": fit.mean_probability[region],
        "fidelity": fit.iou_with_pixels[region],
        "max_distance_m": fit.max_distance_m[region],
        "status": STATUS_NAMES[status[region]],
        "region": region,
    }
    if not labels.scalings:
        del attributes["mean_probability"]
    return VectorLayer(geometries, attributes, crs).select(np.argsort(number, kind="stable"))
