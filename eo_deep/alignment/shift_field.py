"""Shifts of objects by their own evidence and that of their neighbours, since map errors are usually alike nearby.

A Markov random field over shifts (Vargas-Munoz et al. 2019 use one too), solved by mean field: the belief of an object
is its own likelihood times the messages of its neighbours, which are their beliefs, blurred by how far shifts may
differ over the distance between them. An object may also be missing in the image; its messages then carry nothing. Some
maps are displaced smoothly, others house by house: how far neighbours differ is measured on each map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ..progress import Progress, silent
from ..runtime.compilation import njit
from .score_volumes import release

_NEAR_PX = 2.5  # 1.5 m at 0.6 m
_MODE_PX = 2  # the shift is the belief's mean within this distance of its maximum
_BLUR_REACH = 2.5
_SMALLEST = 1e-12
_AT_ONCE = 500
_MAX_FACTORS = 16  # of a product in float64
_GUESSES = 2
_MIN_PAIRS = 8
_MIN_BELIEF = 0.5
_MIN_OWN_PX, _MAX_OWN_PX = 0.3, 5.0


@dataclass(frozen=True)
class FieldSettings:
    """How evidence and neighbours are weighed.

    temperature: the scores are divided by it. weight: of each neighbour's message, below 1 since neighbours
    exchange messages among themselves too. own_px and gradient: shifts of neighbours differ by a Gaussian of
    sqrt(own_px^2 + (gradient distance)^2) pixels, where own_px is only the first guess. stranger: share of neighbours
    whose shifts are unrelated. sweeps: over all objects, for each of the guesses.
    """

    temperature: float = 0.6
    weight: float = 0.4
    own_px: float = 3.0
    gradient: float = 0.045
    stranger: float = 0.2
    sweeps: int = 4


@dataclass
class Shifts:
    """shift_px (N, 2) float64 (dx, dy); (N,) float64 each: belief, 0..1, that the object is within 2.5 px of the shift;
    missing, 0..1, the belief that it is not in the image; variance_px2, the mean of both axes'; score, by its own
    evidence, at the cell of the shift."""

    shift_px: np.ndarray
    belief: np.ndarray
    missing: np.ndarray
    variance_px2: np.ndarray
    score: np.ndarray


def infer_shifts(
    scores: np.ndarray,
    background_score: float | np.ndarray,
    edges: np.ndarray,
    distances_px: np.ndarray,
    settings: FieldSettings,
    beliefs: np.ndarray | None = None,
    smoothness: float = 1.0,
    origins_px: np.ndarray | None = None,
    progress: Progress = silent,
) -> Shifts:
    """Infer each object's shift from the scores of all shifts in a window, and from its neighbours, by mean field.

    Parameters
    ----------
    scores : ndarray (N, S, S) float32
        Row = dy, column = dx, the middle is no shift, see `matching.score_shifts`; may be memory mapped.
    background_score : float or ndarray (N,)
        Of an object that is not in the image (the null hypothesis).
    edges : ndarray (E, 2)
        Pairs of neighbours.
    distances_px : ndarray (E,)
        Between them.
    settings : FieldSettings
    beliefs : ndarray (N, S, S) float32, optional
        To work in; it ends with the beliefs.
    smoothness : float
        Divides how far neighbours differ, as it was measured; 0: no messages.
    origins_px : ndarray (N, 2) of int, optional
        (dx, dy), the shift in the middle of each object's window, if it is not 0.
    progress : Progress

    Returns
    -------
    Shifts
    """
    if origins_px is None:
        origins_px = np.zeros((len(scores), 2), np.int64)
    beliefs = np.empty(scores.shape, np.float32) if beliefs is None else beliefs
    nulls = np.full(len(scores), np.asarray(background_score, float) / settings.temperature)
    if smoothness == 0:
        edges, distances_px = edges[:0], distances_px[:0]
    guesses = _GUESSES if len(edges) >= _MIN_PAIRS else 0
    for guess in range(guesses):
        part = progress.part(guess / (guesses + 1), (guess + 1) / (guesses + 1))
        found = _run_mean_field(scores, nulls, edges, distances_px, settings, beliefs, origins_px, part)
        settings = replace(settings, own_px=_measure_own_shifts(found, edges, distances_px, settings))
    if smoothness:
        settings = replace(
            settings, own_px=settings.own_px / smoothness, gradient=settings.gradient / smoothness
        )
    part = progress.part(guesses / (guesses + 1), 1)
    return _run_mean_field(scores, nulls, edges, distances_px, settings, beliefs, origins_px, part)


def _measure_own_shifts(found: Shifts, edges: np.ndarray, distances_px: np.ndarray, settings: FieldSettings) -> float:
    """How far neighbours' shifts differ beyond what their distance explains: a robust standard deviation per axis, px.

    Of a Gaussian in the plane, the median of the squared length is 2 ln 2 variances.
    """
    sure = found.belief > _MIN_BELIEF
    pairs = sure[edges].all(axis=1)
    if pairs.sum() < _MIN_PAIRS:
        return settings.own_px
    difference = found.shift_px[edges[pairs, 0]] - found.shift_px[edges[pairs, 1]]
    excess = (difference**2).sum(axis=1) / 2 - (settings.gradient * distances_px[pairs]) ** 2
    variance = float(np.median(excess)) / math.log(2)
    return min(_MAX_OWN_PX, max(_MIN_OWN_PX, math.sqrt(max(0.0, variance))))


def _run_mean_field(
    scores: np.ndarray,
    nulls: np.ndarray,
    edges: np.ndarray,
    distances_px: np.ndarray,
    settings: FieldSettings,
    beliefs: np.ndarray,
    origins_px: np.ndarray,
    progress: Progress,
) -> Shifts:
    """Mean-field inference with fixed settings."""
    count = len(scores)
    missing = np.zeros(count)
    starts, others, sigmas = _index_neighbours(count, edges, distances_px, settings)
    sweeps = settings.sweeps if len(edges) else 1
    for sweep in range(sweeps):
        weight = settings.weight if sweep else 0.0
        for first in range(0, count, _AT_ONCE):
            last = min(count, first + _AT_ONCE)
            _update_beliefs(scores, beliefs, missing, origins_px, starts, others, sigmas, first, last,
                            settings.temperature, nulls, weight, settings.stranger)  # fmt: skip
            release(scores, beliefs)
            progress((sweep + last / count) / sweeps)
    return _summarize(scores, beliefs, missing, origins_px)


def _index_neighbours(count: int, edges: np.ndarray, distances_px: np.ndarray, settings: FieldSettings):
    """Neighbours of object i and their Gaussians' widths are at starts[i] : starts[i + 1] of both lists."""
    pairs = np.concatenate([edges, edges[:, ::-1]]).astype(np.int64).reshape(-1, 2)
    sigmas = np.hypot(settings.own_px, settings.gradient * np.tile(np.asarray(distances_px, float), 2))
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    starts = np.searchsorted(pairs[order, 0], np.arange(count + 1))
    return starts, pairs[order, 1], sigmas[order]


