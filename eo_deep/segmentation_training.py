"""From images and labels to a segmentation model: checks the input, trains, writes model and report."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import numpy as np
import rasterio
import torch
from torch import nn

from .augmentation import get_strength
from .errors import EoDeepError
from .labels import ClassLabel, list_classes, open_labels, read_area
from .losses import UNKNOWN, get_loss
from .model_input import check_values
from .modelfile import Model, save_model
from .models import build
from .progress import Progress, silent
from .raster import RasterSource, open_raster
from .samples import Sampler, TrainingImage, ValidationSet, hold_out_blocks, list_validation_windows
from .scaling import fit_scaling, measure_scaling
from .tiles import measure_footprint
from .train import TrainSettings, measure_confusion, score_confusion, train
from .training_report import write_report

# Closer than this to the training resolution an image keeps its own pixels.
_SAME_RESOLUTION = 1.02


@dataclass(frozen=True)
class TrainingData:
    """Everything a training reads: images with labels, their classes, how their pixels are scaled."""

    images: list[TrainingImage]
    classes: list[ClassLabel]
    scaling: dict
    band_names: list[str]
    dtype: str
    nodata: float | None
    resolution_m: float | None

    def describe(self) -> dict:
        """What the card tells of the data: file names without folders, which are nobody else's business."""
        return {
            "images": [os.path.basename(image.path) for image in self.images],
            "labels": list(dict.fromkeys(os.path.basename(image.labels.path) for image in self.images)),
        }

    def describe_input(self) -> dict:
        """What the card tells of the network's input."""
        return {
            "bands": self.band_names,
            "resolution_m": self.resolution_m,
            "scaling": self.scaling,
            "dtype": self.dtype,
            "nodata": self.nodata,
        }


@dataclass(frozen=True)
class DataSettings:
    """Which data, as the user names them; see `segmentation.train_segmentation`."""

    images: Sequence[str]
    labels: Sequence[str]
    class_field: str | None
    bands: Sequence[int] | None
    area: str | None
    validation_area: str | None
    validation_share: float
    resolution_m: float | None
    crop_px: int
    seed: int


def fit(
    found: TrainingData,
    settings: TrainSettings,
    network: dict,
    crop_px: int,
    loss: str,
    augmentation: str,
    device: torch.device,
    resume: bool,
    model: str,
    report: str | None = None,
    initial: Model | None = None,
    origin: dict | None = None,
    progress: Progress = silent,
) -> dict:
    """Train a network on opened data and write the model; result as of `segmentation.train_segmentation`.

    network: {"name", "arguments"} without the numbers of bands and classes; ignored with an ``initial`` model.
    origin: what the model card shall say of where the data come from, besides the names of the files.
    """
    strength, loss_function = get_strength(augmentation), get_loss(loss)
    names = [c.name for c in found.classes]
    torch.manual_seed(settings.seed)
    net, described = _make_network(network, len(found.band_names), len(names), initial)
    footprint = measure_footprint(net)
    stride_px = footprint.stride_px
    # A crop of one stride is a single cell at the network's bottom, which has no batch statistics.
    if crop_px < 2 * stride_px or crop_px % stride_px:
        raise EoDeepError(
            f"Crop must be a multiple of {stride_px} px and at least {2 * stride_px} px, got {crop_px} px."
        )
    progress.message(f"Looking for {', '.join(names)} on {len(found.images)} images.")
    sampler = Sampler(found.images, len(names), crop_px, strength, settings.seed)
    validation = list_validation_windows(found.images, crop_px)
    _check_classes(sampler, names, validation, progress)

    def validate(average: nn.Module) -> dict:
        matrix = measure_confusion(average, validation.read, len(validation), len(names), UNKNOWN, device)
        return score_confusion(matrix, names)

    initial_name = initial.card.get("name", "") if initial else None
    task = json.dumps([found.describe(), described, crop_px, loss, augmentation, initial_name], sort_keys=True)
    checkpoint = f"{model}.checkpoint"
    training = train(
        net,
        sampler.draw,
        loss_function,
        settings,
        device,
        validate if len(validation) else None,
        checkpoint,
        resume,
        task,
        progress.part(0.0, 0.97),
    )
    best = training.validations[training.best_epoch - 1]
    card = {
        "name": Path(model).stem,
        "task": "segmentation",
        "network": described,
        "inputs": [found.describe_input()],
        "classes": [asdict(c) for c in found.classes],
        "stride_px": footprint.stride_px,
        "halo_px": [footprint.before_px, footprint.after_px],
        "exact": footprint.exact,
        "bf16": True,
        "threshold": None,
        "training": {
            **(origin or {}),
            **found.describe(),
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            **asdict(settings),
            "crop_px": crop_px,
            "loss": loss,
            "augmentation": augmentation,
            "initial_model": initial_name,
            "best_epoch": training.best_epoch,
            "losses": [round(value, 5) for value in training.losses],
            "metrics": {
                "split": "validation",
                "mean_iou": best.get("score"),
                **{key: value for key, value in best.items() if key != "score"},
            },
            "versions": {
                "python": platform.python_version(),
                "torch": version("torch"),
                "rasterio": rasterio.__version__,
            },
        },
    }
    save_model(model, net, card)
    if report:
        write_report(report, card, training, names, net, validation, device)
        progress.message(f"Wrote {report}.")
    Path(checkpoint).unlink(missing_ok=True)
    progress.message(f"Wrote {model}.")
    progress(1.0)
    return {
        "model": model,
        "report": report,
        "best_epoch": training.best_epoch,
        "classes": names,
        "mean_iou": best.get("score"),
        "overall_accuracy": best.get("overall_accuracy"),
        "seconds": round(training.seconds, 1),
    }


