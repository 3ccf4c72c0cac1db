"""Maps of the classes of cells, on the pixels of the image."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable
from contextlib import ExitStack
from itertools import product
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..geo.measure import PixelSizes
from ..io.card_schema import UNKNOWN
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.styles import PALETTE, ramp_style
from ..io.vector_layer import VectorLayer, rasterize_area
from ..polygonization import label_regions, merge_small
from ..progress import Progress
from ..runtime.threads import map_in_order
from .clusters import Clusters
from .feature_map import FeatureMap
from .pixel_classes import HALO_PX, enlarge, guide
from .place_images import PlaceImages

_BLOCK_PX = 512
_GOLDEN = (5**0.5 - 1) / 2
_FARTHEST = 3.0  # standard deviations, of the style
_LEAST_SHARE = 0.25  # of a window's cells that must be known, for its evenness to be compared
_UNEVEN = 1e30


class Averaged:
    """A feature map's channels that describe places, each the mean over the known cells of a window.

    Of nine windows that hold a cell, in which it lies in a corner, in the middle of a side or in the middle, the
    evenest counts (Kuwahara et al. 1976). So cells beside an edge take the features of their own side of it, and edges
    do not become classes of their own.
    """

    def __init__(self, cells: FeatureMap, window_cells: int):
        self._cells, self._side = cells, window_cells

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (C, h, w) float32 of a window of cells, and which are known, (h, w) bool."""
        side, margin = self._side, self._side - 1
        around = Window(window.col_off - margin, window.row_off - margin, window.width + 2 * margin,
                        window.height + 2 * margin)  # fmt: skip
        features, known = self._cells.read(around)
        features = self._cells.describe(features)
        if side == 1:
            return features, known
        height, width = int(window.height), int(window.width)
        here = known[margin : margin + height, margin : margin + width]
        features = features * known
        count = np.maximum(_sum_windows(known[None].astype(np.float32), side), 1)
        means = _sum_windows(features, side) / count
        squares = _sum_windows((features.astype(np.float64) ** 2).sum(axis=0)[None], side) / count
        variance = np.where(count >= _LEAST_SHARE * side**2, squares - (means**2).sum(axis=0), _UNEVEN)[0]
        least, result = np.full((height, width), np.inf), np.zeros((len(features), height, width))
        places = dict.fromkeys((margin // 2, 0, margin))  # where a window begins; of even ones, the middle one counts
        for down, across in product(places, places):
            place = slice(down, down + height), slice(across, across + width)
            evener = variance[place] < least
            least[evener] = variance[place][evener]
            result[:, evener] = means[(slice(None), *place)][:, evener]
        return np.where(here, result, 0).astype(np.float32), here

    @property
    def window_px(self) -> int:
        """Side of the window."""
        return self._side * self._cells.cell_px

    def inside(self, area: VectorLayer | None) -> Callable[[Window], tuple[np.ndarray, np.ndarray]]:
        """The same with the cells outside of an area as not known."""

        def read(window: Window) -> tuple[np.ndarray, np.ndarray]:
            features, known = self.read(window)
            return features, known & rasterize_area(area, self._cells.grid, window)

        return read


def _sum_windows(values: np.ndarray, side: int) -> np.ndarray:
    """Sums over windows of side x side, (C, h - side + 1, w - side + 1), added in one order."""
    height, width = values.shape[1] - side + 1, values.shape[2] - side + 1
    rows = np.zeros((len(values), height, values.shape[2]), np.float64)
    for start in range(side):
        rows += values[:, start : start + height]
    total = np.zeros((len(values), height, width), np.float64)
    for start in range(side):
        total += rows[:, :, start : start + width]
    return total


class PixelClasses:
    """The class of each pixel of a place, by the clusters of its cells.

    area: polygons in the CRS of the place, outside of which nothing is classified; None: everywhere.
    """

    def __init__(self, cells: FeatureMap, averaged: Averaged, clusters: Clusters, area: VectorLayer | None = None):
        self.cells, self._averaged, self._clusters, self._area = cells, averaged, clusters, area
        self._weights = find_main_direction(cells.place)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Position of the class (h, w) int64, distance from its centre (h, w) float32, and how many dates show each
        pixel, 0 where it gets no class, (h, w) int64."""
        size = self.cells.cell_px
        inside = rasterize_area(self._area, self.cells.image, window)
        if size == 1:
            features, known = self._averaged.read(window)
            squares = self._clusters.measure(features)
            counts = self.cells.read_counted(window)[1]
            return squares.argmin(axis=0), np.sqrt(squares.min(axis=0)), np.where(known & inside, counts, 0)
        top, left, height, width = (int(side) for side in (window.row_off, window.col_off, window.height, window.width))
        around = Window(left - HALO_PX, top - HALO_PX, width + 2 * HALO_PX, height + 2 * HALO_PX)
        first = (around.row_off // size - 1, around.col_off // size - 1)
        last = (-(-(around.row_off + around.height) // size) + 1, -(-(around.col_off + around.width) // size) + 1)
        features, known = self._averaged.read(
            Window(first[1], first[0], last[1] - first[1], last[0] - first[0]))  # fmt: skip
        squares = self._clusters.measure(features)
        shares = np.exp(-(squares - squares.min(axis=0)) / max(self._clusters.spread, 1e-9)) * known
        shares /= np.maximum(shares.sum(axis=0), 1e-9)
        closeness = np.where(known, np.sqrt(squares.min(axis=0)), 0)
        values = np.concatenate([shares, closeness[None], known[None]]).astype(np.float32)
        around_shape = int(around.height), int(around.width)
        place = around.row_off - first[0] * size, around.col_off - first[1] * size
        values = enlarge(values, size, int(place[0]), int(place[1]), *around_shape)
        pixels, counts = self.cells.place.read_mean(around)
        guided = guide(values[:-2], np.tensordot(self._weights, pixels, 1), counts > 0)
        inner = np.s_[HALO_PX : HALO_PX + height, HALO_PX : HALO_PX + width]
        weight = values[-1][inner]
        distance = values[-2][inner] / np.maximum(weight, 1e-6)
        return guided[(slice(None), *inner)].argmax(axis=0), distance, \
            np.where((weight > 0) & inside, counts[inner], 0)  # fmt: skip


def find_main_direction(place: PlaceImages) -> np.ndarray:
    """The weights (B,) of the bands' first principal component, with its largest weight positive."""
    pixels, counts = place.read_mean_overview()
    values = pixels[:, counts > 0].astype(np.float64)
    _, vectors = np.linalg.eigh(values @ values.T / max(values.shape[1], 1))
    weights = vectors[:, -1]
    deviation = np.sqrt(max(float(((weights @ values) ** 2).mean()), 1e-12))
    return (weights * np.sign(weights[np.abs(weights).argmax()]) / deviation).astype(np.float32)


def list_classes(count: int) -> list[dict]:
    """Classes 1 to count with names and colours that differ."""
    colors = list(PALETTE[1:])
    for number in range(count - len(colors)):
        red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN % 1, 0.45 + 0.2 * (number % 2), 0.55)
        colors.append(f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}")
    return [{"value": value, "name": f"class {value}", "color": colors[value - 1]} for value in range(1, count + 1)]


def write_maps(made: PixelClasses, count: int, output: str | None, distance: str | None, min_area: float, folder: Path,
               progress: Progress) -> None:
    """Write the class map and the distances, with the number of dates where there are several; regions below min_area
    (m2, or px without CRS) join neighbours."""
    grid, has_dates = made.cells.image, len(made.cells.place.dates) > 1
    blocks = list(grid.blocks(_BLOCK_PX))
    is_merged = bool(output and min_area > 0)
    with ExitStack() as files:
        classes = distances = None
        if output:
            path = str(folder / "classes.tif") if is_merged else output
            classes = files.enter_context(_open_classes(path, grid, count, progress))
        if distance:
            style = ramp_style(1, [(0.0, "#fcfdbf", "0"), (_FARTHEST / 3, "#fc8961", "1 standard deviation"),
                                   (_FARTHEST, "#51127c", "3 or more")])  # fmt: skip
            names = ["distance", "dates"] if has_dates else ["distance"]
            distances = files.enter_context(RasterWriter(distance, grid, len(names), "float32", math.nan, names,
                                                         style=style, progress=progress))  # fmt: skip
        part = progress.part(0, 0.7) if is_merged else progress
        for number, (block, (found, far, dates)) in enumerate(zip(blocks, map_in_order(made.read, blocks)), 1):
            if classes:
                classes.write(np.where(dates > 0, found + 1, UNKNOWN).astype(np.uint8)[None], block)
            if distances:
                layers = np.stack([far, dates][: 1 + has_dates]).astype(np.float32)
                distances.write(np.where(dates > 0, layers, np.float32(np.nan)), block)
            part(number / len(blocks))
    if is_merged:
        assert output
        with open_raster(folder / "classes.tif") as source, _open_classes(output, grid, count, progress) as merged:
            _merge_small(source, min_area, merged, progress.part(0.7, 1))


def _open_classes(path: str, grid: Grid, count: int, progress: Progress) -> RasterWriter:
    return RasterWriter(path, grid, 1, "uint8", UNKNOWN, ["class"], list_classes(count), progress=progress)


def _merge_small(source: RasterSource, min_area: float, writer: RasterWriter, progress: Progress) -> None:
    """Write a class map whose regions below min_area have joined the neighbour with the longest common border, the
    smallest region first; those without neighbours stay."""

    def read(window: Window) -> np.ndarray:
        values = source.read(window, masked=False)[0][0].astype(np.int32)
        return np.where(values == UNKNOWN, -1, values)

    grid = source.grid
    regions = label_regions(read, grid.width, grid.height, progress.part(0, 0.3))
    area = regions.area_px * PixelSizes(grid).measure_area(np.maximum(regions.first, 0) // grid.width)
    merge_small(regions, area, min_area, 0, progress.part(0.3, 0.6))
    blocks, own = list(grid.blocks(_BLOCK_PX)), progress.part(0.6, 1)
    for number, block in enumerate(blocks, 1):
        there, merged = read(block), regions.region_class[regions.read(block)]
        values = np.where(merged < 0, there, merged)
        writer.write(np.where(values < 0, UNKNOWN, values).astype(np.uint8)[None], block)
        own(number / len(blocks))
