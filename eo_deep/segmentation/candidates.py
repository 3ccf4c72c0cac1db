"""The networks that a training on imprecise and clean labels compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from ..training.session import describe_stage
from ..training.settings import TrainSettings
from ..training.state import Training


@dataclass(frozen=True)
class Candidate:
    """A network: its name, how it was trained, and its weights."""

    name: str
    settings: TrainSettings
    training: Training
    weights: dict[str, Tensor]

    @property
    def set_aside(self) -> float | None:
        """The share of the imprecise background that was not learned in the last epoch; None where it all was."""
        found = [each["set_aside"] for each in self.training.validations if "set_aside" in each]
        return found[-1] if found else None

    def describe(self) -> dict:
        """What the card stores of it."""
        best = self.training.best
        scores = {name: best[name] for name in ("mean_iou", "mean_iou_imprecise", "score", "iou")}
        return {**describe_stage(self.settings, self.training), **scores, "set_aside": self.set_aside}


def choose_best(candidates: Sequence[Candidate]) -> Candidate:
    """The one with the highest score on the validation data, of equal ones the first."""
    return max(candidates, key=lambda each: each.training.best_score)
