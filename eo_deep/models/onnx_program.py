"""Networks in ONNX files of other software: read, checked, and made to take tiles of any size where that is safe.

An ONNX file runs no code, but it may be wrong: what it holds is checked before it is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import EoDeepError
from ..io.card_schema import BOX_LAYOUTS
from ..io.value_rules import quote
from .onnx_format import require_onnx
from .onnx_prompts import COORDINATES

_DOMAINS = ("", "ai.onnx")
# A side that all strides divide, where a file leaves it open: to see how each layer changes it.
_OPEN_PX = 1024
# What detectors give that choose among their boxes themselves: corners, score and class of a few.
_FINAL_VALUES, _FINAL_BOXES = 6, 300


@dataclass(frozen=True)
class Taken:
    """What a program takes and gives: (B, bands, side, side) -> (B, outputs, ratio side, ratio side).

    side_px: None where the file leaves it open. batch: None where that is open.
    """

    source: str
    result: str
    bands: int
    outputs: int
    side_px: int | None
    batch: int | None
    ratio: int = 1


def read_program(data: bytes, name: str) -> Any:
    """The ModelProto in the bytes of a file. EoDeepError for what is none, or reaches beyond itself."""
    onnx = require_onnx()
    try:
        program = onnx.load_from_string(data)
    except Exception as error:  # protobuf's and the checker's own classes differ by version
        raise _refuse(name, error) from None
    foreign = sorted({node.domain for node in program.graph.node if node.domain not in _DOMAINS})
    if foreign:
        raise EoDeepError(f"'{name}' uses operators of {quote(foreign[0])}, which are no part of ONNX.")
    try:
        onnx.checker.check_model(program)
    except Exception as error:  # as above
        raise _refuse(name, error) from None
    if any(each.data_location == onnx.TensorProto.EXTERNAL for each in program.graph.initializer):
        raise EoDeepError(f"'{name}' keeps its weights in another file; save it as one file (onnx.save_model).")
    return program


def _refuse(name: str, error: Exception) -> EoDeepError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return EoDeepError(f"'{name}' is not an ONNX model, or is damaged: {quote(reason, 100)}.")


def read_metadata(program: Any) -> dict[str, str]:
    """The texts that come with a program, by key."""
    return {_to_text(entry.key): _to_text(entry.value) for entry in program.metadata_props}


def _to_text(value: str | bytes) -> str:
    """protobuf gives bytes where a text is none."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def find_taken(program: Any, name: str) -> Taken:
    """What a program takes and gives. EoDeepError unless that is one image, and one of its size."""
    source, result, sizes = _find_ends(program, name)
    if len(sizes) != 4 or not sizes[1] or sizes[2] != sizes[3]:
        raise EoDeepError(f"The input of '{name}' must be (batch, bands, side, side) with a known number of bands, got "
                          f"{_describe(sizes)}.")  # fmt: skip
    given = infer_sizes(program, source, sizes[2] or _OPEN_PX).get(result, [])
    side_px = sizes[2] or _OPEN_PX
    ratio = given[2] // side_px if len(given) == 4 and given[2] else 0
    if not ratio or not given[1] or given[2:] != [ratio * side_px, ratio * side_px]:
        raise EoDeepError(f"The output of '{name}' must be (batch, classes, side, side) of the input's size or a "
                          f"multiple, got {_describe(given)} for {_describe([*sizes[:2], side_px, side_px])}.")
    return Taken(source, result, sizes[1], given[1], sizes[2], sizes[0], ratio)


@dataclass(frozen=True)
class Boxes:
    """What a detector takes and gives: (B, bands, side, side) -> boxes with the probabilities of `classes` classes.

    layout: see `card_schema.BOX_LAYOUTS`. side_px: None where the file leaves it open.
    """

    source: str
    bands: int
    classes: int
    side_px: int | None
    layout: str


def find_boxes(program: Any, name: str, side_px: int, classes: int | None = None) -> Boxes:
    """What a detector takes and gives, for tiles of a side where the file leaves it open. EoDeepError for others.

    classes: how many it is said to know, by which the layout is told; else the one with more boxes than values each.
    """
    source, result, sizes = _find_ends(program, name)
    if len(sizes) != 4 or not sizes[1] or sizes[2] != sizes[3]:
        raise EoDeepError(f"The input of '{name}' must be (batch, bands, side, side) with a known number of bands, got "
                          f"{_describe(sizes)}.")  # fmt: skip
    given = infer_sizes(program, source, sizes[2] or side_px).get(result, [])
    if len(given) != 3 or not given[1] or not given[2] or min(given[1], given[2]) < 5:
        raise EoDeepError(f"The output of '{name}' must be (batch, boxes, 5 + classes) or (batch, 4 + classes, boxes), "
                          f"got {_describe(given)}.")  # fmt: skip
    if given[2] == _FINAL_VALUES and given[1] <= _FINAL_BOXES:
        raise EoDeepError(f"'{name}' gives {given[1]} boxes that it has chosen itself, which cannot be put together "
                          "over tiles; export it without that step (end2end, nms).")  # fmt: skip
    in_columns = given[1] < given[2] if classes is None else given[1] == 4 + classes
    found = given[1] - 4 if in_columns else given[2] - 5
    if found < 1 or (classes is not None and found != classes):
        raise EoDeepError(f"'{name}' gives {_describe(given)}, which are no boxes of {classes or 1} classes.")
    return Boxes(source, sizes[1], found, sizes[2], BOX_LAYOUTS[in_columns])


