"""Trees of a procedural town, seen from above."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.ndimage import gaussian_filter

from .camera import linearize
from .cell import tree_height_m
from .styles import Color, Style

_AUTUMN: tuple[Color, ...] = ((172, 128, 58), (150, 88, 46), (146, 122, 62), (166, 150, 82), (120, 84, 54))


@lru_cache(maxsize=512)
def make_crown(
    style: Style, kind: str, radius_px: int, variant: int, pixel_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A tree's stamp: top (m, -1 outside), linear colour (n, n, 3), light."""
    rng = np.random.default_rng([style.seed, 5, radius_px, variant, len(kind)])
    axis = np.arange(-radius_px, radius_px + 1) / (radius_px + 0.3)
    distance, turn = np.hypot(axis[:, None], axis), np.arctan2(axis[:, None], axis)
    radius_m = radius_px * pixel_m
    lumps = gaussian_filter(rng.standard_normal(distance.shape), max(0.5, 0.11 * radius_px))
    lumps /= lumps.std() + 1e-6
    if kind == "conifer":
        edge = 1 + 0.1 * np.sin(turn * 9 + rng.uniform(0, 6))
        shape = 1 - distance / edge
    elif kind == "bare":
        edge = 1 - 0.12 * np.abs(lumps)
        shape = np.where(_draw_twigs(distance, turn, radius_px, rng), 1 - (distance / edge) ** 2, -1.0)
    elif kind == "palm":
        fronds = np.abs(np.sin(turn * rng.integers(4, 6) + rng.uniform(0, 6)))
        edge = 0.35 + 0.65 * fronds**1.5
        shape = 1 - (distance / edge) ** 1.3
    else:
        edge = 1 - 0.12 * np.abs(lumps)
        shape = 1 - (distance / edge) ** 2
    inside = shape > 0
    height_m = tree_height_m(kind, radius_m)
    crown_m = height_m * (0.85 if kind == "conifer" else 0.45)
    top = height_m - crown_m + crown_m * np.sqrt(np.clip(shape, 0, 1)) * (1 + 0.07 * np.clip(lumps, -2, 2))
    slope_y, slope_x = np.gradient(np.where(inside, top, top[inside].min() if inside.any() else 0), pixel_m)
    sun = (math.sin(style.sun_azimuth_rad), -math.cos(style.sun_azimuth_rad))
    tangent = math.tan(style.sun_elevation_rad)
    flat = 0.55  # leaves scatter: a crown is never as contrasty as a solid of its shape
    light = np.clip(1 - flat * (slope_x * sun[0] + slope_y * sun[1]) / tangent, 0, 2.2)
    light /= np.sqrt(1 + flat * (slope_x**2 + slope_y**2))
    green = np.array(style.region.leaves, float) * np.exp(rng.normal(0, 0.1)) + rng.normal(0, 8, 3) * [1, 0.7, 0.6]
    if kind == "conifer":
        green = green * 0.8
    elif kind == "bare":
        green = np.array([116, 104, 94]) * np.exp(rng.normal(0, 0.15))
    elif kind == "broad" and rng.random() < style.autumn:
        green = np.array(_AUTUMN[int(rng.integers(len(_AUTUMN)))]) * np.exp(rng.normal(0, 0.12))
    tone = np.exp(0.22 * lumps + 0.1 * rng.standard_normal(distance.shape)) * (
        0.55 + 0.5 * np.sqrt(np.clip(shape, 0, 1))
    )
    color = linearize(np.clip(green, 8, 235).astype(np.float32)) * tone[..., None]
    return (
        np.where(inside, np.maximum(top, 0.3), -1).astype(np.float32),
        color.astype(np.float32),
        np.clip(light, 0.15, 1.8).astype(np.float32),
    )


def _draw_twigs(distance: np.ndarray, turn: np.ndarray, radius_px: int, rng: np.random.Generator) -> np.ndarray:
    """Where a leafless crown has branches: boughs from its middle, twigs between them, ground in the gaps."""
    boughs = np.zeros_like(distance)
    for count in (5, 9):
        boughs += np.cos(count * turn + rng.uniform(0, 6.3) + 1.5 * np.sin(5 * distance + rng.uniform(0, 6.3)))
    twigs = gaussian_filter(rng.standard_normal(distance.shape), 0.6)
    twigs /= twigs.std() + 1e-6
    return 0.45 * boughs + twigs > 0.1 + 0.9 * distance if radius_px > 2 else twigs > 0.2
