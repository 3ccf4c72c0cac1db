"""Pixels classified by their features: bands, windows and formulas, by classifiers of scikit-learn."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .classify import classify_pixels
    from .train import train_pixels

__getattr__, __dir__, __all__ = attach(__name__)
