"""The ONNX format: its packages, which are an extra, and graphs that are read and written."""

from __future__ import annotations

import importlib
from typing import Any

from ..errors import EoDeepError

# What Deepness's onnxruntime (1.12 to 1.17) reads, and all that the networks here need.
OPSET = 17
IR_VERSION = 8
CARD_PROPERTY = "eo_deep"  # the key of a model's card among the metadata of a file


def require_onnx() -> Any:
    """The package onnx. EoDeepError with what to install where it is missing."""
    return _require("onnx")


def require_runtime() -> Any:
    """The package onnxruntime, or the same error."""
    return _require("onnxruntime")


def _require(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise EoDeepError(f"Models in ONNX format need the package '{name}' in the engine's environment; add it with "
                          "'Set up the engine' in QGIS, or with 'python -m pip install onnx onnxruntime'.") from None
