"""Labels of any kind, polygons or class rasters, as class indices on any window of any grid."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from rasterio.windows import Window
from scipy import ndimage

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.rasterization import rasterize
from ..io.card_schema import UNKNOWN
from ..io.class_names import same_name
from ..io.class_values import is_raster, join_spellings, list_class_values, open_class_raster, read_values, to_classes
from ..io.names import name_of
from ..io.raster import RasterSource, open_raster
from ..io.styles import PALETTE
from ..io.surroundings import bring_around
from ..io.vector import read_polygons
from ..io.vector_layer import VectorLayer, rasterize_area
from ..progress import Progress, silent
from .training_data import ClassLabel

_MAX_CLASSES = 200


def check_one_or_each(what: str, paths: Sequence[str], images: Sequence) -> None:
    """EoDeepError unless there is one of something for all images, or one for each. what: "labels layer"."""
    if len(paths) not in (1, len(images)):
        raise EoDeepError(f"Give one {what} for all images or one for each, got {len(paths)} for {len(images)} images.")


class PolygonLabels:
    """Polygons of classes; without a class field every polygon is of class 1, "object", on background 0.

    With a class field, pixels outside the polygons are `UNKNOWN`, unless an area states where the labels are complete:
    then they are background inside the area. Polygons without a value are `UNKNOWN`.
    """

    def __init__(self, path: str, class_field: str | None, progress: Progress = silent) -> None:
        self.path, self.class_field = path, class_field
        self._polygons = read_polygons(path, columns=[class_field] if class_field else [], progress=progress)
        if len(self._polygons) == 0:
            raise EoDeepError(f"The labels '{path}' hold no polygon.")
        if class_field is not None:
            values = to_classes(self._polygons.fields[class_field])
            if missing := values.count(None):
                name = name_of(path)
                lack = f"{missing} of {len(values)} polygons of '{name}' have no value in '{class_field}'"
                if missing == len(values):
                    raise EoDeepError(f"{lack}; choose the field that holds the class.")
                progress.warning(f"{lack}; their area is not used.")
            if fraction := find_fraction(self._polygons.fields[class_field]):
                progress.warning(
                    f"The class field '{class_field}' of '{name_of(path)}' holds numbers with decimals, such as "
                    f"{fraction}; each number is a class of its own."
                )
            self._polygons.fields[class_field] = np.array([None, *values], object)[1:]

    @property
    def extent(self) -> tuple:
        """(left, bottom, right, top) and CRS."""
        return shapely.total_bounds(self._polygons.geometries), self._polygons.crs

    def list_values(self) -> list:
        """The distinct values of the class field; empty without a class field."""
        if self.class_field is None:
            return []
        return sorted({value for value in self._polygons.fields[self.class_field] if value is not None}, key=str)

    def open(self, grid: Grid, index_of: dict, background: int) -> PolygonWindows:
        """Prepare the labels for windows of grids in the CRS of ``grid``; ``background`` may be `UNKNOWN`."""
        polygons = bring_around(self._polygons, grid)
        if self.class_field is None:
            return PolygonWindows(self.path, polygons, np.ones(len(polygons), np.uint8), background)
        values = [index_of.get(value, UNKNOWN) for value in polygons.fields[self.class_field]]
        return PolygonWindows(self.path, polygons, np.array(values, np.uint8), background)


class PolygonWindows:
    """Polygons in the CRS of one image, burnt window by window."""

    def __init__(self, path: str, polygons: VectorLayer, classes: np.ndarray, background: int) -> None:
        self.path = path
        self.index, self._classes, self._background = polygons.index, classes, background

    def read(self, grid: Grid, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Class indices (H, W) uint8 and object numbers (H, W) int32, 0 where there is no polygon."""
        numbers = np.arange(1, len(self._classes) + 1)
        objects = self.index.rasterize(numbers, grid, window, dtype="int32")
        classes = np.concatenate([[self._background], self._classes]).astype(np.uint8)[objects]
        return classes, objects

    def find(self, grid: Grid, window: Window) -> np.ndarray:
        """The polygons, (N,) shapely, whose bounds meet a window."""
        return self.index.geometries[self.index.find(grid, window)]

    def find_classes(self, grid: Grid, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """The same polygons with their class indices, (N,) uint8."""
        found = self.index.find(grid, window)
        return self.index.geometries[found], self._classes[found]

    def covers(self, grid: Grid) -> bool:
        """Whether any polygon meets the extent of ``grid``."""
        return len(self.index.find(grid)) > 0

    def count_contested(self, grid: Grid) -> tuple[int, int]:
        """How many pixels of a grid lie in polygons of several classes, of which the last counts, and in any."""
        if len(np.unique(self._classes)) < 2:
            return 0, 0
        last = self.index.rasterize(self._classes, grid, background=UNKNOWN)
        first = rasterize(self.index.geometries[::-1], self._classes[::-1], grid, background=UNKNOWN)
        known = (first != UNKNOWN) & (last != UNKNOWN)
        return int((first != last)[known].sum()), int(known.sum())


class RasterLabels:
    """A raster of class values; nodata becomes `UNKNOWN`."""

    def __init__(self, path: str, progress: Progress = silent) -> None:
        self.path = path
        with open_class_raster(path, progress) as source:
            self.extent = source.grid.bounds, source.grid.crs
            self.named = {int(c["value"]): c for c in source.classes}
            self._values = list_class_values(source, _MAX_CLASSES).tolist()
        if len(self._values) > _MAX_CLASSES:
            raise EoDeepError(f"The labels '{path}' hold more than {_MAX_CLASSES} classes, the maximum of a map.")

    def list_values(self) -> list[int]:
        """The distinct values."""
        return self._values

    def open(self, grid: Grid, index_of: dict, background: int) -> RasterWindows:
        """Prepare the labels for windows of grids in the CRS of ``grid``."""
        return RasterWindows(self.path, index_of)


class RasterWindows:
    """A class raster warped, nearest neighbour, to whichever grid a window is asked of."""

    def __init__(self, path: str, index_of: dict) -> None:
        self.path, self._index_of = path, index_of
        self._sources: dict[Grid, RasterSource] = {}
        self._lock = threading.Lock()

    def read(self, grid: Grid, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Class indices (H, W) uint8 and object numbers (H, W) int32: connected parts of all classes but the first."""
        with self._lock:
            if grid not in self._sources:
                self._sources[grid] = open_raster(self.path, [1], grid, "nearest")
        values, valid = read_values(self._sources[grid], window)
        classes = np.full(valid.shape, UNKNOWN, np.uint8)
        for value, index in self._index_of.items():
            classes[valid & (values == value)] = index
        objects, _ = ndimage.label((classes > 0) & (classes != UNKNOWN))
        return classes, objects.astype(np.int32)

    def covers(self, grid: Grid) -> bool:
        """Whether any label lies on ``grid``."""
        with open_raster(self.path, [1], grid, "nearest") as source:
            return any(source.read(window)[1].any() for window in grid.blocks(1024))


def open_labels(path: str, class_field: str | None, progress: Progress = silent) -> PolygonLabels | RasterLabels:
    """Labels of a vector file or of a class raster, whichever ``path`` is."""
    if is_raster(path):
        if class_field:
            raise EoDeepError(
                f"Class field '{class_field}' was given, but the labels '{path}' are a raster, which has none."
            )
        return RasterLabels(path, progress)
    return PolygonLabels(path, class_field, progress)


def find_fraction(values: np.ndarray) -> float | None:
    """The first number with decimals among the values of a field."""
    if values.dtype.kind != "f":
        return None
    fractions = values[np.isfinite(values) & (values % 1 != 0)]
    return float(fractions[0]) if len(fractions) else None


def check_polygons(path: str) -> None:
    """EoDeepError for labels that are a raster."""
    if is_raster(path):
        raise EoDeepError(f"The polygons '{path}' are a raster; give a layer of polygons.")


def list_classes(
    labels: Sequence[PolygonLabels | RasterLabels], with_background: bool, progress: Progress = silent
) -> tuple[list[ClassLabel], dict]:
    """The classes of all labels together and, for each value in the labels, the index of its class.

    Whole numbers in 0..254 are kept as raster values; anything else gets the lowest free numbers from 1 on, in
    ascending order, and is called what it was; a class that is called background gets 0. Names that differ in
    spelling only are one class.
    ``with_background`` adds class 0, "background", in front where the labels are polygons.
    """
    polygons = [isinstance(each, PolygonLabels) for each in labels]
    values = {value for each in labels for value in each.list_values()}
    if any(polygons) and not values:
        return [ClassLabel(0, "background", PALETTE[0]), ClassLabel(1, "object", PALETTE[1])], {}
    named = {value: c for each in labels if isinstance(each, RasterLabels) for value, c in each.named.items()}
    return name_classes(values, named, with_background and any(polygons), progress)


def name_classes(
    values: set, named: Mapping[int, Mapping], with_background: bool = False, progress: Progress = silent
) -> tuple[list[ClassLabel], dict]:
    """`list_classes` of the distinct values of labels; ``named``: what is known of some, {"name", "color"}."""
    joined = join_spellings(values, progress)
    values = set(joined.values())
    if len(values) > _MAX_CLASSES:
        raise EoDeepError(f"The labels hold {len(values)} classes; a map can show at most {_MAX_CLASSES}.")
    numbers = _number_values(values)
    classes = [ClassLabel(0, "background", PALETTE[0])] if with_background else []
    index_of = {}
    # The background first: what follows are objects.
    for position, value in enumerate(sorted(values, key=lambda v: (numbers[v] != 0, isinstance(v, str), v))):
        number = numbers[value]
        if number == 0 and classes:
            index_of[value] = 0
            continue
        index_of[value] = len(classes)
        given = named.get(value, {})
        color = given.get("color") or PALETTE[(position + 1) % len(PALETTE) if number else 0]
        name = given.get("name") or (f"class {value}" if isinstance(value, int) else str(value))
        classes.append(ClassLabel(number, name, color))
    return classes, {value: index_of[first] for value, first in joined.items()}


def check_one_kind(labels: Sequence[PolygonLabels | RasterLabels]) -> None:
    """EoDeepError where some labels are polygons and others rasters."""
    if len({isinstance(each, PolygonLabels) for each in labels}) > 1:
        raise EoDeepError("Labels must be all polygons or all rasters, got some of both.")


def _number_values(values: set[int | str]) -> dict[int | str, int]:
    """The number in maps of each value of labels."""
    numbers: dict[int | str, int] = {v: v for v in values if isinstance(v, int) and 0 <= v < UNKNOWN}
    others = sorted(values - numbers.keys(), key=lambda v: (isinstance(v, str), v))
    if 0 not in numbers:
        numbers |= {value: 0 for value in others if isinstance(value, str) and same_name(value, "background")}
    free = (number for number in range(1, UNKNOWN) if number not in values)
    return numbers | {value: next(free) for value in others if value not in numbers}


def blank_outside(
    classes: np.ndarray, area: VectorLayer | None, grid: Grid, window: Window | None = None
) -> np.ndarray:
    """Classes (H, W) with `UNKNOWN` outside ``area``."""
    return classes if area is None else np.where(rasterize_area(area, grid, window), classes, np.uint8(UNKNOWN))
