"""Images sampled from a joint energy-based model, by class, and their quality compared with real images."""

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
from ..energy_models.langevin import (
    initialize_chains,
    read_initialization,
    read_sampler,
    run_sampler,
    to_picture,
    to_raw,
)
from ..errors import EoDeepError
from ..evaluation import SampleScores, score_samples
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

SHEET_NAME = "contact_sheet.png"
STARTS = ("fields", "training's chains")
MIN_TO_SCORE = 10
_SHEET_COLUMNS, _SHEET_GAP_PX, _NAME_PX = 12, 2, 14


@algorithm("output", count=(1, 100000), steps=(0, 1000000), seed=(0, 2147483647))
def generate_scenes(output: NewFolder, model: str | None = None, class_name: str | None = None, count: int = 100,
                    steps: int = 100, start: str = "fields", by_class: bool = True, reference: RasterPath | None = None,
                    bands: Sequence[int] | None = None, values: str = "auto", seed: int = 0, device: str = "auto",
                    report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Generate example images of each class from a JEM, in a folder, with a contact sheet.

    Samples are drawn by stochastic gradient Langevin dynamics (SGLD) on log p(x, y) or log p(x), preconditioned by the
    spectrum of the training images; they keep the amplitudes of their start's frequencies. Source: Grathwohl et al.,
    ICLR 2020; Yang and Ji, "JEM++", ICCV 2021; Girolami and Calderhead, 2011, for the preconditioning.

    Parameters
    ----------
    output : path of a folder
        It must be new or empty. It gets one image per sample (PNG for 8-bit RGB, else GeoTIFF) in the units of the
        training images, and ``contact_sheet.png``.
    model : path of a scene model, optional
        One trained as JEM. Default: the bundled land cover model.
    class_name : str, optional
        Only this class. Default: all classes, in equal numbers.
    count : int
        Number of images.
    steps : int
        SGLD steps per image. More make images more likely under the model; too many make them unrealistic.
    start : str
        "fields": random fields with the class's colours and textures. "training's chains": the samples stored in the
        model file, as far as they go.
    by_class : bool
        Sample from p(x, y) of the class that an image starts from; else from p(x), so that it may change its class.
    reference : path, optional
        Folder or raster of real images to score the samples against.
    bands : sequence of int, optional
        1-based band numbers of the reference in the model's order. Default: matched by name.
    values : str
        What the numbers of the reference are, one of ``io.pixel_values.VALUES``; "auto" recognizes it.
    seed : int
        Of the random numbers: the same seed gives the same images on the same device.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    report : path of an HTML file, optional
        Samples, classes, the trace of log p(x), quality scores.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "report", "count"; "rarest_share": the smallest share of samples that the model assigns to a
        requested class, 0..1; "kid" (kernel inception distance), "spectrum_distance_db" (dB) and "discriminator_auc"
        (0.5..1), None without a reference of at least 20 images.

    Raises
    ------
    EoDeepError
        If the model is a plain classifier, the class is unknown, or the folder is not empty.
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
    fields = read_initialization(extras, loaded.card, path)
    classes = choose_classes(loaded.card, class_name, count)
    generator = Generator().manual_seed(seed)
    first = initialize_chains({} if start == "fields" else extras, fields, classes, generator)
    samples, trace = run_sampler(loaded.network, first, settings, generator, classes if by_class else None,
                                 fields.measure_gain(), progress.part(0, 0.8))
    found = compute_logits(loaded.network, samples)
    shares = np.bincount(found.argmax(1).numpy(), minlength=len(loaded.card["classes"])) / count
    _write_folder(output, loaded.card, samples.numpy(), classes)
    scores: dict[str, SampleScores] = {}
    if reference:
        real = read_patch_set(reference, loaded.card, bands, values, 2 * max(count, 500), seed, progress.part(0.8, 0.9))
        scores = score_with_controls(samples.numpy(), real.pixels, fields.draw(classes, generator).numpy(), seed)
    if report:
        _write_report(report, loaded, samples.numpy(), classes, found.numpy(), trace, steps, scores, reference)
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
    """The quality scores of samples (N, C, H, W) against half of `real`, and of three controls of the same number.

    Controls: the other half of the real images, the random fields (N, C, H, W) that chains start from, and noise.
    Empty if there are fewer than ten images in a set.
    """
    half = len(real) // 2
    if min(len(samples), half) < MIN_TO_SCORE:
        return {}
    others, kept = real[:half][: len(samples)], real[half:]
    noise = np.random.default_rng(seed).uniform(-1, 1, samples.shape).astype(np.float32)
    sets = {"samples": samples, "real images (best possible)": others, "start fields, no steps": fields,
            "uniform noise": noise}
    return {name: score_samples(images, kept, seed) for name, images in sets.items()}


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
                  trace: np.ndarray, steps: int, scores: dict[str, SampleScores], reference: str | None) -> None:
    card, page = model.card, Report("Generated images")
    page.image(draw_sheet(samples, classes.numpy(), card), f"{len(samples)} samples after {steps} SGLD steps.")
    page.heading("Classes")
    _, log_px, percentile = interpret_logits(logits, card)
    found, started = logits.argmax(axis=1), classes.numpy()
    page.table(
        ["Class", "Samples started", "Samples classified", "Share of all", "Median percentile of log p(x)"],
        [[entry["name"], int((started == label).sum()), int((found == label).sum()), float((found == label).mean()),
          float(np.median(percentile[found == label])) if (found == label).any() else None]
         for label, entry in enumerate(card["classes"])],
    )
    page.text("Samples classified: by the model itself. Percentile: rank of a sample's log p(x) among the training "
              "images, 0 to 1; 0.5 is typical.")
    page.heading("Sampling curve")
    figure = curves_figure({"samples": trace.tolist()}, "Steps / 10", "Mean of log p(x) + constant")
    page.figure(figure,
                f"log p(x) of 90 % of the training images lies between {_quantile(card, 5):.3g} and "
                f"{_quantile(card, 95):.3g}. Above that range, more steps make images unrealistic.")
    page.heading("Quality")
    if scores:
        page.table(
            ["Images", "KID", "Spectrum distance (dB)", "Discriminator AUC"],
            [[name, each.kid, each.spectrum_distance_db, each.discriminator_auc] for name, each in scores.items()],
        )
        page.text(
            f"Each row is compared with half of the images of '{reference}'. KID: kernel inception distance, here in "
            "the responses of fixed random filters at several scales; 0 is best. It cannot be compared with KID in "
            "features of a trained network. Spectrum distance: root mean square difference of the power spectra; 0 is "
            "best. Discriminator AUC: how well a logistic regression on the same responses separates samples from real "
            "images; 0.5 is best, 1 is worst. Good samples score between the random start fields and real images."
        )
    else:
        page.text("For quality scores, choose a reference of at least 20 real images and generate at least 10 images.")
    page.write(path)


def _quantile(card: dict, percent: float) -> float:
    quantiles = card["log_density"]["quantiles"]
    return float(np.interp(percent / 100, np.linspace(0, 1, len(quantiles)), quantiles))
