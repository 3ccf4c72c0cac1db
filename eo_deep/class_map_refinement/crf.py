"""A conditional random field with kernels cut to a window, by true mean field, row by row.

The energy of Kraehenbuehl & Koltun (2011), sum_i psi_i + sum_{i<j} [x_i != x_j] (w_a k_a(i, j) + w_s k_s(i, j)), with
k_a = exp(-|dp|^2 / 2 s_a^2 - |dI|^2 / 2 s_b^2) and k_s = exp(-|dp|^2 / 2 s_s^2), each cut to a square window and
normalised symmetrically: k(i, j) / sqrt(n_i n_j) with n_i = sum_{j != i} k(i, j). The mean field's update (eq. 4) is
Q_i(l) ~ exp(-psi_i(l) + sum_{j != i} (w_a k_a + w_s k_s)(i, j) Q_j(l)).

T updates see T + 1 windows and no pixel more, so tiles with that halo give the bits of one pass: every pixel's sums are
added in one order, by operations whose result does not depend on how a compiler vectorizes them (no exp, no tanh).

All updates run at once, as waves over the rows: each follows the one before at the distance of a window. So the kernels
of some rows are held, not those of an image. Kernels are symmetric: half of the pairs serve all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..io.card_schema import MAX_CRF_HALO_PX
from ..runtime.compilation import njit

_TABLE_SIZE, _PER_UNIT = 8192, 1024  # exp(-x) for x = 0..8 in these steps, 0 beyond: within 5e-4
_FAR = np.float32(1e6)  # the values of an unknown pixel: like no other's


@dataclass(frozen=True)
class CrfSettings:
    """What a truncated CRF has to know.

    image_weight, reach_px, tolerance: w_a, s_a and s_b of the kernel that the image guides; the tolerance is in the
    image's scaled units, of which a band's range has about four. smoothing_weight, smoothing_px: w_s and s_s of the
    kernel that looks at positions only. radius_px: windows are 2 radius_px + 1 taps wide, `dilation` px apart.
    iterations: T. Raises EoDeepError for one that sees more than MAX_CRF_HALO_PX.
    """

    image_weight: float = 4.0
    reach_px: float = 8.0
    tolerance: float = 0.15
    smoothing_weight: float = 2.0
    smoothing_px: float = 1.0
    radius_px: int = 5
    dilation: int = 1
    iterations: int = 5

    def __post_init__(self) -> None:
        if self.halo_px > MAX_CRF_HALO_PX:
            raise EoDeepError(f"A CRF with a radius of {self.radius_px} px, a dilation of {self.dilation} and "
                              f"{self.iterations} iterations sees {self.halo_px} px; at most {MAX_CRF_HALO_PX} px are "
                              "possible.")  # fmt: skip

    @property
    def window_px(self) -> int:
        """How far a pixel sees in one update."""
        return self.radius_px * self.dilation

    @property
    def halo_px(self) -> int:
        """How far a pixel sees in all: T updates, and the normaliser of the farthest neighbour."""
        return (self.iterations + 1) * self.window_px


def refine(scores: np.ndarray, image: np.ndarray, known: np.ndarray, settings: CrfSettings) -> np.ndarray:
    """The scores after all updates of the mean field.

    Parameters
    ----------
    scores : (1, H, W) float32, the log-odds of the second class of two, or (K, H, W), log-probabilities up to a
        constant.
    image : (C, H, W) float32
        Scaled.
    known : (H, W) bool
        Which pixels have scores and an image; the others send no message, and keep their scores.
    settings : CrfSettings

    Returns
    -------
    (1, H, W) or (K, H, W) float32
        Log-odds, or log-probabilities up to a constant.
    """
    window, radius = settings.window_px, settings.radius_px
    scale = np.float32(math.sqrt(_PER_UNIT / 2) / settings.tolerance)
    guide = np.full((len(image), image.shape[1], image.shape[2] + 2 * window), _FAR, np.float32)
    np.multiply(image, scale, out=guide[:, :, window : window + image.shape[2]], where=known)
    taps = [(dy, dx) for dy in range(radius + 1) for dx in range(-radius, radius + 1) if dy > 0 or dx > 0]
    offsets = np.array(taps, np.int64) * settings.dilation
    near = np.exp(-(offsets**2).sum(axis=1) / (2 * settings.reach_px**2)).astype(np.float32)
    table = np.exp(-(np.arange(_TABLE_SIZE) + 0.5) / _PER_UNIT).astype(np.float32)
    table[-1] = 0
    ends = min(window, math.ceil(3 * settings.smoothing_px))
    taps_s = np.exp(-(np.arange(-ends, ends + 1) ** 2) / (2 * settings.smoothing_px**2)).astype(np.float32)
    result = np.array(scores, np.float32)
    _run_waves(np.ascontiguousarray(scores, np.float32), guide, known, offsets, near, table, taps_s,
               _normalise(known, taps_s), np.float32(settings.image_weight), np.float32(settings.smoothing_weight),
               window, settings.iterations, result)
    return result


def _normalise(known: np.ndarray, taps: np.ndarray) -> np.ndarray:
    """1 / sqrt(n_i) of the kernel of positions, (H, W) float32, 0 where not known or alone."""
    weight = known.astype(np.float32)
    total, ends = weight, len(taps) // 2
    for axis in (0, 1):
        padded = np.pad(total, [(ends, ends) if each == axis else (0, 0) for each in (0, 1)])
        total = np.zeros_like(weight)
        for shift, tap in enumerate(taps):
            total += tap * (padded[shift : shift + len(weight)] if axis == 0 else
                            padded[:, shift : shift + weight.shape[1]])
    total -= weight
    return np.where(known & (total > 1e-6), 1 / np.sqrt(np.maximum(total, np.float32(1e-6))), np.float32(0))


@njit(cache=True, nogil=True)
def _run_waves(scores, guide, known, offsets, near, table, taps_s, norm_s, w_a, w_s, window, iterations,
               result):  # pragma: no cover - compiled
    """Each step takes one more row in, and each update one row on, `window` rows behind the update before it."""
    classes, height, width = scores.shape
    wide, left, right = width + 2 * window, window, window + width
    # Rings of rows: a row's place is its number modulo their length, which is how long it is needed.
    kernel = np.zeros(((iterations + 1) * window + 1, len(offsets), width), np.float32)
    norm = np.zeros((len(kernel), wide), np.float32)  # n_i of k_a, and when that is whole 1 / sqrt(n_i)
    # By update: Q / sqrt(n) of both kernels, the sums over k_a, and the sums along the rows over k_s.
    shape = (iterations, classes, window + 1, wide)
    sent, received, sent_s = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    along = np.zeros((iterations, classes, 2 * window + 1, wide), np.float32)
    scored, chances = np.zeros((classes, width), np.float32), np.zeros((classes, width), np.float32)
    for step in range(height + iterations * window):
        if step < height:
            norm[(step + window) % len(norm)] = 0
            for tap in range(len(offsets)):
                below, start = step + offsets[tap, 0], window + offsets[tap, 1]
                if below < height:
                    row = kernel[step % len(kernel), tap]
                    _compare(guide[:, step, left:right], guide[:, below, start : start + width], table, near[tap], row)
                    _add(norm[step % len(norm), left:right], row)
                    _add(norm[below % len(norm), start : start + width], row)
            _invert(norm[step % len(norm), left:right], known[step])
        for turn in range(-1, iterations):
            y = step - (turn + 1) * window
            if y < 0 or y >= height:
                continue
            if turn < 0:
                scored[:] = scores[:, y]
            else:
                _pass(kernel[y % len(kernel)], offsets, sent[turn], received[turn], y, window, height, width)
                for label in range(classes):
                    sums = received[turn, label, y % (window + 1)]
                    _combine(scored[label], scores[label, y], sums[left:right], norm[y % len(norm), left:right], w_a)
                    sums[:] = 0
                    _smooth(scored[label], along[turn, label], sent_s[turn, label, y % (window + 1), left:right],
                            norm_s[y], taps_s, w_s, y, window, height)
            if turn + 1 == iterations:
                result[:, y] = scored
                continue
            _expect(scored, chances)
            for label in range(classes):
                place = y % (window + 1)
                _multiply(sent[turn + 1, label, place, left:right], chances[label], norm[y % len(norm), left:right])
                _multiply(sent_s[turn + 1, label, place, left:right], chances[label], norm_s[y])
                row = along[turn + 1, label, y % (2 * window + 1), left:right]
                row[:] = 0
                for shift in range(len(taps_s)):
                    start = left + shift - len(taps_s) // 2
                    _add_times(row, sent_s[turn + 1, label, place, start : start + width], taps_s[shift])


@njit(cache=True, nogil=True)
def _compare(one, other, table, near, kernel):  # pragma: no cover - compiled
    """k_a of pairs of pixels (C, n), `near` for their distance on the ground."""
    kernel[:] = 0
    for band in range(len(one)):
        _add_square(kernel, one[band], other[band])
    for x in range(len(kernel)):
        kernel[x] = near * table[np.uint32(min(kernel[x], np.float32(len(table) - 1)))]


@njit(cache=True, nogil=True)
def _add_square(total, one, other):  # pragma: no cover - compiled
    for x in range(len(total)):
        difference = one[x] - other[x]
        total[x] += difference * difference


@njit(cache=True, nogil=True)
def _add(total, row):  # pragma: no cover - compiled
    for x in range(len(total)):
        total[x] += row[x]


@njit(cache=True, nogil=True)
def _add_times(total, row, factor):  # pragma: no cover - compiled
    for x in range(len(total)):
        total[x] += factor * row[x]


@njit(cache=True, nogil=True)
def _add_product(total, one, other):  # pragma: no cover - compiled
    for x in range(len(total)):
        total[x] += one[x] * other[x]


@njit(cache=True, nogil=True)
def _multiply(product, one, other):  # pragma: no cover - compiled
    for x in range(len(product)):
        product[x] = one[x] * other[x]


@njit(cache=True, nogil=True)
def _invert(norm, known):  # pragma: no cover - compiled
    """1 / sqrt of sums of kernels, 0 for pixels that are unknown or alone."""
    for x in range(len(norm)):
        norm[x] = np.float32(1) / np.sqrt(norm[x]) if known[x] and norm[x] > np.float32(1e-6) else np.float32(0)


@njit(cache=True, nogil=True)
def _pass(kernel, offsets, sent, received, y, window, height, width):  # pragma: no cover - compiled
    """Messages of row y and the rows below to each other: all kernels of the row, both ways."""
    left, right, depth = window, window + width, window + 1
    for tap in range(len(offsets)):
        below, start = y + offsets[tap, 0], window + offsets[tap, 1]
        if below < height:
            for label in range(len(sent)):
                _add_product(received[label, y % depth, left:right], kernel[tap],
                             sent[label, below % depth, start : start + width])
                _add_product(received[label, below % depth, start : start + width], kernel[tap],
                             sent[label, y % depth, left:right])


@njit(cache=True, nogil=True)
def _combine(scored, scores, sums, norm, weight):  # pragma: no cover - compiled
    for x in range(len(scored)):
        scored[x] = scores[x] + weight * (sums[x] * norm[x])


@njit(cache=True, nogil=True)
def _smooth(scored, along, own, norm, taps, weight, y, window, height):  # pragma: no cover - compiled
    """Add the messages of the kernel of positions: sums down the columns of the sums along the rows, less the own."""
    width, ends = len(scored), len(taps) // 2
    sums = np.zeros(width, np.float32)
    for shift in range(len(taps)):
        row = y + shift - ends
        if 0 <= row < height:
            _add_times(sums, along[row % (2 * window + 1), window : window + width], taps[shift])
    for x in range(width):
        scored[x] += weight * ((sums[x] - own[x]) * norm[x])


@njit(cache=True, nogil=True)
def _expect(scores, chances):  # pragma: no cover - compiled
    """Q of log-probabilities (K, n); of log-odds (1, n) the difference of both classes' Q."""
    if len(scores) == 1:
        for x in range(scores.shape[1]):
            chances[0, x] = _tanh(np.float32(0.5) * scores[0, x])
        return
    for x in range(scores.shape[1]):
        highest = scores[0, x]
        for label in range(1, len(scores)):
            highest = max(highest, scores[label, x])
        total = np.float32(0)
        for label in range(len(scores)):
            half = _tanh(np.float32(0.5) * (scores[label, x] - highest))
            chances[label, x] = (np.float32(1) + half) / (np.float32(1) - half)  # exp
            total += chances[label, x]
        for label in range(len(scores)):
            chances[label, x] /= total


@njit(cache=True, nogil=True)
def _tanh(x):  # pragma: no cover - compiled
    """tanh to 1e-6 by a rational function (Eigen's), so that no library's version decides the last bit."""
    x = max(np.float32(-7.9), min(np.float32(7.9), x))
    square = x * x
    over = square * np.float32(-2.76076847742355e-16) + np.float32(2.00018790482477e-13)
    over = square * over + np.float32(-8.60467152213735e-11)
    over = square * over + np.float32(5.12229709037114e-08)
    over = square * over + np.float32(1.48572235717979e-05)
    over = square * over + np.float32(6.37261928875436e-04)
    over = x * (square * over + np.float32(4.89352455891786e-03))
    under = square * np.float32(1.19825839466702e-06) + np.float32(1.18534705686654e-04)
    under = square * under + np.float32(2.26843463243900e-03)
    return over / (square * under + np.float32(4.89352518554385e-03))
