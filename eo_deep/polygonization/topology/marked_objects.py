"""Objects that are asked for one by one: each under a point, or in a box.

Both choose among the objects of the whole map, so an object has the same outline whether it is asked for or not, and
neither tiles nor threads show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import shapely
from rasterio.windows import Window, intersect, intersection

from ...geo.grid import Grid
from ...geo.rasterization import PolygonIndex, rasterize
from ...io.result_log import map_logged
from ...progress import Progress, silent
from .regions import Regions, label_regions
from .touching_objects import divide_between_points

ReadProbabilities = Callable[[Window], "np.ndarray | None"]


class Markers(Protocol):
    """What stands for one object each."""

    def choose(self, objects: Regions, read_probabilities: ReadProbabilities,
               progress: Progress = silent) -> tuple[Regions, np.ndarray]:
        """The objects that the markers stand for.

        objects: those of the map, which touch. read_probabilities: (K, h, w) float32 by class number of a window, 0..1.
        Returns all objects, and for each the number of its marker, -1 without one, (R,) int64.
        """


@dataclass(frozen=True)
class PointMarkers:
    """xy: (N, 2) int64 columns and rows of distinct pixels. An object with several points is divided between them, by a
    watershed that starts from their pixels."""

    xy: np.ndarray

    def choose(self, objects: Regions, read_probabilities: ReadProbabilities,
               progress: Progress = silent) -> tuple[Regions, np.ndarray]:
        """See `Markers.choose`."""
        objects = divide_between_points(objects, self.xy, read_probabilities, progress)
        region = objects.find_at(self.xy)
        marked = objects.region_class[region] > 0
        owner = np.full(len(objects.region_class), -1, np.int64)
        owner[region[marked]] = np.flatnonzero(marked)
        return objects, owner


@dataclass(frozen=True)
class BoxMarkers:
    """geometries: (N,) polygons, boxes as a rule, in the CRS of the grid. Each gets the object that fills most of its
    pixels, cut at its edge. A pixel in several boxes goes to the one whose middle is nearest, relative to its size."""

    geometries: np.ndarray
    grid: Grid

    def choose(self, objects: Regions, read_probabilities: ReadProbabilities,
               progress: Progress = silent) -> tuple[Regions, np.ndarray]:
        """See `Markers.choose`."""
        index, count = PolygonIndex(self.geometries), len(self.geometries)
        outlines = shapely.transform(self.geometries, lambda xy: np.column_stack(~self.grid.transform * tuple(xy.T)))
        bounds = shapely.bounds(outlines)
        chosen = self._find_largest(objects, index, bounds, progress.part(0, 0.5))

        def read(window: Window) -> np.ndarray:
            """Number of the box, or `count` + number of the object, of each pixel, (h, w) int32; -1 where nodata."""
            inside = objects.read(window)
            labels = np.where(inside > 0, count + inside, -1).astype(np.int32)
            nearest = np.full(inside.shape, np.inf)
            for box, part, rows, columns in self._draw(index, bounds, window):
                if not chosen[box]:
                    continue
                place = np.s_[int(part.row_off - window.row_off) :, int(part.col_off - window.col_off) :]
                here = inside[place][: len(rows), : len(columns)]
                distance = _measure_distance(bounds[box], rows, columns)
                near = nearest[place][: len(rows), : len(columns)]
                taken = self._burn(box, part) & (here == chosen[box]) & (distance < near)
                labels[place][: len(rows), : len(columns)][taken] = box
                near[taken] = distance[taken]
            return labels

        found = label_regions(read, objects.width, objects.height, progress.part(0.5, 1), objects.is_empty)
        label = np.maximum(found.region_class, 0)
        in_box = np.flatnonzero((found.region_class >= 0) & (label < count))
        largest = in_box[np.lexsort((-in_box, found.area_px[in_box]))]  # of equal ones the first comes last
        owner = np.full(len(label), -1, np.int64)
        by_box = np.full(count, -1, np.int64)
        by_box[label[largest]] = largest
        owner[by_box[by_box >= 0]] = np.flatnonzero(by_box >= 0)
        number = np.where(label < count, chosen[np.minimum(label, count - 1)], label - count)
        found.region_class[1:] = objects.region_class[number[1:]]
        return found, owner

    def _find_largest(self, objects: Regions, index: PolygonIndex, bounds: np.ndarray,
                      progress: Progress) -> np.ndarray:
        """The object of which each box holds most pixels, (N,) int64, 0 for a box without any."""

        def count(cell: int) -> list[np.ndarray]:
            """Rows of box, object and pixels, (P, 3)."""
            found = [np.zeros((0, 3), np.int64)]
            for box, part, _, _ in self._draw(index, bounds, objects.cell_window(cell)):
                inside = objects.read(part)[self._burn(box, part)]
                number, pixels = np.unique(inside[objects.region_class[inside] > 0], return_counts=True)
                found.append(np.column_stack([np.full(len(number), box), number, pixels]))
            return [np.concatenate(found)]

        cells, parts = objects.filled_cells.tolist(), [np.zeros((0, 3), np.int64)]
        for step, (part,) in enumerate(map_logged(count, cells), 1):
            parts.append(part)
            progress(step / len(cells))
        rows = np.concatenate(parts)
        key, place = np.unique(rows[:, 0] << 32 | rows[:, 1], return_inverse=True)
        pixels = np.bincount(place, rows[:, 2], len(key))
        order = np.lexsort((-key, pixels))  # of equal ones the first object comes last
        chosen = np.zeros(len(bounds), np.int64)
        chosen[key[order] >> 32] = key[order] & 0xFFFFFFFF
        return chosen

    def _draw(self, index: PolygonIndex, bounds: np.ndarray, window: Window):
        """Boxes in a window: number, the part of the window, and the centres of its rows and columns."""
        for box in index.find(self.grid, window).tolist():
            (left, top), (right, bottom) = np.floor(bounds[box, :2]), np.ceil(bounds[box, 2:])
            around = Window(left, top, right - left, bottom - top)
            if right > left and bottom > top and intersect(around, window):
                part = intersection(around, window)
                part = Window(*map(int, part.flatten()))
                yield (box, part, part.row_off + 0.5 + np.arange(part.height),
                       part.col_off + 0.5 + np.arange(part.width))  # fmt: skip

    def _burn(self, box: int, window: Window) -> np.ndarray:
        return rasterize(self.geometries[box : box + 1], 1, self.grid, window).astype(bool)


def _measure_distance(bounds: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Square distance of pixels from the middle of a box, relative to its sides, (h, w)."""
    (x0, y0), (x1, y1) = bounds[:2], bounds[2:]
    across, down = (columns - (x0 + x1) / 2) / (x1 - x0), (rows - (y0 + y1) / 2) / (y1 - y0)
    return across**2 + down[:, None] ** 2
