"""The codes of a series model on the cells of an image: one exact pass, as tiles in flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from rasterio.windows import Window
from torch import nn

from ..geo.grid import Grid
from ..models.footprint import measure_footprint
from ..models.image_input import ImageSettings, open_model_image
from ..models.model_file import Model, load_model
from ..models.networks.series_network import CellCode, SeriesNetwork, SharedCode
from ..progress import Progress, silent
from ..streaming.finite_check import FiniteCheck
from ..streaming.image_job import ImageJob
from ..streaming.pipeline import Output
from .hand_features import KNOWN_SHARE

CODES = ("shared", "exclusive")


@contextmanager
def compute_codes(image: str, model: str, code: str, folder: Path, bands: Sequence[int] | None = None,
                  device: str = "auto", progress: Progress = silent) -> Iterator[tuple[Grid, int, Codes]]:
    """The image's grid, the side of the cells in px and a code of the whole image in a file of `folder`.

    A cell is known where three quarters of its pixels are.

    Parameters
    ----------
    image : str
    model : str
        A model of task "series".
    code : str
        "shared": what the place is, a vector for each cell of 8 px; "exclusive": what happened there at the image's
        date, for each cell of 16 px. The paper's network has cells of 16 and 64 px.
    folder : Path
    bands : sequence of int, optional
        1-based, in the model's order. Default: by name.
    device : str
    progress : Progress
    """
    loaded = load_model(model, "series")
    series = loaded.network
    assert isinstance(series, SeriesNetwork)
    view, cell_px = ((SharedCode(series), series.shared_px) if code == "shared" else
                     (CellCode(series), series.exclusive_px))  # fmt: skip
    network = nn.Sequential(view, nn.Upsample(scale_factor=cell_px)).eval()
    footprint = measure_footprint(network)
    card = {**loaded.card, "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px]}
    settings = ImageSettings(image, bands, False, None, device)
    output = Output(_EveryCell(cell_px))
    with open_model_image(settings, card, progress) as opened:
        job = ImageJob(Model(network, card), opened, [output], cell_px=cell_px)
        codes = Codes(job.grid.cells(cell_px), cell_px, folder / f"{code}_{len(list(folder.iterdir()))}")
        try:
            job.run(job.plan(), [codes], progress)
            codes.finite_check.warn("cells", progress)
            yield job.grid, cell_px, codes
        finally:
            codes.remove()


class _EveryCell:
    """Of a code enlarged to pixels, one value for each cell."""

    def __init__(self, cell_px: int):
        self._size = cell_px

    def __call__(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        return scores[:, :: self._size, :: self._size].float().contiguous()


class Codes:
    """Takes the cells of a job block by block, and gives them window by window."""

    def __init__(self, grid: Grid, cell_px: int, path: Path):
        self.finite_check = FiniteCheck()
        self._size, self._path, self._grid = cell_px, path, grid
        self._known = np.zeros((grid.height, grid.width), bool)
        self._stored: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many values a cell has; 0 where nothing was computed."""
        return 0 if self._stored is None else len(self._stored)

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (C, cells) float32 and valid (h, w) bool of a window in pixels."""
        if self._stored is None:
            self._stored = np.memmap(self._path, np.float32, "w+", shape=(len(scores), *self._known.shape))
        known = count_known(valid, self._size) >= KNOWN_SHARE * self._size**2
        known = self.finite_check.select_finite(scores, known)
        top, left = int(window.row_off) // self._size, int(window.col_off) // self._size
        place = slice(top, top + known.shape[0]), slice(left, left + known.shape[1])
        self._stored[(slice(None), *place)] = np.where(known, scores, 0)
        self._known[place] = known

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Values (C, h, w) float32 of a window of cells, which may reach beyond the grid, and which are known."""
        stored = np.zeros((0, *self._known.shape), np.float32) if self._stored is None else self._stored
        return read_window(stored, self._known, window)

    def remove(self) -> None:
        """Remove the file."""
        self._stored = None
        self._path.unlink(missing_ok=True)


def count_known(valid: np.ndarray, size: int) -> np.ndarray:
    """How many of each cell's pixels are valid, (ceil(h / size), ceil(w / size))."""
    padded = np.pad(valid, [(0, -side % size) for side in valid.shape])
    return padded.reshape(padded.shape[0] // size, size, padded.shape[1] // size, size).sum(axis=(1, 3))


def read_window(stored: np.ndarray, known: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """A window of what is stored (C, H, W) and known (H, W); beyond it, zeros that are not known."""
    top, left, height, width = (int(side) for side in (window.row_off, window.col_off, window.height, window.width))
    features, here = np.zeros((len(stored), height, width), np.float32), np.zeros((height, width), bool)
    rows = slice(max(0, top), min(known.shape[0], top + height))
    columns = slice(max(0, left), min(known.shape[1], left + width))
    if rows.start < rows.stop and columns.start < columns.stop:
        place = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
        features[(slice(None), *place)] = stored[:, rows, columns]
        here[place] = known[rows, columns]
    return features, here
