"""Features of the cells of one image, read by windows: hand features, its bands, or an embedding made elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.raster import RasterSource, open_image
from ..progress import Progress, silent
from ..runtime.threads import map_in_order
from .codes import compute_codes, read_window
from .hand_features import (
    CELL_PX,
    HALO_PX,
    ORIENTATIONS,
    compute_features,
    describe_cells,
    name_descriptions,
    name_features,
)

FEATURES = ("hand", "bands", "embedding")
BLOCK_CELLS = 64  # maps are computed by blocks of this side, whatever reads them
_OVERVIEW_PX = 1024
_MEAN_WEIGHT = 0.4  # of the bands' means beside orientations, where places are compared


@dataclass(frozen=True)
class Group:
    """Channels that are compared together.

    centred: each channel less its mean over the window (correlation); else as they are (cosine). weight: beside other
    groups.
    """

    channels: slice
    centred: bool
    weight: float = 1.0


class CellReader(Protocol):
    """Reads features (C, h, w) float32 of a window of cells, which may reach beyond the grid, and which are known."""

    def __call__(self, window: Window) -> tuple[np.ndarray, np.ndarray]: ...


@dataclass(frozen=True)
class FeatureMap:
    """Features of the cells of an image; `open_map` makes it. Any number of threads may read at once.

    Attributes
    ----------
    image : Grid
        Of the image's pixels.
    cell_px : int
        Side of the cells in pixels.
    names : list of str
        C of them.
    read : CellReader
        0 where not known.
    groups : tuple of Group
        How windows are compared.
    described : list of str
        What `describe` makes of C channels: what a cell is made of, for grouping cells.
    """

    image: Grid
    cell_px: int
    names: list[str]
    read: CellReader = field(repr=False)
    groups: tuple[Group, ...]
    described: list[str]
    describe: Callable[[np.ndarray], np.ndarray] = field(default=lambda features: features, repr=False)

    @property
    def has_texture(self) -> bool:
        """Whether its features need their surroundings, to say what is there."""
        return self.described != self.names

    @property
    def grid(self) -> Grid:
        """Of the cells, which begin where the image does."""
        return self.image.cells(self.cell_px)


@dataclass(frozen=True)
class BandStatistics:
    """Means and standard deviations (B,) float64 by which the bands of an image are scaled."""

    mean: np.ndarray
    deviation: np.ndarray

    def scale(self, pixels: np.ndarray) -> np.ndarray:
        """Pixels (B, h, w) in standard deviations, float32."""
        scaled = (pixels - self.mean[:, None, None]) / self.deviation[:, None, None]
        return scaled.astype(np.float32)


def measure_bands(source: RasterSource) -> BandStatistics:
    """Statistics of the bands from about 1024 x 1024 px spread over the image. EoDeepError where none is valid."""
    pixels, valid = source.read_overview(_OVERVIEW_PX)
    if not valid.any():
        raise EoDeepError(f"'{source.path}' has no valid pixels.")
    values = pixels[:, valid].astype(np.float64)
    deviation = values.std(axis=1)
    return BandStatistics(values.mean(axis=1), np.where(deviation > 0, deviation, 1.0))


@contextmanager
def open_map(image: str, features: str, folder: Path, bands: Sequence[int] | None = None,
             model: str | None = None, device: str = "auto",
             progress: Progress = silent) -> Iterator[FeatureMap]:
    """Open an image as a map of features of its cells; a context manager.

    Parameters
    ----------
    image : str
    features : str
        One of `FEATURES`: "hand" computes them once, into a file in `folder`; "bands" takes the bands themselves, in
        standard deviations; "embedding" takes the bands as vectors of length 1.
    folder : Path
        For what is computed once and read often.
    bands : sequence of int, optional
        1-based. Default: all but alpha.
    model : str, optional
        A series model, whose shared code takes the place of `features`.
    device : str
        For the model.
    progress : Progress

    Yields
    ------
    FeatureMap
    """
    if features not in FEATURES:
        raise EoDeepError(f"The features must be {', '.join(FEATURES)}, got '{features}'.")
    if model:
        with compute_codes(image, model, "shared", folder, bands, device, progress) as (grid, cell_px, codes):
            if not codes.count:
                raise EoDeepError(f"'{image}' has no valid pixels.")
            names = [f"shared {number}" for number in range(1, codes.count + 1)]
            yield FeatureMap(grid, cell_px, names, codes.read, (Group(slice(0, codes.count), False),), names)
        return
    with ExitStack() as files:
        source = files.enter_context(open_image(image, bands, progress=progress))
        names, count = list(source.band_names), source.count
        if features == "hand":
            scaling = measure_bands(source)
            names = name_features(names)
            first = len(names) - ORIENTATIONS
            groups = (*(Group(slice(band, band + 1), True, _MEAN_WEIGHT / count) for band in range(count)),
                      Group(slice(first, len(names)), True))  # fmt: skip
            read = files.enter_context(_compute_once(source, scaling, len(names), folder, progress))
            yield FeatureMap(source.grid, CELL_PX, names, read, groups, name_descriptions(list(source.band_names)),
                             describe_cells)
            return
        groups = (Group(slice(0, count), False),)
        if features == "bands":
            scaling = measure_bands(source)

            def read(window: Window) -> tuple[np.ndarray, np.ndarray]:
                pixels, known = source.read(window)
                return np.where(known, scaling.scale(pixels), np.float32(0)), known
        else:
            decode = find_decoding(source)

            def read(window: Window) -> tuple[np.ndarray, np.ndarray]:
                pixels, known = source.read(window)
                vectors = decode(pixels)
                length = np.sqrt((vectors * vectors).sum(axis=0, dtype=np.float32))
                known = known & (length > 0)
                return np.where(known, vectors / np.where(known, length, 1), np.float32(0)), known

        yield FeatureMap(source.grid, 1, names, read, groups, names)


def find_decoding(source: RasterSource):
    """How stored numbers (B, h, w) become an embedding's values, float32: by each band's scale and offset.

    AlphaEarth's 8-bit bands A00 to A63 have neither; there the value is sign(v) (v / 127.5)^2, as its makers state.
    """
    scales, offsets = (np.array(each, np.float32)[:, None, None] for each in (source.scales, source.offsets))
    plain = bool((scales == 1).all() and (offsets == 0).all())
    if source.dtype == "int8" and plain and all(_is_alpha_earth(name) for name in source.band_names):
        return lambda pixels: np.sign(pixels).astype(np.float32) * (pixels.astype(np.float32) / 127.5) ** 2
    return lambda pixels: pixels.astype(np.float32) * scales + offsets


def _is_alpha_earth(name: str) -> bool:
    return len(name) == 3 and name[0] == "A" and name[1:].isdigit() and int(name[1:]) < 64


@contextmanager
def _compute_once(source: RasterSource, scaling: BandStatistics, count: int, folder: Path,
                  progress: Progress) -> Iterator[CellReader]:
    """Hand features of the whole image in a file of `folder`, computed block by block."""
    grid = source.grid.cells(CELL_PX)
    path = folder / f"features_{len(list(folder.iterdir()))}"
    stored = np.memmap(path, np.float32, "w+", shape=(count, grid.height, grid.width))
    known = np.zeros((grid.height, grid.width), bool)
    blocks = list(grid.blocks(BLOCK_CELLS))

    def compute(block: Window) -> tuple[np.ndarray, np.ndarray]:
        place = Window(block.col_off * CELL_PX - HALO_PX, block.row_off * CELL_PX - HALO_PX,
                       block.width * CELL_PX + 2 * HALO_PX, block.height * CELL_PX + 2 * HALO_PX)  # fmt: skip
        pixels, valid = source.read(place)
        return compute_features(scaling.scale(pixels), valid)

    for number, (block, (features, here)) in enumerate(zip(blocks, map_in_order(compute, blocks)), 1):
        stored[(slice(None), *block.toslices())], known[block.toslices()] = features, here
        progress(number / len(blocks))
    try:
        yield lambda window: read_window(stored, known, window)
    finally:
        path.unlink(missing_ok=True)
