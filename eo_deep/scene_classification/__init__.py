"""Land cover of image patches (scene classification)."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .classify import classify_scenes
    from .train import train_scenes

__getattr__, __dir__, __all__ = attach(__name__)
