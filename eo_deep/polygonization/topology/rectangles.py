"""Many rectangles of grid cells at once: which cells they cover, and how many marked cells each holds.

Both take time that grows with the number of rectangles and of cells, whatever the rectangles' sizes: by a difference
array, and by its inverse, a summed-area table (Crow 1984).
"""

from __future__ import annotations

import numpy as np


def mark_rectangles(first: np.ndarray, last: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """(rows, columns) bool: the cells that at least one rectangle covers.

    first, last: (N, 2) integers, column and row of each rectangle's first and last cell, all within the grid.
    """
    changes = np.zeros((rows + 1, columns + 1), np.int64)  # of the number of rectangles, along both axes
    beyond = last + 1
    np.add.at(changes, (first[:, 1], first[:, 0]), 1)
    np.add.at(changes, (first[:, 1], beyond[:, 0]), -1)
    np.add.at(changes, (beyond[:, 1], first[:, 0]), -1)
    np.add.at(changes, (beyond[:, 1], beyond[:, 0]), 1)
    return (changes.cumsum(0).cumsum(1) > 0)[:-1, :-1]


def count_in_rectangles(marked: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """(N,) int64: how many marked cells each rectangle holds.

    marked: (rows, columns) bool. first, last: as in `mark_rectangles`; they may reach beyond the grid.
    """
    rows, columns = marked.shape
    before = np.zeros((rows + 1, columns + 1), np.int64)  # marked cells above and left of each corner of cells
    before[1:, 1:] = marked.cumsum(0, np.int64).cumsum(1)
    left, top = np.clip(first, 0, [columns, rows]).T
    right, bottom = np.clip(last + 1, 0, [columns, rows]).T
    right, bottom = np.maximum(right, left), np.maximum(bottom, top)
    return before[bottom, right] - before[top, right] - before[bottom, left] + before[top, left]
