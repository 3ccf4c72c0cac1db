"""Maps of an image's patches: class, log p(x) and probabilities, streamed through a scene model in flat memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
import torch

from ..energy_models.interpretation import interpret_logits
from ..energy_models.jem import compute_logits
from ..geo.crs import to_crs
from ..io.card_schema import UNKNOWN
from ..io.parts import making, track
from ..io.raster import open_raster
from ..io.raster_writer import RasterWriter
from ..io.styles import confidence_style, probability_style
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.model_file import Model
from ..models.reflectance import SceneImage
from ..progress import Progress, silent
from ..sampling.patch_grid import PatchGrid, fill_nodata
from ..streaming.finite_check import FiniteCheck
from ..streaming.pipeline import Tile, Timing, stream
from ..streaming.tiling import Unit

_CELL_BANDS = ("number of the class", "probability", "log_px", "percentile")
UNIT_CELLS = 16  # the smallest block of a GeoTIFF; 256 patches keep any processor busy
_GPU_UNITS = 16
_CPU_BATCH, _GPU_BATCH = 64, 1024  # patches at once: more fall out of a CPU's caches
_UNLIKELY = 0.01


@dataclass
class Job:
    """One image through one network, patch by patch, in units that can run in any order and again."""

    model: Model
    scene: SceneImage
    patches: PatchGrid
    where: VectorLayer | None
    max_unknown_share: float = 0.1
    timing: Timing = field(default_factory=Timing)

    def __post_init__(self) -> None:
        self.device = next(self.model.network.parameters()).device

    def run(self, maps: MapWriter, progress: Progress = silent) -> None:
        """Classify all patches into `maps`; of a job in parts those that lack."""
        together = _GPU_UNITS if self.device.type == "cuda" else 1
        with making(self.patches.plan(UNIT_CELLS), lambda unit: unit.core) as (units, settle):
            stream(units, self.read, self.predict, maps.write, together, progress, self.timing, settle)

    def read(self, unit: Unit) -> Tile | None:
        """The valid patches in the area (N, C, P, P) of a unit in one tile, whose `valid` marks their cells."""
        wanted = rasterize_area(self.where, self.patches.cells, unit.core)
        if not wanted.any():
            return None
        with self.timing.measure("read"):
            pixels, valid = self.scene.reader.read(unit.window)
        with self.timing.measure("prepare"):
            if not valid.all():
                cut_valid = self.patches.cut(unit, valid, wanted)
                enough = cut_valid.mean(axis=(1, 2)) >= 1 - self.max_unknown_share
                wanted[wanted] = enough
                if not enough.any():
                    return None
            cut = self.patches.cut(unit, self.scene.scaling(pixels, valid), wanted)
            if not valid.all():
                fill_nodata(cut, cut_valid[enough])
        return Tile(unit, (cut,), wanted)

    def predict(self, tiles: Sequence[Tile]) -> list[np.ndarray]:
        """The logits (N, K) of each tile's patches."""
        together = np.concatenate([tile.sources[0] for tile in tiles]) if len(tiles) > 1 else tiles[0].sources[0]
        batch = _CPU_BATCH if self.device.type == "cpu" else _GPU_BATCH
        logits = compute_logits(self.model.network, torch.from_numpy(together), batch).numpy()
        return np.split(logits, np.cumsum([len(tile.sources[0]) for tile in tiles])[:-1])


