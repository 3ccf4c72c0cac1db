"""How fast, how exact and how long outlines are, beside the usual: GDAL's polygons of the mask, then Douglas-Peucker.

    python -m benchmarks.polygonize [--size 6000]
    python -m benchmarks.polygonize --probabilities p.tif --truth mask.tif

Without files, a town is made: rectangles and L-shapes turned at random, 8-40 px, seen through a blur and noise. All
methods read the same GeoTIFF and end with valid shapely polygons; times are wall-clock, on one core,
of the second run (the first compiles). IoU is measured between polygons, not pixels: against the true outlines of the
made town, or against those of the mask's pixels. Vertices are those of all rings, without the repeated last one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
import shapely
from rasterio.transform import Affine
from scipy.ndimage import gaussian_filter, zoom

from eo_deep.polygons import outline_regions
from eo_deep.raster import open_raster

FLIPPED = Affine(1, 0, 0, 0, -1, 0)


def make_town(size_px: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (size_px, size_px) uint8, 0..255, and the true outlines of the buildings in pixels, y up."""
    rng = np.random.default_rng(0)
    buildings = []
    for row in range(40, size_px - 40, 80):
        for column in range(40, size_px - 40, 80):
            width, height = rng.uniform(8, 40, 2)
            shape = shapely.box(-width / 2, -height / 2, width / 2, height / 2)
            if min(width, height) > 16 and rng.random() < 0.5:
                shape -= shapely.box(0, 0, width, height)
            shape = shapely.affinity.rotate(shape, rng.uniform(0, 180))
            buildings.append(shapely.affinity.translate(shape, *(np.array([column, -row]) + rng.uniform(-8, 8, 2))))
    fine = rasterio.features.rasterize(buildings, (4 * size_px, 4 * size_px), transform=FLIPPED * Affine.scale(0.25),
                                       dtype="uint8")
    coverage = fine.reshape(size_px, 4, size_px, 4).mean(axis=(1, 3), dtype=np.float32)
    noise = zoom(rng.normal(size=(size_px // 2 + 1, size_px // 2 + 1)).astype(np.float32), 2, order=1)
    scores = 8 * (gaussian_filter(coverage, 1.0) - 0.5) + noise[:size_px, :size_px]
    return np.round(255 / (1 + np.exp(-scores))).astype(np.uint8), np.array(buildings, dtype=object)


def outline_by_gdal(path: str, tolerance_px: float) -> np.ndarray:
    """rasterio.features.shapes of the mask; 0 px tolerance leaves the pixels' edges."""
    with rasterio.open(path) as source:
        mask = (source.read(1) >= 127.5).astype(np.uint8)
        found = rasterio.features.shapes(mask, mask=mask.astype(bool), connectivity=4, transform=source.transform)
    outlines = np.array([shapely.geometry.shape(shape) for shape, _ in found], dtype=object)
    return shapely.simplify(outlines, tolerance_px) if tolerance_px else outlines


def outline_by_eo_deep(path: str) -> np.ndarray:
    with open_raster(path, [1]) as source:
        return outline_regions(source, 0.5).geometries


def measure(method: Callable[[], np.ndarray], truth: np.ndarray, megapixels: float) -> list[str]:
    """One row of the table."""
    method()
    start = time.perf_counter()
    found = method()
    seconds = time.perf_counter() - start
    overlap = shapely.area(shapely.intersection(*(shapely.union_all(shapely.make_valid(g)) for g in (found, truth))))
    iou = overlap / (shapely.area(found).sum() + shapely.area(truth).sum() - overlap)
    rings = shapely.get_num_interior_rings(found) + 1
    vertices = (shapely.get_num_coordinates(found) - rings).sum()
    return [f"{megapixels / seconds:.1f}", f"{len(found)}", f"{vertices / len(found):.1f}", f"{100 * iou:.2f}",
            f"{(~shapely.is_valid(found)).sum()}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=6000)
    parser.add_argument("--probabilities", help="a band of 0..255")
    parser.add_argument("--truth", help="a mask of the same size, 0 = background")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "p.tif"))
        if given.probabilities:
            with rasterio.open(given.probabilities) as source, rasterio.open(given.truth) as mask:
                pixels, true_pixels = source.read(1), (mask.read(1) > 0).astype(np.uint8)
            # Networks without padding give less than the image: the centre.
            top, left = ((np.array(true_pixels.shape) - pixels.shape) // 2).tolist()
            true_pixels = true_pixels[top : top + pixels.shape[0], left : left + pixels.shape[1]]
            shapes = rasterio.features.shapes(true_pixels, mask=true_pixels > 0, connectivity=4, transform=FLIPPED)
            truth = np.array([shapely.geometry.shape(shape) for shape, _ in shapes], dtype=object)
        else:
            pixels, truth = make_town(given.size)
        height, width = pixels.shape
        with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=1, dtype="uint8",
                           transform=FLIPPED, tiled=True, compress="deflate") as raster:
            raster.write(pixels, 1)
        methods = {"EO Deep, contour": lambda: outline_by_eo_deep(path)}
        for tolerance_px in (0.0, 0.5, 1.0, 2.0):
            name = f"GDAL, Douglas-Peucker {tolerance_px} px" if tolerance_px else "GDAL, pixel edges"
            methods[name] = lambda tolerance_px=tolerance_px: outline_by_gdal(path, tolerance_px)
        print("| method | Mpx/s | polygons | vertices each | IoU with the truth, % | invalid |")
        print("|---|---|---|---|---|---|")
        for name, method in methods.items():
            print(f"| {name} | {' | '.join(measure(method, truth, pixels.size / 1e6))} |", flush=True)


if __name__ == "__main__":
    main()
