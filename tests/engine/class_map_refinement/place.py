"""Small rasters of one place, written and read."""

import rasterio
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter

CLASSES = [{"value": 3, "name": "meadow", "color": "#b2df8a"}, {"value": 7, "name": "roof", "color": "#e31a1c"}]
SIDE = 150
HERE = rasterio.Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000)


def write_raster(path, pixels, transform=HERE, nodata=None, crs=32633, names=None, classes=None):
    grid = Grid(rasterio.CRS.from_epsg(crs) if crs else None, transform, pixels.shape[2], pixels.shape[1])
    with RasterWriter(path, grid, len(pixels), pixels.dtype.name, nodata, names, band_classes=classes) as writer:
        writer.write(pixels, Window(0, 0, grid.width, grid.height))
    return str(path)


def read_raster(path):
    with open_raster(str(path)) as source:
        return source.read()
