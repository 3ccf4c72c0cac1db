"""Why most patches of an image are unlikely: whether another order of bands or other units would make them likely."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import torch
from rasterio.windows import Window

from ..energy_models.interpretation import interpret_logits
from ..energy_models.jem import compute_logits
from ..errors import EoDeepError
from ..io.pixel_values import VALUES
from ..models.model_file import Model
from ..models.reflectance import SceneImage, find_scaling
from ..models.scaling import FittedScaling, fit_scaling
from ..progress import silent
from ..sampling.patch_grid import PatchGrid

_PATCHES = 24  # that are tried, from all over the image
_MOST_BANDS = 4  # of which all orders are tried
_UNLIKELY = 0.01  # a percentile among the training images
_MORE_LIKELY = 0.4  # of the patches that an explanation makes likely, besides those that are
NO_CAUSE = (
    "Neither another order of bands nor other units of its values would make it likely: the image may come from "
    "another sensor, be stretched for display, or show an unknown season or landscape."
)


def find_cause(model: Model, scene: SceneImage, patches: PatchGrid, values: str, likely: float) -> str:
    """What would make the patches of an image likely, in a sentence; "" where nothing is found.

    Tries some patches from all over the image with other orders of the bands, then with other readings of the values
    (`reflectance.find_scaling`); values: the one that was taken. likely: the share of patches that are likely as it is.
    """
    pixels = _read_patches(scene, patches)
    best, bands, units = likely + _MORE_LIKELY, "", ""
    for explanation in _list_explanations(model, scene, values) if len(pixels) else ():
        share = _measure_likely(model, pixels[:, explanation.order], explanation.scaling)
        if share > best:
            best, bands, units = share, explanation.bands, explanation.values
    if bands:
        return (
            f"The order of the bands may be another one: with the bands {bands}, {best:.0%} of a sample of the patches "
            "would be likely."
        )
    if units:
        return (
            f"The units of the values may be other ones: with the pixel values '{units}', {best:.0%} of a sample of "
            "the patches would be likely."
        )
    return ""


@dataclass(frozen=True)
class _Explanation:
    """An image read otherwise: the places of its bands, and their scaling; and which of both differs, in words."""

    order: list[int]
    scaling: FittedScaling
    bands: str = ""
    values: str = ""


def _list_explanations(model: Model, scene: SceneImage, values: str) -> Iterator[_Explanation]:
    own = list(range(scene.reader.count))
    orders = [own[::-1]]  # the usual mistake comes first
    orders += [list(order) for order in permutations(own)] if len(own) <= _MOST_BANDS else []
    for order in orders:
        if order != own:
            numbers = ", ".join(str(scene.reader.bands[place]) for place in order)
            yield _Explanation(order, scene.scaling, bands=numbers)
    for other in VALUES[1:]:
        if other == values or not _can_hold(scene.source.dtype, other):
            continue
        try:
            scaling = fit_scaling(find_scaling(scene.source, model.card["inputs"][0], other, silent), scene.source)
        except EoDeepError:
            continue  # the model or the image has nothing of this kind
        yield _Explanation(own, scaling, values=other)


def _can_hold(dtype: str, values: str) -> bool:
    """Whether pixels of this type can be such values: 8 bits taken as x 10,000 would all be dark, and likely."""
    kind = np.dtype(dtype)
    if "reflectance" not in values or kind.kind == "f":
        return True
    return kind.itemsize > 1 and "0 to 1" not in values


def _read_patches(scene: SceneImage, patches: PatchGrid) -> np.ndarray:
    """Raw values (N, C, P, P) of some patches, all of whose pixels are known."""
    side, grid = patches.patch_px, patches.grid
    across = math.ceil(math.sqrt(_PATCHES))
    rows, columns = (np.unique(np.linspace(0, size - side, across).astype(int)) for size in (grid.height, grid.width))
    found = []
    for row in rows:
        for column in columns:
            pixels, valid = scene.reader.read(Window(int(column), int(row), side, side))
            if valid.all():
                found.append(pixels)
    return np.stack(found) if found else np.zeros((0, scene.reader.count, side, side))


def _measure_likely(model: Model, pixels: np.ndarray, scaling: FittedScaling) -> float:
    """The share of raw patches (N, C, P, P) that are not less likely than 99 % of the training images."""
    valid = np.ones(pixels.shape[-2:], bool)
    scaled = np.stack([scaling(each, valid) for each in pixels])
    logits = compute_logits(model.network, torch.from_numpy(scaled)).numpy()
    return float((interpret_logits(logits, model.card)[2] >= _UNLIKELY).mean())
