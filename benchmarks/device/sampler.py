"""A part of `train_buildings`: samples out of a pack, drawn and varied as in `sampling.windows`, by processes."""

from __future__ import annotations

import math
import mmap
import multiprocessing
import queue
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor
from torch.nn import functional

from benchmarks.device.pack import PackedImage
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.runtime.devices import count_cores
from eo_deep.sampling.augmentation import AugmentationSettings, augment, draw_placement, keep_inside

_COARSER = 1.6  # of the second level, for crops that are zoomed out
_POSITIONS = 20_000
_JOINED = 0.15  # the share of samples that show two places side by side

Draw = Callable[[Generator], tuple[Tensor, Tensor]]


@dataclass(frozen=True)
class Level:
    """An image on one grid, of ``resolution_m``."""

    resolution_m: float
    pixels: np.ndarray
    valid: np.ndarray
    classes: np.ndarray
    objects: np.ndarray

    def coarsen(self, resolution_m: float) -> Level:
        """The same on another grid: pixels averaged where it is coarser, the rest by nearest neighbour."""
        factor = self.resolution_m / resolution_m
        shape = [max(1, round(side * factor)) for side in self.valid.shape]
        layers = torch.from_numpy(self.pixels)[None].float()
        pixels = functional.interpolate(layers, shape, mode="bilinear", antialias=True)[0].round().byte().numpy()
        rows, columns = (((np.arange(new) + 0.5) * old / new).astype(int) for new, old in zip(shape, self.valid.shape))
        chosen = np.ix_(rows, columns)
        return Level(resolution_m, pixels, self.valid[chosen], self.classes[chosen], self.objects[chosen])


class PackSampler:
    """As `sampling.windows.Sampler`: a class, evenly; an image that has it; a place where it is; a crop around it.

    images: real places. towns: made ones, which give ``town_share`` of the samples. resolution_m: of the crops.
    """

    def __init__(
        self,
        images: Sequence[PackedImage],
        towns: Sequence[PackedImage],
        town_share: float,
        resolution_m: float,
        crop_px: int,
        augmentation: AugmentationSettings,
        seed: int,
    ) -> None:
        self._resolution_m, self._crop_px, self._augmentation = resolution_m, crop_px, augmentation
        everything = [*images, *towns]
        self._scalings = [image.scaling for image in everything]
        with ThreadPoolExecutor(count_cores()) as pool:
            prepared = list(pool.map(self._prepare, everything, range(seed, seed + len(everything))))
        self._levels = [levels for levels, _, _ in prepared]
        self._positions = [positions for _, positions, _ in prepared]
        # The square root lets small images and rare scenes be seen more often than their area alone would.
        weights = np.array([np.sqrt(counts) * image.weight for (_, _, counts), image in zip(prepared, everything)])
        real, made = weights[: len(images)], weights[len(images) :]
        share = town_share if len(towns) else 0.0
        shares = [real / real.sum(0).clip(1e-9) * (1 - share), made / made.sum(0).clip(1e-9) * share]
        self._weights = np.concatenate(shares)
        self._weights /= self._weights.sum(0)

    def _prepare(self, image: PackedImage, seed: int) -> tuple[list[Level], list[np.ndarray], list[int]]:
        """An image's levels, some places of each class in the finest, and how many there are."""
        rng = np.random.default_rng(seed)
        classes = np.where(image.validation, np.uint8(UNKNOWN), image.classes)
        levels = [Level(image.resolution_m, image.pixels, image.valid, classes, image.objects)]
        if image.resolution_m < self._resolution_m:
            levels.append(levels[0].coarsen(image.resolution_m * _COARSER))
        found = [np.flatnonzero((classes == index) & image.valid) for index in (0, 1)]
        chosen = [places[rng.integers(len(places), size=_POSITIONS)] if len(places) else places for places in found]
        return levels, chosen, [len(places) for places in found]

    def draw(self, rng: Generator) -> tuple[Tensor, Tensor]:
        """Pixels (3, crop, crop) float32, 0 where unknown, and classes (crop, crop) int64."""
        sample = self._draw_crop(rng)
        return join(sample, self._draw_crop(rng), rng) if rng.random() < _JOINED else sample

    def _draw_crop(self, rng: Generator) -> tuple[Tensor, Tensor]:
        wanted = int(rng.integers(2))
        number = rng.choice(len(self._levels), p=self._weights[:, wanted])
        placement = draw_placement(self._augmentation, rng)
        levels, places = self._levels[number], self._positions[number][wanted]
        row, column = np.divmod(places[rng.integers(len(places))], levels[0].valid.shape[1])
        scale_m = placement.scale * self._resolution_m
        level = min(levels, key=lambda each: abs(math.log(each.resolution_m / scale_m)))
        scale = scale_m / level.resolution_m
        half = self._crop_px * scale / 2
        finer = level.resolution_m / levels[0].resolution_m
        height, width = level.valid.shape
        row = keep_inside(row / finer + rng.uniform(-0.7, 0.7) * half, half, height)
        column = keep_inside(column / finer + rng.uniform(-0.7, 0.7) * half, half, width)
        placement = type(placement)(placement.angle, placement.mirrored, scale)
        size = placement.needed_px(self._crop_px)
        cut = cut_window(level, round(row - size / 2), round(column - size / 2), size)
        x = self._scalings[number](cut.pixels, cut.valid)
        return augment(x, cut.classes, cut.objects, cut.valid, placement, self._crop_px, self._augmentation, rng)[:2]


