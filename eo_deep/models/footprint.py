"""What a network sees of its input: its stride, the margin that a core needs, and what its values weigh in memory."""

from __future__ import annotations

import math
import operator
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

import torch
from torch import fx, nn
from torch.nn import functional

from ..errors import EoDeepError

_TRACED_PX = 256  # to count the memory of values
_tracing = threading.RLock()
Interval = tuple[int, int]  # first and last cell, both included


@dataclass(frozen=True)
class Footprint:
    """What a network sees: total stride, pixels needed before and after an aligned core, whether tiling is exact.

    scale: output pixels per input pixel along a side.
    """

    stride_px: int
    before_px: int
    after_px: int
    exact: bool
    scale: Fraction = Fraction(1)

    @property
    def halo_px(self) -> int:
        """The margin on every side: the larger need, rounded up to the stride so that windows stay aligned."""
        return -(-max(self.before_px, self.after_px) // self.stride_px) * self.stride_px


@runtime_checkable
class OwnFootprint(Protocol):
    """A layer that states its own rule, and is one step of the graph whatever it does inside.

    stride: the side of an output cell in input cells, below 1 where it enlarges. A layer that does the same again only
    after so many cells may have a `period`.
    """

    stride: Fraction

    def find_need(self, first: int, last: int) -> Interval:
        """The first and the last input cell that the output cells from `first` to `last` are made of."""


class _Tracer(fx.Tracer):
    """Traces a network with a placeholder for each of its sources, also where it takes `*sources`."""

    def __init__(self, count: int):
        super().__init__()
        self._count = count

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        # A convolution whose weights are computed anew looks at the same pixels.
        return isinstance(m, (nn.Conv2d, OwnFootprint)) or super().is_leaf_module(m, module_qualified_name)

    def create_args_for_root(self, root_fn: Any, is_module: bool, concrete_args: Any = None) -> tuple[Any, list]:
        sources = [self.create_proxy("placeholder", f"source_{i}", (), {}) for i in range(1, self._count + 1)]
        return root_fn, [self.root, *sources]


def trace(network: nn.Module) -> fx.GraphModule:
    """The graph of a network in evaluation mode."""
    with _tracing:  # torch.fx patches modules of all threads meanwhile
        return fx.GraphModule(network, _Tracer(len(list_ratios(network))).trace(network.eval()))


def list_ratios(network: nn.Module) -> tuple[int, ...]:
    """The sides of the cells of a network's sources in pixels of the first one: its `ratios`, if it has several."""
    return tuple(getattr(network, "ratios", (1,)))


def make_empty(network: nn.Module, size_px: int) -> list[torch.Tensor]:
    """Zeros (1, C, h, w) for each source of a network, so many pixels of the first one wide and high.

    One of several sources says their channels by its `in_channels`, as does one without layers of its own; else the
    first layer shows them.
    """
    first, ratios = next(network.parameters(), torch.empty(0)), list_ratios(network)
    stated: Any = getattr(network, "in_channels", None)
    channels = stated if len(ratios) > 1 else [first.shape[1] if len(first) else stated]
    return [torch.zeros(1, count, size_px // ratio, size_px // ratio, device=first.device, dtype=first.dtype)
            for count, ratio in zip(channels, ratios, strict=True)]  # fmt: skip


def measure_footprint(network: nn.Module) -> Footprint:
    """Stride and halo of `network`, by propagating intervals from an output cell back to the input, layer by layer.

    Convolution and pooling (kernel k, stride s, padding p, dilation d) need [s a - p, s b - p + d (k - 1)] of their
    input for [a, b] of their output; a transposed one [ceil((a + p - (k-1)) / s), floor((b + p) / s)]; nearest
    upsampling and pixel shuffle by r [floor(a / r), floor(b / r)]; padding by p [a - p, b - p]; bilinear (half-pixel
    centres) [floor((a + .5) / r - .5), floor((b + .5) / r - .5) + 1]; layers joined by addition or concatenation the
    union. Global operations make the footprint inexact. An `OwnFootprint` states its rule itself. Of several sources,
    with cells of several pixels of the first, the largest need in pixels counts.
    Raises EoDeepError for an operation without a rule here, and where layers with different cells are joined.
    """
    graph = trace(network)
    return measure_graph(graph.graph, lambda node: _find_rule(node, graph), list_ratios(network))


def measure_graph(graph: fx.Graph, find_rule: Callable[[fx.Node], Rule], ratios: Sequence[int] = (1,)) -> Footprint:
    """The same of a graph, each of whose nodes has a rule; ratios: sides of its sources' cells in pixels of the first.
    """
    rules: dict[fx.Node, Rule] = {}
    cell_px: dict[fx.Node, Fraction] = {}  # input pixels from one cell of a node to the next
    periods = [1]
    sources = [node for node in graph.nodes if node.op == "placeholder"]
    for node in graph.nodes:
        inputs = [source for source in node.all_input_nodes if source in cell_px]
        if node.op == "placeholder":
            cell_px[node] = Fraction(ratios[sources.index(node)])
        elif inputs:
            _check_cells(node, inputs, cell_px, sources)
            rules[node] = find_rule(node)
            cell_px[node] = cell_px[inputs[0]] * rules[node].stride
            periods.append((cell_px[inputs[0]] * rules[node].period).numerator)
    stride = math.lcm(*periods, *(cell.numerator for cell in cell_px.values()))
    halos = [_propagate(graph, rules, cell_px, stride, axis) for axis in (0, 1)]
    exact = all(rule.local for rule in rules.values())
    (output,) = (node for node in graph.nodes if node.op == "output")
    return Footprint(stride, max(h[0] for h in halos), max(h[1] for h in halos), exact, 1 / cell_px[output])


def _check_cells(node: fx.Node, inputs: list[fx.Node], cell_px: dict, sources: list[fx.Node]) -> None:
    """EoDeepError where a layer joins cells of different sizes: they would not cover the same ground."""
    for other in inputs[1:]:
        if cell_px[other] != cell_px[inputs[0]]:
            number = max(map(sources.index, _find_sources(other))) + 1
            raise EoDeepError(
                f"Layer '{node.name}' joins cells of {cell_px[other]} px, from source {number}, with cells of "
                f"{cell_px[inputs[0]]} px."
            )


def _find_sources(node: fx.Node) -> set[fx.Node]:
    """The placeholders that a node is made of."""
    found: set[fx.Node] = set()
    waiting, seen = [node], {node}
    while waiting:
        each = waiting.pop()
        if each.op == "placeholder":
            found.add(each)
        new = [source for source in each.all_input_nodes if source not in seen]
        seen.update(new)
        waiting += new
    return found


def activation_bytes_per_px(network: nn.Module, channels: Sequence[int], stride_px: int, bytes_per_value: int,
                            ratios: Sequence[int] = (1,)) -> float:
    """Peak memory of one forward pass per input pixel: the largest sum of values that are alive together.

    channels, ratios: of each source. What an operation writes over its input, or only looks at in another way, counts
    once.
    """
    graph = network if isinstance(network, fx.GraphModule) else trace(network)
    size, weight = stride_px * max(1, min(4, _TRACED_PX // stride_px)), next(network.parameters(), torch.empty(0))
    run = _StorageRecorder(graph)
    with torch.no_grad():
        run.run(*(torch.zeros(1, count, size // ratio, size // ratio, device=weight.device, dtype=weight.dtype)
                  for count, ratio in zip(channels, ratios, strict=True)))  # fmt: skip
    nodes = list(run.values)
    place = {node: i for i, node in enumerate(nodes)}
    first: dict[fx.Node, int] = {}
    last: dict[fx.Node, int] = {}
    for node in nodes:
        first.setdefault(run.storages[node], place[node])
        used = max([place[user] for user in node.users if user in place], default=len(nodes))
        last[run.storages[node]] = max(last.get(run.storages[node], 0), used)
    peak = max(sum(run.values[node] for node in first if first[node] <= i <= last[node]) for i in place.values())
    return peak * bytes_per_value / size**2


class _StorageRecorder(fx.Interpreter):
    """Notes of each value how large it is, and the first of those whose memory it shares."""

    def __init__(self, graph: fx.GraphModule):
        super().__init__(graph)
        self.values: dict[fx.Node, int] = {}
        self.storages: dict[fx.Node, fx.Node] = {}

    def run_node(self, n: fx.Node) -> Any:
        result = super().run_node(n)
        if isinstance(result, torch.Tensor) and n.op != "output":
            self.values[n] = result.numel()
            if n.op == "call_module":  # one that is more than a layer
                inside = getattr(self.fetch_attr(str(n.target)), "values_per_px", 0.0)
                self.values[n] += int(inside * result.shape[-1] * result.shape[-2]) if inside else 0
            place = result.untyped_storage().data_ptr()
            shared = [each for each in n.all_input_nodes if each in self.storages and self._place(each) == place]
            self.storages[n] = self.storages[shared[0]] if shared else n
        return result

    def _place(self, node: fx.Node) -> int:
        return self.env[node].untyped_storage().data_ptr()


@dataclass(frozen=True)
class Rule:
    """How an operation maps cells: its stride (output cell in input cells), and the input interval an output needs.

    local: whether that is all it sees. period: input cells after which it does the same again.
    """

    stride: Fraction
    need: Callable[[Interval, int], Interval]
    local: bool = True
    period: int = 1


def _same(interval: Interval, axis: int) -> Interval:
    return interval


POINTWISE = Rule(Fraction(1), _same)
_GLOBAL = Rule(Fraction(1), _same, local=False)
_POINTWISE_MODULES = (
    nn.ReLU,
    nn.LeakyReLU,
    nn.SiLU,
    nn.GELU,
    nn.ELU,
    nn.Sigmoid,
    nn.Tanh,
    nn.Softplus,
    nn.PReLU,
    nn.Identity,
    nn.BatchNorm2d,
    nn.Dropout,
    nn.Dropout2d,
    nn.Softmax,
    nn.Hardswish,
)
_POINTWISE_FUNCTIONS = (
    torch.abs,
    torch.cat,
    torch.add,
    operator.add,
    operator.iadd,
    operator.mul,
    operator.sub,
    torch.mul,
    torch.sigmoid,
    torch.tanh,
    torch.relu,
    functional.relu,
    functional.leaky_relu,
    functional.silu,
    functional.gelu,
    functional.softmax,
    functional.dropout,
    torch.softmax,
    torch.logsumexp,
)
_PADDING_MODULES = (nn.ZeroPad2d, nn.ConstantPad2d, nn.ReflectionPad2d, nn.ReplicationPad2d)
_GLOBAL_MODULES = (nn.GroupNorm, nn.InstanceNorm2d, nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d)


def _find_rule(node: fx.Node, graph: fx.GraphModule) -> Rule:
    if node.op == "output":
        return POINTWISE
    if node.op == "call_module":
        module = graph.get_submodule(str(node.target))
        if isinstance(module, OwnFootprint):
            return Rule(module.stride, lambda interval, axis: module.find_need(*interval),
                        period=getattr(module, "period", 1))  # fmt: skip
        if isinstance(module, nn.ConvTranspose2d):
            return transposed(module.kernel_size, module.stride, module.padding)
        if isinstance(module, (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)):
            return strided(module.kernel_size, module.stride, module.padding, getattr(module, "dilation", 1))
        if isinstance(module, nn.Upsample):
            return upsampled(module.scale_factor, module.mode, module.align_corners)
        if isinstance(module, nn.PixelShuffle):
            return upsampled(module.upscale_factor, "nearest", None)
        if isinstance(module, nn.PixelUnshuffle):
            return strided(module.downscale_factor, module.downscale_factor, 0, 1)
        if isinstance(module, _PADDING_MODULES):
            return padded(module.padding)
        if isinstance(module, _POINTWISE_MODULES):
            return POINTWISE
        if isinstance(module, _GLOBAL_MODULES):
            return _GLOBAL
        raise EoDeepError(f"The receptive field of layer {type(module).__name__} is not known; tiling cannot be exact.")
    if node.op == "call_function" and node.target is functional.interpolate:
        names = ("input", "size", "scale_factor", "mode", "align_corners")
        given: dict = dict(zip(names, node.args, strict=False)) | node.kwargs
        if given.get("size") is None:
            return upsampled(given["scale_factor"], given.get("mode", "nearest"), given.get("align_corners"))
    if node.op == "call_function" and node.target in (functional.max_pool2d, functional.avg_pool2d):
        options = dict(zip(("kernel_size", "stride", "padding"), node.args[1:], strict=False)) | node.kwargs
        return strided(
            options["kernel_size"], options.get("stride") or options["kernel_size"], options.get("padding", 0), 1
        )
    if node.op == "call_function" and node.target is functional.pixel_shuffle:
        return upsampled(node.args[1], "nearest", None)
    if node.op == "call_function" and node.target is functional.pad:
        return padded(node.kwargs["pad"] if "pad" in node.kwargs else node.args[1])
    if node.op == "call_function" and node.target in _POINTWISE_FUNCTIONS:
        return POINTWISE
    if node.op == "call_method" and node.target in (
        "relu",
        "relu_",
        "sigmoid",
        "add",
        "add_",
        "mul",
        "contiguous",
        "float",
    ):
        return POINTWISE
    if node.op == "call_method" and node.target == "narrow" and node.args[1] == 1:
        return POINTWISE
    if node.op in ("call_method", "call_function") and "mean" in str(node.target):
        return _GLOBAL
    raise EoDeepError(f"The receptive field of operation '{node.target}' is not known; tiling cannot be exact.")


def strided(kernel, stride, padding, dilation) -> Rule:
    """A convolution or pooling; each argument is one number or two, of rows and columns."""
    k, s, d = _pair(kernel), _pair(stride), _pair(dilation)
    p = (
        tuple(d[i] * (k[i] - 1) // 2 for i in (0, 1))
        if padding == "same"
        else _pair(padding if padding != "valid" else 0)
    )

    def need(interval: Interval, axis: int) -> Interval:
        first = s[axis] * interval[0] - p[axis]
        return first, s[axis] * interval[1] - p[axis] + d[axis] * (k[axis] - 1)

    return Rule(Fraction(s[0]), need)


def transposed(kernel, stride, padding) -> Rule:
    """A transposed convolution."""
    k, s, p = _pair(kernel), _pair(stride), _pair(padding)

    def need(interval: Interval, axis: int) -> Interval:
        return -(-(interval[0] + p[axis] - (k[axis] - 1)) // s[axis]), (interval[1] + p[axis]) // s[axis]

    return Rule(Fraction(1, s[0]), need)


def upsampled(factor, mode: str, align_corners: bool | None) -> Rule:
    """Enlargement by a whole number; mode: "nearest" or "bilinear"."""
    ratio = int(_pair(factor)[0])
    if mode == "nearest":
        return Rule(Fraction(1, ratio), lambda interval, axis: (interval[0] // ratio, interval[1] // ratio))
    if mode != "bilinear":
        raise EoDeepError(f"The receptive field of {mode} upsampling is not known; tiling cannot be exact.")

    def need(interval: Interval, axis: int) -> Interval:
        # floor((a + 1/2) / r - 1/2) in integers
        first, last = ((2 * cell + 1 - ratio) // (2 * ratio) for cell in interval)
        return first, last + 1

    # Aligned corners stretch the kernel by the size of the tile: no two tiles agree.
    return Rule(Fraction(1, ratio), need, local=not align_corners)


def padded(padding) -> Rule:
    """Padding (left, right[, top, bottom]) moves cells by what it puts before them."""
    before = padding[2] if len(padding) > 2 else 0, padding[0]
    return Rule(Fraction(1), lambda interval, axis: (interval[0] - before[axis], interval[1] - before[axis]))


def _propagate(graph: fx.Graph, rules: dict, cell_px: dict, stride: int, axis: int) -> Interval:
    """Input pixels needed before and after a core of one stride; a core of several needs the same."""
    needed: dict[fx.Node, Interval] = {}
    for node in reversed(graph.nodes):
        if node.op == "output":
            needed[node] = 0, int(stride / cell_px[node]) - 1
        if node not in needed or node.op == "placeholder":
            continue
        first, last = rules[node].need(needed[node], axis)
        for source in node.all_input_nodes:
            if source in cell_px:
                found = needed.get(source, (first, last))
                needed[source] = min(first, found[0]), max(last, found[1])
    before = after = 0
    for node in (each for each in graph.nodes if each.op == "placeholder" and each in needed):
        (first, last), ratio = needed[node], int(cell_px[node])
        before, after = max(before, -first * ratio), max(after, last * ratio - (stride - ratio))
    return before, after


def _pair(value) -> tuple:
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)
