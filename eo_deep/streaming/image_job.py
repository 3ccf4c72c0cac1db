"""One image through one network: the job's tiles, and the writers that take what the network answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import shapely
from rasterio.windows import Window
from scipy.ndimage import maximum_filter

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.small_polygons import check_seen
from ..io.card_schema import FOREIGN_NETWORKS, count_channels, count_planes, list_scalars
from ..io.disk_space import check_space
from ..io.part_folder import recall
from ..io.parts import Tally, making, open_parts, track
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.footprint import Footprint
from ..models.image_input import ImageSettings, ModelImage, open_model_image
from ..models.model_file import Model
from ..models.noise import draw_window
from ..models.onnx_format import warn_of_program
from ..models.scalars import spread_planes
from ..models.scaling import fit_input
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from .cluster import open_cluster
from .gap_filling import fill_gaps
from .pipeline import Output, Predictor, Tile, Timing, core_of, default_core_px, stream
from .resampling import Resampling
from .tiling import Unit, block_px_of, plan_units

_LEAST_PX = 256  # side of the smallest tiles that are chosen for a small area
_WRITTEN_PX = 1024  # side of the blocks of an output on another grid


class BlockWriter(Protocol):
    """Takes one output of the network, block by block."""

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, h', w') float32, valid (h, w) bool of `window`; each pixel belongs to one call only."""


