"""Objects agree on their shifts: each has its own evidence, and neighbours of a map are mostly wrong together.

A Markov random field over shifts (Vargas-Munoz et al. 2019 tie neighbours likewise), solved by mean field: the belief
of an object is its own likelihood times what its neighbours' beliefs, blurred by how far shifts may differ over the
distance between them, say. Every object may also be missing in the image, and then tells its neighbours nothing. Some
maps are wrong smoothly, others house by house: how far neighbours differ is measured on the map in hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numba
import numpy as np

from .volumes import walk

_CONFIDENT_PX = 2.5  # 1.5 m at 0.6 m
_MODE_PX = 2  # the shift is the belief's mean so close around its summit
_BLUR_REACH = 2.5
_LEAST = 1e-12
_GUESSES = 2
_LEAST_PAIRS = 8
_SURE = 0.5
_LEAST_OWN_PX, _MOST_OWN_PX = 0.3, 5.0


@dataclass(frozen=True)
class FieldSettings:
    """How evidence and neighbours are weighed.

    temperature: the scores are divided by it. weight: of each neighbour's message, below 1 since neighbours hear of
    each other too. own_px and gradient: shifts of neighbours differ by a Gaussian of
    sqrt(own_px^2 + (gradient distance)^2) pixels, where own_px is only the first guess. stranger: share of neighbours
    that differ by anything. sweeps: over all objects, for each of the guesses.
    """

    temperature: float = 0.6
    weight: float = 0.4
    own_px: float = 3.0
    gradient: float = 0.045
    stranger: float = 0.2
    sweeps: int = 4


@dataclass
class Shifts:
    """shift_px (N, 2) float64 (dx, dy); (N,) float64 each: confidence, 0..1, the belief within 2.5 px of the shift;
    missing, 0..1, the belief that the object is not in the image; variance_px2, the mean of both axes'."""

    shift_px: np.ndarray
    confidence: np.ndarray
    missing: np.ndarray
    variance_px2: np.ndarray


def agree(
    scores: np.ndarray,
    null_score: float,
    edges: np.ndarray,
    distances_px: np.ndarray,
    settings: FieldSettings,
    beliefs: np.ndarray | None = None,
    smoothness: float = 1.0,
    origins_px: np.ndarray | None = None,
) -> Shifts:
    """Find each object's shift from scores of all shifts of a window, and from its neighbours.

    scores: (N, S, S) float32, row = dy, column = dx, the middle is no shift (`matching.score_shifts`); may be memory
    mapped. null_score: of an object that is not in the image. edges: (E, 2) pairs of neighbours; distances_px: (E,)
    between them. beliefs: (N, S, S) float32 to work in, or None; it ends with the beliefs. smoothness: divides how far
    neighbours differ, as it was measured; 0: they are not asked. origins_px: (N, 2) whole pixels (dx, dy), the shift in
    the middle of each object's window, if it is not 0.
    """
    if origins_px is None:
        origins_px = np.zeros((len(scores), 2), np.int64)
    beliefs = np.empty(scores.shape, np.float32) if beliefs is None else beliefs
    if smoothness == 0:
        edges, distances_px = edges[:0], distances_px[:0]
    for _ in range(_GUESSES if len(edges) >= _LEAST_PAIRS else 0):
        found = _sweep(scores, null_score, edges, distances_px, settings, beliefs, origins_px)
        settings = replace(settings, own_px=_measure_own_shifts(found, edges, distances_px, settings))
    if smoothness:
        settings = replace(
            settings, own_px=settings.own_px / smoothness, gradient=settings.gradient / smoothness
        )
    return _sweep(scores, null_score, edges, distances_px, settings, beliefs, origins_px)


def _measure_own_shifts(found: Shifts, edges: np.ndarray, distances_px: np.ndarray, settings: FieldSettings) -> float:
    """How far neighbours' shifts differ beyond what their distance explains: a robust standard deviation per axis, px.

    Of a Gaussian in the plane, the median of the squared length is 2 ln 2 variances.
    """
    sure = found.confidence > _SURE
    pairs = sure[edges].all(axis=1)
    if pairs.sum() < _LEAST_PAIRS:
        return settings.own_px
    difference = found.shift_px[edges[pairs, 0]] - found.shift_px[edges[pairs, 1]]
    excess = (difference**2).sum(axis=1) / 2 - (settings.gradient * distances_px[pairs]) ** 2
    variance = float(np.median(excess)) / math.log(2)
    return min(_MOST_OWN_PX, max(_LEAST_OWN_PX, math.sqrt(max(0.0, variance))))


