"""Coordinate reference systems: one type from all that name one, and whether they lie on the Earth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj
from rasterio.crs import CRS


def to_crs(crs: Any) -> pyproj.CRS | None:
    """A CRS as pyproj's.

    Parameters
    ----------
    crs : rasterio.crs.CRS, pyproj.CRS, int, str or None
        A CRS, an EPSG code, or a text such as WKT.

    Returns
    -------
    pyproj.CRS or None
        None for None, and for a local CRS, which is not on the Earth.
    """
    if not crs:
        return None
    found = pyproj.CRS.from_user_input(crs.to_wkt() if hasattr(crs, "to_wkt") else crs)
    return found if found.geodetic_crs is not None else None


def make_transform(source: pyproj.CRS | None, target: pyproj.CRS | None) -> Callable[[np.ndarray], np.ndarray]:
    """A function for coordinates (P, 2) from one CRS to another; x goes first in both, whatever their axis order.

    Coordinates that the target cannot hold become infinite. Raises pyproj's ProjError where no way leads there.
    """
    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def drop_local_crs(crs: CRS | None) -> CRS | None:
    """None for no CRS and for a local one, which does not relate to the Earth."""
    return crs if crs and (crs.is_projected or crs.is_geographic) else None
