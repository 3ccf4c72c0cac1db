"""Answers of a network that are no numbers: they are sorted out, counted and told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress

WHY = "the model's file is damaged, or the image's values are far from those it learned from"


@dataclass
class Answers:
    """How many answers a network gave, and how many of them are not finite; a writer's thread counts."""

    count: int = 0
    failed: int = 0

    def sort_out(self, scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Which of the answers `scores` (K, ...) are wanted (`valid`, (...) bool) and finite in all K, (...) bool."""
        self.count += int(np.count_nonzero(valid))
        with np.errstate(over="ignore", invalid="ignore"):
            if np.isfinite(scores.sum()):  # the usual case, at a tenth of the cost
                return valid
        finite = valid & np.isfinite(scores).all(axis=0)
        self.failed += int(np.count_nonzero(valid)) - int(np.count_nonzero(finite))
        return finite

    def warn(self, what: str, progress: Progress) -> None:
        """Tell how many of the pixels, patches, ... stay unknown, if any."""
        if self.failed:
            share = f"{self.failed / self.count:.1%} of the {what} ({self.failed} of {self.count})"
            progress.warning(f"{share} stay unknown, because the model's answer there is not finite: {WHY}.")
