"""The accuracy of a network on the validation data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from ..io.card_schema import UNKNOWN
from ..runtime import ranks
from ..runtime.devices import choose_autocast
from ..runtime.threads import prefetch
from .batch import Batch, apply, move, stack


def measure_confusion(
    network: nn.Module,
    read: Callable[[int], tuple[Batch, Tensor]],
    count: int,
    class_count: int,
    device: torch.device,
) -> np.ndarray:
    """Confusion matrix (K, K) int64 over ``count`` windows, rows the reference, columns the prediction.

    Several processes share the windows, and all get the whole matrix.
    """
    matrix, own = np.zeros((class_count, class_count), np.int64), ranks.share(count)
    with torch.inference_mode():
        for inputs, targets in prefetch(lambda index: read(own[index]), len(own), 1, 4):
            with choose_autocast(device)():
                logits = apply(network, move(stack([inputs]), device))
            matrix += count_pairs(logits[0].argmax(0).cpu(), targets, class_count)
    return ranks.join(matrix[None]).sum(0)


def count_pairs(predicted: Tensor, targets: Tensor, class_count: int) -> np.ndarray:
    """Confusion matrix (K, K) int64 of two maps (H, W) int64 of class indices, without `UNKNOWN` targets."""
    valid = targets != UNKNOWN
    pairs = torch.bincount(targets[valid] * class_count + predicted[valid], minlength=class_count**2)
    return pairs.reshape(class_count, class_count).numpy()


def score_segmentation(matrix: Sequence | np.ndarray, class_names: Sequence[str]) -> dict:
    """Overall accuracy, IoU of each class (NaN-free: None where neither part has it) and their mean, the "score"."""
    counts = np.asarray(matrix, float)
    hits = np.diag(counts)
    union = counts.sum(0) + counts.sum(1) - hits
    iou = [float(hit / total) if total else None for hit, total in zip(hits, union)]
    present = [value for value in iou if value is not None]
    return {
        "score": float(np.mean(present)) if present else 0.0,
        "overall_accuracy": float(hits.sum() / counts.sum()) if counts.sum() else 0.0,
        "iou": dict(zip(class_names, iou)),
        "confusion": np.asarray(matrix).astype(int).tolist(),
    }


def describe_validation(scores: Mapping) -> dict:
    """What a card stores of `score_segmentation`, or of a training's best scores without any: then "mean_iou" is None.
    """
    own = {key: value for key, value in scores.items() if key != "score"}
    return {"split": "validation", "mean_iou": scores.get("score"), **own}
