"""Images and labels in files, as the samplers of `windows` read them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.random import Generator
from rasterio import Affine
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.raster import RasterSource, open_image
from ..io.vector_layer import VectorLayer
from ..models.scaling import FittedScaling
from .augmentation import find_known
from .hold_out import hold_out
from .label_edges import read_without_edges
from .labels import PolygonWindows, RasterWindows, blank_outside
from .patch_folder import Split
from .rings import Outlines, Rings, find_in_window
from .windows import Block, Inputs, OtherSource, cut, scale_sources, to_inputs, to_pixels

_BLOCK_PX = 1024
# Vertices that move an outline by less, in px of the training resolution, are no corners that an image could show.
_SIMPLIFY_PX = 0.5


@dataclass(frozen=True, kw_only=True)
class OtherFile(OtherSource):
    """A further source in a file.

    resampling: how it is brought to its cells where these are not its own pixels. moved: from where something is in the
    image to where it is in the file, in coordinates of the image's CRS.
    """

    path: str
    bands: Sequence[int]
    resampling: str
    moved: Affine = Affine.identity()

    def open(self, grid: Grid) -> RasterSource:
        """Its bands on the cells of a grid of the image's."""
        cells = grid.cells(self.ratio)
        placed = Grid(cells.crs, self.moved * cells.transform, cells.width, cells.height)
        return open_image(self.path, self.bands, placed, self.resampling)


