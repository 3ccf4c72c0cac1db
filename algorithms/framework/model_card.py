"""A model file's card in QGIS's process: read and checked by the engine's own module, which needs Python alone."""

from __future__ import annotations

from ...eo_deep.errors import EoDeepError as ModelCardError
from ...eo_deep.io.card_schema import TASKS, describe_inputs, find_wrong_number
from ...eo_deep.io.model_card import read_card

__all__ = ["TASKS", "ModelCardError", "describe_inputs", "find_wrong_number", "read_card", "read_resolution_m"]


def read_resolution_m(path: str | None) -> float | None:
    """The ground resolution that a model file was made for; None without a model that states it."""
    try:
        return None if path is None else read_card(path)["inputs"][0].get("resolution_m")
    except ModelCardError:
        return None
