"""Outputs of a network that are infinite or NaN: they become nodata, and are counted and reported."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress

WHY = "the model file is damaged, or the image's values differ strongly from the training images"


@dataclass
class FiniteCheck:
    """How many outputs a network gave, and how many of them are not finite; a writer's thread counts."""

    count: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        from ..io.parts import track  # only where rasters are written: trainings without GDAL import this module

        track(self, "count", "failed")

    def select_finite(self, scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Which of the outputs `scores` (K, ...) are valid (`valid`, (...) bool) and finite in all K, (...) bool."""
        self.count += int(np.count_nonzero(valid))
        with np.errstate(over="ignore", invalid="ignore"):
            if np.isfinite(scores.sum()):  # the usual case, at a tenth of the cost
                return valid
        finite = valid & np.isfinite(scores).all(axis=0)
        self.failed += int(np.count_nonzero(valid)) - int(np.count_nonzero(finite))
        return finite

    def warn(self, what: str, progress: Progress) -> None:
        """Report how many of the pixels, patches, ... are nodata therefore, if any."""
        if self.failed:
            share = f"{self.failed / self.count:.1%} of the {what} ({self.failed} of {self.count})"
            progress.warning(f"{share} are nodata, because the model's output is not finite there: {WHY}.")
