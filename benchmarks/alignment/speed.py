"""A part of `compare`: speed on a large image with few and many objects, beside the bare network.

The image repeats a part of Banepa at 0.3 m; its map repeats the buildings there, shifted at random. Each job runs in a
process of its own; its memory is what it holds for itself.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from rasterio.windows import Window

from benchmarks.alignment.scoring import print_table
from benchmarks.alignment.sets import PX_M, open_towns
from benchmarks.streaming.memory import write_mosaic
from benchmarks.streaming.processes import run_engine
from benchmarks.streaming.speed import prepare_bare
from eo_deep.geo.crs import to_crs
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model
from eo_deep.runtime.devices import choose_device, has_fast_bf16
from eo_deep.runtime.memory import keep_freed_memory

_TILE_PX = 1000
_MOST_SHIFT_PX = 16.0
_BARE_TILE_PX = 512


def measure_speed(data: Path, method: str, model: str, work: Path, size_px: int, counts: list[int]) -> dict:
    """One row per number of objects, each with the bare network's Mpx/s."""
    keep_freed_memory()
    tile, image = work / "tile.tif", work / f"image_{size_px}.vrt"
    buildings = _write_tile(data, work, tile)
    write_mosaic(image, tile, _TILE_PX, size_px)
    device, loaded = choose_device("auto"), load_model(model)
    types = {False, loaded.card.get("bf16", False) and has_fast_bf16(device)}

    networks = [prepare_bare(loaded.network, device, _BARE_TILE_PX, bf16, False) for bf16 in types]

    def measure_bare() -> float:
        return 1 / min(measure() for measure in networks)

    # Pixels that the network sees for each of the image's.
    scale = (PX_M / (loaded.card["inputs"][0]["resolution_m"] or PX_M)) ** 2
    rows: list[dict] = []
    bare = measure_bare()
    for count in counts:
        vectors, output = work / f"objects_{count}.gpkg", work / f"aligned_{count}.gpkg"
        _write_objects(vectors, buildings, count, size_px, image)
        peak, seconds, cpu_seconds = _run("alignment.align_vectors", image=image, vectors=vectors, model=model,
                                          method=method, output=output)  # fmt: skip
        before, bare = bare, measure_bare()
        rows.append({"objects": count, "seconds": seconds, "cpu_seconds": cpu_seconds,
                     "mpx_per_s": size_px**2 * scale / 1e6 / seconds,
                     "bare_mpx_per_s": (before + bare) / 2, "peak_mb": peak / 1e6})  # fmt: skip
    return {"method": method, "size_px": size_px, "threads": torch.get_num_threads(), "rows": rows}


def print_speed(results: dict) -> None:
    """The table of `measure_speed`."""
    size_px = results["size_px"]
    print(f"### Speed and memory: method {results['method']}, {size_px} x {size_px} px, {results['threads']} threads\n")
    print(f"Bare network: {_BARE_TILE_PX} px tiles in memory.\n")
    rows, before = [], None
    for row in results["rows"]:
        slower = before and row["seconds"] > before["seconds"]
        more = (row["objects"] - before["objects"]) / (row["seconds"] - before["seconds"]) if slower else None
        bare = row.get("bare_mpx_per_s") or results["bare_mpx_per_s"]  # as it was measured once, for all rows
        cpu_seconds = row.get("cpu_seconds")
        rows.append((f"{row['objects']}", f"{row['seconds']:.0f}", f"{cpu_seconds:.0f}" if cpu_seconds else "",
                     f"{row['mpx_per_s']:.3f}", f"{bare:.3f}",
                     f"{100 * row['mpx_per_s'] / bare:.0f} %", f"{more:.0f}" if more else "",
                     f"{row['peak_mb']:.0f}"))  # fmt: skip
        before = row
    print_table(("objects", "s", "s of processors", "network's Mpx/s", "bare network", "share of it",
                 "objects/s beyond the row above", "memory, MB"), rows)  # fmt: skip


def _write_tile(data: Path, work: Path, path: Path) -> np.ndarray:
    """A square part of a training town at 0.3 m; returns the buildings inside, px of it."""
    town = open_towns(data, work, training=True)[0]
    with open_raster(town.image, grid=town.grid, resampling="average") as source:
        pixels, _ = source.read(Window(0, 0, _TILE_PX, _TILE_PX))
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(PX_M, 0, 400000, 0, -PX_M, 5000000), _TILE_PX, _TILE_PX)
    with RasterWriter(path, grid, 3, band_names=["red", "green", "blue"]) as writer:
        writer.write(pixels, Window(0, 0, _TILE_PX, _TILE_PX))
    return town.geometries[shapely.contains(shapely.box(0, 0, _TILE_PX, _TILE_PX), town.geometries)]


def _write_objects(path: Path, buildings: np.ndarray, count: int, size_px: int, image: Path) -> None:
    """A layer of `count` buildings spread over the image's tiles, each shifted by up to 16 px."""
    rng = np.random.default_rng(0)
    across = size_px // _TILE_PX
    # In every tile the same number of different buildings, as far as there are; more lie upon each other.
    numbers = np.arange(count)
    chosen = buildings[(numbers // across**2) % len(buildings)]
    corners = np.column_stack([numbers % across, numbers // across % across]) * _TILE_PX
    moved = corners + rng.uniform(-_MOST_SHIFT_PX, _MOST_SHIFT_PX, (count, 2))
    xy, owner = shapely.get_coordinates(chosen, return_index=True)
    with open_raster(image) as source:
        transform, crs = source.grid.transform, source.grid.crs
    placed = shapely.set_coordinates(chosen.copy(), np.column_stack(transform * tuple((xy + moved[owner]).T)))
    write_vectors(path, VectorLayer(placed, {}, to_crs(crs)))


def _run(function: str, **arguments: object) -> tuple[int, float, float]:
    """Peak of the memory that a process of the engine held for itself, bytes, its seconds, and those of the processor;
    it has as many threads as this one."""
    job = [function, *(f"{name}={json.dumps(str(value))}" for name, value in arguments.items())]
    cpu_start = _count_cpu_seconds()
    peak, seconds, finished = run_engine(job, "RssAnon", variables={"OMP_NUM_THREADS": str(torch.get_num_threads())})
    if not finished:
        sys.exit(f"{function} failed.")
    return peak, seconds, _count_cpu_seconds() - cpu_start


def _count_cpu_seconds() -> float:
    """Those of the processes that this one has waited for."""
    times = os.times()
    return times.children_user + times.children_system
