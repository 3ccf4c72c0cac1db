"""What a trained network finds usual: its features and energies on the training images, see `models/confidence`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from ..models.confidence import CellStatistics, Confidence
from ..progress import Progress, silent
from ..runtime.devices import choose_autocast
from ..runtime.threads import prefetch
from ..sampling.windows import Inputs
from .batch import apply, move, stack

if TYPE_CHECKING:  # not at run time: trainings run where there is no GDAL too
    from ..sampling.training_image import TrainingImage
    from ..streaming.tiling import Unit

_CORE_PX = 256
_WINDOWS = 64  # some 16,000 cells: enough for hundreds of features, and seconds of work
_MIN_CELLS = 16


def fit_confidence(network: nn.Module, images: Sequence[Any], device: torch.device, seed: int = 0,
                   class_count: int | None = None, progress: Progress = silent) -> dict[str, Tensor]:
    """Measure what is usual for a network on the training part of its images, without augmentation.

    Parameters
    ----------
    network : nn.Module
        One of `models/networks` for pixels; it is moved to the device.
    images : sequence of TrainingImage
        Their validation data are left out. Of images that are in no file nothing is measured.
    device : torch.device
    seed : int
        Of the choice of windows.
    class_count : int or None
        How many of the network's first outputs are class logits; None: all.
    progress : Progress
        Gets a warning where the images are too small.

    Returns
    -------
    dict of str to Tensor
        For `save_model`; empty where the images are too small or in no file.
    """
    if not all(image.is_file for image in images):
        progress.warning("The model gets no confidence, because the training images are in no file.")
        return {}
    from ..streaming.pipeline import core_of

    statistics = CellStatistics(network, class_count).to(device).eval()
    chosen = _choose_windows(statistics, images, np.random.default_rng(seed))

    def read(index: int) -> tuple[Inputs, np.ndarray, Unit]:
        image, unit = chosen[index]
        inputs, valid = image.read_inputs(unit.window)
        return inputs, core_of(unit, valid) & _find_trained(image, unit), unit

    energies: list[np.ndarray] = []
    features: list[np.ndarray] = []
    with torch.inference_mode():
        for inputs, wanted, unit in prefetch(read, len(chosen), 1, 4):
            with choose_autocast(device)():
                _, energy, context = apply(statistics, move(stack([inputs]), device))
            size, core, window = statistics.cell_px, unit.core, unit.window
            rows, columns = -(-int(core.height) // size), -(-int(core.width) // size)
            padded = np.zeros((rows * size, columns * size), np.float32)
            padded[: wanted.shape[0], : wanted.shape[1]] = wanted
            kept = padded.reshape(rows, size, columns, size).mean(axis=(1, 3)) > 0.5
            top, left = (int(core.row_off - window.row_off) // size, int(core.col_off - window.col_off) // size)
            for parts, values in ((energies, energy), (features, context)):
                cells = values[0, :, top : top + rows, left : left + columns].float().cpu().numpy()
                parts.append(cells[:, kept].T)
    count = sum(len(each) for each in energies)
    if count < _MIN_CELLS:
        progress.warning(f"The model gets no confidence, because the training images are too small: {count} cells of "
                         f"{statistics.cell_px} px, at least {_MIN_CELLS} are needed.")
        return {}
    return Confidence.fit(np.concatenate(energies)[:, 0], np.concatenate(features)).to_tensors()


def _choose_windows(statistics: CellStatistics, images: Sequence[TrainingImage],
                    rng: np.random.Generator) -> list[tuple[TrainingImage, Unit]]:
    """Windows with training data, as an image is streamed in them; small images are seen more often than their area
    alone would, as in training."""
    from ..streaming.tiling import plan_units

    found, weights = [], []
    for image in images:
        units = plan_units(image.grid.width, image.grid.height, statistics.footprint, _CORE_PX)
        if len(units) > 4 * _WINDOWS:
            units = [units[number] for number in rng.choice(len(units), 4 * _WINDOWS, replace=False)]
        units = [unit for unit in units if _find_trained(image, unit).any()]
        found += [(image, unit) for unit in units]
        weights += [image.weight / np.sqrt(len(units))] * len(units) if units else []
    if len(found) <= _WINDOWS:
        return found
    chances = np.array(weights) / np.sum(weights)
    return [found[number] for number in rng.choice(len(found), _WINDOWS, replace=False, p=chances)]


def _find_trained(image: TrainingImage, unit: Unit) -> np.ndarray:
    """(h, w) bool: the core's pixels that lie in the training's area, not in its validation data."""
    from ..io.vector_layer import rasterize_area

    return rasterize_area(image.area, image.grid, unit.core) & ~image.find_held_out(image.grid, unit.core)
