"""The best of a map of scores, one after the other, each at a distance from those before."""

from __future__ import annotations

import math

import numpy as np

_BLOCK = 256


class Ranking:
    """Takes the highest scores (H, W) float32 in turn; NaN is none. The array is changed: what is taken becomes NaN."""

    def __init__(self, scores: np.ndarray):
        self._scores = scores
        self._shape = tuple(-(-side // _BLOCK) for side in scores.shape)
        self._highest = np.full(self._shape, -np.inf, np.float32)
        self._measure(0, 0, *scores.shape)

    def take(self) -> tuple[float, int, int] | None:
        """The highest score that is left with its row and column, of equal ones the first; None where none is left."""
        block = int(self._highest.argmax())
        row, column = divmod(block, self._shape[1])
        if self._highest[row, column] == -np.inf:
            return None
        part = self._scores[row * _BLOCK : (row + 1) * _BLOCK, column * _BLOCK : (column + 1) * _BLOCK]
        inner = divmod(int(np.nanargmax(part)), part.shape[1])
        return float(part[inner]), row * _BLOCK + inner[0], column * _BLOCK + inner[1]

    def clear(self, row: float, column: float, radius: tuple[float, float]) -> None:
        """Leave out what is within a radius (rows, columns) of a place, and at least the place itself."""
        down, across = (max(each, 0.5) for each in radius)
        top, bottom = max(0, math.ceil(row - down)), min(self._scores.shape[0] - 1, math.floor(row + down))
        left, right = max(0, math.ceil(column - across)), min(self._scores.shape[1] - 1, math.floor(column + across))
        if top > bottom or left > right:
            return
        rows, columns = np.arange(top, bottom + 1)[:, None], np.arange(left, right + 1)
        near = ((rows - row) / down) ** 2 + ((columns - column) / across) ** 2 <= 1
        self._scores[top : bottom + 1, left : right + 1][near] = np.nan
        self._measure(top, left, bottom + 1, right + 1)

    def _measure(self, top: int, left: int, bottom: int, right: int) -> None:
        """Find the highest score of each block between these rows and columns."""
        for row in range(top // _BLOCK, -(-bottom // _BLOCK)):
            for column in range(left // _BLOCK, -(-right // _BLOCK)):
                part = self._scores[row * _BLOCK : (row + 1) * _BLOCK, column * _BLOCK : (column + 1) * _BLOCK]
                self._highest[row, column] = np.fmax.reduce(part, axis=None, initial=-np.inf)
