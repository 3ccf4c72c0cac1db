"""Accuracy assessment of maps, polygons and alignments."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .alignment.assess import assess_alignment
    from .maps.assess import assess_accuracy
    from .polygons.compare import compare_polygons

__getattr__, __dir__, __all__ = attach(__name__)