@dataclass
class ImageJob:
    """One image through one network, cut into units that can run in any order, anywhere, and again.

    Parameters
    ----------
    model : Model
    image : ModelImage
        Open, see `open_model_image`; its settings have device and tile size.
    outputs : sequence of Output
        What is made of the network's scores.
    area : VectorLayer or None
        Polygons in the CRS of the image, outside of which nothing is predicted; None: everywhere.
    cell_px : int
        Side, in pixels, of the cells that an output is made of: no two units share a block of pixels or of cells.
    scale : Fraction or None
        Output pixels per pixel of the image; None: as many as the network gives.
    fills_gaps : bool
        The network sees the nearest valid values where the image is nodata, not the value 0.
    seed : int
        Of the noise that the network takes beside the image, if it does.

    Raises
    ------
    EoDeepError
        For a tile size that is not a multiple of what the model and the cells need, and a device that is not available.
    """

    model: Model
    image: ModelImage
    outputs: Sequence[Output] = (Output(),)
    area: VectorLayer | None = None
    cell_px: int = 1
    scale: Fraction | None = None
    fills_gaps: bool = False
    seed: int = 0
    reach_px: int = 0  # how far from the area its pixels are still read, where a result is resampled afterwards

    def __post_init__(self) -> None:
        card, settings = self.model.card, self.image.settings
        if len(self.image.planes) != count_planes(card["inputs"][0]):
            raise EoDeepError(f"The model needs the numbers {list_scalars(card['inputs'][0]['scalars'])} of the image.")
        ratio = card.get("scale", 1)
        self.footprint = Footprint(card["stride_px"], card["halo_px"][0], card["halo_px"][1], card.get("exact", True),
                                   Fraction(ratio))
        if not self.footprint.exact:
            raise EoDeepError("The model's network looks at each tile as a whole (instance norm or global pooling), so "
                              "tiles would not fit together; it cannot be used on images.")  # fmt: skip
        self.total_scale = self.scale or Fraction(ratio)
        self.resampling = Resampling(self.total_scale / ratio) if self.total_scale != ratio else None
        self.device, bf16 = choose_device(settings.device), card.get("bf16", False)
        self.predict = Predictor(self.model.network, self.device, bf16, self.outputs, ratio)
        align_px = math.lcm(self.footprint.stride_px if self.total_scale == 1 else 1, 16 * self.cell_px)
        if settings.core_px:
            self.core_px = settings.core_px
            if self.core_px % align_px:
                raise EoDeepError(f"The tile size must be a multiple of {align_px} px for this model, got "
                                  f"{self.core_px} px.")
        else:
            inputs = card["inputs"]
            channels, ratios = [count_channels(source) for source in inputs], [source["ratio"] for source in inputs]
            fitting_px = default_core_px(self.predict.network, self.footprint, channels, self.grid.width,
                                         self.grid.height, self.device, bf16, ratios, self.total_scale)
            if self.area is not None:
                margins_px = 2 * float(self.footprint.halo_px * self.total_scale)
                fitting_px = _suit_area(self.area, self.output_grid, fitting_px, margins_px)
            self.core_px = recall("core_px", lambda: max(1, round(fitting_px / align_px)) * align_px)
        self.block_px = block_px_of(self.core_px // self.cell_px)
        self.batch_size = max(1, (4096 // self.core_px) ** 2) if self.device.type == "cuda" else 1
        self.scaling = fit_input(card["inputs"][0], self.image.source)
        self.timing = Timing()

    @property
    def grid(self) -> Grid:
        """The grid on which the network works."""
        return self.image.grid

    @property
    def output_grid(self) -> Grid:
        """The grid of what is made: that of the network, finer by `scale`."""
        return self.grid.magnified(self.total_scale)

    def plan(self) -> list[Unit]:
        """The units of work, which write blocks that no other unit writes; without those far from the area."""
        within = None
        if self.area is not None:
            left, top, right, bottom = _find_bounds(self.area, self.output_grid)
            within = left - _LEAST_PX, top - _LEAST_PX, right + _LEAST_PX, bottom + _LEAST_PX
        return plan_units(self.grid.width, self.grid.height, self.footprint, self.core_px, self.image.corner,
                          self.resampling, within)

    def check_space(
        self, pixel_bytes: Mapping[str, int], bands: int, progress: Progress, grid: Grid | None = None
    ) -> None:
        """Say how large the outputs will be, before anything is computed; EoDeepError where the disk is too small.

        pixel_bytes: of each path, for all its bands. grid: of the outputs. Default: that of what is made. Tiles that
        the area does not touch need no space.
        """
        blocks = grid.blocks(_WRITTEN_PX) if grid else (unit.core for unit in self.plan())
        grid = grid or self.output_grid
        if self.area is not None:
            blocks = (block for block in blocks if rasterize_area(self.area, grid, block).any())
        pixels = sum(int(block.width * block.height) for block in blocks)
        what = f"{grid.width} x {grid.height} px in {bands} {'bands' if bands > 1 else 'band'}"
        for path, size in pixel_bytes.items():
            check_space(path, pixels * size, what, progress)

    def run(self, units: Sequence[Unit], writers: Sequence[BlockWriter], progress: Progress = silent) -> int:
        """Predict units of the plan, in any order, into one writer per output.

        Of a job in parts (see `open_job`), those that lack are made.

        Parameters
        ----------
        units : sequence of Unit
        writers : sequence of BlockWriter
            As many as outputs.
        progress : Progress

        Returns
        -------
        int
            How many units had something to predict, those of parts that were there too.
        """
        predicted_units = Tally()
        track(predicted_units, "count")
        own, ratio = self.image.source.grid, int(self.footprint.scale)
        enlarged = self.grid.height * ratio, self.grid.width * ratio

        def write(tile: Tile, predicted: list[np.ndarray]) -> None:
            for writer, scores in zip(writers, predicted, strict=True):
                if self.resampling:
                    scores = self.resampling(scores, tile.unit.seen, tile.unit.core, enlarged)
                writer.write(scores, tile.valid, tile.unit.core)
            predicted_units.count += 1

        progress.message(f"{own.width} x {own.height} px on {self.device}, {len(units)} tiles of {self.core_px} px "
                         f"with a margin of {self.footprint.halo_px} px.")
        with making(units, lambda unit: unit.core) as (missing, settle):
            ahead = 1 if self.device.type == "cpu" else 2  # a CPU is slower in predicting than in reading
            stream(missing, self.read, self.predict, write, self.batch_size, progress, self.timing, settle, ahead)
        return predicted_units.count

    def read(self, unit: Unit) -> Tile | None:
        """Read and scale a unit's window; None if none of its core is in the area, and valid in all images it needs."""
        wanted = self._find_wanted(unit.core)
        if not wanted.any():
            return None
        around = self._look_around(unit.window) if self.fills_gaps else unit.window
        with self.timing.measure("read"):
            pixels, valid = self.image.reader.read(around)
        place = _find_inside(unit.window, around)
        valid_core = core_of(unit, valid[place], self.total_scale) & wanted
        if not valid_core.any():
            return None
        others = []
        for other in self.image.others:
            fills = self.fills_gaps and other.described["ratio"] == 1
            with self.timing.measure("read"):
                seen = around if fills else unit.window
                scaled, known = other.read(self._find_cells(seen, other.described["ratio"]))
            if fills:
                fill_gaps(scaled, known, self.footprint.halo_px)
                scaled, known = np.ascontiguousarray(scaled[(slice(None), *place)]), known[place]
            others.append(scaled)
            if other.described["required"] and not known.all():
                known = known.repeat(other.described["ratio"], 0).repeat(other.described["ratio"], 1)
                valid_core &= core_of(unit, known, self.total_scale)
        if not valid_core.any():
            return None
        with self.timing.measure("prepare"):
            scaled = self.scaling(pixels, valid, channels_last=not self.fills_gaps)
            if self.fills_gaps:
                fill_gaps(scaled, valid, self.footprint.halo_px)
                scaled = np.ascontiguousarray(scaled[(slice(None), *place)])
            if len(self.image.planes):
                planes = spread_planes(self.image.planes, valid[place])
                scaled = np.concatenate([scaled, planes])
            if self.model.card["inputs"][0].get("known_plane"):
                scaled = np.concatenate([scaled, valid[place][None].astype(np.float32)])
            if noise := self.model.card["inputs"][0].get("noise"):
                scaled = np.concatenate([scaled, draw_window(self.grid, unit.window, noise, self.seed)])
            return Tile(unit, (scaled, *others), valid_core)

    def _find_wanted(self, core: Window) -> np.ndarray:
        """Which pixels of a core lie in the area, or near enough to one that does."""
        if self.area is None or not self.reach_px:
            return rasterize_area(self.area, self.output_grid, core)
        reach, (height, width) = self.reach_px, self.output_grid.window_shape(core)
        around = Window(core.col_off - reach, core.row_off - reach, width + 2 * reach, height + 2 * reach)
        near = rasterize_area(self.area, self.output_grid, around)
        if near.any():
            near = maximum_filter(near, 2 * reach + 1)
        return near[reach : reach + height, reach : reach + width]

    def _look_around(self, window: Window) -> Window:
        """What the values beside nodata in a window are made of, within the image."""
        margin, grid = self.footprint.halo_px, self.grid
        left, top = (max(0, start - margin) for start in (window.col_off, window.row_off))
        right, bottom = (min(start + size + margin, most) for start, size, most in (
            (window.col_off, window.width, grid.width), (window.row_off, window.height, grid.height)))  # fmt: skip
        return Window(left, top, max(right - left, window.width), max(bottom - top, window.height))

    def _find_cells(self, window: Window, ratio: int) -> Window:
        """A window in cells of a further image, from the corner where these begin."""
        column, row = self.image.corner
        return Window((window.col_off - column) // ratio, (window.row_off - row) // ratio, window.width // ratio,
                      window.height // ratio)


def _suit_area(area: VectorLayer, grid: Grid, most_px: int, margins_px: float) -> int:
    """The tile size, up to most_px, whose tiles at an area have the fewest pixels, with margins."""
    left, top, right, bottom = _find_bounds(area, grid)
    spans = (max(0.0, left), min(float(grid.width), right)), (max(0.0, top), min(float(grid.height), bottom))

    def count_px(core_px: int) -> float:
        tiles = math.prod(int(high // core_px - low // core_px) + 1 for low, high in spans)
        return tiles * (core_px + max(margins_px, _LEAST_PX / 2)) ** 2  # a tile takes time of its own

    return min([most_px, *range(_LEAST_PX, most_px, _LEAST_PX)], key=count_px)


def _find_bounds(area: VectorLayer, grid: Grid) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what polygons cover, in pixels of a grid."""
    left, bottom, right, top = shapely.total_bounds(area.geometries)
    x, y = ~grid.transform * np.array([[left, right, right, left], [top, top, bottom, bottom]])
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _find_inside(window: Window, around: Window) -> tuple[slice, slice]:
    """Where a window lies in one around it."""
    top, left = window.row_off - around.row_off, window.col_off - around.col_off
    return slice(top, top + window.height), slice(left, left + window.width)


@contextmanager
def open_job(settings: ImageSettings, model: Model, outputs: Sequence[Output] = (Output(),),
             area: str | None = None, progress: Progress = silent, scale: Fraction | None = None,
             fills_gaps: bool = False, seed: int = 0) -> Iterator[ImageJob]:
    """Open an image as a job for a model; a context manager.

    What a `restartable` door writes while it is open on the grid of what is made is written in parts, if it is large.

    Parameters
    ----------
    settings : ImageSettings
    model : Model
    outputs : sequence of Output
        What is made of the network's scores.
    area : str or None
        Path of polygons, outside of which nothing is predicted.
    progress : Progress
    scale : Fraction, optional
        Output pixels per pixel of the image. Default: as many as the network gives.
    fills_gaps : bool
        See `ImageJob`.
    seed : int
        Of the noise that the network takes, if it does.

    Yields
    ------
    ImageJob

    Raises
    ------
    EoDeepError
        For an image that does not fit the model, and an area without polygons.
    """
    with open_model_image(settings, model.card, progress) as image:
        polygons = read_area(area, image.source.grid, progress)
        if polygons is not None:
            check_seen("area", [(polygons.index, image.grid)], progress)
        job = ImageJob(model, image, outputs, polygons, scale=scale, fills_gaps=fills_gaps, seed=seed)
        if "network" in model.card and model.card["network"]["name"] in FOREIGN_NETWORKS:
            warn_of_program(model.card["network"]["arguments"], job.device.type, progress)
        with open_cluster(progress), open_parts(job.output_grid, job.core_px, progress):
            yield job
