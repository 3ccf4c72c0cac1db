"""Features of the cells of a place, read by windows: hand features, its bands, or an embedding made elsewhere."""

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
from ..models.image_input import check_values
from ..models.model_file import load_model
from ..progress import Progress, silent
from ..runtime.threads import map_in_order
from .cell_store import CellStore
from .codes import compute_codes
from .hand_features import (
    CELL_PX,
    HALO_PX,
    ORIENTATIONS,
    compute_features,
    describe_cells,
    name_descriptions,
    name_features,
)
from .place_images import BandStatistics, DateImage, PlaceImages, average, open_place

FEATURES = ("hand", "bands", "embedding")
BLOCK_CELLS = 64  # maps are computed by blocks of this side, whatever reads them
_ALPHA_EARTH_NODATA = -128
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
    """Reads features (C, h, w) float32 of a window of cells, which may reach beyond the grid, 0 where not known; and
    how many dates know each cell, (h, w) int64."""

    def __call__(self, window: Window) -> tuple[np.ndarray, np.ndarray]: ...


@dataclass(frozen=True)
class FeatureMap:
    """Features of the cells of a place; `open_map` makes it. Any number of threads may read at once.

    Attributes
    ----------
    place : PlaceImages
        What they are made of.
    cell_px : int
        Side of the cells in pixels.
    names : list of str
        C of them.
    read_counted : CellReader
    groups : tuple of Group
        How windows are compared.
    described : list of str
        What `describe` makes of C channels: what a cell is made of, for grouping cells.
    """

    place: PlaceImages
    cell_px: int
    names: list[str]
    read_counted: CellReader = field(repr=False)
    groups: tuple[Group, ...]
    described: list[str]
    describe: Callable[[np.ndarray], np.ndarray] = field(default=lambda features: features, repr=False)

    @property
    def has_texture(self) -> bool:
        """Whether its features need their surroundings, to say what is there."""
        return self.described != self.names

    @property
    def image(self) -> Grid:
        """Of the pixels."""
        return self.place.grid

    @property
    def grid(self) -> Grid:
        """Of the cells, which begin where the image does."""
        return self.image.cells(self.cell_px)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (C, h, w) float32 of a window of cells, 0 where not known, and which are known, (h, w) bool."""
        features, counts = self.read_counted(window)
        return features, counts > 0


@contextmanager
def open_map(images: Sequence[str] | str, features: str, folder: Path, bands: Sequence[int] | None = None,
             model: str | None = None, device: str = "auto", progress: Progress = silent,
             dates: Sequence[str] | None = None, masks: Sequence[str] | None = None, code: str = "shared",
             scaling: BandStatistics | None = None) -> Iterator[FeatureMap]:  # fmt: skip
    """Open an image, or several dates of one place, as a map of features of its cells; a context manager.

    Of several dates each cell has the mean of its features over the dates that know it.

    Parameters
    ----------
    images : str or sequence of str
    features : str
        One of `FEATURES`: "hand" computes them once, into a file in `folder`; "bands" takes the bands themselves, in
        standard deviations; "embedding" takes the bands as vectors of length 1.
    folder : Path
        For what is computed once and read often.
    bands : sequence of int, optional
        1-based. Default: all but alpha.
    model : str, optional
        A series model, whose code takes the place of `features`.
    device : str
        For the model.
    progress : Progress
    dates, masks : sequence of str, optional
        As for `open_series`.
    code : str
        Of the model, see `compute_codes`.
    scaling : BandStatistics, optional
        By which hand features and bands are scaled. Default: those of each date.

    Yields
    ------
    FeatureMap
    """
    if features not in FEATURES:
        raise EoDeepError(f"The features must be {', '.join(FEATURES)}, got '{features}'.")
    paths = [images] if isinstance(images, str) else list(images)
    loaded = load_model(model, "series") if model else None
    names = loaded.card["inputs"][0]["bands"] if loaded else None
    with ExitStack() as files:
        place = files.enter_context(open_place(paths, bands, names, dates, masks, features != "embedding", scaling,
                                               progress))  # fmt: skip
        if loaded:
            _check_values(place, loaded.card, progress)
            cell_px, store = compute_codes(place, loaded, code, folder, device, progress)
            files.callback(store.remove)
            if not store.count:
                raise EoDeepError(f"'{place.dates[0].path}' has no valid pixels.")
            names = [f"{code} {number}" for number in range(1, store.count + 1)]
            yield FeatureMap(place, cell_px, names, store.read, (Group(slice(0, store.count), False),), names)
            return
        names, count = list(place.band_names), len(place.band_names)
        if features == "hand":
            store = _compute_once(place, folder, progress)
            files.callback(store.remove)
            described, names = name_descriptions(names), name_features(names)
            first = len(names) - ORIENTATIONS
            groups = (*(Group(slice(band, band + 1), True, _MEAN_WEIGHT / count) for band in range(count)),
                      Group(slice(first, len(names)), True))  # fmt: skip
            yield FeatureMap(place, CELL_PX, names, store.read, groups, described, describe_cells)
            return
        read = place.read_mean if features == "bands" else _read_vectors(place)
        yield FeatureMap(place, 1, names, read, (Group(slice(0, count), False),), names)


def _check_values(place: PlaceImages, card: dict, progress: Progress) -> None:
    """EoDeepError where values of a date cannot be those that a model was trained on."""
    for date in place.dates:
        check_values(date.path, date.dtype, card["inputs"][0], progress)


def _read_vectors(place: PlaceImages) -> CellReader:
    """Reads embeddings: the mean over the dates of vectors of length 1, 0 where not known."""
    decodings = [find_decoding(date) for date in place.dates]

    def unit(number: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        pixels, known = place.dates[number].read(window)
        vectors, has_value = decodings[number](pixels)
        length = np.sqrt((vectors * vectors).sum(axis=0, dtype=np.float32))
        known = known & has_value & (length > 0)
        return vectors / np.where(known, length, 1), known

    return lambda window: average(unit(number, window) for number in range(len(place.dates)))


def find_decoding(image: DateImage) -> Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """How stored numbers (B, h, w) become an embedding's values, float32, and which of them stand for any, (h, w) bool.

    Values are those by each band's scale and offset. AlphaEarth's 8-bit bands A00 to A63 have neither: there a value is
    sign(v) (v / 127.5)^2, and v = -128 stands for none (developers.google.com/earth-engine/guides/aef_on_gcs_readme).
    TESSERA's have one scale for all bands of a pixel, which changes no direction, so they need none.
    """
    scales, offsets = (np.array(each, np.float32)[:, None, None] for each in (image.scales, image.offsets))
    plain = bool((scales == 1).all() and (offsets == 0).all())
    if image.dtype == "int8" and plain and all(_is_alpha_earth(name) for name in image.band_names):
        return lambda pixels: (np.sign(pixels).astype(np.float32) * (pixels.astype(np.float32) / 127.5) ** 2,
                               (pixels != _ALPHA_EARTH_NODATA).all(axis=0))  # fmt: skip
    return lambda pixels: (pixels.astype(np.float32) * scales + offsets, np.isfinite(pixels).all(axis=0))


def _is_alpha_earth(name: str) -> bool:
    return len(name) == 3 and name[0] == "A" and name[1:].isdigit() and int(name[1:]) < 64


def _compute_once(place: PlaceImages, folder: Path, progress: Progress) -> CellStore:
    """Hand features of the whole place, computed block by block."""
    grid = place.grid.cells(CELL_PX)
    store, blocks = CellStore(grid, folder), list(grid.blocks(BLOCK_CELLS))

    for number, (date, scaling) in enumerate(zip(place.dates, place.scalings)):

        def compute(block: Window) -> tuple[np.ndarray, np.ndarray]:
            around = Window(block.col_off * CELL_PX - HALO_PX, block.row_off * CELL_PX - HALO_PX,
                            block.width * CELL_PX + 2 * HALO_PX, block.height * CELL_PX + 2 * HALO_PX)  # fmt: skip
            pixels, valid = date.read(around)  # noqa: B023
            return compute_features(scaling.scale(pixels), valid)  # noqa: B023

        for done, (block, (features, known)) in enumerate(zip(blocks, map_in_order(compute, blocks)), 1):
            store.add(features, known, block)
            progress((number + done / len(blocks)) / len(place.dates))
    return store
