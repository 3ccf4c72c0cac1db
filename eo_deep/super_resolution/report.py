"""The pages of a report on a training of super-resolution."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor, nn

from ..reports.html import LINE_COLORS, Report, curves_figure
from ..sampling.pair_report import add_pairs
from ..training.report import add_loss_curve, add_settings, add_summary
from ..training.state import Training
from .error_calibration import expect
from .validation import Validation, on_device

_SETTINGS = (
    "low", "high", "protocol", "sharpness", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size",
    "patch_px", "initial_model", "seed", "versions",
)  # fmt: skip
_PICTURES = 4
_BINS = 20


def write_pages(
    report: Report,
    card: dict,
    trained: Mapping[str, Training],
    network: nn.Module,
    validation: Validation,
    errors: tuple[np.ndarray, np.ndarray],
    device: torch.device,
    sharp: Mapping[str, Tensor],
) -> None:
    """Add all pages; ``network`` has the faithful weights, ``sharp`` is empty or the others.

    errors: predicted and true ones of the validation blocks, see `collect_errors`.
    """
    arguments, record = card["network"]["arguments"], card["training"]
    add_summary(report, card, network, trained["faithful"], device)
    report.text(
        f"One pixel becomes {arguments['ratio']} x {arguments['ratio']}. Degraded by a Gaussian of "
        f"{arguments['sigma']:g} px, the finer image is the given one again. Detail below the given pixel size is a "
        "guess learned from other places: do not count, measure or date objects in it."
    )
    if record["protocol"] == "Wald":
        report.text(
            "The network has learned from coarse images alone, by restoring what they show from a degraded copy. "
            "Applied to the images themselves, it takes it for granted that the ground looks alike at both scales, "
            "which is less true of towns than of fields. The scores below are of the coarser scale."
        )
    if validation.data.pairs:
        add_pairs(report, validation.data.pairs)
    report.heading("Training curves")
    add_loss_curve(report, trained["faithful"].losses)
    gains = [each["gain_db"] for each in trained["faithful"].validations]
    report.figure(curves_figure({"gain": gains}, "Epoch", "PSNR gain (dB)"),
                  "PSNR on the validation blocks beyond that of bicubic enlargement with projection.")  # fmt: skip
    report.heading("Scores on the validation blocks")
    report.table(
        ("Method", "PSNR (dB)", "SSIM", "ERGAS", "Spectral angle (degrees)"),
        [(name, *scores.values()) for name, scores in record["metrics"]["scores"].items()],
    )
    report.text("Bicubic enlargement with projection needs no network: what a model is worth is its gain over that.")
    if sharp:
        report.text("The sharp model looks more like a true image, and is further from it: it invents detail.")
    _add_errors(report, card, *errors)
    report.heading("Pictures of validation blocks")
    for pixels, caption in _picture(validation, network, device, sharp):
        report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, [name for name in _SETTINGS if name in record])


def _add_errors(report: Report, card: dict, predicted: np.ndarray, errors: np.ndarray) -> None:
    """How well the expected error tells the true one."""
    scores = card["training"]["metrics"]["expected_error"]
    report.heading("Expected error")
    report.text(
        f"Rank correlation with the true error {scores['rank_correlation']:.2f}, sparsification error "
        f"{scores['sparsification_error']:.2f} (0 perfect, 1 worthless); the 90 % interval holds "
        f"{100 * scores['coverage']:.0f} % of the errors. In another region it may be too large or too small."
    )
    expected = expect(predicted, card["expected_error"])
    parts = np.array_split(np.argsort(expected, kind="stable"), _BINS)
    figure = Figure(figsize=(4.5, 4.0), layout="constrained")
    axes = figure.add_subplot()
    points = np.array([(expected[part].mean(), errors[part].mean()) for part in parts if len(part)])
    axes.plot(*points.T, "o-", color=LINE_COLORS[0])
    axes.plot([0, points.max()], [0, points.max()], "--", color=LINE_COLORS[1])
    axes.set_xlabel("Expected error")
    axes.set_ylabel("Mean error")
    report.figure(figure, "In standard deviations of the bands, twentieths of the pixels.")


def _picture(validation: Validation, network: nn.Module, device: torch.device,
             sharp: Mapping[str, Tensor]) -> list[tuple[np.ndarray, str]]:
    """Blocks as bicubic enlargement, what the model gives, and the truth, beside each other."""
    ours, names = on_device(network, device), ["bicubic", "model"]
    rows = [validation.enlarge_bicubic(), [made for made, _, _ in validation.enlarge(ours)]]
    if sharp:
        faithful = {name: value.clone() for name, value in network.state_dict().items()}
        network.load_state_dict({name.partition(".")[2]: value for name, value in sharp.items()}, strict=False)
        rows.append([made for made, _, _ in validation.enlarge(ours)])
        network.load_state_dict(faithful)
        names.append("sharp model")
    rows.append([block.high for block in validation.blocks])
    bands = [min(band, validation.blocks[0].high.shape[0] - 1) for band in (0, 1, 2)]
    if bands[2] == 2:  # blue, green, red are the order of most satellites; shown the other way round
        bands = bands[::-1]
    pictures = []
    for number in np.linspace(0, len(validation.blocks) - 1, min(_PICTURES, len(validation.blocks))).astype(int):
        low, high = np.percentile(rows[-1][number][bands], (1, 99), axis=(1, 2))
        strip = np.concatenate([row[number][bands] for row in rows], axis=2)
        scaled = (strip - low[:, None, None]) / np.maximum(high - low, 1e-6)[:, None, None]
        pictures.append(((scaled.clip(0, 1) * 255).astype(np.uint8).transpose(1, 2, 0),
                         f"From left to right: {', '.join(names)}, truth."))  # fmt: skip
    return pictures
