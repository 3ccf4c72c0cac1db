"""Grids of several sources: cells of whole pixels of a first grid, read as they are wherever they are nested in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio

from .crs import make_transform, to_crs
from .grid import Grid

# In px of the first grid: grids whose pixels coincide better than so, over their whole extent, are nested.
_NESTED_PX, _PHASE_PX = 0.1, 0.05
_ALMOST = 1.1  # a cell may be this much larger than its source's pixels, else it is finer and loses nothing


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


def find_first_cell(grid: Grid, other: Grid, ratio: int) -> tuple[int, int] | None:
    """(column, row) of the cell, of ratio x ratio pixels of a grid, where the pixels of another begin.

    None where these are not such cells, as `find_phase` says.
    """
    phase = find_phase(grid, other, ratio)
    if phase is None or phase[0] % ratio or phase[1] % ratio:
        return None
    return phase[0] // ratio, phase[1] // ratio


def overlap(grid: Grid, other: Grid) -> bool:
    """Whether two grids may have ground in common, as far as the Earth tells."""
    points = grid.facing(other).lattice()
    if grid.crs is not None and grid.crs != other.crs:
        points = make_transform(to_crs(grid.crs), to_crs(other.crs))(points)
    if not np.isfinite(points).all():
        return True
    columns, rows = ~other.transform * tuple(points.T)
    return bool(columns.max() > 0 and rows.max() > 0 and columns.min() < other.width and rows.min() < other.height)


@dataclass(frozen=True)
class Nesting:
    """Where the cells of a grid lie on a reference: ratio, and the first row and column of its first cell, in px."""

    ratio: int
    row: int
    column: int


def find_nesting(reference: Grid, other: Grid) -> Nesting | None:
    """How the pixels of `other` lie on those of `reference`; None where they are no whole cells of it."""
    ratio = round(measure_ratio(reference, other))
    phase = find_phase(reference, other, ratio) if ratio else None
    return Nesting(ratio, phase[1], phase[0]) if phase else None


def measure_ratio(reference: Grid, other: Grid) -> float:
    """How many pixels of the reference lie along a pixel of another grid, in the middle of the reference."""
    if reference.crs == other.crs:
        return math.sqrt(abs((~reference.transform * other.transform).determinant))
    own, there = reference.ground_resolution_m, other.ground_resolution_m
    return math.sqrt(math.prod(there) / math.prod(own)) if own and there else 1.0


def choose_ratio(native: float) -> int:
    """The whole ratio at which a source of another ratio is resampled: its own, or a power of two that is finer."""
    if native >= 1 and abs(native - round(native)) < 0.01 * native:
        return round(native)
    return 2 ** max(0, math.floor(math.log2(_ALMOST * native)))


def make_cells(reference: Grid, nesting: Nesting) -> Grid:
    """The grid of all cells that lie on a reference, the first of them where the nesting says."""
    ratio = nesting.ratio
    transform = reference.transform * rasterio.Affine.translation(nesting.column, nesting.row)
    width, height = (-(-size // ratio) for size in (reference.width - nesting.column, reference.height - nesting.row))
    return Grid(reference.crs, transform * rasterio.Affine.scale(ratio), width, height)


def join_starts(nestings: Sequence[Nesting]) -> tuple[Nesting, list[bool]]:
    """The cells that hold whole cells of as many grids as can be, and which of the grids these are.

    Their ratio is the least common multiple; their first row and column, from 0 on, is a corner of every grid's cells.
    Grids whose corners never meet those of the grids before them are not among them.
    """
    joined, fits = Nesting(1, 0, 0), []
    for each in nestings:
        ratio = math.lcm(joined.ratio, each.ratio)
        starts = [
            next((s for s in range(first, ratio, joined.ratio) if (s - other) % each.ratio == 0), None)
            for first, other in ((joined.row, each.row), (joined.column, each.column))
        ]
        fits.append(None not in starts)
        if starts[0] is not None and starts[1] is not None:
            joined = Nesting(ratio, starts[0], starts[1])
    return joined, fits
