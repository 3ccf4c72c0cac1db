"""The self-test of the engine."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .check import check_engine

__getattr__, __dir__, __all__ = attach(__name__)
