"""A part of `regression`: from probabilities of patches to one polygon for each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
import torch
from rasterio.windows import Window
from torch.nn import functional

from benchmarks.polygonization.simplifiers import ORIGIN_M, write_map
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization import Tolerances, approximate_map, fit_polygons
from eo_deep.polygonization.vectorization import polygonize

PENALTY_PX2 = 8.0
_MIN_AREA_PX2 = 8
_GAP_PX = 8


def draw_mesh(
    p: np.ndarray,
    finer: int = 1,
    penalty_px2: float = PENALTY_PX2,
    regular: bool = False,
    maps: np.ndarray | None = None,
) -> np.ndarray:
    """(N,) polygons of p (N, S, S), None where there is none: the mesh on all patches at once; see `choose`.

    finer: p is interpolated between pixel centres to so many times finer pixels first, so that straight walls along the
    pixels can lie between their edges. maps: (N, 5, S, S) what the image shows of walls, see `mesh.evidence`.
    """
    tolerances = Tolerances(
        penalty_px2 * finer**2,
        max_distance_m=8.0 * finer,
        min_area_m2=_MIN_AREA_PX2 * finer**2,
        min_hole_m2=_MIN_AREA_PX2 * finer**2,
    )
    walls = None if maps is None else _join(_refine_maps(maps, finer))

    def read_walls(window: Window) -> np.ndarray:
        assert walls is not None
        rows, columns = window.toslices()
        return np.ascontiguousarray(walls[:, rows, columns])

    def draw(path: str) -> np.ndarray:
        with open_raster(path) as source:
            return approximate_map(
                source,
                0.5,
                None,
                "building" if regular else None,
                tolerances,
                maps=None if walls is None else read_walls,
            ).geometries

    return _polygonize(_refine(p, finer), finer, draw)


def draw_contours(p: np.ndarray) -> np.ndarray:
    """(N,) iso-lines of p = 0.5."""

    def draw(path: str) -> np.ndarray:
        output = str(Path(path).with_name("o.gpkg"))
        polygonize(path, method="contour", min_area_m2=_MIN_AREA_PX2, min_hole_m2=_MIN_AREA_PX2, output=output)
        return read_polygons(output).geometries

    return _polygonize(p, 1, draw)


def simplify(polygons: np.ndarray, tolerance_px: float) -> np.ndarray:
    """Douglas-Peucker."""
    return np.array([each and shapely.simplify(each, tolerance_px) for each in polygons], dtype=object)


def simplify_to(polygons: np.ndarray, corners: int) -> np.ndarray:
    """Douglas-Peucker with a tolerance that grows until no more corners are left than that."""
    result = []
    for outline in polygons:
        tolerance_px = 0.25
        polygon = outline
        while polygon and len(polygon.exterior.coords) - 1 > corners and tolerance_px < 32:
            polygon = shapely.simplify(shapely.Polygon(outline.exterior), tolerance_px)
            tolerance_px *= 1.1
        result.append(polygon)
    return np.array(result, dtype=object)


def _refine(p: np.ndarray, finer: int) -> np.ndarray:
    if finer == 1:
        return p
    return functional.interpolate(torch.from_numpy(p)[:, None], scale_factor=finer, mode="bilinear")[:, 0].numpy()


def _refine_maps(maps: np.ndarray, finer: int) -> np.ndarray:
    return np.ascontiguousarray(np.stack([_refine(maps[:, channel], finer) for channel in range(5)], 1))


def _polygonize(p: np.ndarray, finer: int, draw: Callable[[str], np.ndarray]) -> np.ndarray:
    """What is drawn of one mosaic of all patches (N, S, S), each polygon in its patch's pixels."""
    mosaic, size = _join(p[:, None])[0], p.shape[-1] + _GAP_PX
    columns = mosaic.shape[1] // size
    with tempfile.TemporaryDirectory() as folder:
        found = draw(write_map(str(Path(folder, "p.tif")), mosaic).path)
    parts = shapely.get_parts(shapely.transform(found, lambda xy: (xy - ORIGIN_M) * (1, -1)))
    place = np.floor(shapely.get_coordinates(shapely.centroid(parts)) / size).astype(int)
    owner = place[:, 1] * columns + place[:, 0]
    result = np.full(len(p), None, dtype=object)
    for number in range(len(p)):
        corner = np.array([number % columns, number // columns]) * size
        mine = shapely.transform(parts[owner == number], lambda xy, at=corner: (xy - at) / finer)
        result[number] = choose(list(mine), p.shape[-1] / finer)
    return result


def _join(layers: np.ndarray) -> np.ndarray:
    """Patches (N, C, S, S) as one mosaic (C, H, W) with gaps of zeros."""
    count, channels, side = layers.shape[:3]
    columns, size = int(np.ceil(np.sqrt(count))), side + _GAP_PX
    mosaic = np.zeros((channels, int(np.ceil(count / columns)) * size, columns * size), np.float32)
    for number, each in enumerate(layers):
        top, left = number // columns * size, number % columns * size
        mosaic[:, top : top + side, left : left + side] = each
    return mosaic


def choose(polygons: list, size_px: float) -> shapely.Polygon | None:
    """The polygon that the patch is of: the largest of those that hold its centre, else the nearest; None of none."""
    centre = shapely.Point(size_px / 2, size_px / 2)
    return min(polygons, key=lambda each: (each.distance(centre), -each.area), default=None)


def move_by_energy(
    polygons: np.ndarray, p: np.ndarray, finer: int = 1, regular: bool = False, maps: np.ndarray | None = None
) -> np.ndarray:
    """Polygons (N,) with their vertices, as many, moved to where the mesh's energy of p (N, S, S) is lowest."""
    fine, result = _refine(p, finer), polygons.copy()
    walls = None if maps is None else _refine_maps(maps, finer)
    for number, polygon in enumerate(polygons):
        if polygon is None:
            continue
        start = np.array([shapely.transform(polygon, lambda xy: xy * finer)], dtype=object)
        seen = None if walls is None else walls[number]
        moved = fit_polygons(start, fine[number], seen, right_angles=regular, vertex_penalty_px2=PENALTY_PX2 * finer**2)
        result[number] = shapely.transform(moved[0], lambda xy: xy / finer)
    return result


def to_maps(outputs: np.ndarray) -> np.ndarray:
    """(N, 5, S, S) what the image shows of walls, of outputs (N, 9, S, S) of a network with heads."""
    border, direction, corners = outputs[:, 2:3], outputs[:, 3:5], outputs[:, 5:7]
    length = np.maximum(1, np.hypot(direction[:, :1], direction[:, 1:]))
    return np.concatenate([1 / (1 + np.exp(-border)), direction / length, 1 / (1 + np.exp(-corners))], 1).astype(
        np.float32
    )


def find_objects(p: np.ndarray, min_area_px2: float) -> tuple[np.ndarray, np.ndarray]:
    """Polygons (N,) in px of p (H, W), and their mean probability (N,)."""
    tolerances = Tolerances(PENALTY_PX2, min_area_m2=min_area_px2, min_hole_m2=min_area_px2)
    with tempfile.TemporaryDirectory() as folder, open_raster(write_map(str(Path(folder, "p.tif")), p).path) as source:
        found = approximate_map(source, 0.5, None, "building", tolerances)
    return shapely.transform(found.geometries, lambda xy: (xy - ORIGIN_M) * (1, -1)), found.fields["mean_probability"]
