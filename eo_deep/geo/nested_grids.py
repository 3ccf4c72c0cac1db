"""Grids of several sources: cells of whole pixels of a first grid, read as they are wherever they are nested in it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import rasterio

from .crs import make_transform, to_crs
from .grid import Grid

# In px of the first grid: grids whose pixels coincide better than so, over their whole extent, are nested.
_NESTED_PX, _PHASE_PX = 0.1, 0.05


def align_grid(grid: Grid, others: Sequence[tuple[Grid, int]]) -> Grid:
    """A grid moved outwards by whole pixels, to where the pixels of other grids begin that are nested in it.

    So these are read as they are. Where one moves it and another would move it elsewhere, the former counts.

    others: each with the ratio of its cells to the grid's pixels.
    """
    cell = math.lcm(*(ratio for _, ratio in others))
    phases = [(phase, ratio) for other, ratio in others if (phase := find_phase(grid, other, ratio))]
    left, top = (
        max(range(cell), key=lambda moved: ([(-moved - phase[axis]) % ratio == 0 for phase, ratio in phases], -moved))
        for axis in (0, 1)
    )
    width, height = (-(-size // cell) * cell for size in (grid.width + left, grid.height + top))
    return Grid(grid.crs, grid.transform * rasterio.Affine.translation(-left, -top), width, height)


def find_phase(grid: Grid, other: Grid, ratio: int) -> tuple[int, int] | None:
    """(column, row) of a grid where the pixels of another begin, if these are ratio x ratio of its pixels each.

    None where they are not, to a tenth of a pixel over the whole extent.
    """
    if grid.crs != other.crs:
        return None
    to_px = ~grid.transform * other.transform
    steps = np.array([[to_px.a, to_px.b], [to_px.d, to_px.e]])
    drift = np.abs(steps - ratio * np.eye(2)) @ (other.width, other.height)
    corner = np.array([to_px.c, to_px.f])
    if (drift > _NESTED_PX).any() or (np.abs(corner - corner.round()) > _PHASE_PX).any():
        return None
    column, row = corner.round().astype(int).tolist()
    return column, row


def overlap(grid: Grid, other: Grid) -> bool:
    """Whether two grids may have ground in common, as far as the Earth tells."""
    points = grid.facing(other).lattice()
    if grid.crs is not None and grid.crs != other.crs:
        points = make_transform(to_crs(grid.crs), to_crs(other.crs))(points)
    if not np.isfinite(points).all():
        return True
    columns, rows = ~other.transform * tuple(points.T)
    return bool(columns.max() > 0 and rows.max() > 0 and columns.min() < other.width and rows.min() < other.height)
