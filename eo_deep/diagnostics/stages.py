"""The stages of the self-test, in order: each works in one folder, on what the stages before it have written there.

A stage returns its finding, one line of text, and raises where something is wrong. What it needs is imported in it, so
that a library which does not load fails its stages only.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import EoDeepError

IMAGE_PX = 192  # small enough for seconds in all, large enough for several tiles
TILE_PX = 64
NETWORK = {"in_channels": 3, "out_channels": 2, "base_channels": 8, "depth": 2}
SCALING = {"kind": "fixed", "mean": [60.0, 60.0, 60.0], "std": [60.0, 60.0, 60.0]}
CARD: dict[str, Any] = {
    "name": "self-test",
    "task": "segmentation",
    "network": {"name": "unet", "arguments": NETWORK},
    "inputs": [
        {"bands": ["red", "green", "blue"], "resolution_m": 0.5, "scaling": SCALING, "dtype": "uint8", "nodata": None}
    ],
    "classes": [{"value": 0, "name": "ground", "color": "#cccccc"}, {"value": 1, "name": "square", "color": "#e31a1c"}],
    "bf16": False,
    "threshold": None,
    "training": {},
}


def require(holds: bool, otherwise: str) -> None:
    """Raise EoDeepError with the sentence `otherwise` where a stage's condition does not hold."""
    if not holds:
        raise EoDeepError(otherwise)


def check_raster(folder: Path) -> str:
    """Write an image of noise with a bright square, and read it back."""
    import numpy as np
    from affine import Affine
    from rasterio.crs import CRS

    from ..geo.grid import Grid
    from ..io.raster import open_raster
    from ..io.raster_writer import RasterWriter

    pixels = np.random.default_rng(0).integers(0, 60, (3, IMAGE_PX, IMAGE_PX), dtype=np.uint8)
    pixels[:, 40:104, 60:140] += 180
    grid = Grid(CRS.from_epsg(32633), Affine(0.5, 0, 500000, 0, -0.5, 5000000), IMAGE_PX, IMAGE_PX)
    whole = next(iter(grid.blocks(IMAGE_PX)))
    with RasterWriter(str(folder / "image.tif"), grid, count=3, dtype="uint8") as writer:
        writer.write(pixels, whole)
    with open_raster(str(folder / "image.tif")) as source:
        read, valid = source.read(whole)
        require(np.array_equal(read, pixels) and bool(valid.all()), "The pixels read are not the pixels written.")
    return f"{IMAGE_PX} x {IMAGE_PX} px x 3 bands, equal"


def check_warp(folder: Path) -> str:
    """Read the image on a grid of another CRS: PROJ's data must be found."""
    from affine import Affine
    from pyproj import Transformer
    from rasterio.crs import CRS

    from ..geo.grid import Grid
    from ..io.raster import open_raster

    with open_raster(str(folder / "image.tif")) as source:
        west, south, east, north = source.grid.bounds
    to_degrees = Transformer.from_crs(32633, 4326, always_xy=True)
    left, bottom, right, top = to_degrees.transform_bounds(west, south, east, north)
    step = (right - left) / IMAGE_PX
    grid = Grid(CRS.from_epsg(4326), Affine(step, 0, left, 0, -step, top), IMAGE_PX, int((top - bottom) / step))
    with open_raster(str(folder / "image.tif"), grid=grid) as source:
        pixels, valid = source.read(next(iter(grid.blocks(IMAGE_PX))))
    require(bool(valid.mean() > 0.9) and int(pixels.max()) > 150, "The warped image lacks most of its pixels.")
    return f"EPSG:32633 to EPSG:4326, {100 * valid.mean():.0f} % of the pixels valid"


def check_vector(folder: Path) -> str:
    """Write a rectangle to a GeoPackage, read it back in another CRS, and compare its area on the ellipsoid."""
    import numpy as np
    import pyproj
    import shapely

    from ..geo.measure import measure_areas_m2
    from ..io.geopackage import write_vectors
    from ..io.vector import read_polygons
    from ..io.vector_layer import VectorLayer

    path = str(folder / "rectangle.gpkg")
    rectangle = np.array([shapely.box(500030, 4999948, 500070, 4999980)], dtype=object)
    write_vectors(path, VectorLayer(rectangle, {"id": np.array([7])}, pyproj.CRS(32633)))
    read = read_polygons(path, crs=pyproj.CRS(4326))
    area_m2 = float(measure_areas_m2(read.geometries, read.crs)[0])
    # 40 m x 32 m on the map, whose scale there is 0.9996.
    require(abs(area_m2 * 0.9996**2 / 1280 - 1) < 0.001, f"The area must be 1280 m2 on the map, got {area_m2:.1f} m2.")
    return f"one polygon, {area_m2:.1f} m2"


def check_rasterize(folder: Path) -> str:
    """Burn that rectangle into the image's grid and count the pixels."""
    from ..geo.rasterization import rasterize
    from ..io.raster import open_raster
    from ..io.vector import read_polygons

    with open_raster(str(folder / "image.tif")) as source:
        burnt = rasterize(read_polygons(str(folder / "rectangle.gpkg")).geometries, [1], source.grid)
    require(int(burnt.sum()) == 80 * 64, f"The rectangle covers 5120 px, got {int(burnt.sum())} px.")
    return "5120 px"


