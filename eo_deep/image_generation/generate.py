"""Samples of what a joint energy-based model has learned: images of each class, and how near to real ones they come."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
import torch
from PIL import Image, ImageDraw
from rasterio.windows import Window
from torch import Generator, Tensor

from ..energy_models.interpretation import interpret_logits
from ..energy_models.jem import compute_logits
from ..energy_models.langevin import read_sampler, read_start, run_chains, start_chains, to_picture, to_raw
from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.files import check_distinct, check_folder_writable, check_writable
from ..io.paths import NewFolder, NewReport, RasterPath
from ..io.raster_writer import RasterWriter
from ..io.staging import stage
from ..models.model_file import Model, read_extras
from ..models.reflectance import load_scene_model
from ..models.scaling import fit_range
from ..progress import Progress, silent
from ..reports.html import Report, curves_figure
from ..runtime.jobs import algorithm
from ..sampling.patch_collection import read_patch_set
from .quality import SampleScores, score_samples

SHEET_NAME = "contact_sheet.png"
STARTS = ("fields", "training's chains")
FEWEST_TO_SCORE = 10
_SHEET_COLUMNS, _SHEET_GAP_PX, _NAME_PX = 12, 2, 14


@algorithm("output", count=(1, 100000), steps=(0, 1000000), seed=(0, 2147483647))
def generate_scenes(output: NewFolder, model: str | None = None, class_name: str | None = None, count: int = 100,
                    steps: int = 100, start: str = "fields", by_class: bool = True, reference: RasterPath | None = None,
                    bands: Sequence[int] | None = None, values: str = "auto", seed: int = 0, device: str = "auto",
                    report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Draw samples from a JEM: images as it thinks they look, in a folder, with a contact sheet.

    output: a folder that does not exist or is empty. model: None for the bundled one. class_name: one class, or None
    for all, in equal numbers. count: images. steps: of stochastic gradient Langevin dynamics, from random "fields" with
    the class's colours and textures, or from the "training's chains" as far as the model file holds them (start).
    by_class: climb log p(x, y) of the class that a chain starts from; else log p(x), so that it may change its class.
    reference: folder or raster of real images, for the measures of the report; bands, values: what they are, see
    `scenes.classify_scenes`. report: HTML file.

    Raises EoDeepError for a classifier and unknown classes. Returns {"output", "report", "count", "rarest_share",
    "kid", "spectrum_distance_db", "discriminator_auc"}, the last three None without a reference.
    """
    check_folder_writable(output)
    check_distinct([report], [model, reference])
    if report:
        check_writable(report, ".html", ".htm")
    if count < 1:
        raise EoDeepError(f"The number of images must be at least 1, got {count}.")
    path, loaded = load_scene_model(model, device, jem=True)
    if start not in STARTS:
        raise EoDeepError(f"Start must be one of {', '.join(STARTS)}, got '{start}'.")
    settings, extras = read_sampler(loaded.card, steps), read_extras(path)
    fields = read_start(extras, loaded.card, path)
    classes = choose_classes(loaded.card, class_name, count)
    generator = Generator().manual_seed(seed)
    first = start_chains({} if start == "fields" else extras, fields, classes, generator)
    samples, course = run_chains(loaded.network, first, settings, generator, classes if by_class else None,
                                 fields.measure_gain(), progress.part(0, 0.8))
    found = compute_logits(loaded.network, samples)
    shares = np.bincount(found.argmax(1).numpy(), minlength=len(loaded.card["classes"])) / count
    _write_folder(output, loaded.card, samples.numpy(), classes)
    scores: dict[str, SampleScores] = {}
    if reference:
        real = read_patch_set(reference, loaded.card, bands, values, 2 * max(count, 500), seed, progress.part(0.8, 0.9))
        scores = score_with_controls(samples.numpy(), real.pixels, fields.draw(classes, generator).numpy(), seed)
    if report:
        _write_report(report, loaded, samples.numpy(), classes, found.numpy(), course, steps, scores, reference)
        progress.message(f"Wrote {report}.")
    progress(1.0)
    progress.message(f"Wrote {count} images and {SHEET_NAME} to {output}.")
    wanted = shares if class_name is None else shares[classes[:1].numpy()]
    ours = scores.get("samples")
    return {"output": output, "report": report, "count": count, "rarest_share": float(wanted.min()),
            "kid": ours.kid if ours else None,
            "spectrum_distance_db": ours.spectrum_distance_db if ours else None,
            "discriminator_auc": ours.discriminator_auc if ours else None}


def choose_classes(card: dict, class_name: str | None, count: int) -> Tensor:
    """The classes (count,) int64 of the samples, in order: one class, or all evenly. EoDeepError for an unknown one."""
    names = [entry["name"] for entry in card["classes"]]
    if class_name is None:
        return torch.arange(count) * len(names) // count
    matches = [i for i, name in enumerate(names) if name.lower() == class_name.strip().lower()]
    if not matches:
        raise EoDeepError(f"Class must be one of {', '.join(names)}, got '{class_name}'.")
    return torch.full((count,), matches[0])


def score_with_controls(samples: np.ndarray, real: np.ndarray, fields: np.ndarray, seed: int = 0
                        ) -> dict[str, SampleScores]:
    """The measures of samples (N, C, H, W) against half of `real`, beside those of three controls of the same number.

    Controls: the other half of the real images, the random fields (N, C, H, W) that chains start from, and noise.
    Empty where there are fewer than ten images of a kind.
    """
    half = len(real) // 2
    if min(len(samples), half) < FEWEST_TO_SCORE:
        return {}
    others, known = real[:half][: len(samples)], real[half:]
    noise = np.random.default_rng(seed).uniform(-1, 1, samples.shape).astype(np.float32)
    sets = {"samples": samples, "real images (best possible)": others, "start fields, no steps": fields,
            "uniform noise": noise}
    return {name: score_samples(images, known, seed) for name, images in sets.items()}


