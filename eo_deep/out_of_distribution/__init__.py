"""Whether images resemble the training images of a model."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .compare import compare_domains

__getattr__, __dir__, __all__ = attach(__name__)
