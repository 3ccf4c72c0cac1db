"""How well the evidence of an image supports an object of the map, in its place and shifted."""

from __future__ import annotations

import numpy as np
import scipy.fft

from ..runtime.compilation import njit
from .shape_points import SampledShape
from .templates import draw_template


def score_shifts(
    evidence: np.ndarray, valid: np.ndarray, origin_px: tuple[float, float], shape: SampledShape, radius_px: int
) -> tuple[np.ndarray, float]:
    """Score all shifts of a shape by whole pixels in a square window.

    evidence: (7, h, w) float32, of CHANNELS, 0 = nodata. valid: (h, w) bool. origin_px: (x, y) of the
    evidence's top left corner. All outside of it is nodata.

    Returns scores (2 radius_px + 1, 2 radius_px + 1) float32, row = dy and column = dx, both from -radius_px: sums over
    the points of features . evidence, log-likelihoods up to a constant; and the share, 0..1, of the shape's points that
    lie on valid pixels before the shift.
    """
    size = 2 * radius_px + 1
    if not len(shape.xy):
        return np.zeros((size, size), np.float32), 0.0
    template, (column, row) = draw_template(shape)
    left, top = column - radius_px - round(origin_px[0]), row - radius_px - round(origin_px[1])
    height, width = template.shape[1] + 2 * radius_px, template.shape[2] + 2 * radius_px
    window = cut(evidence, left, top, width, height)
    visible = cut(valid[None], left + radius_px, top + radius_px, template.shape[2], template.shape[1])[0]
    weights = np.abs(template).sum(axis=0)
    sizes = [scipy.fft.next_fast_len(n, real=True) for n in window.shape[1:]]
    spectrum = scipy.fft.rfft2(window, sizes) * np.conj(scipy.fft.rfft2(template, sizes))
    scores = scipy.fft.irfft2(spectrum.sum(axis=0), sizes)[:size, :size]
    return scores.astype(np.float32), float((weights * visible).sum() / weights.sum())


def measure_valid_share(valid: np.ndarray, origin_px: tuple[float, float], shape: SampledShape) -> float:
    """The share of `score_shifts` alone, for a shape with points."""
    template, (column, row) = draw_template(shape)
    left, top = column - round(origin_px[0]), row - round(origin_px[1])
    weights = np.abs(template).sum(axis=0)
    return float((weights * cut(valid[None], left, top, *weights.shape[::-1])[0]).sum() / weights.sum())


def score_rotations(
    evidence: np.ndarray, origin_px: tuple[float, float], shape: SampledShape, centre: np.ndarray, angles: np.ndarray
) -> np.ndarray:
    """Scores (A,) float64 of a shape rotated about `centre` by each of the angles, radians (A,), from x towards y; the
    evidence is read bilinearly where the points lie, and counts nothing beyond its border."""
    xy = np.ascontiguousarray(shape.xy - centre, np.float64)
    features = np.ascontiguousarray(shape.features, np.float32)
    middle = np.asarray(centre, np.float64) - np.asarray(origin_px) - 0.5
    return _read_rotated(evidence, xy, features, middle, np.asarray(angles, np.float64))


@njit(cache=True, nogil=True)
def _read(evidence, xy, features):  # pragma: no cover (compiled)
    """Sum of features (P, C) times evidence (C, h, w) at points (P, 2), counted from the centre of the first cell."""
    height, width = evidence.shape[1], evidence.shape[2]
    total = 0.0
    for point in range(len(xy)):
        column, row = int(np.floor(xy[point, 0])), int(np.floor(xy[point, 1]))
        if column < -1 or row < -1 or column >= width or row >= height:
            continue
        right, below = xy[point, 0] - column, xy[point, 1] - row
        if 0 <= column < width - 1 and 0 <= row < height - 1:
            here, beside = (1 - right) * (1 - below), right * (1 - below)
            under, across = (1 - right) * below, right * below
            for channel in range(features.shape[1]):
                value = features[point, channel]
                if value != 0:
                    upper, lower = evidence[channel, row], evidence[channel, row + 1]
                    above = here * upper[column] + beside * upper[column + 1]
                    total += value * (above + under * lower[column] + across * lower[column + 1])
            continue
        for r in range(max(0, row), min(height, row + 2)):
            for c in range(max(0, column), min(width, column + 2)):
                weight = (below if r > row else 1 - below) * (right if c > column else 1 - right)
                for channel in range(features.shape[1]):
                    total += features[point, channel] * evidence[channel, r, c] * weight
    return total


@njit(cache=True, nogil=True)
def _read_rotated(evidence, xy, features, middle, angles):  # pragma: no cover (compiled)
    """`_read` with points (P, 2), and the directions among the features, rotated about 0 and then moved to `middle`."""
    scores = np.empty(len(angles))
    there, turned = np.empty_like(xy), features.copy()
    for index in range(len(angles)):
        cosine, sine = np.cos(angles[index]), np.sin(angles[index])
        double_cosine, double_sine = cosine**2 - sine**2, 2 * sine * cosine
        for point in range(len(xy)):
            x, y = xy[point]
            there[point, 0] = cosine * x - sine * y + middle[0]
            there[point, 1] = sine * x + cosine * y + middle[1]
            normal_x, normal_y, along_x, along_y = features[point, 3:7]
            turned[point, 3] = cosine * normal_x - sine * normal_y
            turned[point, 4] = sine * normal_x + cosine * normal_y
            turned[point, 5] = double_cosine * along_x - double_sine * along_y
            turned[point, 6] = double_sine * along_x + double_cosine * along_y
        scores[index] = _read(evidence, there, turned)
    return scores


def cut(layers: np.ndarray, left: int, top: int, width: int, height: int) -> np.ndarray:
    """The window of (C, h, w) layers, 0 or False beyond their border."""
    out = np.zeros((len(layers), height, width), layers.dtype)
    first_row, last_row = max(0, top), min(layers.shape[1], top + height)
    first_column, last_column = max(0, left), min(layers.shape[2], left + width)
    if last_row > first_row and last_column > first_column:
        target = out[:, first_row - top : last_row - top, first_column - left : last_column - left]
        target[:] = layers[:, first_row:last_row, first_column:last_column]
    return out
