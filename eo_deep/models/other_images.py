"""The further images of a model: each on its own cells, which are whole pixels of the first image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import rasterio
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.coordinates import describe_bounds
from ..geo.grid import Grid
from ..geo.nested_grids import align_grid, find_first_cell, overlap
from ..io.card_schema import COARSEST, find_wrong_number
from ..io.names import find_date, name_of
from ..io.raster import RasterSource
from ..progress import Progress
from .scaling import FittedScaling, fit_scaling

_UNPLACED = rasterio.Affine.scale(1, -1)  # of rasters without any georeference


@dataclass(frozen=True)
class OtherImage:
    """A further image of a model, open; None for `reader`: one that is not there.

    described: the card's input. reader: the image itself, or warped to its cells. cells: their grid; of a `finer` input
    that of its pixels. shift: columns and rows from the reader's corner to that of the cells. scaling: of the card,
    fitted to the image.
    """

    described: dict
    source: RasterSource | None
    reader: RasterSource | None
    cells: Grid
    shift: tuple[int, int] = (0, 0)
    scaling: FittedScaling | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """The network's input (C, h, w) float32 of a window of the cells, and which are valid, (h, w) bool.

        It is 0 where it is not valid; of an image that may be missing the last band is 1 where it is. Of a finer one
        the pixels of a cell are channels, (C finer^2, h, w), as `torch.nn.PixelShuffle` takes them.
        """
        finer = self.described.get("finer", 1)
        if finer == 1:
            return self._read(window)
        parts = (window.col_off, window.row_off, window.width, window.height)
        scaled, valid = self._read(Window(*(finer * int(each) for each in parts)))
        rows, columns = int(window.height), int(window.width)
        cells = scaled.reshape(-1, rows, finer, columns, finer).transpose(0, 2, 4, 1, 3).reshape(-1, rows, columns)
        return np.ascontiguousarray(cells), np.all(valid.reshape(rows, finer, columns, finer), axis=(1, 3))

    def _read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        shape = int(window.height), int(window.width)
        scaled, valid = np.zeros((len(self.described["bands"]), *shape), np.float32), np.zeros(shape, bool)
        if self.reader and self.scaling:
            # Beyond the cells there is nothing: what a file has there would be seen from some tiles only.
            row, column = max(0, int(window.row_off)), max(0, int(window.col_off))
            rows = min(self.cells.height, int(window.row_off + window.height)) - row
            columns = min(self.cells.width, int(window.col_off + window.width)) - column
            if rows > 0 and columns > 0:
                inner = Window(column + self.shift[0], row + self.shift[1], columns, rows)
                place = np.s_[..., row - int(window.row_off) :, column - int(window.col_off) :]
                pixels, known = self.reader.read(inner)
                scaled[place][..., :rows, :columns] = self.scaling(pixels, known)
                valid[place][..., :rows, :columns] = known
        if not self.described["required"]:
            scaled = np.concatenate([scaled, valid[None].astype(np.float32)])
        return scaled, valid


def check_number(paths: Sequence[str], inputs: Sequence[dict]) -> None:
    """EoDeepError unless there is an image for each of a card's inputs after the first that it needs."""
    if message := find_wrong_number(paths, inputs):
        raise EoDeepError(message)


def check_dates(paths: Sequence[str], inputs: Sequence[dict], progress: Progress) -> None:
    """Warn where images follow each other in time otherwise than those that a model was trained with.

    paths: of a card's inputs, which the last may lack.
    """
    dated = [
        (learned, given, path)
        for each, path in zip(inputs, paths)
        if (learned := each.get("date")) and (given := find_date(path))
    ]
    for (learned, given, path), (next_learned, next_given, next_path) in zip(dated, dated[1:]):
        if (learned < next_learned and given > next_given) or (learned > next_learned and given < next_given):
            progress.warning(
                f"The model was trained with images of {learned} and {next_learned}, in this order, but "
                f"'{name_of(path)}' is of {given} and '{name_of(next_path)}' of {next_given}; exchange them if their "
                "order is wrong."
            )


