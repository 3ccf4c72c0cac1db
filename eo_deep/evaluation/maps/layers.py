"""The two layers of a comparison, opened and brought onto one grid."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

import numpy as np
import rasterio.warp
import shapely

from ...errors import EoDeepError
from ...geo.coordinates import describe_bounds
from ...geo.grid import Grid
from ...geo.small_polygons import check_seen
from ...io.class_values import open_class_raster
from ...io.layers import split_path
from ...io.names import name_of
from ...io.raster import RasterSource, open_raster
from ...io.surroundings import bring_around
from ...io.vector import read_polygons
from ...io.vector_layer import VectorLayer
from ...progress import Progress, silent
from .class_maps import BACKGROUND, PolygonMap, RasterMap, encode_classes, map_objects, read_names
from .comparison import Comparison
from .comparison_grid import bring_to_grid, list_parts, make_grid


def open_layer(path: str, fields: list[str], progress: Progress = silent) -> RasterSource | VectorLayer:
    """The class raster or the polygons at `path`, whichever it is. fields: columns that polygons must have."""
    if split_path(path)[1]:  # a layer of a file
        return read_polygons(path, columns=fields, progress=progress)
    try:
        open_raster(path).close()
    except EoDeepError as not_raster:
        if not any(why in str(not_raster) for why in ("does not exist", "is not a raster", "holds no bands")):
            raise
        try:
            return read_polygons(path, columns=fields, progress=progress)
        except EoDeepError as not_polygons:
            if "does not exist" in str(not_raster):
                raise EoDeepError(f"The layer '{path}' does not exist.") from None
            if "is not a vector file" in str(not_polygons):
                raise EoDeepError(f"'{path}' is neither a raster nor a polygon layer that can be read.") from None
            raise not_polygons from None
    return open_class_raster(path, progress)


def open_comparison(
    prediction: str, reference: str, class_field: str | None, area: str | None, files: ExitStack, progress: Progress
) -> Comparison:
    """Open both layers, which `files` will close, and find the grid on which to compare them."""
    fields = [class_field] if class_field else []
    opened = []
    for path in (prediction, reference):
        opened.append(open_layer(path, fields, progress))
        if isinstance(opened[-1], RasterSource):
            files.enter_context(opened[-1])
    predicted, reference_data = opened
    limits = read_polygons(area, columns=[], progress=progress) if area else None
    if isinstance(reference_data, VectorLayer) and not len(reference_data):
        raise EoDeepError(f"The reference data '{reference}' hold no polygons.")
    if limits is not None and not len(limits):
        raise EoDeepError(f"The area '{area}' holds no polygons.")
    warn_of_missing_crs({"prediction": predicted, "reference": reference_data, "area": limits}, progress)
    if isinstance(predicted, VectorLayer) and isinstance(reference_data, VectorLayer):
        grid, predicted, reference_data = make_grid(predicted, reference_data, limits, progress)
    else:
        grid = next(layer.grid for layer in (predicted, reference_data) if isinstance(layer, RasterSource))
        both = predicted, reference_data
        predicted, reference_data = (bring_to_grid(x, grid) if isinstance(x, VectorLayer) else x for x in both)
    check_overlap((predicted, prediction), (reference_data, reference), grid, progress)
    is_other_grid = isinstance(reference_data, RasterSource) and not reference_data.grid.matches(grid)
    if is_other_grid and isinstance(predicted, RasterSource):
        reference_data = files.enter_context(open_raster(reference, bands=[1], grid=grid, resampling="nearest"))
    predicted_map = _make_map(predicted, reference_data, class_field, BACKGROUND, grid, progress)
    # Outside of reference polygons with a class field all pixels are nodata, whatever the prediction has there.
    beyond = None if class_field else BACKGROUND
    reference_map = _make_map(reference_data, predicted, class_field, beyond, grid, progress)
    limit = bring_around(limits, grid).index if limits is not None else None
    if limit is not None:
        check_seen("area", [(limit, grid)], progress)
    if isinstance(predicted_map, PolygonMap) and isinstance(reference_map, PolygonMap):
        layers = [reference_map] if class_field else [reference_map, predicted_map]
        parts = list_parts(grid, [layer.polygons.index for layer in layers], limit)
        parts = [part for part in parts if not (class_field and part.is_empty)]
    else:
        parts = list_parts(grid)
        for what, each in (("predicted", predicted_map), ("reference", reference_map)):
            if isinstance(each, PolygonMap):
                check_seen(what, [(each.polygons.index, grid)], progress, needed=each is reference_map)
    return Comparison(grid, predicted_map, reference_map, parts, limit)


def _make_map(
    layer: RasterSource | VectorLayer,
    other: RasterSource | VectorLayer,
    class_field: str | None,
    background: int | None,
    grid: Grid,
    progress: Progress,
) -> RasterMap | PolygonMap:
    """A layer as classes. background: what lies outside of polygons with a class field, None if that is nodata."""
    if isinstance(layer, RasterSource):
        return RasterMap(layer)
    if not class_field:
        return map_objects(layer, grid, read_names(other) if isinstance(other, RasterSource) else {})
    codes, present, names = encode_classes(layer.fields[class_field])
    if not present.all():
        progress.warning(f"{(~present).sum()} polygons have no value in '{class_field}' and are left out.")
    named = {BACKGROUND: "no class"} | names if background is not None else names
    return PolygonMap(layer.select(present), codes[present], grid, background, named, not names)


def check_overlap(
    predicted: tuple[RasterSource | VectorLayer, str],
    reference: tuple[RasterSource | VectorLayer, str],
    grid: Grid,
    progress: Progress,
) -> None:
    """EoDeepError where the layers lie beside each other; predicted polygons may be none, or elsewhere."""
    found, wanted = (_find_bounds(layer, grid) for layer, _ in (predicted, reference))
    if found is None or wanted is None:
        return
    (left, bottom, right, top), (other_left, other_bottom, other_right, other_top) = found, wanted
    if left < other_right and other_left < right and bottom < other_top and other_bottom < top:
        return
    text = (
        f"The prediction and the reference data do not overlap: '{name_of(predicted[1])}' spans "
        f"{describe_bounds(found)}, '{name_of(reference[1])}' {describe_bounds(wanted, grid.crs)}."
    )
    if not isinstance(predicted[0], VectorLayer):
        raise EoDeepError(text)
    progress.warning(text)


def _find_bounds(layer: RasterSource | VectorLayer, grid: Grid) -> tuple[float, ...] | None:
    """(left, bottom, right, top) of a layer in the grid's CRS; None where nothing can be said."""
    if isinstance(layer, VectorLayer):
        return tuple(shapely.total_bounds(layer.geometries)) if len(layer) else None
    if layer.grid.crs is None or grid.crs is None or layer.grid.crs == grid.crs:
        return layer.grid.facing(grid).bounds
    found = rasterio.warp.transform_bounds(layer.grid.crs, grid.crs, *layer.grid.bounds)
    return found if np.isfinite(found).all() else None


def warn_of_missing_crs(layers: Mapping[str, RasterSource | VectorLayer | None], progress: Progress) -> None:
    """Warn where some of the layers, by what they are called, have a CRS and others none."""
    missing = [
        name
        for name, layer in layers.items()
        if layer is not None and (layer.crs if isinstance(layer, VectorLayer) else layer.grid.crs) is None
    ]
    if missing and len(missing) < sum(layer is not None for layer in layers.values()):
        progress.warning(f"No CRS in: {', '.join(missing)}; taken to be the same as the other layer's.")
