"""Label parts of the unlabelled mosaic of Banepa by the bundled building model, where it is sure.

    python -m benchmarks.buildings.self_training --data ../shared/data/buildings --labels LABELS

Writes for each of PARTS the image LABELS/banepa_whole_N.tif, its sure buildings LABELS/banepa_whole_N.gpkg, and a
raster LABELS/banepa_whole_N_known.tif: 1 where the label is sure, 0 (nodata) elsewhere. The mean over eight flips and
turns must be below 1 - SURE for background; a building's outline must hold SURE_SHARE of pixels above SURE and stand
APART_M off the next. The parts lie off all labelled images and more than 15 m off the third of Banepa that models are
measured on, which is white there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.windows import Window

from eo_deep.geo.rasterization import rasterize
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.bundled import BUILDINGS, find_bundled_model
from eo_deep.polygonization import polygonize
from eo_deep.segmentation import segment

IMAGE = "banepa_whole_unlabelled/banepa_whole_unlabelled_3857.tif"
PARTS = [Window(300, 3500, 1500, 1500), Window(5000, 3300, 1500, 1500)]
SURE = 0.97
SURE_SHARE = 0.8
APART_M = 2.0
AROUND_M = 1.0  # a sure building's surroundings are known, although the model hesitates at its walls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per place")
    parser.add_argument("--labels", type=Path, required=True, help="folder to write to")
    parser.add_argument("--model", default=find_bundled_model(BUILDINGS), help="teacher (default: the bundled model)")
    arguments = parser.parse_args()
    arguments.labels.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(PARTS):
        image = arguments.labels / f"banepa_whole_{number}.tif"
        cut_image(arguments.data / IMAGE, part, image)
        label(image, arguments.model)


def cut_image(whole: Path, part: Window, path: Path) -> None:
    """Write a part of an image; its white pixels are masked."""
    with rasterio.open(whole) as source:
        pixels = source.read([1, 2, 3], window=part)
        place = {"crs": source.crs, "transform": source.window_transform(part)}
    shape = {"width": pixels.shape[2], "height": pixels.shape[1], "driver": "GTiff", "tiled": True, **place}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
        path, "w", count=3, dtype="uint8", photometric="rgb", compress="deflate", **shape
    ) as file:
        file.write(pixels)
        file.write_mask(~(pixels == 255).all(0))


def label(image: Path, model: str) -> None:
    """Write what the model is sure of beside an image."""
    scores, polygons = image.with_name("scores.tif"), image.with_suffix(".gpkg")
    segment(str(image), model, bands=[1, 2, 3], test_time_augmentation=True, probabilities=str(scores))
    with open_raster(scores, [2]) as source:
        probability, valid = source.read()
        grid, metre = source.grid, abs(source.grid.transform.a) / source.grid.ground_resolution_m[0]
    sure = probability[0] > SURE
    polygonize(str(scores), band=2, threshold=0.5, min_area_m2=10, min_hole_m2=5, output=str(polygons))
    found = read_polygons(str(polygons), crs=grid.crs).geometries
    numbers = rasterize(found, np.arange(1, len(found) + 1), grid, dtype="int32")
    area = np.bincount(numbers.ravel(), minlength=len(found) + 1)[1:]
    share = np.bincount(numbers.ravel(), sure.ravel(), minlength=len(found) + 1)[1:] / np.maximum(area, 1)
    near = shapely.STRtree(found).query(found, "dwithin", distance=APART_M * metre)
    alone = np.bincount(near[0], minlength=len(found)) == 1
    kept = found[(share > SURE_SHARE) & alone]
    known = (probability[0] < 1 - SURE) | (rasterize(shapely.buffer(kept, AROUND_M * metre), 1, grid) > 0)
    known &= valid
    write_vectors(str(polygons), VectorLayer(kept, {}, read_polygons(str(polygons)).crs))
    with rasterio.open(
        image.with_name(f"{image.stem}_known.tif"), "w", driver="GTiff", width=grid.width, height=grid.height, count=1,
        dtype="uint8", nodata=0, crs=grid.crs, transform=grid.transform, compress="deflate",
    ) as file:  # fmt: skip
        file.write(known.astype(np.uint8), 1)
    scores.unlink()
    print(f"{image}: {len(kept)} of {len(found)} buildings sure, {known.mean():.0%} of the pixels known.", flush=True)


if __name__ == "__main__":
    main()
