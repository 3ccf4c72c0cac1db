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
from .confidence import RADIUS_M
from .evidence import Evidence
from .neighbour_shifts import predict_shifts
from .rotation import find_rotations, rotate_points
from .shared_walls import join_followers, join_shifts
from .shift_search import search_shifts
from .vertex_shifts import find_vertex_shifts

ALIGNED, UNCHANGED, NOT_FOUND = "aligned", "unchanged", "not found in image"
FOLLOWS = "follows neighbours"
STATUSES = (ALIGNED, UNCHANGED, FOLLOWS, NOT_FOUND)
# Objects that touch get a common shift if it differs by at most this from their own.
_JOINED_M = 0.4
# The same for objects that follow their neighbours, whose own shift is a guess.
_JOINED_FOLLOWERS_M = 1.8
# Shorter shifts are within the errors of the method, and are not applied.
_MIN_SHIFT_M = 0.2
_MIN_VALID_SHARE = 0.5
_MIN_BELIEF = 0.3
# Most objects in nodata (beyond the image, below clouds) belong there: only a high belief moves them out of it.
_MIN_BELIEF_FROM_NODATA = 0.7
_MAX_MISSING = 0.5
# An object this many times larger than the image is an error of the map.
_MAX_TIMES_IMAGE = 4


@dataclass
class Alignment:
    """The alignment of N features.

    geometries: (N,) as they are now. moved_m: (N, 2) east and north, 0 where nothing was moved; with vertex shifts,
    their mean. rotation_deg: (N,) counterclockwise. confidence: (N,) 0..1, that an object is within
    0.6 m of its place, 0 for those that were not found. belief, score: (N,) 0..1, that it is within 1.5 m of the best
    shift, and how well that fits the evidence; the confidence is made of both. missing: (N,) 0..1, that the image does
    not show it, NaN where its place is nodata. status: (N,) text. pixels: (N,) the input's geometries in cells of the
    evidence, valid, empty for those that are no polygon or line. shift_m, variance_m2: (N, 2) east and north and (N,)
    of one of these, the belief of evidence and neighbours in the shift of an object that was found; of one that follows
    its neighbours, the shift alone. NaN for others.
    """

    geometries: np.ndarray
    moved_m: np.ndarray
    rotation_deg: np.ndarray
    confidence: np.ndarray
    belief: np.ndarray
    score: np.ndarray
    missing: np.ndarray
    status: np.ndarray
    pixels: np.ndarray
    shift_m: np.ndarray
    variance_m2: np.ndarray

    def move(self, numbers: np.ndarray, geometries: np.ndarray, moved_m: np.ndarray,
             confidence: np.ndarray) -> Alignment:
        """The same with the features `numbers` (M,) moved to other places."""
        result = replace(self, **{name: values.copy() for name, values in vars(self).items()})
        result.geometries[numbers], result.moved_m[numbers], result.rotation_deg[numbers] = geometries, moved_m, 0
        result.confidence[numbers], result.status[numbers] = confidence, ALIGNED
        return result

    def leave(self, chosen: np.ndarray, geometries: np.ndarray) -> Alignment:
        """The same with the features that are `chosen` (N,) bool not found, and where `geometries` (N,) have them."""
        result = replace(self, **{name: values.copy() for name, values in vars(self).items()})
        result.geometries[chosen], result.moved_m[chosen], result.rotation_deg[chosen] = geometries[chosen], 0, 0
        result.confidence[chosen], result.status[chosen] = 0, NOT_FOUND
        return result

    def describe(self) -> dict[str, np.ndarray]:
        """The fields that describe it in an output."""
        return {
            "dx_m": self.moved_m[:, 0],
            "dy_m": self.moved_m[:, 1],
            "shift_m": np.hypot(*self.moved_m.T),
            "turn_deg": self.rotation_deg,
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
    not_found: str,
    workspace: Path,
    progress: Progress = silent,
) -> Alignment:
    """Find the shifts of objects, and move them; see `align_vectors`.

    Parameters
    ----------
    evidence : Evidence
    frame : ImageFrame
        Of the map and the evidence's grid.
    features : VectorLayer
        The map; it stays as it is.
    max_shift_m, smoothness : float
        See `align_vectors`.
    rigidity : str
        "object" or "vertex".
    not_found : str
        "follow" or "stay".
    workspace : Path
        A path beside which there is room for temporary files.
    progress : Progress

    Returns
    -------
    Alignment
    """
    count = len(features)
    pixels = np.full(count, shapely.Polygon(), object)
    present = features.present
    pixels[present] = frame.to_pixels(features.geometries[present])
    matched = ~shapely.is_empty(pixels) & (is_area(pixels) | evidence.supports_lines)
    sides = np.diff(shapely.bounds(pixels).reshape(-1, 2, 2), axis=1)[:, 0].max(axis=1)
    matched &= ~(sides > _MAX_TIMES_IMAGE * max(evidence.grid.width, evidence.grid.height))
    numbers = np.flatnonzero(matched)
    found = Alignment(
        features.geometries.copy(), np.zeros((count, 2)), np.zeros(count), np.zeros(count), np.zeros(count),
        np.zeros(count), np.full(count, np.nan), np.full(count, NOT_FOUND, object), pixels,
        np.full((count, 2), np.nan), np.full(count, np.nan)
    )  # fmt: skip
    if not len(numbers):
        return found
    search = search_shifts(evidence, pixels[numbers], max_shift_m, smoothness, workspace, progress.part(0, 0.9))
    shifts = search.shifts
    visible = search.valid_share >= _MIN_VALID_SHARE
    found.belief[numbers], found.score[numbers] = np.where(visible, shifts.belief, 0), shifts.score
    found.missing[numbers] = np.where(visible, shifts.missing, np.nan)
    was_visible = search.valid_share_before >= _MIN_VALID_SHARE
    min_belief = np.where(was_visible, _MIN_BELIEF, _MIN_BELIEF_FROM_NODATA)
    is_found = visible & ~search.at_limit & (shifts.missing <= _MAX_MISSING) & (shifts.belief >= min_belief)
    confidence = evidence.confidence.estimate(shifts.belief, shifts.score) * is_found
    cell_m = np.array(evidence.resolution_m)
    weights = 1 / (shifts.variance_px2 + 0.1)
    variances_m2 = shifts.variance_px2 * cell_m.prod()
    joined_m, alone = join_shifts(pixels[numbers], shifts.shift_px * cell_m, weights, is_found, _JOINED_M)
    follows = np.zeros(len(numbers), bool)
    if not_found == "follow" and smoothness > 0:
        centres_m = shapely.get_coordinates(shapely.centroid(pixels[numbers])) * cell_m
        lost, shifts_m, sure = predict_shifts(centres_m, joined_m, variances_m2, is_found, ~is_found & was_visible,
                                              evidence.field.gradient, RADIUS_M)  # fmt: skip
        follows[lost], joined_m[lost], confidence[lost] = True, shifts_m, sure
        joined_m, touched = join_followers(pixels[numbers], joined_m, is_found, follows, _JOINED_FOLLOWERS_M)
        alone &= ~touched
    found.confidence[numbers] = confidence
    found.variance_m2[numbers[is_found]] = variances_m2[is_found]
    found.status[numbers[is_found]], found.status[numbers[follows]] = UNCHANGED, FOLLOWS
    placed = is_found | follows
    numbers, joined_px, is_found = numbers[placed], (joined_m / cell_m)[placed], is_found[placed]
    offsets, found.shift_m[numbers] = _find_offsets(frame, pixels[numbers], joined_px)
    far = np.hypot(*found.shift_m[numbers].T) >= _MIN_SHIFT_M
    _move(found, frame, numbers[far], move_geometries(features.geometries[numbers[far]], offsets[far]), found.shift_m)
    if rigidity == "vertex":
        own = features.geometries[numbers]
        # An outline that had to be repaired in the image's CRS has other vertices than the map's.
        same = shapely.get_num_coordinates(own) == shapely.get_num_coordinates(pixels[numbers])
        bendable = is_area(own) & shapely.is_valid(own) & same
        bent = numbers[bendable]
        vertex_px = find_vertex_shifts(evidence, pixels[bent], joined_px[bendable], is_found[bendable],
                                       progress.part(0.9, 1))  # fmt: skip
        _shift_vertices(found, frame, features, bent, vertex_px)
    else:
        alone = alone[placed] & is_found  # objects that share a wall keep it
        rotations = find_rotations(evidence, pixels[numbers[alone]], joined_px[alone], progress.part(0.9, 1))
        rotated = rotations != 0
        _rotate(found, frame, features, numbers[alone][rotated], joined_px[alone][rotated], rotations[rotated], cell_m)
    progress(1.0)
    return found


