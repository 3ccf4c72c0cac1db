"""The ONNX format: its packages, which are an extra, and graphs that are read and written."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from ..errors import EoDeepError
from ..progress import Progress

# What Deepness's onnxruntime (1.12 to 1.17) reads, and all that the networks here need.
OPSET = 17
IR_VERSION = 8
GPU_PROVIDER = "CUDAExecutionProvider"
CARD_PROPERTY = "eo_deep"  # the key of a model's card among the metadata of a file


def require_onnx() -> Any:
    """The package onnx. EoDeepError with what to install where it is missing."""
    return _require("onnx")


def require_runtime() -> Any:
    """The package onnxruntime, or the same error."""
    return _require("onnxruntime")


def warn_of_program(arguments: Mapping[str, Any], device: str, progress: Progress) -> None:
    """Say what an imported network cannot do. arguments: on its card; device: kind of the one that was chosen."""
    if tile_px := arguments.get("tile_px"):
        progress.warning(f"What the imported network sees around a pixel is not known: it runs on tiles of {tile_px} "
                         f"px with {arguments['overlap_px']} px of overlap, and seams may show.")  # fmt: skip
    if device != "cpu" and GPU_PROVIDER not in require_runtime().get_available_providers():
        progress.warning("The installed onnxruntime does not use this GPU, so the imported network runs on the CPU.")


def _require(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise EoDeepError(f"Models in ONNX format need the package '{name}' in the engine's environment; add it with "
                          "'Set up the engine' in QGIS, or with 'python -m pip install onnx onnxruntime'.") from None
