"""The one training loop: samples on the fly, schedules, averaged weights, checkpoints that resume bit by bit.

Every random draw is made from (seed, epoch, number of the sample), never from a global state, so that the samples of an
epoch do not depend on which thread makes them, nor on whether the training was interrupted before it.
"""

from __future__ import annotations

import contextlib
import copy
import json
import math
import time
from collections.abc import Callable
from collections.abc import Generator as Generating
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.model_card import parse_json
from ..models.model_file import read_tensors, write_tensors
from ..progress import Progress, silent
from ..runtime.devices import choose_autocast, count_cores
from ..runtime.threads import prefetch
from .objectives import Loss, Objective, Supervised
from .optimizers import OPTIMIZERS, make_optimizer

_RECORD_KEY = "eo_deep_training"
_AVERAGE_DECAY = 0.998
_NORM_MOMENTUM = 0.1
_WARM_UP = 0.15
_EPOCHS_PER_CYCLE = 4
_FLOOR = 1e-3
_STEPS_PER_CHECK = 20  # reading the loss waits for the device, so not at each step
_STEPS_PER_RETURN = 100
_LARGEST_RECORD_BYTES = 100_000_000


@dataclass(frozen=True)
class TrainSettings:
    """What shapes a training. ``learning_rate`` is the highest that the schedule reaches.

    With ``time_limit_s`` the schedule follows the clock where that is ahead of the epochs, and the training ends in
    time; its result then depends on the machine's speed.
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
        return math.ceil(self.samples_per_epoch / self.batch_size)


@dataclass
class Training:
    """What a training was like: mean loss and the validation's findings of each epoch, and the best epoch, from 1."""

    losses: list[float] = field(default_factory=list)
    validations: list[dict] = field(default_factory=list)
    best_epoch: int = 0
    best_score: float = -math.inf
    seconds: float = 0.0


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

Draw = Callable[[Generator], tuple[Tensor, Tensor]]
Validate = Callable[[nn.Module], dict]


def train(
    network: nn.Module,
    draw: Draw,
    loss: Loss | Objective,
    settings: TrainSettings,
    device: torch.device,
    validate: Validate | None = None,
    checkpoint: str | None = None,
    resume: bool = False,
    task: str = "",
    progress: Progress = silent,
    keep_best: bool = True,
) -> Training:
    """Train ``network`` in place; it ends with the best epoch's averaged weights, on ``device``, in evaluation mode.

    Args:
        network: its weights are the start.
        draw: makes one sample from a generator: input (C, H, W) float32 and target, both tensors; called in threads.
        loss: (outputs (B, ...), targets (B, ...)) -> scalar, or an objective.
        validate: called after each epoch with the averaged network in evaluation mode; returns a JSON-able dict whose
            "score" decides which epoch is best (higher is better). Without it the last epoch is kept.
        checkpoint: file written after each epoch, whole or not at all.
        resume: go on from ``checkpoint`` if it is there; it must come from the same settings and ``task``.
        task: text that identifies everything else that shapes the result (data, classes, network).
        keep_best: off, the last epoch is kept even where an earlier one scored higher.

    Raises EoDeepError when the loss stops being a number or the checkpoint does not fit.
    """
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    objective = loss if isinstance(loss, Objective) else Supervised(loss)
    state = _State(network, objective, settings, device)
    identity = json.dumps([{**asdict(settings), "time_limit_s": None}, task], sort_keys=True)
    training, first = Training(), 0
    if resume and checkpoint and Path(checkpoint).exists():
        training, first = state.load(checkpoint, identity)
        progress.message(f"Resumed after epoch {first} of {settings.epochs}.")
        progress.keep(_describe_kept(checkpoint, first, settings))
    elif resume:
        progress.message("There is no checkpoint to resume from; the training starts at the beginning.")
    for epoch in range(first, settings.epochs):
        if settings.time_limit_s and training.seconds >= settings.time_limit_s:
            break
        clock = _Clock(settings, training.seconds)
        training.losses.append(_train_epoch(state, draw, settings, epoch, clock, progress))
        found = {**objective.describe_epoch(), **(validate(state.average) if validate else {})}
        training.validations.append(found)
        score = found.get("score", float(epoch))
        if not keep_best or score >= training.best_score:
            training.best_epoch, training.best_score = epoch + 1, score
            state.keep_best()
        training.seconds = clock.read_s()
        if checkpoint:
            state.save(checkpoint, identity, training)
            progress.keep(_describe_kept(checkpoint, epoch + 1, settings))
        progress.message(_describe_epoch(training, settings))
        progress(clock.fraction((epoch + 1) / settings.epochs))
    network.load_state_dict(state.best)
    network.eval()
    return training


