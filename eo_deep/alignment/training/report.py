"""The pages of a report on an alignment training: its curves, and how many objects are found."""

from __future__ import annotations

import torch
from torch import nn

from ...reports.html import Report, curves_figure
from ...training.report import add_loss_curve, add_settings, add_summary
from ...training.state import Training
from .validation import FOUND_M

_SETTINGS = (
    "images", "labels", "displacements", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "initial_model", "seed", "versions",
)  # fmt: skip


def write_pages(report: Report, card: dict, training: Training, network: nn.Module, device: torch.device) -> None:
    """Add all pages of a training to its report."""
    add_summary(report, card, network, training, device)
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    if "found_share" in training.validations[-1]:
        curves = {
            f"objects found within {FOUND_M:g} m": [scores["found_share"] for scores in training.validations],
            "IoU of buildings": [scores["building_iou"] for scores in training.validations],
        }
        report.figure(
            curves_figure(curves, "Epoch", "Share"),
            "Validation data: share of objects whose best shift, each object on its own, brings them to their place.",
        )
    report.heading("Settings")
    add_settings(report, card, _SETTINGS)
