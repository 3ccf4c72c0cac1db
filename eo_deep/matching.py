"""How well the evidence of an image supports an object of the map, here or moved."""

from __future__ import annotations

import numpy as np
import scipy.fft
import torch

from .shapes import CHANNELS, Shape

# No pixel may say more than this: one bright roof would otherwise decide for its whole surroundings.
MOST_EVIDENCE = 4.0


def bound(outputs: torch.Tensor) -> torch.Tensor:
    """A network's (..., 8, h, w) outputs as they are used: the building's logit, then evidence in +-MOST_EVIDENCE."""
    logit, evidence = outputs.split([1, len(CHANNELS)], dim=-3)
    return torch.cat([logit, MOST_EVIDENCE * torch.tanh(evidence / MOST_EVIDENCE)], dim=-3)


def score_shifts(
    evidence: np.ndarray, known: np.ndarray, origin_px: tuple[float, float], shape: Shape, radius_px: int
) -> tuple[np.ndarray, float]:
    """Score all shifts of a shape by whole pixels in a square window.

    evidence: (7, h, w) float32, of CHANNELS, 0 where nothing is known. known: (h, w) bool. origin_px: (x, y) of the
    evidence's top left corner. Outside of it nothing is known.

    Returns scores (2 radius_px + 1, 2 radius_px + 1) float32, row = dy and column = dx, both from -radius_px: sums over
    the points of features . evidence, log-likelihoods up to a constant; and the share, 0..1, of the shape's points that
    lie on known pixels before the shift.
    """
    size = 2 * radius_px + 1
    if not len(shape.xy):
        return np.zeros((size, size), np.float32), 0.0
    template, (column, row) = draw_template(shape)
    left, top = column - radius_px - round(origin_px[0]), row - radius_px - round(origin_px[1])
    height, width = template.shape[1] + 2 * radius_px, template.shape[2] + 2 * radius_px
    window = cut(evidence, left, top, width, height)
    seen = cut(known[None], left + radius_px, top + radius_px, template.shape[2], template.shape[1])[0]
    weights = np.abs(template).sum(axis=0)
    sizes = [scipy.fft.next_fast_len(n, real=True) for n in window.shape[1:]]
    spectrum = scipy.fft.rfft2(window, sizes) * np.conj(scipy.fft.rfft2(template, sizes))
    scores = scipy.fft.irfft2(spectrum.sum(axis=0), sizes)[:size, :size]
    return scores.astype(np.float32), float((weights * seen).sum() / weights.sum())


def score_at(evidence: np.ndarray, origin_px: tuple[float, float], xy: np.ndarray, features: np.ndarray) -> float:
    """Score one placement exactly: points xy (P, 2) px with features (P, 7) on evidence (7, h, w), by bilinear reading.

    Points outside of the evidence count nothing.
    """
    x, y = (xy - np.asarray(origin_px)).T - 0.5  # values stand at pixel centres
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    height, width = evidence.shape[1:]
    total = 0.0
    for down in (0, 1):
        for across in (0, 1):
            weight = np.abs(1 - down - (y - row)) * np.abs(1 - across - (x - column))
            r, c = row + down, column + across
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            values = evidence[:, r[inside], c[inside]]
            total += float(np.einsum("cp,pc,p->", values, features[inside], weight[inside]))
    return total


def draw_template(shape: Shape) -> tuple[np.ndarray, tuple[int, int]]:
    """A shape's features spread over the four pixels around each point: (7, h, w) float32 and its top left (x, y)."""
    x, y = shape.xy.T - 0.5
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    left, top = int(column.min()), int(row.min())
    template = np.zeros((row.max() - top + 2, column.max() - left + 2, len(CHANNELS)), np.float32)
    for down in (0, 1):
        for across in (0, 1):
            weight = np.abs(1 - down - (y - row)) * np.abs(1 - across - (x - column))
            np.add.at(template, (row - top + down, column - left + across), shape.features * weight[:, None])
    return np.ascontiguousarray(template.transpose(2, 0, 1)), (left, top)


def cut(layers: np.ndarray, left: int, top: int, width: int, height: int) -> np.ndarray:
    """The window of (C, h, w) layers, 0 or False beyond their border."""
    out = np.zeros((len(layers), height, width), layers.dtype)
    first_row, last_row = max(0, top), min(layers.shape[1], top + height)
    first_column, last_column = max(0, left), min(layers.shape[2], left + width)
    if last_row > first_row and last_column > first_column:
        target = out[:, first_row - top : last_row - top, first_column - left : last_column - left]
        target[:] = layers[:, first_row:last_row, first_column:last_column]
    return out