def draw_sheet(images: np.ndarray, classes: np.ndarray, card: dict) -> np.ndarray:
    """A contact sheet (H, W, 3) uint8 of images (N, C, P, P) in -1..1: the classes one below the other, with names."""
    pictures = to_picture(images, card["inputs"][0]["bands"])
    scale = max(1, 96 // pictures.shape[1])
    pictures = pictures.repeat(scale, 1).repeat(scale, 2)
    step = pictures.shape[1] + _SHEET_GAP_PX
    present = np.unique(classes)
    columns = min(_SHEET_COLUMNS, int(np.bincount(classes).max()))
    rows = {label: -(-int((classes == label).sum()) // columns) for label in present}
    height = sum(rows.values()) * step + len(present) * _NAME_PX
    sheet = Image.new("RGB", (columns * step + _SHEET_GAP_PX, height), "white")
    draw, top = ImageDraw.Draw(sheet), 0
    for label in present:
        draw.text((_SHEET_GAP_PX, top), card["classes"][label]["name"], fill="black")
        top += _NAME_PX
        for number, picture in enumerate(pictures[classes == label]):
            place = (_SHEET_GAP_PX + number % columns * step, top + number // columns * step)
            sheet.paste(Image.fromarray(picture), place)
        top += rows[label] * step
    return np.asarray(sheet)


def _write_folder(path: str, card: dict, images: np.ndarray, classes: Tensor) -> None:
    """The images in the training images' units, and the contact sheet, in a folder that appears when complete."""
    source = card["inputs"][0]
    scaling = fit_range(source["scaling"]["low"], source["scaling"]["high"])
    raw = to_raw(images, scaling, source.get("dtype") or "float32")
    with stage(os.path.normpath(path)) as growing:
        growing.mkdir()
        for number, (pixels, label) in enumerate(zip(raw, classes.tolist()), 1):
            name = "".join(c if c.isalnum() or c in " -_" else "_" for c in card["classes"][label]["name"])
            _write_image(growing / f"{name}_{number:05}", pixels, source["bands"])
        Image.fromarray(draw_sheet(images, classes.numpy(), card)).save(growing / SHEET_NAME)


def _write_image(stem: Path, pixels: np.ndarray, band_names: list[str]) -> None:
    """One image (C, H, W): PNG for three bands of 8 bits, else GeoTIFF without georeference."""
    if pixels.dtype == np.uint8 and len(pixels) == 3:
        Image.fromarray(pixels.transpose(1, 2, 0)).save(stem.with_suffix(".png"))
        return
    grid = Grid(None, rasterio.Affine.identity(), pixels.shape[2], pixels.shape[1])
    path = stem.with_suffix(".tif")
    with RasterWriter(path, grid, len(pixels), str(pixels.dtype), None, band_names, None, 16) as file:
        file.write(pixels, Window(0, 0, grid.width, grid.height))


def _write_report(path: str, model: Model, samples: np.ndarray, classes: Tensor, logits: np.ndarray,
                  course: np.ndarray, steps: int, scores: dict[str, SampleScores], reference: str | None) -> None:
    card, page = model.card, Report("Generated scenes")
    page.image(draw_sheet(samples, classes.numpy(), card), f"{len(samples)} samples after {steps} steps.")
    page.heading("Classes")
    _, log_px, percentile = interpret_logits(logits, card)
    found, started = logits.argmax(axis=1), classes.numpy()
    page.table(
        ["Class", "Chains started", "Samples, as the model sees them", "Share", "Median percentile of log p(x)"],
        [[entry["name"], int((started == label).sum()), int((found == label).sum()), float((found == label).mean()),
          float(np.median(percentile[found == label])) if (found == label).any() else None]
         for label, entry in enumerate(card["classes"])],
    )
    page.text("The percentile tells where a sample's log p(x) lies among the training images: 0.5 is typical.")
    page.heading("Course")
    figure = curves_figure({"samples": course.tolist()}, "Tens of steps, from the start", "Mean of log p(x) + constant")
    page.figure(figure,
                f"The training images lie between {_quantile(card, 5):.3g} (5 %) and {_quantile(card, 95):.3g} (95 %).")
    page.heading("Measures")
    if scores:
        page.table(
            ["Images", "KID", "Spectrum distance (dB)", "AUC of a discriminator"],
            [[name, each.kid, each.spectrum_distance_db, each.discriminator_auc] for name, each in scores.items()],
        )
        page.text(
            f"Each row is compared with half of the images of '{reference}'. KID: kernel inception distance in the "
            "answers of fixed random filters at several scales, which no class label has touched; 0 is best, and it is "
            "not comparable with KID in features of a trained network. Spectrum distance: how far the power at each "
            "spatial frequency is off. AUC: how well logistic regression on the same answers tells them from real "
            "images; 0.5 is best, 1 worst. Good samples lie between the start fields and the real images."
        )
    else:
        page.text("Give a reference of at least 20 real images, and draw at least 10 samples, to have them measured "
                  "against real ones.")
    page.write(path)


def _quantile(card: dict, percent: float) -> float:
    quantiles = card["log_density"]["quantiles"]
    return float(np.interp(percent / 100, np.linspace(0, 1, len(quantiles)), quantiles))
