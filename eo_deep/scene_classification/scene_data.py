"""The data of a training of scene classification, in memory; it imports no library that reads files."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from ..models.scaling import FittedScaling, fit_range
from ..sampling.scene_set import SceneSet
from ..sampling.training_data import ClassLabel


@dataclass(frozen=True)
class SceneData:
    """The data of a training: patches to train on and to validate with, and what the card stores of them.

    input: the card's input: bands, resolution_m, dtype, nodata, scaling. sources: what the card says of where the data
    come from. validation may be empty. outliers: patches (M, C, H, W) float32, network input, that are of no class, or
    None. shown: what the classes are learned from, where that is more than ``training``, such as the patches in other
    seasons too: their classes are learned, not their log p(x).
    """

    training: SceneSet
    validation: SceneSet
    input: dict
    classes: list[ClassLabel]
    sources: dict
    outliers: Tensor | None = None
    shown: SceneSet | None = None

    @property
    def origin(self) -> dict:
        """What the card stores of the data."""
        return {**self.sources, "patches": len(self.training), "validation_patches": len(self.validation)}

    @property
    def inputs(self) -> list[dict]:
        """What the card says of the network's only input."""
        return [self.input]

    @property
    def scaling(self) -> FittedScaling:
        """Raw values -> network input."""
        return fit_range(self.input["scaling"]["low"], self.input["scaling"]["high"])
