"""Coordinate reference systems: one type from all that name one, and whether they lie on the Earth."""

from __future__ import annotations

from typing import Any

import pyproj
from rasterio.crs import CRS


def to_crs(crs: Any) -> pyproj.CRS | None:
    """A pyproj CRS from rasterio's, from a code or a WKT text; None for None and for a CRS that is not on the Earth."""
    if not crs:
        return None
    found = pyproj.CRS.from_user_input(crs.to_wkt() if hasattr(crs, "to_wkt") else crs)
    return found if found.geodetic_crs is not None else None


def drop_local_crs(crs: CRS | None) -> CRS | None:
    """None for no CRS and for a local one, which says nothing of where on Earth the pixels are."""
    return crs if crs and (crs.is_projected or crs.is_geographic) else None
