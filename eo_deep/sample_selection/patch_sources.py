"""The sources of patches: images of one place with their labels, and windows of them that cover the same ground."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import rasterio
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.nested_grids import Nesting, choose_ratio, find_nesting, join_starts, make_cells, measure_ratio
from ..io.card_schema import UNKNOWN
from ..io.names import name_of
from ..io.raster import RasterSource
from ..io.vector_layer import VectorLayer
from ..models.other_images import check_place
from ..progress import Progress
from ..sampling.labels import PolygonWindows, RasterWindows, blank_outside


@dataclass(frozen=True)
class PatchSource:
    """One source of an image: where its cells lie on the image's grid, and what reads them."""

    source: RasterSource
    nesting: Nesting
    reference: Grid

    @property
    def name(self) -> str:
        return name_of(self.source.path)

    def find_window(self, row: int, column: int, patch_px: int) -> Window:
        """The cells of a patch whose first pixel on the reference is given."""
        ratio = self.nesting.ratio
        size = patch_px // ratio
        return Window((column - self.nesting.column) // ratio, (row - self.nesting.row) // ratio, size, size)

    def holds(self, window: Window) -> bool:
        """Whether a window lies within the source."""
        grid = self.source.grid
        return (
            window.row_off >= 0
            and window.col_off >= 0
            and window.row_off + window.height <= grid.height
            and window.col_off + window.width <= grid.width
        )

    def find_grid(self, row: int, column: int, patch_px: int) -> Grid:
        """The grid of a patch: of all sources it has the same extent, to the last bit."""
        place, ratio = rasterio.Affine.translation(column, row), self.nesting.ratio
        transform = self.reference.transform * place * rasterio.Affine.scale(ratio)
        return Grid(self.reference.crs, transform, patch_px // ratio, patch_px // ratio)


@dataclass
class PatchImage:
    """An image with its further sources and labels, of which patches are cut.

    name: unique among the images. sources: the image itself first. joined: its ratio is what the first pixels and sides
    of patches must be multiples of, counted from its row and column.
    """

    name: str
    sources: list[PatchSource]
    joined: Nesting
    labels: PolygonWindows | RasterWindows
    area: VectorLayer | None

    @property
    def grid(self) -> Grid:
        return self.sources[0].source.grid

    def read(self, row: int, column: int, patch_px: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of each source the pixels (C, h, w) and which are valid, (h, w) bool, of one patch."""
        return [each.source.read(each.find_window(row, column, patch_px)) for each in self.sources]

    def read_classes(self, row: int, column: int, patch_px: int, valid: Sequence[np.ndarray]) -> np.ndarray:
        """Class indices (P, P) uint8: `UNKNOWN` without a label, outside the area, and where a source has nodata."""
        window = Window(column, row, patch_px, patch_px)
        classes = blank_outside(self.labels.read(self.grid, window)[0], self.area, self.grid, window).copy()
        for each, known in zip(self.sources, valid, strict=True):
            classes[~enlarge(known, each.nesting.ratio)] = UNKNOWN
        return classes


def enlarge(layer: np.ndarray, ratio: int) -> np.ndarray:
    """A layer (h, w) of cells on the reference's pixels."""
    return layer if ratio == 1 else layer.repeat(ratio, 0).repeat(ratio, 1)


def join_sources(
    sources: Sequence[RasterSource], files: ExitStack, progress: Progress
) -> tuple[list[PatchSource], Nesting]:
    """The sources of one image, the finest first, each with its cells on the first one's grid.

    A source whose pixels are whole numbers of the first one's is read as it is. Any other is resampled, once and as a
    whole, to such cells. Raises EoDeepError for a source of another place, without CRS, and finer than the first.
    """
    reference, first = sources[0].grid, name_of(sources[0].path)
    nestings = [find_nesting(reference, source.grid) for source in sources]
    ratios = [measure_ratio(reference, source.grid) for source in sources]
    for source, ratio in zip(sources[1:], ratios[1:]):
        name = name_of(source.path)
        check_place(source, sources[0])
        if choose_ratio(ratio) == 1 and ratio < 1 / 1.1:
            raise EoDeepError(
                f"The first image must be the finest, but pixels of '{name}' are {1 / ratio:.3g} times smaller than "
                f"those of '{first}'; exchange them."
            )
    known = [each for each in nestings if each is not None]
    joined, fits = join_starts(known)
    kept = {id(each) for each, fit in zip(known, fits, strict=True) if fit}
    nestings = [each if id(each) in kept else None for each in nestings]
    joined, _ = join_starts([
        joined, *(Nesting(choose_ratio(ratio), joined.row, joined.column)
                  for ratio, each in zip(ratios, nestings, strict=True) if each is None)
    ])  # fmt: skip
    found = []
    for source, ratio, nesting in zip(sources, ratios, nestings, strict=True):
        if nesting is None:
            chosen = choose_ratio(ratio)
            nesting = Nesting(chosen, joined.row % chosen - chosen, joined.column % chosen - chosen)
            cells = make_cells(reference, nesting)
            resampled = files.enter_context(source.on(cells))
            progress.message(
                f"'{name_of(source.path)}' is resampled, because its pixels are no whole numbers of those of '{first}'."
            )
            source = resampled
        found.append(PatchSource(source, nesting, reference))
    return found, joined


def check_sides(joined: Nesting, sources: Sequence[PatchSource], patch_px: int, step_px: int) -> None:
    """EoDeepError unless patches and steps are whole numbers of the cells of all sources."""
    for what, px in (("Patch size", patch_px), ("Step", step_px)):
        if px % joined.ratio:
            coarse = max(sources, key=lambda each: each.nesting.ratio)
            raise EoDeepError(
                f"{what} must be a multiple of {joined.ratio} px, so that patches consist of whole pixels of "
                f"'{coarse.name}' too, got {px} px."
            )
