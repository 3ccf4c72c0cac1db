"""The training of a translation into a map: every pixel gets a class of the map's palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from ..models.footprint import Footprint, measure_footprint
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.checks import check_classes, check_crop
from ..sampling.training_data import TrainingData
from ..sampling.windows import Sampler, list_validation_windows
from ..training.losses import get_loss
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.validation import describe_validation, measure_confusion, score_segmentation
from .course import classify, draw_windows, without_windows

# A map's pale colours lie close to each other: painted by absolute errors they would give hardly any gradient.
_LOSS = "cross-entropy + soft IoU"
_AUGMENTATION = "strong"
_COUNTED_WINDOWS = 200


@dataclass(frozen=True)
class MapTask:
    """The training of a translation into a map; see `image_translation.train_translation`."""

    data: TrainingData
    settings: TrainSettings
    crop_px: int
    name: str = "translation"

    @property
    def output_count(self) -> int:
        return len(self.data.classes)

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        from ..training.report import list_colors  # only now: it loads what draws figures

        check_crop(self.crop_px, footprint.stride_px)
        names, images = [each.name for each in self.data.classes], self.data.images
        sampler = Sampler(images, len(names), self.crop_px, get_augmentation(_AUGMENTATION), self.settings.seed)
        validation = list_validation_windows(images, self.crop_px)
        colors = list_colors([{"color": each.color} for each in self.data.classes])
        check_classes(self.data, sampler, names, validation, progress)

        def validate(average: nn.Module) -> dict:
            matrix = measure_confusion(average, validation.read, len(validation), len(names), device)
            return {**score_segmentation(matrix, names), **draw_windows(len(validation), partial(paint, average))}

        def paint(average: nn.Module, number: int) -> np.ndarray:
            return colors[classify(average, validation.read(number)[0], device)]

        loss, excess = get_loss(_LOSS), measure_excess(sampler, self.settings.seed).to(device)

        def adjusted(outputs: Tensor, targets: Tensor) -> Tensor:
            return loss(outputs + excess[:, None, None], targets)

        identity = [self.crop_px, "classes"]
        stage = Stage(self.settings, sampler.draw, adjusted, identity, validate if len(validation) else None)
        training = run(stage)
        best = training.best
        return Outcome(
            card={"translation": {"kind": "classes"}},
            record={
                **describe_stage(self.settings, training),
                "crop_px": self.crop_px,
                "loss": _LOSS,
                "augmentation": _AUGMENTATION,
                "metrics": describe_validation(without_windows(best)),
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "kind": "classes",
                "best_epoch": training.best_epoch,
                "classes": names,
                "mean_iou": best.get("score"),
                "psnr": None,
                "ssim": None,
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _load_pages()(report, card, training, network, validation, device),
        )


def measure_excess(sampler: Sampler, seed: int) -> Tensor:
    """ln of how much more often each class is in the samples than on the ground, (K,) float32.

    Added to the logits in the loss (Menon et al. 2021, eq. 10), it lets the network paint each class as often as the
    maps have it, although all classes are drawn equally often.
    """
    rng, truth = np.random.default_rng([seed, 1]), sampler.counts
    drawn = np.zeros(len(truth))
    for _ in range(_COUNTED_WINDOWS):
        drawn += np.bincount(sampler.draw(rng)[1].ravel(), minlength=len(truth))[: len(truth)]
    present = (drawn > 0) & (truth > 0)
    shares = [np.where(present, each, 1) / each[present].sum() for each in (drawn, truth)]
    return torch.tensor(np.where(present, np.log(shares[0] / shares[1]), 0), dtype=torch.float32)


def _load_pages() -> Callable[..., None]:
    from .report import write_map_pages  # only now: it loads what draws figures

    return write_map_pages
