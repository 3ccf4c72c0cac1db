"""Training samples drawn on the fly: windows of images with their labels, balanced over classes, no chips on disk."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
import torch
from numpy.random import Generator
from rasterio.windows import Window
from torch import Tensor

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.raster import RasterSource, open_image
from ..io.vector_layer import VectorLayer
from ..models.scaling import FittedScaling
from .augmentation import AugmentationSettings, Placement, augment, draw_placement, keep_inside
from .hold_out import hold_out
from .labels import PolygonWindows, RasterWindows, blank_outside

# Positions of each class are looked up on an overview of at most this size: some 200 MB for a moment, whatever the
# image's extent.
_OVERVIEW_PX = 4096
_POSITIONS_PER_CLASS = 200_000
# Images that decode to less than this altogether stay in memory: decoding is what reading costs.
CACHE_BYTES = 1 << 30


@dataclass
class TrainingImage:
    """One image with labels: the grid that samples are drawn on, how its pixels are scaled, where labels count.

    grid: the image on its training resolution. area: polygons where labels are complete, in the grid's CRS, or None.
    held_out: (rows, columns) bool of blocks of ``block_px`` grid pixels that belong to validation. weight: how often
    samples come from this image, relative to what its labelled area would suggest.
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
    block_px: int = 512
    weight: float = 1.0

    def read_labels(self, grid: Grid, window: Window, validation: bool) -> tuple[np.ndarray, np.ndarray]:
        """Classes (H, W) uint8, `UNKNOWN` outside the area and in the split's other part, and objects (H, W) int32."""
        classes, objects = self.labels.read(grid, window)
        classes = blank_outside(classes, self.area, grid, window)
        held_out = self.find_held_out(grid, window)
        classes[held_out != validation] = UNKNOWN
        return classes, objects

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


class Level:
    """An image on one grid; small ones are kept decoded."""

    def __init__(self, image: TrainingImage, grid: Grid) -> None:
        self.grid = grid
        self._source: RasterSource = open_image(image.path, image.bands, grid)
        self._kept: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def decoded_bytes(self) -> int:
        """The memory that the image takes on this grid, decoded, with its mask."""
        return self.grid.width * self.grid.height * (self._source.count * np.dtype(self._source.dtype).itemsize + 1)

    def keep(self) -> None:
        """Read the whole image, so that windows of it cost nothing any more."""
        self._kept = self._source.read()
        self._source.close()

    def read(self, row: int, column: int, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, size, size) and valid (size, size), False outside the image."""
        if self._kept is None:
            return self._source.read(Window(column, row, size_px, size_px))
        pixels, valid = self._kept
        out = np.zeros((pixels.shape[0], size_px, size_px), pixels.dtype)
        inside = np.zeros((size_px, size_px), bool)
        top, left = max(0, row), max(0, column)
        bottom, right = min(pixels.shape[1], row + size_px), min(pixels.shape[2], column + size_px)
        if bottom > top and right > left:
            inner = np.s_[top - row : bottom - row, left - column : right - column]
            out[(slice(None), *inner)] = pixels[:, top:bottom, left:right]
            inside[inner] = valid[top:bottom, left:right]
        return out, inside


class Crop(NamedTuple):
    """Where a sample comes from: the window of an image's level that holds it, and how the crop lies in the window."""

    image: TrainingImage
    level: Level
    window: Window
    placement: Placement


class Positions:
    """Where each class occurs in an image, as (row, column) in 0..1 of its height and width, training part only."""

    def __init__(self, image: TrainingImage, class_count: int, rng: Generator) -> None:
        grid = image.grid.scaled(max(1.0, max(image.grid.width, image.grid.height) / _OVERVIEW_PX))
        found: list[list[np.ndarray]] = [[np.empty((0, 2), np.float32)] for _ in range(class_count)]
        self.validation_counts = np.zeros(class_count, np.int64)
        with open_image(image.path, image.bands, grid, "nearest") as source:
            for window in grid.blocks(1024):
                classes, _ = image.labels.read(grid, window)
                classes = blank_outside(classes, image.area, grid, window)
                classes[~source.read(window)[1]] = UNKNOWN
                held_out = image.find_held_out(grid, window)
                self.validation_counts += np.bincount(classes[held_out], minlength=256)[:class_count]
                for index in range(class_count):
                    rows, columns = np.nonzero((classes == index) & ~held_out)
                    rows, columns = (rows + window.row_off + 0.5), (columns + window.col_off + 0.5)
                    found[index].append(np.stack([rows / grid.height, columns / grid.width], 1).astype(np.float32))
        everything = [np.concatenate(parts) for parts in found]
        self.counts = np.array([len(positions) for positions in everything])
        self.of_class = [
            positions
            if len(positions) <= _POSITIONS_PER_CLASS
            else positions[rng.choice(len(positions), _POSITIONS_PER_CLASS)]
            for positions in everything
        ]