def open_data(data: DataSettings, initial: Model | None, progress: Progress) -> TrainingData:
    """Open images and labels, split off the validation part. Raises EoDeepError for whatever does not fit together."""
    if not data.images:
        raise EoDeepError("Give at least one image to train on.")
    if len(data.labels) not in (1, len(data.images)):
        raise EoDeepError(
            f"Give one labels layer for all images or one for each, got {len(data.labels)} for "
            f"{len(data.images)} images."
        )
    if not 0 <= data.validation_share < 1:
        raise EoDeepError(f"Validation share must be at least 0 and below 1, got {data.validation_share}.")
    sources = [open_raster(path, data.bands) for path in data.images]
    _check_bands(sources, initial, progress)
    resolution_m = _choose_resolution(data.resolution_m, sources, initial, progress)
    scaling = initial.card["inputs"][0]["scaling"] if initial else _choose_scaling(sources)
    opened = {path: open_labels(path, data.class_field, progress) for path in dict.fromkeys(data.labels)}
    # Polygons of classes say nothing of what lies between them, unless an area says that they are complete.
    background_known = data.class_field is None or data.area is not None
    classes, index_of = list_classes(list(opened.values()), background_known)
    if initial:
        classes = _keep_colors(classes, initial)
    images = []
    for number, source in enumerate(sources):
        labels = opened[data.labels[number if len(data.labels) > 1 else 0]]
        ground = source.grid.ground_resolution_m
        across, down = (resolution_m / ground[0], resolution_m / ground[1]) if resolution_m and ground else (1.0, 1.0)
        same = max(across, down, 1 / across, 1 / down) < _SAME_RESOLUTION
        grid = source.grid if same else source.grid.scaled(across, down)
        images.append(
            TrainingImage(
                source.path,
                source.bands,
                grid,
                grid.height / source.grid.height,
                fit_scaling(scaling, source),
                labels.open(grid, index_of, 0 if background_known else UNKNOWN),
                read_area(data.area, grid),
                read_area(data.validation_area, grid),
            )
        )
    _check_overlap(images, data.labels)
    if data.validation_area is None and data.validation_share > 0:
        extent = math.sqrt(sum(image.grid.width * image.grid.height for image in images))
        for image in images:
            image.block_px = int(min(2 * data.crop_px, max(16, extent / 6)))
        hold_out_blocks(images, len(classes), data.validation_share, np.random.default_rng(data.seed))
    for source in sources:
        source.close()
    first = sources[0]
    return TrainingData(images, classes, scaling, list(first.band_names), first.dtype, first.nodata, resolution_m)


