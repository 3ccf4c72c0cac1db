"""Between the coordinates of a map and the pixels of an image that lies in another CRS."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely

from ..errors import EoDeepError
from ..progress import Progress
from .antimeridian import measure_period, shorten_offsets, turn_near
from .crs import to_crs
from .grid import Grid
from .local_plane import measure_units_m
from .repair import make_valid


@dataclass(frozen=True)
class ImageFrame:
    """A map's CRS and an image's grid; `make_image_frame` makes it.

    to_image, to_map: transformers between both CRS, None where coordinates are the same. unit_m: size in metres of a
    unit of the map's coordinates where there is no CRS, (2,) along x and y; None with a CRS. image_period: by how much
    the image's coordinates jump at 180 degrees.
    """

    grid: Grid
    crs: pyproj.CRS | None
    to_image: pyproj.Transformer | None
    to_map: pyproj.Transformer | None
    unit_m: np.ndarray | None
    image_period: float = 0.0

    def to_pixels(self, geometries: np.ndarray) -> np.ndarray:
        """Valid polygons and lines in pixels of the grid, without heights; empty where the map leaves the image's CRS.
        """
        flat = shapely.force_2d(geometries)
        flat = shapely.transform(flat, self.find_pixels)
        flat[~np.isfinite(shapely.bounds(flat)).all(axis=1)] = shapely.Polygon()
        return make_valid(flat)

    def to_coordinates(self, xy_px: np.ndarray) -> np.ndarray:
        """Coordinates (P, 2) of the map for pixels (P, 2)."""
        xy = np.column_stack(self.grid.transform * tuple(xy_px.T))
        return xy if self.to_map is None else np.column_stack(self.to_map.transform(*xy.T))

    def find_offsets(self, here_px: np.ndarray, there_px: np.ndarray) -> np.ndarray:
        """From pixels (P, 2) to others, in units of the map's coordinates (P, 2), the short way across 180 degrees."""
        return shorten_offsets(self.to_coordinates(there_px) - self.to_coordinates(here_px), self.crs)

    def measure_offsets_m(self, places: np.ndarray, offsets: np.ndarray) -> np.ndarray:
        """Offsets (P, 2) of the map's coordinates at places (P, 2), in metres east and north on the ground."""
        if self.crs is None:
            return offsets * self.unit_m
        return np.einsum("pij,pj->pi", measure_units_m(places, self.crs), offsets)

    def find_pixels(self, xy: np.ndarray) -> np.ndarray:
        """Pixels (P, 2) for coordinates (P, 2) of the map; infinite beyond the reach of the image's CRS."""
        if self.to_image is not None:
            xy = np.column_stack(self.to_image.transform(*xy.T))
        xy = turn_near(xy, (self.grid.transform * (self.grid.width / 2, self.grid.height / 2))[0], self.image_period)
        with np.errstate(invalid="ignore"):
            pixels = np.column_stack(~self.grid.transform * tuple(xy.T))
        pixels[~np.isfinite(pixels).all(axis=1)] = math.inf  # rings of NaN would not close
        return pixels


def make_image_frame(
    crs: pyproj.CRS | None, grid: Grid, pixel_m: tuple[float, float], progress: Progress
) -> ImageFrame:
    """Relate a map's coordinates to an image's pixels.

    Where one of both has no CRS, their coordinates are taken to be the same, in a warning.

    Parameters
    ----------
    crs : pyproj.CRS or None
        Of the map.
    grid : Grid
        Of the image.
    pixel_m : tuple of float
        Size of the image's pixels along rows and columns, in metres.
    progress : Progress

    Raises
    ------
    EoDeepError
        If no transformation leads from one CRS to the other.
    """
    image_crs = to_crs(grid.crs)
    if crs is None and image_crs is not None:
        progress.warning(f"The vectors have no CRS; they are taken to be in the image's CRS, {image_crs.name}.")
        crs = image_crs
    elif crs is not None and image_crs is None:
        progress.warning("The image has no CRS; it is taken to be in the vectors' CRS.")
        crs = None
    if crs is None or image_crs is None:
        size = [np.hypot(grid.transform.a, grid.transform.d), np.hypot(grid.transform.b, grid.transform.e)]
        return ImageFrame(grid, None, None, None, np.array(pixel_m) / size)
    if crs == image_crs:
        return ImageFrame(grid, crs, None, None, None, measure_period(crs))
    try:
        there = pyproj.Transformer.from_crs(crs, image_crs, always_xy=True)
        back = pyproj.Transformer.from_crs(image_crs, crs, always_xy=True)
    except pyproj.exceptions.ProjError:
        names = f"from {crs.name} to the image's {image_crs.name}"
        raise EoDeepError(f"The vectors cannot be transformed {names}.") from None
    return ImageFrame(grid, crs, there, back, None, measure_period(image_crs))
