"""Objects that are rotated a little against the image; their sides and angles stay as they are."""

from __future__ import annotations

import math

import numpy as np
import shapely
from rasterio.windows import Window

from ..progress import Progress, silent
from .evidence import Evidence
from .matching import score_rotations
from .shape_points import SampledShape, sample_shape

_STEP_DEG = 1.0
_MAX_DEG = 6.0
# Prior: the standard deviation of rotations.
_USUAL_DEG = 2.0
# A rotation must raise the log-likelihood by this much (nats). Measured on towns: no object of 270 in place passed, and
# one in 27 of those rotated by up to 4 degrees, which lay better afterwards.
_MIN_GAIN = 1.0
_BLOCK_PX = 512


def find_rotations(
    evidence: Evidence, geometries: np.ndarray, shifts_px: np.ndarray, progress: Progress = silent
) -> np.ndarray:
    """The rotation of each object about its centroid after its shift: radians (N,), 0 where it is not clear.

    geometries: (N,) polygons or lines in pixels of the evidence; shifts_px: (N, 2). Positive: from x towards y.
    """
    rotations = np.zeros(len(geometries))
    centres = shapely.get_coordinates(shapely.centroid(geometries)) + shifts_px
    bounds = shapely.bounds(geometries) + np.tile(shifts_px, 2)
    block_of = np.floor(centres / _BLOCK_PX).astype(int)
    order = np.lexsort((block_of[:, 0], block_of[:, 1]))
    groups = np.split(order, np.flatnonzero(np.diff(block_of[order], axis=0).any(axis=1)) + 1)
    for done, numbers in enumerate(groups, 1):
        small = numbers[(bounds[numbers, 2:] - bounds[numbers, :2]).max(axis=1) <= _BLOCK_PX]
        if len(small):
            left, top = np.floor(bounds[small, :2].min(axis=0)).astype(int) - 1
            right, bottom = np.ceil(bounds[small, 2:].max(axis=0)).astype(int) + 1
            values, _ = evidence.read(Window(left, top, right - left, bottom - top))
            for number in small:
                shape = sample_shape(geometries[number])
                if len(shape.xy):
                    moved = SampledShape(shape.xy + shifts_px[number], shape.features)
                    rotations[number] = _find_rotation(values, (left, top), moved, centres[number],
                                                       evidence.field.temperature)  # fmt: skip
        progress(done / len(groups))
    return rotations


def rotate_points(xy: np.ndarray, centres: np.ndarray, rotations: np.ndarray, pixel_m: np.ndarray) -> np.ndarray:
    """Points (P, 2) in pixels of the size pixel_m (2,), rotated about centres (P, 2) by radians (P,)."""
    cosine, sine = np.cos(rotations), np.sin(rotations)
    x, y = ((xy - centres) * pixel_m).T
    return centres + np.column_stack([cosine * x - sine * y, sine * x + cosine * y]) / pixel_m


def _find_rotation(
    values: np.ndarray, origin: tuple[int, int], shape: SampledShape, centre: np.ndarray, temperature: float
) -> float:
    degrees = np.arange(-_MAX_DEG, _MAX_DEG + _STEP_DEG, _STEP_DEG)
    gains = score_rotations(values, origin, shape, centre, np.radians(degrees)) / temperature
    gains -= gains[len(gains) // 2]
    gains -= 0.5 * (degrees / _USUAL_DEG) ** 2
    best = int(gains.argmax())
    inside = 0 < best < len(gains) - 1  # at the end of the range, something else does not fit
    return math.radians(degrees[best]) if inside and gains[best] >= _MIN_GAIN else 0.0
