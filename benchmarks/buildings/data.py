"""A part of the programs here and of `device.make_pack`: all data that the building model may be trained on.

What is held out, to measure on, is not in it, and what touches that is kept KEEP_OFF_M away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio import Affine
from rasterio.windows import Window
from shapely import box

from benchmarks.training.printed import Printed
from eo_deep.geo.crs import to_crs
from eo_deep.geo.grid import Grid
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.labels import PolygonWindows, RasterWindows
from eo_deep.sampling.training_data import ClassLabel, TrainingData
from eo_deep.sampling.training_image import TrainingImage
from eo_deep.synthetic_scenes.scene import make_scene

RESOLUTION_M = 0.21
CROP_PX = 256
# Town, image, part of it (left, top, right, bottom, 0..1 from the north-west corner) that is trained or validated on.
TRAINING = [
    ("banepa", "banepa_rgb_3857.tif", (0.0, 1 / 3, 1.0, 1.0)),
    ("banepa_south", "banepa_south_np_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
]
VALIDATION = [
    ("banepa", "banepa_rgb_3857.tif", (0.0, 1 / 3, 1 / 3, 0.4883)),
    ("banepa_south", "banepa_south_np_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
    ("zanzibar", "zanzibar_tz_b_z20_3857.tif", (0.7254, 0.0, 1.0, 1.0)),
]
# What models are measured on.
TESTS = [
    ("Banepa, northern third", [("banepa", "banepa_rgb_3857.tif", (0.0, 0.0, 1.0, 1 / 3))]),
    (
        "Kampala",
        [
            ("kampala", "kampala_ug_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
            ("kampala", "kampala_ug_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
        ],
    ),
    (
        "Catanduanes",
        [
            ("catanduanes", "catanduanes_ph_a_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
            ("catanduanes", "catanduanes_ph_b_z20_3857.tif", (0.0, 0.0, 1.0, 1.0)),
        ],
    ),
]
OSM = "osm_buildings_4326.geojson"
KEEP_OFF_M = 15.0
FIRST_TOWN = 100
TOWN_PX = 1024
TOWN_M = 0.2
# How often samples come from a place, relative to what its area suggests: more where objects touch, less from forest.
WEIGHTS = {"dhaka": 3.0, "banepa_north": 1.5, "banepa": 1.5, "neon": 0.5, "whole": 0.5}
SOURCES = [
    {
        "name": "OpenAerialMap imagery of Banepa (Nepal), Zanzibar (Tanzania), Dhaka (Bangladesh), Nacala (Mozambique)",
        "licence": "CC-BY 4.0; Nacala CC0 1.0",
        "attribution": "Imagery: OpenAerialMap contributors, CC-BY 4.0; Nacala: mosquito-risk, CC0",
    },
    {
        "name": "OpenStreetMap building footprints of the same places",
        "licence": "ODbL 1.0",
        "attribution": "Building footprints: OpenStreetMap contributors, ODbL 1.0",
    },
    {
        "name": "Airborne camera of the National Ecological Observatory Network (HARV, OSBS, SJER, TEAK): no buildings",
        "licence": "CC0 1.0",
        "attribution": "NEON, a programme sponsored by the US National Science Foundation",
    },
    {"name": "Procedural towns of EO Deep (made_scenes)", "licence": "GPL-2.0-or-later", "attribution": "EO Deep"},
]
ORIGIN = {"sources": SOURCES, "held_out": ["northern third of Banepa", "Kampala", "Catanduanes"]}


@dataclass(frozen=True)
class Place:
    """An image with its labels, and polygons in its CRS: where labels are complete, and what validates (or None).

    labels: polygons; None: there is no building. Where a raster NAME_known.tif lies beside an image NAME.tif, labels
    count only where it has values.
    """

    name: str
    image: Path
    labels: Path | None
    area: np.ndarray | None = None
    validation: np.ndarray | None = None


def open_buildings(
    data: Path, labels: Path, work: Path, towns: int, town_share: float, crop_px: int = CROP_PX,
    resolution_m: float = RESOLUTION_M,
) -> TrainingData:  # fmt: skip
    """The places that may be trained on and ``towns`` synthetic ones, which give about ``town_share`` of the samples.

    labels: folder of `correct_labels` and `self_training`, where it has a place's labels; those of ``data`` elsewhere.
    work: folder for mosaics, areas and towns.
    """
    work.mkdir(parents=True, exist_ok=True)
    places = [*list_towns(data, labels, work), north(data, labels), *mosaics(data, labels, work), *list_sure(labels)]
    found = open_places(places, work, crop_px, resolution_m)
    made = open_synthetic(work, towns, crop_px, resolution_m) if towns else []

    def attraction(images: Sequence[TrainingImage]) -> float:
        return sum(image.weight * (image.grid.width * image.grid.height) ** 0.5 for image in images)

    for image in made:
        image.weight = town_share / (1 - town_share) * attraction(found.images) / attraction(made)
    return replace(found, images=[*found.images, *made])


def open_places(places: Sequence[Place], work: Path, crop_px: int, resolution_m: float) -> TrainingData:
    """Places as one data set."""
    opened = [open_place(place, work, crop_px, resolution_m) for place in places]
    classes = [opened[0].classes[0], ClassLabel(1, "building", "#e31a1c")]
    images = [image for each in opened for image in each.images]
    return replace(opened[0], images=images, classes=classes, sources=ORIGIN)


def cut_box(image: Path, part: tuple[float, float, float, float]):
    """The part of an image as a rectangle in its CRS (that of all images here: EPSG:3857)."""
    with open_raster(image) as source:
        left, bottom, right, top = source.grid.bounds
    width, height = right - left, top - bottom
    return box(left + part[0] * width, top - part[3] * height, left + part[2] * width, top - part[1] * height)


def list_towns(data: Path, labels: Path, work: Path) -> list[Place]:
    """The towns of TRAINING and VALIDATION; of Banepa only what lies off the part that is measured on."""
    places = []
    for town, name in dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION):
        image, corrected = data / town / name, labels / f"{Path(name).stem}.gpkg"
        area, validation = (
            np.array([cut_box(image, part[2]) for part in parts if part[:2] == (town, name)], object)
            for parts in (TRAINING + VALIDATION, VALIDATION)
        )
        footprints = corrected if corrected.exists() else data / town / OSM
        if town == "banepa":
            image = cut_off(image, work / image.name)
        places.append(Place(town, image, footprints, area, validation if len(validation) else None))
    return places


def cut_off(image: Path, path: Path) -> Path:
    """Write the rows of an image that lie KEEP_OFF_M and more south of its northern third."""
    with open_raster(image) as source:
        row = int(np.ceil(source.grid.height / 3 + KEEP_OFF_M / source.grid.ground_resolution_m[1]))
    with rasterio.open(image) as source:
        part = Window(0, row, source.width, source.height - row)
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "width": part.width, "height": part.height}
        place = {"crs": source.crs, "transform": source.window_transform(part)}
        with rasterio.open(path, "w", **profile, **place, photometric="rgb", tiled=True, compress="deflate") as file:
            file.write(source.read([1, 2, 3], window=part))
    return path


def north(data: Path, labels: Path) -> Place:
    """The north of Banepa where its labels are complete, off the part of Banepa that is measured on."""
    folder = data / "banepa_north"
    image, corrected = folder / "banepa_north_3857.tif", labels / "banepa_north_3857.gpkg"
    with open_raster(image) as source:
        area = read_polygons(folder / "area_complete_3857.geojson", crs=source.grid.crs)
        unit_m = source.grid.ground_resolution_m[0] / abs(source.grid.transform.a)
    tested = [cut_box(data / town / name, part) for _, parts in TESTS for town, name, part in parts if town == "banepa"]
    off = shapely.buffer(shapely.union_all(tested), KEEP_OFF_M / unit_m)
    footprints = corrected if corrected.exists() else folder / OSM
    return Place("banepa_north", image, footprints, shapely.difference(area.geometries, off))


def list_sure(labels: Path) -> list[Place]:
    """The parts of the unlabelled mosaic in which `self_training` was sure of buildings."""
    polygons = [path for path in sorted(labels.glob("banepa_whole_*.gpkg")) if len(read_polygons(path))]
    return [Place("whole", path.with_suffix(".tif"), path) for path in polygons]


def mosaics(data: Path, labels: Path, work: Path) -> list[Place]:
    """The places of many small tiles."""

    def find_labels(path: Path) -> Path | None:
        corrected, own = labels / f"{path.stem}.gpkg", path.with_suffix(".geojson")
        return corrected if corrected.exists() else own if own.exists() else None

    dhaka, nacala = (list_tiles(data / name, "*") for name in ("dhaka_pallabi", "nacala"))
    groups = {"dhaka": (dhaka, [path for path in dhaka if path.stem == "OAM-393755-226408-19"])}
    groups["nacala"] = (nacala, nacala[::6])
    for site in ("HARV", "OSBS", "SJER", "TEAK"):
        tiles = list_tiles(data / "neon_negatives", f"{site}_*")
        groups[f"neon_{site}"] = (tiles, tiles[::4])
    return [join_tiles(work / f"{name}.tif", *tiles, find_labels) for name, tiles in groups.items()]


def list_tiles(folder: Path, pattern: str) -> list[Path]:
    """The images of a folder in the order of their names."""
    return sorted(folder.glob(f"{pattern}.tif"))


def join_tiles(path: Path, tiles: Sequence[Path], validation: Sequence[Path], find_labels) -> Place:
    """Small tiles side by side in one image, since crops are larger than they are, those that validate at the end.

    The mosaic lies where its first tile does; elsewhere tiles are not in their place, which no training asks for.
    """
    ordered = sorted(tiles, key=lambda tile: tile in validation)
    opened = [rasterio.open(tile) for tile in ordered]
    height, width = max(each.height for each in opened), max(each.width for each in opened)
    across = int(np.ceil(np.sqrt(len(tiles))))
    first = opened[0]
    pixels = np.zeros((3, -(-len(tiles) // across) * height, across * width), np.uint8)
    valid = np.zeros(pixels.shape[1:], bool)
    footprints, held_out = [], []
    for number, (tile, source) in enumerate(zip(ordered, opened)):
        row, column = number // across * height, number % across * width
        inner = np.s_[row : row + source.height, column : column + source.width]
        pixels[(slice(None), *inner)], valid[inner] = source.read([1, 2, 3]), source.dataset_mask() > 0
        to_mosaic = first.transform * Affine.translation(column, row) * ~source.transform
        if (labels := find_labels(tile)) is not None:
            layer = reproject_polygons(read_polygons(str(labels)), to_crs(source.crs))
            extent = shapely.box(*source.bounds)
            inside = shapely.intersection(layer.geometries[shapely.intersects(layer.geometries, extent)], extent)
            parts = shapely.get_parts(inside)
            xy = shapely.get_coordinates(parts := parts[shapely.get_dimensions(parts) == 2])
            footprints.extend(shapely.set_coordinates(parts, np.column_stack(to_mosaic * tuple(xy.T))))
        if tile in validation:
            corners = [(column, row), (column + source.width, row + source.height)]
            (left, top), (right, bottom) = (first.transform * corner for corner in corners)
            held_out.append(shapely.box(left, bottom, right, top))
    shape = {"driver": "GTiff", "count": 3, "dtype": "uint8", "height": pixels.shape[1], "width": pixels.shape[2]}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
        path, "w", **shape, crs=first.crs, transform=first.transform, photometric="rgb", tiled=True, compress="deflate"
    ) as file:
        file.write(pixels)
        file.write_mask(valid)
    labelled = path.with_name(f"{path.stem}_buildings.gpkg") if footprints else None
    if labelled:
        write_vectors(str(labelled), VectorLayer(np.array(footprints, object), {}, to_crs(first.crs)))
    return Place(path.stem, path, labelled, None, np.array(held_out, object))


def open_place(place: Place, work: Path, crop_px: int, resolution_m: float) -> TrainingData:
    """One place's image with its labels."""
    with open_raster(place.image) as source:
        crs, bounds = to_crs(source.grid.crs), source.grid.bounds
    areas = {}
    for kind, polygons in (("area", place.area), ("validation", place.validation)):
        areas[kind] = None if polygons is None else str(work / f"{place.image.stem}_{kind}.gpkg")
        if areas[kind]:
            write_vectors(areas[kind], VectorLayer(polygons, {}, crs))
    labels = place.labels
    if labels is None:  # labels must hold a polygon to be opened; it is taken away again
        left, bottom, right, top = bounds
        labels = work / f"{place.image.stem}_none.gpkg"
        write_vectors(str(labels), VectorLayer(np.array([shapely.box(left, bottom, right, top)], object), {}, crs))
    opened = open_data(
        DataSettings(
            [str(place.image)], [str(labels)], None, [1, 2, 3], areas["area"], areas["validation"], 0.0, resolution_m,
            crop_px, 0,
        ),
        None,
        Printed(),
    )  # fmt: skip
    image = opened.images[0]
    if place.labels is None:
        image.labels = PolygonWindows(str(labels), VectorLayer(np.zeros(0, object), {}, crs), np.zeros(0, np.uint8), 0)
    known = place.image.with_name(f"{place.image.stem}_known.tif")
    if known.exists():
        image.labels = KnownWindows(image.labels, RasterWindows(str(known), {1: 0}))
    image.weight = next((weight for name, weight in WEIGHTS.items() if place.name.startswith(name)), 1.0)
    return opened


