"""Batches of a training: trees of tensors (dicts, tuples, named tuples, lists), such as a sampler draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

Batch = Any  # Tensor, or a dict, tuple or list of batches


def map_tensors(function: Callable[..., Any], *trees: Batch) -> Batch:
    """The tree with ``function`` applied to the tensors that have the same place in all ``trees``."""
    first = trees[0]
    if isinstance(first, Mapping):
        return {key: map_tensors(function, *(tree[key] for tree in trees)) for key in first}
    if isinstance(first, (tuple, list)):
        values = [map_tensors(function, *parts) for parts in zip(*trees)]
        return type(first)(*values) if hasattr(first, "_fields") else type(first)(values)
    return function(*trees)


def stack(samples: Sequence[Batch]) -> Batch:
    """One batch of samples of the same structure and shapes: each tensor gets a first axis, images (B, C, H, W) lie in
    memory as convolutions are fastest with."""
    return map_tensors(_stack, *samples)


def pin(batch: Batch) -> Batch:
    """The batch in memory that a GPU reads without waiting."""
    return map_tensors(Tensor.pin_memory, batch)


def move(batch: Batch, device: torch.device) -> Batch:
    """The batch on a device."""
    return map_tensors(lambda tensor: tensor.to(device, non_blocking=True), batch)


def apply(network: nn.Module, inputs: Batch) -> Any:
    """What a network gives for its input, or for a tuple of several."""
    return network(*inputs) if isinstance(inputs, tuple) else network(inputs)


def _stack(*tensors: Tensor) -> Tensor:
    stacked = torch.stack(tensors)
    is_images = stacked.ndim == 4 and stacked.is_floating_point()
    return stacked.contiguous(memory_format=torch.channels_last) if is_images else stacked
