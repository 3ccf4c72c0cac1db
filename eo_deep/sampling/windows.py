"""Training samples drawn on the fly: windows of images with their labels, balanced over classes, no chips on disk.

It imports no library that reads files, so that a machine without GDAL and GEOS trains too: `LabelledImage` is all that
it asks of an image, be it a file (`training_image`) or in memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from ..io.card_schema import UNKNOWN
from ..models.scaling import FittedScaling
from .augmentation import (
    AugmentationSettings,
    Placement,
    SourceWindow,
    augment_sources,
    draw_placement,
    find_known,
    keep_inside,
)
from .mixing import is_sparse, paste_labelled
from .rings import Outlines, Rings

# Positions of each class are looked up on an overview of at most this size: some 200 MB for a moment, whatever the
# image's extent.
OVERVIEW_PX = 4096
_POSITIONS_PER_CLASS = 200_000
# Images that decode to less than this altogether stay in memory: decoding is what reading costs.
CACHE_BYTES = 1 << 30
# How often a training goes without a source that may be missing.
DROPOUT = 0.2


@dataclass(frozen=True)
class OtherSource:
    """A further source of an image, on cells of ``ratio`` px of the image, its first one.

    required: False where a model is to do without it too. is_picture: whether its bands are colours, not measurements.
    own_sky: whether it was taken at another time than the image.
    """

    name: str
    ratio: int
    scaling: FittedScaling
    required: bool = True
    is_picture: bool = True
    own_sky: bool = False


class Level(Protocol):
    """An image with the labels of one part, training or validation, on one grid.

    Windows are squares given by their first row, first column and side, in px; they may reach beyond the image. For a
    further source all three are multiples of its ratio.
    """

    @property
    def height(self) -> int:
        """Rows of the grid."""

    @property
    def width(self) -> int:
        """Columns of the grid."""

    @property
    def decoded_bytes(self) -> int:
        """The memory that keeping the image would take, decoded, with its mask."""

    def keep(self) -> None:
        """Read the whole image, so that windows of it cost nothing any more."""

    def read(self, row: int, column: int, size_px: int, source: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (C, size / ratio, size / ratio) of a source, and valid, without C, False outside the image.

        source: 0 the image itself, 1 the first of its others.
        """

    def read_labels(self, row: int, column: int, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """Classes (size, size) uint8, `UNKNOWN` where they do not count, and objects (size, size) int32, 0 for none."""

    def find_rings(self, row: int, column: int, size_px: int) -> Rings:
        """The outlines of the objects that meet a window, in px of it, without vertices that hardly matter.

        Raises EoDeepError where the labels are no polygons.
        """

    def find_polygons(self, row: int, column: int, size_px: int) -> np.ndarray:
        """The same objects as they are, (N,) shapely; this alone needs shapely."""


class Block(NamedTuple):
    """A part of an image's overview: its classes and what is held out, (H, W), its place, and the overview's size."""

    classes: np.ndarray
    held_out: np.ndarray
    row: int
    column: int
    height: int
    width: int


class LabelledImage(Protocol):
    """One image with labels: what a sampler asks of it.

    path, labels_path: what it is called. scaling: how its pixels are scaled. weight: how often samples come from this
    image, relative to what its labelled area would suggest. labels_are_polygons: whether objects have outlines. others:
    what its samples hold besides the image, the same in all images. planes: the values (P,) float32
    of the planes of its scalars, see `models.scalars`.
    """

    path: str
    scaling: FittedScaling
    weight: float
    planes: np.ndarray

    @property
    def others(self) -> Sequence[OtherSource]: ...

    @property
    def is_file(self) -> bool:
        """Whether it is a `TrainingImage`."""

    @property
    def labels_path(self) -> str: ...

    @property
    def labels_are_polygons(self) -> bool: ...

    @property
    def height(self) -> int:
        """Rows on the training resolution."""

    @property
    def width(self) -> int:
        """Columns on the training resolution."""

    @property
    def outlines(self) -> Outlines:
        """Of all objects, in px of the training resolution, without vertices that hardly matter.

        Raises EoDeepError where the labels are no polygons.
        """

    def open_levels(self, factors: Sequence[float]) -> Sequence[Level]:
        """The training part on grids of so many times the training resolution, or fewer where the image is coarser."""

    def open_validation(self) -> Level:
        """The validation part on the training resolution."""

    def scan(self, size_px: int) -> Iterator[Block]:
        """Both parts on an overview of at most ``size_px``."""

    def is_held_out(self, row: int, column: int, size_px: int) -> bool:
        """Whether a window on the training resolution meets the validation part."""


# Of one source (C, H, W) float32; of several a tuple of (C, H / ratio, W / ratio), where those that may be missing have
# a last band that is 1 where they are known.
Inputs = Any


class Crop(NamedTuple):
    """Where a sample comes from: the window of an image's level that holds it, and how the crop lies in the window."""

    image: LabelledImage
    level: Level
    row: int
    column: int
    size_px: int
    placement: Placement

    @property
    def window(self) -> tuple[int, int, int]:
        """What a level's methods take."""
        return self.row, self.column, self.size_px


class Positions:
    """Where each class occurs in an image, as (row, column) in 0..1 of its height and width, training part only."""

    def __init__(self, image: LabelledImage, class_count: int, rng: Generator) -> None:
        found: list[list[np.ndarray]] = [[np.empty((0, 2), np.float32)] for _ in range(class_count)]
        self.validation_counts = np.zeros(class_count, np.int64)
        for block in image.scan(OVERVIEW_PX):
            counts = np.bincount(block.classes[block.held_out], minlength=256)
            self.validation_counts += counts[:class_count]
            for index in range(class_count):
                rows, columns = np.nonzero((block.classes == index) & ~block.held_out)
                y, x = (rows + block.row + 0.5) / block.height, (columns + block.column + 0.5) / block.width
                found[index].append(np.stack([y, x], 1).astype(np.float32))
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
        images: Sequence[LabelledImage],
        class_count: int,
        crop_px: int,
        augmentation: AugmentationSettings,
        seed: int,
    ) -> None:
        self._images, self._crop_px, self._augmentation = images, crop_px, augmentation
        # Rounded to a cell of each source by itself, windows would lie up to half a cell beside each other.
        self._cell_px = math.lcm(*(other.ratio for image in images for other in image.others))
        self.positions = [
            Positions(image, class_count, np.random.default_rng([seed, i])) for i, image in enumerate(images)
        ]
        counts = np.array([positions.counts for positions in self.positions], float)
        self.counts = counts.sum(0)
        # The square root lets small images and rare scenes be seen more often than their area alone would.
        weights = np.sqrt(counts) * np.array([[image.weight] for image in images])
        self._classes = np.flatnonzero(self.counts > 0)
        self._weights = weights / np.maximum(weights.sum(0), 1e-9)
        self._levels = open_levels(images, augmentation)

    def draw(self, rng: Generator) -> tuple[Inputs, Tensor]:
        """Pixels (C, crop, crop) float32, 0 where nodata, and classes (crop, crop) int64; see `Inputs`."""
        sample = self.read(self.choose_crop(rng), rng)[:2]
        mixing = self._augmentation.mixing
        if mixing and is_sparse(sample[1]) and rng.random() < mixing:
            return paste_labelled(sample, self.read(self.choose_crop(rng), rng)[:2], self._cell_px)
        return sample

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
        row = keep_inside(row * image.height + rng.uniform(-0.7, 0.7) * half, half, image.height)
        column = keep_inside(column * image.width + rng.uniform(-0.7, 0.7) * half, half, image.width)
        factors = [image.height / level.height for level in self._levels[number]]
        best = int(np.argmin([abs(math.log(factor / placement.scale)) for factor in factors]))
        level, factor = self._levels[number][best], factors[best]
        placement = Placement(placement.angle, placement.mirrored, placement.scale / factor)
        cell = self._cell_px
        size = placement.needed_px(self._crop_px, cell)
        row, column = (round((middle / factor - size / 2) / cell) * cell for middle in (row, column))
        return Crop(image, level, row, column, size, placement)

    def read(self, crop: Crop, rng: Generator) -> tuple[Inputs, Tensor, Tensor]:
        """The pixels, classes and objects of a crop; see `augment_sources`."""
        windows = scale_sources(crop.image, lambda source: crop.level.read(*crop.window, source))
        classes, objects = crop.level.read_labels(*crop.window)
        objects = np.where(windows[0].valid, objects, 0)
        pixels, y, parts = augment_sources(
            windows, classes, objects, crop.placement, self._crop_px, self._augmentation, rng
        )
        for number, other in enumerate(crop.image.others, 1):
            if not other.required and rng.random() < DROPOUT:
                pixels[number] = torch.zeros_like(pixels[number])
        return to_inputs(crop.image, pixels), y, parts

    def to_crop(self, crop: Crop, xy: np.ndarray) -> np.ndarray:
        """Where points (P, 2) of a crop's window, (x, y) in px, lie in the crop as `read` turns and scales it."""
        return crop.placement.to_crop(xy, crop.size_px, self._crop_px)


