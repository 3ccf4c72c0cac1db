"""The training of a translation into an image: faithful first, then, where that is asked for, sharp."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..errors import EoDeepError
from ..models.footprint import Footprint, measure_footprint
from ..models.networks.translator import Translator
from ..progress import Progress
from ..sampling.augmentation import get_augmentation
from ..sampling.checks import check_crop
from ..sampling.training_data import TrainingData
from ..sampling.windows import Sampler, list_validation_windows
from ..training.adversarial import Adversarial, AdversarialSettings, plan_stages
from ..training.batch import Batch
from ..training.losses import compute_charbonnier, compute_ssim_loss, fill_unknown
from ..training.objectives import Supervised
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.state import Training
from .course import draw_windows
from .pairs import PairSampler, ValidationPairs, score_images, translate_pair

SHARPNESSES = ("none", "adversarial")
_SSIM_WEIGHT = 0.1
_REGRESSED_WINDOWS = 100
_AUGMENTATION = "flips and rotations"  # any change of colours would have to be right in the target too
_CELL_PX = 16  # whose mean a sharp image keeps; finer, a loss of pixels would wipe out texture that lies elsewhere
ADVERSARIAL = AdversarialSettings(weight=4.0, features=1.0, base_channels=32, halvings=2)


@dataclass(frozen=True)
class ImageLoss:
    """Absolute errors and structural similarity; value_range: of the target, in standard deviations."""

    value_range: float

    def __call__(self, outputs: Tensor, wanted: tuple[Tensor, Tensor]) -> Tensor:
        """outputs (B, C, H, W); wanted: target (B, C, H, W) and where it is known (B, 1, H, W) bool."""
        target, known = wanted
        filled = fill_unknown(outputs, target, known)
        return compute_charbonnier(filled, target) + _SSIM_WEIGHT * compute_ssim_loss(filled, target, self.value_range)


def compare_cells(outputs: Tensor, wanted: tuple[Tensor, Tensor]) -> Tensor:
    """The absolute error of the means of cells, arguments as those of `ImageLoss`: what binds a sharp image."""
    target, known = wanted
    made, true = (functional.avg_pool2d(each, _CELL_PX) for each in (fill_unknown(outputs, target, known), target))
    return functional.l1_loss(made, true)


@dataclass(frozen=True)
class ImageTask:
    """The training of a translation into an image; see `image_translation.train_translation`.

    target: what the card says of it. is_new: whether the network's weights are random, not a model's. pairs: how
    sources and targets lie, for the report.
    """

    data: TrainingData
    settings: TrainSettings
    crop_px: int
    target: dict
    sharpness: str
    is_new: bool = True
    pairs: Sequence[dict] = ()
    name: str = "translation"

    @property
    def output_count(self) -> int:
        return len(self.target["bands"])

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        from ..training.report import picture_input  # only now: it loads what draws figures

        check_crop(self.crop_px, footprint.stride_px)
        images, noise = self.data.images, self.data.inputs[0]["noise"]
        windows = Sampler(images, 1, self.crop_px, get_augmentation(_AUGMENTATION), self.settings.seed)
        if not windows.counts.any():
            raise EoDeepError("No pixel of the training part is known in a source and its target; check nodata and the "
                              "area.")  # fmt: skip
        sampler = PairSampler(windows, noise)
        if self.is_new and isinstance(network, Translator):
            start_with_regression(network, sampler, self.settings.seed)
        validation = ValidationPairs(list_validation_windows(images, self.crop_px), noise)
        if len(validation) == 0:
            progress.warning("There is no validation data: the last epoch is saved and its accuracy is unknown.")
        low, high, std = (np.array(self.target[name]) for name in ("low", "high", "std"))
        ranges = (high - low) / std
        loss = ImageLoss(float(ranges.mean()))

        def validate(average: nn.Module) -> dict:
            return {**score_images(average, validation, ranges, device),
                    **draw_windows(len(validation), partial(show, average))}  # fmt: skip

        def show(average: nn.Module, number: int) -> np.ndarray:
            return picture_input(translate_pair(average, validation.read(number)[0], device))

        is_sharp = self.sharpness == "adversarial"
        first, second = plan_stages(self.settings) if is_sharp else (self.settings, None)
        checked = validate if len(validation) else None
        end = 0.97 * (first.epochs / self.settings.epochs if second else 1.0)
        stage = Stage(first, sampler.draw, Supervised(loss), [self.crop_px, "image"], checked, share=(0.0, end),
                      score_name="PSNR (dB)")  # fmt: skip
        trainings = {"faithful": run(stage)}
        faithful = {name: value.detach().clone() for name, value in network.state_dict().items()}
        if second:
            progress.message("The discriminator joins: from now on images shall look real.")
            bands = len(self.data.inputs[0]["bands"])
            objective = make_objective(bands, self.output_count)
            stage = Stage(second, sampler.draw, objective, [self.crop_px, "sharp"], checked, keep_best=False,
                          share=(end, 0.97), name="sharp", score_name="PSNR (dB)")  # fmt: skip
            trainings["sharp"] = run(stage)
        kept = trainings["sharp" if second else "faithful"]
        metrics = {name: _describe_scores(each) for name, each in trainings.items()}
        best = kept.best
        return Outcome(
            card={"translation": {"kind": "image", "target": self.target}, "bf16": False},
            record={
                **describe_stage(second or first, kept),
                "crop_px": self.crop_px,
                "loss": f"absolute error + {_SSIM_WEIGHT:g} (1 - SSIM)"
                + f", then adversarial + absolute error of means of {_CELL_PX} px" * is_sharp,
                "augmentation": _AUGMENTATION,
                "sharpness": self.sharpness,
                "metrics": metrics,
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "kind": "image",
                "best_epoch": kept.best_epoch,
                "classes": [],
                "mean_iou": None,
                "psnr": best.get("psnr"),
                "ssim": best.get("ssim"),
                "seconds": round(sum(each.seconds for each in trainings.values()), 1),
            },
            write_pages=lambda report, card: _load_pages()(
                report, card, trainings, network, faithful, validation, device, self.pairs
            ),
        )


def start_with_regression(network: Translator, sampler: PairSampler, seed: int) -> None:
    """Give the linear part of a network the least-squares regression of the targets on the bands of the same pixel."""
    rng = np.random.default_rng([seed, 1])
    bands, wanted = [], []
    for _ in range(_REGRESSED_WINDOWS):
        inputs, (target, known) = sampler.draw(rng)
        bands.append(inputs[: len(inputs) - sampler.noise, known[0]])
        wanted.append(target[:, known[0]])
    x, y = torch.cat(bands, 1).double().T, torch.cat(wanted, 1).double().T
    x = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], 1)
    # Bands that do not vary would leave the normal equations singular.
    ridge = 1e-6 * len(x) * torch.eye(x.shape[1], dtype=x.dtype)
    found = torch.linalg.solve(x.T @ x + ridge, x.T @ y).T.float()
    with torch.no_grad():
        network.linear.weight.zero_()
        network.linear.weight[:, : found.shape[1] - 1, 0, 0] = found[:, :-1]
        network.linear.bias.copy_(found[:, -1])  # type: ignore[union-attr]


def make_objective(bands: int, made: int) -> Adversarial:
    """The second stage's: the discriminator sees the made or the real image beside the ``bands`` of the source."""

    def see(outputs: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        inputs, (target, known) = batch
        condition = inputs[:, :bands]
        filled = fill_unknown(outputs, target, known)
        return torch.cat([filled, condition], 1), torch.cat([target, condition], 1)

    return Adversarial(lambda outputs, batch: compare_cells(outputs, batch[1]), see, made + bands, ADVERSARIAL)


def _describe_scores(training: Training) -> dict:
    return {"split": "validation", **{name: training.best.get(name) for name in ("psnr", "ssim", "mae")}}


def _load_pages() -> Callable[..., None]:
    from .report import write_image_pages  # only now: it loads what draws figures

    return write_image_pages
