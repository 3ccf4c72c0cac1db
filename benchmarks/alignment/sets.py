"""A part of `compare`: its test towns, the training towns of its learned baseline, and displaced maps of them.

Everything is in px of 0.3 m, as in the published protocol. A town's map are the objects of OpenStreetMap of which at
least half lies in the image.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window

from benchmarks.buildings.data import TESTS, TRAINING
from eo_deep.alignment.training.random_displacements import DisplacedMap, DisplacementAmplitudes, displace
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons

PX_M = 0.3
DRAWS = 10
_LEAST_INSIDE = 0.5
SETS = {
    "smooth": DisplacementAmplitudes(smooth_px=32),
    "blocks": DisplacementAmplitudes(block_px=24, object_px=8, dropped=0.2, spurious=0.1),
}


@dataclass(frozen=True)
class Town:
    """An image (GeoTIFF; grid: its extent at 0.3 m) and its true map: geometries (N,) shapely, px of the grid.

    others: buildings of which less than half lies in the image.
    """

    place: str
    name: str
    image: str
    grid: Grid
    geometries: np.ndarray
    others: np.ndarray

    @property
    def area(self) -> shapely.Polygon:
        """The image's rectangle in px of 0.3 m."""
        return shapely.box(0, 0, self.grid.width, self.grid.height)


def open_towns(data: Path, work: Path, training: bool = False) -> list[Town]:
    """The towns that no training has seen, or those to train on; parts of images become files in `work`."""
    return open_parts(data, work, [("training", TRAINING)] if training else TESTS)


def open_parts(data: Path, work: Path, places: list) -> list[Town]:
    """Parts of images as towns; places: (name, [(folder, file, (left, top, right, bottom) in 0..1)])."""
    work.mkdir(parents=True, exist_ok=True)
    return [_open_town(data, work, place, town, file, part) for place, parts in places for town, file, part in parts]


def _open_town(data: Path, work: Path, place: str, town: str, file: str, part: tuple) -> Town:
    image = work / f"{Path(file).stem}_{round(100 * part[1])}.tif"
    with open_raster(data / town / file) as source:
        whole = source.grid
        left, right = round(part[0] * whole.width), round(part[2] * whole.width)
        top, bottom = round(part[1] * whole.height), round(part[3] * whole.height)
        window = Window(left, top, right - left, bottom - top)
        grid = Grid(whole.crs, whole.window_transform(window), right - left, bottom - top)
        if not image.exists():
            with RasterWriter(image, grid, 3, band_names=["red", "green", "blue"]) as writer:
                writer.write(source.read(window)[0], Window(0, 0, grid.width, grid.height))
    across, down = grid.ground_resolution_m
    grid = grid.scaled(PX_M / across, PX_M / down)
    true = read_polygons(data / town / "osm_buildings_4326.geojson", crs=grid.crs).geometries
    true = _transform(true, ~grid.transform)
    extent = shapely.box(0, 0, grid.width, grid.height)
    share = shapely.area(shapely.intersection(true, extent)) / shapely.area(true)
    inside, others = share >= _LEAST_INSIDE, (share > 0) & (share < _LEAST_INSIDE)
    return Town(place, image.stem, str(image), grid, true[inside], true[others])


def draw_map(town: Town, settings: DisplacementAmplitudes, number: int) -> DisplacedMap:
    """The map of a town made wrong: draw `number` of a set, the same for every method."""
    return displace(np.random.default_rng([7, number, len(town.geometries)]), town.geometries, town.area, settings)


def to_coordinates(geometries: np.ndarray, town: Town) -> np.ndarray:
    """Geometries in px of 0.3 m, in the coordinates of the image's CRS."""
    return _transform(geometries, town.grid.transform)


def to_pixels(geometries: np.ndarray, town: Town) -> np.ndarray:
    """Geometries in the coordinates of the image's CRS, in px of 0.3 m."""
    return _transform(geometries, ~town.grid.transform)


def _transform(geometries: np.ndarray, transform) -> np.ndarray:
    return shapely.transform(geometries, lambda xy: np.column_stack(transform * (xy[:, 0], xy[:, 1])))
