"""The line at 180 degrees, where coordinates jump by 360 although places are neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyproj
import shapely

from .geometries import move_geometries

_BESIDE = 1 - 1e-12


@lru_cache(maxsize=16)
def measure_period(crs: pyproj.CRS | None) -> float:
    """By how much x jumps at 180 degrees, in units of the CRS: 360 degrees, Mercator's Equator; 0 where it does not."""
    if crs is None or crs.geodetic_crs is None or not (crs.is_geographic or crs.is_projected):
        return 0.0
    half_turn = np.pi / crs.geodetic_crs.axis_info[0].unit_conversion_factor
    if crs.is_geographic:
        return float(round(2 * half_turn, 9))
    transformer = pyproj.Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    x, y = transformer.transform(np.array([-1, -0.5, 0.5, 1] * 2) * half_turn * _BESIDE,
                                 np.repeat([0.0, half_turn / 6], 4))  # fmt: skip
    x, y = x.reshape(2, 4), y.reshape(2, 4)
    straight = np.isfinite(x).all() and np.isfinite(y).all() and np.allclose(y, y[:, :1]) and np.allclose(x[0], x[1])
    if not straight:
        return 0.0
    across = x[0, 3] - x[0, 0]
    return float(across) if np.isclose(across, 2 * (x[0, 2] - x[0, 1])) else 0.0


def turn_near(xy: np.ndarray, x: float, period: float) -> np.ndarray:
    """Coordinates (P, 2) by as many whole turns farther as brings them nearest to `x`."""
    turns = np.round((xy[:, 0] - x) / period) if period else np.zeros(len(xy))
    return xy - np.column_stack([np.nan_to_num(turns, posinf=0, neginf=0) * period, np.zeros(len(xy))])


def shorten_offsets(offsets: np.ndarray, crs: pyproj.CRS | None) -> np.ndarray:
    """Differences (P, 2) of coordinates the short way round."""
    return turn_near(offsets, 0.0, measure_period(crs))


def put_back(geometries: np.ndarray, crs: pyproj.CRS | None) -> np.ndarray:
    """Geometries that lie wholly beyond the line, at 180.1 degrees, where they are usually said to be, at -179.9."""
    period = measure_period(crs)
    bounds = shapely.bounds(geometries)
    if not period or not len(geometries):
        return geometries
    turns = np.where(bounds[:, 0] > period / 2, -1.0, np.where(bounds[:, 2] < -period / 2, 1.0, 0.0))
    return _turn(geometries, turns * period)


def join_parts(geometries: np.ndarray, crs: pyproj.CRS | None) -> np.ndarray:
    """Geometries with vertices on both sides, which seem to go round the Earth, as geometries across the line."""
    period = measure_period(crs)
    bounds = shapely.bounds(geometries)
    across = bounds[:, 2] - bounds[:, 0] > period / 2
    if not period or not across.any():
        return geometries
    result = geometries.copy()
    result[across] = shapely.transform(
        geometries[across], lambda xy: np.column_stack([np.where(xy[:, 0] < 0, xy[:, 0] + period, xy[:, 0]), xy[:, 1]])
    )
    return result


def gather(layers: Sequence[np.ndarray], crs: pyproj.CRS | None) -> list[np.ndarray]:
    """Layers on both sides of the line with coordinates that go on across it, if that brings them together.

    An object that seems to go half round the Earth crosses the line.
    """
    period = measure_period(crs)
    together = join_parts(np.concatenate(layers), crs)
    if not period or not len(together):
        return list(layers)
    centres = shapely.bounds(together)[:, [0, 2]].mean(axis=1)
    beyond = np.where(centres < 0, period, 0.0)
    if not (np.ptp(centres) > period / 2 > np.ptp(centres + beyond)):
        beyond[:] = 0
    ends = np.cumsum([len(layer) for layer in layers])[:-1]
    return np.split(_turn(together, beyond), ends)


def _turn(geometries: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Geometries moved along x by an offset (N,) each."""
    moved = offsets != 0
    result = geometries.copy()
    result[moved] = move_geometries(geometries[moved], np.column_stack([offsets[moved], np.zeros(moved.sum())]))
    return result
