"""The labelled patches that a training of scene classification reads: where from, what part validates, how scaled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from ..errors import EoDeepError
from ..io.card_schema import MAX_PATCH_PX, MIN_PATCH_PX, UNKNOWN
from ..io.styles import PALETTE
from ..models.model_file import Model
from ..progress import Progress, silent
from ..sampling.legend import parse_legend, put_legend
from ..sampling.patch_dataset import list_images, read_class_folder, read_images
from ..sampling.patch_extraction import cut_patches
from ..sampling.patch_sampler import scale_images
from ..sampling.scene_set import SceneSet, split_spatially, split_stratified
from ..sampling.training_data import ClassLabel
from .scene_data import SceneData

_SAMPLED_PATCHES = 2000
_MOST_OUTLIERS = 5000


@dataclass(frozen=True)
class PatchSource:
    """Where patches come from, as the user names it; see `scene_classification.train_scenes`."""

    dataset: str | None
    images: Sequence[str]
    labels: Sequence[str]
    class_field: str | None
    bands: Sequence[int] | None
    patch_px: int


def read_patches(source: PatchSource, progress: Progress) -> SceneSet:
    """The patches with their classes. Raises EoDeepError for what no model may have, or what does not fit together."""
    if bool(source.dataset) == bool(source.images):
        raise EoDeepError("Give either a data set folder with a subfolder per class, or images with labels.")
    if source.dataset:
        if source.bands:
            raise EoDeepError("Bands are chosen from images; those of a data set folder are all used.")
        scenes = read_class_folder(source.dataset, progress.part(0, 0.03))
    else:
        if not source.labels:
            raise EoDeepError("Give the labels of the images: points, polygons or a class raster.")
        scenes = cut_patches(
            source.images, source.labels, source.class_field, source.bands, source.patch_px, progress
        )
    count = len(scenes.class_names)
    if count > UNKNOWN:
        raise EoDeepError(f"The patches have {count} classes; a map can show at most {UNKNOWN}.")
    if not MIN_PATCH_PX <= scenes.patch_px <= MAX_PATCH_PX:
        raise EoDeepError(f"Patches must be {MIN_PATCH_PX} to {MAX_PATCH_PX} px wide, got {scenes.patch_px} px.")
    return scenes


def open_data(
    scenes: SceneSet,
    validation_share: float,
    seed: int,
    initial: Model | None,
    outliers: str | None,
    progress: Progress = silent,
    legend: Sequence[str] = (),
) -> SceneData:
    """Split patches into training and validation and find how they are scaled; see `train_scenes`."""
    if initial:
        wanted = initial.card["inputs"][0]
        if (len(wanted["bands"]), wanted["dtype"]) != (scenes.images.shape[1], scenes.images.dtype.name):
            raise EoDeepError(
                f"The initial model takes {len(wanted['bands'])} bands of {wanted['dtype']}, the patches have "
                f"{scenes.images.shape[1]} of {scenes.images.dtype}."
            )
    initial = initial if initial and initial.card["task"] == "scenes" else None  # a series says nothing of classes
    described = initial.card["inputs"][0] if initial else _describe_input(scenes)
    held_out, how = _hold_out(scenes, validation_share, seed)
    if how:
        progress.message(f"{held_out.sum()} of {len(scenes)} patches are held back for validation, {how}.")
    colors = {c["name"]: c["color"] for c in initial.card["classes"]} if initial else {}
    classes = [
        ClassLabel(value, name, colors.get(name, PALETTE[(value + 1) % len(PALETTE)]))
        for value, name in enumerate(scenes.class_names)
    ]
    index_of = {name: value for value, name in enumerate(scenes.class_names)}
    index_of |= {name.removeprefix("class "): value for name, value in index_of.items()}  # of numbers
    classes = put_legend(classes, index_of, parse_legend(legend), progress)
    sources = {"split": how or "none"}
    data = SceneData(scenes.select(~held_out), scenes.select(held_out), described, classes, sources)
    counts = np.bincount(data.training.labels, minlength=len(classes))
    progress.message("Patches: " + ", ".join(f"{each.name} {count}" for each, count in zip(classes, counts)) + ".")
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
            raise EoDeepError("The patches hold values that are NaN or infinite.")
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
