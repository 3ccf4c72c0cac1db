"""Features of cells as a raster with a pixel for each cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.surroundings import read_area
from ..io.vector_layer import rasterize_area
from ..progress import Progress
from .feature_map import BLOCK_CELLS, open_map

CELL_FEATURES = ("none", "hand", "shared code", "exclusive code")
_BLOCK_PX = 256


@dataclass(frozen=True)
class CellSettings:
    """What is written of cells. images: one, or several dates of one place. kind: one of `CELL_FEATURES`. dates, masks:
    as for `open_series`. area: path of polygons, outside of which is nodata."""

    images: Sequence[str]
    kind: str
    model: str | None = None
    dates: Sequence[str] | None = None
    masks: Sequence[str] | None = None
    area: str | None = None


def write_cells(settings: CellSettings, output: str, overviews: bool, progress: Progress) -> list[str]:
    """Write hand features, or a code of a series model, of a place's cells; the names of the bands.

    Of several dates: the mean over those that know a cell, and their number as the last band.
    Raises EoDeepError for a code without a model, and hand features with one.
    """
    kind, model = settings.kind, settings.model
    if (model is None) != (kind == "hand"):
        needs = "needs a series model as the model of the layer" if model is None else "needs no model of a layer"
        raise EoDeepError(f"The cells' feature '{kind}' {needs}.")
    with scratch_folder(output) as folder, open_map(
        settings.images, "hand", folder, None, model, "auto", progress.part(0, 0.9), settings.dates, settings.masks,
        kind.partition(" ")[0] if model else "shared",
    ) as cells:  # fmt: skip
        grid, names = cells.grid, cells.names + ["dates"] * (len(cells.place.dates) > 1)
        area = read_area(settings.area, cells.image, progress)
        with RasterWriter(output, grid, len(names), "float32", math.nan, names, None, _BLOCK_PX, overviews,
                          progress=progress) as raster:  # fmt: skip
            for block in grid.blocks(4 * BLOCK_CELLS):
                features, dates = cells.read_counted(block)
                known = (dates > 0) & rasterize_area(area, grid, block)
                bands = np.concatenate([features, dates[None].astype(np.float32)])[: len(names)]
                raster.write(np.where(known, bands, np.float32(np.nan)), block)
    progress(1.0)
    return names
