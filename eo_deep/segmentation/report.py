"""The pages of a report on a training: its curves, the accuracy on the validation data, and pictures of that."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from ..reports.html import Report
from ..sampling.windows import ValidationSet
from ..training.report import (
    SAMPLE_CAPTION,
    add_accuracy,
    add_loss_curve,
    add_settings,
    add_summary,
    list_colors,
    picture_input,
)
from ..training.state import Training

_PICTURES = 6
_SETTINGS = (
    "images", "labels", "loss", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip


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
        add_accuracy(report, training, [entry["name"] for entry in card["classes"]])
        report.heading("Samples of the validation data")
        for pixels, caption in picture_samples(network, validation, card["classes"], device):
            report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)


def picture_samples(
    network: nn.Module, validation: ValidationSet, classes: Sequence[dict], device: torch.device
) -> list[tuple[np.ndarray, str]]:
    """Some validation windows: image, labels and prediction side by side, (H, 3 W, 3) uint8, with a caption."""
    colors = list_colors(classes)
    pictures = []
    for index in np.unique(np.linspace(0, len(validation) - 1, _PICTURES).round().astype(int)):
        inputs, labels = validation.read(int(index))
        with torch.inference_mode():
            predicted = (
                network(inputs[None].to(device, memory_format=torch.channels_last))[0].float().argmax(0).cpu().numpy()
            )
        picture = np.concatenate([picture_input(inputs), colors[labels.numpy()], colors[predicted]], axis=1)
        pictures.append((picture, SAMPLE_CAPTION))
    return pictures
