"""Features of cells as a raster with a pixel for each cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..progress import Progress
from .codes import compute_codes
from .feature_map import BLOCK_CELLS, CellReader, open_map

CELL_FEATURES = ("none", "hand", "shared code", "exclusive code")
_BLOCK_PX = 256


def write_cells(image: str, kind: str, model: str | None, output: str, overviews: bool,
                progress: Progress) -> list[str]:
    """Write hand features, or a code of a series model, of an image's cells; the names of the bands.

    Raises EoDeepError for a code without a model, and hand features with one.
    """
    if (model is None) != (kind == "hand"):
        needs = "needs a series model as the model of the layer" if model is None else "needs no model of a layer"
        raise EoDeepError(f"The cells' feature '{kind}' {needs}.")
    with scratch_folder(output) as folder, _open(image, kind, model, folder, progress.part(0, 0.9)) as opened:
        grid, names, read = opened
        with RasterWriter(output, grid, len(names), "float32", math.nan, names, None, _BLOCK_PX, overviews,
                          progress=progress) as raster:  # fmt: skip
            for block in grid.blocks(4 * BLOCK_CELLS):
                features, known = read(block)
                raster.write(np.where(known, features, np.float32(np.nan)), block)
    progress(1.0)
    return names


@contextmanager
def _open(image: str, kind: str, model: str | None, folder: Path,
          progress: Progress) -> Iterator[tuple[Grid, list[str], CellReader]]:
    if model is None:
        with open_map(image, kind, folder, progress=progress) as cells:
            yield cells.grid, cells.names, cells.read
        return
    code = kind.partition(" ")[0]
    with compute_codes(image, model, code, folder, progress=progress) as (grid, cell_px, codes):
        names = [f"{code} {number}" for number in range(1, codes.count + 1)]
        if not names:
            raise EoDeepError(f"'{image}' has no valid pixels.")
        yield grid.cells(cell_px), names, codes.read
