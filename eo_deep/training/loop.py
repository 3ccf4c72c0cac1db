"""The one training loop: samples on the fly, schedules, averaged weights, checkpoints that resume bit by bit.

Every random draw is made from (seed, epoch, number of the sample), never from a global state, so that the samples of an
epoch do not depend on which thread or process makes them, nor on whether the training was interrupted before it.
"""

from __future__ import annotations

import contextlib
import json
import math
import time
from collections.abc import Callable, Iterator
from collections.abc import Generator as Generating
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from .. import __version__
from ..errors import EoDeepError
from ..progress import CurvePoint, Progress, silent
from ..runtime import ranks
from ..runtime.devices import choose_autocast
from ..runtime.threads import count_cores, prefetch
from .batch import Batch, map_tensors, move, pin, stack
from .objectives import Loss, Objective, Supervised
from .settings import TrainSettings
from .state import Training, TrainingState

_STEPS_PER_CHECK = 20  # reading the loss waits for the device, so not at each step
_STEPS_PER_RETURN = 100
_SECONDS_PER_POINT = 2.0
TRAINING_LOSS = "training loss"

Draw = Callable[[Generator], Batch]
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
    score_name: str = "mean IoU",
) -> Training:
    """Train ``network`` in place; it ends with the best epoch's averaged weights, on ``device``, in evaluation mode.

    Several processes (`runtime/ranks`) train it together: each calls this with the same arguments, and all get the
    same network. The first one alone writes the checkpoint.

    Parameters
    ----------
    network : its weights are the start.
    draw : makes one sample from a generator: a tensor, or a dict, tuple or list of samples, alike in structure and
        shapes; called in threads. For a plain ``loss`` it is (input (C, H, W) float32, target).
    loss : (outputs (B, ...), targets (B, ...)) -> scalar, or an objective, which may own further networks.
    validate : called after each epoch with the averaged network in evaluation mode; returns a JSON-able dict whose
        "score" decides which epoch is best (higher is better). Without it the last epoch is kept. Of several
        processes' answers the first one's counts.
    checkpoint : file written after each epoch, whole or not at all.
    resume : go on from ``checkpoint`` if it exists; it must come from the same settings and ``task``.
    task : text that identifies everything else that shapes the result (data, classes, network).
    keep_best : off, the last epoch is kept even where an earlier one scored higher.
    score_name : what the "score" is, for the curves and the messages.

    Raises
    ------
    EoDeepError
        When a loss becomes infinite or NaN, or the checkpoint does not fit; where the processes differ in their
        settings, or are more than a batch has samples.
    """
    objective = loss if isinstance(loss, Objective) else Supervised(loss)
    state = TrainingState(network, objective, settings, device)
    identity = json.dumps([{**asdict(settings), "time_limit_s": None}, task], sort_keys=True)
    ranks.check_alike(f"{__version__} {torch.__version__} {identity}")
    if settings.batch_size < ranks.count():
        raise EoDeepError(
            f"Batch size must be at least {ranks.count()}, the number of processes, got {settings.batch_size}."
        )
    if resume and checkpoint:
        ranks.hand_out_file(checkpoint)
    if resume and checkpoint and Path(checkpoint).exists():
        state.load(checkpoint, identity)
        done = len(state.training.losses)
        progress.message(f"Resumed after epoch {done} of {settings.epochs}.")
        progress.keep(_describe_kept(checkpoint, done, settings))
    elif resume:
        progress.message("There is no checkpoint to resume from; the training starts at the beginning.")
    training = state.training
    curves = _Curves(settings, score_name, progress)
    curves.plot_done(training)
    for epoch in range(len(training.losses), settings.epochs):
        if settings.time_limit_s and training.seconds >= settings.time_limit_s:
            break
        clock = _Clock(settings, training.seconds)
        means, norms = _train_epoch(state, draw, settings, epoch, clock, curves, progress)
        training.losses.append(sum(means.values()))
        found = ranks.agree({**objective.describe_epoch(), **(validate(state.average) if validate else {})})
        if len(means) > 1:
            found |= {"losses": means, "gradient_norms": norms}
        training.validations.append(found)
        score = found.get("score", float(epoch))
        if not keep_best or score >= training.best_score:
            training.best_epoch, training.best_score = epoch + 1, score
            state.keep_best()
        training.seconds = clock.read_s()
        if checkpoint and ranks.is_first():
            state.save(checkpoint, identity)
            progress.keep(_describe_kept(checkpoint, epoch + 1, settings))
        curves.plot_score(epoch + 1, found)
        progress.message(_describe_epoch(training, settings, score_name))
        progress(clock.fraction((epoch + 1) / settings.epochs))
    network.load_state_dict(state.best)
    network.eval()
    return training


class _Clock:
    """How far a training is: by its epochs, or by the clock where there is a time limit and that is further."""

    def __init__(self, settings: TrainSettings, seconds_before: float) -> None:
        self._limit_s, self._zero = settings.time_limit_s, time.monotonic() - seconds_before

    def read_s(self) -> float:
        seconds = time.monotonic() - self._zero
        return seconds if self._limit_s is None else ranks.agree(seconds)

    @property
    def is_over(self) -> bool:
        return self._limit_s is not None and self.read_s() >= self._limit_s

    def fraction(self, of_steps: float) -> float:
        return of_steps if self._limit_s is None else min(1.0, max(of_steps, self.read_s() / self._limit_s))


