"""Objects as boxes around them, by detectors of other software."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .detect import detect_objects

__getattr__, __dir__, __all__ = attach(__name__)
