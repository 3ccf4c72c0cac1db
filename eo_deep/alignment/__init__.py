"""Vectors moved to where an image shows them."""

from typing import TYPE_CHECKING

from ..runtime.lazy import attach

if TYPE_CHECKING:
    from .align import align_vectors, check_overlap, check_settings, load_matching_model, open_evidence, warn_of_lines
    from .confidence import measure_log_odds
    from .evidence import Evidence, EvidenceMaker
    from .placement import ALIGNED, FOLLOWS, NOT_FOUND, UNCHANGED, Alignment, find_alignment
    from .shift_search import score_objects
    from .training.train import train_alignment

__getattr__, __dir__, __all__ = attach(__name__)
