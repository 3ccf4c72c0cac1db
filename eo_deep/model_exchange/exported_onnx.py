"""Programs of torch.export as ONNX programs, which all that reads those then takes."""

from __future__ import annotations

import tempfile
import warnings

import torch

from ..errors import EoDeepError
from ..io.value_rules import quote
from ..models.exported_program import ExportedProgram, read_exported
from ..models.onnx_format import OPSET, require_onnx

SUFFIX = ".pt2"
_OPEN_PX = 256  # a side for the trace where the program takes any
_AXES = {0: "batch", 2: "height", 3: "width"}


def convert_exported(path: str, name: str) -> bytes:
    """The ONNX program of a file of torch.export. EoDeepError for what is none, or uses what cannot be imported."""
    require_onnx()
    program = read_exported(path, name)
    sizes = program.sizes
    if len(sizes) != 4 or not sizes[1]:
        stated = ", ".join("any" if size is None else str(size) for size in sizes)
        raise EoDeepError(f"The input of '{name}' must be (batch, bands, side, side) with a known number of bands, got "
                          f"({stated}).")  # fmt: skip
    image = torch.zeros(sizes[0] or 1, sizes[1], sizes[2] or _OPEN_PX, sizes[3] or _OPEN_PX)
    return _write(program, image, name)


def _write(program: ExportedProgram, image: torch.Tensor, name: str) -> bytes:
    open_axes = {axis: word for axis, word in _AXES.items() if program.sizes[axis] is None}
    try:
        with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="eo_deep_onnx_") as folder, \
                torch.inference_mode():  # fmt: skip
            warnings.simplefilter("ignore")
            result = program(image)
            named = {axis: word for axis, word in open_axes.items() if axis < result.dim()}
            torch.onnx.export(program, (image,), f"{folder}/program.onnx", dynamo=False, opset_version=OPSET,
                              input_names=["image"], output_names=["result"],
                              dynamic_axes={"image": open_axes, "result": named} if open_axes else None)  # fmt: skip
            with open(f"{folder}/program.onnx", "rb") as file:
                return file.read()
    except EoDeepError:
        raise
    except Exception as error:  # torch's exporter has no common class
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise EoDeepError(f"The program '{name}' cannot be made an ONNX program: {quote(reason, 120)}.") from None
