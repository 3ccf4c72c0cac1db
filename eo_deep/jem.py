"""A classifier read as an energy-based model (Grathwohl et al. 2020): log p(x) = logsumexp of the logits + constant."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn

from .devices import has_fast_bf16


@dataclass(frozen=True)
class SamplerSettings:
    """Stochastic gradient Langevin dynamics: x <- x + step_size * clamp(gradient of log p) + noise * N(0, 1).

    noise: standard deviation per step, x lies in -1..1. max_gradient: bound of each pixel's gradient.
    """

    steps: int = 5
    step_size: float = 1.0
    noise: float = 0.005
    max_gradient: float = 1.0


def log_density(network: nn.Module, x: Tensor) -> Tensor:
    """log p(x) up to a constant, (B,) float32, of x (B, C, H, W)."""
    return network(x).float().logsumexp(1)


def compute_logits(network: nn.Module, x: Tensor, batch: int = 256) -> Tensor:
    """Logits (N, K) float32 on the CPU of x (N, C, H, W), where the network is."""
    device = next(network.parameters()).device
    parts = []
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=has_fast_bf16(device)):
        for start in range(0, len(x), batch):
            part = x[start : start + batch].to(device, memory_format=torch.channels_last)
            parts.append(network(part).float().cpu())
    return torch.cat(parts)


def score_gradient(network: nn.Module, x: Tensor, classes: Tensor | None = None) -> Tensor:
    """The gradient of log p(x), or of log p(x, y) with ``classes`` (B,), with respect to x (B, C, H, W)."""
    x = x.detach().requires_grad_(True)
    with torch.autocast(x.device.type, torch.bfloat16, enabled=has_fast_bf16(x.device)):
        logits = network(x).float()
    density = logits.logsumexp(1) if classes is None else logits.gather(1, classes[:, None])[:, 0]
    return torch.autograd.grad(density.sum(), x)[0]


def sample_chain(
    network: nn.Module,
    x: Tensor,
    settings: SamplerSettings,
    generator: Generator,
    classes: Tensor | None = None,
    known: Tensor | None = None,
) -> Tensor:
    """Take x (B, C, H, W) ``settings.steps`` steps towards what the network thinks likely; the result is detached.

    classes: (B,) int64, sample of these classes. known: bool, broadcastable to x; pixels that stay as they are to the
    bit. generator: on the CPU, so that chains are the same on every device up to rounding. ``network`` should be in
    evaluation mode, where batch norm does not mix the chains.
    """
    start = x
    for _ in range(settings.steps):
        gradient = score_gradient(network, x, classes).clamp_(-settings.max_gradient, settings.max_gradient)
        x = x.detach() + settings.step_size * gradient
        if settings.noise:
            x += settings.noise * torch.randn(x.shape, generator=generator).to(x.device)
        x.clamp_(-1, 1)
        if known is not None:
            x = torch.where(known, start, x)
    return x.detach()
