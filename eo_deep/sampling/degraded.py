"""A fine image as its coarse partner would see it: the networks' degradation, on arrays."""

from __future__ import annotations

import numpy as np
import torch

from ..models.networks.degradation import Degradation

REACH_PX = 4  # coarse pixels around one that it may depend on


def degrade(pixels: np.ndarray, ratio: int, sigma: float) -> np.ndarray:
    """Fine pixels (C, ratio h, ratio w) as coarse ones (C, h, w) float32; at ratio 1 they stay as they are."""
    return _apply(Degradation(ratio, sigma), pixels) if ratio > 1 else pixels.astype(np.float32)


def blur(pixels: np.ndarray, ratio: int, sigma: float) -> np.ndarray:
    """(C, H, W) float32: at each fine pixel, the coarse pixel that begins there."""
    return _apply(Degradation(ratio, sigma, 1), pixels) if ratio > 1 else pixels.astype(np.float32)


def _apply(degradation: Degradation, pixels: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return degradation(torch.from_numpy(pixels.astype(np.float32))[None])[0].numpy()
