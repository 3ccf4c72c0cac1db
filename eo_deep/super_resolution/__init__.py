"""Images made finer, whose values still are the measured ones."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .assess import assess_super_resolution
    from .inference import super_resolve
    from .train import train_super_resolution

__getattr__, __dir__, __all__ = attach(__name__)
