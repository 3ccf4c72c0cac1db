"""Whether coordinates can be in the CRS that their file states, and extents in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyproj
import shapely

from ..errors import EoDeepError

# Coordinates that could be degrees, of pixels or polygons less wide than this many metres, are degrees.
_DEGREES_M = 0.01
_MAX_COORDINATE_M = 2e8  # five times around the Earth: no CRS has numbers beyond


def check_coordinates(path: str, xy: np.ndarray, crs: Any, size: float) -> None:
    """Check whether coordinates can be in the CRS that a file states.

    Parameters
    ----------
    path : str
        The file, for the message.
    xy : ndarray, shape (N, 2)
        Coordinates that span the layer.
    crs : rasterio.crs.CRS, pyproj.CRS or None
        None: nothing is checked.
    size : float
        Of a pixel or a typical polygon, in units of the CRS.

    Raises
    ------
    EoDeepError
        Where they cannot, with the numbers.
    """
    if crs is None or not len(xy):
        return
    (left, bottom), (right, top) = xy.min(axis=0), xy.max(axis=0)
    where = f"'{path}' has x from {left:.10g} to {right:.10g} and y from {bottom:.10g} to {top:.10g}"
    found = pyproj.CRS.from_wkt(crs.to_wkt())
    unit = found.axis_info[0].unit_conversion_factor
    x, y = np.abs([left, right]).max(), np.abs([bottom, top]).max()
    if found.is_geographic:
        if found.axis_info[0].unit_name == "degree" and (x > 360 + size or y > 90 + size):
            hint = "; latitude and longitude seem to be exchanged" if x <= 90 and y <= 360 else ""
            raise EoDeepError(f"{where}, which are not degrees of its CRS, {found.name}{hint}; assign the correct CRS.")
    elif x <= 360 and y <= 90 and size * unit < _DEGREES_M:
        raise EoDeepError(f"{where}, which are degrees, but its CRS is {found.name}; assign the correct CRS.")
    elif not max(x, y) * unit <= _MAX_COORDINATE_M or not _lies_on_earth(xy, found):
        raise EoDeepError(f"{where}, which do not lie on the Earth in its CRS, {found.name}; assign the correct CRS.")


def _lies_on_earth(xy: np.ndarray, crs: pyproj.CRS) -> bool:
    """Whether any of the coordinates has a longitude and latitude, as far as can be determined."""
    if crs.geodetic_crs is None:
        return True
    try:
        transformer = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    except pyproj.exceptions.ProjError:
        return True
    return bool(np.isfinite(transformer.transform(xy[:, 0], xy[:, 1])).all(axis=0).any())


def check_geometries(path: str, geometries: np.ndarray, crs: pyproj.CRS | None) -> None:
    """`check_coordinates` for (N,) geometries: EoDeepError where most of them cannot be in their CRS."""
    bounds = shapely.bounds(geometries)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if crs is None or not len(bounds):
        return
    size = float(np.median((bounds[:, 2:] - bounds[:, :2]).max(axis=1)))
    size = size or float(np.ptp(bounds.reshape(-1, 2), axis=0).max()) / 100 or np.inf  # of points
    farthest = (360, 90) if crs.is_geographic else (_MAX_COORDINATE_M / crs.axis_info[0].unit_conversion_factor,) * 2
    odd = (np.abs(bounds) > np.tile(farthest, 2)).any(axis=1)
    if crs.is_geographic:
        size = min(size, 1.0)
    chosen = odd if odd.mean() > 0.5 else ~odd  # a few may lie anywhere
    check_coordinates(path, bounds[chosen].reshape(-1, 2), crs, size)


def describe_bounds(bounds: Sequence[float], crs: Any = None) -> str:
    """An extent (left, bottom, right, top) in words, with the name of its CRS, rasterio's or pyproj's."""
    left, bottom, right, top = (f"{value:.9g}" for value in bounds)
    where = f" in {pyproj.CRS.from_wkt(crs.to_wkt()).name}" if crs else ""
    return f"{left} to {right} east and {bottom} to {top} north{where}"
