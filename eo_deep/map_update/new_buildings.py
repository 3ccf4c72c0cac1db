"""Buildings that an image shows and a map lacks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window
from scipy import ndimage

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.vector_layer import VectorLayer, reproject_polygons
from ..models.bundled import Thresholds
from ..polygonization import (
    ReadBand,
    Tolerances,
    approximate_map,
    draw_polygon,
    outline_window,
    place_polygons,
    read_band,
)
from ..progress import Progress, silent
from .existence import SupportMeasurements

_BLOCK_PX = 1024
# Narrower remains beside a mapped building are errors of the outlines.
_MARGIN_M = 2.0
_MIN_HOLE_M2 = 5.0


@dataclass(frozen=True)
class Limits:
    """Of new buildings: their minimum area, width (of the largest circle in them) and confidence."""

    min_area_m2: float
    min_width_m: float
    min_confidence: float

    def __post_init__(self) -> None:
        for name, value, unit in (("area", self.min_area_m2, "m2"), ("width", self.min_width_m, "m")):
            if not 0 <= value < math.inf:
                raise EoDeepError(f"The minimum {name} of a new building must be 0 {unit} or more, got {value:g} "
                                  f"{unit}.")
        if not 0 <= self.min_confidence <= 1:
            raise EoDeepError(f"The minimum confidence of a new building must be 0 to 1, got {self.min_confidence:g}.")


def find_new(support: SupportMeasurements, path: Path, features: VectorLayer, thresholds: Thresholds, limits: Limits,
             read_walls: Callable[[Window], np.ndarray] | None = None, progress: Progress = silent) -> VectorLayer:
    """The buildings that a map lacks.

    Parameters
    ----------
    support : SupportMeasurements
    path : Path
        Of a temporary raster.
    features : VectorLayer
        The map where it should be, without removed objects.
    thresholds : Thresholds
        The probability along outlines, and that of the seeds by which touching buildings are kept apart.
    limits : Limits
    read_walls : callable, optional
        What the image shows of walls, see `polygon_extraction.ObjectMaps`.
    progress : Progress

    Returns
    -------
    VectorLayer
        Polygons in the map's CRS with confidence (0..1) and area_m2.
    """
    source, pixel_m = support.source, support.pixel_m
    pixels, _ = place_polygons(source.grid, features)
    count = write_residual_probability(path, read_band(source), source.grid, pixels, thresholds.threshold,
                                       _MARGIN_M / pixel_m, progress.part(0, 0.4))  # fmt: skip
    if not count:
        return VectorLayer(np.array([], object), {"confidence": np.zeros(0), "area_m2": np.zeros(0)}, features.crs)
    grid = source.grid
    # Without a CRS areas come in units of the coordinates.
    unit_m2 = 1.0 if grid.ground_resolution_m else pixel_m**2 / abs(grid.transform.determinant)
    tolerances = Tolerances(min_area_m2=limits.min_area_m2 / unit_m2, min_hole_m2=_MIN_HOLE_M2 / unit_m2,
                            seed_threshold=thresholds.seed_threshold, min_seed_m2=Tolerances.min_seed_m2 / unit_m2)

    def extract(probability: RasterSource, part: Progress) -> VectorLayer:
        return approximate_map(probability, thresholds.threshold, None, "1", tolerances, part, maps=read_walls)

    with open_raster(path) as residual:
        polygons = extract(residual, progress.part(0.4, 0.7))
    circles = shapely.maximum_inscribed_circle(
        shapely.transform(polygons.geometries, lambda xy: np.column_stack(~grid.transform * tuple(xy.T))))
    polygons = polygons.select(2 * shapely.length(circles) * pixel_m >= limits.min_width_m)
    mapped = np.zeros(0)
    if len(polygons):
        on_map = shapely.transform(pixels, lambda xy: np.column_stack(grid.transform * tuple(xy.T)))
        mapped = measure_mapped_shares(polygons.geometries, extract(source, progress.part(0.7, 1)).geometries, on_map)
    probability, area_m2 = polygons.fields["mean_probability"], polygons.fields["area_m2"] * unit_m2
    found = reproject_polygons(replace(polygons, fields={"area_m2": area_m2}), features.crs)
    found.fields["confidence"] = confidence = support.estimate_existence(found.geometries, probability, mapped)
    return found.select(confidence >= limits.min_confidence)


def measure_mapped_shares(polygons: np.ndarray, objects: np.ndarray, mapped: np.ndarray) -> np.ndarray:
    """The share of its object that a map has, 0..1, (N,) float64 of polygons (N,); 0 for one that lies on no object.

    objects: (M,) polygons, of which those are parts: a polygon's object is the one that covers most of it. mapped: (K,)
    the map's polygons. All in one plane.
    """
    part, whole, overlap = _intersect(polygons, objects)
    order = np.argsort(overlap, kind="stable")
    owner = np.full(len(polygons), -1)
    owner[part[order]] = whole[order]  # the last one, of the largest overlap, stays
    owned = np.flatnonzero(owner >= 0)
    covered, _, area = _intersect(objects[owner[owned]], mapped)
    shares = np.zeros(len(polygons))
    shares[owned] = np.bincount(covered, area, len(owned)) / shapely.area(objects[owner[owned]])
    return shares.clip(max=1)  # where the map's polygons overlap, their areas count twice


def _intersect(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of polygons (N,) and (M,) that intersect: their positions (K,) each, and their common areas (K,)."""
    one, other = shapely.STRtree(second).query(first)
    return one, other, shapely.area(shapely.intersection(first[one], second[other]))