def cut_window(level: Level, row: int, column: int, size: int) -> Level:
    """A square window, which may reach beyond the image: unknown there."""
    height, width = level.valid.shape
    top, left, bottom, right = max(0, row), max(0, column), min(height, row + size), min(width, column + size)
    margins = ((top - row, row + size - bottom), (left - column, column + size - right))
    inner = np.s_[..., top:bottom, left:right]
    return Level(
        level.resolution_m,
        np.pad(level.pixels[inner], ((0, 0), *margins)),
        np.pad(level.valid[inner], margins),
        np.pad(level.classes[inner], margins, constant_values=UNKNOWN),
        np.pad(level.objects[inner], margins),
    )


def join(first: tuple[Tensor, Tensor], second: tuple[Tensor, Tensor], rng: Generator) -> tuple[Tensor, Tensor]:
    """Two samples on the two sides of a straight line: what a roof looks like must not hang on its town."""
    size = first[1].shape[-1]
    angle, offset = rng.uniform(0, 2 * math.pi), rng.uniform(-0.3, 0.3)
    axis = torch.linspace(-1, 1, size)
    side = axis[:, None] * math.sin(angle) + axis[None] * math.cos(angle) > offset
    return torch.where(side, first[0], second[0]), torch.where(side, first[1], second[1])


def list_windows(image: PackedImage, resolution_m: float, crop_px: int) -> list[tuple[Tensor, Tensor]]:
    """The validation part of an image, window by window, as a map would be made: pixels and classes."""
    classes = np.where(image.validation, image.classes, np.uint8(UNKNOWN))
    level = Level(image.resolution_m, image.pixels, image.valid, classes, image.objects).coarsen(resolution_m)
    windows = []
    for row in range(0, level.valid.shape[0], crop_px):
        for column in range(0, level.valid.shape[1], crop_px):
            cut = cut_window(level, row, column, crop_px)
            if (cut.classes != UNKNOWN).any():
                x = torch.from_numpy(image.scaling(cut.pixels, cut.valid))
                windows.append((x, torch.from_numpy(cut.classes.astype(np.int64))))
    return windows


class Workers:
    """Draws samples in ``count`` processes, for Python runs one thread at a time; `draw` may be called in threads.

    Make it before the GPU is touched: the processes are forks, so that all read the same images.
    """

    def __init__(self, draw: Draw, crop_px: int, count: int) -> None:
        context = multiprocessing.get_context("fork")
        self._idle: queue.Queue = queue.Queue()
        for _ in range(count):
            here, there = context.Pipe()
            shared = _Shared(crop_px)
            context.Process(target=_serve, args=(draw, there, shared), daemon=True).start()
            self._idle.put((here, shared))

    def draw(self, rng: Generator) -> tuple[Tensor, Tensor]:
        """The same sample that ``draw`` would give."""
        connection, shared = self._idle.get()
        try:
            connection.send(rng)
            fault = connection.recv()
            if fault:
                raise RuntimeError(f"A sample could not be drawn: {fault}")
            return shared.read()
        finally:
            self._idle.put((connection, shared))


class _Shared:
    """Memory of one sample that two processes see."""

    def __init__(self, crop_px: int) -> None:
        pixels = crop_px * crop_px
        self._pixels = np.frombuffer(mmap.mmap(-1, 12 * pixels), np.float32).reshape(3, crop_px, crop_px)
        self._classes = np.frombuffer(mmap.mmap(-1, pixels), np.uint8).reshape(crop_px, crop_px)

    def write(self, x: Tensor, y: Tensor) -> None:
        self._pixels[:], self._classes[:] = x.numpy(), y.numpy()

    def read(self) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(self._pixels.copy()), torch.from_numpy(self._classes.astype(np.int64))


def _serve(draw: Draw, connection: Connection, shared: _Shared) -> None:
    torch.set_num_threads(1)
    while True:
        try:
            rng = connection.recv()
        except EOFError:
            return
        try:
            shared.write(*draw(rng))
            connection.send("")
        except Exception as error:
            connection.send(repr(error))
