"""Objects that touch, told apart: regions of a class, divided where its probability dips.

Seeds are the 4-connected pixels of a region with a high probability of its class. From them the objects grow over the
region, a watershed by flooding (Meyer 1991) on 256 levels of probability, the highest first; on a level by rings of
4-neighbours; where two objects come to a pixel in the same ring, the one whose seed has its first pixel earlier, row by
row, gets it. A region is divided only if its seeds hold half of its area: a large roof of middling probability stays
whole.

Seeds are found over the whole raster. Objects grow cell by cell, each time over all the regions that reach into the
cell, as a whole where they lie within `_REACH_PX` of it. Larger regions are cut there for the cell: what is farther
away has no effect on it. The grid of cells belongs to the method, so neither threads nor the blocks of a file show.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from rasterio.windows import Window

from ...io.result_log import map_logged
from ...progress import Progress, silent
from ...runtime.compilation import njit
from .regions import Regions, label_regions

_CELL_PX, _REACH_PX = 1024, 1024
_MIN_SEED_SHARE = 0.5
_STRIP_PX = 256


def divide_touching(regions: Regions, read_probabilities: Callable[[Window], np.ndarray | None],
                    seed_threshold: float, min_seed_m2: float, measure_areas: Callable[[Regions], np.ndarray],
                    progress: Progress = silent) -> Regions:
    """Divide regions into the objects that touch in them.

    Parameters
    ----------
    regions : Regions
        Those of class 0 stay as they are.
    read_probabilities : callable
        (K, h, w) float32 probabilities by class number of a window, 0..1.
    seed_threshold : float
        Minimum probability of a seed's pixels, 0..1.
    min_seed_m2 : float
        Minimum area of a seed (m2).
    measure_areas : callable
        Areas (m2) of some regions, (R,) float64.
    progress : Progress

    Returns
    -------
    Regions
        Each object a region of its own; all the others as before.
    """
    def read_seeds(window: Window) -> np.ndarray:
        """The region of each pixel of high probability, -1 elsewhere."""
        inside = regions.read(window)
        inside[regions.region_class[inside] <= 0] = -1
        if (inside > 0).any():
            probability = _take_own(read_probabilities(window), regions.region_class[np.maximum(inside, 0)])
            inside[~(probability >= np.float32(seed_threshold))] = -1
        return inside

    seeds = label_regions(read_seeds, regions.width, regions.height, progress.part(0, 0.3), regions.is_empty)
    count = len(regions.region_class)
    region = np.where(measure_areas(seeds) >= min_seed_m2, np.maximum(seeds.region_class, 0), 0)
    in_seeds = np.bincount(region, seeds.area_px, count)
    divided = (np.bincount(region, minlength=count) > 1) & (in_seeds >= _MIN_SEED_SHARE * regions.area_px)
    divided[0] = False
    number = np.where(divided[region], count + np.arange(len(region)), 0).astype(np.int32)
    seeds.forget_sizes()
    growth = _Growth(regions, divided, lambda window: number[seeds.read(window)], read_probabilities)
    objects = growth.run(region, progress.part(0.3, 1))
    if objects is not regions:
        regions.forget_sizes()
    return objects


def divide_between_points(regions: Regions, points: np.ndarray,
                          read_probabilities: Callable[[Window], np.ndarray | None],
                          progress: Progress = silent) -> Regions:
    """Divide regions with several points between them, by the same growth: each point's pixel is a seed.

    points: (N, 2) column and row of distinct pixels in the raster. read_probabilities: see `divide_touching`.
    """
    region, count = regions.find_at(points), len(regions.region_class)
    divided = np.bincount(region, minlength=count) > 1
    divided[regions.region_class <= 0] = False
    number = np.where(divided[region], count + np.arange(len(region)), 0).astype(np.int32)

    def read_seeds(window: Window) -> np.ndarray:
        result = np.zeros((int(window.height), int(window.width)), np.int32)
        column, row = (points - [int(window.col_off), int(window.row_off)]).T
        here = (column >= 0) & (row >= 0) & (column < result.shape[1]) & (row < result.shape[0])
        result[row[here], column[here]] = number[here]
        return result

    return _Growth(regions, divided, read_seeds, read_probabilities).run(region, progress)


class _Growth:
    """The object that each pixel belongs to, grown when a window is asked for.

    divided: (R,) bool, the regions that are divided. read_seeds: R + number of the seed that each pixel of a window is
    in, 0 where in none, (h, w) int32.
    """

    def __init__(self, regions: Regions, divided: np.ndarray, read_seeds: Callable[[Window], np.ndarray],
                 read_probabilities: Callable[[Window], np.ndarray | None]):
        self._regions, self._divided, self._read_seeds = regions, divided, read_seeds
        self._read_probabilities = read_probabilities
        # Of each divided region the place of its bounds, which are one row.
        self._place = np.cumsum(divided, dtype=np.int32) - np.int32(1)
        self._bounds = np.zeros((0, 4), np.int32)

    def run(self, seed_region: np.ndarray, progress: Progress) -> Regions:
        """The objects as regions; the regions themselves where none is divided. seed_region: (S,) of each seed."""
        regions = self._regions
        if not self._divided.any():
            progress(1.0)
            return regions
        self._find_bounds(progress.part(0, 0.3))
        objects = label_regions(self._read, regions.width, regions.height, progress.part(0.3, 1), regions.is_empty)
        number_class = np.concatenate([regions.region_class, regions.region_class[seed_region]])
        objects.region_class[1:] = number_class[objects.region_class[1:]]
        return objects

    def _find_bounds(self, progress: Progress) -> None:
        """Find the bounding box of each divided region, for `_read`."""
        regions = self._regions
        bounds = np.full((int(self._divided.sum()), 4), [regions.width, regions.height, 0, 0], np.int32)

        def find(cell: int):
            window = regions.cell_window(cell)
            inside = regions.read_cell(cell)
            return _find_boxes(inside, self._divided, int(window.col_off), int(window.row_off))

        cells = regions.filled_cells.tolist()
        for step, (number, boxes) in enumerate(map_logged(find, cells), 1):
            boxes, place = boxes.astype(np.int32), self._place[number]
            np.minimum.at(bounds[:, :2], place, boxes[:, :2])
            np.maximum.at(bounds[:, 2:], place, boxes[:, 2:])
            progress(step / len(cells))
        self._bounds = bounds

    def _read(self, window: Window) -> np.ndarray:
        """Number of the object of each pixel of a window, (h, w) int32, -1 where nodata."""
        left, top = int(window.col_off), int(window.row_off)
        right, bottom = left + int(window.width), top + int(window.height)
        result = np.empty((bottom - top, right - left), np.int32)
        for row in range(top // _CELL_PX * _CELL_PX, bottom, _CELL_PX):
            for column in range(left // _CELL_PX * _CELL_PX, right, _CELL_PX):
                x0, y0 = max(left, column), max(top, row)
                x1, y1 = min(right, column + _CELL_PX), min(bottom, row + _CELL_PX)
                part = self._grow_cell(column, row)[y0 - row : y1 - row, x0 - column : x1 - column]
                result[y0 - top : y1 - top, x0 - left : x1 - left] = part
        return result

    def _grow_cell(self, column: int, row: int) -> np.ndarray:
        regions = self._regions
        width, height = min(_CELL_PX, regions.width - column), min(_CELL_PX, regions.height - row)
        result = regions.read(Window(column, row, width, height))
        present = np.unique(result)
        present = present[self._divided[present]]
        if len(present):
            bounds = self._bounds[self._place[present]]
            low = np.maximum(bounds[:, :2].min(axis=0), [column - _REACH_PX, row - _REACH_PX])
            high = np.minimum(bounds[:, 2:].max(axis=0),
                              [column + _CELL_PX + _REACH_PX, row + _CELL_PX + _REACH_PX])
            (left, top), (right, bottom) = np.maximum(low, 0).tolist(), high.tolist()
            around = Window(left, top, right - left, bottom - top)
            inside = regions.read(around)
            inside[~np.isin(inside, present)] = 0
            numbers = self._read_seeds(around)
            numbers[inside == 0] = 0
            grow(inside, self._read_levels(around, inside), numbers)
            y0, x0 = max(row, top), max(column, left)
            part = np.s_[y0 - top : row + height - top, x0 - left : column + width - left]
            grown = numbers[part]
            target = result[y0 - row : y0 - row + grown.shape[0], x0 - column : x0 - column + grown.shape[1]]
            np.copyto(target, grown, where=grown > 0)
        result[result == 0] = -1
        return result

    def _read_levels(self, window: Window, inside: np.ndarray) -> np.ndarray:
        """Probability of each pixel's class in steps of 1/255, (h, w) uint8."""
        levels = np.zeros(inside.shape, np.uint8)
        for start in range(0, inside.shape[0], _STRIP_PX):
            strip = inside[start : start + _STRIP_PX]
            part = Window(window.col_off, window.row_off + start, window.width, strip.shape[0])
            own = _take_own(self._read_probabilities(part), self._regions.region_class[strip])
            levels[start : start + _STRIP_PX] = np.round(255 * np.clip(np.nan_to_num(own), 0, 1))
        return levels


