"""Whether images resemble what a scene model was trained on: one number per image, compared between sets of images."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from matplotlib.figure import Figure

from ..energy_models.interpretation import interpret_logits
from ..energy_models.jem import compute_logits, require_finite, score_gradient
from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.paths import NewReport, RasterPath
from ..models.model_file import Model
from ..models.reflectance import load_scene_model
from ..progress import Progress, silent
from ..reports.html import LINE_COLORS, Report
from ..runtime.jobs import algorithm
from ..sampling.patch_collection import PatchSet, read_patch_set
from .scores import KL_EPSILON, choose_bins, measure_auroc, measure_fpr95, measure_kl, score_neighbours

LOG_PX, SOFTMAX, GRADIENT, NEIGHBOURS = "log p(x)", "largest softmax", "minus gradient norm", "nearest neighbours"
_BATCH = 64
_EXPLANATION = (
    "Every image gets one number that is high for what the model knows. AUROC: the probability that an image of the "
    "reference has a higher number than one of the other set (0.5: no difference, 1: told apart without error). FPR95: "
    "the share of the other set that passes a threshold which 95 % of the reference pass (0 is best). Sets of the same "
    "kind of images should come out at about 0.5 and 95 %."
)


@algorithm(max_images=(1, 1000000), seed=(0, 2147483647))
def compare_domains(sets: Sequence[RasterPath] | RasterPath, reference: RasterPath | None = None,
                    model: str | None = None, bands: Sequence[int] | None = None, values: str = "auto",
                    max_images: int = 2000, seed: int = 0, device: str = "auto", report: NewReport | None = None,
                    progress: Progress = silent) -> dict:
    """Compare sets of images with a reference, by what a scene model says of them.

    sets: folders of images (with all below them) or rasters. reference: a folder or raster of the kind that the model
    knows, such as its test images; None: the training images as the model remembers them, for log p(x) only. model:
    None for the bundled one. bands, values: see `scenes.classify_scenes`. max_images: patches drawn at random from each
    set with `seed`. report: HTML file with histograms and all measures.

    Raises EoDeepError for empty sets and images that do not fit the model. Returns {"report", "kl", "auroc", "fpr95",
    "numbers"}: the first three of log p(x) of the first set, `numbers` all of them as JSON text.
    """
    paths = [sets] if isinstance(sets, str) else list(sets)
    if not paths:
        raise EoDeepError("There is nothing to compare: give at least one folder or raster.")
    check_distinct([report], [*paths, reference, model])
    if report:
        check_writable(report, ".html", ".htm")
    model_path, loaded = load_scene_model(model, device)
    scored: list[dict[str, np.ndarray]] = []
    names: list[str] = []
    given = [reference, *paths] if reference else paths
    for number, path in enumerate(given):
        part = progress.part(number / len(given), (number + 1) / len(given))
        images = read_patch_set(path, loaded.card, bands, values, max_images, seed, part.part(0, 0.5))
        progress.message(f"{len(images)} images of '{path}'.")
        scored.append(score_images(loaded, images, part.part(0.5, 1)))
        names.append(_name_apart(images.name, path, names))
    if reference:
        known, name = scored.pop(0), names.pop(0)
    else:
        known, name = {LOG_PX: remember_training(loaded.card)}, "training images"
    compared = [compare_scores(known, others) for others in scored]
    if report:
        _write_report(report, model_path, loaded.card, name, known, names, scored, compared)
        progress.message(f"Wrote {report}.")
    progress(1.0)
    first = compared[0][LOG_PX]
    return {"report": report, "kl": first["kl"], "auroc": first["auroc"], "fpr95": first["fpr95"],
            "numbers": json.dumps(dict(zip(names, compared)))}


def score_images(model: Model, images: PatchSet, progress: Progress = silent) -> dict[str, np.ndarray]:
    """Each score (N,) of a set's images, by name, and their features (N, D) under NEIGHBOURS."""
    network = model.network
    device = next(network.parameters()).device
    logits, features, norms = [], [], []
    for start in range(0, len(images), _BATCH):
        batch = torch.from_numpy(images.pixels[start : start + _BATCH]).to(device)
        logits.append(require_finite(compute_logits(network, batch)).numpy())
        norms.append(score_gradient(network, batch).flatten(1).norm(dim=1).cpu().numpy())
        with torch.inference_mode():
            features.append(network.features(batch).float().cpu().numpy())  # type: ignore[operator]
        progress(min(1.0, (start + _BATCH) / len(images)))
    probabilities, log_px, _ = interpret_logits(np.concatenate(logits), model.card)
    return {LOG_PX: log_px, SOFTMAX: probabilities.max(axis=1), GRADIENT: -np.concatenate(norms),
            NEIGHBOURS: np.concatenate(features)}


