"""A part of `train`: Sentinel-2 patches as another season, sun and product would show them.

Leaves and grass turn yellow to brown, in a forest tree by tree, elsewhere field by field; the sun stands lower; the air
is another one, or a standard one in place of the true one, as for surface reflectance. A patch keeps its class.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor
from torch.nn import functional

from eo_deep.sampling.scene_set import SceneSet

FOREST, WATER = "Forest", ("SeaLake",)


def add_season_views(scenes: SceneSet, scaling: dict, count: int, seed: int) -> SceneSet:
    """The patches and `count` views of each. scaling: as on a card, with the reflectance of the pictures' values."""
    views = []
    for number, (image, label) in enumerate(zip(scenes.images, scenes.labels)):
        rng = np.random.default_rng([seed, 11, number])
        views += [change_season(image, scenes.class_names[label], scaling, rng) for _ in range(count)]
    repeated = np.repeat(np.arange(len(scenes)), count)
    both = scenes.select(np.concatenate([np.arange(len(scenes)), repeated]))
    return replace(both, images=np.concatenate([scenes.images, np.stack(views)])) if views else scenes


def change_season(image: np.ndarray, class_name: str, scaling: dict, rng: Generator) -> np.ndarray:
    """A view (3, P, P) uint8 of a patch, red, green, blue, in another season, light and air."""
    low, high, offset, factor = (
        torch.tensor(scaling[name], dtype=torch.float32)[:, None, None]
        for name in ("reflectance_low", "reflectance_high", "surface_offset", "surface_factor")
    )
    forest = class_name == FOREST
    ground = (torch.from_numpy(image).float() / 255 * (high - low) + low - offset) / factor
    if rng.random() < 0.75 and class_name not in WATER:
        ground = _turn_leaves(ground, forest, rng)
    if forest and rng.random() < 0.7:  # crowns, single ones in the sun
        ground = ground * (1 + (_draw_field(image.shape[-1], (24, 64), rng) - 0.5) * rng.uniform(0, 0.9))
    if rng.random() < 0.5:  # slopes under a low sun
        shade = 1 + (_draw_field(image.shape[-1], (3, 12), rng) - 0.5) * rng.uniform(0, 0.9)
        ground = ground * shade * rng.uniform(0.6, 1.1)
    haze = torch.from_numpy(rng.uniform(0.6, 1.3) * np.exp(rng.normal(0, 0.12, (3, 1, 1)))).float()
    seen = offset * haze + factor * rng.uniform(0.93, 1.07) * ground
    return ((seen - low) / (high - low) * 255).round().clamp(0, 255).byte().numpy()


def _turn_leaves(ground: Tensor, forest: bool, rng: Generator) -> Tensor:
    """Red rises to green and beyond where plants are green: of a forest's trees some, of fields whole parts."""
    red, green, blue = ground
    plants = torch.sigmoid((green - red) / (green.abs() + red.abs() + 0.005) * 25)
    size_px = ground.shape[-1]
    coarse = int(2.5 * math.exp(rng.uniform(0, 3 if forest else 0.8)))
    where = _draw_field(size_px, (coarse, coarse + 1), rng)
    if forest:
        plants = plants.clamp(min=0.85)
        if rng.random() < 0.7:
            where = 0.5 * where + 0.5 * _draw_field(size_px, (20, 50), rng)
    share = torch.sigmoid((where - rng.uniform(-0.4 if forest else 0.1, 0.7)) * rng.uniform(3, 20))
    share = share * plants * rng.uniform(0.6 if forest else 0.3, 1)
    hue, light = rng.uniform(0.85, 1.5), rng.uniform(0.9, 1.9) if forest else rng.uniform(0.8, 1.4)
    turned = torch.stack([green * hue * light, green * light * rng.uniform(0.8, 1.05), blue * rng.uniform(0.7, 1.1)])
    return torch.lerp(ground, turned, share)


def _draw_field(size_px: int, cells: tuple[int, int], rng: Generator) -> Tensor:
    """A smooth random field (P, P) in 0..1 of so many cells across."""
    count = int(rng.integers(*cells))
    coarse = torch.from_numpy(rng.uniform(0, 1, (1, 1, count, count)).astype(np.float32))
    return functional.interpolate(coarse, (size_px, size_px), mode="bicubic", align_corners=True)[0, 0].clamp(0, 1)
