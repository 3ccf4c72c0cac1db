"""A small view of a very large image (AREA) beside the same view cut out as a file of its own: seconds.

    python -m benchmarks.streaming.small_area [--size 40000 --view 300 --repeats 2]

The image is a virtual raster that repeats one tile, without overviews; once with pixels of the building model's own
size, once with others, so that the network works on another grid. Each job runs in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyproj
import rasterio
import shapely
from rasterio.windows import Window

from benchmarks.streaming.memory import write_mosaic
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.bundled import BUILDINGS, find_bundled_model

_TILE_PX = 2000
_OWN_M, _OTHER_M = 0.21, 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=40_000, help="side of the image, px (default: 40000)")
    parser.add_argument("--view", type=int, default=300, help="side of the view, px (default: 300)")
    parser.add_argument("--repeats", type=int, default=2, help="of which the fastest counts (default: 2)")
    chosen = parser.parse_args()
    print("| job | pixels, m | view of the large image, CPU s (clock) | cut out, CPU s (clock) | CPU, times | "
          "more than twice, CPU s |\n| --- | ---: | ---: | ---: | ---: | ---: |")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_town(folder / "tile.tif")
        for pixel_m in (_OWN_M, _OTHER_M):
            write_mosaic(folder / "large.vrt", folder / "tile.tif", _TILE_PX, chosen.size, pixel_m)
            cut_view(folder, chosen.size // 2 + 37, chosen.view)
            for job in ("buildings.extract_buildings output=o.gpkg",
                        "buildings.extract_buildings output=o.gpkg probabilities=p.tif",
                        "segmentation.segment output=o.tif overviews=true"):  # fmt: skip
                door, *words = job.split()
                words = [word.replace("=o", f"={folder}/o").replace("=p", f"={folder}/p") for word in words]
                words.append(f"model={find_bundled_model(BUILDINGS)}")
                large = [f"image={folder}/large.vrt", f"area={folder}/area.gpkg"]
                times = [min(run([door, *words, *more]) for _ in range(chosen.repeats))
                         for more in (large, [f"image={folder}/cut.tif"])]  # fmt: skip
                (cpu, clock), (own, own_clock) = times
                print(f"| {job} | {pixel_m} | {cpu:.1f} ({clock:.1f}) | {own:.1f} ({own_clock:.1f}) | "
                      f"{cpu / own:.2f} | {max(0, cpu - 2 * own):.1f} |", flush=True)


def write_town(path: Path) -> None:
    """Roofs of 25 to 45 px in rows, on noise."""
    rng = np.random.default_rng(0)
    pixels = np.array([90, 120, 70])[:, None, None] + rng.integers(-10, 10, (3, _TILE_PX, _TILE_PX))
    for top in range(30, _TILE_PX - 60, 70):
        for left in range(30, _TILE_PX - 60, 70):
            height, width = rng.integers(25, 45, 2)
            pixels[:, top : top + height, left : left + width] += np.array([90, -30, 10])[:, None, None]
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(0.3, 0, 400000, 0, -0.3, 5000000), _TILE_PX, _TILE_PX)
    with RasterWriter(path, grid, 3, band_names=["red", "green", "blue"]) as image:
        image.write(pixels.astype(np.uint8), Window(0, 0, _TILE_PX, _TILE_PX))


def cut_view(folder: Path, first_px: int, view_px: int) -> None:
    """Write area.gpkg and cut.tif of a view of large.vrt."""
    window = Window(first_px, first_px, view_px, view_px)
    with rasterio.open(folder / "large.vrt") as large:
        pixels, transform, crs = large.read(window=window), large.window_transform(window), large.crs
    with RasterWriter(folder / "cut.tif", Grid(crs, transform, view_px, view_px), 3) as cut:
        cut.write(pixels, Window(0, 0, view_px, view_px))
    corners = [transform * corner for corner in ((0, 0), (view_px, 0), (view_px, view_px), (0, view_px))]
    write_vectors(folder / "area.gpkg", VectorLayer(np.array([shapely.Polygon(corners)]), {}, pyproj.CRS(32633)))


def run(job: list[str]) -> tuple[float, float]:
    """Seconds of CPU and of the clock of one job of the engine."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "eo_deep", *job], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu, time.perf_counter() - start


if __name__ == "__main__":
    main()
