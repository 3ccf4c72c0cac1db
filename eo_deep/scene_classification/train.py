"""Train networks that classify patches, and that know by log p(x) what they have not seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from torch import Tensor

from ..energy_models.jem import SamplerSettings
from ..energy_models.objective import JemSettings
from ..errors import EoDeepError
from ..io.card_schema import LEAST_PATCH_PX, MOST_PATCH_PX, UNKNOWN
from ..io.files import check_distinct, check_writable
from ..io.paths import MapPath, NewModel, NewReport, RasterPath
from ..io.styles import PALETTE
from ..models.model_file import Model, load_model
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.patch_dataset import (
    SceneSet,
    list_images,
    read_class_folder,
    read_images,
    split_spatially,
    split_stratified,
)
from ..sampling.patch_extraction import cut_patches
from ..sampling.patch_sampler import scale_images
from ..training.settings import TrainSettings
from .fit import Phases, SceneData, fit

KINDS = ("jem", "classifier")
_SAMPLED_PATCHES = 2000
_MOST_OUTLIERS = 5000


@algorithm(
    "model", patch_px=(8, 1024), depth=(10, 100), width=(1, 16), stem_stride=(1, 2), classifier_epochs=(0, 100000),
    jem_epochs=(0, 100000), batch_size=(2, 4096), learning_rate=(1e-07, 1.0), jem_learning_rate=(1e-07, 1.0),
    sampler_steps=(1, 1000), step_size=(1e-06, 1000.0), noise=(0.0, 1.0), buffer=(1, 1000000),
    restart_share=(0.0, 1.0), density_weight=(0.0, 100.0), outlier_weight=(0.0, 100.0),
    validation_share=(0.0, 0.9), seed=(0, 2147483647),
)
def train_scenes(dataset: str | None = None, images: Sequence[RasterPath] | RasterPath | None = None,
                 labels: Sequence[MapPath] | MapPath | None = None, class_field: str | None = None,
                 bands: Sequence[int] | None = None, patch_px: int = 64, kind: str = "jem", depth: int = 16,
                 width: int = 2, normalization: str = "batch", stem_stride: int = 2, initial_model: str | None = None,
                 classifier_epochs: int = 20, jem_epochs: int = 20, batch_size: int = 64, learning_rate: float = 6e-3,
                 jem_learning_rate: float = 6e-4, sampler_steps: int = 5, step_size: float = 0.04, noise: float = 0.002,
                 buffer: int = 500, restart_share: float = 0.05, density_weight: float = 0.1,
                 outlier_weight: float = 1.0, outliers: str | None = None, validation_share: float = 0.1,
                 device: str = "auto", seed: int = 0, resume: bool = False, model: NewModel | None = None,
                 report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a network on labelled patches, and write it as one model file.

    dataset: folder with a subfolder of images per class; else images with labels (points, polygons or class rasters,
    one for all or one for each), class_field and patch_px. bands: 1-based, of images. kind: "jem" or "classifier"; a
    JEM begins as a classifier for classifier_epochs, which may be 0 with an initial_model. depth, width,
    normalization, stem_stride: see `WideResNet`; an initial_model brings its own. sampler_steps to outlier_weight: see
    `JemSettings`. outliers: folder of images that are of no class. validation_share: held back, in blocks of ground
    where patches are georeferenced. resume: go on from the checkpoints beside ``model``.

    Returns {"model", "report", "classes", "patches", "accuracy", "calibration_error", "temperature", "seconds"};
    raises EoDeepError for input that does not fit together.
    """
    assert model
    images, labels = ([paths] if isinstance(paths, str) else paths for paths in (images, labels))
    check_distinct([model, report], [initial_model, *(images or []), *(labels or [])])
    check_writable(model, ".safetensors")
    if report:
        check_writable(report)
    if kind not in KINDS:
        raise EoDeepError(f"Kind must be one of {', '.join(KINDS)}, got {kind}.")
    if not 0 <= validation_share < 1:
        raise EoDeepError(f"Validation share must be at least 0 and below 1, got {validation_share}.")
    chosen = choose_device(device)
    initial = load_model(initial_model, "scenes") if initial_model else None
    scenes = _read_patches(dataset, images, labels, class_field, bands, patch_px, progress)
    if len(scenes.class_names) > UNKNOWN:
        count = len(scenes.class_names)
        raise EoDeepError(f"The patches are of {count} classes; {UNKNOWN} are the most that a map can show.")
    if not LEAST_PATCH_PX <= scenes.patch_px <= MOST_PATCH_PX:
        raise EoDeepError(f"Patches must be {LEAST_PATCH_PX} to {MOST_PATCH_PX} px wide, got {scenes.patch_px} px.")
    data = open_data(scenes, validation_share, seed, initial, outliers, progress)
    arguments = {"depth": depth, "width": width, "normalization": normalization, "stem_stride": stem_stride}
    sampler = SamplerSettings(sampler_steps, step_size, noise)
    classifier, energy = (
        TrainSettings(epochs, len(data.training), batch_size, rate, schedule, seed=seed, optimizer="muon")
        if epochs
        else None
        for epochs, rate, schedule in (
            (classifier_epochs, learning_rate, "one-cycle"),
            (jem_epochs if kind == "jem" else 0, jem_learning_rate, "cosine"),
        )
    )
    if kind == "jem" and energy is None:
        raise EoDeepError("A JEM needs at least 1 epoch as a JEM, got 0.")
    settings = JemSettings(
        sampler,
        max(1, batch_size // 4),
        buffer,
        restart_share,
        density_weight=density_weight,
        outlier_weight=outlier_weight,
    )
    phases = Phases(classifier, energy, settings)
    network = {"name": "wideresnet", "arguments": arguments}
    return fit(data, phases, network, chosen, resume, model, report, initial, progress)


def open_data(
    scenes: SceneSet,
    validation_share: float,
    seed: int,
    initial: Model | None,
    outliers: str | None,
    progress: Progress = silent,
) -> SceneData:
    """Split patches into training and validation and find how they are scaled; see `train_scenes`."""
    if initial:
        wanted = initial.card["inputs"][0]
        if (len(wanted["bands"]), wanted["dtype"]) != (scenes.images.shape[1], scenes.images.dtype.name):
            raise EoDeepError(
                f"The initial model takes {len(wanted['bands'])} bands of {wanted['dtype']}, the patches have "
                f"{scenes.images.shape[1]} of {scenes.images.dtype}."
            )
    described = initial.card["inputs"][0] if initial else _describe_input(scenes)
    held_out, how = _hold_out(scenes, validation_share, seed)
    if how:
        progress.message(f"{held_out.sum()} of {len(scenes)} patches are held back for validation, {how}.")
    colors = {c["name"]: c["color"] for c in initial.card["classes"]} if initial else {}
    classes = [
        {"value": value, "name": name, "color": colors.get(name, PALETTE[(value + 1) % len(PALETTE)])}
        for value, name in enumerate(scenes.class_names)
    ]
    origin = {"split": how or "none"}
    data = SceneData(scenes.select(~held_out), scenes.select(held_out), described, classes, origin)
    counts = np.bincount(data.training.labels, minlength=len(classes))
    progress.message("Patches: " + ", ".join(f"{c['name']} {count}" for c, count in zip(classes, counts)) + ".")
    return replace(data, outliers=read_outliers(outliers, data)) if outliers else data


def read_outliers(folder: str, data: SceneData) -> Tensor:
    """Images of no class, (M, C, H, W) float32 network input, some thousands at most. EoDeepError if they misfit."""
    paths = list_images(folder)
    if not paths:
        raise EoDeepError(f"The folder '{folder}' of outliers holds no images.")
    pixels, _ = read_images(paths[:: math.ceil(len(paths) / _MOST_OUTLIERS)])
    wanted = data.training.images
    if pixels.shape[1:] != wanted.shape[1:] or pixels.dtype != wanted.dtype:
        raise EoDeepError(
            f"Outliers must be like the patches, {wanted.shape[3]} x {wanted.shape[2]} px with {wanted.shape[1]} bands "
            f"of {wanted.dtype}; those in '{folder}' are {pixels.shape[3]} x {pixels.shape[2]} px with "
            f"{pixels.shape[1]} of {pixels.dtype}."
        )
    return scale_images(pixels, data.scaling)


def _read_patches(
    dataset: str | None,
    images: Sequence[str] | None,
    labels: Sequence[str] | None,
    class_field: str | None,
    bands: Sequence[int] | None,
    patch_px: int,
    progress: Progress,
) -> SceneSet:
    if bool(dataset) == bool(images):
        raise EoDeepError("Give either a data set folder with a subfolder per class, or images with labels.")
    if dataset:
        if bands:
            raise EoDeepError("Bands are chosen from images; those of a data set folder are all used.")
        return read_class_folder(dataset, progress.part(0, 0.03))
    if not labels:
        raise EoDeepError("Give the labels of the images: points, polygons or a class raster.")
    return cut_patches(images or [], labels, class_field, bands, patch_px, progress)


def _hold_out(scenes: SceneSet, share: float, seed: int) -> tuple[np.ndarray, str]:
    """(N,) bool, which patches validate, and how they were chosen; nearby patches would flatter the accuracy."""
    if share == 0:
        return np.zeros(len(scenes), bool), ""
    if scenes.places is not None and scenes.resolution_m:
        side_m = scenes.patch_px * scenes.resolution_m
        held_out = split_spatially(scenes.places, scenes.labels, share, side_m, seed)
        if held_out.any():
            return held_out, f"in blocks of {8 * side_m:.0f} m"
    return split_stratified(scenes.labels, (1 - share, share), seed) == 1, "at random in each class"


def _describe_input(scenes: SceneSet) -> dict:
    """The card's input: 8-bit values as they are, others between their percentiles 0.5 and 99.5 over all patches."""
    bands = scenes.images.shape[1]
    low, high = [0.0] * bands, [255.0] * bands
    if scenes.images.dtype != np.uint8:
        some = scenes.images[:: math.ceil(len(scenes) / _SAMPLED_PATCHES)].astype(np.float64)
        if not np.isfinite(some).all():
            raise EoDeepError("The patches hold values that are no numbers (NaN or infinite).")
        limits = np.percentile(some, [0.5, 99.5], axis=(0, 2, 3))
        low = limits[0].tolist()
        high = np.maximum(limits[1], limits[0] + 1e-6 * np.maximum(np.abs(limits[0]), 1)).tolist()
    return {
        "bands": scenes.band_names,
        "resolution_m": scenes.resolution_m,
        "dtype": scenes.images.dtype.name,
        "nodata": None,
        "scaling": {"kind": "range", "low": low, "high": high},
    }
