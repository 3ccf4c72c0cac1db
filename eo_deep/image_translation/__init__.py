"""Images translated: into maps of few colours, or into images as another sensor or another day shows them."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .inference import translate_image
    from .train import train_translation

__getattr__, __dir__, __all__ = attach(__name__)
