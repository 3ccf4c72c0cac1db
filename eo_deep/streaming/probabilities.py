"""Class probabilities of an image, brought from the network's grid to the image's own pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.parts import making, open_parts
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.vector_layer import list_blocks, rasterize_area
from ..models.bundled import find_thresholds
from ..progress import Progress, silent
from ..runtime.memory import make_array
from .finite_check import FiniteCheck
from .image_job import BlockWriter, ImageJob

NOTHING = "Nothing was classified: every pixel is nodata or outside the area."
# Of a job's time; the rest brings the probabilities to the image's pixels.
PREDICTING_SHARE = 0.97
_RESAMPLED_PX = 1024


class Maps(BlockWriter, Protocol):
    """Takes probabilities, and counts those that are not finite; a context manager."""

    finite_check: FiniteCheck

    def __enter__(self) -> Maps: ...

    def __exit__(self, *exc: object) -> None: ...


class ProbabilityWriter:
    """Writes probabilities (K, h, w) to a raster of K bands, float32, NaN = nodata; a context manager."""

    def __init__(self, raster: RasterWriter):
        self.finite_check = FiniteCheck()
        self._raster = raster

    def __enter__(self) -> ProbabilityWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`."""
        self._raster.write(round_probabilities(scores, self.finite_check.select_finite(scores, valid)), window)


def round_probabilities(scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Probabilities (K, h, w) float32 as they are stored: multiples of 1/1024, NaN where not `valid`, (h, w) bool.

    These steps are finer than any network's calibration, and let the file shrink threefold.
    """
    rounded = make_array(scores.shape, np.float32)
    np.multiply(scores, np.float32(1024), out=rounded)
    np.round(rounded, out=rounded)
    rounded /= 1024
    np.copyto(rounded, np.nan, where=~valid)
    return rounded


def choose_classes(scores: np.ndarray, valid: np.ndarray, card: dict) -> np.ndarray:
    """The values (h, w) uint8 of the classes that probabilities (K, h, w) stand for, UNKNOWN where not `valid`.

    Of two classes it is the second from the threshold of the model's card on, of more the most probable one.
    """
    values = np.array([entry["value"] for entry in card["classes"]], np.uint8)
    if len(values) == 2:
        step = values[1:] - values[:1]  # numbers of 8 bits wrap round
        chosen = (scores[1] >= find_thresholds(card).threshold) * step + values[:1]
    else:  # numpy's argmax takes longer, and gives 8 bytes for each pixel
        chosen, highest = np.full(valid.shape, values[0]), scores[0].copy()
        for value, score in zip(values[1:], scores[1:], strict=True):
            np.copyto(chosen, value, where=score > highest)
            np.maximum(score, highest, out=highest)
    return np.where(valid, chosen, np.uint8(UNKNOWN))


@contextmanager
def write_on_image_grid(job: ImageJob, open_maps: Callable[[Grid, int], Maps], count: int, target: str | Path,
                        progress: Progress = silent, finest: bool = False) -> Iterator[BlockWriter]:
    """A writer for a job's probabilities that brings them to the image's own pixels; a context manager.

    Where the network works on another grid, they go through a temporary file, and are resampled (bilinear) when the
    context ends. Reports how many were not finite.

    Parameters
    ----------
    job : ImageJob
    open_maps : callable (Grid, int) -> Maps
        Opens what takes them on the image's grid, with blocks of so many pixels.
    count : int
        Number of bands.
    target : path
        The output beside which the temporary file lies.
    progress : Progress
    finest : bool
        On the network's grid instead where its pixels are smaller: what it makes of large pixels stays as fine.

    Yields
    ------
    BlockWriter
    """
    source = job.image.source
    if not job.image.is_resampled or (finest and job.grid.is_finer_than(source.grid)):
        with open_maps(job.grid, job.block_px) as maps:
            yield maps
        maps.finite_check.warn("pixels", progress)
        progress(1.0)
        return
    job.reach_px = _find_reach(job.grid, source.grid)
    with scratch_folder(target) as folder:
        path = folder / "working.tif"
        with ProbabilityWriter(_open_raster(path, job.grid, count, job.block_px)) as writer:
            yield writer
        writer.finite_check.warn("pixels", progress)
        with open_parts(source.grid, _RESAMPLED_PX, progress), open_maps(source.grid, 512) as maps, \
                open_raster(path, grid=source.grid) as coarse, \
                making(list_blocks(job.area, source.grid, _RESAMPLED_PX), _itself) as (blocks, settle):  # fmt: skip
            for number, window in enumerate(blocks, 1):
                with job.timing.measure("resample"):
                    _resample(job, coarse, maps, window)
                settle(window)
                progress(PREDICTING_SHARE + (1 - PREDICTING_SHARE) * number / len(blocks))


def _itself(window: Window) -> Window:
    return window


def _find_reach(coarse: Grid, fine: Grid) -> int:
    """How many pixels of the network's grid the image's pixels are interpolated from, to each side; one to spare."""
    return math.ceil(max(1.0, coarse.width / fine.width, coarse.height / fine.height)) + 1


def write_probabilities(job: ImageJob, path: Path, count: int, progress: Progress = silent):
    """A context with a writer of probabilities to the raster `path` of `count` bands, on the image's own pixels or the
    network's smaller ones."""

    def open_bands(grid: Grid, block_px: int) -> ProbabilityWriter:
        return ProbabilityWriter(_open_raster(path, grid, count, block_px))

    return write_on_image_grid(job, open_bands, count, path, progress, True)


def _open_raster(path: Path, grid: Grid, count: int, block_px: int) -> RasterWriter:
    return RasterWriter(path, grid, count, "float32", math.nan, block_px=block_px)


def _resample(job: ImageJob, coarse: RasterSource, maps: BlockWriter, window: Window) -> None:
    """Bring one window from the network's grid to the image's."""
    wanted = rasterize_area(job.area, job.image.source.grid, window)
    if not wanted.any():
        return
    scores, valid = coarse.read(window)
    wanted &= valid
    if wanted.any():
        maps.write(scores, wanted & job.image.source.read(window)[1], window)