def _make_network(network: dict, bands: int, classes: int, initial: Model | None) -> tuple[nn.Module, dict]:
    described = initial.card["network"] if initial else network
    if initial is None:
        arguments = {"in_channels": bands, "out_channels": classes, **network["arguments"]}
        return build(network["name"], **arguments), {"name": network["name"], "arguments": arguments}
    arguments = described["arguments"] | {"in_channels": bands, "out_channels": classes}
    net = build(described["name"], **arguments)
    # The last layer is new where the classes are others; everything else goes on from what was learnt.
    current = net.state_dict()
    fitting = {k: v for k, v in initial.network.state_dict().items() if current[k].shape == v.shape}
    net.load_state_dict(fitting, strict=False)
    return net, {"name": described["name"], "arguments": arguments}


def _check_bands(sources: Sequence[RasterSource], initial: Model | None, progress: Progress) -> None:
    wanted = len(initial.card["inputs"][0]["bands"]) if initial else sources[0].count
    for source in sources:
        if source.count != wanted:
            reason = "the initial model takes" if initial else f"'{sources[0].path}' has"
            raise EoDeepError(f"'{source.path}' has {source.count} bands, but {reason} {wanted}; choose the bands.")
        if (source.dtype == "uint8") != (sources[0].dtype == "uint8"):
            raise EoDeepError(
                f"'{source.path}' is {source.dtype}, '{sources[0].path}' is {sources[0].dtype}; "
                "8-bit images and others cannot be mixed."
            )
        if initial:
            check_values(source, initial.card["inputs"][0], progress)


def _choose_resolution(
    wanted_m: float | None, sources: Sequence[RasterSource], initial: Model | None, progress: Progress
) -> float | None:
    """Metres per pixel to train at: as asked, as the initial model, or as the first image has; None without CRS."""
    if wanted_m is not None and wanted_m <= 0:
        raise EoDeepError(f"Resolution must be above 0 m, got {wanted_m} m.")
    known = [source.grid.ground_resolution_m for source in sources]
    first = known[0]
    if wanted_m is None and initial:
        wanted_m = initial.card["inputs"][0]["resolution_m"]
    if wanted_m is None and first:
        wanted_m = math.sqrt(first[0] * first[1])
    for source, resolution in zip(sources, known):
        if resolution is None and wanted_m is not None:
            progress.warning(f"'{source.path}' has no CRS; its pixels are taken to be {wanted_m:g} m.")
        elif resolution is None:
            progress.warning(f"'{source.path}' has no CRS; the model is trained in pixels of unknown size.")
    return None if wanted_m is None else round(wanted_m, 4)


def _choose_scaling(sources: Sequence[RasterSource]) -> dict:
    """8-bit pictures come from any camera and processing: each is stretched by itself. Others are measurements."""
    if sources[0].dtype == "uint8":
        return {"kind": "percentiles", "low": 1.0, "high": 99.0}
    return measure_scaling(list(sources))


def _keep_colors(classes: list[ClassLabel], initial: Model) -> list[ClassLabel]:
    known = {(entry["value"], entry["name"]): entry["color"] for entry in initial.card["classes"]}
    return [ClassLabel(c.value, c.name, known.get((c.value, c.name), c.color)) for c in classes]


def _check_overlap(images: Sequence[TrainingImage], labels: Sequence[str]) -> None:
    if not any(_has_labels(image) for image in images):
        raise EoDeepError(f"The labels '{labels[0]}' lie outside the images; check the CRS of both.")


def _has_labels(image: TrainingImage) -> bool:
    """Whether any label object or known class other than plain background lies on the image."""
    small = image.grid.scaled(max(1.0, max(image.grid.width, image.grid.height) / 2048))
    return image.labels.covers(small)


def _check_classes(sampler: Sampler, names: Sequence[str], validation: ValidationSet, progress: Progress) -> None:
    present = [name for name, count in zip(names, sampler.counts) if count > 0]
    if not present:
        raise EoDeepError("No known pixel of the images has a label: check nodata, the area and the validation area.")
    if len(present) == 1:
        raise EoDeepError(
            f"All labels are of one class, {present[0]}; training needs two at least; "
            "draw an area in which everything unlabelled is background, or label another class."
        )
    missing = [name for name in names if name not in present]
    if missing:
        progress.warning(f"No training pixel is labelled {', '.join(missing)}; the model will not find it.")
    if len(validation) == 0:
        progress.warning("There is no validation part; the last epoch is kept, and nothing tells how good it is.")
