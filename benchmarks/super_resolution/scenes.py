"""A part of the programs on super-resolution: scenes by Wald's protocol, and files of enlarged images.

A scene's 10 m image is the truth, and degraded to 40 m it is the coarse image. Deva's eastern third is measured on; its
west, 12 columns away, and ftw_pair's two dates serve trainings. Boadella is another country, in winter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from eo_deep.sampling.degraded import degrade
from eo_deep.super_resolution.baselines import Baselines

BANDS = "blue", "green", "red", "nir"
RATIO, SIGMA = 4, 0.5
SCENES = "deva", "boadella 13 January", "boadella 28 January"
WEST, EAST = 516, 528  # Deva's columns that trainings see, and that are measured on


@dataclass(frozen=True)
class Scene:
    """Paths of a coarse image and of the truth that it was made of."""

    name: str
    low: str
    truth: str


def open_scenes(data: Path, work: Path) -> list[Scene]:
    """The scenes, of files below `data` and written to `work`."""
    return [_make_scene(name, *_read(data, name), work) for name in SCENES]


def write_training(data: Path, work: Path) -> list[str]:
    """10 m images to train on: Deva's west, and both dates of ftw_pair."""
    pixels, transform, crs = _read_deva(data)
    paths = [write(work / "deva_west.tif", pixels[:, :, :WEST], transform, crs)]
    with rasterio.open(data / "timeseries" / "ftw_pair" / "inference-img.tif") as file:
        bands, transform, crs = file.read(), file.transform, file.crs
    for date in range(2):  # red, green, blue, near infrared of each
        chosen = bands[[4 * date + band for band in (2, 1, 0, 3)]]
        paths.append(write(work / f"ftw_{date}.tif", chosen, transform, crs))
    return paths


def write_enlarged(scene: Scene, work: Path) -> dict[str, str]:
    """Paths of the coarse image enlarged in all ways that need no network, in whole numbers."""
    with rasterio.open(scene.low) as low:
        pixels, crs = low.read(), low.crs
    with rasterio.open(scene.truth) as truth:
        transform = truth.transform
    made = Baselines(RATIO, SIGMA).enlarge(pixels)
    return {name: write(work / f"{scene.name} {name}.tif", np.rint(image).clip(1, 65535), transform, crs)
            for name, image in made.items()}  # fmt: skip


def write(path: Path, pixels: np.ndarray, transform: rasterio.Affine, crs: object,
          names: Sequence[str] = BANDS) -> str:  # fmt: skip
    """Write (C, H, W) as uint16, with the bands' names."""
    count, height, width = pixels.shape
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=count, dtype="uint16", crs=crs,
                       transform=transform) as file:  # fmt: skip
        file.write(pixels.astype("uint16"))
        file.descriptions = names[:count]
    return str(path)


def _make_scene(name: str, truth: np.ndarray, transform: rasterio.Affine, crs: object, work: Path) -> Scene:
    height, width = (side // RATIO * RATIO for side in truth.shape[1:])
    truth = truth[:, :height, :width]
    low = np.rint(degrade(truth, RATIO, SIGMA))
    return Scene(
        name,
        write(work / f"{name} 40 m.tif", low, transform * rasterio.Affine.scale(RATIO), crs),
        write(work / f"{name} 10 m.tif", truth, transform, crs),
    )


def _read(data: Path, name: str) -> tuple[np.ndarray, rasterio.Affine, object]:
    if name == "deva":
        pixels, transform, crs = _read_deva(data)
        return pixels[:, :, EAST:], transform * rasterio.Affine.translation(EAST, 0), crs
    with rasterio.open(data / "timeseries" / "s2_boadella" / f"2020-01-{name.split()[1]}.tif") as file:
        return file.read([2, 3, 4, 8]), file.transform, file.crs


def _read_deva(data: Path) -> tuple[np.ndarray, rasterio.Affine, object]:
    folder, bands = data / "landcover" / "deva", []
    for name in ("B02", "B03", "B04", "B08"):
        with rasterio.open(folder / f"{name}.tif") as file:
            bands.append(file.read(1))
            transform, crs = file.transform, file.crs
    return np.stack(bands), transform, crs
