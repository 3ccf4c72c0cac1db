"""The training of a segmentation: its samples, loss, and scores on the validation data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn

from ..models.footprint import Footprint, measure_footprint
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.checks import check_classes, check_crop
from ..sampling.training_data import TrainingData
from ..sampling.windows import Sampler, list_validation_windows
from ..training.confidence import fit_confidence
from ..training.losses import get_loss
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.validation import describe_validation, measure_confusion, score_segmentation
from .two_steps import train_in_two_steps


@dataclass(frozen=True)
class SegmentationTask:
    """The training of a segmentation; see `segmentation.train_segmentation`.

    tolerate_omissions: whether imprecise labels may lack objects.
    """

    data: TrainingData
    settings: TrainSettings
    crop_px: int
    loss: str
    augmentation: str
    tolerate_omissions: bool = True
    name: str = "segmentation"

    @property
    def output_count(self) -> int:
        return len(self.data.classes)

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        if self.data.clean_images:
            return train_in_two_steps(self, network, footprint, device, run, progress)
        augmentation, loss = get_augmentation(self.augmentation), get_loss(self.loss)
        check_crop(self.crop_px, footprint.stride_px)
        names, images = [each.name for each in self.data.classes], self.data.images
        count = f"{len(images)} image{'s' * (len(images) != 1)}"
        progress.message(f"Training with the classes {', '.join(names)} on {count}.")
        sampler = Sampler(images, len(names), self.crop_px, augmentation, self.settings.seed)
        validation = list_validation_windows(images, self.crop_px)
        check_classes(self.data, sampler, names, validation, progress)

        def validate(average: nn.Module, without: int = 0) -> dict:
            read = partial(validation.read, without=without)
            return score_segmentation(measure_confusion(average, read, len(validation), len(names), device), names)

        identity = [self.crop_px, self.loss, self.augmentation]
        training = run(Stage(self.settings, sampler.draw, loss, identity, validate if len(validation) else None))
        best = training.best
        others = images[0].others if len(validation) else ()
        missing = {
            other.name: describe_validation(validate(network, number))
            for number, other in enumerate(others, 1)
            if not other.required
        }
        return Outcome(
            card={},
            record={
                **describe_stage(self.settings, training),
                "crop_px": self.crop_px,
                "loss": self.loss,
                "augmentation": self.augmentation,
                "metrics": {**describe_validation(best), **({"without": missing} if missing else {})},
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "best_epoch": training.best_epoch,
                "classes": names,
                "mean_iou": best.get("score"),
                "overall_accuracy": best.get("overall_accuracy"),
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _load_pages()(report, card, training, network, validation, device),
            tensors=fit_confidence(network, images, device, self.settings.seed, progress=progress),
        )


def _load_pages() -> Callable[..., None]:
    from .report import write_pages  # only now: it loads what draws figures

    return write_pages