def compare_scores(known: dict[str, np.ndarray], others: dict[str, np.ndarray]) -> dict[str, dict[str, float]]:
    """KL (in nats), AUROC and FPR95 of each score that both have. Half of the known images serve as neighbours."""
    result = {}
    for name in others.keys() & known.keys():
        reference, other = known[name], others[name]
        if name == NEIGHBOURS:
            if len(reference) < 2:
                continue
            near, reference = reference[::2], reference[1::2]
            reference, other = score_neighbours(reference, near), score_neighbours(other, near)
        result[name] = {"kl": measure_kl(other, reference), "auroc": measure_auroc(reference, other),
                        "fpr95": measure_fpr95(reference, other)}
    return {name: result[name] for name in (LOG_PX, SOFTMAX, GRADIENT, NEIGHBOURS) if name in result}


def remember_training(card: dict) -> np.ndarray:
    """log p(x) of 10,000 images that are distributed as the training images were, from the card's quantiles."""
    quantiles = card["log_density"]["quantiles"]
    return np.interp((np.arange(10_000) + 0.5) / 10_000, np.linspace(0, 1, len(quantiles)), quantiles)


def histogram_figure(name: str, known: np.ndarray, others: dict[str, np.ndarray]) -> Figure:
    """Overlaid histograms of log p(x), the reference filled (as in Castillo-Navarro et al., IGARSS 2021, Fig. 2)."""
    figure = Figure(figsize=(7.5, 4.2), layout="constrained")
    axes = figure.add_subplot()
    together = np.concatenate([known, *others.values()])
    # A few images far away would press all the others into one bin.
    low, high = np.percentile(together, [0.25, 99.75])
    edges = np.linspace(low, max(high, low + 1e-6), 51).tolist()
    axes.hist(known.clip(low, high), edges, density=True, color="#b8c4cc", label=f"{name} (reference)")
    for index, (label, scores) in enumerate(others.items()):
        axes.hist(scores.clip(low, high), edges, density=True, histtype="step", linewidth=1.8, label=label,
                  color=LINE_COLORS[index % len(LINE_COLORS)])
    axes.set_xlabel("log p(x) + constant")
    axes.set_ylabel("Density")
    axes.legend()
    return figure


def _name_apart(name: str, path: str, taken: Sequence[str]) -> str:
    """A name that no other set has: folders called 'test' may be compared with each other."""
    if name in taken:
        name = f"{Path(path).parent.name}/{name}"
    return name if name not in taken else f"{name} ({len(taken) + 1})"


def _write_report(path: str, model: str, card: dict, name: str, known: dict[str, np.ndarray], names: list[str],
                  scored: list[dict[str, np.ndarray]], compared: list[dict[str, dict[str, float]]]) -> None:
    page = Report("Comparison of domains")
    rows = [["Model", f"{card.get('name') or Path(model).stem} ({card.get('kind')})"],
            ["Reference", f"{name}, {len(known[LOG_PX])} images"]]
    page.table([], rows + [["Compared", f"{other}, {len(scores[LOG_PX])} images"]
                           for other, scores in zip(names, scored)])
    page.heading("Density")
    page.figure(histogram_figure(name, known[LOG_PX], {other: scores[LOG_PX] for other, scores in zip(names, scored)}),
                "What lies beyond the outermost half per cent is drawn at the edge.")
    low, high = known[LOG_PX].min(), known[LOG_PX].max()
    page.table(
        ["Images", "Median of log p(x)", "KL from the reference (nats)", "Bins", "AUROC", "FPR95"],
        [[name, float(np.median(known[LOG_PX])), None, None, None, None]]
        + [[other, float(np.median(scores[LOG_PX])), numbers[LOG_PX]["kl"], choose_bins(scores[LOG_PX], known[LOG_PX]),
            numbers[LOG_PX]["auroc"], numbers[LOG_PX]["fpr95"]]
           for other, scores, numbers in zip(names, scored, compared)],
    )
    page.text(
        f"KL: Kullback-Leibler divergence of the histograms, sum of p ln((p + e) / (q + e)) with e = {KL_EPSILON:g}, "
        f"over bins of equal width from {low:.4g} to {high:.4g}, the reference's range, and two open bins outside. "
        f"Sets without any overlap come to {-np.log(KL_EPSILON):.1f}, which depends on e alone: use AUROC there."
    )
    page.heading("Other scores")
    page.table(
        ["Images", "Score", "AUROC", "FPR95"],
        [[other, score, values["auroc"], values["fpr95"]]
         for other, numbers in zip(names, compared) for score, values in numbers.items()],
    )
    page.text(_EXPLANATION)
    page.write(path)
