"""The pages of a report on the training of a disentangled series model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from ..models.networks.series_network import SeriesNetwork
from ..reports.html import Report, curves_figure
from ..training.report import add_loss_curve, add_settings, add_summary
from ..training.state import Training
from .samples import SeriesData, cut_all, find_held_places
from .scores import encode
from .verdicts import judge

_SETTINGS = ("images", "schedule", "learning_rate", "optimizer", "epochs", "samples_per_epoch", "batch_size",
             "window_px", "weights", "initial_model", "seed", "versions")  # fmt: skip
_FLOORS = (
    ("Painted from the shared code of another date and the exclusive codes of its own", "translation"),
    ("Painted from its own codes", "self"),
    ("Painted from the shared code of another date and the global code alone", "series"),
    ("The other date as it is", "nothing"),
    ("The other date with the true mean and deviation of each band", "moments"),
    ("The other date, by the true linear regression of the bands", "regression"),
    ("The true mean colour", "mean_color"),
)
_PICTURES = 3
_DESCRIPTIONS = {
    "disentangler": "The network describes each cell of 8 px by a shared code, which says what the place is, and each "
    "image by an exclusive code, which says what its date does: one of the whole image, and one of each cell of 16 px.",
    "paperdisentangler": "The network is that of Sanchez, Serrurier, Ortner (2019). It describes each window of 64 px "
    "by a shared code, which says what the place is, and by an exclusive code, which says what its date does. The "
    "global code is here the exclusive code of a window, and there is no code of cells.",
}


def write_pages(report: Report, card: dict, training: Training, network: SeriesNetwork, data: SeriesData,
                found: Mapping[str, float | None], device: torch.device) -> None:  # fmt: skip
    """Add all pages. found: what `scores.measure` gave."""
    add_summary(report, card, network, training, device)
    report.text(f"{_DESCRIPTIONS[card['network']['name']]} It has learned without labels, from the same places at "
                "other dates.")  # fmt: skip
    if data.rows:
        report.heading("Dates")
        header = tuple(data.rows[0])
        report.table(header, [tuple(row.get(name) for name in header) for row in data.rows])
    report.heading("What the codes hold")
    lines = judge(found)
    report.table(("Measured on ground that was held back", "Value", "Wanted", "As wanted"),
                 [(line.name, line.value, line.wanted, line.verdict) for line in lines])  # fmt: skip
    failures = [line.failure for line in lines if line.passed is False]
    for sentence in failures or ["All lines are as wanted."]:
        report.text(sentence)
    report.heading("Errors of painted images")
    report.table(("Image", "Mean absolute error (standard deviations)"),
                 [(name, found.get(key)) for name, key in _FLOORS])  # fmt: skip
    report.text(
        "The last three know the true image of the window, which no model does: they are what brightness, colour and "
        "detail alone would explain."
    )
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    terms = [each["terms"] for each in training.validations]
    for names, unit, caption in (
        ({"crossed": "other date", "own": "own"}, "Error",
         "Errors of painted images on the training ground, in standard deviations."),
        ({"global_nats": "global", "local_nats": "a cell"}, "Nats", "Information in the exclusive codes."),
    ):  # fmt: skip
        curves = {name: [each[key] for each in terms] for key, name in names.items() if key in terms[0]}
        report.figure(curves_figure(curves, "Epoch", unit), caption)
    pictures = _picture(network, data, device, card["training"]["seed"])
    if pictures:
        report.heading("Pictures of ground that was held back")
        for pixels, caption in pictures:
            report.image(pixels, caption)
    report.heading("Settings")
    add_settings(report, card, [name for name in _SETTINGS if name in card["training"]])


def _picture(network: SeriesNetwork, data: SeriesData, device: torch.device,
             seed: int) -> list[tuple[np.ndarray, str]]:  # fmt: skip
    """For some places: the true series above, and the same painted from the first date's shared code."""
    dates = len(data.images)
    pictures = []
    chosen = np.linspace(0, dates - 1, min(dates, 6)).astype(int).tolist()
    for place in find_held_places(data, _PICTURES, seed):
        planes = cut_all([place], dates)[:, chosen]
        codes = encode(network, planes, device)
        first = next((number for number in range(len(chosen)) if codes.known[0, number]), 0)
        count = len(chosen)
        with torch.no_grad():
            shared, skip = (each[0, first][None].expand(count, -1, -1, -1).to(device)
                            for each in (codes.shared, codes.skip))  # fmt: skip
            painted = network.decode(shared, skip, codes.global_[0].to(device), codes.local[0].to(device)).float().cpu()
        rows = [codes.planes[0, :, :-1], painted]
        strips = [torch.cat(list(codes.cut(each)), 2).numpy() for each in rows]
        pictures.append((_to_picture(np.concatenate(strips, 1)),
                         f"Above {', '.join(_name(data, each) for each in chosen)}; below the same, painted from the "
                         f"place as of {_name(data, chosen[first])} and the dates' exclusive codes."))  # fmt: skip
    return pictures


def _name(data: SeriesData, number: int) -> str:
    name, date = data.images[number]
    return date or name


def _to_picture(values: np.ndarray) -> np.ndarray:
    """(C, H, W) in standard deviations -> (H, W, 3) uint8."""
    bands: Sequence[int] = [min(band, len(values) - 1) for band in (0, 1, 2)]
    pixels = np.clip(values[bands] * 0.25 + 0.5, 0, 1) * 255
    return np.repeat(np.repeat(pixels.astype(np.uint8).transpose(1, 2, 0), 2, 0), 2, 1)
