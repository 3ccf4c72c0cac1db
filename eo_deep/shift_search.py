"""Where the objects of a map should be: all shifts scored against an image's evidence, and agreed on by neighbours."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window
from scipy.spatial import cKDTree

from .errors import EoDeepError
from .evidence import Evidence
from .matching import score_shifts
from .progress import Progress, silent
from .shapes import Shape, sample_shape
from .shift_field import Shifts, agree

_BLOCK_PX = 512
_NEIGHBOURS = 6
_FARTHEST_M = 150.0
_IMPOSSIBLE = -1e6
# Shifts this close to the largest that is allowed may as well be larger.
_RIM_PX = 1.5


@dataclass
class Search:
    """What was found for N objects, besides their `shifts`.

    known: share of each object on known pixels, (N,) float64. at_rim: whether its best shift is as large as allowed.
    """

    shifts: Shifts
    known: np.ndarray
    at_rim: np.ndarray


def search_shifts(
    evidence: Evidence,
    geometries: np.ndarray,
    max_shift_m: float,
    smoothness: float,
    workspace: Path,
    progress: Progress = silent,
) -> Search:
    """Find the shift of each object in pixels of the evidence, up to max_shift_m.

    geometries: (N,) polygons or lines in pixels of the evidence's grid. smoothness: how far neighbours agree; 1 as the
    model learned, 0 not at all. workspace: a path for temporary files of 8 bytes per object and shift. Raises
    EoDeepError where the disk is too small.
    """
    radius_px = math.ceil(max_shift_m / min(evidence.resolution_m))
    size = 2 * radius_px + 1
    with _make_volumes(workspace, len(geometries), size) as (scores, beliefs):
        known = score_objects(evidence, geometries, radius_px, scores, progress.part(0, 0.6))
        steps_m = [abs(np.arange(-radius_px, radius_px + 1)) * pixel_m for pixel_m in evidence.resolution_m]
        length_m = np.hypot(steps_m[0][None], steps_m[1][:, None])
        for number in range(len(scores)):
            scores[number][length_m > max_shift_m] = _IMPOSSIBLE
        edges, distances_px = find_neighbours(geometries, _FARTHEST_M / min(evidence.resolution_m))
        shifts = agree(scores, evidence.null_score, edges, distances_px, evidence.field, beliefs, smoothness)
        rim = length_m > max_shift_m - _RIM_PX * max(evidence.resolution_m)
        at_rim = np.array([rim.flat[int(belief.argmax())] for belief in beliefs])
        progress(1.0)
    return Search(shifts, known, at_rim)


def score_objects(
    evidence: Evidence, geometries: np.ndarray, radius_px: int, scores: np.ndarray, progress: Progress = silent
) -> np.ndarray:
    """Fill scores (N, S, S) with those of all shifts of each object; returns the share of each on known pixels, (N,).

    Block by block of the evidence, each with the parts of objects that lie in it: sums over parts are sums over
    objects, however large these are.
    """
    tree = shapely.STRtree(geometries)
    known, total = np.zeros(len(geometries)), np.zeros(len(geometries))
    blocks = list(evidence.grid.blocks(_BLOCK_PX))
    margin = radius_px + 1
    scores[:] = 0
    for done, block in enumerate(blocks, 1):
        left, top, right, bottom = _sides(block)
        found = tree.query(shapely.box(left, top, right, bottom))
        if len(found):
            window = Window(left - margin, top - margin, block.width + 2 * margin, block.height + 2 * margin)
            values, seen = evidence.read(window)
            for number in np.sort(found):
                shape = sample_shape(geometries[number])
                x, y = shape.xy.T
                inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
                part = Shape(shape.xy[inside], shape.features[inside])
                if len(part.xy):
                    found_scores, share = score_shifts(values, seen, (left - margin, top - margin), part, radius_px)
                    scores[number] += found_scores
                    known[number] += share * np.abs(part.features).sum()
                total[number] = np.abs(shape.features).sum()
        progress(done / len(blocks))
    return known / np.maximum(total, 1e-9)


def find_neighbours(geometries: np.ndarray, farthest_px: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (E, 2) of objects that are among each other's nearest, each once, and the distances between their centres.
    """
    centres = shapely.get_coordinates(shapely.centroid(geometries))
    count = min(_NEIGHBOURS + 1, len(centres))
    if count < 2:
        return np.empty((0, 2), np.int64), np.empty(0)
    distances, others = cKDTree(centres).query(centres, count, distance_upper_bound=farthest_px)
    first = np.repeat(np.arange(len(centres)), count)
    pairs, distances = np.column_stack([first, others.ravel()]), distances.ravel()
    usable = np.isfinite(distances) & (pairs[:, 0] != pairs[:, 1])
    edges, index = np.unique(np.sort(pairs[usable], axis=1), axis=0, return_index=True)
    return edges.astype(np.int64), distances[usable][index]


@contextmanager
def _make_volumes(workspace: Path, count: int, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Two arrays (count, size, size) float32 in files that are gone at the end."""
    needed, free = 2 * 4 * count * size**2, shutil.disk_usage(workspace.parent).free
    if needed > free:  # a mapped file on a full disk would end the process without a word
        raise EoDeepError(
            f"Scoring {count} objects needs {needed / 1e9:.1f} GB in '{workspace.parent}', {free / 1e9:.1f} GB are "
            "free; choose a smaller largest shift or another folder."
        )
    paths = [workspace.with_suffix(suffix) for suffix in (".scores", ".beliefs")]
    try:
        scores, beliefs = (np.memmap(path, np.float32, "w+", shape=(count, size, size)) for path in paths)
        yield scores, beliefs
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def _sides(window: Window) -> tuple[int, int, int, int]:
    left, top = int(window.col_off), int(window.row_off)
    return left, top, left + int(window.width), top + int(window.height)
