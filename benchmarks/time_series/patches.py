"""A series model of patches without labels and without dates: what its shared code is worth for their classes.

    python -m benchmarks.time_series.patches train --patches eurosat_rgb.zip --model m.safetensors
    python -m benchmarks.time_series.patches judge --patches eurosat_rgb.zip --model m.safetensors
    python -m benchmarks.time_series.patches classify --patches eurosat_rgb.zip --model m.safetensors

EuroSAT (RGB) shows each place once. Two views of a patch, each in a light of its own, stand for two dates. Beside them,
two crops of each of many more patches are contrasted, from other places in it and in other orientations: what one shows
is to tell the other from those of other patches. `classify` trains scene models from it, all layers or the last one,
and others from scratch, in about the same time. Each class's last tenth of patches is neither trained on nor used to
fit anything.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.random import Generator
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn
from torch.nn import functional

from eo_deep.energy_models.jem import compute_logits
from eo_deep.image_features.hand_features import HALO_PX, compute_features, describe_cells
from eo_deep.models.model_file import load_model
from eo_deep.models.networks.disentangler import SHARED_PX
from eo_deep.models.networks.series_network import SeriesNetwork, join_known
from eo_deep.models.scaling import fit_range
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling.patch_sampler import scale_images, turn
from eo_deep.scene_classification.train import train_scenes
from eo_deep.time_series.objective import SeriesBatch, SeriesObjective, Weights, info_nce
from eo_deep.time_series.samples import Block, SeriesData
from eo_deep.time_series.task import SeriesTask
from eo_deep.training.loop import Draw
from eo_deep.training.session import TrainingSession
from eo_deep.training.settings import TrainSettings

from ..training.printed import Printed

PATCH_PX = 64
_JUDGED, _FAR_PX, _TEMPERATURE = 48, 1000, 0.15
# Gain and offset, in standard deviations. Views in stronger light teach the code to ignore colour, which tells classes.
_LIGHT, _BAND_LIGHT, _NOISE = (0.03, 0.03), (0.015, 0.015), 0.03
_CROP_PX, _CROPPED = 40, 32  # of patches, for each block of two places


@dataclass(frozen=True)
class PatchWeights(Weights):
    """crops: of the contrast of crops. Where places are patches, that of cells tells cells apart, not classes."""

    windows: float = 0.02
    cells: float = 0.02
    crops: float = 1.0


class PatchBatch(NamedTuple):
    """blocks: as of a series; crops (B, patches, 2, C + 1, 40, 40)."""

    blocks: SeriesBatch
    crops: Tensor


class PatchObjective(SeriesObjective):
    """See the module."""

    weights: PatchWeights

    def __init__(self) -> None:
        super().__init__(PatchWeights())

    def compute(self, network: nn.Module, batch: PatchBatch, step: int, done: float) -> Tensor:
        assert isinstance(network, SeriesNetwork)
        crops = batch.crops.flatten(0, 2).contiguous(memory_format=torch.channels_last)
        places = functional.normalize(network.encode_place(crops).float().mean((2, 3)), dim=1).unflatten(0, (-1, 2))
        apart = torch.ones(len(places), len(places), dtype=torch.bool, device=places.device)
        found = info_nce(places[:, 0] @ places[:, 1].T / _TEMPERATURE, apart)
        self._sums.setdefault("crops", []).append(found.detach())
        return super().compute(network, batch.blocks, step, done) + self.weights.crops * found


class PatchViews:
    """Draws two patches in two lights each, and crops of others. patches (N, C, 64, 64) float16, in standard
    deviations."""

    def __init__(self, patches: np.ndarray) -> None:
        self._patches = patches

    def draw(self, rng: Generator) -> PatchBatch:
        planes = np.ones((2, 2, self._patches.shape[1] + 1, PATCH_PX, PATCH_PX), np.float32)
        ticks = np.arange(0, PATCH_PX, SHARED_PX, dtype=np.float32)
        cells = np.stack([np.stack(np.meshgrid(ticks, ticks, indexing="ij"))] * 2)
        for place, number in enumerate(rng.integers(len(self._patches), size=2)):
            patch = turn(self._patches[number], int(rng.integers(8))).astype(np.float32)
            planes[place, :, :-1] = [light(patch, rng) for _ in range(2)]
            cells[place] += _FAR_PX * number
        crops = np.ones((_CROPPED, 2, self._patches.shape[1] + 1, _CROP_PX, _CROP_PX), np.float32)
        for place, number in enumerate(rng.choice(len(self._patches), _CROPPED, replace=False)):
            crops[place, :, :-1] = [self._crop(number, rng) for _ in range(2)]
        return PatchBatch(SeriesBatch(torch.from_numpy(planes), torch.from_numpy(cells)), torch.from_numpy(crops))

    def _crop(self, number: int, rng: Generator) -> np.ndarray:
        row, column = rng.integers(PATCH_PX - _CROP_PX + 1, size=2)
        cut = self._patches[number][:, row : row + _CROP_PX, column : column + _CROP_PX]
        return light(turn(cut, int(rng.integers(8))).astype(np.float32), rng)


def light(patch: np.ndarray, rng: Generator) -> np.ndarray:
    """A patch (C, H, W) as another day's light and sensor might show it."""
    gain, offset = (whole * rng.normal() + each * rng.normal(size=(len(patch), 1, 1))
                    for whole, each in zip(_LIGHT, _BAND_LIGHT))  # fmt: skip
    return (patch * (1 + gain) + offset + _NOISE * rng.standard_normal(patch.shape)).astype(np.float32)


