"""The footprint of a network in an ONNX file, by the propagation of `models/footprint`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from torch import fx

from ..errors import EoDeepError
from .footprint import POINTWISE, Footprint, Rule, measure_graph, padded, strided, transposed, upsampled
from .onnx_program import Taken, infer_sizes, read_attributes, read_constants

_TRACED_PX = 1024  # a side that all strides divide
_POINTWISE = {
    "Abs", "Add", "And", "BatchNormalization", "Cast", "Ceil", "Celu", "Clip", "Div", "Dropout", "Elu", "Equal", "Erf",
    "Exp", "Floor", "Gelu", "Greater", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "Less", "Log", "Max", "Min",
    "Mish", "Mul", "Neg", "Not", "Or", "PRelu", "Pow", "Reciprocal", "Relu", "Round", "Selu", "Sigmoid", "Sign",
    "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tanh", "ThresholdedRelu", "Where",
}  # fmt: skip
# Of the channels of each pixel, if they work along that axis.
_BY_CHANNEL = {"Concat": None, "LogSoftmax": -1, "Softmax": -1, "Split": 0}
_WHOLE = {
    "GlobalAveragePool", "GlobalMaxPool", "GroupNormalization", "InstanceNormalization", "LayerNormalization", "MatMul",
    "Gemm", "Attention", "ReduceMean", "ReduceMax", "ReduceSum",
}  # fmt: skip
_STATIC = ("Shape", "Size")  # of their input's size alone


class Unknown(ValueError):
    """Why the footprint of a program is not known, as the end of a sentence."""


def measure_program(program: Any, taken: Taken) -> tuple[Footprint, dict[str, int]]:
    """Stride and halo of a program, and by how much each of its nodes enlarges, by output.

    Raises Unknown where an operator looks at a tile as a whole, or at no place that is known here.
    """
    constants = read_constants(program)
    sizes = infer_sizes(program, taken.source, taken.side_px or _TRACED_PX)
    graph, rules, ratios = fx.Graph(), {}, {}
    nodes = {taken.source: graph.placeholder("image")}
    for node in program.graph.node:
        inputs = [nodes[name] for name in node.input if name in nodes]
        if not inputs or node.op_type in _STATIC:
            continue  # what does not depend on the pixels
        rule = _find_rule(node, constants, sizes, [name in nodes for name in node.input])
        if node.op_type in ("Resize", "Upsample"):
            ratios[node.output[0]] = int(1 / rule.stride)
        made = graph.call_function(torch.add, tuple(inputs))
        rules[made] = rule
        nodes |= dict.fromkeys(node.output, made)
    if taken.result not in nodes:
        raise Unknown("its output does not depend on its input")
    graph.output(nodes[taken.result])
    graph.eliminate_dead_code()
    try:
        found = measure_graph(graph, lambda node: rules.get(node, POINTWISE))
    except EoDeepError as error:
        raise Unknown(str(error)) from None
    if not found.exact:
        raise Unknown("a layer stretches with the size of a tile")
    return found, ratios


def count_values(program: Any, taken: Taken) -> float:
    """The most values of a program that are alive together, per pixel of its input."""
    side_px = taken.side_px or _TRACED_PX
    sizes = infer_sizes(program, taken.source, side_px)
    last = {name: number for number, node in enumerate(program.graph.node) for name in node.input}
    alive, most = {taken.source: math.prod(each or 1 for each in sizes.get(taken.source, ()))}, 0
    for number, node in enumerate(program.graph.node):
        alive |= {name: math.prod(each or 1 for each in sizes.get(name, ())) for name in node.output}
        most = max(most, sum(alive.values()))
        alive = {name: size for name, size in alive.items() if last.get(name, -1) > number}
    return most / side_px**2


def _find_rule(node: Any, constants: Mapping[str, np.ndarray], sizes: Mapping[str, list], varies: list[bool]) -> Rule:
    kind, given = node.op_type, read_attributes(node)
    if not varies[0] and kind not in _POINTWISE | {"Concat"}:
        raise Unknown(f"operator {kind} takes the image's values as its settings")
    if kind in _POINTWISE:
        for name, is_map in zip(node.input, varies):
            if not is_map and name and kind != "BatchNormalization" and not _is_same_everywhere(name, constants):
                raise Unknown(f"operator {kind} uses a map of fixed size")
        return POINTWISE
    if kind in _BY_CHANNEL:
        axis = given.get("axis", _BY_CHANNEL[kind])
        if axis not in (1, -3):
            raise Unknown(f"operator {kind} works along an axis that is not the channels'")
        return POINTWISE
    if kind in ("Conv", "MaxPool", "AveragePool", "ConvTranspose"):
        return _find_window(node, given, constants)
    if kind in ("Resize", "Upsample"):
        return _find_enlargement(node, given, sizes)
    if kind == "DepthToSpace":
        return upsampled(given["blocksize"], "nearest", None)
    if kind == "SpaceToDepth":
        return strided(given["blocksize"], given["blocksize"], 0, 1)
    if kind == "Pad":
        return _find_padding(node, given, constants)
    if kind == "Slice":
        return _find_slice(node, constants)
    if kind in _WHOLE:
        raise Unknown(f"operator {kind} looks at a tile as a whole")
    raise Unknown(f"what operator {kind} sees of a tile is not known")


def _is_same_everywhere(name: str, constants: Mapping[str, np.ndarray]) -> bool:
    """Whether a constant has the same values at all pixels."""
    return name in constants and all(size == 1 for size in constants[name].shape[-2:])


def _find_window(node: Any, given: Mapping, constants: Mapping[str, np.ndarray]) -> Rule:
    """A layer that slides a window over its input."""
    kind = node.op_type
    kernel = given.get("kernel_shape")
    if kernel is None and kind.startswith("Conv") and node.input[1] in constants:
        kernel = constants[node.input[1]].shape[2:]
    if kernel is None or len(kernel) != 2:
        raise Unknown(f"the window of operator {kind} is not known")
    stride, dilation = given.get("strides", (1, 1)), given.get("dilations", (1, 1))
    before = tuple(given.get("pads", (0, 0, 0, 0))[:2])
    automatic = given.get("auto_pad", "NOTSET")
    if automatic in ("SAME_UPPER", "SAME_LOWER") and kind != "ConvTranspose" and tuple(stride) == (1, 1):
        total = [d * (k - 1) for d, k in zip(dilation, kernel)]
        before = tuple(each // 2 if automatic == "SAME_UPPER" else -(-each // 2) for each in total)
    elif automatic not in ("NOTSET", "VALID"):
        raise Unknown(f"the padding of operator {kind} depends on the size of a tile")
    if given.get("ceil_mode") or given.get("output_shape"):
        raise Unknown(f"the output size of operator {kind} depends on the size of a tile")
    if len(set(stride)) > 1:
        raise Unknown(f"operator {kind} has different strides across and down")
    if kind == "ConvTranspose":
        if tuple(dilation) != (1, 1):
            raise Unknown(f"operator {kind} has a dilation")
        return transposed(tuple(kernel), tuple(stride), before)
    return strided(tuple(kernel), tuple(stride), before, tuple(dilation))


def _find_enlargement(node: Any, given: Mapping, sizes: Mapping[str, list]) -> Rule:
    before, after = (sizes.get(name, [None] * 4)[2:] for name in (node.input[0], node.output[0]))
    if len(before) != 2 or None in (*before, *after):
        raise Unknown(f"by how much operator {node.op_type} enlarges is not known")
    ratio = Fraction(after[0], before[0])
    if ratio < 1 or ratio.denominator != 1 or Fraction(after[1], before[1]) != ratio:
        raise Unknown(f"operator {node.op_type} enlarges by {float(ratio):g}, not by a whole number")
    mode = given.get("mode", "nearest")
    places = "asymmetric" if node.op_type == "Upsample" else given.get("coordinate_transformation_mode", "half_pixel")
    if mode == "nearest":
        rounding = "floor" if node.op_type == "Upsample" else given.get("nearest_mode", "round_prefer_floor")
        is_repeat = (places, rounding) == ("asymmetric", "floor") or (
            places in ("half_pixel", "pytorch_half_pixel") and rounding.startswith("round"))
        if not is_repeat:
            raise Unknown(f"operator {node.op_type} takes pixels by a rule that is not known here")
        return upsampled(int(ratio), "nearest", None)
    if mode == "linear" and places in ("half_pixel", "pytorch_half_pixel", "align_corners"):
        return upsampled(int(ratio), "bilinear", places == "align_corners")
    raise Unknown(f"operator {node.op_type} enlarges by {mode} interpolation ({places})")


def _find_padding(node: Any, given: Mapping, constants: Mapping[str, np.ndarray]) -> Rule:
    stated = constants.get(node.input[1]) if len(node.input) > 1 else given.get("pads")
    pads = [int(each) for each in np.ravel(stated)] if stated is not None else []
    if len(pads) != 8 or any((*pads[:2], *pads[4:6])) or (len(node.input) > 3 and node.input[3]):
        raise Unknown("what operator Pad adds is not known")
    return padded((pads[3], pads[7], pads[2], pads[6]))


def _find_slice(node: Any, constants: Mapping[str, np.ndarray]) -> Rule:
    axes = constants.get(node.input[3]) if len(node.input) > 3 and node.input[3] else None
    if axes is None or [int(axis) for axis in np.ravel(axes)] not in ([1], [-3]):
        raise Unknown("operator Slice cuts tiles")
    return POINTWISE
