"""Models described, listed and compared with an image; brought in from other software, and taken out for it."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .describe import describe_model
    from .export import export_model
    from .fetching import fetch_model
    from .importing import import_model
    from .listing import list_models

__getattr__, __dir__, __all__ = attach(__name__)
