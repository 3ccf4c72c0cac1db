"""Procedural scenes with their reference data."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .scene import make_scene

__getattr__, __dir__, __all__ = attach(__name__)
