"""The maps that class probabilities make: the classes, and the probabilities themselves."""

from __future__ import annotations

import math
from contextlib import ExitStack

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.raster_writer import RasterWriter
from ..io.styles import probability_style
from ..progress import Progress, silent
from .finite_check import FiniteCheck
from .probabilities import choose_classes, round_probabilities


class MapWriter:
    """Writes class map and probabilities (either may be None) from the probabilities of blocks; a context manager.

    card: has the classes, and the threshold of two. finite_check: how many of the pixels' probabilities were finite;
    the others are nodata.
    """

    def __init__(self, card: dict, grid: Grid, output: str | None, probabilities: str | None, block_px: int,
                 overviews: bool, progress: Progress = silent):
        classes = card["classes"]
        self.finite_check = FiniteCheck()
        self._card = card
        self._map = self._scores = None
        with ExitStack() as files:
            if output:
                self._map = files.enter_context(
                    RasterWriter(output, grid, 1, "uint8", UNKNOWN, ["class"], classes, block_px, overviews,
                                 progress=progress))
            if probabilities:
                names = [f"probability of {entry['name']}" for entry in classes]
                style = probability_style(len(classes), classes[-1]["color"])
                self._scores = files.enter_context(
                    RasterWriter(probabilities, grid, len(classes), "float32", math.nan, names, None, block_px,
                                 overviews, style, progress, band_classes=classes))
            self._files = files.pop_all()

    def __enter__(self) -> MapWriter:
        return self

    def __exit__(self, *exc) -> None:
        self._files.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""
        valid = self.finite_check.select_finite(scores, valid)
        if self._map:
            self._map.write(choose_classes(scores, valid, self._card)[None], window)
        if self._scores:
            self._scores.write(round_probabilities(scores, valid), window)
