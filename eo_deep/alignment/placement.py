"""From shifts that the evidence supports to objects in their place: what moves, how far, and what stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from ..geo.antimeridian import put_back
from ..geo.geometries import is_area, move_geometries, replace_coordinates
from ..geo.image_frame import ImageFrame
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from .evidence import Evidence
from .rotation import find_turns, turn_points
from .shared_walls import join_shifts
from .shift_search import search_shifts
from .vertex_shifts import bend_outlines

ALIGNED, UNCHANGED, NOT_FOUND = "aligned", "unchanged", "not found in image"
# Objects that touch take a common shift where that is this near to their own.
_JOINED_M = 0.4
# Shorter shifts are within what the image can tell, and stay undone: what lies right stays where it is.
_LEAST_SHIFT_M = 0.2
_LEAST_KNOWN = 0.5
_LEAST_CONFIDENCE = 0.3
# Of what the map has beyond the image or below clouds, most belongs there: only a sure place moves it into sight.
_LEAST_FROM_UNKNOWN = 0.7
_MOST_MISSING = 0.5
# An object so many times as large as the image is an error of the map.
_LARGEST = 4


@dataclass
class Alignment:
    """What was found for N features.

    geometries: (N,) as they are now. moved_m: (N, 2) east and north, 0 where nothing was moved; of outlines that were
    bent, the mean of their vertices. turned_deg: (N,) counterclockwise. confidence: (N,) 0..1, that an object is within
    1.5 m of its place. missing: (N,) 0..1, that the image does not show it, NaN where its place is not seen. status:
    (N,) text. pixels: (N,) the input's geometries in cells of the evidence, valid, empty for those that are no polygon
    or line. shift_m, variance_m2: (N, 2) east and north and (N,) of one of these, what the evidence and the neighbours
    say of an object that was found; NaN for others.
    """

    geometries: np.ndarray
    moved_m: np.ndarray
    turned_deg: np.ndarray
    confidence: np.ndarray
    missing: np.ndarray
    status: np.ndarray
    pixels: np.ndarray
    shift_m: np.ndarray
    variance_m2: np.ndarray

    def move(self, numbers: np.ndarray, geometries: np.ndarray, moved_m: np.ndarray,
             confidence: np.ndarray) -> Alignment:
        """The same with the features `numbers` (M,) moved to other places."""
        result = replace(self, **{name: values.copy() for name, values in vars(self).items()})
        result.geometries[numbers], result.moved_m[numbers], result.turned_deg[numbers] = geometries, moved_m, 0
        result.confidence[numbers], result.status[numbers] = confidence, ALIGNED
        return result

    def describe(self) -> dict[str, np.ndarray]:
        """The attributes that tell of it."""
        return {
            "dx_m": self.moved_m[:, 0],
            "dy_m": self.moved_m[:, 1],
            "shift_m": np.hypot(*self.moved_m.T),
            "turn_deg": self.turned_deg,
            "confidence": self.confidence,
            "status": self.status,
        }


def find_alignment(
    evidence: Evidence,
    frame: ImageFrame,
    features: VectorLayer,
    max_shift_m: float,
    smoothness: float,
    rigidity: str,
    workspace: Path,
    progress: Progress = silent,
) -> Alignment:
    """Find where objects are, and move them there; see `alignment.align_vectors`.

    frame: of the map and the evidence's grid. rigidity: "object" or "vertex". workspace: a path for temporary files.
    """
    count = len(features)
    pixels = np.full(count, shapely.Polygon(), object)
    present = features.present
    pixels[present] = frame.to_pixels(features.geometries[present])
    matched = ~shapely.is_empty(pixels) & (is_area(pixels) | evidence.knows_lines)
    sides = np.diff(shapely.bounds(pixels).reshape(-1, 2, 2), axis=1)[:, 0].max(axis=1)
    matched &= ~(sides > _LARGEST * max(evidence.grid.width, evidence.grid.height))
    numbers = np.flatnonzero(matched)
    found = Alignment(
        features.geometries.copy(), np.zeros((count, 2)), np.zeros(count), np.zeros(count), np.full(count, np.nan),
        np.full(count, NOT_FOUND, object), pixels, np.full((count, 2), np.nan), np.full(count, np.nan)
    )  # fmt: skip
    if not len(numbers):
        return found
    search = search_shifts(evidence, pixels[numbers], max_shift_m, smoothness, workspace, progress.part(0, 0.9))
    shifts = search.shifts
    seen = search.known >= _LEAST_KNOWN
    found.confidence[numbers] = np.where(seen, shifts.confidence, 0)
    found.missing[numbers] = np.where(seen, shifts.missing, np.nan)
    least = np.where(search.known_before >= _LEAST_KNOWN, _LEAST_CONFIDENCE, _LEAST_FROM_UNKNOWN)
    is_found = seen & ~search.at_rim & (shifts.missing <= _MOST_MISSING) & (shifts.confidence >= least)
    cell_m = np.array(evidence.resolution_m)
    weights = 1 / (shifts.variance_px2 + 0.1)
    joined_m, alone = join_shifts(pixels[numbers], shifts.shift_px * cell_m, weights, is_found, _JOINED_M)
    numbers, joined_px = numbers[is_found], (joined_m / cell_m)[is_found]
    offsets, found.shift_m[numbers] = _find_offsets(frame, pixels[numbers], joined_px)
    found.variance_m2[numbers] = shifts.variance_px2[is_found] * cell_m.prod()
    found.status[numbers] = UNCHANGED
    far = np.hypot(*found.shift_m[numbers].T) >= _LEAST_SHIFT_M
    _move(found, frame, numbers[far], move_geometries(features.geometries[numbers[far]], offsets[far]), found.shift_m)
    if rigidity == "vertex":
        own = features.geometries[numbers]
        # An outline that had to be repaired in the image's CRS has other vertices than the map's.
        same = shapely.get_num_coordinates(own) == shapely.get_num_coordinates(pixels[numbers])
        bendable = is_area(own) & shapely.is_valid(own) & same
        bent = numbers[bendable]
        vertex_px = bend_outlines(evidence, pixels[bent], joined_px[bendable], progress.part(0.9, 1))
        _bend(found, frame, features, bent, vertex_px)
    else:
        alone = alone[is_found]  # who shares a wall keeps it
        turns = find_turns(evidence, pixels[numbers[alone]], joined_px[alone], progress.part(0.9, 1))
        turned = turns != 0
        _turn(found, frame, features, numbers[alone][turned], joined_px[alone][turned], turns[turned], cell_m)
    progress(1.0)
    return found


def _move(
    found: Alignment, frame: ImageFrame, numbers: np.ndarray, geometries: np.ndarray, shift_m: np.ndarray
) -> None:
    found.geometries[numbers] = put_back(geometries, frame.crs)
    found.moved_m[numbers] = shift_m[numbers]
    found.status[numbers] = ALIGNED


def _turn(
    found: Alignment,
    frame: ImageFrame,
    features: VectorLayer,
    numbers: np.ndarray,
    shift_px: np.ndarray,
    turns: np.ndarray,
    cell_m: np.ndarray,
) -> None:
    """Turn objects by radians (M,) about their centroids, and move them by shift_px (M, 2)."""
    xy, owner = shapely.get_coordinates(features.geometries[numbers], return_index=True)
    here = frame.find_pixels(xy)
    centres = shapely.get_coordinates(shapely.centroid(found.pixels[numbers]))
    there = turn_points(here, centres[owner], turns[owner], cell_m) + shift_px[owner]
    offsets = frame.find_offsets(here, there)
    _move(found, frame, numbers, replace_coordinates(features.geometries[numbers], xy + offsets), found.shift_m)
    found.turned_deg[numbers] = -np.degrees(turns)  # rows run down


def _bend(
    found: Alignment, frame: ImageFrame, features: VectorLayer, numbers: np.ndarray, vertex_px: np.ndarray
) -> None:
    """Move vertices by vertex_px (V, 2) each; objects of which none moves far enough stay as they are."""
    xy, owner = shapely.get_coordinates(features.geometries[numbers], return_index=True)
    xy_px = frame.find_pixels(xy)
    here = frame.to_coordinates(xy_px)
    offsets = frame.find_offsets(xy_px, xy_px + vertex_px)
    moved_m = frame.measure_offsets_m(here, offsets)
    farthest = np.zeros(len(numbers))
    np.maximum.at(farthest, owner, np.hypot(*moved_m.T))
    far = farthest >= _LEAST_SHIFT_M
    geometries = replace_coordinates(features.geometries[numbers], xy + offsets)
    sums = np.column_stack([np.bincount(owner, each, len(numbers)) for each in moved_m.T])
    means = sums / np.bincount(owner, minlength=len(numbers))[:, None]
    usable = far & shapely.is_valid(geometries)
    shift_m = found.moved_m.copy()
    shift_m[numbers] = means
    _move(found, frame, numbers[usable], geometries[usable], shift_m)


def _find_offsets(frame: ImageFrame, pixels: np.ndarray, shift_px: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Offsets (N, 2) in the map's units, one for all that have the same shift in pixels, and these in metres east and
    north."""
    centres = shapely.get_coordinates(shapely.centroid(pixels))
    if not len(centres):
        return np.zeros((0, 2)), np.zeros((0, 2))
    _, first, group = np.unique(shift_px, axis=0, return_index=True, return_inverse=True)
    here = frame.to_coordinates(centres[first])
    offsets = frame.find_offsets(centres[first], centres[first] + shift_px[first])
    return offsets[group], frame.measure_offsets_m(here, offsets)[group]