def check_network(folder: Path) -> str:
    """Run a small U-Net on every device and compare with the CPU."""
    import torch

    from ..models.networks import build
    from ..runtime.devices import describe_devices

    torch.manual_seed(0)
    network = build("unet", **NETWORK).eval()
    image = torch.rand(1, 3, 128, 128)
    found, expected = [], None
    with torch.inference_mode():
        for name in (device["name"] for device in describe_devices()):
            network.to(name)
            start = time.perf_counter()
            scores = network(image.to(name)).float().cpu()
            elapsed_ms = 1000 * (time.perf_counter() - start)
            expected = scores if expected is None else expected
            difference = float((scores - expected).abs().max())
            # TF32 and other kernels round differently; a wrong result is off by far more.
            require(difference < 0.05, f"The scores on {name} differ from the CPU's by {difference:.3g}.")
            found.append(f"{name} {elapsed_ms:.0f} ms")
    return ", ".join(found)


def check_model_file(folder: Path) -> str:
    """Write a model file, read it back, and compare the scores."""
    import torch

    from ..models.footprint import measure_footprint
    from ..models.model_file import load_model, save_model
    from ..models.networks import build

    torch.manual_seed(0)
    network = build("unet", **NETWORK).eval().half().float()  # the file holds half precision
    footprint = measure_footprint(network)
    halo_px = [footprint.before_px, footprint.after_px]
    path = str(folder / "model.safetensors")
    save_model(path, network, {**CARD, "stride_px": footprint.stride_px, "halo_px": halo_px, "exact": footprint.exact})
    image = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        difference = float((load_model(path, task="segmentation").network(image) - network(image)).abs().max())
    require(difference < 1e-4, f"The model read back scores differently, by {difference:.3g}.")
    return f"{os.path.getsize(path) / 1e6:.1f} MB, same scores"


def check_tiles(folder: Path) -> str:
    """Classify the image in many tiles and in one: no probability may differ."""
    import numpy as np

    from ..io.raster import open_raster
    from ..segmentation import segment

    probabilities = []
    for core_px in (TILE_PX, 2 * IMAGE_PX):
        path = str(folder / f"probabilities_{core_px}.tif")
        segment(
            image=str(folder / "image.tif"), model=str(folder / "model.safetensors"), device="cpu", core_px=core_px,
            output=str(folder / f"classes_{core_px}.tif"), probabilities=path,
        )  # fmt: skip
        with open_raster(path) as source:
            probabilities.append(source.read(next(iter(source.grid.blocks(IMAGE_PX))))[0].astype(np.float32))
    difference = float(np.abs(probabilities[0] - probabilities[1]).max())
    # Rounding to the file's steps may turn a difference of 1e-6 into one step.
    require(difference <= 1 / 250, f"Tiles of {TILE_PX} px differ from one pass by {difference:.3g}.")
    return f"maximum difference between tiles and one pass: {difference:.2g}"


def check_polygonize(folder: Path) -> str:
    """Outline the bright square of the image, as a probability, and measure it."""
    from ..geo.measure import measure_areas_m2
    from ..io.raster import open_raster
    from ..io.raster_writer import RasterWriter
    from ..io.vector import read_polygons
    from ..polygonization import polygonize

    with open_raster(str(folder / "image.tif"), bands=[1]) as source:
        grid = source.grid
        whole = next(iter(grid.blocks(IMAGE_PX)))
        brightness = source.read(whole)[0] / 255
    with RasterWriter(str(folder / "brightness.tif"), grid, dtype="float32") as writer:
        writer.write(brightness.astype("float32"), whole)
    path = str(folder / "outlines.gpkg")
    polygonize(input=str(folder / "brightness.tif"), threshold=0.5, output=path)
    outlines = read_polygons(path)
    require(len(outlines) == 1, f"The image has 1 bright square, got {len(outlines)} polygons.")
    area_m2 = float(measure_areas_m2(outlines.geometries, outlines.crs)[0])
    require(abs(area_m2 / 1280 - 1) < 0.03, f"The bright square measures 1280 m2, got {area_m2:.0f} m2.")
    return f"one polygon, {area_m2:.0f} m2"


def check_accuracy(folder: Path) -> str:
    """Compare the outline with the rectangle that was drawn around the same square, and write the report."""
    from ..evaluation import assess_accuracy

    page = folder / "accuracy.html"
    scores = assess_accuracy(str(folder / "outlines.gpkg"), str(folder / "rectangle.gpkg"), report=str(page))
    require(scores["object_recall"] == 1.0, f"The object recall must be 1, got {scores['object_recall']:.3g}.")
    require(scores["iou"] > 0.95, f"The IoU must exceed 0.95, got {scores['iou']:.3g}.")
    return f"IoU {scores['iou']:.3f}, a report of {page.stat().st_size / 1000:.0f} kB"


def check_training(folder: Path) -> str:
    """Train a small network for a few steps on the image and the rectangle, on the device that "auto" chooses."""
    from ..segmentation import train_segmentation

    trained = train_segmentation(
        images=[str(folder / "image.tif")], labels=[str(folder / "rectangle.gpkg")], network="resunet", base_channels=8,
        epochs=1, samples_per_epoch=8, batch_size=4, crop_px=64, augmentation="moderate",
        model=str(folder / "trained.safetensors"),
    )  # fmt: skip
    require(len(trained["classes"]) == 2, f"The labels have 2 classes, got {len(trained['classes'])}.")
    return f"2 steps in {trained['seconds']:.1f} s"


STAGES: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("Raster written and read", check_raster),
    ("Raster warped", check_warp),
    ("Vector written and read", check_vector),
    ("Vector rasterized", check_rasterize),
    ("Network on each device", check_network),
    ("Model file written and read", check_model_file),
    ("Tiles equal one pass", check_tiles),
    ("Raster polygonized", check_polygonize),
    ("Map compared with reference data", check_accuracy),
    ("Network trained", check_training),
)
COMPILING = ("Raster polygonized",)  # by numba, once for a computer and a version
