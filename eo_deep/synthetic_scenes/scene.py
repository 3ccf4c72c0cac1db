"""Synthetic scenes: procedural towns with reference buildings, to try, test and train everything without data."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import rasterio
import shapely
from rasterio.crs import CRS
from shapely.affinity import translate

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import NewRaster, NewVector
from ..io.raster_writer import RasterWriter
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .town.plan import OVERHANG_M, find_cells
from .town.render import place_window, render_window
from .town.styles import Style, draw_style

EPSG = 32633  # UTM zone 33 north; the towns stand on its central meridian, where a metre is nearly a metre
ORIGIN_M = (500_000.0, 5_400_000.0)  # east and north of the image's upper left corner
WINDOW_PX = 1024
MAX_SIZE_PX = 100_000
NEW_SHARE = 0.03  # of the buildings are not yet in the outdated map
JITTER_M = 0.25  # of single buildings, besides the common displacement


@algorithm("image", "buildings", "displaced", seed=(0, 2147483647), size_px=(64, 32768), resolution_m=(0.05, 2.0))
def make_scene(seed: int = 0, size_px: int = 1024, resolution_m: float = 0.3, image: NewRaster | None = None,
               buildings: NewVector | None = None, displaced: NewVector | None = None,
               progress: Progress = silent) -> dict:
    """Make a synthetic aerial image of a town, its building polygons as reference data, and an outdated map of them.

    The town is procedural: the seed determines its streets, buildings, trees and light. The same seed gives the same
    files.

    Parameters
    ----------
    seed : int
        Determines the town; 0 or more.
    size_px : int
        Width and height of the image in pixels.
    resolution_m : float
        Pixel size in metres.
    image : path of a GeoTIFF, optional
        3 bands uint8 (red, green, blue), EPSG:32633.
    buildings : path of a GeoPackage, optional
        The footprints of the buildings on the image, clipped to it, with the fields id, height_m (m), roof and status
        ("kept", or "new": not in the outdated map).
    displaced : path of a GeoPackage, optional
        The outdated map: kept footprints, displaced by a smooth field and a random shift each (dx_m and dy_m: metres
        eastwards and northwards from the reference to the map), and buildings that no longer exist (status "gone").
    progress : Progress
        Receives the finished fraction and messages.

    Returns
    -------
    dict
        The paths of the outputs that were given, by their names; "buildings_count" with `buildings` or `displaced`.

    Raises
    ------
    EoDeepError
        If a value is out of its range or an output cannot be written.
    """
    _check_scene(seed, size_px, resolution_m)
    check_distinct([image, buildings, displaced], [])
    for path in (image, buildings, displaced):
        if path:
            check_writable(path)
    style = draw_style(seed)
    row, column = place_window(seed, resolution_m)
    result: dict = {}
    if image:
        _write_image(image, style, row, column, size_px, resolution_m, progress.part(0, 0.9))
        result["image"] = image
    if buildings or displaced:
        reference, outdated = _collect_footprints(style, row, column, size_px, resolution_m)
        if buildings:
            write_vectors(buildings, reference, layer="buildings")
            result["buildings"] = buildings
        if displaced:
            write_vectors(displaced, outdated, layer="displaced")
            result["displaced"] = displaced
        result["buildings_count"] = len(reference)
    progress(1.0)
    written = ", ".join(f"'{path}'" for path in (image, buildings, displaced) if path)
    if "buildings_count" in result:
        progress.message(
            f"The synthetic town has {size_px} x {size_px} px and {len(reference)} buildings; wrote {written}."
        )
    else:
        progress.message(f"The synthetic town has {size_px} x {size_px} px; wrote {written}.")
    return result


def render_town(seed: int, size_px: int, resolution_m: float) -> tuple[np.ndarray, np.ndarray]:
    """A scene in memory: the image (H, W, 3) uint8 and its buildings (H, W) uint8, 1 inside a footprint."""
    _check_scene(seed, size_px, resolution_m)
    row, column = place_window(seed, resolution_m)
    return render_window(draw_style(seed), resolution_m, row, column, size_px, size_px)


def _check_scene(seed: int, size_px: int, resolution_m: float) -> None:
    if seed < 0:
        raise EoDeepError(f"Seed must be at least 0, got {seed}.")
    if not 1 <= size_px <= MAX_SIZE_PX:
        raise EoDeepError(f"Size must be 1 to {MAX_SIZE_PX} px, got {size_px} px.")
    if not 0.03 <= resolution_m <= 5:
        raise EoDeepError(f"Resolution must be 0.03 to 5 m, got {resolution_m} m.")


def _write_image(
    path: str, style: Style, row: int, column: int, size_px: int, resolution_m: float, progress: Progress
) -> None:
    transform = rasterio.Affine(resolution_m, 0, ORIGIN_M[0], 0, -resolution_m, ORIGIN_M[1])
    grid = Grid(CRS.from_epsg(EPSG), transform, size_px, size_px)
    windows = list(grid.blocks(WINDOW_PX))
    with RasterWriter(path, grid, count=3, dtype="uint8", band_names=["red", "green", "blue"]) as writer:
        for done, window in enumerate(windows):
            rgb, _ = render_window(
                style, resolution_m, row + window.row_off, column + window.col_off, window.height, window.width
            )
            writer.write(np.moveaxis(rgb, -1, 0), window)
            progress((done + 1) / len(windows))


def _collect_footprints(
    style: Style, row: int, column: int, size_px: int, resolution_m: float
) -> tuple[VectorLayer, VectorLayer]:
    """The reference footprints on the image, and the outdated map of them."""
    x0, y0, size_m = column * resolution_m, row * resolution_m, size_px * resolution_m
    corner = np.array([x0, y0])
    rng = np.random.default_rng([style.seed, 7])
    field = _DisplacementField(rng)
    frame = shapely.box(x0, y0, x0 + size_m, y0 + size_m)
    shapes: list[shapely.Geometry] = []
    records: list[tuple] = []
    cells = find_cells(style, x0, y0, x0 + size_m, y0 + size_m, OVERHANG_M)
    for building in (building for cell in cells for building in cell.buildings):
        shape = shapely.intersection(building.footprint(), frame)
        shape = shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])
        if shape.is_empty:
            continue
        status = "gone" if building.gone else "new" if rng.random() < NEW_SHARE else "kept"
        dx_m, dy_m = field.at(shape.centroid.x, shape.centroid.y) + rng.normal(0, JITTER_M, 2)
        shapes.append(shapely.transform(shape, lambda xy: (xy - corner) * [1, -1] + ORIGIN_M))  # y upwards, as on maps
        records.append((len(records) + 1, round(building.height_m, 2), building.form, status, dx_m, dy_m))
    names = ("id", "height_m", "roof", "status", "dx_m", "dy_m")
    types = (np.int64, np.float64, object, object, np.float64, np.float64)
    table = {
        name: np.array([record[k] for record in records], dtype=kind)
        for k, (name, kind) in enumerate(zip(names, types))
    }
    moved = [translate(shape, record[4], record[5]) for shape, record in zip(shapes, records)]
    stands, mapped = table["status"] != "gone", table["status"] != "new"
    crs = pyproj.CRS.from_epsg(EPSG)
    reference = VectorLayer(np.array(shapes, dtype=object), {name: table[name] for name in names[:4]}, crs)
    return reference.select(stands), VectorLayer(np.array(moved, dtype=object), table, crs).select(mapped)


class _DisplacementField:
    """How an outdated map is displaced: a constant and a few long waves, metres eastwards and northwards."""

    def __init__(self, rng: np.random.Generator):
        self._constant_m = rng.normal(0, 1.5, 2)
        self._waves = [
            (
                2 * np.pi / rng.uniform(250, 900),
                rng.uniform(0, 2 * np.pi),
                rng.uniform(0, 2 * np.pi),
                rng.normal(0, 1.0, 2),
            )
            for _ in range(4)
        ]

    def at(self, x: float, y: float) -> np.ndarray:
        total = self._constant_m.copy()
        for k, direction, phase, amplitude_m in self._waves:
            total += amplitude_m * math.sin(k * (x * math.cos(direction) + y * math.sin(direction)) + phase)
        return total
