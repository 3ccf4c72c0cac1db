"""What a training makes small: a plain loss, or something that remembers what it did and may call the training back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from ..progress import Progress

Loss = Callable[[Tensor, Tensor], Tensor]


class Objective:
    """One number per batch; all that it remembers between steps is in `tensors` and `record`, for checkpoints.

    restarts: how often the training may go back to its last good state before it gives up.
    """

    restarts = 0

    def compute(self, network: nn.Module, inputs: Tensor, targets: Tensor, step: int, done: float) -> Tensor:
        """The scalar to make small. ``step`` counts from 0 over the whole training, of which 0..1 is ``done``."""
        raise NotImplementedError

    def find_fault(self) -> str | None:
        """Why the training must go back, as the end of a sentence; None while all is well."""
        return None

    def settle(self, restarts: int, progress: Progress) -> None:
        """Called after the training went back for the ``restarts``-th time."""

    def describe_epoch(self) -> dict:
        """What the epoch that ends now was like, JSON-able."""
        return {}

    def tensors(self) -> dict[str, Tensor]:
        """The tensors that it remembers, not copies."""
        return {}

    def record(self) -> dict:
        """The rest of what it remembers, JSON-able."""
        return {}

    def load(self, tensors: Mapping[str, Tensor], record: Mapping) -> None:
        """Take back what `tensors` and `record` gave."""


class Supervised(Objective):
    """A loss of outputs and targets."""

    def __init__(self, loss: Loss) -> None:
        self._loss = loss
        self._last = torch.zeros(())

    def compute(self, network: nn.Module, inputs: Tensor, targets: Tensor, step: int, done: float) -> Tensor:
        value = self._loss(network(inputs), targets)
        self._last = value.detach()
        return value

    def find_fault(self) -> str | None:
        return None if bool(torch.isfinite(self._last)) else "the loss is no number"