def _sweep(
    scores: np.ndarray,
    null_score: float,
    edges: np.ndarray,
    distances_px: np.ndarray,
    settings: FieldSettings,
    beliefs: np.ndarray,
    origins_px: np.ndarray,
) -> Shifts:
    """Mean field for given ties."""
    count, size = len(scores), scores.shape[1]
    missing = np.zeros(count)
    starts, others, sigmas = _index_neighbours(count, edges, distances_px, settings)
    null = null_score / settings.temperature
    for sweep in range(settings.sweeps if len(edges) else 1):
        weight = settings.weight if sweep else 0.0
        for number in walk(count, scores, beliefs):
            likelihood = np.asarray(scores[number], np.float32) / np.float32(settings.temperature)
            logits = np.ascontiguousarray(likelihood - np.float32(math.log(size * size)))
            if weight:
                near = slice(starts[number], starts[number + 1])
                apart = origins_px[number] - origins_px[others[near]]
                _hear(logits, beliefs, missing, others[near], sigmas[near], apart, weight, settings.stranger)
            missing[number] = _normalize(logits, null, beliefs[number])
    return _summarize(beliefs, missing, origins_px)


def _index_neighbours(count: int, edges: np.ndarray, distances_px: np.ndarray, settings: FieldSettings):
    """Neighbours of object i and their Gaussians' widths are at starts[i] : starts[i + 1] of both lists."""
    pairs = np.concatenate([edges, edges[:, ::-1]]).astype(np.int64).reshape(-1, 2)
    sigmas = np.hypot(settings.own_px, settings.gradient * np.tile(np.asarray(distances_px, float), 2))
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    starts = np.searchsorted(pairs[order, 0], np.arange(count + 1))
    return starts, pairs[order, 1], sigmas[order]


def _normalize(logits: np.ndarray, null: float, belief: np.ndarray) -> float:
    """Write the belief in each shift, given that the object is there, and return the belief that it is not."""
    highest = float(logits.max())
    belief[:] = np.exp(logits - highest)
    total = float(belief.sum(dtype=np.float64))
    belief /= total
    log_present = highest + math.log(total)
    return 1 / (1 + math.exp(min(700.0, max(-700.0, log_present - null))))


@numba.njit(cache=True, nogil=True, fastmath=True)
def _hear(logits, beliefs, missing, others, sigmas, apart, weight, stranger):  # pragma: no cover (compiled)
    """Add the neighbours' messages, relative to one that knows nothing, to an object's log-likelihood.

    apart: (K, 2), by how many columns and rows the object's window lies beyond each neighbour's.
    """
    size = logits.shape[0]
    rows = np.empty((size, size), np.float32)
    blurred = np.empty((size, size), np.float32)
    for index in range(len(others)):
        other = others[index]
        kernel = _make_kernel(sigmas[index])
        reach = len(kernel) // 2
        belief = beliefs[other]
        right, down = apart[index, 0], apart[index, 1]
        rows[:] = 0
        blurred[:] = 0
        for offset in range(-reach, reach + 1):
            from_row = offset + down
            for r in range(max(0, -from_row), min(size, size - from_row)):
                for c in range(size):
                    rows[r, c] += kernel[offset + reach] * belief[r + from_row, c]
        for r in range(size):
            for offset in range(-reach, reach + 1):
                from_column = offset + right
                for c in range(max(0, -from_column), min(size, size - from_column)):
                    blurred[r, c] += kernel[offset + reach] * rows[r, c + from_column]
        known = (1 - missing[other]) * (1 - stranger)
        for r in range(size):
            for c in range(size):
                logits[r, c] += weight * np.log(known * size * size * blurred[r, c] + 1 - known + _LEAST)


@numba.njit(cache=True, nogil=True)
def _make_kernel(sigma):  # pragma: no cover (compiled)
    reach = int(np.ceil(_BLUR_REACH * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return (kernel / kernel.sum()).astype(np.float32)


def _summarize(beliefs: np.ndarray, missing: np.ndarray, origins_px: np.ndarray) -> Shifts:
    count, size = len(beliefs), beliefs.shape[1]
    radius = size // 2
    axis = np.arange(size) - radius
    shift, variance, confidence = np.zeros((count, 2)), np.zeros(count), np.zeros(count)
    for number in walk(count, beliefs):
        belief = np.asarray(beliefs[number], np.float64)
        row, column = np.unravel_index(int(belief.argmax()), belief.shape)
        near = belief * ((abs(axis - axis[row]) <= _MODE_PX)[:, None] & (abs(axis - axis[column]) <= _MODE_PX))
        dx, dy = near.sum(axis=0) @ axis / near.sum(), near.sum(axis=1) @ axis / near.sum()
        distance2 = (axis[:, None] - dy) ** 2 + (axis - dx) ** 2
        shift[number] = dx, dy
        variance[number] = (belief * distance2).sum() / 2
        confidence[number] = (1 - missing[number]) * belief[distance2 <= _CONFIDENT_PX**2].sum()
    return Shifts(shift + origins_px, confidence.clip(0, 1), missing, variance)
