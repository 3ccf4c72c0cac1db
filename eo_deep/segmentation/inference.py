"""Semantic segmentation: every pixel of an image gets a class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.small_polygons import check_seen
from ..io.card_schema import UNKNOWN
from ..io.files import check_distinct, check_writable
from ..io.paths import ExtraRaster, NewRaster, RasterPath, VectorPath
from ..io.raster import Grid, RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.styles import probability_style
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.footprint import Footprint
from ..models.image_input import choose_working_grid, open_matching
from ..models.model_file import Model, load_model
from ..models.scaling import fit_scaling
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..streaming.answers import Answers
from ..streaming.pipeline import Predictor, Tile, Timing, core_of, default_core_px, stream
from ..streaming.tiling import Unit, block_px_of, plan_units


@algorithm("output", "probabilities", pixel_size_m=(0.001, None), core_px=(16, None))
def segment(image: RasterPath, model: str, bands: Sequence[int] | None = None, area: VectorPath | None = None,
            resample: bool = True, pixel_size_m: float | None = None, test_time_augmentation: bool = False,
            device: str = "auto", core_px: int | None = None, overviews: bool = False, output: NewRaster | None = None,
            probabilities: ExtraRaster | None = None, progress: Progress = silent) -> dict:
    """Classify every pixel of an image of any size, without seams and in flat memory.

    image: raster file; bands: 1-based band numbers in the model's order (None: matched by name). model: model file.
    area: polygons; outside of them nothing is classified. resample: work at the model's ground resolution, and bring
    the result back to the image's pixels. pixel_size_m: ground resolution of an image without CRS.
    test_time_augmentation: mean over eight flips and turns, eight times slower. core_px: side of the unit of work
    (None: chosen from memory). output: class map, uint8, 255 = unknown. probabilities: float32, a band per class, NaN =
    unknown.

    Unknown pixels (nodata, transparent, NaN) stay unknown. Raises EoDeepError for input that does not fit the model.
    Returns {"output", "probabilities", "units", "timing_s"}.
    """
    targets = [path for path in (output, probabilities) if path]
    check_distinct(targets, [image, model, area])
    for target in targets:
        check_writable(target)
    loaded, chosen = load_model(model, "segmentation"), choose_device(device)
    card = loaded.card
    with ExitStack() as files:
        source = files.enter_context(open_matching(image, card, bands, progress))
        where = read_area(area, source.grid, progress)
        grid = choose_working_grid(source.grid, card, resample, pixel_size_m, progress)
        if where is not None:
            check_seen("area", [(where.index, grid)], progress)
        reader = source if grid is source.grid else files.enter_context(source.on(grid))
        predictor = Predictor(loaded.network, chosen, card.get("bf16", False), test_time_augmentation)
        job = Job(loaded, source, reader, where, predictor, core_px or 0)
        units = job.plan()
        progress.message(
            f"{source.grid.width} x {source.grid.height} px on {chosen}, {len(units)} tiles of {job.core_px} px "
            f"with a margin of {job.footprint.halo_px} px."
        )
        if grid is source.grid:
            with MapWriter(card, grid, output, probabilities, job.block_px, overviews, progress) as maps:
                computed = job.run(units, maps, progress)
            maps.answers.warn("pixels", progress)
        else:
            computed = _predict_and_resample(job, units, output, probabilities, overviews, progress)
    if not computed:
        progress.warning("Nothing was classified: every pixel is unknown or outside the area.")
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "probabilities": probabilities, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


@dataclass
class Job:
    """One image through one network, cut into units that can run in any order, anywhere, and again.

    source: the image on its own grid; reader: the same on the grid to work on; where: polygons of the area, or None.
    core_px: 0 = chosen from memory.
    """

    model: Model
    source: RasterSource
    reader: RasterSource
    where: VectorLayer | None
    predict: Predictor
    core_px: int = 0
    batch_size: int = 1

    def __post_init__(self) -> None:
        card, self.grid = self.model.card, self.reader.grid
        self.footprint = Footprint(card["stride_px"], card["halo_px"][0], card["halo_px"][1], card.get("exact", True))
        channels = len(card["inputs"][0]["bands"])
        if self.core_px == 0:
            self.core_px = default_core_px(self.predict.network, self.footprint, channels, self.grid.width,
                                           self.grid.height, self.predict.device, card.get("bf16", False))
        align = math.lcm(self.footprint.stride_px, 16)
        if self.core_px % align:
            raise EoDeepError(f"Core size must be a multiple of {align} px for this model, got {self.core_px} px.")
        self.block_px = block_px_of(self.core_px)
        self.timing = Timing()
        self.scaling = fit_scaling(card["inputs"][0]["scaling"], self.source)
        if self.predict.device.type == "cuda":
            self.batch_size = max(1, (4096 // self.core_px) ** 2)

    def plan(self) -> list[Unit]:
        """The units of work, which write blocks that no other unit writes."""
        return plan_units(self.grid.width, self.grid.height, self.footprint, self.core_px)

    def run(self, units: Sequence[Unit], maps: BlockWriter, progress: Progress = silent) -> int:
        """Predict `units` of the plan, in any order, into `maps`; returns how many had something to predict."""

        def write(tile: Tile, scores: np.ndarray) -> None:
            maps.write(scores, tile.valid, tile.unit.core)

        return stream(units, self.read, self.predict, write, self.batch_size, progress, self.timing)

    def read(self, unit: Unit) -> Tile | None:
        """Read and scale a unit's window; None if none of its core is known and wanted."""
        wanted = rasterize_area(self.where, self.grid, unit.core)
        if not wanted.any():
            return None
        with self.timing.measure("read"):
            pixels, valid = self.reader.read(unit.window)
        known = core_of(unit, valid) & wanted
        if not known.any():
            return None
        with self.timing.measure("prepare"):
            return Tile(unit, self.scaling(pixels, valid), known)


