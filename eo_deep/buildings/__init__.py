"""Building polygons from an image."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .extract import extract_buildings

__getattr__, __dir__, __all__ = attach(__name__)
