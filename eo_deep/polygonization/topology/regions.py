"""The regions of a class map of any size: 4-connected pixels of one class, numbered over the whole raster.

The raster is labelled cell by cell (Rosenfeld and Pfaltz 1966, with union-find): each cell alone, so that it can be
labelled again whenever a window is asked for and gives the same pieces; a table tells which region each piece belongs
to. Memory holds the table and the cells used last. Cells of nodata alone are not read again, and not at all where the
raster knows them to be empty. Regions are numbered by their first pixels, row by row: the size of the cells does not
show. Region 0 is nodata and what lies around the raster.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from rasterio.windows import Window

from ...errors import EoDeepError
from ...io.result_log import map_logged
from ...progress import Progress, silent
from ...runtime.compilation import njit
from ..union_find import find_root, find_roots, unite

CELL_PX = 1024
_KEPT_PX = 24_000_000
_MAX_PIECES = 2**31 - 1


class Regions:
    """Which region each pixel is in. `label_regions` makes it.

    region_class: (R,) int32 class number, -1 for region 0. area_px: (R,) int64. first: (R,) int64, position of each
    region's first pixel in the raster, row by row, ascending from region 1 on.
    """

    def __init__(self, read_labels: Callable[[Window], np.ndarray], width: int, height: int,
                 is_empty: Callable[[Window], bool]):
        self.width, self.height = width, height
        self._read_labels, self._is_known_empty = read_labels, is_empty
        self.cell_px = CELL_PX
        self.columns, self.rows = -(-width // CELL_PX), -(-height // CELL_PX)
        self._starts = np.zeros(self.columns * self.rows + 1, np.int64)
        self._kept: OrderedDict[int, np.ndarray | None] = OrderedDict()
        self._lock = threading.Lock()
        self.piece_region = np.zeros(0, np.int32)
        self.region_class = np.full(1, -1, np.int32)
        self.area_px = np.zeros(1, np.int64)
        self.first = np.full(1, -1, np.int64)

    @property
    def filled_cells(self) -> np.ndarray:
        """The cells that hold more than nodata, ascending."""
        return np.flatnonzero(np.diff(self._starts))

    def is_empty(self, window: Window) -> bool:
        """Whether the cells of a window, or what of it lies in the raster, hold nodata only."""
        size, filled = self.cell_px, np.diff(self._starts).reshape(self.rows, self.columns)
        rows, columns = (slice(max(0, int(start)) // size, max(0, -(-int(start + length) // size)))
                         for start, length in ((window.row_off, window.height), (window.col_off, window.width)))
        return not filled[rows, columns].any()

    def read(self, window: Window) -> np.ndarray:
        """Region of each pixel of a window, (h, w) int32; 0 where nodata and beyond the raster."""
        left, top = int(window.col_off), int(window.row_off)
        result = np.zeros((int(window.height), int(window.width)), np.int32)
        right, bottom = min(self.width, left + result.shape[1]), min(self.height, top + result.shape[0])
        size = self.cell_px
        for row in range(max(0, top) // size, -(-bottom // size)):
            for column in range(max(0, left) // size, -(-right // size)):
                cell = row * self.columns + column
                if self._starts[cell] == self._starts[cell + 1]:
                    continue
                inner = slice(max(0, top - row * size), bottom - row * size), \
                    slice(max(0, left - column * size), right - column * size)
                regions = self.read_cell(cell, inner)
                y, x = max(top, row * size) - top, max(left, column * size) - left
                result[y : y + regions.shape[0], x : x + regions.shape[1]] = regions
        return result

    def read_cell(self, cell: int, part: tuple[slice, slice] = np.s_[:, :]) -> np.ndarray:
        """Region of each pixel of a part of a cell, (h, w) int32."""
        start, stop = self._starts[cell : cell + 2]
        window = self.cell_window(cell)
        pieces = self._find_pieces(cell, window) if stop > start else None
        if pieces is None:
            region = self.piece_region[start] if stop > start else np.int32(0)
            return np.broadcast_to(region, (int(window.height), int(window.width)))[part]
        table = np.zeros(stop - start + 1, np.int32)
        table[1:] = self.piece_region[start:stop]
        return table[pieces[part]]

    def find_at(self, points: np.ndarray) -> np.ndarray:
        """Region of the pixels in columns and rows (N, 2) of the raster, (N,) int32."""
        found = np.zeros(len(points), np.int32)
        column, row = np.asarray(points).T // self.cell_px
        cells = row * self.columns + column
        for cell in np.unique(cells):
            here, window = cells == cell, self.cell_window(cell)
            x, y = (points[here] - [window.col_off, window.row_off]).T
            found[here] = self.read_cell(cell)[y, x]
        return found

    def cell_window(self, cell: int) -> Window:
        """The pixels of a cell."""
        row, column, size = cell // self.columns * self.cell_px, cell % self.columns * self.cell_px, self.cell_px
        return Window(column, row, min(size, self.width - column), min(size, self.height - row))

    def merge(self, root: np.ndarray, region_class: np.ndarray) -> None:
        """Make regions with the same root (R,), the smallest number among them, one region of class
        region_class[root]; those with root 0 count as nodata."""
        roots = np.unique(np.append(root, 0))
        number = np.searchsorted(roots, root).astype(np.int32)
        self.piece_region = number[self.piece_region]
        self.area_px = np.bincount(number, self.area_px, len(roots)).astype(np.int64)
        self.first, self.region_class = self.first[roots], region_class[roots].astype(np.int32)
        self.region_class[0] = -1

    def forget_sizes(self) -> None:
        """Free the tables of areas and first pixels, where only windows are still read."""
        self.area_px = self.first = np.zeros(0, np.int64)

    def _find_pieces(self, cell: int, window: Window) -> np.ndarray | None:
        """Numbers of the pieces of a cell, from 1, (h, w), 0 where nodata; None where all is one piece."""
        with self._lock:
            if cell in self._kept:
                self._kept.move_to_end(cell)
                return self._kept[cell]
        pieces, classes, _, _ = _label_pieces(self._read_labels(window))
        return self._keep(cell, pieces, len(classes))

    def _keep(self, cell: int, pieces: np.ndarray, count: int) -> np.ndarray | None:
        kept = None if count == 1 and pieces.min() == 1 else pieces.astype(np.uint16) if count < 1 << 16 else pieces
        with self._lock:
            self._kept[cell] = kept
            if len(self._kept) > max(4, _KEPT_PX // self.cell_px**2):
                self._kept.popitem(last=False)
        return kept

    def _label(self, progress: Progress) -> None:
        """Fill the tables, in one pass over the raster."""
        count = self.columns * self.rows
        classes, areas, firsts = [], [], []
        parent = np.zeros(1, np.int32)
        # Pieces and labels of the row of pixels over this row of cells, and of the column before this cell.
        above = before = np.zeros(0, np.int64), np.zeros(0, np.int32)

        def label(cell: int) -> list[np.ndarray]:
            """Of each piece its class, area and first pixel; pieces and labels along the cell's four sides."""
            window = self.cell_window(cell)
            if self._is_known_empty(window):
                shape = int(window.height), int(window.width)
                labels, pieces = np.broadcast_to(np.int32(-1), shape), np.broadcast_to(np.int32(0), shape)
                table = [np.zeros(0, kind) for kind in (np.int32, np.int64, np.int64)]
            else:
                labels = self._read_labels(window)
                pieces, *table = _label_pieces(labels)
            if len(table[0]):
                self._keep(cell, pieces, len(table[0]))
            sides = [array for side in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1])
                     for array in (pieces[side].astype(np.int64), labels[side].copy())]
            return [*table, *sides]

        below: list[tuple[np.ndarray, np.ndarray]] = []
        for cell, (piece_class, area, first, *sides) in enumerate(map_logged(label, range(count))):
            window, start = self.cell_window(cell), self._starts[cell]
            self._starts[cell + 1] = start + len(area)
            if self._starts[cell + 1] > _MAX_PIECES:
                raise EoDeepError(f"The raster has more than {_MAX_PIECES} regions; filter it first.")
            classes.append(piece_class)
            areas.append(area)
            firsts.append((first // int(window.width) + int(window.row_off)) * self.width
                          + first % int(window.width) + int(window.col_off))
            if self._starts[cell + 1] > len(parent):
                parent = np.resize(parent, max(2 * len(parent), int(self._starts[cell + 1])))
            parent[start : self._starts[cell + 1]] = np.arange(start, self._starts[cell + 1])
            top, bottom, left, right = [(pieces + start - 1, labels) for pieces, labels in zip(sides[::2], sides[1::2])]
            if cell % self.columns:
                _join(parent, before[0], before[1], *left)
            elif below:
                above = np.concatenate([p for p, _ in below]), np.concatenate([c for _, c in below])
                below = []
            if cell >= self.columns:
                span = slice(int(window.col_off), int(window.col_off) + int(window.width))
                _join(parent, above[0][span], above[1][span], *top)
            before = right
            below.append(bottom)
            progress((cell + 1) / count)
        root = find_roots(parent[: self._starts[-1]])
        self._number(root, np.concatenate(classes), np.concatenate(areas), np.concatenate(firsts))

    def _number(self, root: np.ndarray, piece_class: np.ndarray, area: np.ndarray, first: np.ndarray) -> None:
        """Number the regions by their first pixels, from the root of each piece."""
        region_first = np.full(len(root), np.iinfo(np.int64).max)
        np.minimum.at(region_first, root, first)
        roots = np.flatnonzero(root == np.arange(len(root)))
        roots = roots[np.argsort(region_first[roots], kind="stable")]
        number = np.zeros(len(root), np.int32)
        number[roots] = np.arange(1, len(roots) + 1)
        self.piece_region = number[root]
        self.region_class = np.concatenate([[-1], piece_class[roots]]).astype(np.int32)
        self.area_px = np.bincount(self.piece_region, area, len(roots) + 1).astype(np.int64)
        self.first = np.concatenate([[-1], region_first[roots]])


def label_regions(read_labels: Callable[[Window], np.ndarray], width: int, height: int,
                  progress: Progress = silent, is_empty: Callable[[Window], bool] = lambda window: False) -> Regions:
    """Find the regions of a class map of width x height px.

    read_labels: class numbers of a window, (h, w) int32, -1 where nodata; called from several threads. is_empty:
    whether a window is known to be nodata, so that it need not be read.
    """
    regions = Regions(read_labels, width, height, is_empty)
    regions._label(progress)
    return regions


@njit(cache=True, nogil=True)
def _label_pieces(labels):  # pragma: no cover - compiled
    """4-connected pieces of (h, w) labels: their numbers, from 1 row by row, 0 where the label is -1; per piece: label,
    pixels, position of the first."""
    height, width = labels.shape
    lowest, highest = labels.min(), labels.max()
    if lowest == highest:  # most of many maps
        count = 1 if lowest >= 0 else 0
        return np.full((height, width), count, np.int32), np.full(count, lowest, np.int32), \
            np.full(count, height * width, np.int64), np.zeros(count, np.int64)
    pieces = np.zeros((height, width), np.int32)
    parent = np.empty(height * width + 1, np.int32)
    count = 0
    for y in range(height):
        label, piece = -1, 0  # of the pixel before
        for x in range(width):
            over = pieces[y - 1, x] if y > 0 and labels[y - 1, x] == labels[y, x] else 0
            if labels[y, x] != label:
                label = labels[y, x]
                if label < 0:
                    piece = 0
                elif over > 0:
                    piece = over
                else:
                    count += 1
                    parent[count] = count
                    piece = count
            elif over != piece and over > 0:
                unite(parent, piece, over)
            pieces[y, x] = piece
    number = np.zeros(count + 1, np.int32)
    found = 0
    for piece in range(1, count + 1):
        if parent[piece] == piece:
            found += 1
            number[piece] = found
        else:
            number[piece] = number[find_root(parent, piece)]
    piece_class, area = np.empty(found, np.int32), np.zeros(found, np.int64)
    first = np.empty(found, np.int64)
    for y in range(height):
        x = 0
        while x < width:
            start, before = x, pieces[y, x]
            piece = number[before]
            while x < width and pieces[y, x] == before:
                pieces[y, x] = piece
                x += 1
            if piece > 0:
                if area[piece - 1] == 0:
                    piece_class[piece - 1] = labels[y, start]
                    first[piece - 1] = y * width + start
                area[piece - 1] += x - start
    return pieces, piece_class, area, first


@njit(cache=True, nogil=True)
def _join(parent, pieces, labels, other_pieces, other_labels):  # pragma: no cover - compiled
    """Join the pieces of the same label that face each other across a line between cells."""
    for i in range(len(labels)):
        if labels[i] >= 0 and labels[i] == other_labels[i]:
            unite(parent, pieces[i], other_pieces[i])
