"""A part of `quality`: real pairs of dates with labels of change, and methods without any training to stand beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage


@dataclass(frozen=True)
class Scene:
    """Two images of one place and what changed: 0 or 1, 255 unlabelled. index: burn ratio of its bands."""

    name: str
    before: Path
    after: Path
    labels: Path
    nir: int
    red: int
    swir: int
    index: str


def find_scenes(data: Path) -> dict[str, list[Scene]]:
    """The sets of scenes below DATA/timeseries."""
    stands = sorted((data / "timeseries/change_bark_beetle").glob("*/damage.tif"))
    bark = [Scene(path.parent.name, path.with_name("2019-09.tif"), path.with_name("2020-09.tif"), path, 7, 3, 11,
                  "nbr = (B08 - B12) / (B08 + B12)") for path in stands]
    town = data / "timeseries/change_landsat_taizhou"
    taizhou = [Scene("Taizhou", town / "date1.tif", town / "date2.tif", town / "label.tif", 3, 2, 5,
                     "nbr = (nir - swir2) / (nir + swir2)")] if town.exists() else []
    return {"bark beetle": bark, "Taizhou": taizhou}


def read(path: Path) -> np.ndarray:
    """The bands (C, H, W) float64 of an image."""
    with rasterio.open(path) as source:
        return source.read().astype(np.float64)


def average(values: np.ndarray) -> np.ndarray:
    """Means over 5 x 5 px."""
    return ndimage.uniform_filter(values, (*[0] * (values.ndim - 2), 5, 5), mode="nearest")


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a - b) / np.maximum(a + b, 1e-9)


BESIDE: dict[str, Callable[[np.ndarray, np.ndarray, Scene], np.ndarray]] = {
    "sum of absolute differences": lambda a, b, _: np.abs(a - b).sum(axis=0),
    "change vector, raw": lambda a, b, _: np.sqrt(((a - b) ** 2).sum(axis=0)),
    "absolute dNDVI": lambda a, b, s: np.abs(_ratio(a[s.nir], a[s.red]) - _ratio(b[s.nir], b[s.red])),
    "dNBR, 5 x 5, signed": lambda a, b, s: average(_ratio(a[s.nir], a[s.swir]) - _ratio(b[s.nir], b[s.swir])),
}
