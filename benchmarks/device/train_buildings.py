"""Train the building model from a pack, on a machine with a GPU and without GDAL: see README.md beside this file.

    python -m benchmarks.device.train_buildings --pack buildings.npz --output OUT --minutes 8

Several networks learn side by side from the same samples, which cost more than a small network's step; one of them may
be taught by a wider one. After each epoch every network that is asked for is written to OUT as a model file, so that
nothing is lost when the time runs out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.device.pack import PackedImage, load_pack
from benchmarks.device.sampler import Draw, PackSampler, Workers, list_windows
from benchmarks.training.printed import Printed
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build
from eo_deep.models.scaling import FittedScaling
from eo_deep.runtime.devices import choose_device, count_cores
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.synthetic_scenes.town.render import place_window, render_window
from eo_deep.synthetic_scenes.town.styles import draw_style
from eo_deep.training.loop import train
from eo_deep.training.losses import get_loss
from eo_deep.training.settings import TrainSettings
from eo_deep.training.validation import measure_confusion, score_segmentation

LOSS = "cross-entropy + soft IoU"
TOWN_M = 0.18
FIRST_TOWN = 2000


class SideBySide(nn.Module):
    """Networks of one task in one: (B, C, H, W) -> logits (B, M, K, H, W), M the networks' number."""

    def __init__(self, networks: dict[str, nn.Module]) -> None:
        super().__init__()
        self.networks = nn.ModuleDict(networks)

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([network(x) for network in self.networks.values()], 1)


class SideBySideLoss:
    """The sum of all networks' losses; those ``taught`` also learn what the ``teacher`` sees.

    A wide network's doubts are worth more than a label that lies half a metre off (Hinton et al. 2015); nothing flows
    back to it.
    """

    def __init__(self, names: Sequence[str], teacher: str | None, taught: str | None) -> None:
        self._loss = get_loss(LOSS)
        self._lesson = (names.index(taught), names.index(teacher)) if taught and teacher else None

    def __call__(self, logits: Tensor, classes: Tensor) -> Tensor:
        total = torch.stack([self._loss(logits[:, member], classes) for member in range(logits.shape[1])]).sum()
        if self._lesson is None:
            return total
        pupil, teacher = (logits[:, member].float().log_softmax(1) for member in self._lesson)
        return total + functional.kl_div(pupil, teacher.detach(), reduction="none", log_target=True).sum(1).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", required=True, help="file of benchmarks.device.make_pack")
    parser.add_argument("--output", type=Path, required=True, help="folder for models and record")
    parser.add_argument("--minutes", type=float, default=8, help="of training; making towns comes before it")
    parser.add_argument("--networks", nargs="+", default=["plain:32", "taught:32", "wide:64"], help="name:width")
    parser.add_argument("--teacher", default="wide", help="the network that teaches --taught, where both are there")
    parser.add_argument(
        "--taught", default="taught", help="name of the network that learns from --teacher (default: taught)"
    )
    parser.add_argument("--write", nargs="+", default=["plain", "taught"], help="the networks to write")
    parser.add_argument("--towns", type=int, default=600, help="procedural towns to make and mix in")
    parser.add_argument("--town-px", type=int, default=768, help="side of a town, px (default: 768)")
    parser.add_argument(
        "--town-share", type=float, default=0.3, help="about this share of the samples comes from towns (default: 0.3)"
    )
    parser.add_argument("--crop", type=int, default=256, help="side of a sample, px (default: 256)")
    parser.add_argument("--batch", type=int, default=32, help="samples per step (default: 32)")
    parser.add_argument("--epoch", type=int, default=12_800, help="samples per epoch")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="highest learning rate (default: 2e-3)")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default: 0)")
    parser.add_argument("--workers", type=int, default=max(1, count_cores() - 1), help="0: threads draw the samples")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: auto)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    # Before the processes are forked: threads of this one would not live on in them.
    torch.set_num_threads(1)
    torch.backends.cudnn.benchmark = True
    progress = Printed()
    images, card = load_pack(arguments.pack)
    progress.message(f"Read {len(images)} images.")
    towns = make_towns(arguments.towns, arguments.town_px, max(1, arguments.workers))
    progress.message(f"{len(towns)} synthetic towns are ready.")
    resolution_m, strength = card["inputs"][0]["resolution_m"], get_augmentation("strong")
    sampler = PackSampler(images, towns, arguments.town_share, resolution_m, arguments.crop, strength, arguments.seed)
    draw: Draw = sampler.draw
    if arguments.workers:
        draw = Workers(draw, arguments.crop, arguments.workers).draw
    windows: dict[str, list] = {}
    for image in images:
        found = list_windows(image, resolution_m, arguments.crop) if image.validation.any() else []
        windows.setdefault(image.place, []).extend(found)
    progress.message(f"{sum(map(len, windows.values()))} windows to validate on.")
    device = choose_device(arguments.device)
    torch.manual_seed(arguments.seed)
    widths = {name: int(width) for name, _, width in (each.partition(":") for each in arguments.networks)}
    network = SideBySide({name: build_network(card, width) for name, width in widths.items()})
    settings = TrainSettings(
        epochs=10_000,  # the clock ends the training
        samples_per_epoch=arguments.epoch,
        batch_size=arguments.batch,
        learning_rate=arguments.learning_rate,
        seed=arguments.seed,
        time_limit_s=arguments.minutes * 60,
    )
    lesson = [name if name in widths else None for name in (arguments.teacher, arguments.taught)]
    notes = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "batch_size": arguments.batch,
        "learning_rate": arguments.learning_rate,
        "schedule": settings.schedule,
        "weight_decay": settings.weight_decay,
        "seed": arguments.seed,
        "time_limit_s": settings.time_limit_s,
        "crop_px": arguments.crop,
        "loss": LOSS,
        "augmentation": "strong",
        "towns": f"{len(towns)} procedural towns, seeds {FIRST_TOWN} to {FIRST_TOWN + len(towns) - 1}",
        "town_share": arguments.town_share,
        "device": torch.cuda.get_device_name() if device.type == "cuda" else "CPU",
        "versions": {"python": platform.python_version(), "torch": version("torch"), "numpy": np.__version__},
    }
    record = Record(arguments.output, card, widths, arguments.write, notes, arguments.epoch, lesson)

    def validate(average: nn.Module) -> dict:
        found = {name: validate_member(net, windows, device) for name, net in average.networks.items()}
        record.write(average, found)
        return {"score": float(np.mean([each["score"] for each in found.values()]))}

    try:
        names = list(widths)
        train(network, draw, SideBySideLoss(names, *lesson), settings, device, validate, progress=progress)
    finally:
        for process in multiprocessing.active_children():
            process.terminate()
    progress.message("Done.")


