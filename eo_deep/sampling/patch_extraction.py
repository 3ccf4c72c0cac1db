"""Patches cut from images by their labels: around points, or where one class fills half a patch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.small_polygons import check_seen
from ..io.card_schema import UNKNOWN
from ..io.class_values import join_spellings, to_classes
from ..io.names import name_of
from ..io.raster import RasterSource
from ..io.vector import holds_points, read_points
from ..models.image_input import is_training_resolution, open_alike, resample
from ..progress import Progress
from .labels import PolygonWindows, check_one_or_each, list_classes, open_labels
from .patch_dataset import locate
from .scene_set import SceneSet

# A patch belongs to the class that most of its pixels have, if they are at least this share of the patch.
_LEAST_SHARE = 0.5


def cut_patches(
    images: Sequence[str],
    labels: Sequence[str],
    class_field: str | None,
    bands: Sequence[int] | None,
    patch_px: int,
    progress: Progress,
) -> SceneSet:
    """Cut patches of ``patch_px`` at the first image's resolution; patches with nodata are left out.

    labels: one layer for all images or one for each: points (a patch around each), polygons or class rasters (the
    image is cut into patches without overlap). Raises EoDeepError where nothing is left or images do not fit together.
    """
    if patch_px < 8:
        raise EoDeepError(f"Patches must be at least 8 px wide, got {patch_px} px.")
    check_one_or_each("labels layer", labels, images)
    with ExitStack() as files:
        sources = _open_at_one_resolution(images, bands, files, progress)
        pixels, of_class, names, places = [], [], [], []
        for number, source in enumerate(sources):
            path = labels[number if len(labels) > 1 else 0]
            find = _find_around_points if holds_points(path) else _find_covered
            for window, value in zip(*find(source, path, class_field, patch_px, progress)):
                patch, valid = source.read(window)
                if valid.all():
                    pixels.append(patch)
                    of_class.append(value)
                    names.append(f"{name_of(source.path)} {window.row_off} {window.col_off}")
                    places.append(locate(source.grid, window))
        joined = join_spellings(of_class, progress)
        of_class = [joined[value] for value in of_class]
        values = sorted(set(of_class), key=str)
        if len(values) < 2:
            raise EoDeepError(
                f"The labels give patches of {len(values)} class{'es' * (len(values) != 1)}, training needs at "
                "least two; check the CRS, the class field, nodata and the patch size (a class must fill half a patch)."
            )
        resolution = sources[0].grid.ground_resolution_m
        return SceneSet(
            np.stack(pixels),
            np.array([values.index(value) for value in of_class]),
            [str(value) for value in values],
            names,
            list(sources[0].band_names),
            math.sqrt(math.prod(resolution)) if resolution else None,
            None if any(place is None for place in places) else np.array(places, float),
        )


def _open_at_one_resolution(
    images: Sequence[str], bands: Sequence[int] | None, files: ExitStack, progress: Progress
) -> list[RasterSource]:
    sources = open_alike(images, bands, None, "The training", files, progress, one_dtype=True)
    for number, source in enumerate(sources):
        wanted, there = sources[0].grid.ground_resolution_m, source.grid.ground_resolution_m
        if wanted and there:
            across, down = wanted[0] / there[0], wanted[1] / there[1]
            if not is_training_resolution(across, down):
                grid = source.grid.scaled(across, down)
                sources[number] = files.enter_context(resample(source, grid))
    return sources


def _find_around_points(
    source: RasterSource, path: str, class_field: str | None, patch_px: int, progress: Progress
) -> tuple[list[Window], list]:
    if class_field is None:
        raise EoDeepError(f"Give the field of '{name_of(path)}' that holds the class of its points.")
    points = read_points(path, class_field, source.grid.crs)
    windows, values, outside = [], [], 0
    for (x, y), value in zip(shapely.get_coordinates(points.geometries), to_classes(points.fields[class_field])):
        column, row = ~source.grid.transform * (x, y)
        window = Window(round(column - patch_px / 2), round(row - patch_px / 2), patch_px, patch_px)
        if value is None:
            continue
        if _lies_inside(window, source.grid):
            windows.append(window)
            values.append(value)
        else:
            outside += 1
    if outside:
        name = name_of(source.path)
        progress.message(f"{outside} of {len(points)} points are too near the border of '{name}' for a whole patch.")
    return windows, values


def _find_covered(
    source: RasterSource, path: str, class_field: str | None, patch_px: int, progress: Progress
) -> tuple[list[Window], list]:
    opened = open_labels(path, class_field, progress)
    classes, index_of = list_classes([opened], False, progress)
    of_index = {index: value for value, index in index_of.items()} if index_of else {}
    windows, values = [], []
    reader = opened.open(source.grid, index_of, UNKNOWN)
    if isinstance(reader, PolygonWindows):
        check_seen("label", [(reader.index, source.grid)], progress)
        px2 = shapely.area(reader.index.geometries) / abs(source.grid.transform.determinant)
        if small := int((px2 < _LEAST_SHARE * patch_px**2).sum()):
            progress.warning(
                f"{small} of {len(px2)} label polygons are smaller than half a patch ({patch_px} x {patch_px} px) and "
                "give no patch on their own; use smaller patches, a finer image, or points."
            )
    for window in source.grid.blocks(patch_px):
        if _lies_inside(window, source.grid) and window.width == window.height == patch_px:
            counts = np.bincount(reader.read(source.grid, window)[0].ravel(), minlength=256)[:UNKNOWN]
            best = int(counts.argmax())
            if counts[best] >= _LEAST_SHARE * patch_px**2:
                windows.append(window)
                values.append(of_index.get(best, classes[best].name))
    return windows, values


def _lies_inside(window: Window, grid: Grid) -> bool:
    return (
        window.col_off >= 0
        and window.row_off >= 0
        and window.col_off + window.width <= grid.width
        and window.row_off + window.height <= grid.height
    )
