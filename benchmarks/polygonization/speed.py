"""Seconds and peak memory of `polygonize` on one raster, whose compiled code is loaded before the clock starts.

    python -m benchmarks.polygonization.speed map.tif [--method mesh]

Prints one line of JSON. `benchmarks.polygonization.compare` starts this program for each raster of its speed part.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
import shapely
from rasterio.windows import Window

from benchmarks.polygonization.simplifiers import OURS, Map, make_grid, simplify_coverage, trace_pixels
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization.vectorization import polygonize

CLASSES = [{"value": 0, "name": "background", "color": "#000000"}, {"value": 1, "name": "building", "color": "#d7301f"}]
_CROP_PX = 1024
_AREA_PX2 = 4


def run_speed(folder: Path, data: Path, quick: bool) -> None:
    """Barnarp's mask, and a part of it repeated."""
    with rasterio.open(data / "buildings/barnarp/barnarp_buildings_mask.tif") as raster:
        mask = (raster.read(1) > 0).astype(np.uint8)
    if quick:
        mask = mask[: 2 * _CROP_PX, : 2 * _CROP_PX]
    megapixels, boundary_px = mask.size / 1e6, count_boundary_px(mask)
    print(f"## Speed: Barnarp's mask, {mask.shape[1]} x {mask.shape[0]} px, {boundary_px} px of outlines\n\n"
          "| method | s | CPU s | Mpx/s | px of outlines / s | times coverage_simplify's | polygons | vertices | "
          "peak memory, MB |\n|---|---|---|---|---|---|---|---|---|")
    source = Map("", mask)
    usual_s = None
    for name, draw in (("shapes and coverage_simplify", lambda: simplify_coverage(source, _AREA_PX2)),
                       ("shapes", lambda: trace_pixels(source))):
        start, start_cpu = time.perf_counter(), time.process_time()
        polygons = draw().polygons
        seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        usual_s = usual_s or seconds
        vertices = int(shapely.get_num_coordinates(polygons).sum() - shapely.get_num_interior_rings(polygons).sum()
                       - len(polygons))
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {megapixels / seconds:.1f} | {boundary_px / seconds:.0f} | "
              f"{seconds / usual_s:.1f} | {len(polygons)} | {vertices} | |", flush=True)
    path = str(folder / "barnarp.tif")
    write_mask(path, mask, 1)
    for method in ("contour", "mesh"):
        found = measure_alone(path, method)
        seconds = found["seconds"]
        print(f"| EO Deep, {method} | {seconds:.1f} | {found['cpu']:.1f} | {megapixels / seconds:.1f} | "
              f"{boundary_px / seconds:.0f} | {seconds / usual_s:.1f} | {found['polygons']} | "
              f"{found['vertices']} | {found['peak_mb']:.0f} |", flush=True)
    print("\nEO Deep runs in a process of its own, on all cores; its time includes reading the GeoTIFF and writing the "
          "GeoPackage. The others read an array.\n")
    crop = find_busiest(mask)
    print(f"{OURS}, the busiest {_CROP_PX} x {_CROP_PX} px of it, repeated:\n\n"
          "| area | Mpx | s | CPU s | Mpx/s | px of outlines / s | polygons | peak memory, MB |\n"
          "|---|---|---|---|---|---|---|---|")
    for repeats in (1, 2) if quick else (1, 2, 4, 8):
        write_mask(path, crop, repeats)
        found = measure_alone(path, "mesh")
        boundary_px = repeats**2 * count_boundary_px(crop)
        print(f"| {repeats**2} | {repeats**2 * crop.size / 1e6:.1f} | {found['seconds']:.1f} | {found['cpu']:.1f} | "
              f"{repeats**2 * crop.size / 1e6 / found['seconds']:.1f} | {boundary_px / found['seconds']:.0f} | "
              f"{found['polygons']} | {found['peak_mb']:.0f} |", flush=True)
    print()


def count_boundary_px(labels: np.ndarray) -> int:
    """Sides between pixels of different classes."""
    return int((labels[1:] != labels[:-1]).sum() + (labels[:, 1:] != labels[:, :-1]).sum())


def find_busiest(mask: np.ndarray) -> np.ndarray:
    """The square of _CROP_PX with the longest outlines."""
    corners = [(row, column) for row in range(0, mask.shape[0] - _CROP_PX + 1, _CROP_PX)
               for column in range(0, mask.shape[1] - _CROP_PX + 1, _CROP_PX)]
    crops = [mask[row : row + _CROP_PX, column : column + _CROP_PX] for row, column in corners]
    return max(crops, key=count_boundary_px)


def write_mask(path: str, mask: np.ndarray, repeats: int) -> None:
    """A class map of the mask, `repeats` times down and across."""
    height, width = mask.shape
    with RasterWriter(path, make_grid((repeats * height, repeats * width)), classes=CLASSES) as raster:
        for row in range(repeats):
            for column in range(repeats):
                raster.write(mask[None], Window(column * width, row * height, width, height))


def measure_alone(path: str, method: str) -> dict:
    """Time and memory of a new process, whose compiled code is cached and loaded before the clock starts."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.polygonization.speed", path, "--method", method]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raster", help="class map or probabilities")
    parser.add_argument("--method", choices=["mesh", "contour"], default="mesh", help="default: mesh")
    arguments = parser.parse_args()
    path, method = arguments.raster, arguments.method
    with tempfile.TemporaryDirectory() as folder:
        small, output = str(Path(folder, "small.tif")), str(Path(folder, "o.gpkg"))
        square = np.zeros((512, 512), np.uint8)
        square[100:140, 100:150] = 1
        write_mask(small, square, 1)
        polygonize(small, method=method, output=output)
        start, start_cpu = time.perf_counter(), time.process_time()
        polygonize(path, method=method, output=output)
        seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        vertices = read_polygons(output).fields["n_vertices"]
    found = {"seconds": seconds, "cpu": cpu, "peak_mb": peak_mb, "polygons": len(vertices),
             "vertices": int(vertices.sum())}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
