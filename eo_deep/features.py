"""Features of a map as they are: every attribute, part, hole and height is kept, only coordinates may change."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, replace

import numpy as np
import pyogrio
import pyproj
import shapely

from .errors import EoDeepError
from .geopackage import write_layer
from .progress import Progress, silent
from .vector import find_layer, to_crs

_TYPES = ("Polygon", "Line", "Curve", "Surface", "Unknown", "Collection")
_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING, shapely.GeometryType.MULTILINESTRING)


@dataclass(frozen=True)
class Attribute:
    """One column of a layer: its name, N values, and where they are null, (N,) bool, if not by their own value."""

    name: str
    values: np.ndarray
    null: np.ndarray | None = None


@dataclass(frozen=True)
class Features:
    """A layer in memory: geometries (N,) objects, None where there is none; attributes in order; CRS or None.

    geometry_type: the layer's, as OGR calls it ("MultiPolygon Z").
    """

    geometries: np.ndarray
    attributes: tuple[Attribute, ...]
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
        attributes = tuple(
            replace(each, values=each.values[chosen], null=None if each.null is None else each.null[chosen])
            for each in self.attributes
        )
        return replace(self, geometries=self.geometries[chosen], attributes=attributes)

    def find(self, name: str) -> Attribute | None:
        """The attribute of that name, None without one."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def add(self, columns: dict[str, np.ndarray], progress: Progress = silent) -> Features:
        """The same with further attributes; one of the layer's own that has such a name gets another, and it is told.
        """
        taken = {attribute.name.lower() for attribute in self.attributes} | set(columns)
        kept = []
        for attribute in self.attributes:
            if attribute.name.lower() in columns:
                name = _find_free_name(f"{attribute.name}_before", taken)
                progress.warning(f"The input's field '{attribute.name}' is called '{name}' in the output.")
                attribute = replace(attribute, name=name)
            kept.append(attribute)
        added = (Attribute(name, values) for name, values in columns.items())
        return replace(self, attributes=(*kept, *added))


def read_features(path: str | os.PathLike, progress: Progress = silent) -> Features:
    """Read polygons or lines of a vector file with all that belongs to them; nothing is repaired or left out.

    path: a file, or "file.gpkg|layername=name". Curves are made of straight pieces; measures (M) and binary fields are
    dropped, told in a warning. Raises EoDeepError for a missing, damaged or foreign file and one of other
    geometries.
    """
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            file, layer = find_layer(str(path), "polygons or lines", _TYPES)
            meta, _, wkb, values = pyogrio.raw.read(file, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.GeometryError, OSError) as error:
        raise EoDeepError(f"'{path}' cannot be read; the file is damaged ({error}).") from None
    geometries = shapely.from_wkb(wkb if wkb is not None else np.array([], object), on_invalid="fix")
    if any("Measured" in str(warning.message) for warning in caught):
        progress.warning(f"'{file}': measures (M) are dropped.")
    kinds = sorted({geometry.geom_type for geometry in geometries[~shapely.is_missing(geometries)]})
    if kinds and not np.isin(shapely.get_type_id(geometries), (*_AREAS, *_LINES)).any():
        raise EoDeepError(f"'{path}' holds no polygons or lines, but: {', '.join(kinds)}.")
    columns = list(zip(map(str, meta["fields"]), values, map(str, meta["dtypes"]), meta["ogr_types"], strict=True))
    if binary := [name for name, _, _, kind in columns if kind == "OFTBinary"]:
        progress.warning(f"'{file}': binary fields are dropped: {', '.join(binary)}.")
    attributes = tuple(_restore_type(name, column, dtype) for name, column, dtype, _ in columns if name not in binary)
    return Features(geometries, attributes, to_crs(meta["crs"]), str(meta["geometry_type"] or "Unknown"))


def write_features(path: str | os.PathLike, features: Features, layer: str) -> None:
    """Write a GeoPackage that appears under its name when complete, or not at all.

    Raises EoDeepError if the folder cannot be written or the disk is full.
    """
    kind, promote = _choose_type(features)
    names = [attribute.name for attribute in features.attributes]
    key = _find_free_name("fid", {name.lower() for name in names} | {"geom"})
    write_layer(
        path, layer, features.geometries, names, [attribute.values for attribute in features.attributes], features.crs,
        field_mask=[attribute.null for attribute in features.attributes], layer_options={"FID": key},
        geometry_type=kind, promote_to_multi=promote,
    )  # fmt: skip


def has_shape(geometries: np.ndarray) -> np.ndarray:
    """Which are polygons or lines with finite coordinates, (N,) bool."""
    found = np.isin(shapely.get_type_id(geometries), (*_AREAS, *_LINES)) & ~shapely.is_empty(geometries)
    found[found] = np.isfinite(shapely.bounds(geometries[found])).all(axis=1)
    return found


def is_area(geometries: np.ndarray) -> np.ndarray:
    """Which are polygons, (N,) bool; the others are lines or nothing."""
    return np.isin(shapely.get_type_id(geometries), _AREAS)


def move_geometries(geometries: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Add an offset (N, 2) to all vertices of each geometry; heights stay. The same sum for each vertex, so sides keep
    their lengths and neighbours with the same offset their common walls."""
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    return replace_coordinates(geometries, coordinates + offsets[owner])


def replace_coordinates(geometries: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Geometries with other coordinates (V, 2), in the order of `shapely.get_coordinates`; heights stay."""
    result = geometries.copy()
    owner = shapely.get_coordinates(geometries, return_index=True)[1]
    has_z = shapely.has_z(geometries)
    for with_z in (False, True):
        chosen = has_z == with_z
        if chosen.any():
            coordinates = shapely.get_coordinates(geometries[chosen], include_z=with_z)
            coordinates[:, :2] = xy[chosen[owner]]
            result[chosen] = shapely.set_coordinates(geometries[chosen], coordinates)
    return result


def _restore_type(name: str, values: np.ndarray, dtype: str) -> Attribute:
    """Integers and truth values with nulls arrive as floats with NaN; they become again what they were."""
    if values.dtype.kind == "f" and dtype[:3] in ("int", "uin", "boo"):
        null = np.isnan(values)
        return Attribute(name, np.where(null, 0, values).astype(dtype), null)
    return Attribute(name, values)


def _choose_type(features: Features) -> tuple[str, bool]:
    """The type to declare, and whether single geometries must become multiple ones to fit it."""
    kinds = set(shapely.get_type_id(features.geometries).tolist()) - {-1}
    suffix = " Z" if shapely.has_z(features.geometries).any() else ""
    for (single, *_, multiple), name in ((_AREAS, "Polygon"), (_LINES, "LineString")):
        if kinds and kinds <= {single, multiple}:
            several = multiple in kinds
            return f"Multi{name}{suffix}" if several else f"{name}{suffix}", several
    return features.geometry_type, False


def _find_free_name(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free.lower())
    return free
