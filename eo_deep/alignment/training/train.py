"""From images and a map that lies right to a network that finds where maps lie wrong."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from ...errors import EoDeepError
from ...io.files import check_distinct, check_writable
from ...io.paths import NewModel, NewReport, RasterPath, VectorPath
from ...models.footprint import measure_footprint
from ...models.model_file import Model, load_model, save_model
from ...models.networks import build
from ...progress import Progress, silent
from ...reports.html import Report, curves_figure
from ...runtime.devices import choose_device
from ...runtime.jobs import algorithm
from ...sampling.augmentation import Strength
from ...sampling.dataset import DataSettings, TrainingData, open_data
from ...sampling.windows import list_validation_windows
from ...training.batch import map_tensors
from ...training.loop import train
from ...training.settings import TrainSettings
from ...training.state import Training
from ..matching import bound
from ..shape_points import CHANNELS
from ..shift_field import FieldSettings
from .label_correction import SETTLED_M, correct_labels
from .objective import Matching, measure_shifts, score_batch, score_presence
from .random_displacements import Displacement
from .samples import GRID_PX, REAL, PairSampler, ValidationPairs

TASK = "alignment"
RESOLUTION_M = 0.3
NETWORK = {"name": "resunet", "arguments": {"base_channels": 32, "blocks": [2, 3, 4]}}
_STRENGTH = Strength(flips=True, rotation=True, max_scale=1.25, radiometry=1.0)
# An object counts as found at most so far from where it is, in metres.
_FOUND_M = 1.2


@dataclass(frozen=True)
class Displacements:
    """How training makes a map wrong, in metres, degrees and shares; see `displacements.Displacement`."""

    smooth_m: float = 9.6
    block_m: float = 4.8
    object_m: float = 1.8
    rotation_deg: float = 3.0
    dropped: float = 0.2
    spurious: float = 0.15

    def __post_init__(self) -> None:
        if min(self.smooth_m, self.block_m, self.object_m, self.rotation_deg) < 0 or self.reach_m == 0:
            raise EoDeepError("Displacements must not be below 0, and one of them must be above.")
        for name in ("dropped", "spurious"):
            if not 0 <= getattr(self, name) < 1:
                raise EoDeepError(f"The share of {name} objects must be at least 0 and below 1.")

    @property
    def reach_m(self) -> float:
        """The farthest that an object is moved along an axis."""
        return self.smooth_m + self.block_m + self.object_m

    def to_px(self, resolution_m: float) -> Displacement:
        """In pixels of a training resolution; objects stay rigid, as they are when they are matched."""
        return Displacement(
            smooth_px=self.smooth_m / resolution_m,
            block_px=self.block_m / resolution_m,
            object_px=self.object_m / resolution_m,
            rotation_deg=self.rotation_deg,
            scale=math.radians(self.rotation_deg) / 2,
            dropped=self.dropped,
            spurious=self.spurious,
            rigid=True,
        )


@algorithm(
    "model", validation_share=(0.0, 0.9), rounds=(1, 20), smooth_m=(0.0, 100.0), block_m=(0.0, 100.0),
    object_m=(0.0, 100.0), rotation_deg=(0.0, 45.0), dropped=(0.0, 0.9), spurious=(0.0, 0.9),
    learning_rate=(1e-07, 1.0), epochs=(1, 100000), samples_per_epoch=(1, 10000000), batch_size=(1, 4096),
    crop_px=(32, 4096), resolution_m=(0.001, None), seed=(0, 2147483647),
)
def train_alignment(images: Sequence[RasterPath] | RasterPath, vectors: Sequence[VectorPath] | VectorPath,
                    bands: Sequence[int] | None = None, area: VectorPath | None = None,
                    validation_area: VectorPath | None = None, validation_share: float = 0.2, rounds: int = 1,
                    smooth_m: float = 9.6, block_m: float = 4.8, object_m: float = 1.8, rotation_deg: float = 3.0,
                    dropped: float = 0.2, spurious: float = 0.15, initial_model: str | None = None,
                    learning_rate: float = 1e-3, epochs: int = 20, samples_per_epoch: int = 600, batch_size: int = 4,
                    crop_px: int = 384, resolution_m: float | None = None, device: str = "auto", seed: int = 0,
                    resume: bool = False, model: NewModel | None = None, report: NewReport | None = None,
                    progress: Progress = silent) -> dict:
    """Train a network to find where maps lie wrong, from images and polygons that lie right.

    images: rasters, each with the same bands (1-based `bands`; None: all but alpha). vectors: polygons, one layer for
    all images or one for each, in any CRS. area: where they are complete. rounds: above 1 they are taken to lie right
    only roughly, and are corrected before the last training by networks that did not learn from them. smooth_m,
    block_m, object_m, rotation_deg, dropped, spurious: how maps are made wrong in training, see `Displacements`.
    initial_model: model file, for alignment or segmentation, to go on from; it then decides network and scaling.
    resolution_m: ground resolution to work at (None: the initial model's, or 0.3). The others as of
    `segmentation.train_segmentation`.

    Raises EoDeepError for input that does not fit together. Returns {"model", "report", "best_epoch", "found_share",
    "seconds"}; found_share: of the validation part's objects, by their own evidence alone, within 1.2 m.
    """
    assert model
    if rounds < 1:
        raise EoDeepError(f"There must be at least 1 round, got {rounds}.")
    image_paths = [images] if isinstance(images, str) else list(images)
    label_paths = [vectors] if isinstance(vectors, str) else list(vectors)
    check_distinct([model, report], [*image_paths, *label_paths, area, validation_area, initial_model])
    for target in (model, report):
        if target:
            check_writable(target)
    chosen = choose_device(device)
    initial = _load_initial(initial_model)
    displacements = Displacements(smooth_m, block_m, object_m, rotation_deg, dropped, spurious)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, seed=seed)
    network = _describe_network(initial)
    resolution_m = resolution_m or (initial and initial.card["inputs"][0]["resolution_m"]) or RESOLUTION_M
    data = DataSettings(image_paths, label_paths, None, bands, area, validation_area, validation_share, resolution_m,
                        crop_px, seed)  # fmt: skip

    def fit_model(data: DataSettings, path: str, part: Progress) -> dict:
        weights, name = (initial.network, initial.card.get("name", "")) if initial else (None, None)
        return fit(open_data(data, initial, part), settings, displacements, network, crop_px, chosen, resume, path,
                   report if path == model else None, weights, name, None, part)  # fmt: skip

    folder = Path(f"{model}.rounds")
    if not resume:  # models of an earlier training, with other settings, may lie there
        shutil.rmtree(folder, ignore_errors=True)
    last = progress.part((rounds - 1) / rounds, 1.0)
    for number in range(1, rounds):
        within = folder / f"round_{number}"
        within.mkdir(parents=True, exist_ok=True)
        share = progress.part((number - 1) / rounds, number / rounds)
        labels, median_m = correct_labels(data, fit_model, displacements.reach_m, device, within, share)
        data = replace(data, labels=labels)
        progress.message(f"Round {number} of {rounds} moved the map by {median_m:.2f} m in the median.")
        if median_m < SETTLED_M:
            break
    result = fit_model(data, model, last)
    shutil.rmtree(folder, ignore_errors=True)
    return result


def _load_initial(path: str | None) -> Model | None:
    """A model to go on from. EoDeepError unless it is for alignment or segmentation."""
    if not path:
        return None
    loaded = load_model(path)
    if loaded.card["task"] not in (TASK, "segmentation"):
        raise EoDeepError(f"'{path}' is a model for {loaded.card['task']}, this needs one for alignment.")
    return loaded


def _describe_network(initial: Model | None) -> dict:
    """Name and arguments of the network to train, without the numbers of bands and outputs."""
    if initial is None:
        return NETWORK
    described = initial.card["network"]
    own = {key: value for key, value in described["arguments"].items() if key not in ("in_channels", "out_channels")}
    return {"name": described["name"], "arguments": own}


def fit(
    found: TrainingData,
    settings: TrainSettings,
    displacements: Displacements,
    network: dict,
    crop_px: int,
    device: torch.device,
    resume: bool,
    model: str,
    report: str | None = None,
    initial: nn.Module | None = None,
    initial_name: str | None = None,
    origin: dict | None = None,
    progress: Progress = silent,
) -> dict:
    """Train a network on opened data and write the model; result as of `train_alignment`.

    network: {"name", "arguments"} without the numbers of bands and outputs. initial: a network whose weights are taken
    where name and shape agree; initial_name: what the card calls it. origin: what the card shall say of where the data
    come from.
    """
    if found.resolution_m is None:
        raise EoDeepError("Displacements are in metres, but no image tells the size of its pixels; give a resolution.")
    torch.manual_seed(settings.seed)
    arguments = {"in_channels": len(found.band_names), "out_channels": 1 + len(CHANNELS), **network["arguments"]}
    net = build(network["name"], **arguments)
    if initial is not None:
        current = net.state_dict()
        net.load_state_dict(
            {k: v for k, v in initial.state_dict().items() if k in current and current[k].shape == v.shape},
            strict=False,
        )
    footprint = measure_footprint(net)
    if crop_px % math.lcm(footprint.stride_px, GRID_PX):
        raise EoDeepError(f"Crop must be a multiple of {footprint.stride_px} px, got {crop_px} px.")
    amplitudes = displacements.to_px(found.resolution_m)
    radius_px = math.ceil(displacements.reach_m / found.resolution_m / GRID_PX) + 2
    sampler = PairSampler(found.images, crop_px, _STRENGTH, amplitudes, settings.seed)
    pairs = ValidationPairs(list_validation_windows(found.images, crop_px, limit=40), amplitudes)
    found_px = _FOUND_M / found.resolution_m / GRID_PX

    def validate(average: nn.Module) -> dict:
        return _validate(average, pairs, radius_px, found_px, device)

    described = {"name": network["name"], "arguments": arguments}
    task = json.dumps([found.describe(), described, crop_px, asdict(displacements), initial_name], sort_keys=True)
    checkpoint = f"{model}.checkpoint"
    training = train(
        net,
        sampler.draw,
        Matching(radius_px),
        settings,
        device,
        validate if len(pairs) else None,
        checkpoint,
        resume,
        task,
        progress.part(0.0, 0.97),
    )
    best = training.validations[training.best_epoch - 1]
    learned = {
        **(origin or {}),
        "crop_px": crop_px,
        "displacements": asdict(displacements),
        "initial_model": initial_name,
        "metrics": {"split": "validation", **best},
    }
    card = found.make_card(model, TASK, described, footprint, settings, training, learned)
    card["matching"] = {"grid_px": GRID_PX, "null_score": best.get("null_score", 0.0)}
    card["field"] = asdict(FieldSettings())
    save_model(model, net, card)
    if report:
        _write_report(report, card, training)
        progress.message(f"Wrote {report}.")
    Path(checkpoint).unlink(missing_ok=True)
    progress.keep("")
    progress.message(f"Wrote {model}.")
    progress(1.0)
    return {
        "model": model,
        "report": report,
        "best_epoch": training.best_epoch,
        "found_share": best.get("found_share"),
        "seconds": round(training.seconds, 1),
    }


def _validate(
    network: nn.Module, pairs: ValidationPairs, radius_px: int, found_px: float, device: torch.device
) -> dict:
    """How many objects are found each by itself, neighbours not asked, and how well absent ones are told."""
    distances, kinds, presence, intersection, union = [], [], [], 0, 0
    for index in range(len(pairs)):
        x, targets = pairs.read(index)
        with torch.no_grad():
            inputs = x[None].to(device).contiguous(memory_format=torch.channels_last)
            outputs = bound(network(inputs).float()).cpu()
        for target in targets:
            classes, places = map_tensors(lambda tensor: tensor[None], target)
            scores, chosen = score_batch(outputs[:, 1:], places, radius_px)
            distance, kind = measure_shifts(scores, places, chosen)
            distances.append(distance)
            kinds.append(kind)
            presence.append(score_presence(scores, places.correction.reshape(-1, 2)[chosen]))
        building = (outputs[:, 0] > 0) & (classes <= 1)
        intersection += int((building & (classes == 1)).sum())
        union += int((building | (classes == 1)).sum())
    distance, real = torch.cat(distances), torch.cat(kinds) == REAL
    share = float((distance[real] <= found_px).float().mean()) if real.any() else 0.0
    return {
        "score": share,
        "found_share": round(share, 4),
        "objects": int(real.sum()),
        "null_score": choose_null_score(torch.cat(presence).numpy(), real.numpy()),
        "building_iou": round(intersection / max(1, union), 4),
    }


def choose_null_score(presence: np.ndarray, real: np.ndarray) -> float:
    """The score (M,) from which on an object is rather there than not, real (M,) bool: where either error is as
    frequent, less the logarithm of how much more frequent real objects are. 0 where one kind is missing."""
    if real.all() or not real.any():
        return 0.0
    candidates = np.sort(presence)
    passed = 1 - np.searchsorted(np.sort(presence[real]), candidates) / real.sum()
    failed = np.searchsorted(np.sort(presence[~real]), candidates) / (~real).sum()
    fair = float(candidates[np.abs(passed - failed).argmin()])
    return round(fair - math.log(real.sum() / (~real).sum()), 3)


def _write_report(path: str, card: dict, training: Training) -> None:
    """Write the HTML report of a training."""
    record = card["training"]
    report = Report(f"Training of {card['name']}")
    report.text(
        f"Network {card['network']['name']}, trained for {len(training.losses)} epochs of "
        f"{record['samples_per_epoch']} samples in {training.seconds / 60:.0f} min. The weights are those of epoch "
        f"{training.best_epoch}."
    )
    report.heading("Course")
    report.figure(curves_figure({"loss": training.losses}, "Epoch", "Loss"), "Mean training loss of each epoch.")
    if "found_share" in training.validations[-1]:
        curves = {
            f"objects found within {_FOUND_M:g} m": [v["found_share"] for v in training.validations],
            "IoU of buildings": [v["building_iou"] for v in training.validations],
        }
        report.figure(
            curves_figure(curves, "Epoch", "Share"),
            "Validation part: objects that the best shift, neighbours not asked, brings to where they are.",
        )
    report.heading("Settings")
    names = ("images", "labels", "displacements", "learning_rate", "epochs", "samples_per_epoch", "batch_size")
    rows = [(key.replace("_", " "), str(record[key])) for key in (*names, "crop_px", "seed", "versions")]
    inputs = card["inputs"][0]
    rows += [(key.replace("_", " "), str(inputs[key])) for key in ("bands", "resolution_m", "scaling")]
    report.table(("Setting", "Value"), rows)
    report.write(path)