def _take_own(probabilities: np.ndarray | None, number: np.ndarray) -> np.ndarray:
    """The probability (h, w) of each pixel's class, from those of all (K, h, w)."""
    assert probabilities is not None
    return np.take_along_axis(probabilities, np.maximum(number, 0)[None], axis=0)[0]


@njit(cache=True, nogil=True)
def _find_boxes(inside, wanted, column, row):  # pragma: no cover - compiled
    """Runs of wanted regions along the rows of a cell: (N,) region, (N, 4) left, top, right, bottom."""
    number, boxes = [np.int64(0)], [(0, 0, 0, 0)]
    for y in range(inside.shape[0]):
        x = 0
        while x < inside.shape[1]:
            start, region = x, inside[y, x]
            while x < inside.shape[1] and inside[y, x] == region:
                x += 1
            if wanted[region]:
                number.append(np.int64(region))
                boxes.append((column + start, row + y, column + x, row + y + 1))
    found = np.empty((len(number) - 1, 4), np.int64)
    for k in range(1, len(number)):
        for side in range(4):
            found[k - 1, side] = boxes[k][side]
    return np.array(number)[1:], found


@njit(cache=True, nogil=True)
def grow(inside, levels, numbers):  # pragma: no cover - compiled
    """Let seeds grow over the regions that they are in, in place.

    inside: (h, w) int32 regions, 0 where nothing grows. levels: (h, w) uint8, the highest first. numbers: (h, w) int32,
    those of the seeds, from 1; 0 elsewhere, and where no seed gets to.
    """
    height, width = inside.shape
    following = np.full(height * width, -2, np.int32)  # -2: in no list, -1: the last one of a list
    head = np.full(256, -1, np.int32)
    steps = ((-1, 0), (0, -1), (0, 1), (1, 0))
    for y in range(height):
        for x in range(width):
            if inside[y, x] > 0 and numbers[y, x] == 0:
                for dy, dx in steps:
                    j, i = y + dy, x + dx
                    if 0 <= j < height and 0 <= i < width and numbers[j, i] > 0 and inside[j, i] == inside[y, x]:
                        following[y * width + x] = head[levels[y, x]]
                        head[levels[y, x]] = y * width + x
                        break
    for level in range(255, -1, -1):
        while head[level] >= 0:
            ring = head[level]
            head[level] = -1
            pixel = ring
            while pixel >= 0:
                y, x = pixel // width, pixel % width
                best = 0
                for dy, dx in steps:
                    j, i = y + dy, x + dx
                    if 0 <= j < height and 0 <= i < width and inside[j, i] == inside[y, x]:
                        other = numbers[j, i]
                        if other > 0 and (best == 0 or other < best):
                            best = other
                numbers[y, x] = -best  # not to be seen by the others of the ring
                pixel = following[pixel]
            pixel = ring
            while pixel >= 0:
                y, x = pixel // width, pixel % width
                numbers[y, x] = -numbers[y, x]
                for dy, dx in steps:
                    j, i = y + dy, x + dx
                    if (0 <= j < height and 0 <= i < width and inside[j, i] == inside[y, x] and numbers[j, i] == 0
                            and following[j * width + i] == -2):
                        lower = levels[j, i] if levels[j, i] < level else level
                        following[j * width + i] = head[lower]
                        head[lower] = j * width + i
                pixel = following[pixel]
