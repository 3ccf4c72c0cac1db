"""Programs of torch.export (.pt2), read as what they are: a graph in JSON and weights as bytes.

`torch.export.load` unpickles parts of such files and evaluates texts in them (torch 2.13: weights and constants that
are marked so, sample inputs where they hold more than tensors, sizes that are expressions), so a file could run code.
Here nothing is unpickled or evaluated, and the graph may only use operators that are listed below.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.model_card import parse_json
from ..io.value_rules import CardError, quote

_MAX_BYTES, _MAX_JSON_BYTES = 2_000_000_000, 200_000_000
_SAVE_AGAIN = "save it again with torch.export.save of PyTorch 2.9 or later, with plain tensors as weights"
# The numbers of torch's types in these files.
_DTYPES = {1: torch.uint8, 2: torch.int8, 3: torch.int16, 4: torch.int32, 5: torch.int64, 6: torch.float16,
           7: torch.float32, 8: torch.float64, 12: torch.bool, 13: torch.bfloat16}  # fmt: skip
_OPERATORS = frozenset((
    "_native_batch_norm_legit_no_training", "_softmax", "_to_copy", "abs", "adaptive_avg_pool2d", "add", "alias",
    "amax", "amin", "avg_pool2d", "batch_norm", "cat", "chunk", "clamp", "clamp_max", "clamp_min", "clone",
    "constant_pad_nd", "contiguous", "conv2d", "conv_transpose2d", "convolution", "detach", "div", "dropout",
    "elu", "eq", "erf", "exp", "expand", "flatten", "floor", "ge", "gelu", "group_norm", "gt", "hardsigmoid",
    "hardswish", "hardtanh", "instance_norm", "layer_norm", "le", "leaky_relu", "lift_fresh_copy", "linear",
    "log", "log_softmax", "lt", "matmul", "max_pool2d", "max_pool2d_with_indices", "maximum", "mean", "minimum",
    "mish", "mul", "native_layer_norm", "neg", "pad", "permute", "pixel_shuffle", "pixel_unshuffle", "pow",
    "prelu", "reciprocal", "reflection_pad2d", "relu", "relu6", "replication_pad2d", "reshape", "rsqrt", "rsub",
    "select", "sigmoid", "silu", "slice", "softmax", "softplus", "split", "split_with_sizes", "sqrt", "squeeze",
    "stack", "sub", "sum", "tanh", "to", "transpose", "unsqueeze", "upsample_bicubic2d", "upsample_bilinear2d",
    "upsample_nearest2d", "view", "where",
))  # fmt: skip
# Of whole numbers, which sizes are.
_OF_SIZES = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
             "floordiv": lambda a, b: a // b}  # fmt: skip


class ExportedProgram(nn.Module):
    """The graph of a file, which runs node by node.

    sizes: of its input, (batch, bands, height, width), None where any will do.
    """

    def __init__(self, graph: Mapping, values: Mapping[str, Tensor], sizes: Sequence[int | None], image: str,
                 result: str):  # fmt: skip
        super().__init__()
        self.sizes = list(sizes)
        self._image, self._result, self._values = image, result, dict(values)
        self._steps = [_read_node(node) for node in graph["nodes"]]

    def forward(self, image: Tensor) -> Tensor:
        values: dict[str, Any] = {**self._values, self._image: image}
        for operator, given, named, outputs, changed in self._steps:
            found = operator(*(_fill(each, values) for each in given),
                             **{name: _fill(each, values) for name, each in named.items()})  # fmt: skip
            results = found if isinstance(found, (tuple, list)) and len(outputs) > 1 else [found]
            values.update(zip(outputs, results))
            if changed:
                values[changed] = found
        return values[self._result]


def read_exported(path: str, name: str) -> ExportedProgram:
    """The program in a file of torch.export. EoDeepError for what is none, and what cannot be read without its code."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read_archive(archive, name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise EoDeepError(f"'{name}' is not a program of torch.export, or is damaged.") from None
    except CardError as error:
        raise EoDeepError(f"The graph in '{name}' is wrong: {error}.") from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration):
        raise EoDeepError(f"'{name}' is not a program of torch.export as PyTorch 2.9 and later write it.") from None


