"""Accuracy assessment of maps, polygons, alignments and images."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .alignment.assess import assess_alignment
    from .change.assess import assess_change
    from .images.detail_scores import DETAIL_NAMES, map_details
    from .images.expected_errors import ErrorScores, score_expected_errors
    from .images.palette_scores import count_colors
    from .images.pixel_scores import (
        SSIM_REACH_PX,
        PixelScorer,
        PixelScores,
        ValueRange,
        fit_value_range,
        measure_angles,
        score_pixels,
    )
    from .images.realism import SampleScores, score_samples
    from .images.spectrum import compare_energy_db, measure_power
    from .maps.assess import assess_accuracy
    from .polygons.compare import compare_polygons

__getattr__, __dir__, __all__ = attach(__name__)