class BlockWriter(Protocol):
    """Takes what the network says of a block."""

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""


class MapWriter:
    """Writes class map and probabilities (either may be None) from the probabilities of blocks; a context manager.

    answers: how many of the pixels' probabilities were finite; the others are unknown.
    """

    def __init__(self, card: dict, grid: Grid, output: str | None, probabilities: str | None, block_px: int,
                 overviews: bool, progress: Progress = silent):
        classes = card["classes"]
        self.answers = Answers()
        self._values = np.array([entry["value"] for entry in classes], np.uint8)
        # Of two classes one score tells all, and comparing it is five times faster than numpy's argmax.
        self._threshold = (card.get("threshold") or 0.5) if len(classes) == 2 else None
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
                                 overviews, style, progress, band_colors=[entry["color"] for entry in classes]))
            self._files = files.pop_all()

    def __enter__(self) -> MapWriter:
        return self

    def __exit__(self, *exc) -> None:
        self._files.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""
        valid = self.answers.sort_out(scores, valid)
        if self._map:
            if self._threshold is None:
                chosen = scores.argmax(axis=0)
            else:
                chosen = (scores[1] >= self._threshold).astype(np.intp)
            self._map.write(np.where(valid, self._values[chosen], np.uint8(UNKNOWN))[None], window)
        if self._scores:
            # Steps of 1/1024 are finer than any network's calibration, and let the file shrink threefold.
            rounded = np.round(scores * 1024) / 1024
            self._scores.write(np.where(valid, rounded, np.float32(np.nan)).astype(np.float32), window)


def _predict_and_resample(job: Job, units: list[Unit], output: str | None, probabilities: str | None, overviews: bool,
                          progress: Progress) -> int:
    """Predict on the working grid into a temporary file, then bring the probabilities to the image's pixels."""
    card, source, where = job.model.card, job.source, job.where
    target = output or probabilities or ""
    with scratch_folder(target) as folder:
        between = folder / "working.tif"
        with MapWriter(card, job.grid, None, str(between), job.block_px, False) as maps:
            computed = job.run(units, maps, progress.part(0, 0.97))
        maps.answers.warn("pixels", progress)
        with MapWriter(card, source.grid, output, probabilities, 512, overviews, progress) as maps, \
                open_raster(between, grid=source.grid) as coarse:
            blocks = list(source.grid.blocks(1024))
            for number, window in enumerate(blocks, 1):
                with job.timing.measure("resample"):
                    wanted = rasterize_area(where, source.grid, window)
                    if wanted.any():
                        scores, known = coarse.read(window)
                        wanted &= known
                    if wanted.any():
                        wanted &= source.read(window)[1]
                        maps.write(scores, wanted, window)
                progress(0.97 + 0.03 * number / len(blocks))
        return computed
