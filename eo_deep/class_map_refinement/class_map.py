"""Class maps without probabilities, and the majority filter over them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.band_description import describe_band
from ..io.card_schema import UNKNOWN
from ..io.class_values import open_class_raster, read_values
from ..io.names import name_of
from ..io.parts import Tally, making, open_parts, track
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..models.footprint import Footprint
from ..progress import Progress
from ..runtime.threads import map_in_order
from ..streaming.pipeline import core_of
from ..streaming.tiling import Unit, block_px_of, plan_units
from .majority import filter_majority
from .probability_map import ProbabilityMap, open_probabilities

_CORE_PX = 1024


@dataclass(frozen=True)
class Labels:
    """Classes to be read by windows: (h, w) uint8 values, UNKNOWN where nodata. classes: of the legend, or none."""

    grid: Grid
    classes: list[dict]
    read: Callable[[Window], np.ndarray]


def open_labels(path: str, files: ExitStack, progress: Progress) -> Labels:
    """A class map, or the most probable classes of probabilities; `files` closes it."""
    source = files.enter_context(open_raster(path))
    if source.count == 1 and describe_band(source).scaling is None:
        classes = files.enter_context(open_class_raster(path, progress))
        return Labels(classes.grid, classes.classes, lambda window: _read_values(classes, window))
    maps = open_probabilities(path, progress)
    files.enter_context(maps.source)
    return Labels(maps.grid, maps.classes, lambda window: _choose(maps, window))


def _read_values(source: RasterSource, window: Window) -> np.ndarray:
    values, valid = read_values(source, window)
    wrong = valid & ((values < 0) | (values >= UNKNOWN))
    if wrong.any():
        raise EoDeepError(f"Class values must be 0 to {UNKNOWN - 1}, but '{name_of(source.path)}' holds "
                          f"{values[wrong][0]}.")
    return np.where(valid, values, UNKNOWN).astype(np.uint8)


def _choose(maps: ProbabilityMap, window: Window) -> np.ndarray:
    chances, valid = maps.read(window)
    values = np.array([entry["value"] for entry in maps.classes], np.uint8)
    return np.where(valid, values[chances.argmax(axis=0)], np.uint8(UNKNOWN))


def write_filtered(labels: Labels, output: str, radius_px: int, passes: int, core_px: int | None, overviews: bool,
                   progress: Progress) -> float:
    """Write labels after the majority filter; returns the share of the valid pixels that changed."""
    if core_px and core_px % 16:
        raise EoDeepError(f"The tile size must be a multiple of 16 px, got {core_px} px.")
    halo, core_px, grid = radius_px * passes, core_px or _CORE_PX, labels.grid
    units = plan_units(grid.width, grid.height, Footprint(1, halo, halo, True), core_px)

    def refine(unit: Unit) -> tuple[Unit, np.ndarray, np.ndarray]:
        given = labels.read(unit.window)
        return unit, core_of(unit, given), core_of(unit, filter_majority(given, radius_px, passes))

    changed, seen = Tally(), Tally()
    with open_parts(grid, core_px, progress), \
            RasterWriter(output, grid, 1, "uint8", UNKNOWN, ["class"], labels.classes, block_px_of(core_px), overviews,
                         progress=progress) as writer:  # fmt: skip
        track(changed, "count")
        track(seen, "count")
        with making(units, lambda unit: unit.core) as (missing, settle):
            for done, (unit, before, after) in enumerate(map_in_order(refine, missing), 1):
                writer.write(after[None], unit.core)
                changed.count += int((before != after).sum())
                seen.count += int((after != UNKNOWN).sum())
                settle(unit)
                progress(done / len(missing))
    return changed.count / max(seen.count, 1)
