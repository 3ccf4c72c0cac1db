"""Vectors moved to where an image shows them."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .align import align_vectors
    from .training.train import train_alignment

__getattr__, __dir__, __all__ = attach(__name__)
