"""Places to search for: points and polygons of a layer as windows of a feature map."""

from __future__ import annotations

import math

import numpy as np
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.geometries import LINES
from ..io.vector import FEATURE, read_features
from ..progress import Progress, silent
from .feature_map import FeatureMap
from .similarity import Query

_SMALLEST_CELLS = 3  # a polygon with fewer cells along a side counts as a point
_LARGEST_CELLS = 256
KNOWN_SHARE = 0.5  # of a window or polygon, at least


def read_queries(path: str, places: FeatureMap, window_cells: int,
                 progress: Progress = silent) -> dict[int, tuple[Query, tuple[float, float]]]:
    """The queries of a layer by the number of their feature, from 1, each with its centre (row, column) in cells.

    A point stands for the window of window_cells x window_cells around it, a polygon for the cells whose centres it
    holds. Places that are mostly nodata are left out with a warning.
    Raises EoDeepError for lines, and where no place is left.
    """
    layer = read_features(path, progress=progress)
    if np.isin(shapely.get_type_id(layer.geometries), LINES).any():
        raise EoDeepError(f"'{path}' holds lines; a query needs points or polygons.")
    own, target = layer.crs, to_crs(places.image.crs)
    move = make_transform(own, target) if own is not None and target is not None and own != target else None
    to_cells = ~places.grid.transform
    found: dict[int, tuple[Query, tuple[float, float]]] = {}
    outside = []
    for geometry, number in zip(layer.geometries, layer.fields[FEATURE].tolist(), strict=True):
        moved = shapely.transform(geometry, move) if move else geometry
        shape = shapely.transform(moved, lambda xy: np.stack(to_cells * (xy[:, 0], xy[:, 1]), axis=1))
        made = _make_query(shape, places, window_cells) if np.isfinite(shapely.bounds(shape)).all() else None
        if number in found:
            raise EoDeepError(f"Feature {number} of '{path}' has several parts; a query must be one point or polygon.")
        if made is None:
            outside.append(number)
        else:
            found[number] = made
    if not found:
        raise EoDeepError(f"No feature of '{path}' lies where the query image has valid pixels.")
    if outside:
        named = ", ".join(map(str, outside[:5])) + (", ..." if len(outside) > 5 else "")
        progress.warning(f"{len(outside)} features of '{path}' are left out, because the query image has no valid "
                         f"pixels there: {named}.")
    return found


def _make_query(shape: shapely.Geometry, places: FeatureMap,
                window_cells: int) -> tuple[Query, tuple[float, float]] | None:
    """The query of a point or polygon in coordinates of cells; None where too little is known."""
    left, top, right, bottom = shape.bounds
    area = shape.geom_type == "Polygon" and min(right - left, bottom - top) >= _SMALLEST_CELLS
    if area:
        first, last = (math.floor(left), math.floor(top)), (math.ceil(right), math.ceil(bottom))
        if max(last[0] - first[0], last[1] - first[1]) > _LARGEST_CELLS:
            raise EoDeepError(f"A polygon of the query may be {_LARGEST_CELLS * places.cell_px} px wide and high at "
                              f"most, got {round(max(right - left, bottom - top) * places.cell_px)} px.")
    else:
        column, row = (left + right) / 2, (top + bottom) / 2
        first = round(column - window_cells / 2), round(row - window_cells / 2)
        last = first[0] + window_cells, first[1] + window_cells
    window = Window(*first, last[0] - first[0], last[1] - first[1])
    features, known = places.read(window)
    cells = np.ones(known.shape, bool)
    if area:
        columns, rows = np.meshgrid(np.arange(first[0], last[0]) + 0.5, np.arange(first[1], last[1]) + 0.5)
        cells = shapely.contains_xy(shape, columns, rows)
    if not cells.any() or known[cells].mean() < KNOWN_SHARE:
        return None
    centre = window.row_off + window.height / 2, window.col_off + window.width / 2
    return Query(features, cells & known), centre
