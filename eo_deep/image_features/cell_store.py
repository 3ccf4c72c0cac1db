"""Features of all cells of a place in a file: the mean over its dates, read window by window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid


class CellStore:
    """Takes the features of each date block by block, each cell once for a date; gives their mean over the dates."""

    def __init__(self, grid: Grid, folder: Path):
        """grid: of the cells. folder: for the file."""
        self._path = folder / f"cells_{len(list(folder.iterdir()))}"
        self._counts = np.zeros((grid.height, grid.width), np.uint16)
        self._sums = np.zeros((0, grid.height, grid.width), np.float32)

    @property
    def count(self) -> int:
        """How many values a cell has; 0 where nothing was computed."""
        return len(self._sums)

    def add(self, features: np.ndarray, known: np.ndarray, window: Window) -> None:
        """Features (C, h, w) float32 of a window of cells at one date, and which are known, (h, w) bool."""
        if not self.count:
            self._sums = np.memmap(self._path, np.float32, "w+", shape=(len(features), *self._counts.shape))
        rows, columns = window.toslices()
        self._sums[:, rows, columns] += np.where(known, features, np.float32(0))
        self._counts[rows, columns] += known

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (C, h, w) float32 of a window of cells, which may reach beyond the grid, 0 where not known; and how
        many dates know each, (h, w) int64."""
        top, left, height, width = (int(side) for side in (window.row_off, window.col_off, window.height, window.width))
        features, counts = np.zeros((self.count, height, width), np.float32), np.zeros((height, width), np.int64)
        rows = slice(max(0, top), min(self._counts.shape[0], top + height))
        columns = slice(max(0, left), min(self._counts.shape[1], left + width))
        if rows.start < rows.stop and columns.start < columns.stop:
            here = self._counts[rows, columns]
            place = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
            features[(slice(None), *place)] = self._sums[:, rows, columns] / np.maximum(here, 1).astype(np.float32)
            counts[place] = here
        return features, counts

    def remove(self) -> None:
        """Remove the file."""
        self._sums = np.zeros((0, *self._counts.shape), np.float32)
        self._path.unlink(missing_ok=True)
