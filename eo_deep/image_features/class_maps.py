"""Maps of the classes of cells, on the pixels of the image."""

from __future__ import annotations

import colorsys
import math
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import rasterio.features
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.raster import RasterSource
from ..io.raster_writer import RasterWriter
from ..io.styles import PALETTE, ramp_style
from ..progress import Progress
from ..runtime.threads import map_in_order
from .clusters import Clusters
from .feature_map import BandStatistics, FeatureMap, measure_bands
from .pixel_classes import HALO_PX, enlarge, guide

_BLOCK_PX = 512
_GOLDEN = (5**0.5 - 1) / 2
_FARTHEST = 3.0  # standard deviations, of the style
_OVERVIEW_PX = 1024


class Averaged:
    """A feature map's channels that describe places, each the mean over the known cells of a window."""

    def __init__(self, cells: FeatureMap, window_cells: int):
        self._cells, self._side = cells, window_cells

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (C, h, w) float32 of a window of cells, and which are known, (h, w) bool."""
        side, before = self._side, self._side // 2
        around = Window(window.col_off - before, window.row_off - before, window.width + side - 1,
                        window.height + side - 1)  # fmt: skip
        features, known = self._cells.read(around)
        features = self._cells.describe(features)
        if side == 1:
            return features, known
        height, width = int(window.height), int(window.width)
        features = features * known
        sums, count = _sum_windows(features, side), _sum_windows(known[None].astype(np.float32), side)
        here = known[before : before + height, before : before + width]
        return np.where(here, sums / np.maximum(count, 1), 0).astype(np.float32), here


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
    """The class of each pixel of an image, by the clusters of its cells."""

    def __init__(self, source: RasterSource, cells: FeatureMap, averaged: Averaged, clusters: Clusters):
        self._source, self._cells, self._averaged, self._clusters = source, cells, averaged, clusters
        self._scaling = measure_bands(source)
        self._weights = find_main_direction(source, self._scaling)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Position of the class (h, w) int64, distance from its centre (h, w) float32, which are valid (h, w) bool."""
        size = self._cells.cell_px
        if size == 1:
            features, valid = self._averaged.read(window)
            squares = self._clusters.measure(features)
            classes = squares.argmin(axis=0)
            return classes, np.sqrt(squares.min(axis=0)), valid
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
        pixels, valid = self._source.read(around)
        seen = np.tensordot(self._weights, self._scaling.scale(pixels), 1)
        guided = guide(values[:-2], seen, valid)
        inner = np.s_[HALO_PX : HALO_PX + height, HALO_PX : HALO_PX + width]
        weight = values[-1][inner]
        distance = values[-2][inner] / np.maximum(weight, 1e-6)
        return guided[(slice(None), *inner)].argmax(axis=0), distance, valid[inner] & (weight > 0)


def find_main_direction(source: RasterSource, scaling: BandStatistics) -> np.ndarray:
    """The weights (B,) of the bands' first principal component, with its largest weight positive."""
    pixels, valid = source.read_overview(_OVERVIEW_PX)
    values = scaling.scale(pixels)[:, valid].astype(np.float64)
    _, vectors = np.linalg.eigh(values @ values.T / max(valid.sum(), 1))
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


def write_maps(made: PixelClasses, grid: Grid, count: int, output: str | None, distance: str | None,
               min_area: float, folder: Path, progress: Progress) -> None:
    """Write the class map and the distances; regions below min_area (m2, or px without CRS) join their neighbours."""
    blocks = list(grid.blocks(_BLOCK_PX))
    least_px = math.ceil(min_area / math.prod(grid.ground_resolution_m or (1.0, 1.0)))
    with ExitStack() as files:
        classes = distances = kept = None
        if output:
            classes = files.enter_context(RasterWriter(output, grid, 1, "uint8", UNKNOWN, ["class"],
                                                       list_classes(count), progress=progress))  # fmt: skip
        if distance:
            style = ramp_style(1, [(0.0, "#fcfdbf", "0"), (_FARTHEST / 3, "#fc8961", "1 standard deviation"),
                                   (_FARTHEST, "#51127c", "3 or more")])  # fmt: skip
            distances = files.enter_context(RasterWriter(distance, grid, 1, "float32", math.nan, ["distance"],
                                                         style=style, progress=progress))  # fmt: skip
        if least_px > 1:
            kept = np.memmap(folder / "classes", np.uint8, "w+", shape=(grid.height, grid.width))
        for number, (block, (found, far, valid)) in enumerate(zip(blocks, map_in_order(made.read, blocks)), 1):
            values = np.where(valid, found + 1, UNKNOWN).astype(np.uint8)
            if kept is not None:
                kept[block.toslices()] = values
            elif classes:
                classes.write(values[None], block)
            if distances:
                distances.write(np.where(valid, far, np.float32(np.nan))[None].astype(np.float32), block)
            progress(number / len(blocks))
        if kept is not None and classes:
            known = np.asarray(kept) != UNKNOWN
            sieved = rasterio.features.sieve(np.asarray(kept), least_px, mask=known, connectivity=4)
            for block in blocks:
                part = np.where(known[block.toslices()], sieved[block.toslices()], UNKNOWN)
                classes.write(part[None].astype(np.uint8), block)
