"""Drawings of random quadrilaterals, from which a PolyCNN's decoder learns (Girard & Tarabalka 2018)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

# The vertices lie around a circle of this radius, a share of the patch, in angles and radii varied by so much.
_RADIUS, _VARIATION = 0.225, 0.5


def draw_vertices(rng: Generator) -> np.ndarray:
    """(4, 2) float64 vertices around (0, 0), as shares of a patch, clockwise on the screen."""
    angles = rng.uniform(0, 2 * np.pi) + np.pi / 2 * (np.arange(4) + _VARIATION * rng.uniform(-1, 1, 4))
    radii = _RADIUS * (1 + _VARIATION * rng.uniform(-1, 1, 4))
    return np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])


def draw_sample(rng: Generator, patch_px: int) -> tuple[Tensor, Tensor]:
    """A drawing (1, S, S) float32 of zeros and ones, and its vertices' coordinates (8,) float32 as shares of S."""
    vertices = draw_vertices(rng)
    # Anywhere that leaves the polygon inside the patch.
    vertices += rng.uniform(-vertices.min(axis=0), 1 - vertices.max(axis=0))
    inside = fill(vertices * patch_px, patch_px)
    return torch.from_numpy(inside[None].astype(np.float32)), torch.from_numpy(vertices.ravel().astype(np.float32))


def fill(outline: np.ndarray, size_px: int) -> np.ndarray:
    """(S, S) bool: pixels with their centres inside an outline (n, 2) in px, by the even-odd rule."""
    x, y = np.arange(size_px) + 0.5, np.arange(size_px)[:, None] + 0.5
    inside = np.zeros((size_px, size_px), bool)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0)):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside
