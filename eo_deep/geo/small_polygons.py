"""Polygons that a grid does not see: they hold no pixel's centre, so that burning them leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..errors import EoDeepError
from ..progress import Progress
from .grid import Grid
from .rasterization import PolygonIndex

# A polygon of at least this area (px2) that still misses all centres would be very thin.
_SURE_PX2 = 4.0
_MAX_CENTRES = 4096
_TESTED_AT_ONCE = 1_000_000


def check_seen(what: str, layers: Sequence[tuple[PolygonIndex, Grid]], progress: Progress, needed: bool = True) -> None:
    """Warn of polygons that contain no pixel centre of the grid on which they lie.

    Parameters
    ----------
    what : str
        What they are called, such as "label".
    layers : sequence of (PolygonIndex, Grid)
    progress : Progress
    needed : bool, default True
        False: only warn, whatever is missing.

    Raises
    ------
    EoDeepError
        If this is so for all polygons.
    """
    missed, total = np.sum([count_missed(index, grid) for index, grid in layers], axis=0).tolist() if layers else (0, 0)
    if not missed:
        return
    sizes = [grid.ground_resolution_m for _, grid in layers]
    size = f" ({max(max(each) for each in sizes if each):.3g} m)" if any(sizes) else ""
    text = (
        f"{missed} of {total} {what} polygons are smaller than a pixel{size} and contain no pixel centre, so they do "
        "not count; use a finer resolution or image."
    )
    if missed == total and needed:
        raise EoDeepError(text)
    progress.warning(text)


def count_missed(index: PolygonIndex, grid: Grid) -> tuple[int, int]:
    """How many polygons hold no pixel's centre, and how many there are, of those whose middle lies on the grid."""
    geometries = index.geometries[index.find(grid)]
    if not len(geometries):
        return 0, 0
    to_pixels = ~grid.transform
    inside = shapely.transform(geometries, lambda xy: np.column_stack(_apply(to_pixels, xy)))
    left, top, right, bottom = shapely.bounds(inside).T
    on_grid = (left + right >= 0) & (left + right <= 2 * grid.width) & (top + bottom >= 0)
    on_grid &= top + bottom <= 2 * grid.height
    first = np.ceil(np.stack([left, top]) - 0.5)[:, on_grid]
    counts = np.maximum(np.floor(np.stack([right, bottom]) - 0.5)[:, on_grid] - first + 1, 0)
    inside = inside[on_grid]
    centres = counts.prod(axis=0)
    missed = centres == 0
    doubtful = np.flatnonzero((centres > 0) & (centres <= _MAX_CENTRES) & (shapely.area(inside) < _SURE_PX2))
    ends = np.cumsum(centres[doubtful])
    for part in np.split(doubtful, np.flatnonzero(np.diff(ends // _TESTED_AT_ONCE)) + 1):
        owner = np.repeat(part, centres[part].astype(int))
        number = np.concatenate([np.arange(int(count)) for count in centres[part]]) if len(part) else np.zeros(0)
        x = first[0, owner] + number % counts[0, owner] + 0.5
        y = first[1, owner] + number // counts[0, owner] + 0.5
        hits = shapely.intersects_xy(inside[owner], x, y)
        missed[part] = np.bincount(owner, hits, len(missed))[part] == 0
    return int(missed.sum()), len(missed)


def _apply(transform, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d, e, f = transform[:6]
    return a * xy[:, 0] + b * xy[:, 1] + c, d * xy[:, 0] + e * xy[:, 1] + f
