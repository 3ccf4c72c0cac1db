"""Samples for training: how many there are in each class, which of them are taken, and what rasters hold there."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .extraction import extract_samples
    from .patch_export import extract_patches
    from .selection import select_samples
    from .statistics import class_statistics

__getattr__, __dir__, __all__ = attach(__name__)
