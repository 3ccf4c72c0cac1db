"""Patches around four-sided objects, for the training of a PolyCNN."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
import torch
from numpy.random import Generator
from torch import Tensor

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN
from ..models.networks.polycnn import STRIDE_PX
from ..sampling.augmentation import AugmentationSettings, Placement, augment, draw_placement
from ..sampling.windows import CACHE_BYTES, LabelledImage, Level

CORNERS = 4
_SIMPLIFY_PX = 1.0
# Of the patch's side: the maximum diameter of an object, and how far its middle may lie from the patch's (Girard &
# Tarabalka 2018: 53.6 px and 5 px of 67 px).
_MAX_DIAMETER, _JITTER = 0.8, 5 / 67
_MIN_PATCH_PX = 32
_FITTING_SHARE = 0.95
_POLYGON = shapely.GeometryType.POLYGON.value


@dataclass(frozen=True)
class Quadrilateral:
    """An object with four corners. image: its number. corners: (4, 2) float64 px of the image's grid."""

    image: int
    corners: np.ndarray

    @property
    def diameter_px(self) -> float:
        return float(np.hypot(*(self.corners[:, None] - self.corners).reshape(-1, 2).T).max())

    @property
    def middle(self) -> np.ndarray:
        """(2,) the middle of its bounds."""
        return (self.corners.min(axis=0) + self.corners.max(axis=0)) / 2


@dataclass(frozen=True)
class QuadrilateralSet:
    """The objects that a PolyCNN learns from, the side of the patches that hold them, and how many were left out."""

    training: list[Quadrilateral]
    validation: list[Quadrilateral]
    patch_px: int
    other_corners: int
    too_large: int

    def describe(self) -> str:
        """How many objects are used, as a sentence."""
        used = len(self.training) + len(self.validation)
        return (f"{used} objects have {CORNERS} corners and fit patches of {self.patch_px} px; left out are "
                f"{self.other_corners} with other corners and {self.too_large} larger ones.")  # fmt: skip


def list_quadrilaterals(images: Sequence[LabelledImage], max_patch_px: int, patch_px: int | None) -> QuadrilateralSet:
    """The objects with four corners after Douglas-Peucker with 1 px, whose middle lies in the area to use.

    patch_px: side of the patches; None: such that 95 % of these objects fit, at most max_patch_px.
    Raises EoDeepError if there is none.
    """
    parts: tuple[list[Quadrilateral], list[Quadrilateral]] = ([], [])
    other_corners = 0
    for number, image in enumerate(images):
        levels = [image.open_levels((1.0,))[0], image.open_validation()]
        polygons = shapely.get_parts(levels[0].find_polygons(0, 0, max(image.height, image.width)))
        for polygon in shapely.simplify(polygons[shapely.get_type_id(polygons) == _POLYGON], _SIMPLIFY_PX):
            part = _find_part(levels, polygon)
            if part is None:
                continue
            found = Quadrilateral(number, np.array(polygon.exterior.coords)[:-1])
            if len(found.corners) != CORNERS or len(polygon.interiors):
                other_corners += 1
            else:
                parts[part].append(found)
    diameters = np.array([each.diameter_px for each in (*parts[0], *parts[1])])
    if patch_px is None and len(diameters):
        wanted = np.quantile(diameters, _FITTING_SHARE) / _MAX_DIAMETER
        patch_px = int(max(_MIN_PATCH_PX, min(math.ceil(wanted / STRIDE_PX), max_patch_px // STRIDE_PX) * STRIDE_PX))
    patch_px = patch_px or _MIN_PATCH_PX
    training, validation = ([each for each in part if each.diameter_px <= _MAX_DIAMETER * patch_px] for part in parts)
    if not training:
        raise EoDeepError(
            f"No object with {CORNERS} corners fits a patch of {patch_px} px for training: "
            f"{other_corners} objects have other corners and {len(diameters)} are too large."
        )
    too_large = len(diameters) - len(training) - len(validation)
    return QuadrilateralSet(training, validation, patch_px, other_corners, too_large)


def _find_part(levels: Sequence[Level], polygon: shapely.Polygon) -> int | None:
    """Whether an object is for training, 0, or validation, 1, by a pixel inside; None where labels do not count."""
    if polygon.is_empty:
        return None
    inner = polygon.representative_point()
    for part, level in enumerate(levels):
        inside = 0 <= inner.x < level.width and 0 <= inner.y < level.height
        if inside and level.read_labels(int(inner.y), int(inner.x), 1)[0][0, 0] != UNKNOWN:
            return part
    return None


class ObjectPatches:
    """Cuts patches around objects out of their images; may be used in several threads at once."""

    def __init__(self, images: Sequence[LabelledImage], patch_px: int) -> None:
        self._images, self._patch_px = images, patch_px
        self._levels = [image.open_levels((1.0,))[0] for image in images]
        if sum(level.decoded_bytes for level in self._levels) <= CACHE_BYTES:
            for level in self._levels:
                level.keep()

    def cut(self, found: Quadrilateral, settings: AugmentationSettings, rng: Generator) -> tuple[Tensor, Tensor]:
        """Pixels (C, S, S) float32 and the coordinates (8,) float32 of the corners as shares of S, turned and varied.

        The corners go clockwise on the screen.
        """
        placement, size = draw_placement(settings, rng), self._patch_px
        min_scale = found.diameter_px / (_MAX_DIAMETER * size)
        placement = replace(placement, scale=max(placement.scale, min_scale))
        middle = found.middle + rng.uniform(-1, 1, 2) * _JITTER * size * placement.scale
        return self._cut(found, middle, placement, settings, rng)

    def _cut(
        self,
        found: Quadrilateral,
        middle: np.ndarray,
        placement: Placement,
        settings: AugmentationSettings,
        rng: Generator,
    ) -> tuple[Tensor, Tensor]:
        side = placement.needed_px(self._patch_px)
        column, row = np.round(middle - side / 2).astype(int)
        pixels, valid = self._levels[found.image].read(row, column, side)
        nothing = np.zeros((side, side), np.uint8)
        scaled = self._images[found.image].scaling(pixels, valid)
        x, _, _ = augment(scaled, nothing, nothing, valid, placement, self._patch_px, settings, rng)
        corners = order_clockwise(placement.to_crop(found.corners - (column, row), side, self._patch_px))
        return x, torch.from_numpy((corners / self._patch_px).astype(np.float32).ravel())


def order_clockwise(corners: np.ndarray) -> np.ndarray:
    """The same corners (n, 2) in px, y down, clockwise on the screen."""
    x, y = corners.T
    area = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    return corners if area > 0 else corners[::-1]
