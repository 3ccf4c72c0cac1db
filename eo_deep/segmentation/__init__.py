"""Semantic segmentation: every pixel of an image gets a class."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .inference import segment
    from .train import train_segmentation

__getattr__, __dir__, __all__ = attach(__name__)
