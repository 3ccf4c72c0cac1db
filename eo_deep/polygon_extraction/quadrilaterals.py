"""A PolyCNN applied: one quadrilateral for each place that marks an object."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
import torch
from rasterio.windows import Window
from torch import Tensor, nn

from ..models.image_input import ModelImage
from ..models.model_file import Model
from ..models.scaling import fit_scaling
from ..progress import Progress, silent
from ..runtime.devices import choose_device

_BATCH = 64
_TURNS = 4


class Quadrilaterals(NamedTuple):
    """corners: (N, 4, 2) float64, mean of the four turns of each patch, clockwise on the screen; NaN where the image
    has no pixels. agreement: (N,) mean IoU of the turns' polygons with it. spread: (N,) root mean square distance of
    their corners from it, along one axis, in the unit of the corners."""

    corners: np.ndarray
    agreement: np.ndarray
    spread: np.ndarray


def regress_quadrilaterals(
    image: ModelImage, model: Model, centres: np.ndarray, progress: Progress = silent
) -> Quadrilaterals:
    """The outlines of the objects around places on an image, by a PolyCNN.

    image: opened for the model, see `open_model_image`. centres: (N, 2) px of its working grid, x right, y down; so are
    the corners. A place means the object whose middle is nearest to it.
    """
    device, network = choose_device(image.settings.device), model.network
    network.to(device)
    scaling = fit_scaling(model.card["inputs"][0]["scaling"], image.source)
    size = int(network.patch_px)  # type: ignore[arg-type]
    found: list[np.ndarray] = []
    for first in range(0, len(centres), _BATCH):
        starts = np.round(centres[first : first + _BATCH] - size / 2).astype(int)
        patches, empty = [], []
        for column, row in starts:
            pixels, valid = image.reader.read(Window(column, row, size, size))
            patches.append(np.where(valid, scaling(pixels, valid), 0).astype(np.float32))
            empty.append(not valid.any())
        turned = _regress_turned(network, torch.from_numpy(np.stack(patches)).to(device))
        corners = turned * size + starts[None, :, None]
        corners[:, empty] = np.nan
        found.append(corners)
        progress(min(1.0, (first + _BATCH) / len(centres)))
    if not found:
        return Quadrilaterals(np.zeros((0, 4, 2)), np.zeros(0), np.zeros(0))
    return _average(np.concatenate(found, axis=1))


def _regress_turned(network: nn.Module, patches: Tensor) -> np.ndarray:
    """(4, N, 4, 2) float64 corners as shares of the patches, of each quarter turn, turned back."""
    results = []
    with torch.inference_mode():
        for quarter in range(_TURNS):
            turned = torch.rot90(patches, quarter, (2, 3))
            corners = network(turned).double().cpu().reshape(len(patches), -1, 2)
            for _ in range(quarter):  # a quarter turn counter-clockwise took (x, y) to (y, 1 - x)
                corners = torch.stack([1 - corners[..., 1], corners[..., 0]], dim=-1)
            results.append(corners.numpy())
    return np.stack(results)


def _average(turned: np.ndarray) -> Quadrilaterals:
    """turned: (T, N, 4, 2) corners."""
    first = turned[0]
    aligned = [first]
    for each in turned[1:]:
        shifts = np.stack([np.roll(each, shift, axis=1) for shift in range(each.shape[1])])
        best = np.square(shifts - first).sum(axis=(2, 3)).argmin(axis=0)
        aligned.append(shifts[best, np.arange(len(first))])
    every = np.stack(aligned)
    corners = every.mean(axis=0)
    known = np.isfinite(corners).all(axis=(1, 2))
    agreement = np.full(len(corners), np.nan)
    mean = shapely.make_valid(shapely.polygons(corners[known]))
    ious = []
    for each in every[:, known]:
        polygons = shapely.make_valid(shapely.polygons(each))
        common = shapely.area(shapely.intersection(mean, polygons))
        ious.append(common / np.maximum(shapely.area(mean) + shapely.area(polygons) - common, 1e-9))
    agreement[known] = np.mean(ious, axis=0)
    return Quadrilaterals(corners, agreement, np.sqrt(np.square(every - corners).mean(axis=(0, 2, 3))))
