"""Optimizers of the training loop: AdamW, and Muon, with which small classifiers need a fraction of the epochs."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..runtime.devices import has_fast_bf16

OPTIMIZERS = ("adamw", "muon")
_MOMENTUM = 0.9
_BETAS = (0.9, 0.999)
_TINY = 1e-8
# Jordan et al. 2024: an odd polynomial that takes singular values of 0.01..1 near 1 in a few rounds.
_SERIES = (3.4445, -4.7750, 2.0315)
_ROUNDS = 4
# The root mean square of AdamW's steps, so that both take the same learning rates (Liu et al. 2025).
_STEP_RMS = 0.2


def make_optimizer(network: nn.Module, name: str, rate: float, weight_decay: float) -> torch.optim.Optimizer:
    """One of OPTIMIZERS for a network on its device. Biases and norms do not decay, which would only shrink scales."""
    parameters = list(network.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    if name == "muon":
        return Muon(groups, rate)
    return torch.optim.AdamW(groups, lr=rate, fused=parameters[0].device.type != "mps")


class Muon(torch.optim.Optimizer):
    """Steps of convolutions that move all directions of their matrix alike; Adam's for everything else.

    A gradient of few strong directions would leave the rest of a layer where it is: so its momentum, as a matrix of
    outputs by inputs, is made orthogonal by the iteration of Newton and Schulz. Layers that see the image itself, the
    last layer and vectors are no such matrices (Jordan et al. 2024).
    """

    def __init__(self, groups: list[dict], lr: float) -> None:
        super().__init__(groups, {"lr": lr, "weight_decay": 0.0})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move all weights that have a gradient."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                move = self._turn if _is_hidden(weight) else self._adapt
                weight.sub_(move(weight, weight.grad), alpha=group["lr"])

    def _turn(self, weight: Tensor, gradient: Tensor) -> Tensor:
        state = self.state[weight]
        if not state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].mul_(_MOMENTUM).add_(gradient)
        matrix = (gradient + _MOMENTUM * state["momentum"]).flatten(1)
        scale = _STEP_RMS * math.sqrt(max(matrix.shape))
        return scale * _orthogonalize(matrix).reshape(weight.shape)

    def _adapt(self, weight: Tensor, gradient: Tensor) -> Tensor:
        state = self.state[weight]
        if not state:
            state.update(step=torch.zeros(()), mean=torch.zeros_like(weight), square=torch.zeros_like(weight))
        state["step"] += 1
        steps = float(state["step"])
        state["mean"].lerp_(gradient, 1 - _BETAS[0])
        state["square"].lerp_(gradient**2, 1 - _BETAS[1])
        spread = (state["square"] / (1 - _BETAS[1] ** steps)).sqrt_().add_(_TINY)
        return state["mean"] / (1 - _BETAS[0] ** steps) / spread


def _is_hidden(weight: Tensor) -> bool:
    # Filters of a few inputs (an image's bands) are too narrow to have directions that could be neglected.
    return weight.ndim == 4 and weight.shape[1] > 4


def _orthogonalize(matrix: Tensor) -> Tensor:
    """(M, N) float32 with all its singular values taken near 1."""
    wide = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    x = wide / (wide.norm() + _TINY)
    if has_fast_bf16(matrix.device):
        x = x.bfloat16()
    a, b, c = _SERIES
    for _ in range(_ROUNDS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x if wide is matrix else x.T).float()
