"""The training of a PolyCNN: its stages, losses, and scores on the validation data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
import torch
from numpy.random import Generator
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.card_schema import POLYCNN, POLYCNN_OUTPUTS
from ..models.footprint import Footprint
from ..models.model_file import Model
from ..models.networks.polycnn import STRIDE_PX, PolyCNN, SketchEncoder, cyclic_distance
from ..models.networks.resunet import ResUNet
from ..progress import Progress
from ..reports.html import Report
from ..sampling.augmentation import get_augmentation
from ..sampling.training_data import TrainingData
from ..training.batch import Batch
from ..training.objectives import Objective, Supervised
from ..training.report import add_loss_curve, add_settings, add_summary
from ..training.session import Outcome, RunStage, Stage, TrainingSession, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.split import Call
from ..training.state import Training
from .drawings import draw_sample
from .patches import CORNERS, ObjectPatches, Quadrilateral, QuadrilateralSet, list_quadrilaterals

# Of the training: how long the extractor and the decoder wait, where they do not start from random weights, so that
# gradients of the encoder's random weights do not spoil them (Girard & Tarabalka 2018).
_EXTRACTOR_WAITS, _DECODER_WAITS = 0.05, 0.025
_DRAWINGS_RATE, _DRAWINGS_SHARE = 1e-3, 0.15
_MAX_VALIDATION = 200
_BLOCKS, _RESUNET_BLOCKS = [1, 2, 3], [1, 2, 3, 2]
_LISTED = (
    "images", "labels", "schedule", "learning_rate", "epochs", "samples_per_epoch", "batch_size", "crop_px",
    "augmentation", "initial_model", "seed", "versions",
)  # fmt: skip


@dataclass(frozen=True)
class PolyCNNTask:
    """The training of a network that regresses four corners; see `polygon_extraction.train_polygons`.

    objects: what it learns from. trunk: the model whose feature extractor it starts from. trained: whether all of it
    starts from another training.
    """

    data: TrainingData
    settings: TrainSettings
    augmentation: str
    objects: QuadrilateralSet
    trunk: Model | None = None
    trained: bool = False
    name: str = "polygons"

    @property
    def output_count(self) -> int:
        return POLYCNN_OUTPUTS

    def measure_footprint(self, network: nn.Module) -> Footprint:
        # The unit is a patch: tiles would change the answer.
        return Footprint(STRIDE_PX, 0, 0, exact=False)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        assert isinstance(network, PolyCNN)
        progress.message(f"{self.objects.describe()}")
        if self.trunk is not None:
            network.take_extractor(cast(ResUNet, self.trunk.network))
        patch_px, start = self.objects.patch_px, 0.0
        start_name = self.trunk.card["name"] if self.trunk else None
        identity = [patch_px, self.augmentation, len(self.objects.training), start_name]
        if not self.trained:
            progress.message("Training the decoder on drawings of quadrilaterals.")
            drawings = replace(self.settings, learning_rate=_DRAWINGS_RATE, time_limit_s=None)
            start = _DRAWINGS_SHARE
            run(Stage(drawings, lambda rng: draw_sample(rng, patch_px), DrawingsObjective(patch_px), identity,
                      keep_best=False, share=(0.0, start), name="drawings"))  # fmt: skip
            progress.message("Training on the image's patches.")
        augmentation, patches = get_augmentation(self.augmentation), ObjectPatches(self.data.images, patch_px)
        objects, validation = self.objects.training, self.objects.validation[:_MAX_VALIDATION]

        def draw(rng: Generator) -> tuple[Tensor, Tensor]:
            return patches.cut(objects[rng.integers(len(objects))], augmentation, rng)

        def validate(average: nn.Module) -> dict:
            return score_corners(average, patches, validation, device)

        objective = CornersObjective(self.trunk is not None, not self.trained)
        stage = Stage(self.settings, draw, objective, identity, validate if validation else None, share=(start, 0.97))
        training = run(stage)
        metrics = {"split": "validation", **training.best}
        return Outcome(
            card={"heads": []},
            record={
                **describe_stage(self.settings, training),
                "crop_px": patch_px,
                "augmentation": self.augmentation,
                **({"initial_model": start_name} if start_name else {}),
                "objects": len(objects),
                "metrics": metrics,
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "best_epoch": training.best_epoch,
                "classes": [each.name for each in self.data.classes],
                "mean_iou": training.best.get("score"),
                "overall_accuracy": None,
                "border_f": None,
                "corner_f": None,
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _write_pages(report, card, training, network, device),
        )


def prepare_polycnn(
    data: TrainingData,
    settings: TrainSettings,
    augmentation: str,
    max_patch_px: int,
    base_channels: int,
    device: torch.device,
    initial: Model | None,
) -> TrainingSession:
    """The training of a PolyCNN from random weights, from another one, or with the feature extractor of a resunet."""
    trained = initial is not None and initial.card["network"]["name"] == POLYCNN
    arguments: dict = {"base_channels": base_channels, "blocks": _BLOCKS}
    if initial is not None and not trained:
        given = initial.card["network"]
        if given["name"] != "resunet" or len(given["arguments"].get("blocks", _RESUNET_BLOCKS)) < len(_BLOCKS):
            raise EoDeepError(f"A PolyCNN starts from a PolyCNN or a resunet with three stages or more, "
                              f"'{initial.card['name']}' is a {given['name']}.")  # fmt: skip
        arguments = {
            "base_channels": given["arguments"].get("base_channels", base_channels),
            "blocks": list(given["arguments"].get("blocks", _RESUNET_BLOCKS)[: len(_BLOCKS)]),
        }
    patch_px = initial.card["network"]["arguments"]["patch_px"] if initial is not None and trained else None
    objects = list_quadrilaterals(data.images, max_patch_px, patch_px)
    task = PolyCNNTask(data, settings, augmentation, objects, None if trained else initial, trained)
    network = {"name": POLYCNN, "arguments": {**arguments, "patch_px": objects.patch_px}}
    return TrainingSession(task, network, device, settings.seed, initial if trained else None)


class DrawingsObjective(Objective):
    """The decoder together with a small encoder of drawings, which is thrown away afterwards."""

    def __init__(self, patch_px: int) -> None:
        self.companions = {"sketch": SketchEncoder(patch_px)}

    def parts(self, network: nn.Module) -> dict[str, nn.Module]:
        return {"decoder": nn.ModuleList([network.decoder, self.companions["sketch"]])}  # type: ignore[list-item]

    def calls(self, network: nn.Module) -> Sequence[Call]:
        return [(self.companions["sketch"], "forward"), (network.decoder, "forward")]  # type: ignore[list-item]

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        drawings, corners = batch
        code = self.companions["sketch"](drawings)
        with torch.autocast(drawings.device.type, enabled=False):
            yield "decoder", cyclic_distance(network.decoder(code.float()), corners).mean()  # type: ignore[operator]


class CornersObjective(Supervised):
    """The distance of the corners, with parts of the network frozen at first; see `cyclic_distance`."""

    def __init__(self, extractor_waits: bool, decoder_waits: bool) -> None:
        super().__init__(lambda outputs, corners: cyclic_distance(outputs.float(), corners).mean())
        self._extractor_share = _EXTRACTOR_WAITS if extractor_waits else 0.0
        self._decoder_share = _DECODER_WAITS if decoder_waits else 0.0

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        for part in (network.stem, network.extractor):
            part.requires_grad_(done >= self._extractor_share)
        network.decoder.requires_grad_(done >= self._decoder_share)
        yield from super().losses(network, batch, step, done)


def score_corners(
    network: nn.Module, patches: ObjectPatches, objects: list[Quadrilateral], device: torch.device
) -> dict:
    """Mean IoU of predicted quadrilaterals ("score") and the median distance of their corners in px ("corner_px")."""
    plain = get_augmentation("none")
    cut = [patches.cut(each, plain, np.random.default_rng(number)) for number, each in enumerate(objects)]
    with torch.inference_mode():
        batches = torch.stack([x for x, _ in cut]).split(64)
        outputs = torch.cat([network(batch.to(device)).float().cpu() for batch in batches])
    truth = torch.stack([corners for _, corners in cut]).reshape(-1, CORNERS, 2).numpy()
    found = outputs.reshape(-1, CORNERS, 2).numpy()
    one, two = (shapely.make_valid(shapely.polygons(each)) for each in (found, truth))
    common = shapely.area(shapely.intersection(one, two))
    iou = common / (shapely.area(one) + shapely.area(two) - common)
    shifts = np.stack([np.roll(found, shift, axis=1) - truth for shift in range(CORNERS)])
    distance = np.hypot(*np.moveaxis(shifts, -1, 0))
    best = distance.mean(axis=2).argmin(axis=0)
    median = np.median(distance[best, np.arange(len(truth))]) * cut[0][0].shape[-1]
    return {"score": float(iou.mean()), "corner_px": float(median)}


def _write_pages(report: Report, card: dict, training: Training, network: nn.Module, device: torch.device) -> None:
    add_summary(report, card, network, training, device)
    report.heading("Training curves")
    add_loss_curve(report, training.losses)
    if "corner_px" in training.best:
        report.text(f"On the validation data the quadrilaterals have a mean IoU of {training.best['score']:.3f}; half "
                    f"of the corners lie within {training.best['corner_px']:.2f} px.")  # fmt: skip
    report.heading("Settings")
    add_settings(report, card, _LISTED)
