"""What a network sees of objects, as maps: class probabilities, borders, walls and corners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.files import identify_content
from ..io.model_card import read_card
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.vector_layer import VectorLayer
from ..models.confidence import ConfidenceNetwork, add_confidence, read_confidence
from ..models.heads import Heads
from ..models.image_input import ImageSettings, choose_working_grid
from ..models.model_file import Model, check_gives_maps, load_model, load_once
from ..polygonization import measure_means, place_polygons, read_band
from ..progress import Progress, silent
from ..runtime.kept import find_place, kept
from ..runtime.memory import release_freed_memory
from ..streaming.confidence import confidence_of, without_measures, write_confidence
from ..streaming.finite_check import FiniteCheck
from ..streaming.image_job import BlockWriter, ImageJob, open_job
from ..streaming.pipeline import Output
from ..streaming.probabilities import NOTHING, PREDICTING_SHARE, write_on_image_grid, write_probabilities

# Border, cos 4 phi, sin 4 phi, convex and reflex corners; the second and third are signed.
_WALL_MAPS, _SIGNED = 5, slice(1, 3)
_SINE = 2
_STEPS, _NODATA = 254, 255


@dataclass(frozen=True)
class ObjectMaps:
    """Open rasters on the image's grid, or the network's where its pixels are smaller: see `find_object_grid`.

    source: the probability of each class asked for, float32, NaN = nodata. read_walls: (5, h, w) float32 of a window:
    border between objects 0..1, cosine and sine of 4 phi (phi the direction of the nearest wall; their length, at most
    1, how sure it is), convex and reflex corners 0..1; 0 where nodata. None for a model without these heads.
    confidence: one band, 0..1, NaN = nodata, see `models.confidence`; None for a model without.
    """

    source: RasterSource
    read_walls: Callable[[Window], np.ndarray] | None = None
    confidence: RasterSource | None = None

    def measure_confidence(self, features: VectorLayer) -> np.ndarray | None:
        """The mean confidence inside of polygons, (N,) float64, NaN where there is none; None for a model without."""
        if self.confidence is None:
            return None
        pixels, numbers = place_polygons(self.confidence.grid, features)
        found = np.full(len(features), np.nan)
        found[numbers] = measure_means(read_band(self.confidence), self.confidence.grid, pixels)[0]
        return found


class ObjectMapsMaker:
    """How a model's scores become maps of objects.

    model: see `load_object_model`. positions: of the classes, among the model's. dihedral: the mean over eight
    flips and quarter turns. outputs: for an `ImageJob`.
    """

    def __init__(self, model: Model, positions: Sequence[int], dihedral: bool = False):
        self._heads = Heads(len(model.card["classes"])) if model.card.get("heads") else None
        self._class_count, self._positions = len(model.card["classes"]), list(positions)
        self.outputs = [Output(self._find_probabilities, dihedral)]
        if self._heads:
            self.outputs.append(Output(self._find_walls, dihedral, odd=(_SINE,)))
        self._has_confidence = isinstance(model.network, ConfidenceNetwork)
        if isinstance(model.network, ConfidenceNetwork):
            known = model.network.confidence
            self.outputs = [*(without_measures(output) for output in self.outputs), confidence_of(known)]

    @contextmanager
    def write(self, folder: Path, job: ImageJob, progress: Progress = silent) -> Iterator[list[BlockWriter]]:
        """Writers for a job with these outputs, to files in a folder; reports how many outputs were not finite."""
        with ExitStack() as stack:
            # The walls are finished first: progress ends with the probabilities.
            probabilities = stack.enter_context(
                write_probabilities(job, folder / "probabilities.tif", len(self._positions), progress))  # fmt: skip
            writers = [probabilities]
            if self._heads:
                path = folder / "walls.tif"
                writers.append(stack.enter_context(write_on_image_grid(
                    job, lambda grid, block_px: _WallWriter(path, grid, block_px), _WALL_MAPS, path,
                    finest=True)))  # fmt: skip
            if self._has_confidence:
                writers.append(stack.enter_context(write_confidence(job, folder / "confidence.tif", finest=True)))
            yield writers

    @contextmanager
    def open(self, folder: Path) -> Iterator[ObjectMaps]:
        """The maps that were written to a folder."""
        with ExitStack() as stack:
            source = stack.enter_context(open_raster(folder / "probabilities.tif"))
            confidence = None
            if self._has_confidence:
                confidence = stack.enter_context(open_raster(folder / "confidence.tif"))
            if self._heads is None:
                yield ObjectMaps(source, None, confidence)
                return
            walls = stack.enter_context(open_raster(folder / "walls.tif"))
            yield ObjectMaps(source, lambda window: _decode(*walls.read(window)), confidence)

    def take_classes(self, output: Output) -> Output:
        """The same output of the classes' scores alone, for what knows no heads."""
        count, activate = self._class_count, output.activate
        return replace(output, activate=lambda scores, valid: activate(scores[:count], valid))

    def _find_probabilities(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        return scores[: self._class_count].float().softmax(dim=0)[self._positions]

    def _find_walls(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        assert self._heads is not None
        parts = self._heads.split(self._heads.decode(scores[None]))
        return torch.cat([parts.border, parts.direction, parts.corners], dim=1)[0]


class _WallWriter:
    """Writes wall maps (5, h, w) to a raster of bytes; a context manager."""

    def __init__(self, path: Path, grid: Grid, block_px: int):
        self.finite_check = FiniteCheck()
        self._raster = RasterWriter(path, grid, _WALL_MAPS, "uint8", _NODATA, block_px=block_px)

    def __enter__(self) -> _WallWriter:
        self._raster.__enter__()
        return self

    def __exit__(self, *exc) -> None:
        self._raster.__exit__(*exc)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """See `BlockWriter`."""
        shares = scores.copy()
        shares[_SIGNED] = (1 + shares[_SIGNED]) / 2
        valid = self.finite_check.select_finite(scores, valid)
        steps = np.round(_STEPS * np.clip(np.where(valid, shares, 0), 0, 1)).astype(np.uint8)
        self._raster.write(np.where(valid, steps, np.uint8(_NODATA)), window)


def _decode(steps: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Wall maps (5, h, w) float32 of their bytes."""
    maps = steps.astype(np.float32) / _STEPS
    maps[_SIGNED] = 2 * maps[_SIGNED] - 1
    maps[:, ~valid] = 0
    return maps


def load_object_model(path: str, several: bool = False) -> Model:
    """A model for polygons, with its heads, or for segmentation; with its confidence, if it has one.

    several: whether one of several images is of use too. A process of several jobs keeps it for the next (see
    `runtime.kept`). Raises EoDeepError as `load_model` does, and for a model of other tasks.
    """
    return load_once("objects", path, lambda: _load(path, several), several)


def _load(path: str, several: bool) -> Model:
    card = read_card(path)
    check_gives_maps(path, card)
    model = load_model(path, "polygons" if card["task"] == "polygons" else "segmentation", several)
    confidence = read_confidence(path, model.network)
    return model if confidence is None else add_confidence(model, confidence, len(card["classes"]))


def find_object_grid(settings: ImageSettings, card: dict) -> Grid:
    """The grid of an image's `ObjectMaps` by a model with a card. Raises EoDeepError as `choose_working_grid` does."""
    with open_raster(settings.path) as source:
        own = source.grid
    grid = choose_working_grid(own, card, settings.resample, settings.pixel_size_m, silent)
    return grid if grid.is_finer_than(own) else own


@contextmanager
def open_object_maps(settings: ImageSettings, model: Model, positions: Sequence[int], target: str | Path,
                     area: str | None = None, test_time_augmentation: bool = False,
                     progress: Progress = silent) -> Iterator[ObjectMaps]:
    """Run a network once over an image of any size, in flat memory; a context manager.

    A process of several jobs keeps the maps for the next job with the same image, model and area.

    Parameters
    ----------
    settings : ImageSettings
    model : Model
        See `load_object_model`.
    positions : sequence of int
        Of the classes among the model's.
    target : path
        The output beside which the temporary files lie while the context is open.
    area : str or None
        Path of polygons, outside of which all is nodata.
    test_time_augmentation : bool
        Average over eight flips and quarter turns.
    progress : Progress

    Yields
    ------
    ObjectMaps

    Raises
    ------
    EoDeepError
        For an image that does not fit the model, and an area without polygons.
    """
    content = identify_content([settings.path, *settings.other_images, area])
    # What is kept holds the model, whose number is no other one's so long.
    key = content and ("maps", content, repr(settings), id(model), tuple(positions), test_time_augmentation)
    with kept(key, lambda: _make_maps(settings, model, positions, find_place(target), area, test_time_augmentation,
                                      progress)) as maps:  # fmt: skip
        yield maps


@contextmanager
def _make_maps(settings: ImageSettings, model: Model, positions: Sequence[int], target: Path, area: str | None,
               test_time_augmentation: bool, progress: Progress) -> Iterator[ObjectMaps]:
    maker = ObjectMapsMaker(model, positions, test_time_augmentation)
    with scratch_folder(target) as folder:
        with open_job(settings, model, maker.outputs, area, progress) as job, \
                maker.write(folder, job, progress) as writers:  # fmt: skip
            computed = job.run(job.plan(), writers, progress.part(0, PREDICTING_SHARE))
        if not computed:
            progress.warning(NOTHING)
        release_freed_memory()  # that of the network's tiles is not what polygons need
        with maker.open(folder) as maps:
            yield maps
