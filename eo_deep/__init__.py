"""The engine of EO Deep: deep networks on Earth observation images of any size. Imports neither qgis nor osgeo."""

import os
from typing import TYPE_CHECKING

from .runtime.lazy import attach

if TYPE_CHECKING:
    from .alignment import align_vectors, train_alignment
    from .buildings import extract_buildings
    from .change_detection import detect_change
    from .class_map_refinement import refine_map, train_refinement
    from .diagnostics import check_engine
    from .evaluation import assess_accuracy, assess_alignment, assess_change, compare_polygons
    from .image_features import extract_features, find_similar, segment_unsupervised
    from .image_generation import generate_scenes
    from .image_translation import train_translation, translate_image
    from .inpainting import complete_image
    from .library import load_model
    from .map_update import update_map
    from .model_exchange import describe_model, export_model, fetch_model, import_model, list_models
    from .object_detection import detect_objects
    from .out_of_distribution import compare_domains
    from .pixel_classification import classify_pixels, train_pixels
    from .polygon_extraction import extract_polygons, train_polygons
    from .polygonization import polygonize, regularize_polygons
    from .sample_selection import class_statistics, extract_patches, extract_samples, select_samples
    from .scene_classification import classify_scenes, train_scenes
    from .segmentation import segment, train_segmentation
    from .super_resolution import assess_super_resolution, super_resolve, train_super_resolution
    from .synthetic_scenes import make_scene
    from .time_series import train_time_series

__version__ = "0.1.0"

# For the engine's own process, not for QGIS, where this package is eo_deep_plugin.eo_deep. Read when torch loads.
# Threads that spin while they wait are 4 times slower as soon as another program (QGIS, say) wants a core too: measured
# 0.75 against 2.75 training steps per second on two busy cores.
if "." not in __name__:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

_find, __dir__, __all__ = attach(__name__)


def __getattr__(name: str) -> object:
    """A public function by its name; those that take files here take what a program holds in memory too."""
    found = _find(name)
    from .library.front import open_front  # only now: it loads rasterio

    return found if name == "load_model" else open_front(found)
