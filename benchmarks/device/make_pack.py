"""Make the pack that the building model is trained from on a machine without GDAL: see README.md beside this file.

    python -m benchmarks.device.make_pack --data ../shared/data/buildings --pack buildings.npz

`--data` holds one folder per place, as `benchmarks.buildings.train` expects it. Only places whose weights may be
bundled are packed; those that models are measured on are not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from benchmarks.buildings.evaluate import TESTS
from benchmarks.buildings.train import RESOLUTION_M, TRAINING, VALIDATION, cut_box
from benchmarks.device.pack import PackedImage, save_pack
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, rasterize_area
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.scaling import FittedScaling, fit_scaling
from eo_deep.sampling.labels import PolygonLabels

PACK_M = 0.16  # finer images are averaged to it: crops that are zoomed in want more than the training resolution
SCALING = {"kind": "percentiles", "low": 1.0, "high": 99.0}
KEEP_OFF_M = 15.0  # between what is trained on and what is measured on
OSM = "osm_buildings_4326.geojson"
NEON_WEIGHT = 0.5  # forest is only one of the backgrounds
BLOCKS = [2, 3, 3, 2]
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


@dataclass(frozen=True)
class Overview:
    """What `fit_scaling` asks of an image, for pixels that lie in memory."""

    path: str
    pixels: np.ndarray
    valid: np.ndarray

    def read_overview(self, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        step = max(1, max(self.valid.shape) // size_px)
        return self.pixels[:, ::step, ::step], self.valid[::step, ::step]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--pack", required=True, help="file to write, .npz")
    arguments = parser.parse_args()
    data = arguments.data
    images = [*pack_towns(data), pack_banepa_north(data)]
    images.append(pack_tiles("dhaka", list_tiles(data / "dhaka_pallabi", "*"), ["OAM-393755-226408-19"]))
    nacala = list_tiles(data / "nacala", "*")
    images.append(pack_tiles("nacala", nacala, [path.stem for path in nacala[::6]]))
    for site in ("HARV", "OSBS", "SJER", "TEAK"):
        tiles = list_tiles(data / "neon_negatives", f"{site}_*")
        images.append(pack_tiles(f"neon {site}", tiles, [path.stem for path in tiles[::4]], NEON_WEIGHT))
    for image in images:
        known = image.classes != UNKNOWN
        print(
            f"{image.place}: {image.classes.shape[1]} x {image.classes.shape[0]} px of {image.resolution_m:.3f} m, "
            f"{known.mean():.0%} known, {(image.classes == 1).sum() / known.sum():.0%} of it building, "
            f"{(image.validation & known).sum() / known.sum():.0%} of it for validation"
        )
    save_pack(arguments.pack, images, make_card(images))
    print(f"{arguments.pack}: {Path(arguments.pack).stat().st_size / 1e6:.1f} MB")


def pack_towns(data: Path) -> list[PackedImage]:
    """The towns of `benchmarks.buildings.train`, cut to what is trained or validated on."""
    packed = []
    for town, name in dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION):
        parts = [
            [cut_box(data / town / name, p[2]) for p in which if p[:2] == (town, name)]
            for which in (TRAINING, VALIDATION)
        ]
        image = read_image(town, data / town / name, data / town / OSM, parts[0] + parts[1], parts[1])
        packed.append(cut_to_known(image))
    return packed


def pack_banepa_north(data: Path) -> PackedImage:
    """The part where its labels are complete, off the part of Banepa that is measured on."""
    folder = data / "banepa_north"
    path = folder / "banepa_north_3857.tif"
    with open_raster(path) as source:
        area = read_polygons(folder / "area_complete_3857.geojson", crs=source.grid.crs)
        unit_m = source.grid.ground_resolution_m[0] / abs(source.grid.transform.a)
    tested = [cut_box(data / town / name, part) for _, parts in TESTS for town, name, part in parts if town == "banepa"]
    off = shapely.buffer(shapely.union_all(tested), KEEP_OFF_M / unit_m)
    image = read_image("banepa north", path, folder / OSM, list(shapely.difference(area.geometries, off)), [])
    return cut_to_known(image)


def list_tiles(folder: Path, pattern: str) -> list[Path]:
    """The images of a folder in the order of their names."""
    return sorted(folder.glob(f"{pattern}.tif"))


def pack_tiles(place: str, paths: Sequence[Path], held_out: Sequence[str], weight: float = 1.0) -> PackedImage:
    """Many small tiles as one image: side by side, for crops are larger than they are. ``held_out``: their stems."""
    tiles = []
    for path in paths:
        labels = path.with_suffix(".geojson")
        tile = read_image(place, path, labels if labels.exists() else None, None, [])
        tile.validation[:] = path.stem in held_out
        tiles.append(tile)
    # Those for validation stand together, so that no window of it shows what is trained on.
    tiles.sort(key=lambda tile: bool(tile.validation.any()))
    height, width = (max(tile.classes.shape[axis] for tile in tiles) for axis in (0, 1))
    across = int(np.ceil(np.sqrt(len(tiles))))
    down = -(-len(tiles) // across)
    whole = blank(place, tiles[0].resolution_m, down * height, across * width, weight)
    count = 0
    for number, tile in enumerate(tiles):
        rows, columns = tile.classes.shape
        row, column = number // across * height, number % across * width
        inner = np.s_[row : row + rows, column : column + columns]
        whole.pixels[(slice(None), *inner)] = tile.pixels
        whole.valid[inner], whole.classes[inner], whole.validation[inner] = tile.valid, tile.classes, tile.validation
        whole.objects[inner] = np.where(tile.objects > 0, tile.objects + count, 0)
        count += int(tile.objects.max())
    whole.scaling = fit_scaling(SCALING, Overview(place, whole.pixels, whole.valid))  # type: ignore[arg-type]
    return whole


def blank(place: str, resolution_m: float, height: int, width: int, weight: float) -> PackedImage:
    """An image of which nothing is known."""
    shape = (height, width)
    zeros = [np.zeros(shape, bool), np.full(shape, UNKNOWN, np.uint8), np.zeros(shape, np.int32), np.zeros(shape, bool)]
    pixels, unscaled = np.zeros((3, *shape), np.uint8), FittedScaling(np.zeros(3), np.ones(3))
    return PackedImage(place, resolution_m, unscaled, pixels, *zeros, weight)


def read_image(
    place: str, path: Path, labels: Path | None, known: Sequence | None, validation: Sequence
) -> PackedImage:
    """One image on the pack's resolution with its labels; ``known``, ``validation``: polygons in its CRS."""
    with open_raster(path, [1, 2, 3]) as source:
        across, down = source.grid.ground_resolution_m
        resolution_m = max(PACK_M, across)
        grid = source.grid.scaled(resolution_m / across, resolution_m / down) if resolution_m > across else source.grid
        scaling = fit_scaling(SCALING, source)
        with open_raster(path, [1, 2, 3], grid) as reader:
            pixels, valid = reader.read()
    classes, objects = np.zeros(valid.shape, np.uint8), np.zeros(valid.shape, np.int32)
    if labels:
        classes, objects = PolygonLabels(str(labels), None).open(grid, {}, 0).read(grid)
    crs = grid.crs
    if known is not None:
        classes[~rasterize_area(VectorLayer(np.array(known, object), {}, crs), grid)] = UNKNOWN
    classes[~valid] = UNKNOWN
    held_out = np.zeros(valid.shape, bool)
    if validation:
        held_out = rasterize_area(VectorLayer(np.array(validation, object), {}, crs), grid)
    return PackedImage(place, resolution_m, scaling, pixels, valid, classes, objects, held_out)


