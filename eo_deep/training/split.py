"""One training step in several processes, with the gradient that one process has.

Each process gets the whole batch, but wherever the batch passes a network, it computes only its share of the samples,
and gets the outputs of all. So whatever an objective makes of outputs, such as sums over the batch, ratios of them or a
comparison of samples, is what it would be in one process. Backwards, a process follows its share of the outputs to the
weights, and the sum of all processes' gradients is the gradient of the batch. Batch norm takes its statistics over the
samples of all processes (Ioffe and Szegedy 2015, as torch's SyncBatchNorm, which is for GPUs only).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.autograd import Function
from torch.nn import functional
from torch.nn.modules._functions import SyncBatchNorm
from torch.nn.modules.module import register_module_forward_pre_hook

from ..runtime import ranks
from .batch import map_tensors

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)

Call = tuple[nn.Module, str]
"""A module, and the method of it by which a batch passes: "forward", or one that a network has besides."""


@dataclass
class _Depth:
    """Whether a call is running, and whether it has a share of the samples, or all of them."""

    inside: bool = False
    shared: bool = False


@contextmanager
def split_batches(calls: Sequence[Call], modules: Iterable[nn.Module]) -> Iterator[None]:
    """While it lasts, ``calls`` are shared among the processes, with the batch norms of ``modules``.

    Tensors that a call is given, and those that it returns in whatever structure, have the batch's axis first.
    """
    if ranks.count() == 1:
        yield
        return
    depth = _Depth()
    entrances = {module for module, name in calls if name == "forward"}

    def check(module: nn.Module, inputs: Any) -> None:
        # Outside of the calls each process would compute everything, and the sum of the gradients be a multiple.
        own = any(parameter.requires_grad for parameter in module.parameters(recurse=False))
        if own and not depth.inside and module not in entrances and torch.is_grad_enabled():
            raise RuntimeError(f"{type(module).__name__} is none of the objective's calls")

    with ExitStack() as replaced:
        for module in modules:
            for layer in module.modules():
                if isinstance(layer, BATCH_NORMS):
                    replaced.enter_context(_replace(layer, "forward", partial(_normalize, depth, layer)))
        for module, name in calls:
            replaced.enter_context(_replace(module, name, partial(_split, depth, getattr(module, name))))
        hook = register_module_forward_pre_hook(check)
        replaced.callback(hook.remove)
        yield


def add_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Sum the gradients of all processes, in place and in one message."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if ranks.count() == 1 or not gradients:
        return
    flat = ranks.add(torch.cat([gradient.reshape(-1) for gradient in gradients]))
    for gradient, part in zip(gradients, flat.split([gradient.numel() for gradient in gradients])):
        gradient.copy_(part.view(gradient.shape))


@contextmanager
def _replace(module: nn.Module, name: str, method: Callable) -> Iterator[None]:
    module.__dict__[name] = method
    try:
        yield
    finally:
        del module.__dict__[name]


def _split(depth: _Depth, method: Callable, *inputs: Any) -> Any:
    if depth.inside:
        return method(*inputs)
    total = next(len(each) for each in inputs if isinstance(each, Tensor))
    depth.inside, depth.shared = True, total >= ranks.count()
    try:
        if depth.shared:
            own = method(*(_cut(each) if isinstance(each, Tensor) else each for each in inputs))
            return map_tensors(lambda each: _Gather.apply(each, total), own)
        scale = float(ranks.count())  # all do the same, and each gradient is counted as often
        whole = method(*(_Scale.apply(each, scale) if isinstance(each, Tensor) else each for each in inputs))
        return map_tensors(lambda each: _Scale.apply(each, 1 / scale), whole)
    finally:
        depth.inside = False


def _cut(whole: Tensor) -> Tensor:
    own = ranks.share(len(whole))
    return _Cut.apply(whole) if whole.requires_grad else whole[own.start : own.stop]


class _Cut(Function):
    """This process's share of a batch that all have; backwards, the gradients of all shares."""

    @staticmethod
    def forward(ctx: Any, whole: Tensor) -> Tensor:
        ctx.total, own = len(whole), ranks.share(len(whole))
        return whole[own.start : own.stop].clone()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return ranks.gather(gradient, ctx.total)


class _Gather(Function):
    """The batch of all processes' shares; backwards, this one's, since all have the same gradient."""

    @staticmethod
    def forward(ctx: Any, own: Tensor, total: int) -> Tensor:
        ctx.own = ranks.share(total)
        return ranks.gather(own, total)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient[ctx.own.start : ctx.own.stop], None


class _Scale(Function):
    """The same values, with gradients that are multiplied by a factor."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, factor: float) -> Tensor:
        ctx.factor = factor
        return values.view_as(values)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient * ctx.factor, None


def _normalize(depth: _Depth, layer: nn.Module, x: Tensor) -> Tensor:
    if not (layer.training and depth.shared and depth.inside):
        return type(layer).forward(layer, x)
    assert isinstance(layer, BATCH_NORMS) and layer.num_batches_tracked is not None and layer.momentum is not None
    layer.num_batches_tracked.add_(1)
    given = x, layer.weight, layer.bias, layer.running_mean, layer.running_var, layer.eps, layer.momentum
    if x.is_cuda:
        return SyncBatchNorm.apply(*given, dist.group.WORLD, ranks.count())
    return _BatchNorm.apply(*given)


class _BatchNorm(Function):
    """Batch norm with the statistics of all processes' samples, on the CPU."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor | None, bias: Tensor | None, running_mean: Tensor,
                running_var: Tensor, eps: float, momentum: float) -> Tensor:  # fmt: skip
        mean, var = torch.batch_norm_update_stats(x, None, None, 0.0)
        found = torch.stack([mean, var, torch.full_like(mean, x.numel() / len(mean))])[None]
        means, variances, counts = ranks.gather(found, ranks.count()).double().unbind(1)
        total = counts.sum(0)
        mean = (means * counts).sum(0) / total
        var = ((variances + (means - mean) ** 2) * counts).sum(0) / total
        with torch.no_grad():
            running_mean.lerp_(mean.to(running_mean), momentum)
            running_var.lerp_((var * total / (total - 1).clamp(min=1)).to(running_var), momentum)
        mean, var = mean.to(running_mean), var.to(running_mean)
        ctx.save_for_backward(x, weight, mean, var)
        ctx.total, ctx.eps = float(total[0]), eps
        return functional.batch_norm(x, mean, var, weight, bias, eps=eps)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        x, weight, mean, var = ctx.saved_tensors
        if x.ndim == 4 and x.is_contiguous(memory_format=torch.channels_last):
            gradient = gradient.contiguous(memory_format=torch.channels_last)
        # As if the statistics were constants; what they add is a linear function of x in each channel.
        of_input, of_weight, of_bias = torch.ops.aten.native_batch_norm_backward(
            gradient, x, weight, mean, var, None, None, False, ctx.eps, [True, True, True]
        )
        sums = ranks.add(torch.stack([of_weight, of_bias])).to(mean) / ctx.total
        scale = torch.rsqrt(var + ctx.eps)
        factor = scale if weight is None else scale * weight
        slope = -factor * scale * sums[0]
        offset = -factor * sums[1] - slope * mean
        shape = (1, -1, *(1,) * (x.ndim - 2))
        of_input = torch.addcmul(of_input + offset.view(shape), slope.view(shape), x).to(x.dtype)
        learned = (None, None) if weight is None else (of_weight, of_bias)
        return of_input, *learned, None, None, None, None
