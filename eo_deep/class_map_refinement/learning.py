"""The training of a learned refinement: a network that sees calibrated scores and the image, on labelled windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from ..io.card_schema import UNKNOWN
from ..models.footprint import measure_footprint
from ..models.networks import build
from ..progress import Progress
from ..training.batch import Batch
from ..training.loop import train
from ..training.losses import compute_cross_entropy_and_soft_iou
from ..training.objectives import Objective
from ..training.settings import TrainSettings
from .calibration import Calibration
from .labelled_windows import LabelledWindow
from .refinement import LEARNED, Refinement, spread

_CROP_PX = 64
_RATE = 3e-3


class RefinementObjective(Objective):
    """Cross-entropy and soft IoU of the scores that a network makes of scores and image."""

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        scores, image, classes = batch
        return compute_cross_entropy_and_soft_iou(network(scores, image), classes)


def make_trainer(epochs: int, seed: int,
                 device: torch.device) -> Callable[[Sequence[LabelledWindow], Calibration, Progress], Refinement]:
    """A function that trains a network on windows whose scores are calibrated so."""

    def train_on(windows: Sequence[LabelledWindow], calibration: Calibration, progress: Progress) -> Refinement:
        torch.manual_seed(seed)
        count, bands = windows[0].probabilities.shape[1], len(windows[0].image)
        network = build("pde", in_channels=[count, bands], out_channels=count)
        halo_px = measure_footprint(network).halo_px
        inputs = [(spread(calibration(window.scores)), window) for window in windows]
        settings = TrainSettings(epochs, 64, 8, _RATE, weight_decay=0.0, seed=seed)
        train(network, lambda rng: _draw(inputs, rng), RefinementObjective(), settings, device, progress=progress)
        return Refinement(LEARNED, calibration, (0.0,) * len(calibration.bias), network=network.requires_grad_(False),
                          halo_px=halo_px)

    return train_on


def _draw(inputs: Sequence[tuple[np.ndarray, LabelledWindow]], rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Scores (K, h, w), image (C, h, w) and classes (h, w) of a crop, turned and mirrored at random."""
    scores, window = inputs[int(rng.integers(len(inputs)))]
    classes = np.where(window.labelled & window.seen, window.classes, UNKNOWN).astype(np.int64)
    place = [int(rng.integers(max(1, size - _CROP_PX + 1))) for size in classes.shape]
    turns, flip = int(rng.integers(4)), bool(rng.integers(2))

    def cut(values: np.ndarray, fill: float) -> Tensor:
        part = values[..., place[0] : place[0] + _CROP_PX, place[1] : place[1] + _CROP_PX]
        lack = [(0, 0)] * (part.ndim - 2) + [(0, _CROP_PX - size) for size in part.shape[-2:]]
        turned = np.rot90(np.pad(part, lack, constant_values=fill), turns, (-2, -1))
        return torch.from_numpy(np.ascontiguousarray(turned[..., ::-1] if flip else turned))

    return cut(scores, 0), cut(window.image, 0), cut(classes, UNKNOWN)