@njit(cache=True, nogil=True, fastmath=True)
def _update_beliefs(
    scores, beliefs, missing, origins_px, starts, others, sigmas, first, last, temperature, nulls, weight, stranger
):  # pragma: no cover (compiled)
    """Beliefs in each shift, given that the object is there, and that it is not, of objects first .. last - 1."""
    size = scores.shape[1]
    logits = np.empty((size, size), np.float32)
    scale, even = np.float32(temperature), np.float32(np.log(size * size))
    for number in range(first, last):
        for r in range(size):
            for c in range(size):
                logits[r, c] = scores[number, r, c] / scale - even
        if weight > 0:
            near = slice(starts[number], starts[number + 1])
            offsets = origins_px[number] - origins_px[others[near]]
            _receive_messages(logits, beliefs, missing, others[near], sigmas[near], offsets, weight, stranger)
        missing[number] = _normalize(logits, nulls[number], beliefs[number])


@njit(cache=True, nogil=True, fastmath=True)
def _receive_messages(
    logits, beliefs, missing, others, sigmas, offsets, weight, stranger
):  # pragma: no cover (compiled)
    """Add the neighbours' messages, relative to an uninformative one, to an object's log-likelihood.

    offsets: (K, 2), by how many columns and rows the object's window lies beyond each neighbour's.
    """
    size = logits.shape[0]
    product = np.ones((size, size))  # one logarithm for many messages
    for index in range(len(others)):
        other = others[index]
        kernel = _make_kernel(sigmas[index])
        belief = np.ascontiguousarray(beliefs[other])
        # Products of small matrices are faster than loops over the kernel.
        blurred = np.dot(np.dot(_make_blur(kernel, offsets[index, 1], size), belief),
                         _make_blur(kernel, offsets[index, 0], size).T)  # fmt: skip
        related = (1 - missing[other]) * (1 - stranger)
        scale, even = related * size * size, 1 - related + _SMALLEST
        for r in range(size):
            for c in range(size):
                product[r, c] *= scale * blurred[r, c] + even
        if index % _MAX_FACTORS == _MAX_FACTORS - 1 or index == len(others) - 1:
            for r in range(size):
                for c in range(size):
                    logits[r, c] += weight * np.log(product[r, c])
            product[:] = 1


