"""The library front: doors that take and give arrays, open datasets and GeoDataFrames as well as files, and models."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .predictors import load_model
    from .results import Raster, Result, Vectors

__getattr__, __dir__, __all__ = attach(__name__)
