"""The only writer of rasters: GeoTIFFs that are whole or absent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..progress import Progress, silent
from ..runtime.traces import find_target
from .damage import GDAL_ERRORS
from .files import remove_beside, write_error
from .geotiff import GeoTiff, RasterFormat, TakenOver, state_threshold
from .part_assembly import Assembly
from .part_folder import check_raster_writable
from .parts import Parts, find_parts
from .raster import RasterSource
from .raster_view import quiet
from .staging import Staged
from .styles import class_style, is_signed, sign
from .virtual_raster import write_virtual


class RasterWriter:
    """A GeoTIFF that appears under its name when complete, or not at all. Use it as a context manager.

    Blocks that are never written read as nodata. Where the job that runs writes in parts (see `parts`), each part is a
    file of its own, and all become one at the end, or the sources of a virtual raster.

    Parameters
    ----------
    path : str
    grid : Grid
    count : int
        Number of bands.
    dtype : str
        GDAL's name, or "float16": half precision on disk, which every reader shows as float32.
    nodata : float or None
    band_names : sequence of str
    classes : sequence of {"value", "name", "color"}
        Written as colour table, and as a style beside the file that QGIS loads by itself.
    style : str
        Text of another style.
    block_px : int
        Tile size, a multiple of 16.
    like : RasterSource
        Image of whose bands this raster is made: its scales, offsets, units, tags, colours and mask are taken over.
    band_classes : sequence of {"value", "name", "color"}
        Whose probabilities the bands hold.
    plain : bool
        As other software reads it best: the bands of a pixel side by side, and no style beside the file.
    masked : bool
        A mask states which pixels are valid, also where `like` has none.
    progress : Progress
        Gets a warning where an existing style is kept.
    """

    def __init__(
        self,
        path: str | os.PathLike,
        grid: Grid,
        count: int = 1,
        dtype: str = "uint8",
        nodata: float | None = None,
        band_names: Sequence[str] | None = None,
        classes: Sequence[dict] | None = None,
        block_px: int = 512,
        overviews: bool = False,
        style: str | None = None,
        progress: Progress = silent,
        like: RasterSource | None = None,
        band_classes: Sequence[dict] | None = None,
        plain: bool = False,
        masked: bool = False,
    ):
        self._parts = find_parts(grid)
        self._is_virtual = self._parts is not None and (self._parts.folder.keeps or find_target(Path(path)) is not None)
        check_raster_writable(path)
        self.path, self.grid = str(path), grid
        self._overviews = overviews
        self._resampling = Resampling.mode if classes else Resampling.average
        self._style = style or (class_style(classes) if classes and not plain else None)
        self._progress = progress
        taken = TakenOver.of(like) if like else None
        self._format = RasterFormat(count, dtype, nodata, block_px, band_names or (), classes or (), band_classes or (),
                                    taken, plain, masked or bool(taken and taken.said.has_mask))
        # A GeoTIFF has one nodata value: where a band's is another, its pixels change.
        self._renamed = [(band, value) for band, value in enumerate(like.nodatas if like else ())
                         if value is not None and value != nodata]
        self._files: dict[int, GeoTiff] = {}  # by the numbers of parts
        self._staged = Staged(path)
        try:
            if self._parts:
                self.role = self._parts.add(self, self.path)
            else:
                self._files[0] = self._format.create(self._staged.path, grid)
        except GDAL_ERRORS as error:
            self._staged.close()
            raise write_error(self.path, error) from None

    def set_threshold(self, threshold: float) -> None:
        """State from which value on the score in the first band counts, at any time before the file is closed."""
        self._format.threshold = threshold
        if not self._parts:
            state_threshold(self._files[0].dataset, threshold)

    def write(self, pixels: np.ndarray, window: Window, valid: np.ndarray | None = None,
              bands: Sequence[int] | None = None) -> None:
        """Write pixels (C, h, w) at `window`, and to the mask, if there is one, which are `valid`, (h, w) bool.

        bands: which, from 1; None: all. EoDeepError when the disk is full.
        """
        for band, value in self._renamed:
            pixels[band][pixels[band] == value] = self._format.nodata
        try:
            if self._parts:
                number, window = self._parts.layout.locate(window)
                file = self._open_part(number)
            else:
                file = self._files[0]
            file.write(pixels, window, valid, bands)
        except GDAL_ERRORS as error:
            raise write_error(self.path, error) from None

    def close_part(self, number: int) -> Path:
        """Close a part, which is whole then, and say where it lies. EoDeepError when the disk is full."""
        try:
            file = self._open_part(number)
            del self._files[number]
            file.close()
            file.verify()
        except GDAL_ERRORS as error:
            raise write_error(self.path, error) from None
        return file.path

    def list_moved(self) -> set[int]:
        """The numbers of the parts whose pixels are in what is being put together, or in the output itself."""
        assert self._parts
        if self._parts.is_helping:  # nothing is put together of what others are asked to make
            return set()
        is_begun = Assembly.is_begun(self._parts.name_whole(self.role))
        return self._begin_assembly(self._parts).begun if is_begun else set()

    def __enter__(self) -> RasterWriter:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        try:
            for file in self._files.values():
                file.close()
            if kind is None:
                self._finish()
        except GDAL_ERRORS as error:
            raise write_error(self.path, error) from None
        finally:
            self._staged.close()

    def _open_part(self, number: int) -> GeoTiff:
        assert self._parts
        if number not in self._files:
            grid, name = self._parts.layout.grid_of(number), self._parts.name_part(number, self.role).name
            self._files[number] = self._format.create(self._parts.work / name, grid)
        return self._files[number]

    def _finish(self) -> None:
        if self._parts is None:
            self._files[0].verify()
            self._build_overviews(self._staged.path)
            self._staged.finish()
        elif self._parts.is_helping and not find_target(self._staged.target):
            return  # who began the job writes the output
        elif self._is_virtual:
            self._join(self._parts)
        else:
            self._assemble(self._parts)
        remove_beside(self.path, (".aux.xml", ".ovr", ".msk"))  # statistics, overviews, mask of what was there
        if (overviews := Path(f"{self._staged.path}.ovr")).exists():
            self._staged.put(overviews, Path(f"{self._staged.target}.ovr"))
        if self._style:
            self._write_style(self._style)

    def _assemble(self, parts: Parts) -> None:
        """Put the output together of its parts, if an earlier attempt has not done so."""
        assembly, target = self._begin_assembly(parts), self._staged.target
        if assembly.finished_bytes is not None and not assembly.path.exists():
            if target.exists() and target.stat().st_size == assembly.finished_bytes:
                return
            raise EoDeepError(f"'{self.path}' was finished, but it is not there any more; remove '{parts.folder.path}' "
                              "and run the job anew.")  # fmt: skip
        self._progress.message(f"Putting {len(parts.numbers)} parts together as '{self.path}'.")
        assembly.copy({number: parts.name_part(number, self.role) for number in parts.numbers},
                      lambda number, counts: parts.layout.place_blocks(number, counts, self._format.block_px))
        assembly.close()
        self._build_overviews(assembly.path)
        assembly.finish()
        self._staged.put(assembly.path, target)

    def _join(self, parts: Parts) -> None:
        """Write the output as a virtual raster of its parts."""
        head, place = parts.work / f"{self.role}-head.tif", self._staged.path
        self._make_head(head)
        sources = [(parts.name_part(number, self.role), parts.layout.window(number))
                   for number in parts.numbers]  # fmt: skip
        write_virtual(place, head, sources)
        self._build_overviews(place)
        if find_target(self._staged.target):  # of no use when the job has ended
            for part, _ in sources:
                parts.folder.call.at_success.callback(part.unlink, missing_ok=True)
        else:  # may be moved with its parts
            write_virtual(place, head, sources, self._staged.target.parent)
        self._staged.finish()

    def _begin_assembly(self, parts: Parts) -> Assembly:
        return Assembly(parts.name_whole(self.role), self._make_head)

    def _make_head(self, path: Path) -> None:
        """Write the output without its pixels."""
        file = self._format.create(path, self.grid)
        file.begin_mask()
        file.close()

    def _build_overviews(self, path: Path) -> None:
        """Add overviews: in a GeoTIFF, beside a virtual raster."""
        if self._overviews:
            factors = [2**k for k in range(1, 12) if max(self.grid.width, self.grid.height) >> k >= 256]
            with quiet(), rasterio.open(path, "r+") as written:
                with rasterio.Env(SPARSE_OK_OVERVIEW=True):  # blocks of nodata stay away from overviews too
                    written.build_overviews(factors, self._resampling)

    def _write_style(self, style: str) -> None:
        """Write the style where QGIS looks for it, unless one that somebody else made lies there."""
        target, name = Path(self.path).with_suffix(".qml"), Path(self.path).name
        if target.exists() and not is_signed(target, name):
            self._progress.warning(
                f"'{target.name}' is kept, because EO Deep did not make it; the style of '{name}' is not written."
            )
            return
        prepared = self._staged.path.with_suffix(".qml")
        prepared.write_text(sign(style, name), encoding="utf-8")
        self._staged.put(prepared, target)