class _Clock:
    """How far a training is: by its epochs, or by the clock where there is a time limit and that is further."""

    def __init__(self, settings: TrainSettings, seconds_before: float) -> None:
        self._limit_s, self._zero = settings.time_limit_s, time.monotonic() - seconds_before

    def read_s(self) -> float:
        return time.monotonic() - self._zero

    def fraction(self, of_steps: float) -> float:
        return of_steps if self._limit_s is None else min(1.0, max(of_steps, self.read_s() / self._limit_s))


class _State:
    """Network, optimizer, objective, running average and best weights, all that a checkpoint holds."""

    def __init__(
        self, network: nn.Module, objective: Objective, settings: TrainSettings, device: torch.device
    ) -> None:
        self.network, self.objective, self.device = network, objective, device
        self.optimizer = make_optimizer(network, settings.optimizer, settings.learning_rate, settings.weight_decay)
        self.average = _copy(network)
        self.best = {name: value.clone() for name, value in network.state_dict().items()}
        self.steps = 0
        self.restarts = 0
        self._good: tuple = ()

    def keep_good(self) -> None:
        """Remember all that training changes, to return to; only for objectives that may diverge."""
        if self.objective.restarts:
            parts = self.network.state_dict(), self.average.state_dict(), self.optimizer.state_dict()
            remembered = self.objective.tensors(), self.objective.record()
            self._good = copy.deepcopy((parts, remembered, self.steps))

    def go_back(self, reason: str, epoch: int, settings: TrainSettings, progress: Progress) -> None:
        """Return to the last good state and halve the learning rate. EoDeepError if that was tried often enough."""
        if self.restarts == self.objective.restarts:
            raise EoDeepError(
                f"The training diverged in epoch {epoch + 1}: {reason}; "
                f"choose a learning rate below {settings.learning_rate / 2**self.restarts:g}."
            )
        self.restarts += 1
        parts, remembered, steps = copy.deepcopy(self._good)
        progress.warning(
            f"The training diverged in epoch {epoch + 1} ({reason}); it goes back by {self.steps - steps} steps and on "
            "with half the learning rate."
        )
        weights, averaged, moments = parts
        self.network.load_state_dict(weights)
        self.average.load_state_dict(averaged)
        self.optimizer.load_state_dict(moments)
        self.steps = steps
        self.objective.load(*remembered)
        self.objective.settle(self.restarts, progress)

    def warm_up_norms(self) -> None:
        """Let batch statistics be plain means at first: the arbitrary start values would spoil short trainings."""
        for module in self.network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = max(_NORM_MOMENTUM, 1 / (1 + self.steps))

    def update_average(self) -> None:
        """Exponential moving average of weights and batch statistics: what is validated and kept."""
        self.steps += 1
        decay = min(_AVERAGE_DECAY, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                if mean.is_floating_point():
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)

    def keep_best(self) -> None:
        self.best = {name: value.detach().clone() for name, value in self.average.state_dict().items()}

    def save(self, path: str, identity: str, training: Training) -> None:
        tensors = {f"network/{k}": v for k, v in self.network.state_dict().items()}
        tensors |= {f"average/{k}": v for k, v in self.average.state_dict().items()}
        tensors |= {f"best/{k}": v for k, v in self.best.items()}
        for index, values in self.optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer/{index}/{k}": v for k, v in values.items()}
        tensors |= {f"objective/{k}": v for k, v in self.objective.tensors().items()}
        counts = {"steps": self.steps, "restarts": self.restarts, "objective": self.objective.record()}
        record = json.dumps({"identity": identity, **counts, "training": asdict(training)})
        contiguous = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
        write_tensors(path, contiguous, {_RECORD_KEY: record})

    def load(self, path: str, identity: str) -> tuple[Training, int]:
        try:
            tensors, metadata = read_tensors(path)
        except EoDeepError as error:
            raise EoDeepError(f"{str(error).rstrip('.')}; train without resuming.") from None
        try:
            record = parse_json(metadata.get(_RECORD_KEY, "{}"), _LARGEST_RECORD_BYTES, finite=False)
            if record.get("identity") != identity:
                raise EoDeepError(f"The checkpoint '{path}' comes from other data or settings; train without resuming.")
            return self._take(tensors, record)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise EoDeepError(f"The checkpoint '{path}' is damaged; train without resuming.") from None

    def _take(self, tensors: dict[str, Tensor], record: dict) -> tuple[Training, int]:
        """Raises ValueError, KeyError, TypeError, AttributeError or IndexError for what this training did not write."""
        parts: dict[str, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            part, _, key = name.partition("/")
            parts.setdefault(part, {})[key] = value
        wanted_parts = dict.fromkeys(("network", "average", "best"), self.best)
        for part, wanted in {**wanted_parts, "objective": self.objective.tensors()}.items():
            held = parts.get(part, {})
            if {key: value.shape for key, value in held.items()} != {key: value.shape for key, value in wanted.items()}:
                raise ValueError(f"the {part}'s tensors have other names or shapes")
        self.network.load_state_dict(parts["network"])
        self.average.load_state_dict(parts["average"])
        self.best = {name: value.to(self.device) for name, value in parts["best"].items()}
        optimizer = self.optimizer.state_dict()
        parameters = [parameter for group in self.optimizer.param_groups for parameter in group["params"]]
        for name, value in parts["optimizer"].items():
            index, _, key = name.partition("/")
            if value.ndim and value.shape != parameters[int(index)].shape:
                raise ValueError(f"the optimizer's {key} has another shape")
            # The fused optimizer walks through memory: its state must lie there in the order of the weights.
            laid_out = torch.empty_like(parameters[int(index)]).copy_(value) if value.ndim else value
            optimizer["state"].setdefault(int(index), {})[key] = laid_out.detach()
        self.optimizer.load_state_dict(optimizer)
        self.objective.load(parts.get("objective", {}), record["objective"])
        self.steps, self.restarts = record["steps"], record["restarts"]
        training = Training(**record["training"])
        epochs = len(training.losses)
        numbers = [self.steps, self.restarts, training.best_score, training.seconds, *training.losses]
        whole = len(training.validations) == epochs and 0 <= training.best_epoch <= epochs
        if not whole or not all(isinstance(each, (int, float)) for each in numbers):
            raise ValueError("the record of its epochs is not whole")
        return replace(training, losses=list(training.losses), validations=list(training.validations)), epochs


def _train_epoch(
    state: _State, draw: Draw, settings: TrainSettings, epoch: int, clock: _Clock, progress: Progress
) -> float:
    device, steps = state.device, settings.steps_per_epoch
    autocast = choose_autocast(device)
    losses = []
    state.network.train()
    state.keep_good()
    batches = _read_batches(draw, settings, epoch, device)
    with contextlib.closing(batches):
        for step, (inputs, targets) in enumerate(batches):
            fraction = clock.fraction((epoch + step / steps) / settings.epochs)
            for group in state.optimizer.param_groups:
                rate = settings.learning_rate * SCHEDULES[settings.schedule](fraction, settings.epochs)
                group["lr"] = rate / 2**state.restarts
            state.warm_up_norms()
            with autocast():
                value = state.objective.compute(state.network, inputs, targets, epoch * steps + step, fraction)
            state.optimizer.zero_grad(set_to_none=True)
            value.backward()
            nn.utils.clip_grad_norm_(state.network.parameters(), 1.0)
            state.optimizer.step()
            state.update_average()
            losses.append(value.detach())
            progress(fraction)
            if (step + 1) % _STEPS_PER_CHECK == 0 or step == steps - 1:
                fault = state.objective.find_fault()
                if fault:
                    state.go_back(fault, epoch, settings, progress)
                elif (step + 1) % _STEPS_PER_RETURN == 0:
                    state.keep_good()
    return float(torch.stack(losses).nanmean())


def _read_batches(draw: Draw, settings: TrainSettings, epoch: int, device: torch.device) -> Generating[Any, None, None]:
    threads = max(1, min(8, count_cores() - 1)) if device.type == "cpu" else max(2, min(16, count_cores()))

    def make(step: int) -> tuple[Tensor, Tensor]:
        first = step * settings.batch_size
        numbers = range(first, min(first + settings.batch_size, settings.samples_per_epoch))
        samples = [draw(np.random.default_rng([settings.seed, epoch, number])) for number in numbers]
        inputs = torch.stack([sample[0] for sample in samples]).contiguous(memory_format=torch.channels_last)
        targets = torch.stack([sample[1] for sample in samples])
        return (inputs.pin_memory(), targets.pin_memory()) if device.type == "cuda" else (inputs, targets)

    for inputs, targets in prefetch(make, settings.steps_per_epoch, threads, threads + 2):
        yield inputs.to(device, non_blocking=True), targets.to(device, non_blocking=True)


def _describe_kept(checkpoint: str, epochs: int, settings: TrainSettings) -> str:
    return (
        f"The training up to epoch {epochs} of {settings.epochs} is kept in '{checkpoint}'; run it again with 'Resume' "
        "to go on from there."
    )


def _describe_epoch(training: Training, settings: TrainSettings) -> str:
    score = training.validations[-1].get("score")
    validated = "" if score is None else f", validation {score:.3f}"
    return f"Epoch {len(training.losses)} of {settings.epochs}: loss {training.losses[-1]:.4f}{validated}."


def _copy(network: nn.Module) -> nn.Module:
    return copy.deepcopy(network).eval().requires_grad_(False)
