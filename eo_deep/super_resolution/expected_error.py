"""How wrong each value of a finer image probably is: a head that learns it.

The head predicts log b of a Laplace law of the error e, whose negative log-likelihood is |e| / b + log b (Kendall and
Gal, NeurIPS 2017). It learns on a network that stays as it is. `error_calibration` makes an expected error of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from ..training.batch import Batch, apply
from ..training.objectives import Objective
from .error_calibration import HIGHEST, LOWEST
from .validation import Enlarge, Validation


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
        log_b = log_b.clamp(LOWEST, HIGHEST)
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
        predicted.append(np.exp(made[bands:, known].clip(LOWEST, HIGHEST)).ravel())
        errors.append(np.abs(made[:bands, known] - truth[:, known]).ravel())
    return np.concatenate(predicted), np.concatenate(errors)
