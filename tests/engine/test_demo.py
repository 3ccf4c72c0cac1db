"""The demo's picture shows the image and the outlines where they belong."""

import numpy as np
import shapely
from PIL import Image
from rasterio.crs import CRS
from rasterio.transform import Affine
from rasterio.windows import Window

from demo.draw_preview import draw_preview, stretch
from eo_deep.geo.crs import to_crs
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector_layer import VectorLayer


def test_outline_lies_on_the_building(tmp_path):
    grid = Grid(CRS.from_epsg(32633), Affine(0.5, 0, 500000, 0, -0.5, 5000000), 300, 200)
    pixels = np.full((3, 200, 300), 90, np.uint8)
    pixels[:, 50:100, 100:200] = 110
    with RasterWriter(str(tmp_path / "image.tif"), grid, count=3) as writer:
        writer.write(pixels, Window(0, 0, 300, 200))
    building = np.array([shapely.box(500050, 4999950, 500100, 4999975)], dtype=object)
    write_vectors(str(tmp_path / "buildings.gpkg"), VectorLayer(building, {}, to_crs(32633)))

    draw_preview(str(tmp_path / "image.tif"), str(tmp_path / "buildings.gpkg"), str(tmp_path / "preview.png"))

    drawn = np.asarray(Image.open(tmp_path / "preview.png").convert("RGB")).astype(int)
    assert drawn.shape == (200, 300, 3)
    yellow = (drawn[..., 0] - drawn[..., 2]) > 100
    rows, columns = np.nonzero(yellow)
    assert abs(rows.min() - 50) <= 2
    assert abs(rows.max() - 100) <= 2
    assert abs(columns.min() - 100) <= 2
    assert abs(columns.max() - 200) <= 2
    assert not yellow[60:90, 110:190].any()


def test_unknown_pixels_are_white():
    valid = np.array([[True, False]])
    assert stretch(np.array([[[1, 2, 3], [9, 9, 9]]], np.float32), valid)[0, 1].tolist() == [1, 1, 1]
