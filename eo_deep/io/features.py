"""Features of a map as they are: every attribute, part, hole and height is kept, only coordinates may change."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np
import pyproj
import shapely

from ..errors import EoDeepError
from ..geo.geometries import LINES, POLYGONS, has_shape
from ..progress import Progress, silent
from .field_names import add_columns
from .geopackage import write_layer
from .layers import find_layer, read_layer

_TYPES = ("Polygon", "Line", "Curve", "Surface", "Unknown", "Collection")


@dataclass(frozen=True)
class Features:
    """A layer in memory: geometries (N,) objects, None where there is none; attributes, name -> (N,) array, in order;
    CRS or None; geometry_type as OGR calls it ("MultiPolygon Z"). See `layers.Layer`.
    """

    geometries: np.ndarray
    attributes: dict[str, np.ndarray]
    crs: pyproj.CRS | None
    geometry_type: str

    def __len__(self) -> int:
        return len(self.geometries)

    @property
    def present(self) -> np.ndarray:
        """Which features are polygons or lines with finite coordinates, (N,) bool."""
        return has_shape(self.geometries)

    def select(self, chosen: np.ndarray) -> Features:
        """The features of a boolean mask (N,) or of an array of positions."""
        attributes = {name: values[chosen] for name, values in self.attributes.items()}
        return replace(self, geometries=self.geometries[chosen], attributes=attributes)

    def add(self, columns: dict[str, np.ndarray], progress: Progress = silent) -> Features:
        """The same with further attributes; one of the layer's own that has such a name gets another, and it is told.
        """
        return replace(self, attributes=add_columns(self.attributes, columns, progress))


def read_features(path: str | os.PathLike, progress: Progress = silent) -> Features:
    """Read polygons or lines of a vector file with all that belongs to them; nothing is repaired or left out.

    path: a file, or "file.gpkg|layername=name". Curves are made of straight pieces; measures (M) and binary fields are
    dropped, told in a warning. Raises EoDeepError for a missing, damaged or foreign file and one of other
    geometries.
    """
    file, layer = find_layer(str(path), "polygons or lines", _TYPES)
    found = read_layer(file, layer)
    geometries = found.geometries
    kinds = sorted({geometry.geom_type for geometry in geometries[~shapely.is_missing(geometries)]})
    if kinds and not np.isin(shapely.get_type_id(geometries), (*POLYGONS, *LINES)).any():
        raise EoDeepError(f"'{path}' holds no polygons or lines, but: {', '.join(kinds)}.")
    if found.notes:
        progress.warning(f"'{file}': {'; '.join(found.notes)}.")
    return Features(geometries, found.columns, found.crs, found.geometry_type)


def write_features(path: str | os.PathLike, features: Features, layer: str, progress: Progress = silent) -> None:
    """Write a GeoPackage that appears under its name when complete, or not at all.

    Raises EoDeepError if the folder cannot be written or the disk is full.
    """
    kind, promote = _choose_type(features)
    write_layer(path, layer, features.geometries, features.attributes, features.crs, kind, promote, progress)


def append_nulls(values: np.ndarray, count: int) -> np.ndarray:
    """An attribute's values (N,) with `count` nulls more."""
    if values.dtype.kind in "OfM":
        return np.concatenate([values, np.array([None] * count, values.dtype)])
    return np.ma.concatenate([values, np.ma.masked_all(count, values.dtype)])


def _choose_type(features: Features) -> tuple[str, bool]:
    """The type to declare, and whether single geometries must become multiple ones to fit it."""
    kinds = set(shapely.get_type_id(features.geometries).tolist()) - {-1}
    suffix = " Z" if shapely.has_z(features.geometries).any() else ""
    for (single, *_, multiple), name in ((POLYGONS, "Polygon"), (LINES, "LineString")):
        if kinds and kinds <= {single, multiple}:
            several = multiple in kinds
            return f"Multi{name}{suffix}" if several else f"{name}{suffix}", several
    return features.geometry_type, False
