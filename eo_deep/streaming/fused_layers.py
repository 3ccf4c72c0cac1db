"""Layers that a CPU runs in one pass over memory: convolutions that end with a sum and a ReLU, and halving maxima.

With bfloat16 arithmetic a network's time goes into moving its large tensors, and a ReLU or a sum of its own moves them
twice more. oneDNN has convolutions that end with them; PyTorch offers these to its compiler only. They are called here
without the compiler, which would take a minute and a C++ compiler for each size of tile.
"""

from __future__ import annotations

import functools

import torch
from torch import Tensor, fx, nn

from .graph_optimization import RELUS, BandedNetwork, add_into

_NO_SCALARS: list = []


class FusedConvolution(nn.Module):
    """x (B, C, H, W) -> convolution, plus `term` if there is one, then ReLU if `relu`; (B, D, h, w).

    overwrites: nothing else reads the term, so that its memory may hold the sum. The sum is rounded once, not twice.
    """

    def __init__(self, convolution: nn.Conv2d, relu: bool, overwrites: bool = False):
        super().__init__()
        self.convolution, self.relu, self.overwrites = convolution, relu, overwrites

    def forward(self, x: Tensor, term: Tensor | None = None) -> Tensor:
        layer = self.convolution
        padding = [d * (k - 1) // 2 for d, k in zip(layer.dilation, layer.kernel_size)]
        padding = padding if layer.padding == "same" else list(layer.padding)  # type: ignore[arg-type]
        given = (layer.weight, layer.bias, padding, layer.stride, layer.dilation, layer.groups)
        last = "relu" if self.relu else "none"
        if term is None:
            return torch.ops.mkldnn._convolution_pointwise(x, *given, last, _NO_SCALARS, "")
        size = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, p, d, k, s in
                zip(x.shape[2:], padding, layer.dilation, layer.kernel_size, layer.stride)]  # fmt: skip
        # oneDNN's sums of bfloat16 want channels last, which a single pixel does not show.
        lies_well = x.dtype == torch.float32 or (
            x.is_contiguous(memory_format=torch.channels_last) and x.shape[2:].numel() > 1
            and term.is_contiguous(memory_format=torch.channels_last)
        )
        if term.shape != (len(x), layer.out_channels, *size) or term.dtype != x.dtype or not lies_well:
            found = layer(x) + term  # broadcasting is left to torch
            return found.relu_() if self.relu else found
        ending = ("add", 1.0, "relu" if self.relu else None, _NO_SCALARS, "")
        if self.overwrites:
            return torch.ops.mkldnn._convolution_pointwise_.binary(term, x, *given, *ending)
        return torch.ops.mkldnn._convolution_pointwise.binary(x, term, *given, *ending)


class HalvedMaximum(nn.Module):
    """The maximum of 2 x 2 pixels, (B, C, H, W) -> (B, C, H // 2, W // 2), as nn.MaxPool2d(2) gives it.

    That layer writes beside its answer where each maximum was, which is as large as its input.
    """

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        lines = x[:, :, : height // 2 * 2, : width // 2 * 2].permute(0, 2, 3, 1)
        lines = lines.reshape(batch * (height // 2), 2, -1)
        pairs = torch.maximum(lines[:, 0], lines[:, 1]).view(-1, 2, channels)
        largest = torch.maximum(pairs[:, 0], pairs[:, 1])
        return largest.view(batch, height // 2, width // 2, channels).permute(0, 3, 1, 2)


def fuse_layers(network: nn.Module) -> nn.Module:
    """What `prepare_network` and `split_decoder` make, changed in place: its layers fused where oneDNN can."""
    if isinstance(network, BandedNetwork):
        for part in network.list_graphs():
            fuse_layers(part)
    elif isinstance(network, fx.GraphModule):
        dtype = next((each.dtype for each in network.parameters()), torch.float32)
        for node in list(network.graph.nodes):
            if node.op == "call_module":
                _fuse(node, network, dtype)
        network.delete_all_unused_submodules()
        network.graph.lint()
        network.recompile()
    return network


def _fuse(node: fx.Node, network: fx.GraphModule, dtype: torch.dtype) -> None:
    layer = network.get_submodule(str(node.target))
    if type(layer) is nn.MaxPool2d and _halves(layer):
        network.set_submodule(str(node.target), HalvedMaximum())
    if type(layer) is not nn.Conv2d or layer.padding_mode != "zeros" or not _has_fused_convolutions(dtype):
        return
    done, term, overwrites = [node], None, False  # what the fused layer stands for
    following = _find_only_user(node)
    if following is not None and following.target is add_into and not following.kwargs:
        first, second = following.args
        # `first` is what the sum may overwrite: this convolution, or another one of which it is the term.
        if isinstance(first, fx.Node) and isinstance(second, fx.Node) and first is not second:
            term = second if first is node else first
            overwrites = first is not node or _is_spare(term, network)
            done.append(following)
            following = _find_only_user(following)
    relu = False
    if following is not None and following.op == "call_function" and following.target in RELUS:
        relu = True
        done.append(following)
    if len(done) == 1:
        return
    name = f"{str(node.target).replace('.', '_')}_fused_{node.name}"
    network.add_submodule(name, FusedConvolution(layer, relu, overwrites))
    with network.graph.inserting_before(done[-1]):
        fused = network.graph.call_module(name, (node.args[0],) if term is None else (node.args[0], term))
    done[-1].replace_all_uses_with(fused)
    for each in reversed(done):
        network.graph.erase_node(each)


def _find_only_user(node: fx.Node) -> fx.Node | None:
    return next(iter(node.users)) if len(node.users) == 1 else None


def _is_spare(node: fx.Node, network: fx.GraphModule) -> bool:
    """Whether the memory of a value with one user is its own, for that user to write over."""
    if node.op != "call_module" or len(node.users) != 1:
        return False
    return isinstance(network.get_submodule(str(node.target)), (nn.Conv2d, FusedConvolution))


def _halves(layer: nn.MaxPool2d) -> bool:
    sizes = (layer.kernel_size, layer.stride)
    plain = layer.padding in (0, (0, 0)) and layer.dilation in (1, (1, 1)) and not layer.ceil_mode
    return plain and not layer.return_indices and all(size in (2, (2, 2)) for size in sizes)


@functools.cache
def _has_fused_convolutions(dtype: torch.dtype) -> bool:
    """Whether this build of PyTorch has them in this type, with the answers of its plain ones: they may change."""
    if not torch.backends.mkldnn.is_available():
        return False
    with torch.inference_mode():
        x = torch.linspace(-1, 1, 5 * 12 * 12).reshape(1, 5, 12, 12).to(dtype)
        layer = nn.Conv2d(5, 5, 3, padding=1, dtype=dtype)
        layer.weight.copy_(torch.linspace(-1, 1, layer.weight.numel()).reshape(layer.weight.shape))
        plain = layer(x)
        try:
            pairs = [(FusedConvolution(layer, True)(x), plain.relu())]
            pairs += [(FusedConvolution(layer, True, overwrites)(x, x.clone()), (plain + x).relu())
                      for overwrites in (False, True)]  # fmt: skip
        except (AttributeError, RuntimeError):
            return False
        return all(torch.allclose(*pair, rtol=0.02, atol=0.02) for pair in pairs)
