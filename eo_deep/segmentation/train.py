"""From images and labels to a segmentation model: checks the input, trains, writes model and report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from ..errors import EoDeepError
from ..models.footprint import measure_footprint
from ..models.model_file import Model, save_model
from ..models.networks import build
from ..progress import Progress, silent
from ..sampling.augmentation import get_strength
from ..sampling.dataset import TrainingData
from ..sampling.labels import RasterWindows
from ..sampling.windows import Sampler, ValidationSet, list_validation_windows
from ..training.loop import TrainSettings, train
from ..training.losses import UNKNOWN, get_loss
from .report import write_report
from .validation import measure_confusion, score_confusion


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
