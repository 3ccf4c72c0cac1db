"""Values beside nodata for networks that would see an edge there: each pixel takes those of its nearest valid ones."""

from __future__ import annotations

import numpy as np

from ..runtime.compilation import njit


def fill_gaps(values: np.ndarray, valid: np.ndarray, reach_px: int) -> None:
    """Fill, in place, what is up to reach_px pixels (along rows, columns and diagonals) beside valid pixels.

    In rings: pixels of a ring take the mean of those of their eight neighbours that are in the rings before it. So a
    value depends on nothing farther away than the nearest valid pixel, and tiles that reach so far agree bit by bit.

    values: (C, H, W) float32. valid: (H, W) bool.
    """
    rows, columns = np.nonzero(~valid)
    if len(rows) and len(rows) < valid.size:
        _fill(values, np.where(valid, 0, -1).astype(np.int32), rows, columns, reach_px)


@njit(cache=True, nogil=True)
def _fill(values, ring, rows, columns, reach_px):
    height, width = ring.shape
    for number in range(1, reach_px + 1):
        left = 0
        for place in range(len(rows)):
            row, column = rows[place], columns[place]
            count = 0
            for y in range(max(0, row - 1), min(height, row + 2)):
                for x in range(max(0, column - 1), min(width, column + 2)):
                    count += 0 <= ring[y, x] < number
            if count == 0:
                rows[left], columns[left] = row, column
                left += 1
                continue
            ring[row, column] = number
            for band in range(len(values)):
                total = 0.0
                for y in range(max(0, row - 1), min(height, row + 2)):
                    for x in range(max(0, column - 1), min(width, column + 2)):
                        if 0 <= ring[y, x] < number:
                            total += values[band, y, x]
                values[band, row, column] = total / count
        if left == 0 or left == len(rows):
            return
        rows, columns = rows[:left], columns[:left]
