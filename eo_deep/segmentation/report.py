"""The report of a training: how it went, how good the model is on what it has not seen, and what that looks like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from ..reports.html import Report, confusion_figure, curves_figure
from ..sampling.windows import ValidationSet
from ..training.state import Training

_PICTURES = 6
_UNKNOWN_COLOR = (40, 40, 40)


def write_report(
    path: str,
    card: dict,
    training: Training,
    names: Sequence[str],
    network: nn.Module,
    validation: ValidationSet,
    device: torch.device,
) -> None:
    """Write the HTML report of a training; ``network`` holds the best epoch's weights."""
    report = Report(f"Training of {card['name']}")
    record = card["training"]
    report.text(
        f"Network {card['network']['name']}, {sum(p.numel() for p in network.parameters()):,} weights, trained for "
        f"{len(training.losses)} epochs of {record['samples_per_epoch']} samples in {training.seconds / 60:.0f} min "
        f"on {device}. The weights are those of epoch {training.best_epoch}."
    )
    report.heading("Course")
    report.figure(curves_figure({"loss": training.losses}, "Epoch", "Loss"), "Mean training loss of each epoch.")
    if len(validation):
        _report_validation(report, training, names)
        report.heading("Samples of the validation part")
        for pixels, caption in picture_samples(network, validation, card["classes"], device):
            report.image(pixels, caption)
    report.heading("Settings")
    rows = [
        (key.replace("_", " "), str(record[key]))
        for key in (
            "images",
            "labels",
            "loss",
            "schedule",
            "learning_rate",
            "epochs",
            "samples_per_epoch",
            "batch_size",
            "crop_px",
            "augmentation",
            "initial_model",
            "seed",
            "versions",
        )
    ]
    inputs = card["inputs"][0]
    rows += [
        ("bands", ", ".join(inputs["bands"])),
        ("resolution (m)", str(inputs["resolution_m"])),
        ("scaling", str(inputs["scaling"])),
    ]
    report.table(("Setting", "Value"), rows)
    report.write(path)


def _report_validation(report: Report, training: Training, names: Sequence[str]) -> None:
    curves = {name: [_number(v["iou"].get(name)) for v in training.validations] for name in names}
    report.figure(curves_figure(curves, "Epoch", "IoU"), "Intersection over union (IoU) per class, validation part.")
    best = training.validations[training.best_epoch - 1]
    report.heading("Accuracy on the validation part")
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
        pictures.append((picture, "Image, labels (dark: unknown or not of the validation part), prediction."))
    return pictures


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
