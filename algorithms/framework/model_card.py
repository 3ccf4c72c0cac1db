"""A model file's card in QGIS's process: read and checked by the engine's own module, which needs Python alone."""

from __future__ import annotations

from ...eo_deep.errors import EoDeepError as ModelCardError
from ...eo_deep.io.card_schema import (
    FINEST_VIEW,
    ONNX_PROMPTS,
    POLYCNN,
    TASKS,
    describe_inputs,
    find_wrong_number,
)
from ...eo_deep.io.model_card import read_card

__all__ = [
    "FINEST_VIEW", "ONNX_PROMPTS", "POLYCNN", "TASKS", "ModelCardError", "answers_to_prompts", "describe_inputs",
    "find_wrong_number", "read_card", "read_resolution_m",
]  # fmt: skip


def answers_to_prompts(path: str | None) -> str | None:
    """The network of a model that finds nothing by itself, only what points or boxes mark; None for others."""
    try:
        name = read_card(path).get("network", {}).get("name") if path else None
    except ModelCardError:
        return None
    return name if name in (ONNX_PROMPTS, POLYCNN) else None


def read_resolution_m(path: str | None) -> float | None:
    """The ground resolution that a model file was made for; None without a model that states it."""
    try:
        return None if path is None else read_card(path)["inputs"][0].get("resolution_m")
    except ModelCardError:
        return None