def make_towns(count: int, size_px: int, processes: int) -> list[PackedImage]:
    """Procedural towns, as `make_scene` makes them, of FIRST_TOWN and the following seeds."""
    if count == 0:
        return []
    with multiprocessing.get_context("fork").Pool(min(processes, count)) as pool:
        return pool.map(partial(make_town, size_px=size_px), range(FIRST_TOWN, FIRST_TOWN + count), chunksize=1)


def make_town(seed: int, size_px: int) -> PackedImage:
    """One town with its buildings, numbered where they do not touch."""
    rgb, buildings = render_window(draw_style(seed), TOWN_M, *place_window(seed, TOWN_M), size_px, size_px)
    low, high = np.percentile(rgb.reshape(-1, 3).astype(float), [1, 99], axis=0)
    spread = np.maximum(high - low, 1.0)
    pixels = np.ascontiguousarray(np.moveaxis(rgb, -1, 0))
    scaling = FittedScaling(low + 0.5 * spread, 0.25 * spread, low=-4.0, high=4.0)
    nothing, everything = np.zeros(buildings.shape, bool), np.ones(buildings.shape, bool)
    objects = ndimage.label(buildings)[0].astype(np.int32)
    return PackedImage("town", TOWN_M, scaling, pixels, everything, buildings, objects, nothing)


def build_network(card: dict, width: int) -> nn.Module:
    """The pack's network in one width."""
    return build(card["network"]["name"], **card["network"]["arguments"], base_channels=width)


def validate_member(network: nn.Module, windows: dict[str, list], device: torch.device) -> dict:
    """IoU of buildings on each place that has some, share taken for buildings on the others; "score": the mean IoU."""
    found: dict = {}
    for place, items in windows.items():
        if items:
            matrix = measure_confusion(network, items.__getitem__, len(items), 2, device)
            has_buildings = matrix[1].sum() > 0
            iou = score_segmentation(matrix, ["background", "building"])["iou"]["building"]
            found[place] = iou if has_buildings else {"false_alarms": float(matrix[0, 1] / matrix.sum())}
    ious = [value for value in found.values() if isinstance(value, float)]
    return {"score": float(np.mean(ious)) if ious else 0.0, **found}


class Record:
    """Writes the averaged networks as model files, and what their validation said of each epoch."""

    def __init__(
        self,
        folder: Path,
        card: dict,
        widths: dict[str, int],
        written: Sequence[str],
        notes: dict,
        epoch: int,
        lesson: Sequence[str | None],
    ) -> None:
        self._folder, self._card, self._widths, self._notes = folder, card, widths, notes
        self._written, self._epoch, self._lesson = written, epoch, lesson
        self._history: list[dict] = []

    def write(self, average: nn.Module, found: dict) -> None:
        """After an epoch; ``found``: what `validate_member` said of each network."""
        self._history.append(found)
        for name, each in found.items():
            print(f"          {name}: {json.dumps({k: _shorten(v) for k, v in each.items()})}", flush=True)
        (self._folder / "history.json").write_text(json.dumps(self._history))
        for name in self._written:
            save_model(str(self._folder / f"{name}.safetensors"), average.networks[name], self._describe(name))

    def _describe(self, name: str) -> dict:
        network, training = self._card["network"], self._card["training"]
        arguments = {**network["arguments"], "base_channels": self._widths[name]}
        teacher, taught = self._lesson
        learned = {
            **training,
            **self._notes,
            "samples": self._epoch * len(self._history),
            "teacher": f"a network of width {self._widths[teacher]} beside it" if name == taught and teacher else None,
            "metrics": {"split": "validation", **self._history[-1][name]},
        }
        return {**self._card, "name": "buildings", "network": {**network, "arguments": arguments}, "training": learned}


def _shorten(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shorten(each) for key, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
