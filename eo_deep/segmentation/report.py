"""The pages of a report on a training: its curves, the accuracy on the validation data, and pictures of that."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from ..reports.html import Report, confusion_figure, curves_figure
from ..sampling.windows import ValidationSet
from ..training.report import add_loss_curve, add_settings, add_summary
from ..training.state import Training

_PICTURES = 6
_SETTINGS = (
    "images", "labels", "loss", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip
_UNKNOWN_COLOR = (40, 40, 40)


def write_pages(
    report: Report,
    card: dict,
    training: Training,
    network: nn.Module,
    validation: ValidationSet,
    device: torch.device,
) -> None:
    """Add all pages of a training to its report; ``network`` holds the best epoch's weights."""
    add_summary(report, card, network, training, device)
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    if len(validation):
        _report_validation(report, training, [entry["name"] for entry in card["classes"]])
        report.heading("Samples of the validation data")
        for pixels, caption in picture_samples(network, validation, card["classes"], device):
            report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)


def _report_validation(report: Report, training: Training, names: Sequence[str]) -> None:
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


def picture_samples(
    network: nn.Module, validation: ValidationSet, classes: Sequence[dict], device: torch.device
) -> list[tuple[np.ndarray, str]]:
    """Some validation windows: image, labels and prediction side by side, (H, 3 W, 3) uint8, with a caption."""
    colors = np.full((256, 3), _UNKNOWN_COLOR, np.uint8)
    for index, entry in enumerate(classes):
        colors[index] = [int(entry["color"][i : i + 2], 16) for i in (1, 3, 5)]
    pictures = []
    for index in np.unique(np.linspace(0, len(validation) - 1, _PICTURES).round().astype(int)):
        inputs, labels = validation.read(int(index))
        with torch.inference_mode():
            predicted = (
                network(inputs[None].to(device, memory_format=torch.channels_last))[0].float().argmax(0).cpu().numpy()
            )
        bands = inputs[[0, min(1, len(inputs) - 1), min(2, len(inputs) - 1)]] * 0.25 + 0.5
        image = (bands.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()
        picture = np.concatenate([image, colors[labels.numpy()], colors[predicted]], axis=1)
        pictures.append((picture, "Image, labels (dark: no label, or not of the validation data), prediction."))
    return pictures


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
