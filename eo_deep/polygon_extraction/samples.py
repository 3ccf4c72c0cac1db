"""Samples of a polygons training: crops of images with the outlines of their objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
import torch
from numpy.random import Generator
from torch import Tensor

from ..sampling.windows import Sampler, ValidationSet, find_polygons
from .objective import Targets
from .targets import HeadTargets, Rings, draw_targets

# Vertices that move an outline by less are no corners that an image could show.
_SIMPLIFY_PX = 0.5


class PolygonSampler(Sampler):
    """Draws crops with what the classes and heads are to give; their images' labels are polygons."""

    def draw(self, rng: Generator) -> tuple[Tensor, Targets]:  # type: ignore[override]
        """Pixels (C, crop, crop) float32, 0 where nodata, and targets."""
        crop = self.choose_crop(rng)
        x, classes, objects = self.read(crop, rng)
        rings = list_rings(self.find_polygons(crop))
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
        image, _, window = self.windows.items[index]
        x, classes = self.windows.read(index)
        _, objects = image.read_labels(image.grid, window, validation=True)
        return x, classes, list_rings(find_polygons(image, image.grid, window)), objects


def list_rings(polygons: np.ndarray) -> Rings:
    """The outlines of polygons (N,) shapely, in px, without vertices that move them by less than half a pixel."""
    simple = shapely.get_parts(shapely.simplify(polygons, _SIMPLIFY_PX))
    rings, part = shapely.get_rings(simple, return_index=True)
    holes = np.diff(part, prepend=-1) == 0
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring, append=-1) != 0
    counts = np.bincount(ring[~closing], minlength=len(rings))
    return Rings(xy[~closing], np.concatenate([[0], np.cumsum(counts)]), holes)


def to_tensors(targets: HeadTargets) -> HeadTargets:
    """The same maps as tensors."""
    return HeadTargets(*(torch.from_numpy(each) for each in targets))
