"""The training of a polygons model: its samples, loss, and scores on the validation data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from ..io.card_schema import HEADS
from ..models.footprint import Footprint, measure_footprint
from ..models.heads import Heads
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.checks import check_classes, check_crop
from ..sampling.training_data import TrainingData
from ..sampling.windows import list_validation_windows
from ..training.confidence import fit_confidence
from ..training.losses import get_loss
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.validation import describe_validation
from .objective import HeadsObjective
from .samples import PolygonSampler, ValidationSamples
from .validation import validate_heads

# New last layers learn alone for this share of the steps; source: Girard and Tarabalka, IGARSS 2018.
_FROZEN_SHARE = 0.05


@dataclass(frozen=True)
class HeadsTask:
    """The training of a network with heads; see `polygon_extraction.train_polygons`.

    new_heads: whether the heads start from random weights; frozen: whether the other layers wait for them.
    head_weights: see `HeadsObjective`.
    """

    data: TrainingData
    settings: TrainSettings
    crop_px: int
    loss: str
    augmentation: str
    new_heads: bool
    frozen: bool
    head_weights: Sequence[float] = (1.0, 1.0, 1.0, 1.0)
    name: str = "polygons"

    @property
    def output_count(self) -> int:
        return Heads(len(self.data.classes)).channels

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        augmentation, class_loss = get_augmentation(self.augmentation), get_loss(self.loss)
        check_crop(self.crop_px, footprint.stride_px)
        names, images = [each.name for each in self.data.classes], self.data.images
        count = f"{len(images)} image{'s' * (len(images) != 1)}"
        progress.message(f"Training with the classes {', '.join(names)} on {count}.")
        if self.new_heads:
            Heads(len(names)).set_priors(network)
        sampler = PolygonSampler(images, len(names), self.crop_px, augmentation, self.settings.seed)
        samples = ValidationSamples(list_validation_windows(images, self.crop_px))
        check_classes(self.data, sampler, names, samples.windows, progress)

        def validate(average: nn.Module) -> dict:
            return validate_heads(average, samples, names, device)

        objective = HeadsObjective(len(names), class_loss, _FROZEN_SHARE if self.frozen else 0.0, self.head_weights)
        identity = [self.crop_px, self.loss, self.augmentation]
        # The score is the classes', which are as good in an epoch whose new heads have learned nothing yet.
        training = run(Stage(self.settings, sampler.draw, objective, identity, validate if len(samples) else None,
                             keep_best=not self.frozen))  # fmt: skip
        best = training.best
        heads = best.get("heads", {})
        return Outcome(
            card={"heads": list(HEADS)},
            record={
                **describe_stage(self.settings, training),
                "crop_px": self.crop_px,
                "loss": self.loss,
                "augmentation": self.augmentation,
                "metrics": describe_validation(best),
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "best_epoch": training.best_epoch,
                "classes": names,
                "mean_iou": best.get("score"),
                "overall_accuracy": best.get("overall_accuracy"),
                "border_f": heads.get("border_f"),
                "corner_f": heads.get("corner_f"),
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _load_pages()(report, card, training, network, samples, device),
            tensors=fit_confidence(network, images, device, self.settings.seed, len(names), progress),
        )


def _load_pages() -> Callable[..., None]:
    from .report import write_pages  # only now: it loads what draws figures

    return write_pages