def _read_archive(archive: zipfile.ZipFile, name: str) -> ExportedProgram:
    files = {each.filename.partition("/")[2]: each for each in archive.infolist()}
    if any(each.filename.startswith("serialized_") for each in archive.infolist()):
        raise EoDeepError(f"'{name}' is of an older format, whose weights would have to be unpickled; {_SAVE_AGAIN}.")
    if sum(each.file_size for each in files.values()) > _MAX_BYTES:
        raise EoDeepError(f"'{name}' holds more than {_MAX_BYTES // 10**9} GB.")
    (model,) = [each for each in files if re.fullmatch(r"models/\w+\.json", each)]

    def read_text(file: str) -> Any:
        return parse_json(archive.read(files[file]).decode(), _MAX_JSON_BYTES, finite=False)

    stated = read_text(model)["graph_module"]
    graph, label = stated["graph"], model[len("models/") : -len(".json")]
    tensors: dict[str, Tensor] = {}
    for kind in ("weights", "constants"):
        file = f"data/{kind}/{label}_{kind}_config.json"
        for key, entry in (read_text(file)["config"] if file in files else {}).items():
            if entry["use_pickle"] or entry["tensor_meta"] is None:
                raise EoDeepError(f"'{name}' holds {kind} that would have to be unpickled; {_SAVE_AGAIN}.")
            tensors[key] = _read_tensor(archive.read(files[f"data/{kind}/{entry['path_name']}"]), entry["tensor_meta"])
    values, images = {}, []
    for each in stated["signature"]["input_specs"]:
        ((kind, spec),) = each.items()
        if kind == "user_input":
            images.append(spec["arg"]["as_tensor"]["name"])
        else:
            keys = {"parameter": "parameter_name", "buffer": "buffer_name", "tensor_constant": "tensor_constant_name"}
            values[spec["arg"]["name"]] = tensors[spec[keys[kind]]]
    results = [each["user_output"]["arg"]["as_tensor"]["name"] for each in stated["signature"]["output_specs"]]
    if len(images) != 1 or len(results) != 1:
        raise EoDeepError(f"'{name}' must have one input and one output, got {len(images)} and {len(results)}.")
    sizes = [_read_size(each) for each in graph["tensor_values"][images[0]]["sizes"]]
    return ExportedProgram(graph, values, sizes, images[0], results[0]).eval()


def _read_size(stated: Mapping) -> int | None:
    return int(stated["as_int"]) if "as_int" in stated else None


def _read_tensor(data: bytes, stated: Mapping) -> Tensor:
    dtype, sizes = _DTYPES[stated["dtype"]], [int(each["as_int"]) for each in stated["sizes"]]
    if not data:
        return torch.zeros(sizes, dtype=torch.float32)
    strides, offset = [int(each["as_int"]) for each in stated["strides"]], int(stated["storage_offset"]["as_int"])
    found = torch.as_strided(torch.frombuffer(bytearray(data), dtype=dtype), sizes, strides, offset).clone()
    return found.float() if found.is_floating_point() else found


def _read_node(node: Mapping) -> tuple[Any, list, dict, list[str], str]:
    """A step: its operator, its arguments, its results by name, and which of its inputs it changes."""
    operator, changed = _find_operator(str(node["target"]))
    given, named = [], {}
    for each in node["inputs"]:
        if each.get("kind") == 2:
            named[str(each["name"])] = each["arg"]
        else:
            given.append(each["arg"])
    outputs: list[str] = []
    for each in node["outputs"]:
        ((kind, value),) = each.items()
        if kind == "as_tensors":
            outputs += [part["name"] for part in value]
        elif kind == "as_sym_int":
            outputs.append(value["as_name"])
        else:
            outputs.append(value["name"])
    named.pop("device", None)
    return operator, given, named, outputs, given[0]["as_tensor"]["name"] if changed else ""


def _find_operator(target: str) -> tuple[Any, bool]:
    """What a node calls, and whether it changes its first input. EoDeepError for all that is not listed here."""
    size = re.fullmatch(r"_operator\.(\w+)", target)
    if size and size[1] in _OF_SIZES:
        return _OF_SIZES[size[1]], False
    found = re.fullmatch(r"torch\.ops\.aten\.(\w+)\.(\w+)", target)
    if found and found[1] == "sym_size":
        return (lambda image, axis: image.size(axis)), False
    name = found[1] if found else ""
    in_place = name.endswith("_") and name[:-1] in _OPERATORS
    if not found or (name not in _OPERATORS and not in_place):
        raise EoDeepError(f"The program uses the operator {quote(target)}, which is not among those that can be "
                          "imported.")  # fmt: skip
    return getattr(getattr(torch.ops.aten, name.rstrip("_") if in_place else name), found[2]), in_place


def _fill(stated: Mapping, values: Mapping[str, Any]) -> Any:
    """The value of an argument."""
    ((kind, value),) = stated.items()
    if kind == "as_none":
        return None
    if kind == "as_tensor":
        return values[value["name"]]
    if kind in ("as_tensors", "as_optional_tensors"):
        return [_fill(each, values) if kind != "as_tensors" else values[each["name"]] for each in value]
    if kind in ("as_int", "as_float", "as_bool", "as_string", "as_ints", "as_floats", "as_bools"):
        return value
    if kind in ("as_sym_int", "as_sym_bool", "as_sym_float"):
        return values[value["as_name"]] if "as_name" in value else next(iter(value.values()))
    if kind == "as_sym_ints":
        return [values[each["as_name"]] if "as_name" in each else each["as_int"] for each in value]
    if kind == "as_scalar_type":
        return _DTYPES[value]
    if kind in ("as_memory_format", "as_layout"):
        return None
    raise EoDeepError(f"The program has an argument of kind {quote(kind)}, which cannot be imported.")
