"""The image that guides a refinement, on the probabilities' grid, with its values scaled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.coordinates import describe_bounds
from ..geo.grid import Grid
from ..geo.nested_grids import overlap
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..models.image_input import open_matching
from ..models.scaling import FittedScaling, fit_scaling
from ..progress import Progress


@dataclass(frozen=True)
class Guide:
    """An open image on the probabilities' grid, and the scaling of its values: about -2..2."""

    source: RasterSource
    scaling: FittedScaling

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Scaled pixels (C, h, w) float32, 0 where not valid, and which are valid, (h, w) bool."""
        pixels, valid = self.source.read(window)
        return self.scaling(pixels, valid), valid


@contextmanager
def open_guide(path: str, bands: Sequence[int] | None, wanted: dict | None, grid: Grid,
               progress: Progress) -> Iterator[Guide]:
    """Open an image for the refinement of probabilities on `grid`; a context manager.

    Parameters
    ----------
    path : str
    bands : sequence of int or None
        1-based band numbers; None: by the names that are wanted, else all.
    wanted : dict or None
        An input of a model's card, whose bands and scaling the image has to fit.
    grid : Grid
    progress : Progress

    Yields
    ------
    Guide

    Raises
    ------
    EoDeepError
        For an image of another place, and one that does not fit what is wanted.
    """
    with ExitStack() as files:
        own = files.enter_context(open_matching(path, wanted, bands, progress) if wanted else
                                  open_image(path, bands, progress=progress))
        check_overlap(own, grid, "image", progress)
        scaling = fit_scaling(wanted["scaling"] if wanted else find_scaling(own), own)
        yield Guide(own if own.grid.matches(grid) else files.enter_context(own.on(grid)), scaling)


def find_scaling(source: RasterSource) -> dict:
    """How an image's values are scaled, as on a card: bytes as they are, others between the image's percentiles."""
    if source.dtype == "uint8":
        return {"kind": "fixed", "mean": [127.5] * source.count, "std": [63.75] * source.count}
    return {"kind": "percentiles", "low": 1, "high": 99}


def describe_image(source: RasterSource) -> dict:
    """An image as an input of a model's card."""
    return {"bands": list(source.band_names), "scaling": find_scaling(source), "dtype": source.dtype,
            "nodata": source.nodata, "resolution_m": None}  # fmt: skip


def check_overlap(image: RasterSource, grid: Grid, what: str, progress: Progress) -> None:
    """EoDeepError for a raster that lies beside the probabilities' grid; a warning where only one has a CRS.

    what: it is, "image".
    """
    own, target = image.grid.facing(grid), grid
    if (own.crs is None) != (grid.crs is None):
        which = what if own.crs is None else "probabilities"
        progress.warning(f"No CRS in: {which}; taken to be the same as the other raster's.")
        own, target = replace(own, crs=None), replace(grid, crs=None)
    if not overlap(own, target):
        spans = describe_bounds(own.bounds, own.crs), describe_bounds(grid.bounds, grid.crs)
        raise EoDeepError(f"The {what} and the probabilities do not overlap: '{name_of(image.path)}' spans {spans[0]}, "
                          f"the probabilities {spans[1]}.")
