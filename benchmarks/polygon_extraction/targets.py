"""A part of `regression`: what the networks are to give for a patch, in hundredths."""

from __future__ import annotations

import numpy as np
import rasterio.features
import shapely
import torch
from torch import Tensor

from benchmarks.polygon_extraction.made_patches import Patches
from eo_deep.polygon_extraction import targets
from eo_deep.sampling.training_image import list_rings


def draw_targets(patches: Patches, heads: bool) -> Tensor:
    """(N, 2 or 9, S, S) int16: shares of all objects and of the one at the centre, then the heads' targets."""
    shares = np.stack([patches.all_inside, patches.inside], 1) / 255
    if heads:
        drawn = [draw_heads(objects, shares.shape[-1]) for objects in patches.objects]
        shares = np.concatenate([shares, np.stack(drawn)], 1)
    return torch.from_numpy(np.round(100 * shares).astype(np.int16))


def draw_heads(objects: list[shapely.Polygon], size_px: int) -> np.ndarray:
    """(7, S, S) float32: border, cos 4 phi, sin 4 phi, convex, reflex, dx, dy."""
    if not objects:
        return np.zeros((7, size_px, size_px), np.float32)
    numbered = [(each, number) for number, each in enumerate(objects, 1)]
    numbers = rasterio.features.rasterize(numbered, (size_px, size_px), dtype=np.int32)
    drawn = targets.draw_targets(list_rings(np.array(objects, dtype=object)), numbers)
    return np.concatenate([drawn.border[None], drawn.direction, drawn.corners, drawn.offset]).astype(np.float32)
