"""What shapes a training: its length, batches, learning rate and the schedule of that."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import EoDeepError
from .optimizers import OPTIMIZERS

_WARM_UP = 0.15
_EPOCHS_PER_CYCLE = 4
_FLOOR = 1e-3


def follow_one_cycle(fraction: float, epochs: int) -> float:
    """Cosine up over the first 15 %, then down to almost nothing (Smith 2018); ``fraction`` of the training is done."""
    if fraction < _WARM_UP:
        return 0.04 + 0.96 * (0.5 - 0.5 * math.cos(math.pi * fraction / _WARM_UP))
    return max(_FLOOR, 0.5 + 0.5 * math.cos(math.pi * (fraction - _WARM_UP) / (1 - _WARM_UP)))


def follow_triangles(fraction: float, epochs: int) -> float:
    """Straight up and down from a tenth, each peak half as high as the last (triangular2, Smith 2017)."""
    cycles = max(1, epochs // _EPOCHS_PER_CYCLE)
    cycle, place = divmod(fraction * cycles, 1.0)
    return 0.1 + 0.9 * (1 - abs(2 * place - 1)) / 2**cycle


def follow_cosine(fraction: float, epochs: int) -> float:
    """Half a cosine from the whole down to almost nothing."""
    return max(_FLOOR, 0.5 + 0.5 * math.cos(math.pi * fraction))


SCHEDULES: dict[str, Callable[[float, int], float]] = {
    "one-cycle": follow_one_cycle,
    "triangular cyclic": follow_triangles,
    "cosine": follow_cosine,
}


@dataclass(frozen=True)
class TrainSettings:
    """What shapes a training.

    Parameters
    ----------
    learning_rate : the highest that the schedule reaches.
    schedule : one of SCHEDULES.
    optimizer : one of OPTIMIZERS.
    continued : the network is trained already, so its batch statistics go on instead of starting anew.
    time_limit_s : the schedule follows the clock where that is ahead of the epochs, and the training ends in time; its
        result then depends on the machine's speed. None: no limit.

    Raises
    ------
    EoDeepError
        For a value out of its range.
    """

    epochs: int = 20
    samples_per_epoch: int = 1000
    batch_size: int = 8
    learning_rate: float = 1e-3
    schedule: str = "one-cycle"
    weight_decay: float = 0.02
    seed: int = 0
    time_limit_s: float | None = None
    optimizer: str = "adamw"
    continued: bool = False

    def __post_init__(self) -> None:
        if self.schedule not in SCHEDULES:
            raise EoDeepError(f"Schedule must be one of {', '.join(SCHEDULES)}, got {self.schedule}.")
        if self.optimizer not in OPTIMIZERS:
            raise EoDeepError(f"Optimizer must be one of {', '.join(OPTIMIZERS)}, got {self.optimizer}.")
        for name in ("epochs", "samples_per_epoch", "batch_size"):
            if getattr(self, name) < 1:
                raise EoDeepError(
                    f"{name.replace('_', ' ').capitalize()} must be at least 1, got {getattr(self, name)}."
                )
        if self.seed < 0:
            raise EoDeepError(f"Seed must be at least 0, got {self.seed}.")
        if not 0 < self.learning_rate < 1:
            raise EoDeepError(f"Learning rate must be above 0 and below 1, got {self.learning_rate}.")

    @property
    def steps_per_epoch(self) -> int:
        """How many batches an epoch has; the last one may be smaller."""
        return math.ceil(self.samples_per_epoch / self.batch_size)

    def rate_factor(self, fraction: float) -> float:
        """What the learning rate is multiplied by when ``fraction`` (0..1) of the training is done."""
        return SCHEDULES[self.schedule](fraction, self.epochs)
