"""Series of images of one place: models that tell what stays from what changes, learned without labels."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .train import train_time_series

__getattr__, __dir__, __all__ = attach(__name__)
