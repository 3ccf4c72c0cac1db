"""From the images that a user names to the blocks of ground that a training learns from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..geo.grid import Grid
from ..image_series import ImageSeries
from ..io.names import name_of
from ..io.raster import open_image
from ..io.surroundings import read_area
from ..io.vector_layer import rasterize_area
from ..models.scaling import FittedScaling, measure_values
from ..progress import Progress
from ..sampling.hold_out import hold_out
from ..sampling.multisource import describe_image
from .samples import INNER_PX, WINDOW_PX, Block, SeriesData

_BLOCK_PX = 512
# Sides of the squares of ground that are kept from the training as a whole: smaller ones where there would be few.
_SQUARES_PX = (192, 128, INNER_PX)
_FEW = 10
_MEMORY_BYTES = 1 << 30


@dataclass(frozen=True)
class OpenedSeries:
    """A series with what a training asks of it. known_plane: whether the network reads where an image is known."""

    series: ImageSeries
    bands: Sequence[int] | None
    area: str | None
    validation_share: float
    seed: int
    known_plane: bool

    def read(self, scaling: dict | None, progress: Progress) -> SeriesData:
        """Read the blocks, as many as the memory takes. scaling: an initial model's, or None.

        Raises EoDeepError where the series has no known pixel.
        """
        series, grid = self.series, self.series.grid
        area = read_area(self.area, grid, progress)
        raw = []
        windows = self._choose(list(_cut(grid)), progress)
        for number, window in enumerate(windows):
            wanted = rasterize_area(area, grid, window)
            if wanted.any():
                parts = [series.read(image, window) for image in series.used]
                values, known = (np.stack(each) for each in zip(*parts))
                known &= wanted
                if known.any():
                    raw.append((window, values.astype(np.float32), known))
            progress(0.03 * (number + 1) / len(windows))
        if scaling is None:
            found = (values[date][:, known[date]] for _, values, known in raw for date in range(len(self.series.used)))
            scaling = measure_values(found)
        fitted = FittedScaling(np.array(scaling["mean"]), np.array(scaling["std"]))
        held = self._hold_out(raw, progress)
        blocks = [Block(np.stack([fitted(*pair) for pair in zip(values, known)]).astype(np.float16), known,
                        held[_slices(window)], int(window.row_off), int(window.col_off))
                  for window, values, known in raw]  # fmt: skip
        sizes = grid.ground_resolution_m
        images = [series.images[number] for number in series.used]
        with open_image(images[0].path, self.bands) as source:
            described = describe_image(source, math.sqrt(sizes[0] * sizes[1]) if sizes else None, scaling)
        described["dtype"] = images[0].dtype  # of the values as they are scaled by the file
        return SeriesData(
            blocks,
            [(name_of(image.path), image.date.isoformat() if image.date else None) for image in images],
            [{**described, "date": None, "known_plane": self.known_plane}],
            {"images": [name_of(image.path) for image in images]},
            series.table(),
        )

    def _choose(self, windows: list[Window], progress: Progress) -> list[Window]:
        """As many blocks as the memory takes, by the seed."""
        pixel_bytes = len(self.series.used) * (4 * len(self.series.band_names) + 1)
        most = max(1, _MEMORY_BYTES // (pixel_bytes * (_BLOCK_PX + WINDOW_PX) ** 2))
        if len(windows) <= most:
            return windows
        progress.message(f"{most} of {len(windows)} blocks of ground are used, as the memory takes.")
        chosen = np.random.default_rng(self.seed).choice(len(windows), most, replace=False)
        return [windows[number] for number in sorted(chosen.tolist())]

    def _hold_out(self, raw: Sequence[tuple], progress: Progress) -> np.ndarray:
        """Which pixels (H, W) of the grid are kept from the training."""
        held = np.zeros((self.series.grid.height, self.series.grid.width), bool)
        seen = np.zeros_like(held)
        for window, _, known in raw:
            seen[_slices(window)] |= known.sum(0) >= 2
        for side in _SQUARES_PX:
            squares = [(slice(row, row + side), slice(column, column + side))
                       for row in range(0, held.shape[0] - side + 1, side)
                       for column in range(0, held.shape[1] - side + 1, side)]  # fmt: skip
            squares = [square for square in squares if seen[square].mean() >= 0.5]
            if len(squares) >= _FEW:
                break
        if self.validation_share and len(squares) >= 3:
            counts = np.array([[seen[square].sum()] for square in squares])
            for square, chosen in zip(squares, hold_out(counts, self.validation_share,
                                                        np.random.default_rng(self.seed))):  # fmt: skip
                held[square] |= chosen
        if not held.any():
            progress.warning("No ground is held back from the training, so the report measures on ground that the "
                             "network has seen.")  # fmt: skip
        return held


def _cut(grid: Grid) -> Iterator[Window]:
    """Blocks that overlap by a window, so that any window lies in one."""
    for row in range(0, max(grid.height - WINDOW_PX, 1), _BLOCK_PX):
        for column in range(0, max(grid.width - WINDOW_PX, 1), _BLOCK_PX):
            size = _BLOCK_PX + WINDOW_PX
            yield Window(column, row, min(size, grid.width - column), min(size, grid.height - row))


def _slices(window: Window) -> tuple[slice, slice]:
    top, left = int(window.row_off), int(window.col_off)
    return slice(top, top + int(window.height)), slice(left, left + int(window.width))
