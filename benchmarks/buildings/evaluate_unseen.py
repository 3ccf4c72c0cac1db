"""Measure a building model on sensors and countries that are foreign to its training; nothing is chosen on them.

    python -m benchmarks.buildings.evaluate_unseen --data DATA --model A.safetensors B.safetensors

Prints a Markdown table: for each set, IoU of pixels on the image's own grid and calibration error of the building's
probability, of each model. `--data` holds one folder per set; sets that are absent are left out.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.buildings.evaluate import measure_calibration
from eo_deep.geo.rasterization import rasterize
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.models.bundled import find_thresholds
from eo_deep.models.model_file import read_card
from eo_deep.segmentation.inference import segment


@dataclass(frozen=True)
class Unseen:
    """Images of one place: pattern of their names, ending of the files with the truth beside them, and its values.

    truth: replaces the image's ending; a file that starts with / is the whole folder's. pixel_m: of images without CRS.
    part_px: only so much of the upper left corner, where an image is large.
    """

    name: str
    images: str
    truth: str
    pixel_m: float | None = None
    part_px: int | None = None


SETS = [
    Unseen("Christchurch, 0.3 m", "christchurch_whu/*.tif", "_mask.png", 0.3),
    Unseen("Paris, 0.3 m", "spacenet_m/*Paris*.jpg", "_mask.png", 0.3),
    Unseen("Shanghai, 0.3 m", "spacenet_m/*Shanghai*.jpg", "_mask.png", 0.3),
    Unseen("Khartoum, 0.3 m", "spacenet_m/*Khartoum*.jpg", "_mask.png", 0.3),
    Unseen("East Asia, 0.45 m", "whu_east_asia_m/*.jpg", "_mask.png", 0.45),
    Unseen("Quebec, farms, 0.15 and 0.3 m", "quebec_rural/*.tif", ".geojson"),
    Unseen("New Brunswick, forest, 0.5 m", "new_brunswick/*.tif", "/buildings_2953.geojson"),
    Unseen("Barnarp, a part, 0.16 m", "barnarp/barnarp_rgb.tif", "/barnarp_buildings_mask.tif", 0.16, 2400),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per set")
    parser.add_argument("--model", nargs="+", required=True, help="models to compare")
    arguments = parser.parse_args()
    names = [f"{Path(model).stem}: {what}" for model in arguments.model for what in ("IoU", "calibration error")]
    print("| Set | images | building | " + " | ".join(names) + " |")
    print("| --- | ---: | ---: |" + " ---: |" * len(names))
    for each in SETS:
        images = sorted(arguments.data.glob(each.images))
        if not images:
            continue
        numbers, share = [], 0.0
        for model in arguments.model:
            pairs = [predict(image, each, model) for image in images]
            probability, truth = (np.concatenate(parts) for parts in zip(*pairs))
            found = probability > find_thresholds(read_card(model)).threshold
            numbers += [(found & truth).sum() / (found | truth).sum(), measure_calibration(probability, truth)]
            share = truth.mean()
        shown = " | ".join(f"{number:.3f}" for number in numbers)
        print(f"| {each.name} | {len(images)} | {share:.0%} | {shown} |", flush=True)


def predict(image: Path, each: Unseen, model: str) -> tuple[np.ndarray, np.ndarray]:
    """The probability of a building, (N,) float, and whether one is there, (N,) bool, of the image's known pixels."""
    with tempfile.TemporaryDirectory() as folder:
        path = image
        if each.part_px:
            path = Path(folder) / "part.tif"
            with rasterio.open(image) as source:
                window = rasterio.windows.Window(0, 0, each.part_px, each.part_px)
                profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "width": each.part_px}
                with rasterio.open(path, "w", height=each.part_px, photometric="rgb", **profile) as file:
                    file.write(source.read([1, 2, 3], window=window))
        scores = str(Path(folder) / "scores.tif")
        segment(str(path), model, bands=[1, 2, 3], pixel_size_m=each.pixel_m, probabilities=scores)
        with open_raster(scores, [2]) as source:
            probability, valid = source.read()
            grid = source.grid
    truth = image.parent / each.truth[1:] if each.truth[0] == "/" else image.with_name(image.stem + each.truth)
    if truth.suffix == ".geojson":
        there = rasterize(read_polygons(str(truth), crs=grid.crs).geometries, 1, grid) > 0
    else:
        with rasterio.open(truth) as source:
            there = source.read(1)[: grid.height, : grid.width] > 0
    return probability[0][valid], there[valid]


if __name__ == "__main__":
    main()
