"""Semantic segmentation: every pixel of an image gets a class."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from .devices import choose_device
from .errors import EoDeepError
from .modelfile import Model, load_model
from .progress import Progress, silent
from .raster import Grid, RasterSource, RasterWriter, check_writable, open_raster, temporary_path
from .scaling import fit_scaling
from .stream import Predictor, Tile, Timing, core_of, default_core_px, stream
from .styles import probability_style
from .tiles import Footprint, Unit, block_px_of, plan_units
from .vector import Polygons, inside, read_polygons

UNKNOWN = 255
# Working within a tenth of the model's resolution costs no accuracy, and leaves the image's pixels as they are.
_SAME_RESOLUTION = 1.1
_COARSEST = 5.0


def segment(image: str, model: str, bands: Sequence[int] | None = None, area: str | None = None, resample: bool = True,
            pixel_size_m: float | None = None, test_time_augmentation: bool = False, device: str = "auto",
            core_px: int | None = None, overviews: bool = False, output: str | None = None,
            probabilities: str | None = None, progress: Progress = silent) -> dict:
    """Classify every pixel of an image of any size, without seams and in flat memory.

    image: raster file; bands: 1-based band numbers in the model's order (None: matched by name). model: model file.
    area: polygons; outside of them nothing is classified. resample: work at the model's ground resolution, and bring the
    result back to the image's pixels. pixel_size_m: ground resolution of an image without CRS. test_time_augmentation:
    mean over eight flips and turns, eight times slower. core_px: side of the unit of work (None: chosen from memory).
    output: class map, uint8, 255 = unknown. probabilities: float32, a band per class, NaN = unknown.

    Unknown pixels (nodata, transparent, NaN) stay unknown. Raises EoDeepError for input that does not fit the model.
    Returns {"output", "probabilities", "units", "timing_s"}.
    """
    targets = [path for path in (output, probabilities) if path]
    if not targets:
        raise EoDeepError("Nothing to write: give an output or a probabilities file.")
    for target in targets:
        check_writable(target)
    loaded, chosen = load_model(model, "segmentation"), choose_device(device)
    card = loaded.card
    with open_matching(image, card, bands, progress) as source:
        where = read_polygons(area, crs=source.grid.crs, progress=progress) if area else None
        grid = working_grid(source.grid, card, resample, pixel_size_m, progress)
        job = Job(loaded, source, where, grid, Predictor(loaded.network, chosen, card.get("bf16", False),
                                                         test_time_augmentation), core_px)
        units = job.plan()
        progress.message(
            f"{source.grid.width} x {source.grid.height} px on {chosen}, {len(units)} tiles of {job.core_px} px "
            f"with a margin of {job.footprint.halo_px} px."
        )
        if grid is source.grid:
            with MapWriter(card, grid, output, probabilities, job.block_px, overviews) as maps:
                computed = stream(units, job.read, job.predict, lambda t, s: maps.write(s, t.valid, t.unit.core),
                                  job.batch_size, progress, job.timing)
        else:
            computed = _predict_and_resample(job, units, card, source, where, output, probabilities, overviews, progress)
    if not computed:
        progress.warning("Nothing was classified: every pixel is unknown or outside the area.")
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "probabilities": probabilities, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


@dataclass
class Job:
    """One image through one network, cut into units that can run in any order, anywhere, and again.

    source: the image on its own grid; grid: the one to work on; where: polygons of the area, or None.
    """

    model: Model
    source: RasterSource
    where: Polygons | None
    grid: Grid
    predict: Predictor
    core_px: int | None = None
    batch_size: int = 1

    def __post_init__(self) -> None:
        card, network = self.model.card, self.predict.network
        self.footprint = Footprint(card["stride_px"], *card["halo_px"], card.get("exact", True))
        channels = len(card["inputs"][0]["bands"])
        self.core_px = self.core_px or default_core_px(
            self.model.network, self.footprint, channels, self.grid.width, self.grid.height, self.predict.device,
            card.get("bf16", False))
        align = math.lcm(self.footprint.stride_px, 16)
        if self.core_px % align:
            raise EoDeepError(f"Core size must be a multiple of {align} px for this model, got {self.core_px} px.")
        self.block_px = block_px_of(self.core_px)
        self.timing = Timing()
        self.scaling = fit_scaling(card["inputs"][0]["scaling"], self.source)
        if self.grid is self.source.grid:
            self._reader = self.source
        else:
            self._reader = open_raster(self.source.path, self.source.bands, self.grid)
        if network is not None and self.predict.device.type == "cuda":
            self.batch_size = max(1, (4096 // self.core_px) ** 2)

    def plan(self) -> list[Unit]:
        """The units of work, which write blocks that no other unit writes."""
        return plan_units(self.grid.width, self.grid.height, self.footprint, self.core_px)

    def read(self, unit: Unit) -> Tile | None:
        """Read and scale a unit's window; None if none of its core is known and wanted."""
        wanted = inside(self.where, self.grid, unit.core)
        if not wanted.any():
            return None
        with self.timing.measure("read"):
            pixels, valid = self._reader.read(unit.window)
        known = core_of(unit, valid) & wanted
        if not known.any():
            return None
        with self.timing.measure("prepare"):
            return Tile(unit, self.scaling(pixels, valid), known)