@dataclass
class TrainingImage:
    """One image with labels: the grid that samples are drawn on, how its pixels are scaled, where labels count.

    grid: the image on its training resolution, which may reach beyond the image, to whole cells of its others. area:
    polygons where labels are complete, in the grid's CRS, or None.
    held_out: (rows, columns) bool of blocks of ``block_px`` grid pixels that belong to validation. weight: how often
    samples come from this image, relative to what its labelled area would suggest. edge_px: so near to the edge between
    two classes, in px of the grid, labels do not count. planes: the values (P,) of the planes of its scalars.
    """

    path: str
    bands: Sequence[int] | None
    grid: Grid
    native_factor: float
    scaling: FittedScaling
    labels: PolygonWindows | RasterWindows
    area: VectorLayer | None = None
    validation_area: VectorLayer | None = None
    held_out: np.ndarray | None = None
    block_px: float = 512
    weight: float = 1.0
    edge_px: float = 0.0
    others: Sequence[OtherFile] = ()
    planes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    is_file = True

    @property
    def labels_path(self) -> str:
        return self.labels.path

    @property
    def labels_are_polygons(self) -> bool:
        return isinstance(self.labels, PolygonWindows)

    @property
    def height(self) -> int:
        return self.grid.height

    @property
    def width(self) -> int:
        return self.grid.width

    def open(self, number: int, grid: Grid) -> RasterSource:
        """The bands of a source on a grid, those of a further one, from 1, on its cells there."""
        return self.others[number - 1].open(grid) if number else open_image(self.path, self.bands, grid)

    def split_by(self, split: Split) -> None:
        """Hold back what was held back where the image was cut into patches."""
        self.held_out, self.block_px = split.held_out, split.block_px * self.native_factor

    def open_levels(self, factors: Sequence[float]) -> list[FileLevel]:
        # Nothing is gained by a grid finer than the file's own pixels.
        wanted = sorted({max(factor, min(self.native_factor, 1.0)) for factor in factors})
        return [FileLevel(self, self.grid if factor == 1.0 else self.grid.scaled(factor), False) for factor in wanted]

    def open_validation(self) -> FileLevel:
        return FileLevel(self, self.grid, True)

    def scan(self, size_px: int) -> Iterator[Block]:
        grid = self.grid.scaled(max(1.0, max(self.grid.width, self.grid.height) / size_px))
        with ExitStack() as files:
            needed: list[TrainingImage | OtherFile] = [self, *(other for other in self.others if other.required)]
            sources = [files.enter_context(open_image(each.path, each.bands, grid, "nearest")) for each in needed]
            for window in grid.blocks(_BLOCK_PX):
                classes = self.read_classes(grid, window)[0]
                for source in sources:
                    classes[~source.read(window)[1]] = UNKNOWN
                row, column = int(window.row_off), int(window.col_off)
                yield Block(classes, self.find_held_out(grid, window), row, column, grid.height, grid.width)

    def is_held_out(self, row: int, column: int, size_px: int) -> bool:
        return bool(self.find_held_out(self.grid, Window(column, row, size_px, size_px)).any())

    def read_inputs(self, window: Window) -> tuple[Inputs, np.ndarray]:
        """What a network takes of a window of the grid, at multiples of all ratios, and where it is known (h, w)."""

        def read(number: int) -> tuple[np.ndarray, np.ndarray]:
            ratio = self.others[number - 1].ratio if number else 1
            place = (int(part) // ratio for part in window.flatten())
            with self.open(number, self.grid) as source:
                return source.read(Window(*place))

        windows = scale_sources(self, read)
        return to_inputs(self, to_pixels(windows)), find_known(windows)

    def read_labels(self, grid: Grid, window: Window, validation: bool) -> tuple[np.ndarray, np.ndarray]:
        """Classes (H, W) uint8, `UNKNOWN` outside the area and in the split's other part, and objects (H, W) int32."""
        classes, objects = self.read_classes(grid, window)
        held_out = self.find_held_out(grid, window)
        classes[held_out != validation] = UNKNOWN
        return classes, objects

    def read_classes(self, grid: Grid, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """The same of both parts of the split."""
        classes, objects = read_without_edges(self.labels, grid, window, self.edge_px * grid.width / self.width)
        return blank_outside(classes, self.area, grid, window), objects

    def find_held_out(self, grid: Grid, window: Window) -> np.ndarray:
        """(H, W) bool: pixels of a window of ``grid`` (same extent as the image) that belong to validation."""
        shape = int(window.height), int(window.width)
        if self.validation_area is not None:
            zeros = np.zeros(shape, np.uint8)
            return blank_outside(zeros, self.validation_area, grid, window) == 0
        if self.held_out is None:
            return np.zeros(shape, bool)
        size = self.block_px
        rows = (np.arange(shape[0]) + int(window.row_off)) * self.grid.height / grid.height // size
        columns = (np.arange(shape[1]) + int(window.col_off)) * self.grid.width / grid.width // size
        rows = rows.clip(0, self.held_out.shape[0] - 1).astype(int)
        columns = columns.clip(0, self.held_out.shape[1] - 1).astype(int)
        return self.held_out[np.ix_(rows, columns)]

    def require_polygons(self) -> PolygonWindows:
        """The labels, or EoDeepError where they are a raster."""
        if not isinstance(self.labels, PolygonWindows):
            raise EoDeepError(f"This training needs polygons, but '{self.labels.path}' is a raster.")
        return self.labels

    @cached_property
    def outlines(self) -> Outlines:
        """The outlines of the polygons that meet the image, simplified, in px of the training resolution."""
        labels, inverse = self.require_polygons(), ~self.grid.transform
        polygons = labels.find(self.grid, Window(0, 0, self.width, self.height))
        pixels = shapely.transform(polygons, lambda xy: np.column_stack(inverse * tuple(xy.T)))
        return Outlines(list_rings(shapely.simplify(pixels, _SIMPLIFY_PX)))


class FileLevel:
    """The `Level` of an image in a file; small ones are kept decoded."""

    def __init__(self, image: TrainingImage, grid: Grid, validation: bool) -> None:
        self._image, self._grid, self._validation = image, grid, validation
        self._sources = [image.open(number, grid) for number in range(1 + len(image.others))]
        self._ratios = [1, *(other.ratio for other in image.others)]
        self._kept: list[tuple[np.ndarray, np.ndarray]] | None = None

    @property
    def height(self) -> int:
        return self._grid.height

    @property
    def width(self) -> int:
        return self._grid.width

    @property
    def decoded_bytes(self) -> int:
        return sum(
            source.grid.width * source.grid.height * (source.count * np.dtype(source.dtype).itemsize + 1)
            for source in self._sources
        )

    def keep(self) -> None:
        self._kept = [source.read() for source in self._sources]
        for source in self._sources:
            source.close()

    def read(self, row: int, column: int, size_px: int, source: int = 0) -> tuple[np.ndarray, np.ndarray]:
        row, column, size_px = (value // self._ratios[source] for value in (row, column, size_px))
        if self._kept is None:
            return self._sources[source].read(Window(column, row, size_px, size_px))
        pixels, valid = (cut(layer, row, column, size_px) for layer in self._kept[source])
        return pixels, valid

    def read_labels(self, row: int, column: int, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        return self._image.read_labels(self._grid, Window(column, row, size_px, size_px), self._validation)

    def find_rings(self, row: int, column: int, size_px: int) -> Rings:
        scale = np.array([self.width / self._image.width, self.height / self._image.height])
        return find_in_window(self._image.outlines, scale, row, column, size_px)

    def find_polygons(self, row: int, column: int, size_px: int) -> np.ndarray:
        window = Window(column, row, size_px, size_px)
        inverse = ~self._grid.window_transform(window)
        matrix = np.array([[inverse.a, inverse.b], [inverse.d, inverse.e]])
        found = self._image.require_polygons().find(self._grid, window)
        return shapely.transform(found, lambda xy: xy @ matrix.T + (inverse.c, inverse.f))


def list_rings(polygons: np.ndarray) -> Rings:
    """The outlines of polygons (N,) shapely."""
    rings, part = shapely.get_rings(shapely.get_parts(polygons), return_index=True)
    holes = np.diff(part, prepend=-1) == 0
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring, append=-1) != 0
    counts = np.bincount(ring[~closing], minlength=len(rings))
    return Rings(xy[~closing], np.concatenate([[0], np.cumsum(counts)]), holes)


def hold_out_blocks(
    images: Sequence[TrainingImage], class_count: int, share: float, rng: Generator
) -> Collection[tuple[int, int, int]]:
    """Give each image the blocks that belong to validation: about ``share`` of the labelled ones of each class.

    Returns all labelled blocks: (number of image, row, column). Raises EoDeepError if the labels are too few for both
    parts.
    """
    labelled = _count_blocks(images, class_count)
    if len(labelled) < 2:
        raise EoDeepError(
            "The labelled area is too small to hold back validation data; give a validation area, or 0 as validation "
            "share."
        )
    counts = np.array(list(labelled.values()), float)
    chosen = hold_out(counts, share, rng)
    if not chosen.any():
        chosen[np.argmin(counts.sum(1))] = True
    for image in images:
        image.held_out = _no_blocks(image)
    for (number, row, column), is_chosen in zip(labelled, chosen):
        images[number].held_out[row, column] = is_chosen  # type: ignore[index]
    return labelled.keys()


def hold_out_more_blocks(
    images: Sequence[TrainingImage], class_count: int, share: float, rng: Generator, kept: Collection[tuple]
) -> None:
    """Hold back about ``share`` of the labelled blocks too, but none of ``kept``: (number of image, row, column)."""
    labelled = {place: counts for place, counts in _count_blocks(images, class_count).items() if place not in kept}
    if labelled:
        chosen = hold_out(np.array(list(labelled.values()), float), share, rng)
        for (number, row, column), is_chosen in zip(labelled, chosen):
            images[number].held_out[row, column] |= is_chosen  # type: ignore[index]


def _count_blocks(images: Sequence[TrainingImage], class_count: int) -> dict[tuple[int, int, int], np.ndarray]:
    """The pixels of each class, (K,), of every block that has any: (number of image, row, column of block)."""
    found = {}
    for number, image in enumerate(images):
        for row, column in np.ndindex(*_no_blocks(image).shape):
            counts = _count_classes(image, row, column, class_count)
            if counts.sum() > 0:
                found[number, row, column] = counts
    return found


def _no_blocks(image: TrainingImage) -> np.ndarray:
    size = image.block_px
    return np.zeros((math.ceil(image.grid.height / size), math.ceil(image.grid.width / size)), bool)


def _count_classes(image: TrainingImage, row: int, column: int, class_count: int) -> np.ndarray:
    size = image.block_px
    width, height = min(size, image.grid.width - column * size), min(size, image.grid.height - row * size)
    window = Window(column * size, row * size, width, height)
    classes, _ = image.read_classes(image.grid, window)
    return np.bincount(classes.ravel(), minlength=256)[:class_count]
