"""Polygons by approximating a whole map at once: few vertices, shared walls, no gaps and no overlaps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import to_crs
from ..geo.measure import PixelSizes, measure_ground
from ..io.class_values import same_name
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from .class_raster import Classified, classify
from .fidelity import Fit, measure_fit
from .mesh.approximate import Settings
from .topology.boundaries import Walls
from .topology.raster_graph import MapNetwork
from .topology.region_merging import merge_small
from .topology.regions import Regions, label_regions
from .topology.rings import Rings, close_rings, make_polygons

DEFAULT_DISTANCE_PX = 8.0
STATUS_NAMES = np.array(["free", "regular", "contour"], dtype=object)
_TARGET_TOLERANCE = 0.05
_MOST_RUNS = 9


@dataclass(frozen=True)
class Tolerances:
    """How closely outlines follow the pixels; see `polygons.polygonize`."""

    vertex_price_px2: float = 8.0
    angle_weight: float = 2.0
    max_distance_m: float | None = None
    min_area_m2: float = 0.0
    min_hole_m2: float = 0.0
    target_vertices: int | None = None

    def __post_init__(self) -> None:
        for area_m2 in (self.min_area_m2, self.min_hole_m2):
            if not area_m2 >= 0:
                raise EoDeepError(f"Smallest areas must not be negative, got {area_m2:g} m2.")
        if not 0 <= self.vertex_price_px2 < math.inf:
            raise EoDeepError(f"The price of a vertex must be 0 px2 or more, got {self.vertex_price_px2:g} px2.")
        if not 0 <= self.angle_weight < math.inf:
            raise EoDeepError(f"The weight of angles must be 0 or more, got {self.angle_weight:g}.")
        if self.max_distance_m is not None and not self.max_distance_m >= 0:
            raise EoDeepError(f"The largest distance must be 0 m or more, got {self.max_distance_m:g} m.")
        if self.target_vertices is not None and self.target_vertices < 1:
            raise EoDeepError(f"The number of vertices wanted must be 1 or more, got {self.target_vertices}.")


def approximate_map(source: RasterSource, threshold: float, classes: str | None, regular_classes: str | None,
                    tolerances: Tolerances, progress: Progress = silent) -> VectorLayer:
    """The polygons of the classes of an open raster, with attributes; see `polygons.polygonize`."""
    classified = classify(source, threshold, classes)
    sizes = PixelSizes(source.grid)
    grid = source.grid
    regular = find_regular(classified, regular_classes, progress)
    progress(0.02)
    regions = label_regions(classified.read_labels, grid.width, grid.height, progress.part(0.02, 0.1))
    _merge(regions, sizes, tolerances, progress.part(0.1, 0.15))
    settings = Settings(tolerances.vertex_price_px2, tolerances.angle_weight, regular=regular)

    def make_settings(row: float, price: float) -> Settings:
        width, height = sizes.measure_sides(row)
        limit = tolerances.max_distance_m
        distance = DEFAULT_DISTANCE_PX if limit is None else limit / width
        return replace(settings, vertex_price_px2=price, max_distance_px=distance, aspect=height / width)

    walls, status, rings = _approximate(regions, classified.read_probabilities, make_settings, tolerances,
                                        progress.part(0.15, 0.85))
    fit = measure_fit(walls, regions, classified.read_certainty, sizes.measure_sides, progress.part(0.85, 0.95))
    polygons = _assemble(rings, regions, classified, status, fit)
    _tell_of_distances(polygons, tolerances, max(sizes.measure_sides(grid.height / 2)), progress)
    progress(1.0)
    return polygons


def find_regular(classified: Classified, regular_classes: str | None, progress: Progress = silent) -> tuple[int, ...]:
    """Numbers of the classes that get right angles: those named; a single class without a name too, if any is."""
    wanted = [part.strip() for part in (regular_classes or "").split(",") if part.strip()]
    found = [number for number, (value, name) in enumerate(zip(classified.values, classified.names, strict=True), 1)
             if any(part == str(value) or same_name(part, name) for part in wanted)]
    if wanted and not found and len(classified.values) == 1 and not classified.is_named:
        found = [1]
    if wanted and not found and wanted != ["building"]:
        progress.warning(f"No class is called {' or '.join(wanted)}, so none gets right angles; "
                         f"there are: {', '.join(classified.names[:20]) or 'none'}.")
    return tuple(found)


def _merge(regions: Regions, sizes: PixelSizes, tolerances: Tolerances, progress: Progress) -> None:
    """Merge what is too small, and say so."""
    area = regions.area_px * sizes.measure_area(np.maximum(regions.first, 0) // regions.width)
    merged = merge_small(regions, area, tolerances.min_area_m2, tolerances.min_hole_m2, progress)
    notes = []
    if merged.regions:
        notes.append(f"{merged.regions} regions below {tolerances.min_area_m2:g} m2 went into their neighbours")
    if merged.left_out:
        notes.append(f"{merged.left_out} regions below {tolerances.min_area_m2:g} m2 without neighbours were left out")
    if merged.holes:
        notes.append(f"{merged.holes} holes below {tolerances.min_hole_m2:g} m2 were filled")
    if notes:
        text = ", ".join(notes)
        progress.message(f"{text[0].upper()}{text[1:]}.")


def _approximate(regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                 make_settings: Callable[[float, float], Settings], tolerances: Tolerances,
                 progress: Progress) -> tuple[Walls, np.ndarray, Rings]:
    """Walls, status of each region and rings, at the price given or at the one that comes nearest to the target."""
    wanted, target = regions.region_class > 0, tolerances.target_vertices

    def run(price: float, part: Progress) -> tuple[Walls, np.ndarray, Rings]:
        walls, status = MapNetwork(regions, read_probabilities, lambda row: make_settings(row, price)).run(part)
        return walls, status, close_rings(walls, wanted)

    if not target:
        return run(tolerances.vertex_price_px2, progress)
    price, low, high = max(tolerances.vertex_price_px2, 0.25), 0.0, math.inf
    found = []
    for step in range(_MOST_RUNS):
        result = run(price, progress.part(step / _MOST_RUNS, (step + 1) / _MOST_RUNS))
        count = len(result[2].xy)
        found.append((abs(count / target - 1), price, result))
        if found[-1][0] <= _TARGET_TOLERANCE:
            break
        low, high = (price, high) if count > target else (low, price)
        price = math.sqrt(low * high) if low > 0 and high < math.inf else price * 4 if low > 0 else price / 4
        found = [min(found, key=lambda each: each[0])]
    off, price, result = min(found, key=lambda each: each[0])
    say = progress.message if off <= _TARGET_TOLERANCE else progress.warning
    say(f"A price of {price:.3g} px2 gives {len(result[2].xy)} vertices, {target} were wanted.")
    return result


def _assemble(rings: Rings, regions: Regions, classified: Classified, status: np.ndarray, fit: Fit) -> VectorLayer:
    """Rings to polygons in the raster's CRS, with attributes, ordered by class and place."""
    a, b, c, d, e, f = classified.source.grid.transform[:6]
    x, y = rings.xy.T
    geometries = make_polygons(rings, np.column_stack([a * x + b * y + c, d * x + e * y + f]))
    crs = to_crs(classified.source.grid.crs)
    region = np.unique(rings.region)
    area, perimeter = measure_ground(geometries, crs)
    number = regions.region_class[region] - 1
    vertices = np.bincount(rings.region, np.diff(rings.starts), len(regions.region_class))[region]
    names = np.array([*classified.names, ""], dtype=object)
    attributes = {
        "class": np.array([*classified.values, 0], np.int64)[number],
        "class_name": names[number],
        "area_m2": area,
        "perimeter_m": perimeter,
        "n_vertices": vertices.astype(np.int32),
        "mean_probability": fit.mean_probability[region],
        "fidelity": fit.fidelity[region],
        "max_distance_m": fit.max_distance_m[region],
        "status": STATUS_NAMES[status[region]],
    }
    if not classified.scalings:
        del attributes["mean_probability"]
    return VectorLayer(geometries, attributes, crs).select(np.argsort(number, kind="stable"))


def _tell_of_distances(polygons: VectorLayer, tolerances: Tolerances, pixel_m: float, progress: Progress) -> None:
    """Say how many polygons lie farther from their pixels than they should."""
    limit = DEFAULT_DISTANCE_PX * pixel_m if tolerances.max_distance_m is None else tolerances.max_distance_m
    far = int((polygons.fields["max_distance_m"] > limit + pixel_m / 2).sum())
    if far:
        progress.warning(f"{far} polygons lie farther than {limit:.3g} m from their pixels' edges somewhere.")
