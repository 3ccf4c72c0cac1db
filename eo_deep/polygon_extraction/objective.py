"""What the training of a polygons model minimizes.

Like `targets` it needs no library that reads files, so that a machine without GDAL and GEOS trains too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..io.card_schema import HEADS, UNKNOWN
from ..models.heads import Heads, Parts, find_last_layer
from ..training.batch import Batch
from ..training.objectives import Loss, Objective
from .targets import CORNER_SIGMA_PX, OFFSET_PX, HeadTargets

_NORM_STEPS = 100
# Around a corner, a Gaussian's value is above this within the reach of the offsets.
_NEAR_CORNER = math.exp(-(OFFSET_PX**2) / (2 * CORNER_SIGMA_PX**2))


class Targets(NamedTuple):
    """What a crop's outputs are compared with, as tensors: classes (crop, crop) int64, and the heads' maps."""

    classes: Tensor
    heads: HeadTargets


class HeadsObjective(Objective):
    """The loss of the classes, and one of each head, divided by its mean over the first 100 steps.

    So no head outweighs the others, whatever its unit (Girard et al., CVPR 2021, section 3.3).

    Parameters
    ----------
    class_count : K.
    class_loss : of logits (B, K, H, W) and classes (B, H, W).
    frozen_share : in this first share of the training only the last layer learns, so that gradients of its random
        weights do not spoil the others (Girard and Tarabalka, IGARSS 2018).
    weights : of each head beside the classes, in the order of HEADS.
    """

    def __init__(
        self, class_count: int, class_loss: Loss, frozen_share: float = 0.0, weights: Sequence[float] = (1, 1, 1, 1)
    ) -> None:
        self._heads, self._class_loss, self._frozen_share = Heads(class_count), class_loss, frozen_share
        self._weights = torch.tensor(weights, dtype=torch.float32)
        self._sums, self._counts = torch.zeros(len(HEADS)), torch.zeros(len(HEADS))

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        if self._frozen_share:
            network.requires_grad_(done >= self._frozen_share)
            find_last_layer(network).requires_grad_(True)
        yield from super().losses(network, batch, step, done)

    def compute(self, network: nn.Module, batch: tuple[Tensor, Targets], step: int, done: float) -> Tensor:
        inputs, (classes, targets) = batch
        outputs = network(inputs)
        with torch.autocast(inputs.device.type, enabled=False):
            parts = self._heads.split(outputs.float())
            values, present = compute_head_losses(parts, targets, classes != UNKNOWN)
            scaled = values / self._update_means(values.detach(), present, step)
            heads = (scaled * self._weights.to(scaled.device)).sum()
            return self.compare_classes(inputs, parts.classes, classes) + heads

    def compare_classes(self, inputs: Tensor, logits: Tensor, classes: Tensor) -> Tensor:
        """The loss of the classes: logits (B, K, H, W) in float32 of inputs (B, C, H, W), labels (B, H, W)."""
        return self._class_loss(logits, classes)

    def _update_means(self, values: Tensor, present: Tensor, step: int) -> Tensor:
        """The mean of each head's loss so far, over the first steps in which it has any target."""
        self._sums, self._counts = self._sums.to(values.device), self._counts.to(values.device)
        if step < _NORM_STEPS:
            self._sums += values * present
            self._counts += present
        return (self._sums / self._counts.clamp(min=1)).clamp(min=1e-6)

    def tensors(self) -> dict[str, Tensor]:
        return {"head_sums": self._sums, "head_counts": self._counts}

    def load(self, tensors: Mapping[str, Tensor], record: Mapping) -> None:
        self._sums, self._counts = tensors["head_sums"].clone(), tensors["head_counts"].clone()


def compute_head_losses(parts: Parts, targets: HeadTargets, valid: Tensor) -> tuple[Tensor, Tensor]:
    """The mean loss of each head, (4,) in the order of HEADS, and whether the batch has a target for it, (4,) bool.

    parts: `Heads.split` of outputs in float32. targets: tensors with a batch's axis. valid: (B, H, W) bool, pixels that
    count.
    """
    border, direction, corners, offset = targets
    focal_border = compute_focal_loss(parts.border[:, 0], border.float())
    focal_corners = compute_focal_loss(parts.corners, corners).sum(dim=1)
    # The mean of unit vectors minimizes their squared distance: where it is uncertain how the wall runs, the vector
    # becomes short by itself.
    square = (parts.direction - direction).square().sum(dim=1)
    distance = (parts.offset - offset).abs().sum(dim=1)
    near_wall = valid & (direction.square().sum(dim=1) > 0.5)
    near_corner = valid & (corners.amax(dim=1) >= _NEAR_CORNER)
    losses = ((focal_border, valid), (square, near_wall), (focal_corners, valid), (distance, near_corner))
    counts = torch.stack([where.sum() for _, where in losses])
    sums = torch.stack([(values * where).sum() for values, where in losses])
    return sums / counts.clamp(min=1), counts > 0


def compute_focal_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy weighted by (y - p)^2, for targets y in 0..1: pixels that are right count little.

    For y of 0 and 1 it is the focal loss (Lin et al., ICCV 2017) with gamma 2; source: Li et al., NeurIPS 2020, eq. 5.
    Returns the shape of its arguments.
    """
    entropy = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return (targets - logits.sigmoid()).square() * entropy
