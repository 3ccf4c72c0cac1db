"""Dates of one place that are compared: what change detection needs of a pair, and of a monitored series, alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ..image_series import ImageSeries
from ..io.vector_layer import VectorLayer
from .thresholds import Guess, StableScores


@dataclass(frozen=True)
class NullDates:
    """Dates without the event: scores between them, how to call them, and why they are too few to calibrate, or ""."""

    scores: StableScores
    name: str
    doubt: str = ""


@dataclass(frozen=True)
class FittedScore:
    """A score of change, fitted to its dates.

    names: of its bands, the score first. compute: the bands (B, h, w) float32 in a window of the grid, NaN where not
    known. chosen: the method in words. guess: a threshold that nothing calibrates. sample: scores (N,). null: None
    where no dates without the event are known.
    """

    names: tuple[str, ...]
    compute: Callable[[Window], np.ndarray]
    chosen: str
    guess: Guess
    sample: np.ndarray
    null: NullDates | None = None


class Comparison(Protocol):
    """Dates that are compared. before, after: numbers in the series of the images between which the changes lie."""

    @property
    def series(self) -> ImageSeries: ...

    @property
    def before(self) -> int: ...

    @property
    def after(self) -> int: ...

    def fit(self, share: float) -> FittedScore:
        """The score, and a threshold for a share of false alarms, 0..1."""
        ...

    def describe(self, changes: VectorLayer, scores_path: str) -> VectorLayer:
        """The changes with what the further bands of a file of scores say of each."""
        ...
