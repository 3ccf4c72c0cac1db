"""The pages that the reports of all trainings have."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from ..reports.html import Report, curves_figure
from .state import Training


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


def list_input(card: dict) -> list[tuple[str, str]]:
    """Rows of a table on what the network takes."""
    described = card["inputs"][0]
    return [
        ("bands", ", ".join(described["bands"])),
        ("resolution (m)", str(described["resolution_m"])),
        ("scaling", str(described["scaling"])),
    ]
