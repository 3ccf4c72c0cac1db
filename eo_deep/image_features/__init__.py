"""Features of images without training data: written, searched for similar places, divided into classes."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .extraction import extract_features
    from .search import find_similar
    from .unsupervised import segment_unsupervised

__getattr__, __dir__, __all__ = attach(__name__)
