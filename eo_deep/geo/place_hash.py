"""A number for each pixel, as good as random, that depends on its place and a seed alone: on no tile or thread."""

from __future__ import annotations

import numpy as np

from ..runtime.compilation import njit

_SPREAD, _FIRST, _SECOND = (
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
_ROW_SHIFT, _SHIFTS = np.uint64(32), (np.uint64(30), np.uint64(27), np.uint64(31))
_FIRST_SHIFT, _SECOND_SHIFT, _THIRD_SHIFT = _SHIFTS


@njit(cache=True, nogil=True)
def mix(number: np.uint64) -> np.uint64:
    """A bijection of 64 bits without visible order (splitmix64, Steele et al. 2014)."""
    number = number + _SPREAD
    number = (number ^ (number >> _FIRST_SHIFT)) * _FIRST
    number = (number ^ (number >> _SECOND_SHIFT)) * _SECOND
    return number ^ (number >> _THIRD_SHIFT)


@njit(cache=True, nogil=True)
def hash_pixel(salt: np.uint64, row: int, column: int) -> np.uint64:
    """The hash of a pixel; no two pixels of an image have the same."""
    return mix(salt ^ ((np.uint64(row) << _ROW_SHIFT) | np.uint64(column)))


@njit(cache=True, nogil=True)
def hash_pixels(salt: np.uint64, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The hashes (N,) uint64 of pixels."""
    hashes = np.empty(len(rows), np.uint64)
    for number in range(len(rows)):
        hashes[number] = hash_pixel(salt, rows[number], columns[number])
    return hashes


def make_salt(seed: int, image: int) -> np.uint64:
    """What tells apart seeds and images in `hash_pixel`."""
    return np.uint64(mix(mix(np.uint64(seed % 2**64)) ^ np.uint64(image)))
