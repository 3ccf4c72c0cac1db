"""Is the engine complete, and does every stage of it work on this machine?"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Nothing that could be broken is imported up here: what fails to load must become a line of the report, not its end.
from ..errors import EoDeepError
from ..io.paths import NewReport
from ..progress import Progress, silent
from ..runtime.jobs import algorithm

PACKAGES = (
    "torch", "rasterio", "pyogrio", "pyproj", "shapely", "numpy", "scipy", "scikit-learn", "numba", "skops",
    "safetensors", "matplotlib", "pillow",
)  # fmt: skip
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


@algorithm()
def check_engine(output_html: NewReport | None = None, progress: Progress = silent) -> dict[str, Any]:
    """Describe the engine and try each of its stages on a small made image.

    output_html: where to write the report; None writes none.

    Returns `python` (the interpreter), `torch_version` ("" when torch does not load), `device` (the one that "auto"
    chooses), `ok` (whether every stage passed) and `tables`, the report as (title, header, rows) of plain text.
    """
    environment = describe_environment()
    devices, device = describe_processors()
    stages = []
    with tempfile.TemporaryDirectory(prefix="eo_deep_check_") as folder:
        for done, (title, stage) in enumerate(STAGES):
            stages.append(run_stage(title, stage, Path(folder)))
            progress((done + 1) / len(STAGES))
    for title, verdict, _, sentence in stages:
        if verdict != "OK":
            progress.warning(f"{title}: {sentence}")
    unused = describe_unused_gpu(device)
    if unused:
        progress.warning(unused)
        devices.append(("unused", unused, ""))
    tables = [
        ("Self-test", ("Stage", "Result", "Time (ms)", "Finding"), stages),
        ("Processors", ("Device", "Name", "Memory (GB)"), devices),
        ("Engine", ("What", "Value"), environment),
    ]
    if output_html:
        write_report(output_html, tables)
    return {
        "output_html": output_html,
        "python": sys.executable,
        "torch_version": find_version("torch") if device else "",
        "device": device,
        "ok": bool(device) and all(verdict == "OK" for _, verdict, _, _ in stages),
        "tables": tables,
    }


def describe_environment() -> list[tuple[str, str]]:
    """Rows (what, value): interpreter, system, versions, folders, disk."""
    rows = [
        ("Interpreter", sys.executable),
        ("Python", platform.python_version()),
        ("System", platform.platform()),
        *((package, find_version(package) or "missing") for package in PACKAGES),
        ("CUDA of torch", find_attribute("torch.version", "cuda")),
        ("GDAL of rasterio", find_attribute("rasterio", "__gdal_version__")),
        ("GDAL of pyogrio", find_attribute("pyogrio", "__gdal_version_string__")),
        ("PROJ of pyproj", find_attribute("pyproj", "proj_version_str")),
    ]
    temporary = tempfile.gettempdir()
    writable = "writable" if os.access(temporary, os.W_OK) else "NOT writable"
    rows.append(("Temporary folder", f"{temporary} ({writable}, {describe_free_disk(temporary)})"))
    return rows


def describe_processors() -> tuple[list[tuple[str, str, str]], str]:
    """Rows (device, name, memory), and the device that "auto" chooses; no rows and "" when torch does not load."""
    try:
        from ..runtime.devices import choose_device, describe_devices

        rows = []
        for found in describe_devices():
            memory = f"{found['memory_bytes'] / 1e9:.1f}" if found["memory_bytes"] else "unknown"
            rows.append((found["name"], found["title"], memory))
        return rows, str(choose_device("auto"))
    except Exception as error:  # a driver or DLL that does not fit raises anything; the report must say so and go on
        return [("none", f"torch does not load: {describe_error(error)}", "")], ""


def describe_unused_gpu(device: str) -> str:
    """Say why an NVIDIA GPU is not used though one seems to be there, "" otherwise."""
    if device != "cpu" or shutil.which("nvidia-smi") is None:
        return ""
    if find_attribute("torch.version", "cuda") == "None":
        return "An NVIDIA GPU seems to be there, but this PyTorch is a CPU build; set up the engine with a CUDA build."
    return "An NVIDIA GPU seems to be there, but PyTorch cannot use it; its driver may be too old for this PyTorch."


def find_version(package: str) -> str:
    """The installed version of a package, "" when it is missing; the package is not imported."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def find_attribute(module: str, name: str) -> str:
    try:
        return str(getattr(importlib.import_module(module), name))
    except Exception as error:  # see describe_processors
        return f"does not load: {describe_error(error)}"


def describe_free_disk(folder: str) -> str:
    return f"{shutil.disk_usage(folder).free / 1e9:.1f} GB free"


def describe_error(error: Exception) -> str:
    """One line on an error; the kind is named unless the sentence was written for users."""
    text = " ".join(str(error).split())
    return text if isinstance(error, EoDeepError) else f"{type(error).__name__}: {text}"


def run_stage(title: str, stage: Callable[[Path], str], folder: Path) -> tuple[str, str, str, str]:
    """Run one stage in `folder` and return its row: title, "OK" or "failed", milliseconds, finding."""
    start = time.perf_counter()
    try:
        verdict, finding = "OK", stage(folder)
    except Exception as error:  # whatever goes wrong is the finding
        verdict, finding = "failed", describe_error(error)
    return title, verdict, f"{1000 * (time.perf_counter() - start):.0f}", finding


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise EoDeepError(otherwise)


def check_raster(folder: Path) -> str:
    """Write an image of noise with a bright square, and read it back."""
    import numpy as np
    from affine import Affine
    from rasterio.crs import CRS

    from ..io.raster import Grid, open_raster
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

    from ..io.raster import Grid, open_raster

    with open_raster(str(folder / "image.tif")) as source:
        west, south, east, north = source.grid.bounds
    to_degrees = Transformer.from_crs(32633, 4326, always_xy=True)
    left, bottom, right, top = to_degrees.transform_bounds(west, south, east, north)
    step = (right - left) / IMAGE_PX
    grid = Grid(CRS.from_epsg(4326), Affine(step, 0, left, 0, -step, top), IMAGE_PX, int((top - bottom) / step))
    with open_raster(str(folder / "image.tif"), grid=grid) as source:
        pixels, valid = source.read(next(iter(grid.blocks(IMAGE_PX))))
    require(bool(valid.mean() > 0.9) and int(pixels.max()) > 150, "The warped image lacks most of its pixels.")
    return f"EPSG:32633 to EPSG:4326, {100 * valid.mean():.0f} % of the pixels known"


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
    return f"largest difference of tiles and one pass: {difference:.2g}"


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
    ("Map compared with the truth", check_accuracy),
    ("Network trained", check_training),
)


def write_report(path: str, tables: list[tuple[str, Any, Any]]) -> None:
    from ..reports.html import Report

    report = Report("EO Deep: check of the engine")
    for title, header, rows in tables:
        report.heading(title)
        report.table(header, rows)
    report.write(path)
