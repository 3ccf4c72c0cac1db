"""Samples of a polygons training: crops of images with the outlines of their objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from ..sampling.rings import Rings
from ..sampling.windows import Sampler, ValidationSet
from .objective import Targets
from .targets import HeadTargets, draw_targets


class PolygonSampler(Sampler):
    """Draws crops with what the classes and heads are to give; their images' labels are polygons."""

    def draw(self, rng: Generator) -> tuple[Tensor, Targets]:  # type: ignore[override]
        """Pixels (C, crop, crop) float32, 0 where nodata, and targets."""
        crop = self.choose_crop(rng)
        x, classes, objects = self.read(crop, rng)
        rings = crop.level.find_rings(*crop.window)
        rings = rings._replace(xy=self.to_crop(crop, rings.xy))
        return x, Targets(classes, to_tensors(draw_targets(rings, objects.numpy())))


@dataclass(frozen=True)
class ValidationSamples:
    """The windows of the validation data with their objects' outlines."""

    windows: ValidationSet

    def __len__(self) -> int:
        return len(self.windows)

    def read(self, index: int) -> tuple[Tensor, Tensor, Rings, np.ndarray]:
        """Pixels (C, crop, crop) float32, classes (crop, crop) int64, rings in px of the window, objects (crop, crop).
        """
        _, level, row, column = self.windows.items[index]
        window = row, column, self.windows.crop_px
        x, classes = self.windows.read(index)
        return x, classes, level.find_rings(*window), level.read_labels(*window)[1]


def to_tensors(targets: HeadTargets) -> HeadTargets:
    """The same maps as tensors."""
    return HeadTargets(*(torch.from_numpy(each) for each in targets))
