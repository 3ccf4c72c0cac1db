"""The training of a segmentation: its samples, loss, and scores on the validation data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from ..errors import EoDeepError
from ..models.footprint import Footprint, measure_footprint
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.dataset import TrainingData
from ..sampling.labels import RasterWindows
from ..sampling.windows import Sampler, ValidationSet, list_validation_windows
from ..training.losses import get_loss
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from .report import write_pages
from .validation import measure_confusion, score_segmentation


@dataclass(frozen=True)
class SegmentationTask:
    """The training of a segmentation; see `segmentation.train_segmentation`."""

    data: TrainingData
    settings: TrainSettings
    crop_px: int
    loss: str
    augmentation: str
    name: str = "segmentation"

    @property
    def output_count(self) -> int:
        return len(self.data.classes)

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        augmentation, loss = get_augmentation(self.augmentation), get_loss(self.loss)
        _check_crop(self.crop_px, footprint.stride_px)
        names, images = [each.name for each in self.data.classes], self.data.images
        count = f"{len(images)} image{'s' * (len(images) != 1)}"
        progress.message(f"Training with the classes {', '.join(names)} on {count}.")
        sampler = Sampler(images, len(names), self.crop_px, augmentation, self.settings.seed)
        validation = list_validation_windows(images, self.crop_px)
        _check_classes(self.data, sampler, names, validation, progress)

        def validate(average: nn.Module) -> dict:
            matrix = measure_confusion(average, validation.read, len(validation), len(names), device)
            return score_segmentation(matrix, names)

        identity = [self.crop_px, self.loss, self.augmentation]
        training = run(Stage(self.settings, sampler.draw, loss, identity, validate if len(validation) else None))
        best = training.best
        metrics = {
            "split": "validation",
            "mean_iou": best.get("score"),
            **{key: value for key, value in best.items() if key != "score"},
        }
        return Outcome(
            card={},
            record={
                **describe_stage(self.settings, training),
                "crop_px": self.crop_px,
                "loss": self.loss,
                "augmentation": self.augmentation,
                "metrics": metrics,
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "best_epoch": training.best_epoch,
                "classes": names,
                "mean_iou": best.get("score"),
                "overall_accuracy": best.get("overall_accuracy"),
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: write_pages(report, card, training, network, validation, device),
        )


def _check_crop(crop_px: int, stride_px: int) -> None:
    """EoDeepError unless crops fit a network: one of a single cell at its bottom would have no batch statistics."""
    if crop_px < 2 * stride_px or crop_px % stride_px:
        raise EoDeepError(
            f"Crop must be a multiple of {stride_px} px and at least {2 * stride_px} px, got {crop_px} px."
        )


def _check_classes(
    found: TrainingData, sampler: Sampler, names: Sequence[str], validation: ValidationSet, progress: Progress
) -> None:
    present = [name for name, count in zip(names, sampler.counts) if count > 0]
    if not present:
        raise EoDeepError("No valid pixel of the images has a label: check nodata, the area and the validation area.")
    if len(present) == 1:
        remedy = "draw an area in which everything unlabelled is background, or label another class"
        if isinstance(found.images[0].labels, RasterWindows):
            remedy = "their nodata value means that a pixel has no label, so give the background another value"
        raise EoDeepError(f"All labels are of one class, {present[0]}; training needs at least two; {remedy}.")
    missing = [name for name in names if name not in present]
    if missing:
        progress.warning(f"No training pixel is labelled {', '.join(missing)}; the model will not find it.")
    if len(validation) == 0:
        progress.warning("There is no validation data: the last epoch is saved and its accuracy is unknown.")