def write_residual_probability(path: Path, read: ReadBand, grid: Grid, geometries: np.ndarray,
                               threshold: float, width_px: float, progress: Progress = silent) -> int:
    """Write the probability of a building outside of all polygons, 0 inside and NaN = nodata.

    geometries: (N,) polygons in pixels of the grid. width_px: narrower remains are no buildings, but errors of the
    outlines; they become 0. Returns how many pixels reach the threshold.
    """
    tree = shapely.STRtree(geometries)
    margin = math.ceil(width_px) + 3
    blocks, count = list(grid.blocks(_BLOCK_PX)), 0
    with RasterWriter(path, grid, 1, "float32", math.nan, ["probability"]) as writer:
        for done, block in enumerate(blocks, 1):
            around = Window(block.col_off - margin, block.row_off - margin, block.width + 2 * margin,
                            block.height + 2 * margin)  # fmt: skip
            probability, valid = read(around)
            covered = _cover(tree, geometries, around)
            likely = valid & (probability >= threshold) & ~covered
            free = _drop_narrow(likely, width_px)
            # Probabilities below the threshold next to a remain place its outline to the fraction of a pixel.
            near = ndimage.binary_dilation(free, np.ones((3, 3)), 2)
            shown = free | (near & ~likely & ~covered)
            core = np.s_[margin : margin + int(block.height), margin : margin + int(block.width)]
            kept = np.where(valid, np.where(shown, probability, 0), np.nan)[core]
            writer.write(kept.astype(np.float32)[None], block)
            count += int(free[core].sum())
            progress(done / len(blocks))
    return count


def _cover(tree: shapely.STRtree, geometries: np.ndarray, window: Window) -> np.ndarray:
    """Where polygons lie, (h, w) bool."""
    result = np.zeros((int(window.height), int(window.width)), bool)
    for number in tree.query(outline_window(window)):
        rows, columns, mask = draw_polygon(geometries[number], window)
        result[rows, columns] |= mask
    return result


def _drop_narrow(mask: np.ndarray, width_px: float) -> np.ndarray:
    """What of a mask (h, w) lies in a disc of that width that fits into it (an opening)."""
    radius = width_px / 2
    if radius < 1:
        return mask
    # Beyond the window's border, all that goes on is taken to go on.
    padded = np.pad(mask, 1, mode="edge")
    core = ndimage.distance_transform_edt(padded) > radius
    if not core.any():
        return np.zeros_like(mask)
    return mask & (ndimage.distance_transform_edt(~core) <= radius)[1:-1, 1:-1]