class Sampler:
    """Draws training samples: a class, evenly; an image that has it; a place where it is; a crop around that place.

    images: at least one. ``draw`` may run in several threads at once and depends on nothing but its generator.
    """

    def __init__(
        self,
        images: Sequence[TrainingImage],
        class_count: int,
        crop_px: int,
        augmentation: AugmentationSettings,
        seed: int,
    ) -> None:
        self._images, self._crop_px, self._augmentation = images, crop_px, augmentation
        self.positions = [
            Positions(image, class_count, np.random.default_rng([seed, i])) for i, image in enumerate(images)
        ]
        counts = np.array([positions.counts for positions in self.positions], float)
        self.counts = counts.sum(0)
        # The square root lets small images and rare scenes be seen more often than their area alone would.
        weights = np.sqrt(counts) * np.array([[image.weight] for image in images])
        self._classes = np.flatnonzero(self.counts > 0)
        self._weights = weights / np.maximum(weights.sum(0), 1e-9)
        self._levels = self._open_levels()

    def _open_levels(self) -> list[list[Level]]:
        factors = (0.64, 0.88, 1.25) if self._augmentation.max_scale > 1.3 else (1.0,)
        grids = []
        for image in self._images:
            # Nothing is gained by a grid finer than the file's own pixels.
            wanted = sorted({max(factor, min(image.native_factor, 1.0)) for factor in factors})
            grids.append([image.grid if factor == 1.0 else image.grid.scaled(factor) for factor in wanted])
        levels = [[Level(image, grid) for grid in each] for image, each in zip(self._images, grids)]
        if sum(level.decoded_bytes for each in levels for level in each) <= CACHE_BYTES:
            for each in levels:
                for level in each:
                    level.keep()
        return levels

    def draw(self, rng: Generator) -> tuple[Tensor, Tensor]:
        """Pixels (C, crop, crop) float32, 0 where nodata, and classes (crop, crop) int64."""
        return self.read(self.choose_crop(rng), rng)[:2]

    def choose_crop(self, rng: Generator) -> Crop:
        """Where the next sample comes from."""
        chosen = rng.choice(self._classes)
        number = rng.choice(len(self._images), p=self._weights[:, chosen])
        image, placement = self._images[number], draw_placement(self._augmentation, rng)
        row, column = self.positions[number].of_class[chosen][
            rng.integers(len(self.positions[number].of_class[chosen]))
        ]
        # The place need not be in the middle of the crop, and the crop should not hang out of the image.
        half = self._crop_px * placement.scale / 2
        row = keep_inside(row * image.grid.height + rng.uniform(-0.7, 0.7) * half, half, image.grid.height)
        column = keep_inside(column * image.grid.width + rng.uniform(-0.7, 0.7) * half, half, image.grid.width)
        factors = [image.grid.height / level.grid.height for level in self._levels[number]]
        best = int(np.argmin([abs(math.log(factor / placement.scale)) for factor in factors]))
        level, factor = self._levels[number][best], factors[best]
        placement = Placement(placement.angle, placement.mirrored, placement.scale / factor)
        size = placement.needed_px(self._crop_px)
        window = Window(round(column / factor - size / 2), round(row / factor - size / 2), size, size)
        return Crop(image, level, window, placement)

    def read(self, crop: Crop, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        """The pixels, classes and objects of a crop; see `augment`."""
        image, level, window = crop.image, crop.level, crop.window
        pixels, valid = level.read(int(window.row_off), int(window.col_off), int(window.width))
        classes, objects = image.read_labels(level.grid, window, validation=False)
        x = image.scaling(pixels, valid)
        return augment(x, classes, objects, valid, crop.placement, self._crop_px, self._augmentation, rng)

    def find_polygons(self, crop: Crop) -> np.ndarray:
        """The polygons that meet a crop's window, (N,) shapely in px of the crop, as `read` turns and scales it."""
        size = int(crop.window.width)
        polygons = find_polygons(crop.image, crop.level.grid, crop.window)
        return shapely.transform(polygons, lambda xy: crop.placement.to_crop(xy, size, self._crop_px))


def find_polygons(image: TrainingImage, grid: Grid, window: Window) -> np.ndarray:
    """An image's polygons that meet a window of a grid, (N,) shapely in pixels of the window, x right, y down.

    Raises EoDeepError where its labels are a raster.
    """
    if not isinstance(image.labels, PolygonWindows):
        raise EoDeepError(f"This training needs polygons, but '{image.labels.path}' is a raster.")
    inverse = ~grid.window_transform(window)
    matrix = np.array([[inverse.a, inverse.b], [inverse.d, inverse.e]])
    return shapely.transform(image.labels.find(grid, window), lambda xy: xy @ matrix.T + (inverse.c, inverse.f))


@dataclass(frozen=True)
class ValidationSet:
    """Windows of the validation data, read as for a map: no augmentation, training resolution."""

    items: list[tuple[TrainingImage, RasterSource, Window]]

    def __len__(self) -> int:
        return len(self.items)

    def read(self, index: int) -> tuple[Tensor, Tensor]:
        """Pixels (C, crop, crop) float32 and classes (crop, crop) int64, `UNKNOWN` outside the validation data."""
        image, source, window = self.items[index]
        pixels, valid = source.read(window)
        classes, _ = image.read_labels(image.grid, window, validation=True)
        classes[~valid] = UNKNOWN
        return torch.from_numpy(image.scaling(pixels, valid)), torch.from_numpy(classes.astype(np.int64))


def list_validation_windows(images: Sequence[TrainingImage], crop_px: int, limit: int = 200) -> ValidationSet:
    """Windows of crop_px that hold validation pixels with a class, at most ``limit`` spread evenly over the images."""
    items: list[tuple[TrainingImage, RasterSource, Window]] = []
    for image in images:
        source = open_image(image.path, image.bands, image.grid)
        for row in range(0, image.grid.height, crop_px):
            for column in range(0, image.grid.width, crop_px):
                window = Window(column, row, crop_px, crop_px)
                if image.find_held_out(image.grid, window).any():
                    items.append((image, source, window))
    if len(items) > limit:
        items = [items[i] for i in np.linspace(0, len(items) - 1, limit).round().astype(int)]
    labels = [image.read_labels(image.grid, window, validation=True)[0] for image, _, window in items]
    return ValidationSet([item for item, classes in zip(items, labels) if (classes != UNKNOWN).any()])


def hold_out_blocks(images: Sequence[TrainingImage], class_count: int, share: float, rng: Generator) -> None:
    """Give each image the blocks that belong to validation: about ``share`` of the labelled ones of each class.

    Raises EoDeepError if the labels are too few for both parts.
    """
    labelled = []
    for number, image in enumerate(images):
        size = image.block_px
        image.held_out = np.zeros((math.ceil(image.grid.height / size), math.ceil(image.grid.width / size)), bool)
        for row in range(image.held_out.shape[0]):
            for column in range(image.held_out.shape[1]):
                counts = _count_classes(image, row, column, class_count)
                if counts.sum() > 0:
                    labelled.append((number, row, column, counts))
    if len(labelled) < 2:
        raise EoDeepError(
            "The labelled area is too small to hold back validation data; give a validation area, or 0 as validation "
            "share."
        )
    counts = np.array([block[3] for block in labelled], float)
    chosen = hold_out(counts, share, rng)
    if not chosen.any():
        chosen[np.argmin(counts.sum(1))] = True
    for index in np.flatnonzero(chosen):
        number, row, column, _ = labelled[index]
        images[number].held_out[row, column] = True  # type: ignore[index]


def _count_classes(image: TrainingImage, row: int, column: int, class_count: int) -> np.ndarray:
    size = image.block_px
    width, height = min(size, image.grid.width - column * size), min(size, image.grid.height - row * size)
    window = Window(column * size, row * size, width, height)
    classes = blank_outside(image.labels.read(image.grid, window)[0], image.area, image.grid, window)
    return np.bincount(classes.ravel(), minlength=256)[:class_count]
