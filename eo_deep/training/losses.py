"""Losses for training segmentation networks; pixels of the class UNKNOWN never count."""

from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN


def compute_cross_entropy(logits: Tensor, classes: Tensor) -> Tensor:
    """Mean cross-entropy over the pixels that have a class; 0 when there is none.

    Args:
        logits: (B, K, H, W) float.
        classes: (B, H, W) int64 class indices, ``UNKNOWN`` for pixels without class.
    """
    total = functional.cross_entropy(logits.float(), classes, ignore_index=UNKNOWN, reduction="sum")
    return total / (classes != UNKNOWN).sum().clamp(min=1)


def compute_soft_iou_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Minus the mean over classes of sum(y p) / sum(y + p - y p), summed over the batch's pixels with a class.

    A class absent from the batch is left out of the mean: its quotient could only be 0.
    Arguments as in `compute_cross_entropy`. Source: Rahman and Wang 2016; the form used on the Inria data.
    """
    valid = (classes != UNKNOWN).unsqueeze(1)
    p = logits.float().softmax(1) * valid
    y = functional.one_hot(classes.masked_fill(classes == UNKNOWN, 0), p.shape[1]).movedim(-1, 1) * valid
    intersection = (y * p).sum((0, 2, 3))
    union = (y + p).sum((0, 2, 3)) - intersection
    present = y.sum((0, 2, 3)) > 0
    iou = intersection / union.clamp(min=1e-6)
    return -torch.where(present, iou, 0.0).sum() / present.sum().clamp(min=1)


def compute_cross_entropy_and_soft_iou(logits: Tensor, classes: Tensor) -> Tensor:
    """Cross-entropy, which gives gradients everywhere, plus soft IoU, which is what a map is judged by."""
    return compute_cross_entropy(logits, classes) + compute_soft_iou_loss(logits, classes)


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross-entropy": compute_cross_entropy,
    "cross-entropy + soft IoU": compute_cross_entropy_and_soft_iou,
}


def get_loss(name: str) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss of that name; EoDeepError names the available ones otherwise."""
    if name not in LOSSES:
        raise EoDeepError(f"Loss must be one of {', '.join(LOSSES)}, got {name}.")
    return LOSSES[name]
