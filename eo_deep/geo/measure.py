"""Areas, lengths and pixel sizes on the ground: on the ellipsoid, whatever the projection does to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely

from ..errors import EoDeepError
from .crs import to_crs
from .grid import Grid

# An edge is straight on the map, not a geodesic; segments this short make the two agree to a millimetre.
_MAX_EDGE_DEGREES = 0.05
_MAX_EDGE_M = 5000.0
_MEASURED_AT_ONCE = 10_000
_SAMPLED_ROWS = 65


def measure_areas_m2(geometries: Any, crs: Any) -> np.ndarray:
    """Areas (N,) float64 on the CRS's ellipsoid, whatever the projection does to them; in CRS units without a CRS."""
    return measure_ground(geometries, crs)[0]


def measure_perimeters_m(geometries: Any, crs: Any) -> np.ndarray:
    """Lengths of all rings (N,) float64 on the CRS's ellipsoid; in CRS units without a CRS."""
    return measure_ground(geometries, crs)[1]


def measure_ground(geometries: Any, crs: Any) -> tuple[np.ndarray, np.ndarray]:
    """Measure polygons on the ellipsoid of their CRS, whatever the projection does to them (Karney 2013).

    Edges are straight in the CRS, as on the map; they are followed to a millimetre.

    Parameters
    ----------
    geometries : array of shapely Polygon or MultiPolygon, shape (N,)
    crs : rasterio.crs.CRS, pyproj.CRS or None
        None: in units of the coordinates.

    Returns
    -------
    areas : ndarray of float64, shape (N,)
        In m2.
    perimeters : ndarray of float64, shape (N,)
        Of all rings, in metres.
    """
    geometries, crs = np.asarray(geometries, dtype=object), to_crs(crs)
    if crs is None:
        return shapely.area(geometries), shapely.length(geometries)
    area, perimeter = np.zeros(len(geometries)), np.zeros(len(geometries))
    if not len(geometries):
        return area, perimeter
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    geod = crs.geodetic_crs.get_geod()
    step = _MAX_EDGE_DEGREES if crs.is_geographic else _MAX_EDGE_M / crs.axis_info[0].unit_conversion_factor
    for start in range(0, len(geometries), _MEASURED_AT_ONCE):
        parts, part_owner = shapely.get_parts(geometries[start : start + _MEASURED_AT_ONCE], return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        long = shapely.length(rings) > step  # shorter ones may be single points, which cannot be cut
        rings[long] = shapely.segmentize(rings[long], step)
        xy, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
        longitude, latitude = to_degrees.transform(xy[:, 0], xy[:, 1])
        starts = np.searchsorted(ring_of_vertex, np.arange(len(rings) + 1))
        is_hole = np.concatenate([[False], ring_part[1:] == ring_part[:-1]])  # a part's first ring is its shell
        for ring, owner in enumerate(start + part_owner[ring_part]):
            vertices = slice(starts[ring], starts[ring + 1])
            ring_area, length = geod.polygon_area_perimeter(longitude[vertices], latitude[vertices])
            area[owner] += -abs(ring_area) if is_hole[ring] else abs(ring_area)
            perimeter[owner] += length
    return area, perimeter


class PixelSizes:
    """Width and height (m) and area (m2) of a grid's pixels on the ground, by row; in units of its coordinates where it
    has no CRS."""

    def __init__(self, grid: Grid):
        rows = np.unique(np.linspace(0, grid.height - 1, _SAMPLED_ROWS).astype(int)) + 0.5
        self._rows, middle, crs = rows, grid.width // 2, to_crs(grid.crs)
        corners = np.array([[grid.transform * (middle + x, row + y) for x, y in
                             ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))] for row in rows])
        self._area = measure_ground(shapely.polygons(corners), crs)[0]
        across, down = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
        self._width, self._height = np.hypot(*across.T), np.hypot(*down.T)
        if crs is not None and crs.geodetic_crs is not None:
            to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
            degrees = np.stack(to_degrees.transform(corners[..., 0], corners[..., 1]))
            geod = crs.geodetic_crs.get_geod() or pyproj.Geod(ellps="WGS84")
            self._width = geod.inv(*degrees[:, :, 0], *degrees[:, :, 1])[2]
            self._height = geod.inv(*degrees[:, :, 0], *degrees[:, :, 3])[2]
        if not (np.isfinite([self._area, self._width, self._height]).all() and self._width.min() > 0):
            raise EoDeepError("The raster lies outside the valid area of its CRS, so distances cannot be measured.")

    def measure_area(self, row: np.ndarray) -> np.ndarray:
        """Area (m2) of the pixels of rows (N,)."""
        return np.interp(row + 0.5, self._rows, self._area)

    def measure_sides(self, row: float) -> tuple[float, float]:
        """Width and height (m) of the pixels at a position along the columns."""
        return float(np.interp(row, self._rows, self._width)), float(np.interp(row, self._rows, self._height))
