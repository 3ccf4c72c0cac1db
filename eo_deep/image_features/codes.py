"""The codes of a series model on the cells of a place: one exact pass over each date, as tiles in flat memory."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from rasterio.windows import Window
from torch import nn

from ..models.footprint import measure_footprint
from ..models.image_input import choose_working_grid
from ..models.model_file import Model
from ..models.networks.series_network import CellCode, SeriesNetwork, SharedCode
from ..models.scaling import FittedScaling
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..streaming.finite_check import FiniteCheck
from ..streaming.pipeline import Output, Predictor, Tile, core_of, default_core_px, stream
from ..streaming.tiling import Unit, plan_units
from .cell_store import CellStore
from .hand_features import KNOWN_SHARE
from .place_images import DateImage, PlaceImages

_GPU_PX = 4096  # side of a batch


def compute_codes(place: PlaceImages, model: Model, code: str, folder: Path, device: str = "auto",
                  progress: Progress = silent) -> tuple[int, CellStore]:
    """The side of the cells in px, and a code of the whole place in a file of `folder`, the mean over the dates.

    A cell is known at a date where three quarters of its pixels are.

    Parameters
    ----------
    place : PlaceImages
        With the bands of the model, in its order and units.
    model : Model
        Of task "series".
    code : str
        "shared": what the place is, a vector for each cell of 8 px; "exclusive": what happened there at a date, for
        each cell of 16 px. The paper's network has cells of 16 and 64 px.
    folder : Path
    device : str
    progress : Progress
    """
    series = model.network
    assert isinstance(series, SeriesNetwork)
    view, cell_px = ((SharedCode(series), series.shared_px) if code == "shared" else
                     (CellCode(series), series.exclusive_px))  # fmt: skip
    network = nn.Sequential(view, nn.Upsample(scale_factor=cell_px)).eval()
    footprint, grid = measure_footprint(network), place.grid
    choose_working_grid(grid, model.card, False, None, progress)  # says where the resolutions differ
    scaling = model.card["inputs"][0]["scaling"]
    fitted = FittedScaling(np.array(scaling["mean"]), np.array(scaling["std"]))
    chosen, bf16 = choose_device(device), model.card.get("bf16", False)
    predict = Predictor(network, chosen, bf16, [Output(_EveryCell(cell_px))])
    align_px = math.lcm(footprint.stride_px, cell_px)
    fitting_px = default_core_px(predict.network, footprint, [len(place.band_names) + 1], grid.width, grid.height,
                                 chosen, bf16)  # fmt: skip
    core_px = max(1, round(fitting_px / align_px)) * align_px
    units = plan_units(grid.width, grid.height, footprint, core_px)
    batch_size = max(1, (_GPU_PX // core_px) ** 2) if chosen.type == "cuda" else 1
    store, finite_check = CellStore(grid.cells(cell_px), folder), FiniteCheck()

    def write(tile: Tile, scores: list[np.ndarray]) -> None:
        known = count_known(tile.valid, cell_px) >= KNOWN_SHARE * cell_px**2
        top, left = (int(start) // cell_px for start in (tile.unit.core.row_off, tile.unit.core.col_off))
        known = finite_check.select_finite(scores[0], known)
        store.add(scores[0], known, Window(left, top, known.shape[1], known.shape[0]))

    for number, date in enumerate(place.dates):
        part = progress.part(number / len(place.dates), (number + 1) / len(place.dates))
        stream(units, _Reader(date, fitted), predict, write, batch_size, part)
    finite_check.warn("cells", progress)
    return cell_px, store


class _Reader:
    """Reads what the network sees of a unit at one date."""

    def __init__(self, date: DateImage, scaling: FittedScaling):
        self._date, self._scaling = date, scaling

    def __call__(self, unit: Unit) -> Tile | None:
        values, known = self._date.read(unit.window)
        valid = core_of(unit, known)
        if not valid.any():
            return None
        planes = np.concatenate([self._scaling(values, known), known[None].astype(np.float32)])
        return Tile(unit, (planes,), valid)


class _EveryCell:
    """Of a code enlarged to pixels, one value for each cell."""

    def __init__(self, cell_px: int):
        self._size = cell_px

    def __call__(self, scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
        return scores[:, :: self._size, :: self._size].float().contiguous()


def count_known(valid: np.ndarray, size: int) -> np.ndarray:
    """How many of each cell's pixels are valid, (ceil(h / size), ceil(w / size))."""
    padded = np.pad(valid, [(0, -side % size) for side in valid.shape])
    return padded.reshape(padded.shape[0] // size, size, padded.shape[1] // size, size).sum(axis=(1, 3))
