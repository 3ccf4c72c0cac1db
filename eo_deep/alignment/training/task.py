"""The training of an alignment: displaced objects, their matching, and how many are found."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import nn

from ...errors import EoDeepError
from ...models.footprint import Footprint, measure_footprint
from ...progress import Progress
from ...sampling.augmentation import AugmentationSettings
from ...sampling.training_data import TrainingData
from ...sampling.windows import list_validation_windows
from ...training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ...training.settings import TrainSettings
from ..shape_points import CHANNELS
from ..shift_field import FieldSettings
from .objective import Matching
from .random_displacements import DisplacementSettings
from .samples import GRID_PX, PairSampler, ValidationPairs
from .validation import FOUND_M, validate_pairs

NETWORK = {"name": "resunet", "arguments": {"base_channels": 32, "blocks": [2, 3, 4]}}
AUGMENTATION = AugmentationSettings(flips=True, rotation=True, max_scale=1.25, radiometry=1.0)
_VALIDATION_WINDOWS = 40


@dataclass(frozen=True)
class AlignmentTask:
    """The training of an alignment; see `alignment.train_alignment`.

    Raises
    ------
    EoDeepError
        Where the data have no resolution in metres.
    """

    data: TrainingData
    settings: TrainSettings
    displacements: DisplacementSettings
    crop_px: int
    name: str = "alignment"

    def __post_init__(self) -> None:
        if self.data.resolution_m is None:
            raise EoDeepError("Displacements are in metres, but no image has a CRS; give the resolution to train at.")

    @property
    def output_count(self) -> int:
        return 1 + len(CHANNELS)

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        if self.crop_px % math.lcm(footprint.stride_px, GRID_PX):
            raise EoDeepError(f"Crop must be a multiple of {footprint.stride_px} px, got {self.crop_px} px.")
        images, resolution_m = self.data.images, self.data.resolution_m or math.nan
        amplitudes = self.displacements.to_px(resolution_m)
        radius_px = math.ceil(self.displacements.reach_m / resolution_m / GRID_PX) + 2
        sampler = PairSampler(images, self.crop_px, AUGMENTATION, amplitudes, self.settings.seed)
        pairs = ValidationPairs(list_validation_windows(images, self.crop_px, _VALIDATION_WINDOWS), amplitudes)

        def validate(average: nn.Module) -> dict:
            return validate_pairs(average, pairs, radius_px, FOUND_M / resolution_m / GRID_PX, device)

        identity = [self.crop_px, asdict(self.displacements)]
        objective = Matching(radius_px)
        training = run(Stage(self.settings, sampler.draw, objective, identity, validate if len(pairs) else None,
                             score_name=f"share within {FOUND_M:g} m"))  # fmt: skip
        best = training.best
        return Outcome(
            card={
                "matching": {"grid_px": GRID_PX, "null_score": best.get("null_score", 0.0)},
                "field": asdict(FieldSettings()),
            },
            record={
                **describe_stage(self.settings, training),
                "crop_px": self.crop_px,
                "displacements": asdict(self.displacements),
                "metrics": {"split": "validation", **best},
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "best_epoch": training.best_epoch,
                "found_share": best.get("found_share"),
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _load_pages()(report, card, training, network, device),
        )


def _load_pages() -> Callable[..., None]:
    from .report import write_pages  # only now: it loads what draws figures

    return write_pages
