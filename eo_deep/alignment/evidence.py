"""The evidence that a map is matched with: a network's outputs for an image on a coarse grid, kept in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from rasterio.windows import Window
from torch.nn import functional

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..models.image_input import ModelImage
from ..models.model_file import Model
from ..progress import Progress, silent
from ..streaming.finite_check import FiniteCheck
from ..streaming.image_job import BlockWriter, ImageJob
from ..streaming.pipeline import Output
from .confidence import ConfidenceWeights
from .shape_points import CHANNELS
from .shift_field import FieldSettings
from .templates import bound

# Evidence is kept at about this ground resolution: a finer one places buildings no better.
_RESOLUTION_M = 0.6
_NODATA = 0
_ZERO = 128
_STEPS_PER_UNIT = 16  # bytes reach from -7.9 to 7.9; no network is reliable beyond
_VALUES = ((np.arange(256) - _ZERO) / _STEPS_PER_UNIT).astype(np.float32)
_VALUES[_NODATA] = 0  # cells without data count as 0, which supports nothing
_MIN_PROBABILITY = 1 / 1024
_STRIP_PX = 1 << 16
# Measured on towns of the building model's training: its pixels are far from independent of each other.
_CORRELATION_FIELD = FieldSettings(temperature=10.0)
_CORRELATION_BACKGROUND = 0.0
# Fitted by benchmarks/alignment/confidence_weights.py on the building model's validation parts.
_LEARNED_CONFIDENCE = ConfidenceWeights(0.65, 0.094, -1.72)
_CORRELATION_CONFIDENCE = ConfidenceWeights(0.94, 0.006, -2.42)


@dataclass(frozen=True)
class Evidence:
    """Evidence of one image, open for reading from any thread; `collect_evidence` makes it.

    source: its file, bytes; a band with the building's logit, and seven with CHANNELS of a network for alignment.
    resolution_m: size of its cells on the ground along rows and columns. background_score: of the null hypothesis, an
    object that is not in the image. field: how neighbours are weighed with this evidence, see `infer_shifts`.
    confidence: how the confidence follows from beliefs and scores.
    """

    source: RasterSource
    resolution_m: tuple[float, float]
    background_score: float
    field: FieldSettings
    confidence: ConfidenceWeights = _LEARNED_CONFIDENCE

    @property
    def grid(self) -> Grid:
        """The grid of the evidence's cells, which begins where the image does."""
        return self.source.grid

    @property
    def supports_lines(self) -> bool:
        """Whether lines that bound nothing can be matched with it."""
        return self.source.count > 1

    def read(self, window: Window, factor: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Values (7, h, w) float32 of CHANNELS, 0 = nodata, and which cells are valid, (h, w) bool.

        window: of the grid whose cells are `factor` times larger; it may reach beyond the image.
        """
        values, valid = self._read(window, factor)
        if len(values) == 1:  # buildings alone: what is inside one should be building, what is beside it not
            values = np.concatenate([values, -values, np.zeros((len(CHANNELS) - 2, *valid.shape), np.float32)])
            return values, valid
        return values[1:], valid

    def _read(self, window: Window, factor: int) -> tuple[np.ndarray, np.ndarray]:
        fine = Window(*(factor * side for side in (window.col_off, window.row_off, window.width, window.height)))
        stored, _ = self.source.read(fine, masked=False)
        return _average_cells(_VALUES[stored], stored[0] != _NODATA, factor)


class EvidenceMaker:
    """How a model's scores become evidence of an image.

    model: for alignment (its channels are the building's logit and CHANNELS) or for segmentation, then `building` is
    the position of that class. output: for a job with cells of cell_px. Raises EoDeepError where neither the image nor
    the model has a pixel size.
    """

    def __init__(self, model: Model, image: ModelImage, building: int | None = None):
        card = model.card
        pixel_m = _measure_pixels(image, card)
        self.pixel_m = pixel_m
        if building is None:
            self.cell_px, self._count = card["matching"]["grid_px"], 1 + len(CHANNELS)
            self._background_score, self._field = card["matching"]["null_score"], FieldSettings(**card.get("field", {}))
            self._confidence = _LEARNED_CONFIDENCE
        else:
            self.cell_px, self._count = max(1, round(_RESOLUTION_M / max(pixel_m))), 1
            self._background_score, self._field = _CORRELATION_BACKGROUND, _CORRELATION_FIELD
            self._confidence = _CORRELATION_CONFIDENCE
        self.output = Output(_CellMeans(self.cell_px, building))
        self._resolution_m = pixel_m[0] * self.cell_px, pixel_m[1] * self.cell_px

    @contextmanager
    def write(self, path: Path, job: ImageJob, progress: Progress = silent) -> Iterator[BlockWriter]:
        """A writer for a job with this output, to the raster `path`; reports how many outputs were not finite."""
        grid, size = job.grid, self.cell_px
        cells = Grid(grid.crs, grid.transform * rasterio.Affine.scale(size), -(-grid.width // size),
                     -(-grid.height // size))  # fmt: skip
        with RasterWriter(path, cells, self._count, "uint8", _NODATA, block_px=job.block_px) as raster:
            writer = _CellWriter(raster, size)
            yield writer
        writer.finite_check.warn("places in the image", progress)

    @contextmanager
    def open(self, path: Path) -> Iterator[Evidence]:
        """The evidence that was written to `path`."""
        with open_raster(path) as source:
            yield Evidence(source, self._resolution_m, self._background_score, self._field, self._confidence)


@contextmanager
def collect_evidence(image: ModelImage, model: Model, building: int | None, path: Path,
                     near: tuple[np.ndarray, float] | None = None, progress: Progress = silent) -> Iterator[Evidence]:
    """Run a network once over an image of any size, in flat memory; a context manager.

    Parameters
    ----------
    image : ModelImage
    model : Model
    building : int or None
        See `EvidenceMaker`.
    path : Path
        Of the temporary file; it is removed at the end.
    near : tuple of ndarray (N,) and float, optional
        Geometries in pixels of the image's working grid, and a distance in metres; farther from them nothing is
        computed.
    progress : Progress

    Yields
    ------
    Evidence

    Raises
    ------
    EoDeepError
        For an image that does not fit the model.
    """
    maker = EvidenceMaker(model, image, building)
    job = ImageJob(model, image, [maker.output], cell_px=maker.cell_px)
    units = job.plan()
    if near:
        tree, margin_px = shapely.STRtree(near[0]), near[1] / min(maker.pixel_m)
        units = [unit for unit in units if len(tree.query(_outline(unit.core, margin_px)))]
    try:
        with maker.write(path, job, progress) as writer:
            job.run(units, [writer], progress)
        with maker.open(path) as evidence:
            yield evidence
    finally:
        path.unlink(missing_ok=True)


class _CellMeans:
    """An `Output` of the network: the means of its scores over cells, on the network's device."""

    def __init__(self, cell_px: int, building: int | None):
        self._size, self._building = cell_px, building

    def __call__(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        """Means (C, ceil(h / cell), ceil(w / cell)) float32 of scores (K, h, w) at valid pixels, (h, w) bool.

        Strip by strip, so that intermediate results fit into the processor's cache.
        """
        size = self._size
        rows = scores.shape[1] if scores.is_cuda else size * max(1, _STRIP_PX // (size * scores.shape[2]))
        tops = range(0, scores.shape[1], rows)
        return torch.cat([self._pool(scores[:, top : top + rows], valid[top : top + rows]) for top in tops], dim=1)

    def _pool(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        size, values = self._size, self._to_evidence(scores)
        values = functional.pad(values, (0, -values.shape[2] % size, 0, -values.shape[1] % size))
        whole = values.shape[1:] == valid.shape and valid.all()
        if not whole:
            values[:, : valid.shape[0], : valid.shape[1]] *= torch.from_numpy(valid).to(values.device)
        means = functional.avg_pool2d(values[None], size)[0] if size > 1 else values
        if not whole:
            count = _count(valid, size)
            weights = np.where(2 * count >= size**2, size**2 / np.maximum(count, 1), 0).astype(np.float32)
            means = means * torch.from_numpy(weights).to(means.device)
        return means.contiguous()

    def _to_evidence(self, scores: torch.Tensor) -> torch.Tensor:
        if self._building is None:
            return bound(scores.float())
        probability = scores.float().softmax(dim=0)[self._building : self._building + 1]
        probability = probability.clamp(_MIN_PROBABILITY, 1 - _MIN_PROBABILITY)
        return torch.log(probability / (1 - probability))


class _CellWriter:
    """Writes such means as bytes."""

    def __init__(self, writer: RasterWriter, cell_px: int):
        self._writer, self._size = writer, cell_px
        self.finite_check = FiniteCheck()

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, ceil(h / cell), ceil(w / cell)) float32; valid (h, w) bool; window: of these pixels."""
        valid = self.finite_check.select_finite(scores, 2 * _count(valid, self._size) >= self._size**2)
        with np.errstate(invalid="ignore"):
            stored = np.round(scores * _STEPS_PER_UNIT + _ZERO).clip(1, 255).astype(np.uint8)
        stored[:, ~valid] = _NODATA
        place = (int(side) // self._size for side in (window.col_off, window.row_off))
        self._writer.write(stored, Window(*place, stored.shape[2], stored.shape[1]))


def _count(valid: np.ndarray, size: int) -> np.ndarray:
    """How many of a cell's pixels are valid, (ceil(h / size), ceil(w / size))."""
    padded = np.pad(valid, [(0, -side % size) for side in valid.shape])
    return padded.reshape(padded.shape[0] // size, size, padded.shape[1] // size, size).sum(axis=(1, 3))


def _average_cells(values: np.ndarray, valid: np.ndarray, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """Means (C, h, w) of valid values over cells of factor x factor, 0 where less than half of a cell is valid."""
    if factor == 1:
        return values, valid
    height, width = valid.shape[0] // factor, valid.shape[1] // factor
    sums = values.reshape(len(values), height, factor, width, factor).sum(axis=(2, 4), dtype=np.float32)
    count = _count(valid, factor)
    enough = 2 * count >= factor**2
    return sums / np.maximum(count, 1).astype(np.float32) * enough, enough


def _measure_pixels(image: ModelImage, card: dict) -> tuple[float, float]:
    """Size in metres of the pixels to work on; without CRS those of the settings, or else of the model."""
    own, grid, pixel_size_m = image.source.grid, image.grid, image.settings.pixel_size_m
    if grid.ground_resolution_m:
        return grid.ground_resolution_m
    if pixel_size_m:
        return pixel_size_m * own.width / grid.width, pixel_size_m * own.height / grid.height
    size_m = card["inputs"][0].get("resolution_m")
    if not size_m:
        raise EoDeepError("The pixel size is not known: the image has no CRS and the model no resolution; give the "
                          "pixel size.")
    return size_m, size_m


def _outline(window: Window, margin_px: float) -> shapely.Polygon:
    left, top = window.col_off, window.row_off
    return shapely.box(left - margin_px, top - margin_px, left + window.width + margin_px,
                       top + window.height + margin_px)  # fmt: skip
