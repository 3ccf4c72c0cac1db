"""Planes in metres on the ground around a place, in which the lengths, angles and areas of outlines can be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import LambertAzimuthalEqualAreaConversion

from ..errors import EoDeepError
from .crs import to_crs

_MAX_DISTORTION = 0.002
_STEP_DEGREES = 1e-4  # over which a CRS is as good as linear
_STEP_M = 10.0


@dataclass(frozen=True)
class LocalPlane:
    """From a CRS to metres around the middle of an extent; `make_local_plane` makes it.

    centre: (2,) in the CRS. matrix: (2, 2), from its units to metres east and north at the centre. to_local: x and y
    to a plane that is right far from the centre too; None where the matrix is right to 0.2 % all over the extent.
    """

    centre: np.ndarray
    matrix: np.ndarray
    to_local: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]] | None

    def scale(self, geometries: np.ndarray) -> np.ndarray:
        """Geometries in metres at the centre; what is straight stays straight, and what touches still touches."""
        return shapely.transform(geometries, lambda xy: (xy - self.centre) @ self.matrix.T)

    def restore(self, geometries: np.ndarray) -> np.ndarray:
        """What `scale` made, back in the CRS."""
        inverse = np.linalg.inv(self.matrix)
        return shapely.transform(geometries, lambda xy: xy @ inverse.T + self.centre)

    def project(self, geometries: np.ndarray) -> np.ndarray:
        """Geometries in metres wherever in the extent they are."""
        if self.to_local is None:
            return self.scale(geometries)
        to_local = self.to_local
        return shapely.transform(geometries, lambda xy: np.column_stack(to_local(xy[:, 0], xy[:, 1])))


def make_local_plane(bounds: tuple[float, float, float, float], crs: Any) -> LocalPlane:
    """Make a plane in metres around the middle of an extent.

    Parameters
    ----------
    bounds : tuple of float
        (left, bottom, right, top) in the CRS.
    crs : rasterio.crs.CRS, pyproj.CRS or None
        None: coordinates are taken to be metres.

    Raises
    ------
    EoDeepError
        Where the extent lies outside the valid area of the CRS.
    """
    crs = to_crs(crs)
    x, y = (np.linspace(bounds[k], bounds[k + 2], 3) for k in (0, 1))
    centre = np.array([x[1], y[1]])
    if crs is None:
        return LocalPlane(centre, np.eye(2), None)
    places = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
    matrices = measure_units_m(places, crs)
    matrix = matrices[4]  # the middle of 3 x 3 places
    if not np.isfinite(matrix).all() or not np.linalg.det(matrix):
        raise EoDeepError(f"The layers lie outside the valid area of {crs.name}.")
    reached = matrices[np.isfinite(matrices).all(axis=(1, 2))]
    stretches = np.linalg.svd(reached @ np.linalg.inv(matrix), compute_uv=False)
    if np.abs(stretches - 1).max() <= _MAX_DISTORTION:
        return LocalPlane(centre, matrix, None)
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    longitude, latitude = to_degrees.transform(*centre)
    local = ProjectedCRS(LambertAzimuthalEqualAreaConversion(latitude, longitude), geodetic_crs=crs.geodetic_crs)
    return LocalPlane(centre, matrix, pyproj.Transformer.from_crs(crs, local, always_xy=True).transform)


def measure_units_m(places: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
    """(P, 2, 2): how many metres east and north (rows) one unit of the CRS along x and y (columns) is at each place."""
    step = _STEP_DEGREES if crs.is_geographic else _STEP_M / crs.axis_info[0].unit_conversion_factor
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    geodetic: Any = crs.geodetic_crs
    columns = []
    for offset in ((step / 2, 0), (0, step / 2)):
        ends = [to_degrees.transform(*(places + sign * np.array(offset)).T) for sign in (-1, 1)]
        azimuth, _, length = geodetic.get_geod().inv(*ends[0], *ends[1])
        columns.append(np.stack([np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))]) * length / step)
    return np.stack(columns).transpose(2, 1, 0)
