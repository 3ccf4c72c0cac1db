"""How a grid is cut into parts, and where the blocks of a part's file lie in that of the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid


@dataclass(frozen=True)
class Layout:
    """How a grid is cut into parts: squares of part_px, row by row."""

    grid: Grid
    part_px: int

    @property
    def across(self) -> int:
        """How many parts lie in a row."""
        return math.ceil(self.grid.width / self.part_px)

    @property
    def count(self) -> int:
        """How many parts there are."""
        return self.across * math.ceil(self.grid.height / self.part_px)

    def find(self, window: Window) -> int:
        """The number of the part, from 0, in which a window lies."""
        return int(window.row_off) // self.part_px * self.across + int(window.col_off) // self.part_px

    def window(self, number: int) -> Window:
        """The pixels of a part."""
        row, column = (each * self.part_px for each in divmod(number, self.across))
        return Window(column, row, min(self.part_px, self.grid.width - column),
                      min(self.part_px, self.grid.height - row))

    def describe(self, number: int) -> str:
        """Where a part lies, in words."""
        window = self.window(number)
        return (f"Part {number} ({window.width:.0f} x {window.height:.0f} px from column {window.col_off:.0f}, row "
                f"{window.row_off:.0f})")  # fmt: skip

    def grid_of(self, number: int) -> Grid:
        """The grid of a part."""
        window = self.window(number)
        return Grid(self.grid.crs, self.grid.window_transform(window), int(window.width), int(window.height))

    def locate(self, window: Window) -> tuple[int, Window]:
        """In which part a window of the grid lies, and where in it."""
        number = self.find(window)
        part = self.window(number)
        left, top = window.col_off - part.col_off, window.row_off - part.row_off
        if left + window.width > part.width or top + window.height > part.height:
            raise ValueError(f"{window} lies in several parts of {self.part_px} px")
        return number, Window(left, top, window.width, window.height)

    def place_blocks(self, number: int, counts: Sequence[int], block_px: int) -> list[np.ndarray]:
        """Where the blocks of a part's images lie in the list of all blocks of the whole's images, (n,) int64 of each.

        counts: of the blocks of each image in the part, which lie plane by plane.
        """
        window, grid = self.window(number), self.grid
        left, top, width, height = (-(-int(each) // block_px) for each in window.flatten())
        across, down = -(-grid.width // block_px), -(-grid.height // block_px)
        places, before = [], 0
        for count in counts:
            planes = count // (width * height)
            plane, row, column = np.ogrid[:planes, top : top + height, left : left + width]
            places.append((before + (plane * down + row) * across + column).ravel())
            before += planes * across * down
        return places
