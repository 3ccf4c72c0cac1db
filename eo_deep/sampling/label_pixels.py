"""Which pixels of an image have a label, by features or by a class raster, and which of these can be samples.

A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it: polygon
by polygon, as the Orfeo ToolBox counts. What is read does not depend on how the image is cut into strips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import rasterio
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.rasterization import PolygonIndex
from ..io.class_values import is_raster, join_spellings, open_class_raster, read_values, to_classes
from ..io.files import identify_file
from ..io.names import name_of
from ..io.raster import RasterSource, cache_few_blocks, open_raster
from ..io.surroundings import bring_around
from ..io.vector import FEATURE, read_features
from ..io.vector_layer import VectorLayer, rasterize_area
from ..progress import Progress, silent
from ..runtime.threads import map_in_order

OBJECT = "object"
_STRIP_PX = 1 << 19
_MAX_BLOCK_ROWS = 1024
_READ_COLUMNS = 1024
_TESTED_AT_ONCE = 1 << 20


class State(IntEnum):
    """What a pixel is to the sampling."""

    NO_LABEL = 0
    USABLE = 1
    NODATA = 2
    SEVERAL_CLASSES = 3
    OUTSIDE_AREA = 4


@dataclass(frozen=True)
class Strip:
    """Some rows of an image, as a class raster labels them.

    values: (H, W), of any integer dtype. states: (H, W) uint8, of `State`.
    """

    window: Window
    values: np.ndarray
    states: np.ndarray


@dataclass(frozen=True)
class Entries:
    """Some rows of an image, as features label them: a pixel in several features may be there several times.

    rows, columns: (N,) int64 in the image. features: (N,) int64, numbers in the layer. states: (N,) uint8, of `State`.
    class_of: the class of each feature.
    """

    window: Window
    rows: np.ndarray
    columns: np.ndarray
    features: np.ndarray
    states: np.ndarray
    class_of: dict[int, int | str]

    def __len__(self) -> int:
        return len(self.rows)

    def select(self, chosen: np.ndarray) -> Entries:
        """The entries of a mask or an array of positions."""
        return replace(
            self, rows=self.rows[chosen], columns=self.columns[chosen], features=self.features[chosen],
            states=self.states[chosen],
        )  # fmt: skip


class FeatureLabels:
    """Polygons, lines and points of classes, as they lie in their file.

    Attributes
    ----------
    class_of : dict of int to (int or str)
        The class of each feature by its number. Features without a value are left out.
    """

    def __init__(self, path: str, class_field: str | None, progress: Progress = silent) -> None:
        self.path = path
        layer = read_features(path, [class_field] if class_field else [], progress)
        if not len(layer):
            raise EoDeepError(f"The labels '{path}' hold no feature.")
        numbers = layer.fields[FEATURE]
        if class_field is None:
            self.class_of: dict[int, int | str] = dict.fromkeys(numbers.tolist(), OBJECT)
        else:
            values = to_classes(layer.fields[class_field])
            known = np.array([value is not None for value in values])
            if not known.all():
                count, total = len(set(numbers[~known].tolist())), len(set(numbers.tolist()))
                lack = f"{count} of {total} features of '{name_of(path)}' have no value in '{class_field}'"
                if not known.any():
                    raise EoDeepError(f"{lack}; choose the field that holds the class.")
                progress.warning(f"{lack}; they are not used.")
            self.class_of = {
                number: value for number, value in zip(numbers.tolist(), values, strict=True) if value is not None
            }
            layer = layer.select(known)
        self.layer = VectorLayer(layer.geometries, {FEATURE: layer.fields[FEATURE]}, layer.crs)

    def rename(self, names: dict) -> None:
        """Give classes other names, {old: new}."""
        self.class_of = {number: names.get(value, value) for number, value in self.class_of.items()}

    def list_classes(self) -> list[int | str]:
        """The distinct classes."""
        return sorted(set(self.class_of.values()), key=class_order)

    def bring_to(self, grid: Grid) -> VectorLayer:
        """The features in pixels of a grid; those that do not touch it may be left out."""
        layer = self.layer
        areas = shapely.get_dimensions(layer.geometries) == 2
        polygons, others = bring_around(layer.select(areas), grid), _reproject(layer.select(~areas), grid)
        geometries = np.concatenate([polygons.geometries, others.geometries])
        numbers = np.concatenate([polygons.fields[FEATURE], others.fields[FEATURE]])
        to_pixels = ~grid.transform
        geometries = shapely.transform(geometries, lambda xy: np.column_stack(to_pixels * tuple(xy.T)))
        left, top, right, bottom = shapely.bounds(geometries).T
        near = (right >= 0) & (left < grid.width) & (bottom >= 0) & (top < grid.height)
        return VectorLayer(geometries[near], {FEATURE: numbers[near]})


class ClassRaster:
    """A raster of class values; its nodata have no label."""

    def __init__(self, path: str, progress: Progress = silent) -> None:
        self.path = path
        with open_class_raster(path, progress) as source:
            self.crs = source.grid.crs
            self.names = {int(entry["value"]): entry["name"] for entry in source.classes}
            self.colors = dict(source.colors)


def class_order(value: int | str) -> tuple[bool, int | str]:
    """The key by which classes are sorted: numbers, then texts."""
    return isinstance(value, str), value


def read_labels(path: str, class_field: str | None, progress: Progress = silent) -> FeatureLabels | ClassRaster:
    """The labels at a path: a class raster, or polygons, lines and points with a field of classes."""
    if not is_raster(path):
        return FeatureLabels(path, class_field, progress)
    if class_field:
        raise EoDeepError(
            f"Class field '{class_field}' was given, but the labels '{path}' are a raster, which has none."
        )
    return ClassRaster(path, progress)


def join_classes(labels: list[FeatureLabels | ClassRaster], progress: Progress = silent) -> None:
    """Make classes of feature labels that differ in spelling only one; all texts where one layer has texts."""
    layers = [each for each in labels if isinstance(each, FeatureLabels)]
    values = {value for each in layers for value in each.class_of.values()}
    if any(isinstance(value, str) for value in values):
        for each in layers:
            each.rename({value: str(value) for value in values})
        values = {str(value) for value in values}
    names = join_spellings(values, progress)
    for each in layers:
        each.rename(names)


class FeaturePixels:
    """The pixels of an image that features label; `read` gives them strip by strip, from any thread.

    placed: the features that touch the image, in its pixels.
    """

    def __init__(
        self, image: RasterSource, labels: FeatureLabels, area: VectorLayer | None, keep_overlaps: bool
    ) -> None:
        self.grid, self.class_of = image.grid, labels.class_of
        self._image, self._area, self._keep_overlaps = image, area, keep_overlaps
        self.placed = labels.bring_to(image.grid)
        numbers = self.placed.fields[FEATURE]
        kinds = shapely.get_dimensions(self.placed.geometries)
        self._plane = Grid(None, rasterio.Affine.identity(), image.grid.width, image.grid.height)
        self._polygons = [
            (PolygonIndex(self.placed.geometries[chosen]), numbers[chosen])
            for chosen in _separate(self.placed.geometries, np.flatnonzero(kinds == 2))
        ]
        self._others = self._find_others(kinds)
        order = sorted(set(self.class_of.values()), key=class_order)
        codes = {value: code for code, value in enumerate(order)}
        self._codes = np.full(max(self.class_of, default=0) + 1, -1)
        self._codes[list(self.class_of)] = [codes[value] for value in self.class_of.values()]

    def windows(self) -> Iterator[Window]:
        """The strips that hold labels."""
        bounds = shapely.bounds(self.placed.geometries)
        low, high = (bounds[:, 1].min(), bounds[:, 3].max()) if len(bounds) else (0, -1)
        for window in list_strips(self._image):
            if low <= window.row_off + window.height and window.row_off <= high:
                yield window

    def read(self, window: Window) -> Entries:
        """The labelled pixels of a strip."""
        first, last = np.searchsorted(self._others[0], [window.row_off, window.row_off + window.height])
        parts = [tuple(each[first:last] for each in self._others)]
        for index, numbers in self._polygons:
            burnt = index.rasterize(np.arange(1, len(numbers) + 1), self._plane, window, dtype="int32")
            rows, columns = np.nonzero(burnt)
            if len(rows):
                parts.append((rows + int(window.row_off), columns, numbers[burnt[rows, columns] - 1]))
        rows, columns, features = (np.concatenate(each) for each in zip(*parts))
        states = np.full(len(rows), State.USABLE, np.uint8)
        entries = Entries(window, rows, columns, features, states, self.class_of)
        if sum(len(part[0]) > 0 for part in parts) > 1 or last > first:
            entries = self._resolve_overlaps(entries)
        return self._judge(entries)

    def _resolve_overlaps(self, entries: Entries) -> Entries:
        """In row-major order; unless overlaps are kept, a pixel of one class is there once, of several is marked."""
        entries = entries.select(np.lexsort((entries.features, entries.columns, entries.rows)))
        if self._keep_overlaps:
            return entries
        pixels = entries.rows * self.grid.width + entries.columns
        starts = np.flatnonzero(np.concatenate([[True], pixels[1:] != pixels[:-1]]))
        codes = self._codes[entries.features]
        lowest, highest = np.minimum.reduceat(codes, starts), np.maximum.reduceat(codes, starts)
        lengths = np.diff(np.append(starts, len(pixels)))
        entries.states[np.repeat(lowest != highest, lengths)] = State.SEVERAL_CLASSES
        # Once for each class.
        order = np.lexsort((entries.features, codes, pixels))
        first = np.ones(len(order), bool)
        first[1:] = (pixels[order][1:] != pixels[order][:-1]) | (codes[order][1:] != codes[order][:-1])
        return entries.select(np.sort(order[first]))

    def _judge(self, entries: Entries) -> Entries:
        """With the states of pixels outside the area and of nodata."""
        if not len(entries):
            return entries
        rows = entries.rows - int(entries.window.row_off)
        labelled = np.zeros(self.grid.width, bool)
        labelled[entries.columns] = True
        valid = read_valid(self._image, entries.window, labelled)
        entries.states[~valid[rows, entries.columns]] = State.NODATA
        if self._area is not None:
            inside = rasterize_area(self._area, self.grid, entries.window)
            entries.states[~inside[rows, entries.columns]] = State.OUTSIDE_AREA
        return entries

    def locate(self, rows: np.ndarray, columns: np.ndarray, features: np.ndarray) -> np.ndarray:
        """Places (N, 2) in pixels of samples: of points their own, else the pixels' centres."""
        xy = np.column_stack([columns, rows]) + 0.5
        points = shapely.get_dimensions(self.placed.geometries) == 0
        if points.any():
            own = shapely.get_coordinates(self.placed.geometries[points])
            pixels = np.floor(own).astype(np.int64)
            numbers = self.placed.fields[FEATURE][points]
            places = {(int(y), int(x), int(n)): at for at, ((x, y), n) in enumerate(zip(pixels, numbers))}
            for sample, key in enumerate(zip(rows.tolist(), columns.tolist(), features.tolist(), strict=True)):
                if key in places:
                    xy[sample] = own[places[key]]
        return xy

    def _find_others(self, kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, columns and feature numbers of the pixels of lines and points, sorted by rows."""
        numbers = self.placed.fields[FEATURE]
        points = np.flatnonzero(kinds == 0)
        xy = shapely.get_coordinates(self.placed.geometries[points])
        found = [(np.floor(xy[:, 1]).astype(np.int64), np.floor(xy[:, 0]).astype(np.int64), numbers[points])]
        for position in np.flatnonzero(kinds == 1):
            rows, columns = find_touched(self.placed.geometries[position], self.grid.width, self.grid.height)
            found.append((rows, columns, np.full(len(rows), numbers[position])))
        rows, columns, features = (np.concatenate(each) for each in zip(*found))
        inside = (rows >= 0) & (rows < self.grid.height) & (columns >= 0) & (columns < self.grid.width)
        order = np.flatnonzero(inside)
        order = order[np.lexsort((features[order], columns[order], rows[order]))]
        return rows[order], columns[order], features[order]


class RasterPixels:
    """The pixels of an image that a class raster labels; `read` gives them strip by strip, from any thread."""

    def __init__(self, image: RasterSource, labels: ClassRaster, area: VectorLayer | None) -> None:
        self.path, self.grid, self._image, self._area = labels.path, image.grid, image, area
        self.is_image = identify_file(labels.path) == identify_file(image.path)
        self._source = open_raster(labels.path, [1])
        if not self._source.grid.facing(image.grid).matches(image.grid):
            self._source.close()
            self._source = open_raster(labels.path, [1], image.grid, "nearest")

    def windows(self) -> Iterator[Window]:
        """All strips."""
        yield from list_strips(self._source)

    def read(self, window: Window) -> Strip:
        """The labels of a strip."""
        values, labelled = read_values(self._source, window)
        states = labelled.view(np.uint8)
        if not self.is_image:
            valid = read_valid(self._image, window, np.any(labelled, axis=0))
            states[labelled & ~valid] = State.NODATA
        if self._area is not None:
            inside = rasterize_area(self._area, self.grid, window)
            states[(states > 0) & ~inside] = State.OUTSIDE_AREA
        return Strip(window, values, states)

    def close(self) -> None:
        """Close the file."""
        self._source.close()


def map_strips(
    pixels: FeaturePixels | RasterPixels, function: Callable[[Strip | Entries], Any], progress: Progress
) -> Iterator[Any]:
    """function(labels) of each strip of an image, in order, computed by threads."""
    windows = list(pixels.windows())
    with cache_few_blocks() if isinstance(pixels, RasterPixels) and pixels.is_image else nullcontext():
        for number, found in enumerate(map_in_order(lambda window: function(pixels.read(window)), windows), 1):
            yield found
            progress(number / len(windows))


def list_strips(source: RasterSource) -> Iterator[Window]:
    """Windows of whole rows, from the top, of a size that bounds the memory and reads no block often."""
    grid = source.grid
    height = max(_STRIP_PX // grid.width, min(source.block_height, _MAX_BLOCK_ROWS))
    for row in range(0, grid.height, height):
        yield Window(0, row, grid.width, min(height, grid.height - row))


def read_valid(image: RasterSource, window: Window, wanted: np.ndarray) -> np.ndarray:
    """Which pixels of a strip are valid, (H, W) bool, right in the columns `wanted`, (W,) bool: only these are read."""
    valid = np.zeros((int(window.height), int(window.width)), bool)
    for column in range(0, int(window.width), _READ_COLUMNS):
        places = np.flatnonzero(wanted[column : column + _READ_COLUMNS])
        if len(places):
            start, stop = column + int(places[0]), column + int(places[-1]) + 1
            part = Window(start, window.row_off, stop - start, window.height)
            valid[:, start:stop] = image.read(part)[1]
    return valid


def find_touched(line: shapely.Geometry, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns (N,) int64 of the pixels whose square a line in pixel coordinates meets."""
    line = shapely.segmentize(shapely.clip_by_rect(line, -1, -1, width + 1, height + 1), 1.0)
    xy = np.unique(np.floor(shapely.get_coordinates(line)).astype(np.int64), axis=0)
    # Every point of the line is within half a pixel of a vertex: nothing farther than a neighbour is met.
    steps = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1]), axis=-1).reshape(-1, 2)
    near = np.unique((xy[:, None] + steps).reshape(-1, 2), axis=0)
    shapely.prepare(line)
    met = [
        shapely.intersects(line, shapely.box(*part.T, *(part + 1).T))
        for part in np.split(near, range(_TESTED_AT_ONCE, len(near), _TESTED_AT_ONCE))
    ]
    columns, rows = near[np.concatenate(met)].T
    return rows, columns