class _Curves:
    """The training's curves as they grow: its loss every few seconds, the validation's score after each epoch."""

    def __init__(self, settings: TrainSettings, score_name: str, progress: Progress) -> None:
        self._epochs, self._score_name, self._progress = settings.epochs, score_name, progress
        self._plotted_at = 0.0
        self._plotted: dict[str, int] = {}  # how many losses of the epoch

    def plot_done(self, training: Training) -> None:
        """The epochs of a training that is resumed."""
        for epoch, (loss, found) in enumerate(zip(training.losses, training.validations)):
            self._plot(TRAINING_LOSS, epoch + 1, loss)
            self.plot_score(epoch + 1, found)

    def plot_losses(self, epoch: float, losses: dict[str, list[Tensor]], ended: bool) -> None:
        """The mean of the losses since the last point; losses: of each part of the objective, in this epoch."""
        now = time.monotonic()
        if not ended and now - self._plotted_at < _SECONDS_PER_POINT:
            return  # reading a loss waits for the device
        new = {name: each[self._plotted.get(name, 0) :] or each[-1:] for name, each in losses.items()}
        self._plot(TRAINING_LOSS, epoch, sum(_average(new).values()))
        self._plotted_at = now
        self._plotted = {} if ended else {name: len(each) for name, each in losses.items()}

    def plot_score(self, epoch: int, found: dict) -> None:
        if found.get("score") is not None:
            self._plot(self._score_name, epoch, found["score"])

    def _plot(self, curve: str, epoch: float, value: float) -> None:
        if math.isfinite(value):
            self._progress.plot(CurvePoint(curve, epoch, float(value), self._epochs))


def _train_epoch(
    state: TrainingState, draw: Draw, settings: TrainSettings, epoch: int, clock: _Clock, curves: _Curves,
    progress: Progress,
) -> tuple[dict[str, float], dict[str, float]]:
    """The mean loss of each part that was updated, and the mean norm of its gradient before it is clipped."""
    steps = settings.steps_per_epoch
    losses: dict[str, list[Tensor]] = {}
    norms: dict[str, list[Tensor]] = {}
    unchecked: dict[str, Tensor] = {}
    state.start_epoch()
    state.keep_good()
    batches = _read_batches(draw, settings, epoch, state.device)
    with contextlib.closing(batches), state.split_batches():
        for step, batch in enumerate(batches):
            fraction = clock.fraction((epoch + step / steps) / settings.epochs)
            state.start_step(fraction)
            for name, loss in _compute_losses(state, batch, epoch * steps + step, fraction):
                norms.setdefault(name, []).append(state.update(name, loss).detach())
                unchecked[name] = loss.detach()
                losses.setdefault(name, []).append(unchecked[name])
            state.update_average()
            progress(fraction)
            ended = step == steps - 1 or clock.is_over
            curves.plot_losses(epoch + (step + 1) / steps, losses, ended)
            if ended or (step + 1) % _STEPS_PER_CHECK == 0:
                reason = ranks.agree(_find_divergence(unchecked, len(losses)) or state.objective.find_divergence())
                unchecked.clear()
                if reason:
                    state.go_back(reason, epoch, progress)
                elif (step + 1) % _STEPS_PER_RETURN == 0:
                    state.keep_good()
            if ended:
                break
    return _average(losses), _average(norms)


def _average(values: dict[str, list[Tensor]]) -> dict[str, float]:
    return {name: float(torch.stack(each).nanmean()) for name, each in values.items()}


def _compute_losses(state: TrainingState, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
    """The objective's losses, each computed in the device's precision when it is asked for."""
    autocast = choose_autocast(state.device)
    losses = iter(state.objective.losses(state.network, batch, step, done))
    while True:
        with autocast():
            update = next(losses, None)
        if update is None:
            return
        yield update


def _find_divergence(losses: dict[str, Tensor], parts: int) -> str | None:
    """Which part's loss is no finite number, as the end of a sentence that names it where there are several."""
    for name, loss in losses.items():
        if not bool(torch.isfinite(loss)):
            return f"the loss{f' of the {name}' if parts > 1 else ''} became infinite or NaN"
    return None


def _read_batches(
    draw: Draw, settings: TrainSettings, epoch: int, device: torch.device
) -> Generating[Batch, None, None]:
    """The batches of an epoch; of several processes each draws its share of them, and gets the others'."""
    threads = max(1, min(8, count_cores() - 1)) if device.type == "cpu" else max(2, min(16, count_cores()))

    def count_samples(step: int) -> int:
        return min(settings.batch_size, settings.samples_per_epoch - step * settings.batch_size)

    def make(step: int) -> Batch:
        first, count = step * settings.batch_size, count_samples(step)
        own = ranks.share(count) if count >= ranks.count() else range(count)
        batch = stack([draw(np.random.default_rng([settings.seed, epoch, first + number])) for number in own])
        return pin(batch) if device.type == "cuda" else batch

    for step, batch in enumerate(prefetch(make, settings.steps_per_epoch, threads, threads + 2)):
        moved, count = move(batch, device), count_samples(step)
        yield map_tensors(partial(ranks.gather, total=count), moved) if count >= ranks.count() else moved


def _describe_kept(checkpoint: str, epochs: int, settings: TrainSettings) -> str:
    return (
        f"The training up to epoch {epochs} of {settings.epochs} is kept in '{checkpoint}'; run it again with 'Resume' "
        "to continue from there."
    )


def _describe_epoch(training: Training, settings: TrainSettings, score_name: str) -> str:
    epoch, epochs, loss = len(training.losses), settings.epochs, training.losses[-1]
    score = training.validations[-1].get("score")
    if score is None:
        return f"Epoch {epoch} of {epochs}: loss {loss:.4f}."
    return f"Epoch {epoch} of {epochs}: loss {loss:.4f}, {score_name} {score:.3f} on the validation data."
