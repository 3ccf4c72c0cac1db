"""The confidence of a network for pixels, streamed beside its other outputs: see `models/confidence`."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ..geo.grid import Grid
from ..io.raster_writer import RasterWriter
from ..io.styles import confidence_style
from ..models.confidence import Confidence
from ..progress import Progress, silent
from .image_job import BlockWriter, ImageJob
from .pipeline import Output
from .probabilities import ProbabilityWriter, write_on_image_grid

_MEASURES = 2  # energy and distance, which `add_confidence` appends to a network's outputs


def confidence_of(confidence: Confidence) -> Output:
    """The confidence (1, h, w), 0..1, of a model with `add_confidence`; of the tile as it lies."""

    def activate(scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        return confidence.find_percentiles(scores[-_MEASURES:])[None]

    return Output(activate)


def without_measures(output: Output) -> Output:
    """An output of a network, made of what the same network gives with `add_confidence`."""
    activate: Callable[[torch.Tensor, np.ndarray], torch.Tensor] = output.activate
    return replace(output, activate=lambda scores, valid: activate(scores[:-_MEASURES], valid))


def write_confidence(job: ImageJob, path: str | Path, overviews: bool = False, progress: Progress = silent,
                     finest: bool = False) -> AbstractContextManager[BlockWriter]:
    """A context with a writer of confidence to the raster `path`, float32, NaN = nodata, on the image's own pixels.

    progress: receives what the raster's writer reports. finest: see `write_on_image_grid`.
    """

    def open_band(grid: Grid, block_px: int) -> ProbabilityWriter:
        return ProbabilityWriter(RasterWriter(str(path), grid, 1, "float32", math.nan, ["confidence"], None, block_px,
                                              overviews, confidence_style(1), progress))  # fmt: skip

    # What is not finite is reported with the probabilities.
    return write_on_image_grid(job, open_band, 1, path, finest=finest)
