"""Noise of a procedural town that depends on the absolute place alone, so that windows fit seamlessly."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=4)
def make_noise_tables(seed: int) -> tuple[np.ndarray, ...]:
    """Three tables for smooth noise and two for single pixels whose periods have no common factor."""
    rng = np.random.default_rng([seed, 4])
    smooth = tuple(rng.uniform(-1, 1, (size, size)).astype(np.float32) for size in (512, 256, 128))
    return (*smooth, *(rng.standard_normal((size, size), dtype=np.float32) for size in (512, 509)))


def draw_pixel_noise(
    tables: tuple[np.ndarray, ...], row: int, column: int, shape: tuple[int, int], turn: int = 0
) -> np.ndarray:
    """Independent values of each pixel, standard normal, repeated only after 512 x 509 pixels."""
    total = np.zeros(shape, np.float32)
    for table in tables[3:]:
        size = len(table)
        rows, columns = (
            (np.arange(shape[0]) + row + 101 * turn) % size,
            (np.arange(shape[1]) + column + 57 * turn) % size,
        )
        total += table[rows][:, columns]
    return total * np.float32(math.sqrt(0.5))
