"""A trained network as it is run: folded, without copies that nobody needs, its decoder only where a core needs it.

A tile has margins for the deepest layers, which see farthest. The stages of a U-Net's decoder see a few pixels only, so
each runs on the core and what the stages behind it see around it. The last one works at full resolution, where the
tensors are largest, and runs on a band of rows at a time.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
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
Region = tuple[slice, slice]  # rows and columns, in pixels of a tile
Feature = tuple[Tensor, Region]  # values, and the region that they were computed on


class DecoderStage(nn.Module):
    """The layers of a U-Net from one joining of features to the next, on a region of a tile.

    layers: a list of features, which it empties -> one tensor. places: of these among all features. factors: the sides
    of their cells in pixels. step_px: rows and columns that the layers see beyond those they answer for, a multiple of
    all factors.
    """

    def __init__(self, layers: fx.GraphModule, places: Sequence[int], factors: Sequence[int], step_px: int):
        super().__init__()
        self.layers, self.places, self.factors, self.step_px = layers, tuple(places), tuple(factors), step_px

    def look_around(self, region: Region, size_px: Sequence[int]) -> Region:
        """The region that the layers must see to answer for one, in a tile of so many rows and columns."""
        step = self.step_px
        rows, columns = (slice(max(0, span.start // step * step - step), min(size, -(-span.stop // step) * step + step))
                         for span, size in zip(region, size_px, strict=True))  # fmt: skip
        return rows, columns

    def cut(self, features: Mapping[int, Feature], region: Region) -> list[Tensor]:
        """The features that the layers need, of all by their places, on a region that lies in those of the features."""
        found = []
        for place, factor in zip(self.places, self.factors, strict=True):
            values, known = features[place]
            rows, columns = (slice((span.start - whole.start) // factor, (span.stop - whole.start) // factor)
                             for span, whole in zip(region, known, strict=True))  # fmt: skip
            found.append(values[:, :, rows, columns])
        return found


class BandedNetwork(nn.Module):
    """A network (B, C, H, W) -> (B, K, H, W) whose decoder runs where a core needs it, the last stage band by band.

    head: (B, C, H, W) of each source -> features, tensors of sizes H / factor. stages: each joins some of the features,
    and adds one; that of the last are the scores. uncut: head and all stages but the last as one graph, which tells
    their memory.
    """

    def __init__(self, head: fx.GraphModule, stages: Sequence[DecoderStage], uncut: fx.GraphModule):
        super().__init__()
        self.head, self.stages, self.uncut = head, nn.ModuleList(stages), uncut

    def forward(self, *sources: Tensor, core: Region | None = None, band_px: int = _BAND_PX) -> Tensor:
        """Scores (B, K, h, w) of a core, rows and columns of the first source; None: of all. band_px: per band."""
        size_px = sources[0].shape[2:]
        whole = slice(0, size_px[0]), slice(0, size_px[1])
        stages: list[Any] = list(self.stages)
        last = stages.pop()
        regions = [last.look_around(core or whole, size_px)]  # what each stage answers for; the first stage's last
        for stage in stages[:0:-1]:
            regions.append(stage.look_around(regions[-1], size_px))
        features: dict[int, Feature] = {place: (each, whole) for place, each in enumerate(self.head(*sources))}
        made = len(features)
        for number, (stage, region) in enumerate(zip(stages, reversed(regions))):
            around = stage.look_around(region, size_px)
            cut = stage.cut(features, around)
            later = {place for each in [*stages[number + 1 :], last] for place in each.places}
            features = {place: each for place, each in features.items() if place in later}  # the others are freed
            features[made + number] = stage.layers(cut), around
        return self._run_bands(last, features, core, size_px, band_px)

    def list_graphs(self) -> list[nn.Module]:
        """All that the layers are in."""
        return [self.head, self.uncut, *(stage.layers for stage in self.stages)]  # type: ignore[list-item]

    @staticmethod
    def _run_bands(stage: DecoderStage, features: Mapping[int, Feature], core: Region | None, size_px: Sequence[int],
                   band_px: int) -> Tensor:
        rows, columns = core or (slice(0, size_px[0]), slice(0, size_px[1]))
        height, step = rows.stop - rows.start, stage.step_px
        band = max(step, band_px // (columns.stop - columns.start) // step * step)
        if core is None and 2 * band >= height:
            return stage.layers(stage.cut(features, (rows, columns)))
        scores: Tensor | None = None
        for top in range(rows.start, rows.stop, band):
            bottom = min(top + band, rows.stop)
            down, across = stage.look_around((slice(top, bottom), columns), size_px)
            found = stage.layers(stage.cut(features, (down, across)))
            found = found[:, :, top - down.start : bottom - down.start]
            found = found[:, :, :, columns.start - across.start : columns.stop - across.start]
            if scores is None:
                shape = (*found.shape[:2], height, found.shape[3])
                scores = torch.empty(shape, dtype=found.dtype, device=found.device, memory_format=torch.channels_last)
            scores[:, :, top - rows.start : bottom - rows.start] = found
        assert scores is not None  # noqa: S101 (a core has rows)
        return scores


def split_decoder(lean: fx.GraphModule) -> nn.Module:
    """`lean`, with the last stages of its decoder by themselves if it is a U-Net: convolutions of joined features."""
    nodes = list(lean.graph.nodes)
    made: list[tuple[Any, _Stage, int]] = []  # what each stage returns, the stage, pixels of its cells; the last first
    output: Any = nodes[-1].args[0]
    ends, inside, cell_px = list(nodes[-1].all_input_nodes), {nodes[-1]}, 1
    while (stage := _find_stage(lean, ends, inside)):
        made.append((output, stage, cell_px))
        inside |= stage.margins.keys()
        ends = [source for source, factor in stage.factors.items() if factor > 1]
        if len(ends) != 1:
            break
        output, cell_px = ends[0], cell_px * stage.factors[ends[0]]
    if not made:
        return lean
    made.reverse()
    outputs = [output for output, *_ in made[:-1]]
    features = [*dict.fromkeys(source for _, stage, _ in made for source in stage.factors if source not in outputs)]
    places = [*features, *outputs]
    stages = [DecoderStage(_extract(lean, [node for node in nodes if node in stage.margins], output, stage.factors),
                           [places.index(source) for source in stage.factors],
                           [factor * cell_px for factor in stage.factors.values()], stage.step * cell_px)
              for output, stage, cell_px in made]  # fmt: skip
    head, uncut = (_extract(lean, [node for node in nodes[:-1] if node not in apart], output)
                   for apart, output in ((inside, features), (made[-1][1].margins, made[-1][1].factors)))  # fmt: skip
    return BandedNetwork(head, stages, uncut)


@dataclass(frozen=True)
class _Stage:
    """A stage of a decoder: its nodes, with the cells that each sees beyond its own, and what these read, with the
    factor by which it is enlarged. step: cells that all of them see, a multiple of the factors."""

    margins: dict[fx.Node, int]
    factors: dict[fx.Node, int]
    step: int


def _find_stage(lean: fx.GraphModule, ends: Sequence[fx.Node], later: Collection[fx.Node]) -> _Stage | None:
    """The stage that ends with some nodes, which only later stages read; None where there is none."""
    nodes = list(lean.graph.nodes)
    margins: dict[fx.Node, int] = {}
    factors: dict[fx.Node, int] = {}
    waiting: list[Any] = list(ends)
    joins = 0
    while waiting:
        node = waiting.pop()
        if node in margins:
            continue
        if (found := _list_joined(node, lean)) is not None:
            margins[node], joins = 0, joins + 1
            for source, factor in found:
                if factors.setdefault(source, factor) != factor:
                    return None
        elif (radius := _find_radius(node, lean)) is not None:
            margins[node] = radius
            waiting += node.all_input_nodes
        else:
            return None
    upsampled = {user for source in factors for user in source.users if _find_factor(user, lean)}
    for node in nodes:  # upsampling for the join runs here too
        if node in upsampled and all(user in margins for user in node.users):
            margins[node] = 0
    outside = [source for node in margins for source in node.all_input_nodes if source not in margins]
    if joins != 1 or set(outside) != set(factors) or any(node in margins for node in factors):
        return None
    if any(user not in margins and not (node in ends and user in later) for node in margins for user in node.users):
        return None
    margin, step = _sum_margins(nodes, margins), math.lcm(*factors.values())
    return _Stage(margins, factors, max(1, -(-margin // step)) * step)


def _sum_margins(nodes: list[fx.Node], margins: dict[fx.Node, int]) -> int:
    seen: dict[fx.Node, int] = {}
    for node in nodes:
        if node in margins:
            seen[node] = margins[node] + max((seen.get(source, 0) for source in node.all_input_nodes), default=0)
    return max(seen.values())


def _extract(lean: fx.GraphModule, nodes: Sequence[fx.Node], output: Any,
             inputs: Collection[fx.Node] = ()) -> fx.GraphModule:
    """The part of a graph made of `nodes`, which returns a node or several.

    inputs: it takes a list of what these give, and empties it, so that nothing is held longer than it is used.
    """
    graph, copies = fx.Graph(), {}
    given = graph.placeholder("features") if inputs else None
    for node in inputs:
        copies[node] = graph.call_method("pop", (given, 0))
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
