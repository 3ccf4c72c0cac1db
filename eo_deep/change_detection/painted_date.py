"""What a place would look like at the later date if nothing had happened: the earlier image painted by a series model.

Season, sun and haze are explained by the global code of the later image; what the painting does not explain is change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..models.footprint import measure_footprint
from ..models.global_code import compute_global_code, plan_reading
from ..models.model_file import load_model
from ..models.networks.series_network import SeriesNetwork
from ..progress import Progress
from .date_pair import DatePair

_CORE_PX = 512


@dataclass(frozen=True)
class PaintedPair(DatePair):
    """A pair whose image before is painted as of the date after."""

    painted: RasterSource | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        _, after, known = super().read(window)
        assert self.painted
        painted, valid = self.painted.read(window)
        known = known & valid
        return np.where(known, painted, 0).astype(np.float32), np.where(known, after, 0), known


@contextmanager
def paint_before(pair: DatePair, model: str, folder: Path, progress: Progress) -> Iterator[PaintedPair]:
    """The pair with its image before painted at the global code of the image after, in a file in ``folder``.

    Raises EoDeepError for a model of another number of bands, and an image after that is unknown everywhere.
    """
    loaded, series = load_model(model, "series"), pair.series
    network, described = loaded.network, loaded.card["inputs"][0]
    assert isinstance(network, SeriesNetwork)
    if len(described["bands"]) != len(series.band_names):
        wanted, there = (f"{len(names)} ({', '.join(names)})" for names in (described["bands"], series.band_names))
        raise EoDeepError(f"The model needs bands {wanted}, the images have {there}; choose the bands in that order.")
    grid = series.grid
    before, after = (plan_reading(partial(series.read, number), described["scaling"])
                     for number in (pair.before, pair.after))  # fmt: skip
    code = compute_global_code(network, after, grid.height, grid.width)
    if code is None:
        name = series.images[pair.after].name
        raise EoDeepError(f"The model needs a cell of {network.exclusive_px} px that is known, '{name}' has none.")
    view, cell_px = network.paint_at(code).eval(), network.exclusive_px
    halo = -(-measure_footprint(view).halo_px // cell_px) * cell_px
    mean, std = (np.array(described["scaling"][name], np.float32)[:, None, None] for name in ("mean", "std"))
    path = str(folder / "painted.tif")
    windows = list(grid.blocks(_CORE_PX))
    with RasterWriter(path, grid, len(series.band_names), "float32", float("nan"), list(series.band_names),
                      block_px=_CORE_PX) as writer:  # fmt: skip
        for number, window in enumerate(windows, 1):
            top, left, height, width = (int(each) for each in
                                        (window.row_off, window.col_off, window.height, window.width))  # fmt: skip
            planes = before(top - halo, left - halo, _CORE_PX + 2 * halo, _CORE_PX + 2 * halo)
            core = np.s_[..., halo : halo + height, halo : halo + width]
            if planes[-1].any():
                with torch.inference_mode():
                    painted = view(planes[None])[0].numpy()[core] * std + mean
                writer.write(np.where(planes[-1].numpy()[core] > 0, painted, np.float32(np.nan)), window)
            progress(number / len(windows))
    with open_raster(path) as source:
        yield PaintedPair(series, pair.before, pair.after, pair.area, source)
