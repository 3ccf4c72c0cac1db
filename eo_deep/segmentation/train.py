"""From images and labels to a segmentation model: checks the input, trains, writes model and report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN
from ..io.files import check_distinct, check_writable
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath
from ..models.footprint import measure_footprint
from ..models.model_file import Model, load_model, save_model
from ..models.networks import build
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.augmentation import get_strength
from ..sampling.dataset import DataSettings, TrainingData, open_data
from ..sampling.labels import RasterWindows
from ..sampling.windows import Sampler, ValidationSet, list_validation_windows
from ..training.loop import train
from ..training.losses import get_loss
from ..training.settings import TrainSettings
from .report import write_report
from .validation import measure_confusion, score_confusion


@algorithm(
    "model", validation_share=(0.0, 0.9), base_channels=(4, 256), learning_rate=(1e-07, 1.0), epochs=(1, 100000),
    samples_per_epoch=(1, 10000000), batch_size=(1, 4096), crop_px=(32, 4096), resolution_m=(0.001, None),
    seed=(0, 2147483647),
)
def train_segmentation(images: Sequence[RasterPath] | RasterPath, labels: Sequence[MapPath] | MapPath,
                       class_field: str | None = None, bands: Sequence[int] | None = None,
                       area: VectorPath | None = None, validation_area: VectorPath | None = None,
                       validation_share: float = 0.2, network: str = "unet", base_channels: int = 32,
                       initial_model: str | None = None, loss: str = "cross-entropy + soft IoU",
                       schedule: str = "one-cycle", learning_rate: float = 1e-3, epochs: int = 20,
                       samples_per_epoch: int = 1000, batch_size: int = 8, crop_px: int = 256,
                       augmentation: str = "strong", resolution_m: float | None = None, device: str = "auto",
                       seed: int = 0, resume: bool = False, model: NewModel | None = None,
                       report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a network on images and their labels, from windows drawn on the fly.

    images: rasters, each with the same bands (1-based `bands`; None: all but alpha). labels: polygons or class
    rasters, one for all images or one for each, in any CRS. class_field: the polygons' class; None: every polygon is of
    one class, everything else background. area: polygons where labels are complete; nothing is learnt outside of it.
    validation_area: polygons kept out of training; None: spatial blocks of about `validation_share` of the labels.
    initial_model: model file to go on from; it then decides network and scaling. loss: "cross-entropy" or
    "cross-entropy + soft IoU". schedule: "one-cycle", "triangular cyclic" or "cosine". crop_px: side of the windows.
    augmentation: "none", "flips and rotations", "moderate" or "strong". resolution_m: ground resolution to work at
    (None: the first image's). resume: go on from `<model>.checkpoint`, which is written after every epoch. model,
    report: files to write.

    Raises EoDeepError for input that does not fit together. Returns {"model", "report", "best_epoch", "classes",
    "mean_iou", "overall_accuracy", "seconds"}; the figures are the best epoch's on the validation part.
    """
    assert model
    image_paths = [images] if isinstance(images, str) else list(images)
    label_paths = [labels] if isinstance(labels, str) else list(labels)
    check_distinct([model, report], [*image_paths, *label_paths, area, validation_area, initial_model])
    for target in (model, report):
        if target:
            check_writable(target)
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, schedule, seed=seed)
    initial = load_model(initial_model, "segmentation") if initial_model else None
    named = DataSettings(image_paths, label_paths, class_field or None, bands, area, validation_area, validation_share,
                         resolution_m, crop_px, seed)
    if base_channels < 2:
        raise EoDeepError(f"Base channels must be at least 2, got {base_channels}.")
    described = {"name": network, "arguments": {"base_channels": base_channels}}
    return fit(open_data(named, initial, progress), settings, described, crop_px, loss, augmentation, chosen, resume,
               model, report, initial, progress=progress)


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
    _check_classes(found, sampler, names, validation, progress)

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
    learned = {
        **(origin or {}),
        "crop_px": crop_px,
        "loss": loss,
        "augmentation": augmentation,
        "initial_model": initial_name,
        "metrics": {
            "split": "validation",
            "mean_iou": best.get("score"),
            **{key: value for key, value in best.items() if key != "score"},
        },
    }
    card = found.make_card(model, "segmentation", described, footprint, settings, training, learned)
    save_model(model, net, card)
    if report:
        write_report(report, card, training, names, net, validation, device)
        progress.message(f"Wrote {report}.")
    Path(checkpoint).unlink(missing_ok=True)
    progress.keep("")
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


def _check_classes(
    found: TrainingData, sampler: Sampler, names: Sequence[str], validation: ValidationSet, progress: Progress
) -> None:
    present = [name for name, count in zip(names, sampler.counts) if count > 0]
    if not present:
        raise EoDeepError("No known pixel of the images has a label: check nodata, the area and the validation area.")
    if len(present) == 1:
        remedy = "draw an area in which everything unlabelled is background, or label another class"
        if isinstance(found.images[0].labels, RasterWindows):
            remedy = "what is nodata in them is unknown, so give the background a value that is not nodata"
        raise EoDeepError(f"All labels are of one class, {present[0]}; training needs two at least; {remedy}.")
    missing = [name for name in names if name not in present]
    if missing:
        progress.warning(f"No training pixel is labelled {', '.join(missing)}; the model will not find it.")
    if len(validation) == 0:
        progress.warning("There is no validation part; the last epoch is kept, and nothing tells how good it is.")
