"""Objects as polygons, each with its own walls: networks that see borders, directions and corners."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .extract import extract_polygons
    from .object_maps import ObjectMaps, ObjectMapsMaker, load_object_model, open_object_maps
    from .train import train_polygons

__getattr__, __dir__, __all__ = attach(__name__)
