"""A part of `compare`: speed of `classify_scenes` beside the bare network, and peak memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
import torch

from benchmarks.streaming.processes import run_engine
from eo_deep.energy_models.jem import compute_logits
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.models.model_file import load_model

TILE_PX = 10980  # a Sentinel-2 tile at 10 m
CROP_SHARE = 4
_PATCH_PX = 64
_BATCH = 64


def print_speed(tiles: list[Path], model: Path, folder: Path, size_px: int) -> None:
    """Time a Sentinel-2-like tile at stride 64 and a crop of it at stride 16, beside the network alone."""
    whole, crop = folder / "whole.tif", folder / "crop.tif"
    write_tile(whole, tiles, size_px)
    write_tile(crop, tiles, size_px // CROP_SHARE)
    bare = time_bare(model)
    print(f"## Speed\n\nBare network on patches in memory: {bare:.0f} patches/s, {bare * _PATCH_PX**2 / 1e6:.2f} Mpx/s "
          f"of patches; {torch.get_num_threads()} threads.\n")
    print("| image, uint16 reflectance | stride | s | patches/s | Mpx/s | share of bare network | peak memory, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for path, size, stride in ((crop, size_px // CROP_SHARE, 64), (whole, size_px, 64),
                               (crop, size_px // CROP_SHARE, 16)):
        seconds, start, peak = measure(path, model, folder / "map.tif", stride)
        patches = (-(-size // stride)) ** 2
        speed, megapixels = patches / (seconds - start), size**2 / 1e6 / (seconds - start)
        print(f"| {size} x {size} x 3 | {stride} | {seconds:.1f} | {speed:.0f} | {megapixels:.2f} | "
              f"{speed / bare:.0%} | {peak / 1e6:.0f} |", flush=True)
    print(f"\nFile to file in a process of its own; of s, the {start:.1f} s until torch is loaded are left out of the "
          "speeds. Peak memory of the two images at stride 64 should be alike.")


def write_tile(path: Path, tiles: list[Path], size_px: int) -> None:
    """A GeoTIFF of size_px x size_px, bands B04, B03, B02, of the given 64 px tiles in random order and orientation."""
    pieces = []
    for tile in tiles:
        with open_raster(tile, [4, 3, 2]) as source:
            pieces.append(source.read()[0])
    generator = np.random.default_rng(0)
    grid = Grid(rasterio.CRS.from_epsg(32634), rasterio.Affine(10, 0, 600000, 0, -10, 5100000), size_px, size_px)
    with RasterWriter(path, grid, 3, "uint16", 0, ["B04", "B03", "B02"]) as image:
        for window in grid.blocks(512):
            block = np.zeros((3, 512, 512), np.uint16)
            for row in range(0, 512, 64):
                for column in range(0, 512, 64):
                    piece = np.rot90(pieces[generator.integers(len(pieces))], generator.integers(4), (1, 2))
                    block[:, row : row + 64, column : column + 64] = piece
            image.write(block[:, : int(window.height), : int(window.width)], window)


def time_bare(model: Path, patches: int = 4096) -> float:
    """Patches per second of the network alone, best of three."""
    network = load_model(str(model), "scenes").network
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    batch = torch.rand(patches, 3, _PATCH_PX, _PATCH_PX) * 2 - 1
    compute_logits(network, batch[:256], _BATCH)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        compute_logits(network, batch, _BATCH)
        times.append(time.perf_counter() - start)
    return patches / min(times)


def measure(image: Path, model: Path, output: Path, stride_px: int) -> tuple[float, float, int]:
    """Seconds, seconds of these until the engine was loaded, and peak resident bytes of one engine process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import eo_deep.scene_classification.classify"], check=True)
    loading = time.perf_counter() - start
    confidence = output.with_name("confidence.tif")
    job = f"scene_classification.classify_scenes image={image} model={model} output={output} confidence={confidence} " \
          f"stride_px={stride_px}".split()
    peak, seconds, finished = run_engine(job)
    if not finished:
        raise RuntimeError("classify_scenes failed.")
    return seconds, loading, peak