class KnownWindows(PolygonWindows):
    """Polygons whose classes are known where a raster has values, and nowhere else."""

    def __init__(self, polygons: PolygonWindows, known: RasterWindows) -> None:
        self.path, self.index = polygons.path, polygons.index
        self._polygons, self._known = polygons, known

    def read(self, grid: Grid, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
        classes, objects = self._polygons.read(grid, window)
        return np.where(self._known.read(grid, window)[0] == UNKNOWN, np.uint8(UNKNOWN), classes), objects


def open_synthetic(work: Path, count: int, crop_px: int, resolution_m: float) -> list[TrainingImage]:
    """Synthetic towns."""
    numbers = range(FIRST_TOWN, FIRST_TOWN + count)
    paths = [(work / f"town_{number}.tif", work / f"town_{number}.gpkg") for number in numbers]
    for number, (image, buildings) in zip(numbers, paths):
        if not buildings.exists():
            make_scene(seed=number, size_px=TOWN_PX, resolution_m=TOWN_M, image=str(image), buildings=str(buildings))
    settings = DataSettings(
        [str(image) for image, _ in paths], [str(buildings) for _, buildings in paths], None, [1, 2, 3], None, None,
        0.0, resolution_m, crop_px, 0,
    )  # fmt: skip
    return list(open_data(settings, None, Printed()).images)
