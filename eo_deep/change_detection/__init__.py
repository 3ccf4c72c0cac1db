"""What changed between dates of one place: scores, polygons, and false alarms that are measured."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .detect import detect_change

__getattr__, __dir__, __all__ = attach(__name__)
