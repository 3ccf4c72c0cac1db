"""Enlarged images that need no network: what a super-resolved image has to be better than."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from ..models.networks.degradation import Projection

NEAREST, BILINEAR, BICUBIC, PROJECTED = "nearest", "bilinear", "bicubic", "bicubic + projection"


class Baselines:
    """Enlarges images by a whole ratio in all four ways.

    margin_px: how many coarse pixels around a window its result depends on.
    """

    def __init__(self, ratio: int, sigma: float):
        self._ratio, self._project = ratio, Projection(ratio, sigma)
        enlarge = -self._project.enlarge.find_need(0, 0)[0]
        degrade = -(self._project.degrade.find_need(0, 0)[0] // ratio)
        self.margin_px = 2 * enlarge + degrade - self._project.deconvolve.find_need(0, 0)[0]

    def enlarge(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """An image (C, h, w) without nodata, as (C, ratio h, ratio w) float32, by the name of the way."""
        size = [self._ratio * side for side in image.shape[1:]]
        with torch.inference_mode():
            coarse = torch.from_numpy(image.astype(np.float32))[None]
            bicubic = self._project.enlarge(coarse)
            found = {
                NEAREST: functional.interpolate(coarse, size),
                BILINEAR: functional.interpolate(coarse, size, mode="bilinear", align_corners=False),
                BICUBIC: bicubic,
                PROJECTED: self._project(bicubic, coarse),
            }
        return {name: pixels[0].numpy() for name, pixels in found.items()}