def scale_sources(
    image: LabelledImage, read: Callable[[int], tuple[np.ndarray, np.ndarray]]
) -> list[SourceWindow]:
    """A window of an image as each source sees it; ``read`` gives pixels and valid of a source, see `Level.read`."""
    pixels, valid = read(0)
    windows = [SourceWindow(image.scaling(pixels, valid), valid)]
    for number, other in enumerate(image.others, 1):
        pixels, valid = read(number)
        scaled = other.scaling(pixels, valid)
        windows.append(SourceWindow(scaled, valid, other.ratio, other.is_picture, other.own_sky, other.required))
    return windows


def to_pixels(windows: Sequence[SourceWindow]) -> list[Tensor]:
    """Of each source (C + 1, h, w) float32, as `augment_sources` gives them, but as they are."""
    return [torch.from_numpy(np.concatenate([each.x, each.valid[None]])) for each in windows]


def to_inputs(image: LabelledImage, pixels: Sequence[Tensor]) -> Inputs:
    """What a network takes, of the pixels of each source with a last band, 1 where they are known.

    It keeps that band of the sources that may be missing.
    """
    inputs = [pixels[0][:-1]]
    if len(image.planes):
        inputs[0] = torch.cat([inputs[0], torch.from_numpy(image.planes)[:, None, None] * pixels[0][-1:]])
    inputs += [each if not other.required else each[:-1] for each, other in zip(pixels[1:], image.others)]
    return tuple(inputs) if image.others else inputs[0]


