"""Which pixels of an image a mask leaves: scene classes, quality bits, or any layer that is not 0 where it is bad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..io.names import name_of
from ..io.raster import RasterSource

# Of Sen2Cor's classes: no data, saturated, shadow, clouds (medium, high), cirrus, snow.
_BAD_SCENE_CLASSES = 0, 1, 3, 8, 9, 10, 11
_GROUND = 4, 5, 6  # vegetation, soil, water: a layer of 0 and 1 has none of them
_LAST_SCENE_CLASS = 11
_SENTINEL_BITS = (0, 1024, 2048, 3072)  # of QA60: both bits are bad
_COLLECTION_2 = 4096  # words of Landsat's second collection are larger, since their confidences lie higher
_SAMPLE_PX = 512


@dataclass(frozen=True)
class MaskRule:
    """How the numbers of a mask are read: in words, and which of them (h, w) are clear."""

    name: str
    is_clear: Callable[[np.ndarray], np.ndarray]


def choose_rule(source: RasterSource) -> MaskRule:
    """How a mask is to be read, by its name and its values."""
    pixels = source.read_overview(_SAMPLE_PX)[0][0]
    if pixels.dtype.kind == "f":
        return LAYER
    values = set(np.unique(pixels).tolist())
    described = f"{name_of(source.path)} {source.band_names[0]}".lower()
    whole = pixels.dtype.itemsize > 1
    if values <= set(_SENTINEL_BITS):
        return LAYER
    ground = values & set(_GROUND)
    if max(values) <= _LAST_SCENE_CLASS and ("scl" in described or len(ground) > 1 or (ground and 0 not in values)):
        return SCENE_CLASSES
    if whole and max(values) > _LAST_SCENE_CLASS:
        return COLLECTION_2 if max(values) >= _COLLECTION_2 else COLLECTION_1
    return LAYER


def _clear_classes(pixels: np.ndarray) -> np.ndarray:
    return ~np.isin(pixels, _BAD_SCENE_CLASSES)


def _clear_first(pixels: np.ndarray) -> np.ndarray:
    """Landsat's pixel_qa: clear (1) or water (2), no fill (0), shadow (3), snow (4), cloud (5), high cirrus (8, 9)."""
    clear = _any_bit(pixels, 1, 2) & ~_any_bit(pixels, 0, 3, 4, 5)
    return clear & ((pixels >> 8) & 3 != 3)


def _clear_second(pixels: np.ndarray) -> np.ndarray:
    """Landsat's QA_PIXEL: clear (6), no fill (0), dilated cloud (1), cirrus (2), cloud (3), shadow (4), snow (5)."""
    return _any_bit(pixels, 6) & ~_any_bit(pixels, 0, 1, 2, 3, 4, 5)


def _any_bit(pixels: np.ndarray, *bits: int) -> np.ndarray:
    return (pixels & sum(1 << bit for bit in bits)) != 0


def _clear_layer(pixels: np.ndarray) -> np.ndarray:
    return pixels == 0


LAYER = MaskRule("a mask that is 0 where the image is good", _clear_layer)
SCENE_CLASSES = MaskRule("scene classes (SCL)", _clear_classes)
COLLECTION_1 = MaskRule("quality bits (pixel_qa)", _clear_first)
COLLECTION_2 = MaskRule("quality bits (QA_PIXEL)", _clear_second)