def _move(
    found: Alignment, frame: ImageFrame, numbers: np.ndarray, geometries: np.ndarray, shift_m: np.ndarray
) -> None:
    found.geometries[numbers] = put_back(geometries, frame.crs)
    found.moved_m[numbers] = shift_m[numbers]
    found.status[numbers[found.status[numbers] == UNCHANGED]] = ALIGNED


def _rotate(
    found: Alignment,
    frame: ImageFrame,
    features: VectorLayer,
    numbers: np.ndarray,
    shift_px: np.ndarray,
    rotations: np.ndarray,
    cell_m: np.ndarray,
) -> None:
    """Rotate objects by radians (M,) about their centroids, and move them by shift_px (M, 2)."""
    xy, owner = shapely.get_coordinates(features.geometries[numbers], return_index=True)
    here = frame.find_pixels(xy)
    centres = shapely.get_coordinates(shapely.centroid(found.pixels[numbers]))
    there = rotate_points(here, centres[owner], rotations[owner], cell_m) + shift_px[owner]
    offsets = frame.find_offsets(here, there)
    _move(found, frame, numbers, replace_coordinates(features.geometries[numbers], xy + offsets), found.shift_m)
    found.rotation_deg[numbers] = -np.degrees(rotations)  # rows run down


def _shift_vertices(
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
    far = farthest >= _MIN_SHIFT_M
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
