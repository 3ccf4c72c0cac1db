"""Domain shift: do images resemble the training images of a scene model? Scores per image, compared between sets."""

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
_SHOWN = {SOFTMAX: "maximum softmax"}  # the results keep the older name
_BATCH = 64
_EXPLANATION = (
    "Every image gets a score that is high for images like the training images. AUROC: the probability that an image "
    "of the reference has a higher score than an image of the other set (0.5: no difference, 1: perfect separation). "
    "FPR95: the share of the other set above a threshold that 95 % of the reference exceed (0: perfect separation). "
    "Two sets of similar images have an AUROC of about 0.5 and an FPR95 of about 95 %."
)


@algorithm(max_images=(1, 1000000), seed=(0, 2147483647))
def compare_domains(sets: Sequence[RasterPath] | RasterPath, reference: RasterPath | None = None,
                    model: str | None = None, bands: Sequence[int] | None = None, values: str = "auto",
                    max_images: int = 2000, seed: int = 0, device: str = "auto", report: NewReport | None = None,
                    progress: Progress = silent) -> dict:
    """Compare sets of images with a reference set by the scores of a scene model: has the domain shifted?

    Every image gets scores that are high for images like the training images: log p(x), the maximum softmax, minus the
    norm of log p(x)'s gradient, and minus the distance to the nearest neighbours in feature space. Source:
    Castillo-Navarro et al., IGARSS 2021; Sun et al., ICML 2022.

    Parameters
    ----------
    sets : path or sequence of paths
        Folders of images (with all folders in them) or rasters, each a set to compare.
    reference : path, optional
        A folder or raster with images like the training images, such as the test images. Default: the distribution of
        log p(x) stored in the model, for log p(x) only.
    model : path of a scene model, optional
        Default: the bundled land cover model.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    values : str
        What the images' numbers are, one of ``io.pixel_values.VALUES``; "auto" recognizes it.
    max_images : int
        At most so many patches are drawn at random from each set.
    seed : int
        Of the random draws.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    report : path of an HTML file, optional
        Histograms and all measures.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "report"; "kl" (nats), "auroc" and "fpr95" (0..1) of log p(x) of the first set; "numbers": those of all sets and
        scores as JSON text.

    Raises
    ------
    EoDeepError
        If a set is empty or its images do not fit the model.
    """
    paths = [sets] if isinstance(sets, str) else list(sets)
    if not paths:
        raise EoDeepError("There are no images to compare: choose at least one folder or raster.")
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
        progress.message(f"{len(images)} images from '{path}' are compared.")
        scored.append(score_images(loaded, images, part.part(0.5, 1)))
        names.append(_make_unique(images.name, path, names))
    if reference:
        baseline, name = scored.pop(0), names.pop(0)
    else:
        baseline, name = {LOG_PX: draw_training_density(loaded.card)}, "training images"
    compared = [compare_scores(baseline, others) for others in scored]
    if report:
        _write_report(report, model_path, loaded.card, name, baseline, names, scored, compared)
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


def compare_scores(reference: dict[str, np.ndarray], others: dict[str, np.ndarray]) -> dict[str, dict[str, float]]:
    """KL (in nats), AUROC and FPR95 of each score that both have. Half of the reference images serve as
    neighbours."""
    result = {}
    for name in others.keys() & reference.keys():
        ours, theirs = reference[name], others[name]
        if name == NEIGHBOURS:
            if len(ours) < 2:
                continue
            neighbours, ours = ours[::2], ours[1::2]
            ours, theirs = score_neighbours(ours, neighbours), score_neighbours(theirs, neighbours)
        result[name] = {"kl": measure_kl(theirs, ours), "auroc": measure_auroc(ours, theirs),
                        "fpr95": measure_fpr95(ours, theirs)}
    return {name: result[name] for name in (LOG_PX, SOFTMAX, GRADIENT, NEIGHBOURS) if name in result}


