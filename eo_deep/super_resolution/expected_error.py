"""How wrong each value of a finer image probably is: a head that learns it.

The head predicts log b of a Laplace law of the error e, whose negative log-likelihood is |e| / b + log b (Kendall and
Gal, NeurIPS 2017). It also learns which of two values of a band is more wrong (Burges et al., ICML 2005): the few
largest errors decide less of that. The network stays as it is. `error_calibration` makes an expected error of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..training.batch import Batch, apply
from ..training.objectives import Objective
from .error_calibration import HIGHEST, LOWEST
from .validation import Enlarge, Validation

_RANK_WEIGHT = 2.0
_PAIRS = 4096  # of each band, in a step


class ErrorObjective(Objective):
    """The likelihood and the order of a network's errors under what its `errors` head says; nothing else learns.

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
        error, log_b, counted = (cut_border(each, self._border_px) for each in (
            (finer.detach() - high).abs(), log_b.clamp(LOWEST, HIGHEST), known.expand_as(high)))  # fmt: skip
        likelihood = average(error * torch.exp(-log_b) + log_b, counted)
        return likelihood + _RANK_WEIGHT * compare_pairs(log_b, error, counted, step)


def average(values: Tensor, counted: Tensor) -> Tensor:
    """The mean of values where they count; 0 where none does."""
    return values[counted].sum() / counted.sum().clamp(min=1)


def compare_pairs(log_b: Tensor, error: Tensor, counted: Tensor, seed: int) -> Tensor:
    """The logistic loss of which of two values (B, C, H, W) of one band has the larger error, by log b."""
    pixels = error[:, 0].numel()
    generator = torch.Generator().manual_seed(seed)
    first, second = torch.randint(pixels, (2, _PAIRS), generator=generator).to(error.device)
    b, e, known = (each.transpose(0, 1).flatten(1) for each in (log_b, error, counted))
    larger = torch.sign(e[:, first] - e[:, second])
    return average(functional.softplus((b[:, second] - b[:, first]) * larger), known[:, first] & known[:, second])


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
