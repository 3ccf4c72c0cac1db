"""Objects drawn as templates, and the evidence of a network that they are compared with.

Unlike `matching` it works without numba too, more slowly: a machine that only trains may lack it.
"""

from __future__ import annotations

import math

import numpy as np
import torch

from .shape_points import CHANNELS, SampledShape

# The evidence of a single pixel is limited: one bright roof would otherwise decide for its whole surroundings.
MAX_EVIDENCE = 4.0


def bound(outputs: torch.Tensor) -> torch.Tensor:
    """A network's (..., 8, h, w) outputs as they are used: the building's logit, then evidence in +-MAX_EVIDENCE."""
    logit, evidence = outputs.split([1, len(CHANNELS)], dim=-3)
    return torch.cat([logit, MAX_EVIDENCE * torch.tanh(evidence / MAX_EVIDENCE)], dim=-3)


def draw_template(shape: SampledShape) -> tuple[np.ndarray, tuple[int, int]]:
    """A shape's features spread over the four pixels around each point: (7, h, w) float32 and its top left (x, y)."""
    x, y = shape.xy.T - 0.5
    left, top = math.floor(x.min()), math.floor(y.min())
    template = np.zeros((len(CHANNELS), math.floor(y.max()) - top + 2, math.floor(x.max()) - left + 2), np.float32)
    spread(template, x - left, y - top, np.ascontiguousarray(shape.features, np.float32))
    return template, (left, top)


def spread_plainly(template: np.ndarray, x: np.ndarray, y: np.ndarray, features: np.ndarray) -> None:
    """Add features (P, C) to the four cells of (C, h, w) around each point, by how near they are."""
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    right, below = x - column, y - row
    width = template.shape[2]
    corner = row * width + column
    for layer, values in zip(template.reshape(len(template), -1), features.T):
        there = np.flatnonzero(values)
        value, r, b, first = values[there], right[there], below[there], corner[there]
        cells = np.stack([first, first + 1, first + width, first + width + 1], 1)
        parts = [value * (1 - r) * (1 - b), value * r * (1 - b), value * (1 - r) * b, value * r * b]
        np.add.at(layer, cells.ravel(), np.stack(parts, 1).ravel())


try:
    from ..runtime.compilation import njit
except ImportError:
    spread = spread_plainly
else:

    @njit(cache=True, nogil=True)
    def spread(template, x, y, features):  # pragma: no cover (compiled)
        """As `spread_plainly`, bit by bit."""
        for point in range(len(x)):
            column, row = int(np.floor(x[point])), int(np.floor(y[point]))
            right, below = x[point] - column, y[point] - row
            for channel in range(features.shape[1]):
                value = features[point, channel]
                if value != 0:
                    template[channel, row, column] += value * (1 - right) * (1 - below)
                    template[channel, row, column + 1] += value * right * (1 - below)
                    template[channel, row + 1, column] += value * (1 - right) * below
                    template[channel, row + 1, column + 1] += value * right * below
