"""Made images and labels to cut patches from."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio import Affine

LEFT, TOP = 500_000.0, 5_100_000.0


def write_raster(path, pixels, left=LEFT, top=TOP, size=10.0, crs=32634, nodata=None, names=()):
    count, height, width = pixels.shape
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=count, dtype=pixels.dtype,
                       crs=f"EPSG:{crs}" if crs else None, nodata=nodata,
                       transform=Affine(size, 0, left, 0, -size, top)) as file:  # fmt: skip
        file.write(pixels)
        for band, name in enumerate(names, 1):
            file.set_band_description(band, name)
    return str(path)


def write_polygons(path, features, crs=32634):
    """features: (class or None, rings in px of the fine image: a list of rings, or several lists for many parts)."""

    def place(ring):
        return [[LEFT + 10 * x, TOP - 10 * y] for x, y in [*ring, ring[0]]]

    found = []
    for name, parts in features:
        coordinates = [[place(ring) for ring in rings] for rings in parts]
        found.append({"type": "Feature", "properties": {"kind": name},
                      "geometry": {"type": "MultiPolygon", "coordinates": coordinates}})  # fmt: skip
    crs_text = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs_text, "features": found}))
    return str(path)


def square(left, top, side):
    return [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]


@dataclass
class Ground:
    """An image of 10 m with two further sources, and polygons on it."""

    fine: str
    coarse: str
    polygons: str
    fine_pixels: np.ndarray
    coarse_pixels: np.ndarray
    folder: Path
