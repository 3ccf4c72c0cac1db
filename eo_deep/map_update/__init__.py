"""A map brought up to date with an image."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .update import update_map

__getattr__, __dir__, __all__ = attach(__name__)
