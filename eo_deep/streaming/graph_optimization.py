"""A trained network as it is run: folded, without copies that nobody needs, its last layers band by band.

The last layers of a U-Net work at full resolution, where the tensors are largest: joined features, and what is made of
them. They look at a few pixels only, so they can run on a band of rows at a time, and on the core of a tile alone.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.fx.experimental.optimization import fuse
from torch.nn import functional

from ..models.footprint import trace

# What gives a tensor of its own, which shares no memory with what it was made of.
_FRESH_MODULES = (nn.Conv2d, nn.ConvTranspose2d, nn.MaxPool2d, nn.AvgPool2d)
_BAND_PX = 1 << 18
RELUS = (functional.relu, torch.relu)
_SUMS = (operator.add, torch.add)


class BandedNetwork(nn.Module):
    """A network (B, C, H, W) -> (B, K, H, W) whose last layers, `tail`, run on bands of rows of what `head` returns.

    head: (B, C, H, W) of each source -> tensors of sizes H / factor. factors: of each of them. margin_px: rows and
    columns that the tail sees beyond those it answers for, a multiple of all factors.
    """

    def __init__(self, head: fx.GraphModule, tail: fx.GraphModule, factors: Sequence[int], margin_px: int):
        super().__init__()
        self.head, self.tail, self.factors, self.margin_px = head, tail, tuple(factors), margin_px

    def forward(self, *sources: Tensor, core: tuple[slice, slice] | None = None, band_px: int = _BAND_PX) -> Tensor:
        """Scores (B, K, h, w) of a core, rows and columns of the first source; None: of all. band_px: per band."""
        size_px = sources[0].shape[2:]
        rows, columns = core or (slice(0, size_px[0]), slice(0, size_px[1]))
        features = self.head(*sources)
        height, step = rows.stop - rows.start, self.margin_px
        band = max(step, band_px // (columns.stop - columns.start) // step * step)
        if core is None and 2 * band >= height:
            return self.tail(*features)
        scores: Tensor | None = None
        across = self._look_around(columns, size_px[1])
        for top in range(rows.start, rows.stop, band):
            bottom = min(top + band, rows.stop)
            down = self._look_around(slice(top, bottom), size_px[0])
            found = self.tail(*(
                each[:, :, down.start // factor : down.stop // factor, across.start // factor : across.stop // factor]
                for each, factor in zip(features, self.factors)
            ))  # fmt: skip
            found = found[:, :, top - down.start : bottom - down.start]
            found = found[:, :, :, columns.start - across.start : columns.stop - across.start]
            if scores is None:
                shape = (*found.shape[:2], height, found.shape[3])
                scores = torch.empty(shape, dtype=found.dtype, device=found.device, memory_format=torch.channels_last)
            scores[:, :, top - rows.start : bottom - rows.start] = found
        assert scores is not None  # noqa: S101 (a core has rows)
        return scores

    def _look_around(self, place: slice, size: int) -> slice:
        step = self.margin_px
        return slice(max(0, place.start // step * step - step), min(size, -(-place.stop // step) * step + step))


def split_tail(lean: fx.GraphModule) -> nn.Module:
    """`lean`, with its last layers in bands if they are those of a U-Net: convolutions of joined features."""
    nodes = list(lean.graph.nodes)
    margins: dict[fx.Node, int] = {}  # of the tail's nodes, pixels that they see beyond their own
    factors: dict[fx.Node, int] = {}  # of the head's nodes that the tail reads
    waiting: list[Any] = list(nodes[-1].all_input_nodes)
    joins = 0
    while waiting:
        node = waiting.pop()
        if node in margins:
            continue
        if (found := _list_joined(node, lean)) is not None:
            margins[node], joins = 0, joins + 1
            for source, factor in found:
                if factors.setdefault(source, factor) != factor:
                    return lean
        elif (radius := _find_radius(node, lean)) is not None:
            margins[node] = radius
            waiting += node.all_input_nodes
        else:
            return lean
    upsampled = {user for source in factors for user in source.users if _find_factor(user, lean)}
    for node in nodes:  # upsampling for the join runs in bands too
        if node in upsampled and all(user in margins for user in node.users):
            margins[node] = 0
    outside = [source for node in margins for source in node.all_input_nodes if source not in margins]
    if joins != 1 or set(outside) != set(factors) or any(node in margins for node in factors):
        return lean
    margin = _sum_margins(nodes, margins)
    step = math.lcm(*factors.values())
    inside = [node for node in nodes if node in margins]
    return BandedNetwork(
        _extract(lean, [node for node in nodes[:-1] if node not in margins], [], list(factors)),
        _extract(lean, inside, list(factors), nodes[-1].args[0]),
        list(factors.values()),
        max(1, -(-margin // step)) * step,
    )


def _sum_margins(nodes: list[fx.Node], margins: dict[fx.Node, int]) -> int:
    seen: dict[fx.Node, int] = {}
    for node in nodes:
        if node in margins:
            seen[node] = margins[node] + max((seen.get(source, 0) for source in node.all_input_nodes), default=0)
    return max(seen.values())


def _extract(lean: fx.GraphModule, nodes: list[fx.Node], inputs: list[fx.Node], output: Any) -> fx.GraphModule:
    """The part of a graph made of `nodes`, which reads `inputs` and returns a node, or a list of them."""
    graph, copies = fx.Graph(), {}
    for node in inputs:
        copies[node] = graph.placeholder(node.name)
    for node in nodes:
        copies[node] = graph.node_copy(node, copies.__getitem__)
    graph.output(copies[output] if isinstance(output, fx.Node) else tuple(copies[node] for node in output))
    part = fx.GraphModule(lean, graph)
    part.delete_all_unused_submodules()
    return part


def _list_joined(node: Any, graph: Any) -> list[tuple[fx.Node, int]] | None:
    """What a joining of features is made of, each with its own factor of upsampling; None for other nodes."""
    if node.op != "call_function" or node.target not in (torch.cat, join_upsampled):
        return None
    if node.target is join_upsampled:
        return [(node.args[0], node.args[2]), (node.args[1], 1)]
    found = []
    for source in node.all_input_nodes:
        factor = _find_factor(source, graph) if len(source.users) == 1 else None
        found.append((source.all_input_nodes[0], factor) if factor else (source, 1))
    return found


def _find_factor(node: Any, graph: Any) -> int | None:
    """By how much a node upsamples, if each of its pixels comes from one pixel; None for others."""
    if node.op == "call_module":
        module = graph.get_submodule(str(node.target))
        if isinstance(module, nn.ConvTranspose2d):
            plain = module.kernel_size == module.stride and len(set(module.stride)) == 1
            return module.stride[0] if plain and module.padding == module.output_padding == (0, 0) else None
    return None


def _find_radius(node: Any, graph: Any) -> int | None:
    """How many pixels on each side a layer sees that keeps the size; None for others."""
    if node.op == "call_function":
        return 0 if node.target in (add_into, *_SUMS, *RELUS) else None
    if node.op != "call_module":
        return None
    module = graph.get_submodule(str(node.target))
    if isinstance(module, (nn.ReLU, nn.Identity)):
        return 0
    if isinstance(module, nn.Conv2d) and module.padding_mode == "zeros" and module.stride == (1, 1):
        radius = [d * (k - 1) // 2 for d, k in zip(module.dilation, module.kernel_size)]
        if all(k % 2 for k in module.kernel_size) and module.padding in (tuple(radius), "same"):
            return max(radius)
    return None


def prepare_network(network: nn.Module) -> fx.GraphModule:
    """A copy of `network` for inference: batch norm folded; ReLU and sums overwrite what nothing else reads.

    Folding apart, the answers are the same to the last bit. A large tile needs a fifth less memory and time.
    """
    lean: Any = fuse(trace(deepcopy(network)), no_trace=True)
    own: set[fx.Node] = set()  # with memory of their own, so that their only user may overwrite them
    for node in lean.graph.nodes:
        spare = [source for source in node.all_input_nodes if source in own and len(source.users) == 1]
        if _is_fresh(node, lean):
            own.add(node)
        elif _is_relu(node, lean) and spare:
            node.op, node.target, node.kwargs = "call_function", functional.relu, {"inplace": True}
            own.add(node)
        elif node.op == "call_function" and node.target in _SUMS and not node.kwargs:
            if spare and len(node.all_input_nodes) == 2:
                node.target = add_into
                node.args = spare[0], next(source for source in node.all_input_nodes if source is not spare[0])
            own.add(node)
        if upsampled := _find_upsampled(node):
            node.args = upsampled.args[0], node.args[0][1], int(upsampled.kwargs["scale_factor"])
            node.target, node.kwargs = join_upsampled, {}
    lean.graph.eliminate_dead_code()
    lean.graph.lint()
    lean.recompile()
    return lean


def add_into(total: Tensor, term: Tensor) -> Tensor:
    """total + term, in total's memory if the sum has its shape and type; total must not be used again."""
    return total.add_(term) if total.shape == term.shape and total.dtype == term.dtype else total + term


