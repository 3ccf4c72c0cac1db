"""The pages of a report on a training: its curves, the accuracy on the validation data, and pictures of that."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from ..reports.html import Report, curves_figure
from ..sampling.windows import ValidationSet
from ..training.batch import apply, move, stack
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
from .candidates import Candidate

_PICTURES = 6
_SOURCES_CAPTION = "Sources" + SAMPLE_CAPTION.removeprefix("Image")
_SETTINGS = (
    "images", "labels", "loss", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip

_TWO_STEP_SETTINGS = ("clean_labels", "label_error_m", "aligned_labels", "tolerate_omissions")


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
        add_accuracy_without(report, card["training"]["metrics"])
        report.heading("Samples of the validation data")
        for pixels, caption in picture_samples(network, validation, card["classes"], device):
            report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)


def write_two_step_pages(
    report: Report,
    card: dict,
    candidates: Sequence[Candidate],
    kept: Candidate,
    network: nn.Module,
    validation: ValidationSet,
    device: torch.device,
) -> None:
    """The same of a training on imprecise and clean labels; ``network`` holds the weights of the one that was kept."""
    classes = [entry["name"] for entry in card["classes"]]
    add_summary(report, card, network, kept.training, device)
    report.heading("Networks compared")
    report.text(
        f"Kept: {kept.name}. Step 1 was trained on the imprecise labels, step 2 went on with the clean ones, and clean "
        "only has seen nothing else. The score joins the mean IoU on clean labels and on imprecise ones elsewhere, all "
        "of ground that none has seen; clean labels weigh the more, the more of them there are."
    )
    rows = []
    for each in candidates:
        best, aside = each.training.best, each.set_aside
        iou = [best["iou"][name] for name in classes]
        judged = best["score"], best["mean_iou"], best["mean_iou_imprecise"]
        rows.append((each.name, each.settings.epochs, *judged, *iou, "" if aside is None else f"{aside:.1%}"))
    judged = "Score", "Mean IoU", "Mean IoU, imprecise labels"
    report.table(("Network", "Epochs", *judged, *(f"IoU {name}" for name in classes), "Background set aside"), rows)
    if any(each.set_aside for each in candidates):
        report.text(
            "Background set aside: the share of the imprecise background of the last epoch where the network was sure "
            "of an object that the labels lack. It was not learned as background."
        )
    report.heading("Training curves")
    losses = {each.name: each.training.losses for each in candidates}
    report.figure(curves_figure(losses, "Epoch", "Loss"), "Mean training loss of each epoch.")
    scores = {each.name: [found["score"] for found in each.training.validations] for each in candidates}
    report.figure(curves_figure(scores, "Epoch", "Score"), "Score on the validation data.")
    add_accuracy(report, kept.training, classes)
    report.heading("Samples of the validation data")
    for pixels, caption in picture_samples(network, validation, card["classes"], device):
        report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, (*_SETTINGS, *_TWO_STEP_SETTINGS))


def add_accuracy_without(report: Report, metrics: dict) -> None:
    """What the accuracy is where a source is missing that may be."""
    rows = [("all", metrics["overall_accuracy"], metrics["mean_iou"])]
    rows += [
        (f"without {name}", found["overall_accuracy"], found["mean_iou"])
        for name, found in metrics.get("without", {}).items()
    ]
    if len(rows) > 1:
        report.table(("Sources", "Overall accuracy", "Mean IoU"), rows)


def picture_samples(
    network: nn.Module, validation: ValidationSet, classes: Sequence[dict], device: torch.device
) -> list[tuple[np.ndarray, str]]:
    """Some validation windows: each source, labels and prediction side by side, (H, n W, 3) uint8, with a caption."""
    colors = list_colors(classes)
    pictures = []
    for index in np.unique(np.linspace(0, len(validation) - 1, _PICTURES).round().astype(int)):
        inputs, labels = validation.read(int(index))
        with torch.inference_mode():
            predicted = apply(network, move(stack([inputs]), device))[0].float().argmax(0).cpu().numpy()
        sources = inputs if isinstance(inputs, tuple) else (inputs,)
        shown = [picture_input(source) for source in sources]
        shown = [each.repeat(len(labels) // len(each), 0).repeat(len(labels) // len(each), 1) for each in shown]
        picture = np.concatenate([*shown, colors[labels.numpy()], colors[predicted]], axis=1)
        pictures.append((picture, SAMPLE_CAPTION if len(shown) == 1 else _SOURCES_CAPTION))
    return pictures
