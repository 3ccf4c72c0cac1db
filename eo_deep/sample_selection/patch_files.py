"""Patches as GeoTIFF files, one for each source and for the labels, or stacked as the Orfeo ToolBox's OTBTF does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.raster import RasterSource
from ..io.raster_writer import RasterWriter
from ..sampling.patch_folder import LABELS_NAME, name_source
from ..sampling.training_data import ClassLabel
from .patch_objects import PatchObject

_LARGEST_BLOCK_PX = 512
_BLOCK_STEP_PX = 16


@dataclass(frozen=True)
class Patch:
    """One patch of all sources, as it is written.

    number: counts the patches of its part from 0. sources: of each source the pixels (C, h, w), which are valid, (h, w)
    bool, where they lie, and the raster they are of. classes: class indices (P, P) uint8, `UNKNOWN` without a label.
    """

    name: str
    part: str
    number: int
    sources: Sequence[tuple[np.ndarray, np.ndarray, Grid, RasterSource]]
    classes: np.ndarray
    objects: Sequence[PatchObject]

    @property
    def grid(self) -> Grid:
        """Of the first source and of the labels."""
        return self.sources[0][2]


@dataclass(frozen=True)
class PatchSet:
    """What all patches have in common. counts: the number of patches of each part. background: its class index."""

    folder: Path
    classes: Sequence[ClassLabel]
    background: int | None
    counts: dict[str, int]

    @property
    def object_classes(self) -> list[int]:
        """The indices of all classes but the background."""
        return [index for index in range(len(self.classes)) if index != self.background]

    @property
    def legend(self) -> list[dict]:
        """The classes as a class map has them."""
        return [{"value": each.value, "name": each.name, "color": each.color} for each in self.classes]

    def to_values(self, classes: np.ndarray) -> np.ndarray:
        """Class indices as the values of a class map, 255 without a label."""
        values = np.full(256, UNKNOWN, np.uint8)
        values[: len(self.classes)] = [each.value for each in self.classes]
        return values[classes]


class GeoTiffFolders:
    """`images/<part>/<name>.tif`, `images_2/...` of further sources, `labels/<part>/<name>.tif`."""

    needs_objects = False

    def __init__(self, patches: PatchSet) -> None:
        self.patches = patches

    def add(self, patch: Patch) -> None:
        """Write a patch with its labels."""
        for number in range(len(patch.sources)):
            self.write_source(patch, number, self.folder_of(number, patch.part))
        self.write_labels(patch)

    def folder_of(self, source: int, part: str) -> Path:
        """The folder of the images of a source."""
        return self.patches.folder / name_source(source) / part

    def write_source(self, patch: Patch, number: int, folder: Path) -> None:
        """Write one source of a patch."""
        pixels, valid, grid, source = patch.sources[number]
        masked = source.nodata is None and pixels.dtype.kind != "f" and not valid.all()
        with RasterWriter(
            self.make_path(folder, f"{patch.name}.tif"), grid, len(pixels), str(pixels.dtype), source.nodata,
            source.band_names, block_px=_choose_block(grid.width), like=source, plain=True, masked=masked,
        ) as file:  # fmt: skip
            file.write(pixels, Window(0, 0, grid.width, grid.height), valid)

    def write_labels(self, patch: Patch) -> None:
        """Write a patch's labels."""
        grid = patch.grid
        path = self.make_path(self.patches.folder / LABELS_NAME / patch.part, f"{patch.name}.tif")
        with RasterWriter(path, grid, 1, "uint8", UNKNOWN, ["class"], self.patches.legend,
                          _choose_block(grid.width), plain=True) as file:  # fmt: skip
            file.write(self.patches.to_values(patch.classes)[None], Window(0, 0, grid.width, grid.height))

    def make_path(self, folder: Path, name: str) -> Path:
        """A path in a folder that is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def finish(self) -> None:
        """Write what comes after the last patch."""

    def close(self) -> None:
        """Close what is open, whether all went well or not."""


class Stacks(GeoTiffFolders):
    """The layout of OTBTF: `<part>/images.tif`, `<part>/labels.tif`, one patch below the other."""

    def __init__(self, patches: PatchSet) -> None:
        super().__init__(patches)
        self._files = ExitStack()
        self._open: dict[Path, RasterWriter] = {}

    def write_source(self, patch: Patch, number: int, folder: Path) -> None:
        pixels, _, _, source = patch.sources[number]
        path = self.patches.folder / patch.part / f"{name_source(number)}.tif"
        self._append(path, patch, pixels, nodata=source.nodata, band_names=source.band_names)

    def write_labels(self, patch: Patch) -> None:
        path = self.patches.folder / patch.part / f"{LABELS_NAME}.tif"
        values = self.patches.to_values(patch.classes)[None]
        self._append(path, patch, values, nodata=UNKNOWN, classes=self.patches.legend)

    def _append(self, path: Path, patch: Patch, pixels: np.ndarray, **described) -> None:
        size = pixels.shape[-1]
        if path not in self._open:
            path.parent.mkdir(parents=True, exist_ok=True)
            grid = Grid(None, rasterio.Affine.identity(), size, size * self.patches.counts[patch.part])
            writer = RasterWriter(path, grid, len(pixels), str(pixels.dtype), block_px=_choose_block(size), plain=True,
                                  **described)  # fmt: skip
            self._open[path] = self._files.enter_context(writer)
        self._open[path].write(pixels, Window(0, patch.number * size, size, size))

    def finish(self) -> None:
        self._files.close()

    def close(self) -> None:
        if self._open:
            self._files.__exit__(RuntimeError, RuntimeError(), None)


def _choose_block(size_px: int) -> int:
    """The side of the blocks of a file, which are multiples of 16 px: one for a patch, if it is not too large."""
    return min(_LARGEST_BLOCK_PX, -(-size_px // _BLOCK_STEP_PX) * _BLOCK_STEP_PX)
