"""Coordinate reference systems: one type from all that name one, and whether they lie on the Earth."""

from __future__ import annotations

from typing import Any

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


def drop_local_crs(crs: CRS | None) -> CRS | None:
    """None for no CRS and for a local one, which does not relate to the Earth."""
    return crs if crs and (crs.is_projected or crs.is_geographic) else None