def _reproject(layer: VectorLayer, grid: Grid) -> VectorLayer:
    """Lines and points in the CRS of a grid, by their vertices; those that it cannot hold are left out."""
    target = to_crs(grid.crs)
    if layer.crs is None or target is None or layer.crs == target or not len(layer):
        return layer
    moved = shapely.transform(layer.geometries, make_transform(layer.crs, target))
    finite = np.isfinite(shapely.bounds(moved)).all(axis=1)
    return replace(layer, geometries=moved, crs=target).select(finite)


def _separate(geometries: np.ndarray, chosen: np.ndarray) -> list[np.ndarray]:
    """Polygons in groups without overlaps, so that each group is burnt at once: positions, in ascending order."""
    polygons = geometries[chosen]
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    one, other = one[one < other], other[one < other]
    overlapping = ~shapely.touches(polygons[one], polygons[other])
    neighbours: dict[int, list[int]] = {}
    for low, high in zip(one[overlapping].tolist(), other[overlapping].tolist(), strict=True):
        neighbours.setdefault(high, []).append(low)
    group = np.zeros(len(polygons), int)
    for position in sorted(neighbours):
        taken = {int(group[each]) for each in neighbours[position]}
        group[position] = next(number for number in range(len(taken) + 1) if number not in taken)
    return [chosen[group == number] for number in range(group.max(initial=-1) + 1)]
