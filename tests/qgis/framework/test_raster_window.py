"""A view of a large image as a small image: no pixel is changed or moved."""

from __future__ import annotations

import numpy as np
from eo_deep_plugin.algorithms.framework.areas import write_rectangle, write_view
from eo_deep_plugin.algorithms.framework.raster_window import cut_window
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from synthetic_data import NORTH, PIXEL_M, WEST, write_raster


def make_image(folder):
    pixels = np.random.default_rng(0).integers(0, 255, (3, 400, 600)).astype(np.uint8)
    write_raster(folder / "image.tif", pixels)
    return str(folder / "image.tif"), pixels


def test_a_window_has_the_pixels_of_its_place(tmp_path):
    path, pixels = make_image(tmp_path)
    extent = QgsRectangle(WEST + 100, NORTH - 110, WEST + 120, NORTH - 100)  # columns 200 to 240, rows 200 to 220
    made = cut_window(path, extent, 10, str(tmp_path / "window.vrt"))
    dataset = gdal.Open(made)
    left, _, _, top, _, _ = dataset.GetGeoTransform()
    column, row = round((left - WEST) / PIXEL_M), round((NORTH - top) / PIXEL_M)
    assert (column % 64, row % 64) == (0, 0)  # so that a network's cells begin where they do in the whole image
    assert (column, row, dataset.RasterXSize, dataset.RasterYSize) == (128, 128, 128, 128)
    assert (dataset.ReadAsArray() == pixels[:, 128:256, 128:256]).all()


def test_a_window_ends_where_the_image_does(tmp_path):
    path, pixels = make_image(tmp_path)
    extent = QgsRectangle(WEST - 50, NORTH - 20, WEST + 10, NORTH + 50)
    dataset = gdal.Open(cut_window(path, extent, 0, str(tmp_path / "window.vrt")))
    assert (dataset.ReadAsArray() == pixels[:, :64, :64]).all()


def test_an_image_without_a_plain_grid_stays_whole(tmp_path):
    path, _ = make_image(tmp_path)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetGeoTransform((WEST, 0.4, 0.1, NORTH, 0.1, -0.4))
    dataset = None
    extent = QgsRectangle(WEST, NORTH - 10, WEST + 10, NORTH)
    assert cut_window(path, extent, 0, str(tmp_path / "window.vrt")) == path
    beyond = QgsRectangle(WEST - 5000, NORTH, WEST - 4000, NORTH + 10)
    assert cut_window(make_image(tmp_path)[0], beyond, 0, str(tmp_path / "window.vrt")) == path


def test_the_view_and_a_rectangle_become_areas():
    canvas = QgsMapCanvas()
    canvas.resize(400, 200)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    canvas.setExtent(QgsRectangle(WEST, NORTH - 100, WEST + 200, NORTH))
    for rotation in (0, 30):
        canvas.setRotation(rotation)
        area = QgsVectorLayer(write_view(canvas), "area", "ogr")
        (feature,) = area.getFeatures()
        shown = canvas.mapSettings()
        size = shown.outputSize().width() * shown.outputSize().height() * shown.mapUnitsPerPixel() ** 2
        assert abs(feature.geometry().area() / size - 1) < 0.02
        assert area.crs().authid() == "EPSG:32633"
    drawn = QgsVectorLayer(write_rectangle(QgsRectangle(0, 0, 30, 20), canvas), "area", "ogr")
    assert [each.geometry().area() for each in drawn.getFeatures()] == [600]
