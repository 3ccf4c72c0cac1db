"""What a training minimizes: a plain loss, or an objective with several networks, updates and a memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from ..io.card_schema import UNKNOWN
from ..progress import Progress
from .batch import Batch, apply
from .optimizers import make_optimizer
from .settings import TrainSettings
from .split import Call

Loss = Callable[[Tensor, Any], Tensor]  # of a network's outputs and a batch of targets

_SURE = 0.9  # a probability


class Objective:
    """What each step of a training minimizes, and which weights it updates.

    The simplest objective overrides `compute`. One with several optimizers overrides `parts` and `losses`: a GAN yields
    the discriminator's loss, then the generator's; an autoencoder may update encoder and decoder in turn. The loop
    computes gradients of the named part's weights only, and updates them before it asks for the next loss.

    Everything that an objective remembers between steps is in its `companions`, in `tensors` and in `record`: a
    checkpoint holds all three, so that a training resumes bit by bit.
    """

    restarts = 0
    """How often the training may return to its last good state before it gives up."""
    companions: Mapping[str, nn.Module] = {}
    """Networks that are trained too, but are not part of the result, such as a discriminator."""

    def parts(self, network: nn.Module) -> dict[str, nn.Module]:
        """What each optimizer updates, by its name; by default the network, and each companion."""
        return {"network": network, **self.companions}

    def calls(self, network: nn.Module) -> Sequence[Call]:
        """By which methods batches pass the network and the companions: what several processes share, see `split`.

        Whatever else the objective computes with weights that learn must be within them.
        """
        return [(module, "forward") for module in (network, *self.companions.values())]

    def make_optimizer(self, name: str, part: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
        """The optimizer of a part on its device; the schedule multiplies its learning rate."""
        return make_optimizer(part, settings.optimizer, settings.learning_rate, settings.weight_decay)

    def follow(self, average: nn.Module) -> None:
        """Called before the first step with the averaged network, which changes with the network after each step."""

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        """The updates of one step: the name of a part and the scalar that its weights minimize, in their order.

        Parameters
        ----------
        network : the network that is trained, in training mode, as are the companions.
        batch : what the sampler drew, stacked, on the device.
        step : counts from 0 over the whole training.
        done : how much of the training is done, 0..1.
        """
        yield "network", self.compute(network, batch, step, done)

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        """The scalar to minimize where a step is one update of the network; see `losses`."""
        raise NotImplementedError

    def find_divergence(self) -> str | None:
        """Why the training must return to its last good state, as the end of a sentence; None while all is well.

        The loop itself finds losses that became infinite or NaN.
        """
        return None

    def after_restart(self, restarts: int, progress: Progress) -> None:
        """Called after the training returned to its last good state for the ``restarts``-th time."""

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
    """A loss of the network's outputs and targets; a batch is (inputs, targets), inputs a tuple of several sources."""

    def __init__(self, loss: Loss) -> None:
        self._loss = loss

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        inputs, targets = batch
        return self._loss(apply(network, inputs), targets)


class OmissionTolerant(Objective):
    """A loss for labels that lack objects: where the averaged network is sure of one, background is no label.

    A batch is (inputs, classes, imprecise (B,) bool); other samples are learned as they are labelled. Only background
    is set aside, never an object. ``start``: from how much of the training on (0..1) the averaged network is asked.
    """

    def __init__(self, loss: Loss, background: int, start: float) -> None:
        self._loss, self._background, self._start = loss, background, start
        self._average: nn.Module | None = None
        self._counts: list[Tensor] = []

    def follow(self, average: nn.Module) -> None:
        self._average = average

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        inputs, classes, imprecise = batch
        if done >= self._start and self._average is not None:
            classes = self._set_aside(self._average, inputs, classes, imprecise)
        return self._loss(apply(network, inputs), classes)

    def describe_epoch(self) -> dict:
        """{"set_aside"}: the share of the imprecise background pixels of the epoch that were; absent before any."""
        aside, background = torch.stack(self._counts).sum(0).tolist() if self._counts else (0, 0)
        self._counts = []
        return {"set_aside": aside / background} if background else {}

    @torch.no_grad()
    def _set_aside(self, average: nn.Module, inputs: Batch, classes: Tensor, imprecise: Tensor) -> Tensor:
        probabilities = apply(average, inputs).float().softmax(1)
        probabilities[:, self._background] = 0
        background = (classes == self._background) & imprecise[:, None, None]
        aside = background & (probabilities.amax(1) > _SURE)
        self._counts.append(torch.stack([aside.sum(), background.sum()]))
        return classes.masked_fill(aside, UNKNOWN)


def ramp(value: float, start: float, stop: float) -> float:
    """A weight that rises from 0 at ``start`` to 1 at ``stop``; ``value`` is a step or how much is done."""
    return min(1.0, max(0.0, (value - start) / (stop - start)))
