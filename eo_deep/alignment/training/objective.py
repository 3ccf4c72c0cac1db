"""The objective of an alignment network: evidence that is highest at the right shift of an object."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from ...training.losses import compute_cross_entropy_and_soft_iou
from ...training.objectives import Objective
from ..templates import bound
from .samples import ABSENT, GRID_PX, REAL, TEMPLATE_PX, Places, Targets

# Maps that count as right are so exact, in px of evidence.
_TRUTH_PX = 0.8
_NEAR_PX = 2


class Matching(Objective):
    """Cross-entropy over all shifts of a window, presence at the right place, and segmentation.

    radius_px: of the window, in px of evidence.
    """

    def __init__(self, radius_px: int) -> None:
        self._radius_px = radius_px

    def compute(self, network: nn.Module, batch: tuple[Tensor, Targets], step: int, done: float) -> Tensor:
        inputs, (classes, places) = batch
        outputs = network(inputs)
        with torch.autocast(inputs.device.type, enabled=False):
            outputs = bound(outputs.float())
            logits = torch.stack([torch.zeros_like(outputs[:, 0]), outputs[:, 0]], dim=1)
            scores, chosen = score_batch(outputs[:, 1:], places, self._radius_px)
            value = compute_cross_entropy_and_soft_iou(logits, classes)
            if len(chosen):
                value = value + sum(self._compare(scores, places, chosen))
        return value

    def _compare(self, scores: Tensor, places: Places, chosen: Tensor) -> tuple[Tensor, Tensor]:
        real = places.kind.reshape(-1)[chosen] == REAL
        correction = places.correction.reshape(-1, 2)[chosen]
        wanted = (-_square_distances(scores, correction) / (2 * _TRUTH_PX**2)).flatten(1).softmax(dim=1)
        surprise = -(wanted * scores.flatten(1).log_softmax(dim=1)).sum(dim=1)
        presence = functional.binary_cross_entropy_with_logits(score_presence(scores, correction), real.float())
        return (surprise * real).sum() / real.sum().clamp(min=1), presence


def score_presence(scores: Tensor, correction: Tensor) -> Tensor:
    """How well objects are supported near their right shifts: (M, S, S), (M, 2) px -> (M,), as a log-likelihood."""
    near = _square_distances(scores, correction) <= _NEAR_PX**2
    return scores.where(near, -math.inf).flatten(1).logsumexp(dim=1) - near.sum(dim=(1, 2)).log()


def _square_distances(scores: Tensor, correction: Tensor) -> Tensor:
    """(M, S, S): of every shift from the right one, px2."""
    radius = scores.shape[-1] // 2
    axis = torch.arange(-radius, radius + 1, device=scores.device)
    return (axis[:, None] - correction[:, 1, None, None]) ** 2 + (axis - correction[:, 0, None, None]) ** 2


def score_batch(evidence: Tensor, places: Places, radius_px: int) -> tuple[Tensor, Tensor]:
    """Scores of all shifts of a window, as `matching.score_shifts` gives them, for the objects of a batch.

    evidence: (B, 7, H, W) float32 at the network's resolution. Returns (M, 2 radius_px + 1, 2 radius_px + 1) and the
    flat numbers (M,) of the objects that they are of: those whose right shift lies within the window.
    """
    pooled = functional.avg_pool2d(evidence, GRID_PX)
    side = TEMPLATE_PX + 2 * radius_px
    padded = functional.pad(pooled, [side] * 4)
    wanted = (places.kind != ABSENT) & (places.correction.abs().amax(dim=2) <= radius_px - 1)
    chosen = wanted.reshape(-1).nonzero()[:, 0]
    size = 2 * radius_px + 1
    if not len(chosen):
        return padded.new_zeros((0, size, size)), chosen
    sample = chosen.div(places.kind.shape[1], rounding_mode="floor")
    left_top = places.left_top.reshape(-1, 2)[chosen].long() - radius_px + side
    limit = torch.tensor([padded.shape[3] - side, padded.shape[2] - side], device=chosen.device)
    left_top = left_top.minimum(limit).clamp(min=0)
    windows = torch.stack(
        [padded[b, :, y : y + side, x : x + side] for b, (x, y) in zip(sample.tolist(), left_top.tolist())]
    )
    templates = places.templates.flatten(0, 1)[chosen]
    spectrum = torch.fft.rfft2(windows) * torch.fft.rfft2(templates, s=(side, side)).conj()
    return torch.fft.irfft2(spectrum.sum(dim=1), s=(side, side))[:, :size, :size], chosen


def measure_shifts(scores: Tensor, places: Places, chosen: Tensor) -> tuple[Tensor, Tensor]:
    """Distance (M,), px of evidence, of the best shift from the right one, and the kind (M,) of each object."""
    size = scores.shape[-1]
    best = scores.flatten(1).argmax(dim=1)
    found = torch.stack([best % size, best.div(size, rounding_mode="floor")], dim=1) - size // 2
    return (found - places.correction.reshape(-1, 2)[chosen]).norm(dim=1), places.kind.reshape(-1)[chosen]