class MapWriter:
    """Writes class map and probabilities (either may be None) from the probabilities of blocks; a context manager."""

    def __init__(self, card: dict, grid: Grid, output: str | None, probabilities: str | None, block_px: int,
                 overviews: bool):
        classes = card["classes"]
        self._values = np.array([entry["value"] for entry in classes], np.uint8)
        self._threshold = card.get("threshold") if len(classes) == 2 else None
        self._writers: list[RasterWriter] = []
        self._map = self._scores = None
        try:
            if output:
                self._map = RasterWriter(output, grid, 1, "uint8", UNKNOWN, ["class"], classes, block_px, overviews)
                self._writers.append(self._map)
            if probabilities:
                last = classes[-1]
                self._scores = RasterWriter(
                    probabilities, grid, len(classes), "float32", math.nan, [f"probability of {c['name']}" for c in classes],
                    block_px=block_px, overviews=overviews, style=probability_style(len(classes), last["color"]))
                self._writers.append(self._scores)
        except EoDeepError:
            self.__exit__(EoDeepError)
            raise

    def __enter__(self) -> MapWriter:
        return self

    def __exit__(self, *exc: object) -> None:
        for position, writer in enumerate(self._writers):
            try:
                writer.__exit__(*(exc or (None,)))
            except EoDeepError:
                for other in self._writers[position + 1 :]:
                    other.__exit__(EoDeepError)
                raise

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""
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


def _predict_and_resample(job: Job, units: list[Unit], card: dict, source: RasterSource, where: Polygons | None,
                          output: str | None, probabilities: str | None, overviews: bool, progress: Progress) -> int:
    """Predict on the working grid into a temporary file, then bring the probabilities to the image's pixels."""
    target = output or probabilities or ""
    between = temporary_path(Path(target).with_name(f"{Path(target).stem}_working.tif"))
    try:
        with MapWriter(card, job.grid, None, str(between), job.block_px, False) as maps:
            computed = stream(units, job.read, job.predict, lambda t, s: maps.write(s, t.valid, t.unit.core),
                              job.batch_size, progress.part(0, 0.9), job.timing)
        with MapWriter(card, source.grid, output, probabilities, 512, overviews) as maps, \
                open_raster(between, grid=source.grid) as coarse:
            blocks = list(source.grid.blocks(1024))
            for number, window in enumerate(blocks, 1):
                with job.timing.measure("resample"):
                    wanted = inside(where, source.grid, window)
                    if wanted.any():
                        scores, known = coarse.read(window)
                        wanted &= known
                    if wanted.any():
                        wanted &= source.read(window)[1]
                        maps.write(scores, wanted, window)
                progress(0.9 + 0.1 * number / len(blocks))
        return computed
    finally:
        for leftover in (between, between.with_suffix(".qml")):
            leftover.unlink(missing_ok=True)


def open_matching(image: str, card: dict, bands: Sequence[int] | None, progress: Progress) -> RasterSource:
    """Open the bands that the model wants: by choice, else by name, else all if there are as many.

    Raises EoDeepError, naming what does not fit and what would.
    """
    wanted = card["inputs"][0]
    names = wanted["bands"]
    source = open_raster(image, bands)
    try:
        chosen = list(source.bands)
        if bands is None:
            found = [_find(name, source.band_names) for name in names]
            if all(position is not None for position in found) and len(set(found)) == len(found):
                chosen = [source.bands[position] for position in found if position is not None]
        if len(chosen) != len(names):
            raise EoDeepError(
                f"The model needs {len(names)} bands ({', '.join(names)}), '{os.path.basename(image)}' gives "
                f"{len(chosen)} ({', '.join(source.band_names)}); choose the bands in the model's order."
            )
        _check_values(source, wanted, progress)
        if chosen == list(source.bands):
            return source
    except EoDeepError:
        source.close()
        raise
    source.close()
    return open_raster(image, chosen)


def _find(name: str, names: Sequence[str]) -> int | None:
    matches = [i for i, other in enumerate(names) if other.lower() == name.lower()]
    return matches[0] if len(matches) == 1 else None


def _check_values(source: RasterSource, wanted: dict, progress: Progress) -> None:
    expected = wanted.get("dtype")
    if not expected or source.dtype == expected:
        return
    what = f"'{os.path.basename(source.path)}' holds {source.dtype} values, the model learned from {expected}"
    if wanted["scaling"]["kind"] == "fixed":
        raise EoDeepError(f"{what}; convert the image to {expected} first.")
    progress.warning(f"{what}; they are stretched between the image's own percentiles.")


def working_grid(grid: Grid, card: dict, resample: bool, pixel_size_m: float | None, progress: Progress) -> Grid:
    """The grid on which the network sees the image: the image's own if `resample` is off or the resolutions agree.

    Raises EoDeepError if the image is more than 5 times coarser than what the model learned from.
    """
    wanted_m = card["inputs"][0].get("resolution_m")
    measured = grid.ground_resolution_m
    if pixel_size_m:
        if measured:
            progress.warning("The pixel size that was given is not used: the image's CRS tells it.")
        else:
            measured = pixel_size_m, pixel_size_m
    if not wanted_m:
        return grid
    if not measured:
        progress.warning(
            f"The image has no CRS, so its pixels are taken to be {wanted_m:g} m, as the model's are; give the pixel size "
            "if they are not."
        )
        return grid
    across, down = wanted_m / measured[0], wanted_m / measured[1]
    if min(across, down) < 1 / _COARSEST:
        raise EoDeepError(
            f"The image's pixels are {max(measured):.3g} m, the model learned from {wanted_m:g} m; it needs "
            f"{wanted_m * _COARSEST:.3g} m or finer."
        )
    if max(across, down, 1 / across, 1 / down) <= _SAME_RESOLUTION:
        return grid
    if not resample:
        progress.warning(
            f"The image's pixels are {max(measured):.3g} m, the model learned from {wanted_m:g} m; expect errors."
        )
        return grid
    progress.message(f"The image's pixels of {max(measured):.3g} m are resampled to the model's {wanted_m:g} m.")
    return grid.scaled(across, down)
