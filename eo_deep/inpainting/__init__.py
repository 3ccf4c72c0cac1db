"""Missing pixels of images filled in."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .complete import complete_image

__getattr__, __dir__, __all__ = attach(__name__)
