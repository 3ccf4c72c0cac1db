"""Vectors that lie beside what an image shows, moved to where it shows it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from .buildings import BUNDLED_MODEL as BUILDING_MODEL
from .buildings import find_building_class
from .errors import EoDeepError
from .evidence import Evidence, collect_evidence
from .features import Features, move_geometries, read_features, write_features
from .files import check_distinct, check_writable, temporary_path
from .map_frame import MapFrame, make_map_frame
from .modelfile import load_model
from .progress import Progress, silent
from .raster import Grid, open_raster
from .rigid_groups import join_shifts
from .shift_search import search_shifts

BUNDLED_MODEL = BUILDING_MODEL.with_name("alignment.safetensors")
METHODS = ("learned", "correlation")
RIGIDITIES = ("object", "vertex")
ALIGNED, UNCHANGED, NOT_FOUND = "aligned", "unchanged", "not found in image"
# Objects that touch take a common shift where that is this near to their own.
_JOINED_M = 0.4
# Shorter shifts are within what the image can tell, and stay undone: what lies right stays where it is.
_LEAST_SHIFT_M = 0.2
_LEAST_KNOWN = 0.5
_LEAST_CONFIDENCE = 0.3
_MOST_MISSING = 0.5


@dataclass
class Alignment:
    """What was found for N features.

    geometries: (N,) as they are now. moved_m: (N, 2) east and north, 0 where nothing was moved. confidence, missing:
    (N,) 0..1, that an object is within 1.5 m of its place, and that the image does not show it. status: (N,) text.
    shift_px, variance_px2: (N, 2) and (N,), what the evidence says, in its cells. pixels: (N,) the input's geometries
    in cells of the evidence.
    """

    geometries: np.ndarray
    moved_m: np.ndarray
    confidence: np.ndarray
    missing: np.ndarray
    status: np.ndarray
    shift_px: np.ndarray
    variance_px2: np.ndarray
    pixels: np.ndarray

    def describe(self) -> dict[str, np.ndarray]:
        """The attributes that tell of it."""
        return {
            "dx_m": self.moved_m[:, 0],
            "dy_m": self.moved_m[:, 1],
            "shift_m": np.hypot(*self.moved_m.T),
            "confidence": self.confidence,
            "status": self.status,
        }


def align_vectors(
    image: str,
    vectors: str,
    model: str | None = None,
    method: str = "learned",
    max_shift_m: float = 15.0,
    smoothness: float = 1.0,
    bands: Sequence[int] | None = None,
    resample: bool = True,
    pixel_size_m: float | None = None,
    device: str = "auto",
    output: str | None = None,
    progress: Progress = silent,
) -> dict:
    """Move every polygon or line of a map to where an image shows it, as it is.

    image: raster of any size. vectors: a layer in any CRS. model: for method "learned" one for alignment, for
    "correlation" (Vargas-Munoz et al. 2019) a segmentation model with a class of buildings; None: the bundled one.
    max_shift_m: what lies farther from its place is told, and not moved. smoothness: how far neighbours agree; 1 as the
    model learned, 0 not at all, more for more. The other arguments are those of `segmentation.segment`.
    output: GeoPackage with the input's features and fields, and dx_m, dy_m, shift_m, confidence and status (aligned,
    unchanged, not found in image).

    Where the image shows nothing, nothing is moved. Raises EoDeepError for layers that do not overlap and for settings
    out of range. Returns {"output", "aligned_count", "unchanged_count", "not_found_count", "median_shift_m"}.
    """
    if output is None:
        raise EoDeepError("Aligning needs the name of an output file.")
    check_distinct([output], [image, model, vectors])
    check_writable(output, ".gpkg")
    _check_settings(method, max_shift_m, smoothness)
    features = read_features(vectors, progress)
    between = temporary_path(f"{output}.between.tif")
    with open_evidence(image, features, model, method, max_shift_m, bands, resample, pixel_size_m, device, between,
                       progress.part(0, 0.7)) as (evidence, frame):  # fmt: skip
        found = find_alignment(evidence, frame, features, max_shift_m, smoothness, between, progress.part(0.7, 0.97))
    written = Features(found.geometries, features.attributes, frame.crs or features.crs, features.geometry_type)
    write_features(output, written.add(found.describe(), progress), "aligned")
    counts = {status: int((found.status == status).sum()) for status in (ALIGNED, UNCHANGED, NOT_FOUND)}
    moved_m = np.hypot(*found.moved_m[found.status == ALIGNED].T)
    progress.message(
        f"Moved {counts[ALIGNED]} of {len(features)} objects, {counts[UNCHANGED]} lay right, {counts[NOT_FOUND]} were "
        f"not found in the image; wrote '{output}'."
    )
    progress(1.0)
    return {
        "output": str(output),
        "aligned_count": counts[ALIGNED],
        "unchanged_count": counts[UNCHANGED],
        "not_found_count": counts[NOT_FOUND],
        "median_shift_m": float(np.median(moved_m)) if len(moved_m) else 0.0,
    }


@contextmanager
def open_evidence(
    image: str,
    features: Features,
    model: str | None,
    method: str,
    max_shift_m: float,
    bands: Sequence[int] | None,
    resample: bool,
    pixel_size_m: float | None,
    device: str,
    path: Path,
    progress: Progress = silent,
) -> Iterator[tuple[Evidence, MapFrame]]:
    """The evidence of an image near features, in the file `path` while it is open, and the frame of both."""
    task = "alignment" if method == "learned" else "segmentation"
    model = model or find_bundled_model(method)
    loaded = load_model(model, task)
    building = find_building_class(model, loaded.card) if method == "correlation" else 0
    with open_raster(image) as source:
        own = source.grid
    present = features.geometries[features.present]
    check_overlap(present, features, own)

    def find_places(grid: Grid) -> np.ndarray:
        return make_map_frame(features.crs, grid, (1.0, 1.0), silent).to_pixels(present)

    with collect_evidence(image, loaded, building, path, (find_places, max_shift_m + 10), bands, resample,
                          pixel_size_m, device, progress) as evidence:  # fmt: skip
        yield evidence, make_map_frame(features.crs, evidence.grid, evidence.resolution_m, progress)


def find_alignment(
    evidence: Evidence,
    frame: MapFrame,
    features: Features,
    max_shift_m: float,
    smoothness: float,
    workspace: Path,
    progress: Progress = silent,
) -> Alignment:
    """Find where each object is, and move it there as it is; see `align_vectors`."""
    count = len(features)
    pixels = np.full(count, shapely.Polygon(), object)
    present = features.present
    pixels[present] = frame.to_pixels(features.geometries[present])
    present &= ~shapely.is_empty(pixels)
    found = Alignment(features.geometries.copy(), np.zeros((count, 2)), np.zeros(count), np.ones(count),
                      np.full(count, NOT_FOUND, object), np.zeros((count, 2)), np.full(count, np.inf),
                      pixels)  # fmt: skip
    if not present.any():
        return found
    chosen = np.flatnonzero(present)
    search = search_shifts(evidence, pixels[chosen], max_shift_m, smoothness, workspace, progress)
    shifts = search.shifts
    seen = search.known >= _LEAST_KNOWN
    is_found = (seen & ~search.at_rim & (shifts.missing <= _MOST_MISSING) & (shifts.confidence >= _LEAST_CONFIDENCE))
    found.confidence[chosen] = np.where(seen, shifts.confidence, 0)
    found.missing[chosen] = np.where(seen, shifts.missing, 1)
    found.shift_px[chosen] = shifts.shift_px
    found.variance_px2[chosen] = np.where(is_found, shifts.variance_px2, np.inf)
    shifts_m = shifts.shift_px * evidence.resolution_m
    joined_m = join_shifts(pixels[chosen], shifts_m, 1 / (shifts.variance_px2 + 0.1), is_found, _JOINED_M)
    is_moved = is_found & (np.hypot(*joined_m.T) >= _LEAST_SHIFT_M)
    found.status[chosen[is_found]] = UNCHANGED
    found.status[chosen[is_moved]] = ALIGNED
    movers = chosen[is_moved]
    offsets, moved_m = _find_offsets(frame, pixels[movers], (joined_m / evidence.resolution_m)[is_moved])
    found.geometries[movers] = move_geometries(features.geometries[movers], offsets)
    found.moved_m[movers] = moved_m
    return found


def find_bundled_model(method: str) -> str:
    """The model that comes with the plugin for a method. Raises EoDeepError if it is missing."""
    path = BUNDLED_MODEL if method == "learned" else BUILDING_MODEL
    if not path.is_file():
        raise EoDeepError(f"The bundled model '{path}' is missing; reinstall the plugin or choose a model.")
    return str(path)


def check_overlap(geometries: np.ndarray, features: Features, grid: Grid) -> None:
    """EoDeepError where an image shows nothing of a map, or the map holds nothing."""
    if not len(geometries):
        return
    frame = make_map_frame(features.crs, grid, (1.0, 1.0), silent)
    placed = frame.to_pixels(geometries)
    placed = placed[~shapely.is_empty(placed)]
    if not len(placed) or not shapely.intersects(shapely.box(0, 0, grid.width, grid.height), placed).any():
        raise EoDeepError("None of the vectors lies on the image; check the CRS of both.")


def _find_offsets(frame: MapFrame, pixels: np.ndarray, shift_px: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Offsets (N, 2) in the map's units, one for all objects that have the same shift in pixels and touch; and the
    same in metres east and north."""
    centres = shapely.get_coordinates(shapely.centroid(pixels))
    if not len(centres):
        return np.zeros((0, 2)), np.zeros((0, 2))
    _, first, group = np.unique(shift_px, axis=0, return_index=True, return_inverse=True)
    here = frame.to_coordinates(centres[first])
    offsets = frame.to_coordinates(centres[first] + shift_px[first]) - here
    return offsets[group], frame.measure_offsets_m(here, offsets)[group]


def _check_settings(method: str, max_shift_m: float, smoothness: float) -> None:
    if method not in METHODS:
        raise EoDeepError(f"Method must be one of {', '.join(METHODS)}, got '{method}'.")
    if not 0 < max_shift_m < math.inf:
        raise EoDeepError(f"The largest shift must be more than 0 m, got {max_shift_m:g} m.")
    if not 0 <= smoothness < math.inf:
        raise EoDeepError(f"Smoothness must be 0 or more, got {smoothness:g}.")
