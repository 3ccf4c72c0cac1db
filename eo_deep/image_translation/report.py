"""The pages of a report on the training of a translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from ..reports.html import Report, curves_figure
from ..sampling.pair_report import add_pairs
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
from .course import choose_windows, classify, list_rows
from .pairs import ValidationPairs, translate_pair

_SETTINGS = (
    "images", "labels", "loss", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip


def write_map_pages(
    report: Report, card: dict, training: Training, network: nn.Module, validation: ValidationSet, device: torch.device
) -> None:
    """Add all pages of a training of a map; ``network`` holds the best epoch's weights."""
    add_summary(report, card, network, training, device)
    classes = card["classes"]
    report.text(f"The map has {len(classes)} colours, which the model predicts as classes and paints.")
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    if len(validation):
        add_accuracy(report, training, [entry["name"] for entry in classes])
        report.heading("Samples of the validation data")
        colors = list_colors(classes)
        for index in choose_windows(len(validation)):
            inputs, targets = validation.read(index)
            parts = [picture_input(inputs), colors[targets.numpy()], colors[classify(network, inputs, device)]]
            report.image(np.concatenate(parts, 1), SAMPLE_CAPTION)
        _add_course(report, [training])
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)


def write_image_pages(
    report: Report,
    card: dict,
    trainings: Mapping[str, Training],
    network: nn.Module,
    faithful: Mapping[str, Tensor],
    validation: ValidationPairs,
    device: torch.device,
    pairs: Sequence[dict],
) -> None:
    """Add all pages of a training of images; ``network`` holds the weights that are kept, faithful those of the first
    stage."""
    kept = list(trainings)[-1]
    add_summary(report, card, network, trainings[kept], device)
    is_sharp = kept == "sharp"
    if is_sharp:
        report.text(
            "The network was trained in two stages. The first one makes images with small errors (faithful), the "
            "second one images that look real (sharp). Fine detail of the sharp image is a guess: do not count, "
            "measure or date objects in it."
        )
    report.heading("Training curves")
    losses = {name: each.losses for name, each in trainings.items()}
    report.figure(curves_figure(losses, "Epoch of the stage", "Loss"), "Mean training loss of each epoch.")
    if len(validation):
        curve = {"PSNR": _list_curve(list(trainings.values()), "psnr")}
        report.figure(curves_figure(curve, "Epoch", "PSNR (dB)"), "Peak signal-to-noise ratio on the validation data.")
    if is_sharp:
        sharp = [trainings["sharp"]]
        norms = [each["gradient_norms"] for each in trainings["sharp"].validations]
        report.figure(
            curves_figure({name: [each[name] for each in norms] for name in norms[0]}, "Epoch of the second stage",
                          "Norm"),
            "Mean norm of the gradient of each network's weights: it stays within a few times its start where both "
            "learn.",
        )  # fmt: skip
        accuracy = {"accuracy": _list_curve(sharp, "discriminator_accuracy")}
        report.figure(
            curves_figure(accuracy, "Epoch of the second stage", "Accuracy"),
            "How often the discriminator tells made from real images: 0.5 to 0.8 is healthy, near 1 it always wins.",
        )
        ratio = {"ratio": _list_curve(sharp, "gradient_ratio")}
        report.figure(
            curves_figure(ratio, "Epoch of the second stage", "Ratio"),
            "The gradient of the image loss, compared with that of the adversarial loss, at the network's output.",
        )
    if len(validation):
        report.heading("Accuracy on the validation data")
        rows = [(name, *(found[key] for key in ("psnr", "ssim", "mae")))
                for name, found in card["training"]["metrics"].items()]  # fmt: skip
        report.table(("Weights", "PSNR (dB)", "SSIM", "Mean absolute error (standard deviations)"), rows)
        report.heading("Samples of the validation data")
        _add_samples(report, network, faithful if is_sharp else None, validation, device)
        _add_course(report, list(trainings.values()))
    if pairs:
        add_pairs(report, pairs)
    report.heading("Settings")
    add_settings(report, card, (*_SETTINGS, "sharpness"))


def _add_samples(
    report: Report,
    network: nn.Module,
    faithful: Mapping[str, Tensor] | None,
    validation: ValidationPairs,
    device: torch.device,
) -> None:
    pairs = [validation.read(index) for index in choose_windows(len(validation))]
    made = [[translate_pair(network, inputs, device) for inputs, _ in pairs]]
    if faithful:
        sharp = {name: value.detach().clone() for name, value in network.state_dict().items()}
        network.load_state_dict(faithful)
        made.insert(0, [translate_pair(network, inputs, device) for inputs, _ in pairs])
        network.load_state_dict(sharp)
    caption = "Source, target, " + ("faithful, sharp." if faithful else "translation.")
    for number, (inputs, (target, known)) in enumerate(pairs):
        source = inputs[: len(inputs) - validation.noise]
        shown = [source, target * known, *(row[number] for row in made)]
        report.image(np.concatenate([picture_input(each) for each in shown], 1), caption)


def _add_course(report: Report, trainings: Sequence[Training]) -> None:
    """What the network made of the same windows after each epoch."""
    report.heading("The same windows during the training")
    for epoch, row in list_rows(trainings):
        report.image(row, f"Epoch {epoch}.")


def _list_curve(trainings: Sequence[Training], name: str) -> list[float]:
    """A value of each epoch of all trainings, NaN where it is not measured."""
    return [float("nan") if each.get(name) is None else each[name] for part in trainings for each in part.validations]
