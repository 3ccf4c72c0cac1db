"""The pages that the reports of all trainings have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from ..reports.html import Report, confusion_figure, curves_figure
from .state import Training

SAMPLE_CAPTION = "Image, labels (dark: no label, or not of the validation data), prediction."
_UNKNOWN_COLOR = (40, 40, 40)


def add_summary(report: Report, card: dict, network: nn.Module, training: Training, device: torch.device) -> None:
    """How large the network is, how long it was trained and where."""
    report.text(
        f"Network {card['network']['name']}, {sum(p.numel() for p in network.parameters()):,} weights, trained for "
        f"{len(training.losses)} epochs of {card['training']['samples_per_epoch']} samples in "
        f"{training.seconds / 60:.0f} min on {device}. The weights are those of epoch {training.best_epoch}."
    )


def add_loss_curve(report: Report, losses: Sequence[float]) -> None:
    """The loss of each epoch."""
    report.figure(curves_figure({"loss": losses}, "Epoch", "Loss"), "Mean training loss of each epoch.")


def add_settings(report: Report, card: dict, names: Sequence[str]) -> None:
    """A table of what shaped the training: fields of the card's record, and the network's input."""
    rows = [(name.replace("_", " "), str(card["training"][name])) for name in names]
    report.table(("Setting", "Value"), rows + list_input(card))


def add_accuracy(report: Report, training: Training, names: Sequence[str]) -> None:
    """The IoU of each class in each epoch, and the accuracy of the best one; scores as of `score_segmentation`."""
    curves = {name: [_number(v["iou"].get(name)) for v in training.validations] for name in names}
    report.figure(curves_figure(curves, "Epoch", "IoU"), "Intersection over union (IoU) per class, validation data.")
    best = training.best
    report.heading("Accuracy on the validation data")
    report.text(f"Overall accuracy {best['overall_accuracy']:.3f}, mean IoU {best['score']:.3f}.")
    matrix = np.array(best["confusion"], float)
    found, there = matrix.sum(0), matrix.sum(1)
    rows = [
        (name, _share(matrix[i, i], found[i]), _share(matrix[i, i], there[i]), best["iou"][name], int(there[i]))
        for i, name in enumerate(names)
    ]
    report.table(("Class", "Precision", "Recall", "IoU", "Pixels"), rows)
    report.figure(confusion_figure(best["confusion"], names), "Confusion matrix.")


def list_colors(classes: Sequence[dict]) -> np.ndarray:
    """(256, 3) uint8: the colours of a card's classes by their index, dark grey for all else."""
    colors = np.full((256, 3), _UNKNOWN_COLOR, np.uint8)
    for index, entry in enumerate(classes):
        colors[index] = [int(entry["color"][i : i + 2], 16) for i in (1, 3, 5)]
    return colors


def picture_input(inputs: Tensor) -> np.ndarray:
    """A network's input (C, H, W) as a picture (H, W, 3) uint8 of its first three bands."""
    bands = inputs[[0, min(1, len(inputs) - 1), min(2, len(inputs) - 1)]] * 0.25 + 0.5
    return (bands.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()


def list_input(card: dict) -> list[tuple[str, str]]:
    """Rows of a table on what the network takes."""
    inputs = card["inputs"]
    return [
        (f"{what} of {described['name']}" if len(inputs) > 1 else what, value)
        for described in inputs
        for what, value in (
            ("bands", ", ".join(described["bands"])),
            ("resolution (m)", str(described["resolution_m"])),
            ("scaling", str(described["scaling"])),
        )
    ]


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
