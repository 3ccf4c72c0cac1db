"""Time and memory of change detection on two large images of four bands.

    python -m benchmarks.change_detection.speed --work W [--size 10000] [--methods IR-MAD "spectral angle"]

The images are made once, in 16 bits: smooth with noise, and squares that changed. A run is a job of the engine in a
process of its own, from GeoTIFF to score and polygons; memory is the most that it held.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from ..streaming.processes import run_engine

TILE_PX = 1000


def main() -> None:
    """Make the images, run the methods, print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for images and results")
    parser.add_argument("--size", type=int, default=10_000, help="side of the images in pixels")
    parser.add_argument("--methods", nargs="+", default=["auto", "IR-MAD", "spectral angle", "magnitude"],
                        help="methods to run")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    paths = [options.work / f"{date}_{options.size}.tif" for date in ("2020-06-01", "2021-06-01")]
    for number, path in enumerate(paths):
        if not path.exists():
            make_image(path, options.size, number)
    print("| method | pixels | seconds | Mpx/s | memory (MB) |\n|---|---|---|---|---|")
    for method in options.methods:
        job = ["detect_change", f"before={paths[0]}", f"after={paths[1]}", f"method={method}",
               f"score={options.work / 'score.tif'}", f"output={options.work / 'changes.gpkg'}"]
        memory, seconds, fine = run_engine(job)
        speed = options.size**2 / seconds / 1e6
        print(f"| {method}{'' if fine else ' FAILED'} | {options.size} x {options.size} x 2 x 4 | {seconds:.0f} | "
              f"{speed:.2f} | {memory / 1e6:.0f} |", flush=True)


def make_image(path: Path, size: int, date: int) -> None:
    """One date: the same smooth fields, noise and a gain of its own, and 1 % of squares that changed at the second."""
    profile = {"driver": "GTiff", "width": size, "height": size, "count": 4, "dtype": "uint16", "tiled": True,
               "compress": "DEFLATE", "predictor": 2, "zlevel": 1, "crs": "EPSG:32633",
               "transform": rasterio.Affine(10, 0, 4e5, 0, -10, 5.5e6)}
    rng, smooth = np.random.default_rng(date), np.random.default_rng(9)
    field = np.stack([ndimage.gaussian_filter(smooth.normal(size=(TILE_PX, TILE_PX)), 8, mode="wrap")
                      for _ in range(4)])  # fmt: skip
    field = field / field.std() * 500 + 3000
    with rasterio.open(path, "w", **profile) as target:
        target.descriptions = ("blue", "green", "red", "nir")
        for row in range(0, size, TILE_PX):
            for column in range(0, size, TILE_PX):
                pixels = field * (1 + 0.05 * date) + rng.normal(0, 50, field.shape)
                if date:
                    top, left = rng.integers(0, TILE_PX - 100, 2)
                    pixels[:, top : top + 100, left : left + 100] += np.array([800, 600, 900, -900])[:, None, None]
                window = Window(column, row, min(TILE_PX, size - column), min(TILE_PX, size - row))
                target.write(pixels[:, : window.height, : window.width].astype(np.uint16), window=window)


if __name__ == "__main__":
    main()