def draw_training_density(card: dict) -> np.ndarray:
    """log p(x) of 10,000 images that are distributed as the training images were, from the card's quantiles."""
    quantiles = card["log_density"]["quantiles"]
    return np.interp((np.arange(10_000) + 0.5) / 10_000, np.linspace(0, 1, len(quantiles)), quantiles)


def histogram_figure(name: str, reference: np.ndarray, others: dict[str, np.ndarray]) -> Figure:
    """Overlaid histograms of log p(x), the reference filled (as in Castillo-Navarro et al., IGARSS 2021, Fig. 2)."""
    figure = Figure(figsize=(7.5, 4.2), layout="constrained")
    axes = figure.add_subplot()
    together = np.concatenate([reference, *others.values()])
    # A few extreme images would leave one bin for all the others.
    low, high = np.percentile(together, [0.25, 99.75])
    edges = np.linspace(low, max(high, low + 1e-6), 51).tolist()
    axes.hist(reference.clip(low, high), edges, density=True, color="#b8c4cc", label=f"{name} (reference)")
    for index, (label, scores) in enumerate(others.items()):
        axes.hist(scores.clip(low, high), edges, density=True, histtype="step", linewidth=1.8, label=label,
                  color=LINE_COLORS[index % len(LINE_COLORS)])
    axes.set_xlabel("log p(x) + constant")
    axes.set_ylabel("Density")
    axes.legend()
    return figure


def _make_unique(name: str, path: str, taken: Sequence[str]) -> str:
    """A name that no other set has: folders called 'test' may be compared with each other."""
    if name in taken:
        name = f"{Path(path).parent.name}/{name}"
    return name if name not in taken else f"{name} ({len(taken) + 1})"


def _write_report(path: str, model: str, card: dict, name: str, reference: dict[str, np.ndarray], names: list[str],
                  scored: list[dict[str, np.ndarray]], compared: list[dict[str, dict[str, float]]]) -> None:
    page = Report("Domain shift")
    rows = [["Model", f"{card.get('name') or Path(model).stem} ({card.get('kind')})"],
            ["Reference", f"{name}, {len(reference[LOG_PX])} images"]]
    page.table([], rows + [["Compared", f"{other}, {len(scores[LOG_PX])} images"]
                           for other, scores in zip(names, scored)])
    page.heading("Distribution of log p(x)")
    others = {other: scores[LOG_PX] for other, scores in zip(names, scored)}
    page.figure(histogram_figure(name, reference[LOG_PX], others),
                "The 0.5 % most extreme values are drawn at the edges.")
    low, high = reference[LOG_PX].min(), reference[LOG_PX].max()
    page.table(
        ["Images", "Median of log p(x)", "KL divergence from the reference (nats)", "Histogram bins", "AUROC", "FPR95"],
        [[name, float(np.median(reference[LOG_PX])), None, None, None, None]]
        + [[other, float(np.median(log_px)), numbers[LOG_PX]["kl"], choose_bins(log_px, reference[LOG_PX]),
            numbers[LOG_PX]["auroc"], numbers[LOG_PX]["fpr95"]]
           for (other, log_px), numbers in zip(others.items(), compared)],
    )
    page.text(
        f"KL: Kullback-Leibler divergence of the histograms, sum of p ln((p + e) / (q + e)) with e = {KL_EPSILON:g}, "
        f"over bins of equal width from {low:.4g} to {high:.4g}, the range of the reference, and two open bins beside. "
        f"Sets without overlap have {-np.log(KL_EPSILON):.1f}, which depends on e alone: compare their AUROC instead."
    )
    page.heading("Other scores")
    page.table(
        ["Images", "Score", "AUROC", "FPR95"],
        [[other, _SHOWN.get(score, score), values["auroc"], values["fpr95"]]
         for other, numbers in zip(names, compared) for score, values in numbers.items()],
    )
    page.text(_EXPLANATION)
    page.write(path)
