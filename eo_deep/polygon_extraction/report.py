"""The pages of a report on the training of a polygons model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from ..models.heads import Heads
from ..reports.html import Report, curves_figure
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
from .samples import ValidationSamples
from .targets import draw_targets

_PICTURES = 6
_SETTINGS = (
    "images", "labels", "loss", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip
_HEADS_CAPTION = (
    "Ground truth and prediction of the heads: the direction of walls as hue, brighter where it is surer; borders "
    "between objects in white; convex corners in yellow, reflex corners in cyan."
)


def write_pages(
    report: Report,
    card: dict,
    training: Training,
    network: nn.Module,
    samples: ValidationSamples,
    device: torch.device,
) -> None:
    """Add all pages of a training to its report; ``network`` holds the best epoch's weights."""
    add_summary(report, card, network, training, device)
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    if len(samples):
        add_accuracy(report, training, [entry["name"] for entry in card["classes"]])
        _add_heads(report, training)
        report.heading("Samples of the validation data")
        for pixels, caption in picture_samples(network, samples, card["classes"], device):
            report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)


def _add_heads(report: Report, training: Training) -> None:
    report.heading("Borders, corners and directions on the validation data")
    found = [validation["heads"] for validation in training.validations]
    curves = {
        name: [float("nan") if heads[key] is None else heads[key] for heads in found]
        for name, key in (("borders", "border_f"), ("corners", "corner_f"))
    }
    report.figure(curves_figure(curves, "Epoch", "F-score"), "F-score of the borders' pixels, and of corners.")
    heads = training.best["heads"]
    rows = [
        (name.capitalize(), heads[f"{key}_precision"], heads[f"{key}_recall"], heads[f"{key}_f"])
        for name, key in (("borders between objects (pixels)", "border"), ("corners (within 2 px)", "corner"))
    ]
    report.table(("Head", "Precision", "Recall", "F-score"), rows)
    if heads["direction_error_deg"] is not None:
        report.text(
            f"Along walls the direction differs by {heads['direction_error_deg']:.1f} degrees in the mean; its mean "
            f"length, which says how sure it is, is {heads['direction_length']:.2f} of 1."
        )


def picture_samples(
    network: nn.Module, samples: ValidationSamples, classes: Sequence[dict], device: torch.device
) -> list[tuple[np.ndarray, str]]:
    """Some validation windows: (H, 3 W, 3) uint8 with image, labels and prediction, then (H, 2 W, 3) with the heads.

    Each has a caption.
    """
    colors, heads = list_colors(classes), Heads(len(classes))
    pictures = []
    for index in np.unique(np.linspace(0, len(samples) - 1, _PICTURES).round().astype(int)):
        inputs, labels, rings, objects = samples.read(int(index))
        with torch.inference_mode():
            outputs = network(inputs[None].to(device, memory_format=torch.channels_last))
        decoded = heads.split(heads.decode(outputs).cpu())
        predicted = decoded.classes[0].argmax(0).numpy()
        row = [picture_input(inputs), colors[labels.numpy()], colors[predicted]]
        pictures.append((np.concatenate(row, axis=1), SAMPLE_CAPTION))
        wanted = draw_targets(rings, objects)
        found = (decoded.border[0, 0].numpy(), decoded.direction[0].numpy(), decoded.corners[0].numpy())
        row = [picture_heads(wanted.border, wanted.direction, wanted.corners), picture_heads(*found)]
        pictures.append((np.concatenate(row, axis=1), _HEADS_CAPTION))
    return pictures


def picture_heads(border: np.ndarray, direction: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Border (H, W), direction (2, H, W) and corners (2, H, W), decoded, as a picture (H, W, 3) uint8."""
    length = np.hypot(*direction).clip(0, 1)
    angle = np.arctan2(direction[1], direction[0])
    turns = np.array([0, 2 * np.pi / 3, 4 * np.pi / 3])
    picture = (0.5 + 0.5 * np.cos(angle[..., None] - turns)) * 0.75 * length[..., None]
    for share, color in ((border, (1.0, 1.0, 1.0)), (corners[0], (1.0, 0.9, 0.0)), (corners[1], (0.0, 1.0, 1.0))):
        opacity = np.clip(share, 0, 1)[..., None]
        picture = picture * (1 - opacity) + np.array(color) * opacity
    return (picture * 255).round().astype(np.uint8)