@dataclass(frozen=True)
class PatchTask(SeriesTask):
    """patches: what is trained on; data: others, to be judged."""

    patches: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def make_sampler(self) -> Draw:
        return PatchViews(self.patches).draw

    def make_objective(self, network: SeriesNetwork) -> SeriesObjective:
        return PatchObjective()


def read_patches(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels (N, 3, 64, 64) uint8, numbers of classes (N,), and which are held back (N,): each class's last tenth."""
    pixels, classes, held = [], [], []
    with zipfile.ZipFile(path) as file:
        names = sorted(name for name in file.namelist() if name.endswith(".jpg"))
        kinds = sorted({name.split("/")[-2] for name in names})
        for number, kind in enumerate(kinds):
            chosen = [name for name in names if name.split("/")[-2] == kind]
            pixels += [np.asarray(Image.open(io.BytesIO(file.read(name)))).transpose(2, 0, 1) for name in chosen]
            classes += [number] * len(chosen)
            held += [place >= len(chosen) - len(chosen) // 10 for place in range(len(chosen))]
    return np.stack(pixels), np.array(classes), np.array(held)


def train(options: argparse.Namespace) -> None:
    """Train on all patches but those held back, and print the CPU time."""
    pixels, _, held = read_patches(options.patches)
    mean, deviation = (getattr(pixels[~held], name)((0, 2, 3), dtype=np.float64) for name in ("mean", "std"))
    scaled = ((pixels - mean[:, None, None]) / deviation[:, None, None]).astype(np.float16)
    rng = np.random.default_rng(0)
    whole = np.ones((2, PATCH_PX, PATCH_PX), bool)
    blocks = [Block(np.stack([light(patch.astype(np.float32), rng) for _ in range(2)]).astype(np.float16), whole,
                    whole[0], _FAR_PX * number, 0)
              for number, patch in enumerate(rng.permutation(scaled[held])[:_JUDGED])]  # fmt: skip
    described = {"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 10.0, "ratio": 1,
                 "dtype": "uint8", "nodata": None, "resampling": "nearest", "required": True, "known_plane": True,
                 "date": None,
                 "scaling": {"kind": "fixed", "mean": mean.tolist(), "std": deviation.tolist()}}  # fmt: skip
    data = SeriesData(blocks, [("one light", None), ("another light", None)], [described], {"images": ["EuroSAT"]})
    settings = TrainSettings(options.epochs, 40, options.batch, 6e-3, weight_decay=0.0, seed=options.seed,
                             time_limit_s=60 * options.minutes, optimizer="muon")  # fmt: skip
    task = PatchTask(data, settings, lambda network, device: [None, None], patches=scaled[~held])
    network = {"name": "disentangler", "arguments": {"base_channels": 32, "shared_channels": 128}}
    started = time.process_time()
    session = TrainingSession(task, network, choose_device("cpu"), options.seed)
    session.run(options.model, str(Path(options.model).with_suffix(".html")), options.resume, Printed())
    print(f"trained in {(time.process_time() - started) / 60:.1f} CPU minutes")


@torch.no_grad()
def describe_by_model(path: str, pixels: np.ndarray) -> np.ndarray:
    """Mean and standard deviation (N, 2 S) of the shared code over a patch's cells."""
    model = load_model(path, "series")
    scaling, found = model.card["inputs"][0]["scaling"], []
    mean, deviation = (np.array(scaling[name])[:, None, None] for name in ("mean", "std"))
    for some in np.array_split(pixels, max(1, len(pixels) // 128)):
        x = torch.from_numpy(((some - mean) / deviation).astype(np.float32))
        cells = model.network.encode_place(join_known(x, torch.ones(len(x), 1, PATCH_PX, PATCH_PX)))
        found.append(torch.cat([cells.mean((2, 3)), cells.std((2, 3))], 1).numpy())
    return np.concatenate(found)


def describe_by_hand(pixels: np.ndarray) -> np.ndarray:
    """Mean and standard deviation of the hand features over a patch's cells."""
    mean, deviation = (getattr(pixels, name)((0, 2, 3), dtype=np.float64)[:, None, None] for name in ("mean", "std"))
    known, found = np.pad(np.ones((PATCH_PX, PATCH_PX), bool), HALO_PX), []
    sides = [(0, 0), (HALO_PX, HALO_PX), (HALO_PX, HALO_PX)]
    for patch in pixels:
        scaled = np.pad(((patch - mean) / deviation).astype(np.float32), sides)
        cells = describe_cells(compute_features(scaled, known)[0])
        found.append(np.concatenate([cells.mean((1, 2)), cells.std((1, 2))]))
    return np.array(found)


def judge(options: argparse.Namespace) -> None:
    """Print the accuracy of linear and nearest-neighbour classifiers of 300 patches a class on 100 held-back ones.

    The linear one's penalty is chosen by cross-validation among those 300.
    """
    pixels, classes, held = read_patches(options.patches)
    fitted, tested = choose(classes, held, options.seed)
    by_hand, by_model = ([describe(pixels[numbers]) for numbers in (fitted, tested)]
                         for describe in (describe_by_hand, lambda some: describe_by_model(options.model, some)))
    both = [np.hstack(parts) for parts in zip(by_hand, by_model)]
    print(f"{'':24s} {'numbers':>7s} {'linear':>7s} {'10-NN':>7s}")
    for title, (x, y) in {"hand features": by_hand, "shared code": by_model, "both": both}.items():
        scores = [make_pipeline(StandardScaler(), classifier).fit(x, classes[fitted]).score(y, classes[tested])
                  for classifier in (GridSearchCV(LogisticRegression(max_iter=500), {"C": np.logspace(-2, 1, 7)}),
                                     KNeighborsClassifier(10))]  # fmt: skip
        print(f"{title:24s} {x.shape[1]:7d} {scores[0]:7.3f} {scores[1]:7.3f}", flush=True)


def choose(classes: np.ndarray, held: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of 300 patches a class to fit, and of 100 held-back ones to test."""
    rng = np.random.default_rng(seed)
    fitted, tested = (
        np.concatenate([rng.permutation(np.flatnonzero((classes == each) & part))[:most] for each in range(10)])
        for part, most in ((~held, 300), (held, 100))
    )
    return fitted, tested


def classify(options: argparse.Namespace) -> None:
    """Print the accuracy and CPU time of scene models of 300 patches a class, from the model and from scratch."""
    pixels, classes, held = read_patches(options.patches)
    fitted, tested = choose(classes, held, options.seed)
    print(f"{'':24s} {'epochs':>6s} {'accuracy':>8s} {'CPU s':>6s}")
    with tempfile.TemporaryDirectory() as folder:
        for number in fitted:
            path = Path(folder, "patches", str(classes[number]), f"{number}.png")
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels[number].transpose(1, 2, 0)).save(path)
        start = {"initial_model": options.model}
        ways: dict[str, tuple[int, dict]] = {
            "last layer": (options.epochs, {**start, "frozen": True}),
            "all layers": (options.epochs, {**start, "learning_rate": 2e-3}),
            "from scratch": (4 * options.epochs, {}),
        }
        for title, (epochs, settings) in ways.items():
            started, path = time.process_time(), Path(folder, "scenes.safetensors")
            train_scenes(str(Path(folder, "patches")), kind="classifier", classifier_epochs=epochs, device="cpu",
                         validation_share=0.0, seed=options.seed, model=str(path), **settings)  # fmt: skip
            seconds, model = time.process_time() - started, load_model(str(path), "scenes")
            stated = model.card["inputs"][0]["scaling"]
            scaling = fit_range(stated["low"], stated["high"])
            logits = compute_logits(model.network, scale_images(pixels[tested], scaling))
            accuracy = (logits.argmax(1).numpy() == classes[tested]).mean()
            print(f"{title:24s} {epochs:6d} {accuracy:8.3f} {seconds:6.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("train", "judge", "classify"))
    parser.add_argument("--patches", type=Path, required=True, help="eurosat_rgb.zip")
    parser.add_argument("--model", required=True, help="the model file to write, or to judge")
    parser.add_argument("--minutes", type=float, default=10, help="time for the training (default 10)")
    parser.add_argument("--epochs", type=int, default=1000, help="of 40 samples, at most (default 1000); "
                        "of `classify`: of all patches, from scratch four times as many")  # fmt: skip
    parser.add_argument("--batch", type=int, default=4, help="samples per step, each of two patches to paint and "
                        "32 to crop (default 4)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="default 0")
    parser.add_argument("--resume", action="store_true", help="continue from the checkpoint beside the model")
    options = parser.parse_args()
    torch.set_num_threads(1)
    {"train": train, "judge": judge, "classify": classify}[options.what](options)


if __name__ == "__main__":
    main()