def _find_ends(program: Any, name: str) -> tuple[str, str, list[int | None]]:
    """Names of the one input and the one output, and the input's sizes. EoDeepError where there are more."""
    onnx = require_onnx()
    weights = {each.name for each in program.graph.initializer}
    inputs = [each for each in program.graph.input if each.name not in weights]
    if COORDINATES in [each.name for each in inputs]:
        raise EoDeepError(f"'{name}' is a decoder of prompts; it goes with its encoder, which is the network then.")
    if len(inputs) != 1 or len(program.graph.output) != 1:
        raise EoDeepError(f"'{name}' must have one input and one output, got {len(inputs)} and "
                          f"{len(program.graph.output)}.")  # fmt: skip
    (source,), (result,) = inputs, program.graph.output
    if source.type.tensor_type.elem_type != onnx.TensorProto.FLOAT:
        raise EoDeepError(f"The input of '{name}' must hold float32 values.")
    return source.name, result.name, _list_sizes(source)


def infer_sizes(program: Any, source: str, side_px: int) -> dict[str, list[int | None]]:
    """The sizes of all values of a program for an input of so many pixels, None where they are not known."""
    onnx = require_onnx()
    fixed = onnx.ModelProto()
    fixed.CopyFrom(program)
    del fixed.graph.value_info[:]
    for each in fixed.graph.input:
        if each.name == source:
            dims = each.type.tensor_type.shape.dim
            dims[0].dim_value = 1
            dims[2].dim_value = dims[3].dim_value = side_px
    for each in fixed.graph.output:
        each.type.tensor_type.ClearField("shape")
    try:
        inferred = onnx.shape_inference.infer_shapes(fixed, data_prop=True).graph
    except Exception:  # as in read_program
        return {}
    return {each.name: _list_sizes(each) for each in (*inferred.input, *inferred.value_info, *inferred.output)}


def read_constants(program: Any) -> dict[str, np.ndarray]:
    """The values that a program holds, by name."""
    onnx = require_onnx()
    found = {each.name: onnx.numpy_helper.to_array(each) for each in program.graph.initializer}
    for node in program.graph.node:
        if node.op_type == "Constant":
            values = read_attributes(node)
            found[node.output[0]] = np.asarray(next(iter(values.values())))
    return found


def read_attributes(node: Any) -> dict[str, Any]:
    """The attributes of a node: numbers, lists, texts and arrays."""
    onnx = require_onnx()
    found = {}
    for each in node.attribute:
        value = onnx.helper.get_attribute_value(each)
        if isinstance(value, onnx.TensorProto):
            value = onnx.numpy_helper.to_array(value)
        found[each.name] = value.decode(errors="replace") if isinstance(value, bytes) else value
    return found


def open_sizes(program: Any, taken: Taken, ratios: Mapping[str, int]) -> Any:
    """A copy of a program that takes tiles of any size and number.

    ratios: of each node that enlarges (by its output), which may state sizes; then it states the ratio.
    """
    onnx = require_onnx()
    opened = onnx.ModelProto()
    opened.CopyFrom(program)
    del opened.graph.value_info[:]
    for each in (*opened.graph.input, *opened.graph.output):
        if each.name in (taken.source, taken.result):
            dims = each.type.tensor_type.shape.dim
            for axis, word in ((0, "batch"), (2, "height"), (3, "width")):
                dims[axis].dim_param = word
    for node in opened.graph.node:
        if node.op_type == "Resize" and len(node.input) == 4 and node.input[3]:
            name, ratio = f"{node.output[0]}/ratio", ratios[node.output[0]]
            opened.graph.initializer.append(
                onnx.numpy_helper.from_array(np.array([1, 1, ratio, ratio], np.float32), name))
            del node.input[2:]
            node.input.append(name)
    return opened


def _list_sizes(value: Any) -> list[int | None]:
    return [dim.dim_value if dim.dim_value > 0 else None for dim in value.type.tensor_type.shape.dim]


def _describe(sizes: list) -> str:
    if not sizes:
        return "one whose dimensions cannot be told"
    return f"({', '.join('any' if size is None else str(size) for size in sizes)})"