def choose_factors(augmentation: AugmentationSettings) -> tuple[float, ...]:
    """The grids to cut crops from, as multiples of the training resolution: several where crops are scaled much."""
    return (0.64, 0.88, 1.25) if augmentation.max_scale > 1.3 else (1.0,)


def open_levels(images: Sequence[LabelledImage], augmentation: AugmentationSettings) -> list[Sequence[Level]]:
    """The grids of each image, kept decoded where all fit the memory."""
    levels = [image.open_levels(choose_factors(augmentation)) for image in images]
    if sum(level.decoded_bytes for each in levels for level in each) <= CACHE_BYTES:
        for each in levels:
            for level in each:
                level.keep()
    return levels


def cut(layer: np.ndarray, row: int, column: int, size_px: int, outside: int = 0) -> np.ndarray:
    """A square window of a layer (..., H, W), which may reach beyond it."""
    height, width = layer.shape[-2:]
    out = np.full((*layer.shape[:-2], size_px, size_px), outside, layer.dtype)
    top, left, bottom, right = max(0, row), max(0, column), min(height, row + size_px), min(width, column + size_px)
    if bottom > top and right > left:
        inner = np.s_[..., top - row : bottom - row, left - column : right - column]
        out[inner] = layer[..., top:bottom, left:right]
    return out


@dataclass(frozen=True)
class ValidationSet:
    """Windows of the validation data, read as for a map: no augmentation, training resolution.

    items: an image, its validation part, and the first row and column of a window of crop_px.
    """

    items: list[tuple[LabelledImage, Level, int, int]]
    crop_px: int

    def __len__(self) -> int:
        return len(self.items)

    def read(self, index: int, without: int = 0) -> tuple[Inputs, Tensor]:
        """Pixels (C, crop, crop) float32 and classes (crop, crop) int64, `UNKNOWN` outside the validation data.

        without: the number of a source that is to be missing, from 1; 0: none is.
        """
        image, level, row, column = self.items[index]
        windows = scale_sources(image, lambda source: level.read(row, column, self.crop_px, source))
        classes = np.where(find_known(windows), level.read_labels(row, column, self.crop_px)[0], UNKNOWN)
        pixels = to_pixels(windows)
        if without:
            pixels[without] = torch.zeros_like(pixels[without])
        return to_inputs(image, pixels), torch.from_numpy(classes.astype(np.int64))


def list_validation_windows(images: Sequence[LabelledImage], crop_px: int, limit: int = 200) -> ValidationSet:
    """Windows of crop_px that hold validation pixels with a class, at most ``limit`` spread evenly over the images."""
    items: list[tuple[LabelledImage, Level, int, int]] = []
    for image in images:
        level = image.open_validation()
        for row in range(0, image.height, crop_px):
            for column in range(0, image.width, crop_px):
                if image.is_held_out(row, column, crop_px):
                    items.append((image, level, row, column))
    if len(items) > limit:
        items = [items[i] for i in np.linspace(0, len(items) - 1, limit).round().astype(int)]
    known = [(level.read_labels(row, column, crop_px)[0] != UNKNOWN).any() for _, level, row, column in items]
    return ValidationSet([item for item, labelled in zip(items, known) if labelled], crop_px)