class MapWriter:
    """Writes class map, confidence and probabilities (each may be None) from logits; a context manager.

    cells: of a raster to make for `to_polygons`. classified, unlikely: how many patches
    were classified, and how many of them are less likely than 99 % of the training images. finite_check: how many were
    finite; the others are nodata.
    """

    def __init__(self, card: dict, patches: PatchGrid, output: str | None, confidence: str | None,
                 probabilities: str | None, cells: Path | None = None, progress: Progress = silent):
        classes = card["classes"]
        self._card, self._patches = card, patches
        self._values = np.array([entry["value"] for entry in classes], np.uint8)
        self._cells_path = cells
        self.classified = self.unlikely = 0
        track(self, "classified", "unlikely")
        self.finite_check = FiniteCheck()
        names = [f"probability of {entry['name']}" for entry in classes]
        with ExitStack() as files:
            def open_writer(path, count, dtype, nodata, band_names, classes=None, style=None, band_classes=None):
                return files.enter_context(RasterWriter(path, patches.cells, count, dtype, nodata, band_names, classes,
                                                        UNIT_CELLS, False, style, progress,
                                                        band_classes=band_classes)) if path else None

            self._map = open_writer(output, 1, "uint8", UNKNOWN, ["class"], classes)
            self._confidence = open_writer(
                confidence, 2, "float32", math.nan, ["log p(x)", "percentile among training images"],
                style=confidence_style(2))
            self._probabilities = open_writer(
                probabilities, len(classes), "float32", math.nan, names,
                style=probability_style(1, classes[0]["color"]), band_classes=classes)
            self._cells = open_writer(cells, len(_CELL_BANDS), "float32", math.nan, _CELL_BANDS)
            self._files = files.pop_all()

    def __enter__(self) -> MapWriter:
        return self

    def __exit__(self, *exc) -> None:
        self._files.__exit__(*exc)

    def write(self, tile: Tile, logits: np.ndarray) -> None:
        """Write the logits (N, K) float32 of a tile's patches; each cell belongs to one call only."""
        finite, valid = self.finite_check.select_finite(logits.T, np.ones(len(logits), bool)), tile.valid.copy()
        valid[valid] = finite
        logits = logits[finite]
        probabilities, log_px, percentile = interpret_logits(logits, self._card)
        best = probabilities.argmax(axis=1)
        self.classified += len(logits)
        self.unlikely += int((percentile < _UNLIKELY).sum())
        core = tile.unit.core

        def spread(rows: np.ndarray, empty: float) -> np.ndarray:
            whole = np.full((len(rows), *valid.shape), empty, rows.dtype)
            whole[:, valid] = rows
            return whole

        if self._map:
            self._map.write(spread(self._values[best][None], UNKNOWN), core)
        if self._confidence:
            self._confidence.write(spread(np.stack([log_px, percentile]), math.nan), core)
        if self._probabilities:
            self._probabilities.write(spread(probabilities.T, math.nan), core)
        if self._cells:
            found = best.astype(np.float32), probabilities.max(axis=1), log_px, percentile
            self._cells.write(spread(np.stack(found), math.nan), core)

    def to_polygons(self) -> VectorLayer:
        """A square per classified patch (its cell, within the image), with class, probability, log_px, percentile; once
        the rasters are written."""
        assert self._cells_path
        blocks = []
        with open_raster(self._cells_path) as cells:
            for block in cells.grid.blocks(UNIT_CELLS):
                values, valid = cells.read(block)
                inside = np.nonzero(valid)
                places = (start + each for start, each in zip((block.row_off, block.col_off), inside))
                blocks.append((*places, *values[:, valid]))
        rows, columns, best, probability, log_px, percentile = (np.concatenate(each) for each in zip(*blocks))
        grid, side = self._patches.grid, self._patches.stride_px
        boxes = shapely.box(columns * side, rows * side, np.minimum((columns + 1) * side, grid.width),
                            np.minimum((rows + 1) * side, grid.height))
        a, b, c, d, e, f = self._patches.transform[:6]
        names = np.array([entry["name"] for entry in self._card["classes"]], dtype=object)
        best = best.astype(int)
        return VectorLayer(
            shapely.transform(boxes, lambda xy: xy @ np.array([[a, d], [b, e]]) + (c, f)),
            {"class": self._values[best].astype(np.int32), "class_name": names[best],
             "probability": probability.astype(float), "log_px": log_px.astype(float),
             "percentile": percentile.astype(float)},
            to_crs(grid.crs),
        )