@contextmanager
def lay_over(sources: Sequence[RasterSource | None], inputs: Sequence[dict], image: RasterSource, grid: Grid,
             progress: Progress) -> Iterator[tuple[Grid, list[OtherImage]]]:
    """Bring further images to their cells; a context manager.

    Where the pixels of one are its cells, they are read as they are; otherwise it is warped to them as a whole, so that
    what is read does not depend on the window.

    Parameters
    ----------
    sources : sequence of RasterSource or None
        Of the card's inputs after the first; None: not there.
    inputs : sequence of dict
        The card's inputs after the first.
    image : RasterSource
        The first image.
    grid : Grid
        On which the network works.
    progress : Progress

    Yields
    ------
    tuple of Grid and list of OtherImage
        `grid` moved outwards by whole pixels, to whole cells of all images; the images.

    Raises
    ------
    EoDeepError
        For an image of another place, without CRS where the first one has one, or much coarser than its cells.
    """
    there = [(source, one["ratio"]) for source, one in zip(sources, inputs) if source]
    own = {id(source): place_over(source, image) for source, _ in there}
    aligned = align_grid(grid, [(own[id(source)], ratio) for source, ratio in there])
    opened: list[OtherImage] = []
    try:
        for source, described in zip(sources, inputs, strict=True):
            ratio, finer, reader, shift = described["ratio"], described.get("finer", 1), source, (0, 0)
            cells = aligned.magnified(Fraction(finer)) if finer > 1 else aligned.cells(ratio)
            if source:
                placed = own[id(source)]
                if first := find_first_cell(*((cells, placed, 1) if finer > 1 else (aligned, placed, ratio))):
                    shift = -first[0], -first[1]
                else:
                    tell_resampled(source, described, placed, cells, progress)
                    reader = source.on(cells, described["resampling"])
            scaling = fit_scaling(described["scaling"], source) if source else None
            opened.append(OtherImage(described, source, reader, cells, shift, scaling))
        yield aligned, opened
    finally:
        for each in opened:
            if each.reader and each.reader is not each.source:
                each.reader.close()


def place_over(source: RasterSource, image: RasterSource) -> Grid:
    """Where the pixels of a further image lie. EoDeepError for one that cannot be laid over the first image."""
    names, placed = (f"'{name_of(source.path)}'", f"'{name_of(image.path)}'"), source.grid
    for one, other, which in ((source, image, names), (image, source, names[::-1])):
        if one.grid.crs is None and other.grid.crs is not None:
            raise EoDeepError(f"{which[0]} has no CRS, so it cannot be laid over {which[1]}; assign its CRS.")
    if placed.crs is None and placed.transform == image.grid.transform == _UNPLACED:
        # Pixel coordinates of both count from the same corner, each in its own size.
        native = max(1, round(image.grid.width / placed.width))
        if image.grid.cells(native).window_shape() != placed.window_shape():
            sizes = [f"{each.width} x {each.height} px" for each in (placed, image.grid)]
            raise EoDeepError(f"{names[0]} has no georeference and {sizes[0]}, {names[1]} neither and {sizes[1]}; such "
                              "images must cover the same ground, with whole pixels in one of the other.")
        return image.grid.cells(native)
    if not overlap(placed, image.grid):
        raise EoDeepError(
            f"{names[0]} does not lie where {names[1]} does; check the CRS of both: they span "
            f"{describe_bounds(placed.bounds, placed.crs)}, and {describe_bounds(image.grid.bounds, image.grid.crs)}."
        )
    return placed


def check_place(source: RasterSource, image: RasterSource) -> None:
    """EoDeepError for a further image that does not lie over the image where the georeference of both says."""
    if place_over(source, image) != source.grid:
        raise EoDeepError(
            f"'{name_of(source.path)}' and '{name_of(image.path)}' have no georeference and pixels of different size; "
            "georeference them first."
        )


def tell_resampled(source: RasterSource, described: dict, placed: Grid, cells: Grid, progress: Progress) -> None:
    """Say that an image is resampled. EoDeepError where its pixels are much larger than its cells."""
    sizes = placed.ground_resolution_m, cells.ground_resolution_m
    name = f"'{name_of(source.path)}'"
    if not sizes[0] or not sizes[1]:
        progress.message(f"{name} is resampled to its cells.")
        return
    pixel_m, cell_m = max(sizes[0]), max(sizes[1])
    if pixel_m > COARSEST * cell_m:
        raise EoDeepError(f"The pixels of {name} are {pixel_m:.3g} m, the model's cells of '{described['name']}' are "
                          f"{cell_m:.3g} m; it needs {COARSEST * cell_m:.3g} m or finer.")
    progress.message(f"The pixels of {name} of {pixel_m:.3g} m are resampled to cells of {cell_m:.3g} m.")
