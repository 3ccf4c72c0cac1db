"""Training on many imprecise labels, then on few clean ones (Maggiori et al., TGRS 2017), judged by clean labels alone.

Fine-tuning on one small place forgets what the imprecise maps taught, and where clean labels are many, the imprecise
ones can only harm. So the second step goes on with some imprecise windows, and the best of three networks is kept:
after the first step, after the second, and one that has seen clean labels only, for as many steps as both together.

Clean validation data lie beside the clean training data, and where both are one small place, they favour a network that
knows nothing else. So a few clean windows do not judge alone: imprecise labels of other ground, which none has seen
either, are asked as well, the less the more clean windows there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from numpy.random import Generator
from torch import Tensor, nn

from ..errors import EoDeepError
from ..models.footprint import Footprint
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.checks import check_classes, check_crop
from ..sampling.windows import Sampler, list_validation_windows
from ..training.batch import Batch
from ..training.confidence import fit_confidence
from ..training.losses import get_loss
from ..training.objectives import OmissionTolerant
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.validation import describe_validation, measure_confusion, score_segmentation
from .candidates import Candidate, choose_best

if TYPE_CHECKING:
    from .task import SegmentationTask

_SECOND_SHARE = 0.25  # of the epochs
_SECOND_RATE = 0.25  # of the learning rate
_IMPRECISE_SHARE = 0.25  # of the second step's windows, against forgetting
# How many clean windows count as much as the imprecise labels: the variance of a window's score over the variance by
# which imprecise labels mistake the order of two networks (the weight of a mean with a prior).
_WINDOWS_OF_EQUAL_WEIGHT = 4
_ASK_FROM = 1 / 3  # of the first step: before, the averaged network is sure of nothing that it knows


@dataclass(frozen=True)
class MixedSampler:
    """Draws a share of its samples from imprecise labels, the others from clean ones, and says which it did."""

    imprecise: Sampler
    clean: Sampler
    share: float

    def draw(self, rng: Generator) -> tuple[Batch, Tensor, Tensor]:
        """Pixels (C, crop, crop) float32, of several sources a tuple; classes (crop, crop) int64; whether the labels
        are imprecise, a bool."""
        is_imprecise = bool(rng.random() < self.share)
        pixels, classes = (self.imprecise if is_imprecise else self.clean).draw(rng)
        return pixels, classes, torch.tensor(is_imprecise)


def train_in_two_steps(
    task: SegmentationTask, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Train all three networks; ``network`` ends with the weights of the best. See `SegmentationTask.train`."""
    data, settings = task.data, task.settings
    check_crop(task.crop_px, footprint.stride_px)
    names = [each.name for each in data.classes]
    augmentation, loss = get_augmentation(task.augmentation), get_loss(task.loss)
    imprecise, clean = (
        Sampler(images, len(names), task.crop_px, augmentation, settings.seed)
        for images in (data.images, data.clean_images)
    )
    validation = list_validation_windows(data.clean_images, task.crop_px)
    if len(validation) == 0:
        raise EoDeepError("No clean label lies in the validation data, which both steps are judged by.")
    if not clean.counts.any():
        raise EoDeepError("All clean labels lie in the validation data, and none is left for the training.")
    check_classes(data, imprecise, names, validation, progress)
    elsewhere = list_validation_windows(data.images, task.crop_px)
    weight = len(validation) / (len(validation) + _WINDOWS_OF_EQUAL_WEIGHT) if len(elsewhere) else 1.0

    def validate(average: nn.Module) -> dict:
        clean, imprecise = (
            score_segmentation(measure_confusion(average, part.read, len(part), len(names), device), names)
            for part in (validation, elsewhere)
        )
        return {**clean, "score": weight * clean["score"] + (1 - weight) * imprecise["score"],
                "mean_iou": clean["score"], "mean_iou_imprecise": imprecise["score"]}  # fmt: skip

    second_epochs = max(1, round(_SECOND_SHARE * settings.epochs))
    first = replace(settings, epochs=max(1, settings.epochs - second_epochs))
    # Half a cosine has no warm-up, which would only be lost time.
    second = replace(settings, epochs=second_epochs, learning_rate=_SECOND_RATE * settings.learning_rate,
                     schedule="cosine", continued=True)  # fmt: skip
    background = 0 if data.classes[0].value == 0 and task.tolerate_omissions else None
    stages = {
        "step 1": (first, MixedSampler(imprecise, clean, 1.0), _ASK_FROM),
        "step 2": (second, MixedSampler(imprecise, clean, _IMPRECISE_SHARE), 0.0),
        "clean only": (settings, MixedSampler(imprecise, clean, 0.0), 2.0),
    }
    identity = [task.crop_px, task.loss, task.augmentation, task.tolerate_omissions]
    start = {key: value.clone() for key, value in network.state_dict().items()}
    total, done, candidates = sum(stage[0].epochs for stage in stages.values()), 0, []
    for name, (chosen, sampler, ask_from) in stages.items():
        if name == "clean only":
            network.load_state_dict(start)
        progress.message(f"{_DESCRIPTIONS[name]} ({chosen.epochs} epochs).")
        share = 0.97 * done / total, 0.97 * (done + chosen.epochs) / total
        done += chosen.epochs
        objective = OmissionTolerant(loss, background or 0, ask_from if background is not None else 2.0)
        stage = Stage(chosen, sampler.draw, objective, [*identity, name], validate, share=share,
                      name=name.replace(" ", "_"))  # fmt: skip
        training = run(stage)
        weights = {key: value.detach().clone() for key, value in network.state_dict().items()}
        candidates.append(Candidate(name, chosen, training, weights))
    kept = choose_best(candidates)
    network.load_state_dict(kept.weights)
    scores = ", ".join(f"{each.name} {each.training.best_score:.3f}" for each in candidates)
    progress.message(f"Kept the network of {kept.name}: mean IoU {scores}, {weight:.0%} of it by clean labels.")
    best = kept.training.best
    return Outcome(
        card={},
        record={
            **describe_stage(kept.settings, kept.training),
            "crop_px": task.crop_px,
            "loss": task.loss,
            "augmentation": task.augmentation,
            "tolerate_omissions": background is not None,
            "kept": kept.name,
            "steps": {each.name: each.describe() for each in candidates},
            "metrics": describe_validation(best),
            "versions": describe_versions("torch", "rasterio"),
        },
        result={
            "best_epoch": kept.training.best_epoch,
            "classes": names,
            "mean_iou": best.get("mean_iou"),
            "overall_accuracy": best.get("overall_accuracy"),
            "seconds": round(sum(each.training.seconds for each in candidates), 1),
            "kept": kept.name,
        },
        write_pages=lambda report, card: _load_pages()(report, card, candidates, kept, network, validation, device),
        tensors=fit_confidence(network, data.images, device, settings.seed, progress=progress),
    )


_DESCRIPTIONS = {
    "step 1": "Step 1: training on the imprecise labels",
    "step 2": "Step 2: training on the clean labels, with a quarter of imprecise windows",
    "clean only": "For comparison: training on the clean labels only",
}


def _load_pages() -> Callable[..., None]:
    from .report import write_two_step_pages  # only now: it loads what draws figures

    return write_two_step_pages
