"""What a series network reads of an image."""

from __future__ import annotations

import numpy as np

from ..models.scaling import FittedScaling


def join_planes(scale: FittedScaling, values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Planes (C + 1, h, w) float32 of values (C, h, w) and which are known."""
    return np.concatenate([scale(values, known), known[None].astype(np.float32)])
