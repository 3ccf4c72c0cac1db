"""Shifts of the objects of a map: all of them scored against the evidence of an image, and smoothed over neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window
from scipy.spatial import cKDTree

from ..progress import Progress, silent
from .evidence import Evidence
from .matching import measure_valid_share, score_shifts
from .score_volumes import make_volumes, release, walk
from .shape_points import SampledShape, sample_shape
from .shift_field import Shifts, infer_shifts

_BLOCK_PX = 512
_NEIGHBOURS = 6
_MAX_DISTANCE_M = 150.0
_IMPOSSIBLE = -1e6
# Wider windows are scored on coarse cells first, and then finely so many coarse cells around the best shift.
_MAX_RADIUS_PX = 32
_FINE_STEPS = 3
# A shift this close to the maximum is at its limit: the true shift may be larger. With a small maximum, only shifts
# beyond half of it are.
_LIMIT_PX = 1.5
_LIMIT_SHARE = 0.5
# On images unlike those of the training, even objects in their place may score below the evidence's background score,
# most of all large ones. An object is then there if it scores this many temperatures above the shifts of its own
# window, of which this share score less.
_BACKGROUND_PERCENTILE = 95
_ABOVE_BACKGROUND = 10 / 3


@dataclass
class Search:
    """The shifts of N objects, and how far the image shows them.

    valid_share_before, valid_share: share of each object on valid pixels, where the map has it and after its shift,
    (N,) float64. at_limit: whether its shift is as large as allowed, (N,) bool.
    """

    shifts: Shifts
    valid_share_before: np.ndarray
    valid_share: np.ndarray
    at_limit: np.ndarray


def search_shifts(
    evidence: Evidence,
    geometries: np.ndarray,
    max_shift_m: float,
    smoothness: float,
    workspace: Path,
    progress: Progress = silent,
) -> Search:
    """Find the shift of each object in pixels of the evidence, up to a maximum.

    A window that is too wide to be scored cell by cell is scored on cells that are 2, 3, ... times larger, and then
    finely around the best shift.

    Parameters
    ----------
    evidence : Evidence
    geometries : ndarray (N,)
        Polygons or lines in pixels of the evidence's grid.
    max_shift_m : float
        Maximum shift in metres.
    smoothness : float
        How strongly neighbours get similar shifts; 1 as calibrated in training, 0 not at all.
    workspace : Path
        A path beside which files of 8 bytes per object and shift have room.
    progress : Progress

    Returns
    -------
    Search

    Raises
    ------
    EoDeepError
        Where the disk is too small.
    """
    limits_px = max_shift_m / np.array(evidence.resolution_m)
    radius = math.ceil(limits_px.max())
    factor = math.ceil(radius / _MAX_RADIUS_PX)
    edges, distances_px = find_neighbours(geometries, _MAX_DISTANCE_M / min(evidence.resolution_m))

    def find(origins_px: np.ndarray, radius: int, factor: int, part: Progress,
             background_scores: np.ndarray | None = None) -> tuple[Shifts, np.ndarray, np.ndarray, np.ndarray]:
        with make_volumes(workspace, len(geometries), 2 * radius + 1) as (scores, beliefs):
            valid_share, doubtful = score_objects(evidence, geometries, origins_px, radius, factor, scores,
                                                  part.part(0, 0.4))  # fmt: skip
            origins = np.round(origins_px / factor).astype(np.int64)
            _limit(scores, origins, limits_px / factor)
            if background_scores is None:
                background_scores = find_background_scores(scores, evidence.background_score,
                                                           evidence.field.temperature)  # fmt: skip
            shifts = infer_shifts(scores, background_scores, edges, distances_px / factor, evidence.field,
                                  beliefs, smoothness, origins, part.part(0.4, 1))  # fmt: skip
        part(1.0)
        shifts.shift_px *= factor
        return shifts, valid_share, doubtful, background_scores

    nowhere = np.zeros((len(geometries), 2), np.int64)
    if factor > 1:
        coarse, valid_share_before, _, background_scores = find(nowhere, math.ceil(radius / factor), factor,
                                                                progress.part(0, 0.6))  # fmt: skip
        origins_px = np.round(coarse.shift_px).astype(np.int64)
        shifts, valid_share, *_ = find(origins_px, _FINE_STEPS * factor, 1, progress.part(0.6, 1), background_scores)
    else:
        shifts, valid_share_before, doubtful, _ = find(nowhere, radius, 1, progress.part(0, 0.95))
        origins_px = np.round(shifts.shift_px[doubtful]).astype(np.int64)
        valid_share = valid_share_before.copy()
        valid_share[doubtful], _ = score_objects(evidence, geometries[doubtful], origins_px, 0, 1, None)
    reached = np.hypot(*(shifts.shift_px / limits_px).T)
    return Search(shifts, valid_share_before, valid_share, reached > 1 - min(_LIMIT_SHARE, _LIMIT_PX / limits_px.max()))


def score_objects(
    evidence: Evidence,
    geometries: np.ndarray,
    origins_px: np.ndarray,
    radius: int,
    factor: int,
    scores: np.ndarray | None,
    progress: Progress = silent,
) -> tuple[np.ndarray, np.ndarray]:
    """Add to scores (N, S, S), zeros, those of all shifts by cells `factor` times those of the evidence, of each object
    moved by origins_px (N, 2); returns the share of each, so moved, on valid pixels, (N,), and which have nodata within
    reach, (N,) bool. Without scores, only that.

    Block by block of the evidence, each with the parts of objects that lie in it: sums over parts are sums over
    objects, however large these are. The part of an object beyond the image counts at no shift: otherwise every shift
    into the image would score higher.
    """
    moved = geometries if not origins_px.any() else shift_geometries(geometries, origins_px)
    tree = shapely.STRtree(moved)
    valid, total, doubtful = np.zeros(len(moved)), np.zeros(len(moved)), np.zeros(len(moved), bool)
    block_px = _BLOCK_PX * factor
    blocks = list(evidence.grid.blocks(block_px))
    margin = radius + 1
    for done, block in enumerate(blocks, 1):
        left, top = int(block.col_off), int(block.row_off)
        found = tree.query(shapely.box(left, top, left + block_px, top + block_px))
        if len(found):
            origin = left // factor - margin, top // factor - margin
            window = Window(*origin, *(-(-int(side) // factor) + 2 * margin for side in (block.width, block.height)))
            values, is_valid = evidence.read(window, factor)
            doubtful[found] |= not is_valid.all()
            for number in np.sort(found):
                shape = sample_shape(moved[number])
                x, y = shape.xy.T
                inside = (x >= left) & (x < left + block.width) & (y >= top) & (y < top + block.height)
                part = SampledShape(shape.xy[inside] / factor, shape.features[inside])
                if len(part.xy):
                    if scores is None:
                        share = measure_valid_share(is_valid, origin, part)
                    else:
                        found_scores, share = score_shifts(values, is_valid, origin, part, radius)
                        scores[number] += found_scores
                    valid[number] += share * np.abs(part.features).sum()
                total[number] = np.abs(shape.features).sum()
            if scores is not None:
                release(scores)
        progress(done / len(blocks))
    return valid / np.maximum(total, 1e-9), doubtful


def find_background_scores(scores: np.ndarray, background_score: float, temperature: float) -> np.ndarray:
    """The score (N,) float64 of each object's null hypothesis, that it is not in the image: background_score, or less
    where an object scores less wherever it is put.

    scores: (N, S, S) of all shifts, those that are not allowed far below 0.
    """
    lowest = np.empty(len(scores))
    for number in walk(len(scores), scores):
        allowed = scores[number][scores[number] > _IMPOSSIBLE / 2]
        lowest[number] = np.percentile(allowed, _BACKGROUND_PERCENTILE)
    return np.minimum(background_score, lowest + _ABOVE_BACKGROUND * temperature)


def shift_geometries(geometries: np.ndarray, shifts_px: np.ndarray) -> np.ndarray:
    """Geometries (N,) moved by (N, 2)."""
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    return shapely.set_coordinates(geometries.copy(), xy + shifts_px[owner])


def _limit(scores: np.ndarray, origins: np.ndarray, limits: np.ndarray) -> None:
    """Make shifts impossible that are longer than the `limits` along x and y."""
    axis = np.arange(scores.shape[1]) - scores.shape[1] // 2
    for number in walk(len(scores), scores):
        right, down = origins[number]
        too_far = np.hypot((axis + right) / limits[0], (axis[:, None] + down) / limits[1]) > 1
        scores[number][too_far] = _IMPOSSIBLE


def find_neighbours(geometries: np.ndarray, max_distance_px: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (E, 2) of objects that are among each other's nearest, each once, and the distances between their centres.
    """
    centres = shapely.get_coordinates(shapely.centroid(geometries))
    count = min(_NEIGHBOURS + 1, len(centres))
    if count < 2:
        return np.empty((0, 2), np.int64), np.empty(0)
    distances, others = cKDTree(centres).query(centres, count, distance_upper_bound=max_distance_px)
    first = np.repeat(np.arange(len(centres)), count)
    pairs, distances = np.column_stack([first, others.ravel()]), distances.ravel()
    usable = np.isfinite(distances) & (pairs[:, 0] != pairs[:, 1])
    edges, index = np.unique(np.sort(pairs[usable], axis=1), axis=0, return_index=True)
    return edges.astype(np.int64), distances[usable][index]
