"""A part of train.py: heads are learned while the classes stay what a model before them knew."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from eo_deep.polygon_extraction.objective import HeadsObjective
from eo_deep.training.objectives import Loss

LABELS_WEIGHT, TEACHER_WEIGHT = 0.5, 6.0


class TaughtHeads(HeadsObjective):
    """`HeadsObjective` whose classes learn from labels and from a teacher, which sees the same crops.

    The teacher's part is the mean divergence KL(teacher || network) over all pixels, also without a label: learning
    without forgetting (Li and Hoiem, ECCV 2016).

    Parameters
    ----------
    teacher : network of (B, K, H, W) class logits; it does not change.
    """

    def __init__(self, class_count: int, class_loss: Loss, teacher: nn.Module, weights: Sequence[float]) -> None:
        super().__init__(class_count, class_loss, weights=weights)
        self._teacher = teacher.eval().requires_grad_(False)

    def compare_classes(self, inputs: Tensor, logits: Tensor, classes: Tensor) -> Tensor:
        with torch.no_grad(), torch.autocast(inputs.device.type, dtype=torch.bfloat16):
            known = self._teacher(inputs)
        known, learned = known.float().log_softmax(1), logits.log_softmax(1)
        divergence = functional.kl_div(learned, known, reduction="none", log_target=True).sum(1).mean()
        return LABELS_WEIGHT * super().compare_classes(inputs, logits, classes) + TEACHER_WEIGHT * divergence