def cut_to_known(image: PackedImage) -> PackedImage:
    """Without the rows and columns of which nothing is known: what is measured on stays out of the pack."""
    known = image.classes != UNKNOWN
    rows, columns = np.flatnonzero(known.any(1)), np.flatnonzero(known.any(0))
    inner = np.s_[..., rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    for name in ("pixels", "valid", "classes", "objects", "validation"):
        setattr(image, name, np.ascontiguousarray(getattr(image, name)[inner]))
    return image


def make_card(images: Sequence[PackedImage]) -> dict:
    """What the cards of all models trained on the pack have in common: they differ in their width."""
    footprint = measure_footprint(build("resunet", in_channels=3, out_channels=2, base_channels=32, blocks=BLOCKS))
    source = {"bands": ["red", "green", "blue"], "resolution_m": RESOLUTION_M, "scaling": SCALING}
    return {
        "task": "segmentation",
        "network": {"name": "resunet", "arguments": {"in_channels": 3, "out_channels": 2, "blocks": BLOCKS}},
        "inputs": [{**source, "dtype": "uint8", "nodata": None}],
        "classes": [
            {"value": 0, "name": "background", "color": "#d9d9d9"},
            {"value": 1, "name": "building", "color": "#e31a1c"},
        ],
        "stride_px": footprint.stride_px,
        "halo_px": [footprint.before_px, footprint.after_px],
        "exact": footprint.exact,
        "bf16": True,
        "threshold": None,
        "description": "Buildings on aerial and drone RGB images of 0.07 to 1 m",
        "training": {
            "images": list(dict.fromkeys(image.place for image in images)),
            "sources": SOURCES,
            "held_out": ["northern third of Banepa", "Kampala", "Catanduanes"],
        },
    }


if __name__ == "__main__":
    main()