@njit(cache=True, nogil=True)
def _make_blur(kernel, offset, size):  # pragma: no cover (compiled)
    """The matrix (size, size) that blurs a column, and moves it `offset` rows up."""
    reach = len(kernel) // 2
    blur = np.zeros((size, size), np.float32)
    for row in range(size):
        for source in range(max(0, row + offset - reach), min(size, row + offset + reach + 1)):
            blur[row, source] = kernel[source - row - offset + reach]
    return blur


@njit(cache=True, nogil=True)
def _make_kernel(sigma):  # pragma: no cover (compiled)
    reach = int(np.ceil(_BLUR_REACH * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return (kernel / kernel.sum()).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True)
def _normalize(logits, null, belief):  # pragma: no cover (compiled)
    """Write the belief in each shift, given that the object is there, and return the belief that it is not."""
    highest = logits.max()
    total = 0.0
    for r in range(len(logits)):
        for c in range(len(logits)):
            belief[r, c] = np.exp(logits[r, c] - highest)
            total += belief[r, c]
    belief /= np.float32(total)
    return 1 / (1 + np.exp(min(700.0, max(-700.0, highest + np.log(total) - null))))


def _summarize(scores: np.ndarray, beliefs: np.ndarray, missing: np.ndarray, origins_px: np.ndarray) -> Shifts:
    shift, spread, score = np.zeros((len(beliefs), 2)), np.zeros((len(beliefs), 2)), np.zeros(len(beliefs))
    for first in range(0, len(beliefs), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        _measure(beliefs[some], shift[some], spread[some])
        column, row = np.round(shift[some]).astype(np.int64).T + beliefs.shape[1] // 2
        score[some] = scores[some][np.arange(len(row)), row, column]
        release(scores, beliefs)
    variance, near = spread.T
    return Shifts(shift + origins_px, ((1 - missing) * near).clip(0, 1), missing, variance, score)


@njit(cache=True, nogil=True)
def _measure(beliefs, shift, spread):  # pragma: no cover (compiled)
    """Write the shifts (N, 2) around the beliefs' maxima, the variance around them, and the belief close to them."""
    size = beliefs.shape[1]
    radius = size // 2
    for number in range(len(beliefs)):
        belief = beliefs[number]
        row, column = divmod(belief.argmax(), size)
        total, dx, dy = 0.0, 0.0, 0.0
        for r in range(max(0, row - _MODE_PX), min(size, row + _MODE_PX + 1)):
            for c in range(max(0, column - _MODE_PX), min(size, column + _MODE_PX + 1)):
                total += belief[r, c]
                dx += belief[r, c] * (c - radius)
                dy += belief[r, c] * (r - radius)
        dx, dy = dx / total, dy / total
        for r in range(size):
            for c in range(size):
                distance2 = (r - radius - dy) ** 2 + (c - radius - dx) ** 2
                spread[number, 0] += belief[r, c] * distance2 / 2
                if distance2 <= _NEAR_PX**2:
                    spread[number, 1] += belief[r, c]
        shift[number] = dx, dy
