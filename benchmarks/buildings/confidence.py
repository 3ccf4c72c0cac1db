"""Give a building model its confidence, without training: what its features and energies are on the training towns.

    python -m benchmarks.buildings.confidence --data DATA --model M

Works on any segmentation or polygons model of RGB images. `--data` holds one folder per place, as
`benchmarks.buildings.train` and `benchmarks.device.make_pack` expect it; what these hold out stays out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from benchmarks.buildings.data import KEEP_OFF_M, OSM, TESTS, TRAINING, VALIDATION, cut_box, list_tiles
from eo_deep.geo.crs import to_crs
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.confidence import drop_confidence
from eo_deep.models.model_file import load_model, read_extras, save_model
from eo_deep.models.scaling import fit_scaling
from eo_deep.progress import silent
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling.labels import list_classes, open_labels
from eo_deep.sampling.training_image import TrainingImage
from eo_deep.training.confidence import fit_confidence


@dataclass(frozen=True)
class Part:
    """An image of a place, its labels, and the polygons that are trained and validated on; None: all, and nothing."""

    place: str
    image: Path
    labels: Path | None
    trained: Sequence | None = None
    validated: Sequence | None = None
    weight: float = 1.0


def list_parts(data: Path) -> list[Part]:
    """What the bundled building model was trained and validated on."""
    parts = []
    for town, name in dict.fromkeys((town, name) for town, name, _ in TRAINING + VALIDATION):
        image = data / town / name
        boxes = [[cut_box(image, p[2]) for p in which if p[:2] == (town, name)] for which in (TRAINING, VALIDATION)]
        parts.append(Part(town, image, data / town / OSM, boxes[0] + boxes[1], boxes[1]))
    folder = data / "banepa_north"
    image = folder / "banepa_north_3857.tif"
    with open_raster(image) as source:
        area = read_polygons(folder / "area_complete_3857.geojson", crs=source.grid.crs)
        unit_m = source.grid.ground_resolution_m[0] / abs(source.grid.transform.a)
    tested = [cut_box(data / town / name, box) for _, tests in TESTS for town, name, box in tests if town == "banepa"]
    off = shapely.buffer(shapely.union_all(tested), KEEP_OFF_M / unit_m)
    parts.append(Part("banepa north", image, folder / OSM, list(shapely.difference(area.geometries, off))))
    for place, held_out in (("dhaka_pallabi", ["OAM-393755-226408-19"]), ("nacala", None)):
        tiles = list_tiles(data / place, "*")
        held_out = held_out or [tile.stem for tile in tiles[::6]]
        parts += [
            Part(
                place,
                tile,
                tile.with_suffix(".geojson"),
                None,
                [whole(tile)] if tile.stem in held_out else None,
                len(tiles) ** -0.5,  # together as one image of their size
            )
            for tile in tiles
        ]
    for site in ("HARV", "OSBS", "SJER", "TEAK"):
        tiles = list_tiles(data / "neon_negatives", f"{site}_*")
        parts += [
            Part(f"neon {site}", tile, None, None, None if number % 4 else [whole(tile)], len(tiles) ** -0.5)
            for number, tile in enumerate(tiles)
        ]
    return parts


def whole(image: Path) -> shapely.Polygon:
    return cut_box(image, (0.0, 0.0, 1.0, 1.0))


def open_part(part: Part, card: dict) -> TrainingImage:
    """A part as the model's training sees it."""
    wanted = card["inputs"][0]
    source = open_raster(part.image, [1, 2, 3])
    across, down = (wanted["resolution_m"] / size for size in source.grid.ground_resolution_m)
    grid, crs = source.grid.scaled(across, down), to_crs(source.grid.crs)

    def layer(polygons: Sequence | None) -> VectorLayer | None:
        return None if polygons is None else VectorLayer(np.array(list(polygons), object), {}, crs)

    labels = None
    if part.labels and part.labels.exists():
        opened = open_labels(str(part.labels), None, silent)
        labels = opened.open(grid, list_classes([opened], True, silent)[1], 0)
    return TrainingImage(
        str(part.image),
        source.bands,
        grid,
        grid.height / source.grid.height,
        fit_scaling(wanted["scaling"], source),
        labels,
        layer(part.trained),
        layer(part.validated),
        weight=part.weight,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--model", required=True, help="model file to write to")
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    images = [open_part(part, model.card) for part in list_parts(arguments.data)]
    tensors = fit_confidence(model.network, images, choose_device(), class_count=len(model.card["classes"]))
    save_model(arguments.model, model.network, model.card, drop_confidence(read_extras(arguments.model)) | tensors)
    print(f"Wrote the confidence of {len(images)} images to {arguments.model}.")


if __name__ == "__main__":
    main()
