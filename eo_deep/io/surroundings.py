"""Polygons around a grid: of what reaches across the Earth, only the part there is brought into the grid's CRS.

A vertex at 180 degrees has no place, or a wrong one, in a CRS of another region; the grid's outline has one in theirs.
"""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pyproj
import shapely

from ..errors import EoDeepError
from ..geo.antimeridian import measure_period, turn_near
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.repair import keep_polygons
from ..progress import Progress, silent
from .vector import read_polygons
from .vector_layer import VectorLayer, reproject_polygons

_MARGIN = 0.05  # of the grid's sides: cuts lie outside of it
_POINTS_PER_SIDE = 64


def read_area(path: str | os.PathLike | None, grid: Grid, progress: Progress = silent) -> VectorLayer | None:
    """Read the polygons of an area, for use on one grid.

    Parameters
    ----------
    path : str, path or None
        None: no area.
    grid : Grid
        To whose CRS the polygons are transformed, see `bring_around`.
    progress : Progress

    Returns
    -------
    VectorLayer or None

    Raises
    ------
    EoDeepError
        As `vector.read_polygons`, and if the area holds no polygons.
    """
    if path is None:
        return None
    polygons = read_polygons(path, columns=[], progress=progress)
    if not len(polygons):
        raise EoDeepError(f"The area '{path}' holds no polygons.")
    target = to_crs(grid.crs)
    if polygons.crs is None and target is not None:
        progress.warning(f"'{path}': no CRS, taken to be in {target.name}.")
        polygons = replace(polygons, crs=target)
    return bring_around(polygons, grid)


def bring_around(polygons: VectorLayer, grid: Grid) -> VectorLayer:
    """Transform polygons to the CRS of a grid, right on the grid. Those that reach beyond it are cut outside of it.

    Polygons that do not touch the grid may be left out. Cut edges stay straight in the CRS in which they were drawn.

    Parameters
    ----------
    polygons : VectorLayer
    grid : Grid

    Returns
    -------
    VectorLayer
    """
    own, target = polygons.crs, to_crs(grid.crs)
    if own is None or target is None or not len(polygons):
        return polygons
    outline = _find_outline(grid, target, own)
    period = measure_period(own)
    if outline is None or (own == target and not period):
        return reproject_polygons(polygons, target)
    geometries = polygons.geometries.copy()
    shapely.prepare(outline)
    beyond = ~shapely.covers(outline, geometries)
    step = max(np.subtract(*np.reshape(outline.bounds, (2, 2))[::-1])) / _POINTS_PER_SIDE
    turns = (-period, 0.0, period) if period else (0.0,)
    parts = [_move(shapely.intersection(geometries[beyond], _move(outline, turn)), -turn) for turn in turns]
    geometries[beyond] = keep_polygons(shapely.segmentize(shapely.union_all(parts, axis=0), step))
    cut = replace(polygons, geometries=geometries).select(~shapely.is_empty(geometries))
    return _transform(cut, target, grid)


def bring_whole(polygons: VectorLayer, grid: Grid) -> VectorLayer:
    """Polygons in the CRS of a grid, beyond the grid too; as by `bring_around` where a vertex has no place there."""
    own, target = polygons.crs, to_crs(grid.crs)
    if own is None or target is None or own == target or not len(polygons):
        return polygons
    there = pyproj.Transformer.from_crs(own, target, always_xy=True)
    xy = shapely.get_coordinates(polygons.geometries)
    moved = there.transform(xy[:, 0], xy[:, 1])
    back = np.stack(there.transform(*moved, direction="INVERSE"), axis=1)
    period = measure_period(own)
    whole = np.abs(turn_near(back - xy, 0.0, period)).max() < 1e-6 * np.abs(xy).max()
    if period:  # an edge around the Earth is straight in one CRS only
        left, _, right, _ = shapely.bounds(shapely.get_parts(polygons.geometries)).T
        whole &= (right - left).max() < period / 2
    return reproject_polygons(polygons, target) if whole else bring_around(polygons, grid)


def _find_outline(grid: Grid, target: pyproj.CRS, own: pyproj.CRS) -> shapely.Polygon | None:
    """The outline of a grid, with a margin, in the CRS `own`; it may reach across 180 degrees. None where it has none.
    """
    low, high = -_MARGIN, 1 + _MARGIN
    side = np.linspace(low, high, _POINTS_PER_SIDE)[:-1]
    ends = np.full(len(side), low), np.full(len(side), high)
    across = np.concatenate([side, ends[1], low + high - side, ends[0]])
    down = np.concatenate([ends[0], side, ends[1], low + high - side])
    xy = np.stack(grid.transform * (across * grid.width, down * grid.height), axis=1)
    if own == target:
        return shapely.Polygon(xy)
    there = pyproj.Transformer.from_crs(target, own, always_xy=True)
    moved = np.stack(there.transform(xy[:, 0], xy[:, 1]), axis=1)
    if not np.isfinite(moved).all():
        return None
    back = np.stack(there.transform(moved[:, 0], moved[:, 1], direction="INVERSE"), axis=1)
    period, size = measure_period(target), np.ptp(xy, axis=0).max()
    back = xy + turn_near(back - xy, 0.0, period)
    if not np.abs(back - xy).max() < 1e-3 * size:
        return None
    if period := measure_period(own):
        closed = np.unwrap(np.append(moved[:, 0], moved[0, 0]), period=period)
        if abs(closed[-1] - closed[0]) > period / 2:
            return _find_cap(moved, own, period)
        moved[:, 0] = closed[:-1]
    outline = shapely.Polygon(moved)
    return outline if outline.is_valid else None


def _find_cap(outline: np.ndarray, crs: pyproj.CRS, period: float) -> shapely.Polygon | None:
    """All around the pole that an outline goes around, up to the outline's latitude farthest from it."""
    if not crs.is_geographic:
        return None
    pole = np.copysign(period / 4, outline[:, 1].mean())
    edge = outline[:, 1].min() if pole > 0 else outline[:, 1].max()
    return shapely.box(-period / 2, min(edge, pole), period / 2, max(edge, pole))


def _move(geometries, across: float):
    return shapely.transform(geometries, lambda xy: xy + (across, 0.0)) if across else geometries


def _transform(polygons: VectorLayer, target: pyproj.CRS, grid: Grid) -> VectorLayer:
    """Polygons in the target CRS, with the longitudes that the grid counts in."""
    transform = make_transform(polygons.crs, target)
    left, _, right, _ = grid.bounds
    period, middle = measure_period(target), (left + right) / 2
    whole = abs(right - left) > 0.9 * period  # then there is no nearer turn

    def move(xy: np.ndarray) -> np.ndarray:
        moved = xy if polygons.crs == target else transform(xy)
        return moved if whole else turn_near(moved, middle, period)

    moved = shapely.transform(polygons.geometries, move)
    finite = np.isfinite(shapely.bounds(moved)).all(axis=1)
    moved[finite] = keep_polygons(moved[finite])
    return replace(polygons, geometries=moved, crs=target).select(finite & ~shapely.is_empty(moved))