def join_upsampled(coarse: Tensor, fine: Tensor, factor: int) -> Tensor:
    """(B, C, h, w), repeated to factor's size, and (B, D, factor h, factor w) -> (B, C + D, factor h, factor w).

    The first is nowhere held upsampled by itself: it would be the largest tensor of many a network.
    """
    batch, channels = coarse.shape[:2]
    joined = torch.empty((batch, channels + fine.shape[1], *fine.shape[2:]), dtype=fine.dtype, device=fine.device,
                         memory_format=torch.channels_last)  # fmt: skip
    for row in range(factor):
        for column in range(factor):
            joined[:, :channels, row::factor, column::factor] = coarse
    joined[:, channels:] = fine
    return joined


def _is_fresh(node: fx.Node, graph: Any) -> bool:
    if node.op == "call_module":
        return isinstance(graph.get_submodule(str(node.target)), _FRESH_MODULES)
    return node.op == "call_function" and node.target is torch.cat


def _is_relu(node: fx.Node, graph: Any) -> bool:
    if node.op == "call_module":
        return isinstance(graph.get_submodule(str(node.target)), nn.ReLU)
    return node.op == "call_function" and node.target in RELUS


def _find_upsampled(node: Any) -> Any:
    """The first of two values that are joined by channel, if it is upsampled by nearest neighbour for this alone."""
    if node.op != "call_function" or node.target is not torch.cat:
        return None
    joined, dim = node.args[0], node.args[1] if len(node.args) > 1 else node.kwargs.get("dim")
    if dim != 1 or not isinstance(joined, (list, tuple)) or len(joined) != 2:
        return None
    first = joined[0]
    if first.op != "call_function" or first.target is not functional.interpolate or len(first.args) != 1:
        return None
    factor = first.kwargs.get("scale_factor")
    plain = isinstance(factor, (int, float)) and factor == int(factor) and first.kwargs.get("size") is None
    return first if plain and first.kwargs.get("mode", "nearest") == "nearest" and len(first.users) == 1 else None
