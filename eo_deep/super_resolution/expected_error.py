"""How wrong each value of a finer image probably is: a head that learns it, and its calibration.

The head predicts log b of a Laplace law of the error e, whose negative log-likelihood is |e| / b + log b (Kendall and
Gal, NeurIPS 2017). It learns on a network that stays as it is. On ground that the training has not seen, an isotonic
regression then says what absolute error there was, on average, where b was predicted.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from ..training.batch import Batch, apply
from ..training.objectives import Objective
from .validation import Enlarge, Validation

_LOWEST, _HIGHEST = -8.0, 4.0  # of log b, in standard deviations of the bands
_BINS = 64
_KNOTS = 24


class ErrorObjective(Objective):
    """The likelihood of a network's errors under what its `errors` head says; nothing else learns.

    border_px: along the sides of a patch that do not count.
    """

    def __init__(self, border_px: int) -> None:
        self._border_px = border_px

    def parts(self, network: nn.Module) -> dict[str, nn.Module]:
        return {"errors": network.errors}  # type: ignore[dict-item]

    def losses(self, network: nn.Module, batch: Batch, step: int, done: float) -> Iterator[tuple[str, Tensor]]:
        yield "errors", self.compute(network, batch, step, done)

    def compute(self, network: nn.Module, batch: Batch, step: int, done: float) -> Tensor:
        inputs, (high, known) = batch
        finer, log_b = apply(network, inputs).float().chunk(2, dim=1)
        log_b = log_b.clamp(_LOWEST, _HIGHEST)
        loss = (finer.detach() - high).abs() * torch.exp(-log_b) + log_b
        counted = cut_border(known.expand_as(loss), self._border_px)
        return cut_border(loss, self._border_px)[counted].sum() / counted.sum().clamp(min=1)


def cut_border(layer: Tensor, border_px: int) -> Tensor:
    """A layer (..., H, W) without its border."""
    return layer[..., border_px : layer.shape[-2] - border_px, border_px : layer.shape[-1] - border_px]


def collect_errors(validation: Validation, network: Enlarge) -> tuple[np.ndarray, np.ndarray]:
    """Predicted b and absolute errors (N,), in standard deviations of the bands, of all bands and counted pixels."""
    predicted, errors = [], []
    for made, truth, known in validation.enlarge(network):
        bands = len(truth)
        predicted.append(np.exp(made[bands:, known].clip(_LOWEST, _HIGHEST)).ravel())
        errors.append(np.abs(made[:bands, known] - truth[:, known]).ravel())
    return np.concatenate(predicted), np.concatenate(errors)


def calibrate(predicted: np.ndarray, errors: np.ndarray) -> dict:
    """{"predicted", "measured"}: rising values, to interpolate between, of b and of the mean absolute error there."""
    order = np.argsort(predicted, kind="stable")
    parts = np.array_split(order, min(_BINS, len(order)))
    at, means, weights = (np.array([function(part) for part in parts]) for function in (
        lambda part: predicted[part].mean(), lambda part: errors[part].mean(), len))  # fmt: skip
    fitted = _rise(means, weights)
    chosen = np.unique(np.linspace(0, len(at) - 1, min(_KNOTS, len(at))).round().astype(int))
    if len(chosen) == 1:
        chosen = np.repeat(chosen, 2)
    return {name: [float(f"{value:.6g}") for value in values[chosen]]
            for name, values in (("predicted", at), ("measured", fitted))}  # fmt: skip


def expect(predicted: np.ndarray, calibration: dict) -> np.ndarray:
    """The calibrated mean absolute errors where b was predicted, in standard deviations of the bands.

    Beyond the calibration's ends they go on in proportion.
    """
    knots, measured = np.array(calibration["predicted"]), np.array(calibration["measured"])
    inside = np.interp(predicted, knots, measured)
    below, above = predicted / max(knots[0], 1e-12), predicted / max(knots[-1], 1e-12)
    return inside * np.minimum(below, 1) * np.maximum(above, 1)


def _rise(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The nearest rising sequence, by pooling adjacent violators."""
    pools: list[list[float]] = []  # mean, weight, count
    for value, weight in zip(values.tolist(), weights.tolist()):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, total, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + mean * total) / (last[1] + total)
            last[1] += total
            last[2] += count
    return np.repeat([pool[0] for pool in pools], [int(pool[2]) for pool in pools])
