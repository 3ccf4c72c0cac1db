"""The pages of a report on a training on patches: its curves, accuracy, calibration, and samples of the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from torch import Tensor

from ..reports.html import LINE_COLORS, Report, confusion_figure, curves_figure
from ..training.report import add_loss_curve, list_input

_COLUMNS = 8
_GAP_PX = 2


def write_pages(report: Report, card: dict, sheets: Sequence[tuple[str, Tensor, Tensor]]) -> None:
    """Add all pages of a training to its report.

    sheets: pictures to show, each a caption, images (N, C, H, W) in -1..1 and classes (N,), a row per class.
    """
    record, names = card["training"], [c["name"] for c in card["classes"]]
    arguments = card["network"]["arguments"]
    network = "the code of a time series model with a linear layer"
    if card["network"]["name"] == "wideresnet":
        network = f"Wide-ResNet {arguments['depth']}-{arguments['width']}, normalization {arguments['normalization']}"
    report.text(
        f"{'Joint energy-based model' if card['kind'] == 'jem' else 'Classifier'}: {network}, for patches of "
        f"{card['patch_px']} px. {record['patches']} patches for training, {record['validation_patches']} for "
        f"validation ({record['split']})."
    )
    if record["events"]:
        report.text("\n\n".join(record["events"]))
    for phase, title in (("classifier", "Training as a classifier"), ("jem", "Training as an energy-based model")):
        if phase in record:
            report.heading(title)
            _report_curves(report, record[phase])
    _report_accuracy(report, card, names)
    for caption, images, classes in sheets:
        report.heading(caption)
        report.image(draw_sheet(images, classes), "A row for each class: " + ", ".join(names) + ".")
    report.heading("Settings")
    for phase, title in (("classifier", "Classifier"), ("jem", "JEM")):
        rows = [(key.replace("_", " "), str(value)) for key, value in record.get(phase, {}).items()]
        report.table((title, "Value"), [row for row in rows if row[0] not in ("losses", "course")])
    report.table(("Input", "Value"), [*list_input(card), ("versions", str(record["versions"]))])


def draw_sheet(images: Tensor, classes: Tensor) -> np.ndarray:
    """A contact sheet (H, W, 3) uint8 with a row of up to 8 images per class; one band is grey, of many the first 3."""
    bands = images[:, :3] if images.shape[1] >= 3 else images[:, :1].expand(-1, 3, -1, -1)
    pixels = ((bands.clamp(-1, 1) + 1) * 127.5).round().byte().movedim(1, -1).numpy()
    side = pixels.shape[1] + _GAP_PX
    labels = np.unique(classes.numpy())
    sheet = np.full((len(labels) * side, _COLUMNS * side, 3), 255, np.uint8)
    for row, label in enumerate(labels):
        for column, index in enumerate(np.flatnonzero(classes.numpy() == label)[:_COLUMNS]):
            place = np.s_[row * side : (row + 1) * side - _GAP_PX, column * side : (column + 1) * side - _GAP_PX]
            sheet[place] = pixels[index]
    return sheet


def calibration_figure(bins: Sequence[dict]) -> Figure:
    """Accuracy over confidence of the bins that `measure_calibration` gives, beside the diagonal where both agree."""
    figure = Figure(figsize=(5, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#b0b0b0", linestyle="--")
    sizes = np.sqrt([each["count"] for each in bins])
    confidence, accuracy = [each["confidence"] for each in bins], [each["accuracy"] for each in bins]
    axes.scatter(confidence, accuracy, s=20 + 200 * sizes / sizes.max(), color=LINE_COLORS[0], alpha=0.7)
    axes.set_xlabel("Confidence")
    axes.set_ylabel("Accuracy")
    axes.grid(True, color="#dddddd", linewidth=0.8)
    return figure


def _report_curves(report: Report, phase: dict) -> None:
    add_loss_curve(report, phase["losses"])
    epochs = phase["course"]
    if "accuracy" in epochs[0]:
        accuracy = [epoch["accuracy"] for epoch in epochs]
        report.figure(curves_figure({"accuracy": accuracy}, "Epoch", "Accuracy"), "Accuracy on the validation data.")
    if "log_density" in epochs[0]:
        curves = {
            name: [epoch["log_density"][name] for epoch in epochs]
            for name in ("real", "sampled", "outliers")
            if name in epochs[0]["log_density"]
        }
        caption = "Mean log p(x), up to a constant, of real patches, of samples and of outliers."
        report.figure(curves_figure(curves, "Epoch", "log p(x)"), caption)


def _report_accuracy(report: Report, card: dict, names: Sequence[str]) -> None:
    metrics = card["metrics"]
    if not metrics:
        return
    report.heading("Accuracy on the validation data")
    report.text(
        f"Accuracy {metrics['accuracy']:.3f}. Expected calibration error {metrics['calibration_error']:.3f}, with the "
        f"logits divided by the temperature {card['temperature']:.2f}, which was chosen on the same patches."
    )
    report.figure(confusion_figure(np.array(metrics["confusion"]), names), "Confusion matrix.")
    report.figure(calibration_figure(metrics["calibration"]), "Confidence and accuracy; larger dots hold more patches.")
