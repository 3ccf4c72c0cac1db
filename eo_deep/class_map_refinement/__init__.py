"""Class maps made better after the fact: probabilities calibrated, and drawn to the edges of the image."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .refine import refine_map
    from .train import train_refinement

__getattr__, __dir__, __all__ = attach(__name__)
