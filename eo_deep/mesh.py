"""Polygons by approximating a labelled map with a triangular mesh."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np


@dataclass
class Outlines:
    """A planar straight-line graph with labelled faces: all class boundaries of a window.

    xy: (V, 2) float64 in pixels of the whole raster, x to the right, y down. edges: (E, 2) int32, from and to.
    left, right: (E,) int32, the faces on either side as seen on the screen (going right, left is up).
    face_class: (F,) int32, index of each face's class; -1 where nothing is known and outside the image.
    frozen: (V,) bool, vertices that stay where they are. slide: (V,) uint8, bit 1: x is fixed, bit 2: y is fixed.
    """

    xy: np.ndarray
    edges: np.ndarray
    left: np.ndarray
    right: np.ndarray
    face_class: np.ndarray
    frozen: np.ndarray
    slide: np.ndarray


@dataclass
class Pixels:
    """What outlines are to approximate, in a window that holds all vertices that may move.

    column, row: of the window's top left pixel. labels: (h, w) int32 class index, -1 unknown.
    probabilities: (K, h, w) float32 of class indices 0..K-1, whose sums need not be 1; None: 1 for the label.
    """

    column: int
    row: int
    labels: np.ndarray
    probabilities: np.ndarray | None = None


@dataclass(frozen=True)
class Settings:
    """vertex_price_px2: pixels that a corner must explain; angle_weight: price (px2) per px of wall in a direction of
    its own; max_distance_px: of the outlines from those given; regular: class indices that get right angles;
    aspect: ground height of a pixel over its width."""

    vertex_price_px2: float = 4.0
    angle_weight: float = 2.0
    max_distance_px: float = math.inf
    regular: tuple[int, ...] = ()
    aspect: float = 1.0


@dataclass
class Approximation:
    """outlines: of the same faces, with fewer vertices. status: (F,) uint8, 0 free, 1 regular, 2 contour."""

    outlines: Outlines
    status: np.ndarray


def approximate(outlines: Outlines, pixels: Pixels, settings: Settings) -> Approximation:
    """Outlines with few vertices that explain the pixels."""
    return Approximation(replace(outlines), np.zeros(len(outlines.face_class), np.uint8))
