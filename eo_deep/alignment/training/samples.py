"""Training pairs for alignment: crops of an image with objects of its map, moved by random displacements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely
import torch
from numpy.random import Generator
from torch import Tensor

from ...io.card_schema import UNKNOWN
from ...sampling.augmentation import AugmentationSettings
from ...sampling.windows import LabelledImage, Sampler, ValidationSet
from ..shape_points import CHANNELS, sample_shape
from ..templates import draw_template
from .random_displacements import DisplacementAmplitudes, displace

# One pixel of evidence is the mean over so many pixels of the network's output.
GRID_PX = 2
OBJECTS = 16
# A larger object, in pixels of evidence, is left out: it does not fit the square that all are compared in.
TEMPLATE_PX = 64
REAL, SPURIOUS, ABSENT = 1.0, 0.0, -1.0
_DRAWS = 4


class Places(NamedTuple):
    """The objects of a crop; in a batch each tensor has a first axis more.

    templates: (OBJECTS, 7, TEMPLATE_PX, TEMPLATE_PX) float32. left_top: (OBJECTS, 2) of each, in px of evidence.
    correction: (OBJECTS, 2), the (dx, dy) in px of evidence that brings the object to its place. kind: (OBJECTS,), one
    of REAL, SPURIOUS and ABSENT.
    """

    templates: Tensor
    left_top: Tensor
    correction: Tensor
    kind: Tensor


class Targets(NamedTuple):
    """What a crop's evidence is compared with: classes (crop, crop) int64, and objects."""

    classes: Tensor
    places: Places


class PairSampler(Sampler):
    """Draws crops with displaced objects; their images' labels are polygons.

    amplitudes: the largest displacements, in px of the training resolution; each crop gets a random share of them.
    """

    def __init__(
        self,
        images: Sequence[LabelledImage],
        crop_px: int,
        augmentation: AugmentationSettings,
        amplitudes: DisplacementAmplitudes,
        seed: int,
    ) -> None:
        super().__init__(images, 2, crop_px, augmentation, seed)
        self._amplitudes = amplitudes

    def draw(self, rng: Generator) -> tuple[Tensor, Targets]:  # type: ignore[override]
        """Pixels (C, crop, crop) float32, 0 where nodata, and targets."""
        crop = self.choose_crop(rng)
        x, classes, _ = self.read(crop, rng)
        polygons = shapely.transform(crop.level.find_polygons(*crop.window), lambda xy: self.to_crop(crop, xy))
        objects = draw_objects(polygons, classes, _vary(self._amplitudes, rng), rng)
        return x, Targets(classes, objects)


class ValidationPairs:
    """Crops of the validation data, each with its objects displaced in several ways that are the same at every call.

    Validation data hold few objects: one way would measure luck rather than the network.
    """

    def __init__(self, windows: ValidationSet, amplitudes: DisplacementAmplitudes) -> None:
        self._windows, self._amplitudes = windows, amplitudes

    def __len__(self) -> int:
        return len(self._windows)

    def read(self, index: int) -> tuple[Tensor, list[Targets]]:
        """As `PairSampler.draw`, with targets for each of the ways."""
        _, level, row, column = self._windows.items[index]
        x, classes = self._windows.read(index)
        polygons = level.find_polygons(row, column, self._windows.crop_px)
        draws = [np.random.default_rng([7, index, draw]) for draw in range(_DRAWS)]
        return x, [Targets(classes, draw_objects(polygons, classes, self._amplitudes, rng)) for rng in draws]


def draw_objects(
    polygons: np.ndarray, classes: Tensor, displacement: DisplacementAmplitudes, rng: Generator
) -> Places:
    """Displaced objects of a crop, OBJECTS at most; what remains of the tensors is ABSENT.

    polygons: (N,) shapely in px of the crop; only those whole within it are used. classes: (crop, crop) int64.
    """
    templates = np.zeros((OBJECTS, len(CHANNELS), TEMPLATE_PX, TEMPLATE_PX), np.float32)
    left_top, correction = torch.zeros((OBJECTS, 2)), torch.zeros((OBJECTS, 2))
    places = Places(torch.from_numpy(templates), left_top, correction, torch.full((OBJECTS,), ABSENT))
    crop_px = classes.shape[0]
    area = shapely.box(0, 0, crop_px, crop_px)
    usable = shapely.contains_properly(area, polygons) & (shapely.area(polygons) > GRID_PX**2)
    if not usable.any():
        return places
    displaced = displace(rng, polygons[usable], area, displacement, others=polygons[~usable])
    valid = (classes != UNKNOWN).numpy()
    number = 0
    for index in rng.permutation(len(displaced.geometries)):
        geometry, shift = displaced.geometries[index], displaced.shift_px[index]
        x, y = (np.mean(np.reshape(geometry.bounds, (2, 2)), axis=0) - shift).astype(int).clip(0, crop_px - 1)
        span = np.ptp(np.reshape(geometry.bounds, (2, 2)), axis=0).max() / GRID_PX
        if number == OBJECTS or span > TEMPLATE_PX - 6 or not valid[y, x]:
            continue
        template, corner = draw_template(sample_shape(shapely.transform(geometry, lambda xy: xy / GRID_PX)))
        templates[number, :, : template.shape[1], : template.shape[2]] = template
        left_top[number], correction[number] = torch.tensor(corner), torch.from_numpy(-shift / GRID_PX)
        places.kind[number] = REAL if displaced.source[index] >= 0 else SPURIOUS
        number += 1
    return places


def _vary(amplitudes: DisplacementAmplitudes, rng: Generator) -> DisplacementAmplitudes:
    """Displacements of one crop: log-uniform shares of the amplitudes, so that small ones are as frequent as large."""
    smooth, block, own = np.exp(rng.uniform(math.log(0.1), 0, 3))
    return replace(
        amplitudes,
        smooth_px=amplitudes.smooth_px * smooth,
        block_px=amplitudes.block_px * block,
        object_px=amplitudes.object_px * own,
    )
