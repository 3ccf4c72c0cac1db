"""Does super-resolution serve? IoU of buildings that the bundled model finds on images made finer, 1.2 m to 0.3 m.

Aerial images of towns that no model has seen are averaged to 0.3 m, degraded to 1.2 m, and made finer again. The
network, if any, is trained on other towns' 0.3 m images by Wald's protocol.

    .venv/bin/python -m benchmarks.super_resolution.buildings --data DATA/buildings --work W --minutes 20
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.buildings.data import TESTS, TRAINING
from benchmarks.super_resolution.scenes import RATIO, SIGMA
from benchmarks.training.printed import Printed
from eo_deep.geo.grid import Grid
from eo_deep.geo.rasterization import rasterize
from eo_deep.io.raster import open_image, open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.models.bundled import find_bundled_model, find_thresholds
from eo_deep.models.model_file import read_card
from eo_deep.sampling.degraded import degrade
from eo_deep.segmentation import segment
from eo_deep.super_resolution import super_resolve, train_super_resolution
from eo_deep.super_resolution.baselines import Baselines

FINE_M = 0.3
TOWNS = ("Kampala", "Catanduanes")
LABELS = "osm_buildings_4326.geojson"


def write(path: Path, pixels: np.ndarray, grid: Grid) -> str:
    """Write (3, H, W) as an 8-bit image."""
    with rasterio.open(path, "w", driver="GTiff", width=grid.width, height=grid.height, count=3, dtype="uint8",
                       crs=grid.crs, transform=grid.transform, photometric="rgb") as file:  # fmt: skip
        file.write(np.rint(pixels).clip(1, 255).astype("uint8"))
    return str(path)


def average(source: Path, part: tuple[float, float, float, float], pixel_m: float = FINE_M) -> tuple[np.ndarray, Grid]:
    """A part of an image with other pixels, a multiple of RATIO of them, (3, H, W) float32; 0 where it is nodata."""
    with open_image(source, [1, 2, 3]) as image:
        own = image.grid
        left, top, right, bottom = (round(share * size) for share, size in zip(part, (own.width, own.height) * 2))
        size = own.ground_resolution_m
        assert size
        cut = Grid(own.crs, own.transform * rasterio.Affine.translation(left, top), right - left, bottom - top)
        grid = cut.scaled(pixel_m / size[0], pixel_m / size[1])
        grid = Grid(grid.crs, grid.transform, grid.width // RATIO * RATIO, grid.height // RATIO * RATIO)
        with image.on(grid, "average") as fine:
            pixels, valid = fine.read()
    return np.where(valid, pixels, 0).astype(np.float32), grid


def enlarge(pixels: np.ndarray, grid: Grid, name: str, model: str | None, sharp: bool, work: Path) -> dict[str, str]:
    """Paths of a 0.3 m image: itself, and what is made of it at 1.2 m."""
    coarse = np.rint(degrade(pixels, RATIO, SIGMA))
    low = write(work / f"{name} low.tif", coarse, grid.cells(RATIO))
    made = {"true 0.3 m": pixels} | Baselines(RATIO, SIGMA).enlarge(coarse)
    paths = {method: write(work / f"{name} {method}.tif", image, grid) for method, image in made.items()}
    if model:
        for method, sharpness in (("faithful network", 0.0), ("sharp network", 1.0))[: 1 + sharp]:
            paths[method] = str(work / f"{name} {method}.tif")
            super_resolve(low, model=model, sharpness=sharpness, output=paths[method])
    return paths


def find_buildings(image: str, labels: Path, work: Path) -> np.ndarray:
    """How many pixels are buildings in both, and in either: the bundled model's and the reference data's."""
    model, scores = find_bundled_model("buildings"), str(work / "scores.tif")
    segment(image, model, probabilities=scores)
    with open_raster(scores, [2]) as source:
        probability, valid = source.read()
        there = rasterize(read_polygons(str(labels), crs=source.grid.crs).geometries, 1, source.grid) > 0
    found = probability[0] > find_thresholds(read_card(model)).threshold
    return np.array([(found & there)[valid].sum(), (found | there)[valid].sum()])


def main() -> None:
    """Train a model or take one, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with a folder per town")
    parser.add_argument("--work", type=Path, help="folder for images and the model")
    parser.add_argument("--model", help="a model of ratio 4 for red, green and blue; default: one is trained")
    parser.add_argument("--minutes", type=float, default=20.0, help="of the training (default 20); 0: no network")
    parser.add_argument("--sharp", action="store_true", help="train and measure the sharp weights too")
    parser.add_argument("--network-only", action="store_true", help="no images without a network")
    arguments = parser.parse_args()
    if not arguments.data or not arguments.data.is_dir() or not arguments.work:
        sys.exit("Give --data, a folder that exists, and --work.")
    data, work, model = arguments.data, arguments.work, arguments.model
    work.mkdir(parents=True, exist_ok=True)
    if not model and arguments.minutes:
        images = [write(work / f"training {n}.tif", *average(data / town / image, part))
                  for n, (town, image, part) in enumerate(TRAINING)]  # fmt: skip
        model = str(work / "model.safetensors")
        train_super_resolution(images, ratio=RATIO, minutes=arguments.minutes, model=model,
                               sharpness="adversarial" if arguments.sharp else "none",
                               report=str(work / "training.html"), progress=Printed())  # fmt: skip
    counts: dict[str, dict[str, np.ndarray]] = {}
    for town, images in TESTS:
        for folder, image, part in images if town in TOWNS else ():
            pixels, grid = average(data / folder / image, part)
            paths = enlarge(pixels, grid, Path(image).stem, model, arguments.sharp, work)
            for method, path in paths.items():
                if arguments.network_only and not method.endswith("network"):
                    continue
                found = counts.setdefault(method, {})
                found[town] = found.get(town, np.zeros(2)) + find_buildings(path, data / folder / LABELS, work)
    print(f"\n| image | {' | '.join(TOWNS)} |\n| --- | {'--- | ' * len(TOWNS)}")
    for method, found in counts.items():
        print(f"| {method} | {' | '.join(f'{both / either:.3f}' for both, either in map(found.get, TOWNS))} |")


if __name__ == "__main__":
    main()
