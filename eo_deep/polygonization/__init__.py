"""Polygons from class maps and probabilities, and polygons made regular."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .approximation import Tolerances, approximate_in_batches, approximate_map
    from .polygon_fitting import fit_polygons
    from .polygon_means import ReadBand, draw_polygon, measure_means, outline_window, place_polygons, read_band
    from .regularization import regularize_polygons
    from .topology.marked_objects import BoxMarkers, Markers, PointMarkers
    from .topology.region_merging import merge_small
    from .topology.regions import label_regions
    from .vectorization import polygonize

__getattr__, __dir__, __all__ = attach(__name__)
