"""Features of an image that need no training: means, deviations, detail and gradient orientations of cells of 8 px."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import uniform_filter

from ..runtime.compilation import njit

CELL_PX = 8
HALO_PX = 4 * CELL_PX  # how far a cell's features look around it
ORIENTATIONS = 8
DETAIL_PX = (3, 5, 9, 17)  # sides of the means between which detail is measured
KNOWN_SHARE = 0.75  # of a cell's pixels, for the cell to count
_LEAST = 0.02  # deviation and detail, in standard deviations of the bands, below which all is even
_NORM_CELLS = 5
_WEAKEST = 0.01  # gradients (standard deviations per px) far below this are noise, and are not raised to the others'


def name_features(bands: Sequence[str]) -> list[str]:
    """What the features of an image with these bands are called, in their order."""
    return ([f"mean {name}" for name in bands] + [f"deviation {name}" for name in bands]
            + [f"detail {side} px" for side in DETAIL_PX]
            + [f"orientation {180 * number // ORIENTATIONS} degrees" for number in range(ORIENTATIONS)])  # fmt: skip


def name_descriptions(bands: Sequence[str]) -> list[str]:
    """What the features of `describe_cells` are called, in their order."""
    return [*(f"mean {name}" for name in bands), *(f"logarithm of {name}" for name in name_features(bands)[len(bands) :
            -ORIENTATIONS]), "anisotropy"]  # fmt: skip


def describe_cells(features: np.ndarray) -> np.ndarray:
    """What hand features (2 B + 12, h, w) say of what a cell is made of, however it is turned, (2 B + 5, h, w).

    Means, logarithms of deviations and detail, and by how much one orientation is stronger than the others.
    """
    bands = (len(features) - len(DETAIL_PX) - ORIENTATIONS) // 2
    orientations = features[-ORIENTATIONS:]
    return np.concatenate([features[:bands], np.log(features[bands:-ORIENTATIONS] + np.float32(_LEAST)),
                           (orientations.max(axis=0) - orientations.min(axis=0))[None]])  # fmt: skip


def compute_features(pixels: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hand features of the cells of a window, without a margin of `HALO_PX` on each side, and which are known.

    - mean and deviation of each band in the cell;
    - detail: the mean absolute difference between the brightness (the mean of the bands) and its mean over 3 px, and
      between its means over 3 and 5 px, 5 and 9 px, 9 and 17 px;
    - orientation: the gradients of the band that changes most at a pixel, by their direction modulo 180 degrees, as in
      histograms of oriented gradients (Dalal and Triggs 2005), spread over the neighbouring cells by (1, 2, 1) / 4, and
      divided by their root of squares over 5 x 5 cells, so that contrast does not count.

    Parameters
    ----------
    pixels : ndarray, (B, H, W) float32
        In standard deviations of the bands, around 0; H and W are multiples of `CELL_PX`.
    known : ndarray, (H, W) bool
        A cell is known where three quarters of its pixels are.

    Returns
    -------
    features : ndarray, (2 B + 12, h, w) float32
        0 where not known.
    known : ndarray, (h, w) bool
    """
    pixels = np.where(known, pixels, np.float32(0))
    sums, squares, orientations, count = _sum_cells(pixels, known, CELL_PX)
    here = count >= KNOWN_SHARE * CELL_PX**2
    per_px = np.where(here, 1 / np.maximum(count, 1), 0)
    means = sums * per_px
    deviations = np.sqrt(np.maximum(squares * per_px - means**2, 0))
    detail = _measure_detail(pixels.mean(axis=0), known) * per_px
    orientations *= per_px
    orientations = _spread(orientations, 1) / np.maximum(_spread(here.astype(np.float64), 0), 0.25)
    energy = _sum_around((orientations**2).sum(axis=0)) / np.maximum(_sum_around(here.astype(np.float64)), 1)
    orientations = orientations / np.sqrt(energy + _WEAKEST**2)
    inner = np.s_[..., HALO_PX // CELL_PX : -(HALO_PX // CELL_PX), HALO_PX // CELL_PX : -(HALO_PX // CELL_PX)]
    features = np.concatenate([means, deviations, detail, orientations])[inner]
    here = here[inner]
    return np.where(here, features, 0).astype(np.float32), here


@njit(cache=True, nogil=True)
def _sum_cells(pixels, known, size):
    """Of each cell: sums and sums of squares (B, h, w), gradients by orientation (8, h, w), known pixels (h, w)."""
    bands, height, width = pixels.shape
    rows, columns = height // size, width // size
    sums, squares = np.zeros((bands, rows, columns)), np.zeros((bands, rows, columns))
    orientations, count = np.zeros((ORIENTATIONS, rows, columns)), np.zeros((rows, columns))
    for y in range(height):
        for x in range(width):
            if not known[y, x]:
                continue
            row, column = y // size, x // size
            count[row, column] += 1
            for band in range(bands):
                value = np.float64(pixels[band, y, x])
                sums[band, row, column] += value
                squares[band, row, column] += value * value
            if y == 0 or x == 0 or y == height - 1 or x == width - 1:
                continue
            if not (known[y - 1, x] and known[y + 1, x] and known[y, x - 1] and known[y, x + 1]):
                continue
            strongest, across, down = 0.0, 0.0, 0.0
            for band in range(bands):
                dx = np.float64(pixels[band, y, x + 1]) - np.float64(pixels[band, y, x - 1])
                dy = np.float64(pixels[band, y + 1, x]) - np.float64(pixels[band, y - 1, x])
                if dx * dx + dy * dy > strongest:
                    strongest, across, down = dx * dx + dy * dy, dx, dy
            if strongest > 0:
                place = (np.arctan2(down, across) / np.pi % 1.0) * ORIENTATIONS
                low = int(place) % ORIENTATIONS
                share = place - np.floor(place)
                strength = np.sqrt(strongest) / 2
                orientations[low, row, column] += (1 - share) * strength
                orientations[(low + 1) % ORIENTATIONS, row, column] += share * strength
    return sums, squares, orientations, count


def _measure_detail(brightness: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Sums over cells (4, h, w) of what the brightness (H, W) has between one scale and the next, at known pixels."""
    weights, values = known.astype(np.float64), brightness.astype(np.float64)
    height, width = known.shape
    finer, parts = values, []
    for side in DETAIL_PX:
        share = uniform_filter(weights, side, mode="constant")
        coarser = uniform_filter(values, side, mode="constant") / np.maximum(share, 1e-6)
        difference = np.abs(finer - coarser) * weights
        parts.append(difference.reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX).sum(axis=(1, 3)))
        finer = coarser
    return np.stack(parts)


def _spread(values: np.ndarray, first: int) -> np.ndarray:
    """Each cell spread over itself and its neighbours along both axes by (1, 2, 1) / 4; beyond the edge is 0."""
    for axis in (first, first + 1):
        padded = np.pad(values, [(1, 1) if each == axis else (0, 0) for each in range(values.ndim)])
        size = values.shape[axis]
        before, middle, after = (np.take(padded, np.arange(start, start + size), axis) for start in range(3))
        values = (before + 2 * middle + after) / 4
    return values


def _sum_around(values: np.ndarray) -> np.ndarray:
    """Sums (h, w) over 5 x 5 cells; beyond the edge is 0."""
    padded = np.pad(values, _NORM_CELLS // 2)
    height, width = values.shape
    rows, total = np.zeros((height, padded.shape[1])), np.zeros((height, width))
    for start in range(_NORM_CELLS):
        rows += padded[start : start + height]
    for start in range(_NORM_CELLS):
        total += rows[:, start : start + width]
    return total
