"""Run by the engine's Python: write a class map of three classes with names and colours to MAP_PATH, and its
probabilities beside it."""

import numpy as np
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter

CLASSES = [
    {"value": 1, "name": "field & meadow", "color": "#b2df8a"},
    {"value": 4, "name": "water", "color": "#1f78b4"},
    {"value": 9, "name": "town", "color": "#e31a1c"},
]
pixels = np.full((1, 64, 96), 1, np.uint8)
pixels[:, 20:50, 10:40], pixels[:, 10:30, 50:90] = 4, 9
grid = Grid(CRS.from_epsg(32633), Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000), 96, 64)
with RasterWriter("MAP_PATH", grid, band_names=["class"], nodata=255, classes=CLASSES) as writer:
    writer.write(pixels, Window(0, 0, 96, 64))
chances = np.stack([np.where(pixels[0] == entry["value"], 0.8, 0.1) for entry in CLASSES]).astype(np.float32)
names = [f"probability of {entry['name']}" for entry in CLASSES]
path = "MAP_PATH".replace("class_map", "probabilities")
with RasterWriter(path, grid, 3, "float32", np.nan, names, band_classes=CLASSES) as writer:
    writer.write(chances, Window(0, 0, 96, 64))
