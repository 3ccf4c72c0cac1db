"""Polygons of several classes are shown in the colours of the raster that they outline."""

import sqlite3
import xml.dom.minidom
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import rasterio

from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization.vectorization import polygonize

CLASSES = [
    {"value": 0, "name": "background", "color": "#000000"},
    {"value": 4, "name": "water & ice", "color": "#1f78b4"},
    {"value": 9, "name": "town", "color": "#e31a1c"},
]
SHOWN = [("4", "water & ice", "31,120,180,255"), ("9", "town", "227,26,28,255")]


def write_map(path, classes=CLASSES, values=(4, 9)):
    pixels = np.zeros((1, 40, 40), np.uint8)
    for number, value in enumerate(values):
        pixels[0, 5:15, 5 + 15 * number : 15 + 15 * number] = value
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000), 40, 40)
    with RasterWriter(path, grid, classes=classes) as writer:
        writer.write(pixels, rasterio.windows.Window(0, 0, 40, 40))
    return path


def read_legend(path):
    """(value, label, colour) of each category in the style that the GeoPackage has for its layer."""
    with closing(sqlite3.connect(path)) as file:
        (text, geometry_column), *others = file.execute(
            "SELECT styleQML, f_geometry_column FROM layer_styles WHERE useAsDefault AND f_table_name = 'polygons'"
        )
    assert (others, geometry_column) == ([], "geom")
    style = xml.dom.minidom.parseString(text)
    colors = [option.getAttribute("value") for option in style.getElementsByTagName("Option")
              if option.getAttribute("name") == "outline_color"]  # fmt: skip
    entries = style.getElementsByTagName("category")
    return [(e.getAttribute("value"), e.getAttribute("label"), c) for e, c in zip(entries, colors, strict=True)]


@pytest.mark.parametrize("method", ["mesh", "contour"])
def test_names_and_colours_of_the_legend(tmp_path, method):
    polygonize(str(write_map(tmp_path / "map.tif")), method=method, classes="water & ice, town",
               output=str(tmp_path / "polygons.gpkg"))  # fmt: skip
    assert read_legend(tmp_path / "polygons.gpkg") == SHOWN


def test_colours_of_a_colour_table(tmp_path):
    path = write_map(tmp_path / "map.tif", classes=None)
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {0: (0, 0, 0, 255), 4: (31, 120, 180, 255), 9: (227, 26, 28, 255)})
    polygonize(str(path), output=str(tmp_path / "polygons.gpkg"))
    assert read_legend(tmp_path / "polygons.gpkg") == [(v, v, color) for v, _, color in SHOWN]


def test_classes_without_colours_get_different_ones(tmp_path):
    polygonize(str(write_map(tmp_path / "map.tif", classes=None)), output=str(tmp_path / "polygons.gpkg"))
    (*_, first), (*_, second) = read_legend(tmp_path / "polygons.gpkg")
    assert first != second


def test_colours_of_probabilities(tmp_path):
    pixels = np.full((3, 40, 40), 0.1, np.float32)
    pixels[0], pixels[1, 5:15, 5:15], pixels[2, 5:15, 20:30] = 0.5, 0.8, 0.8
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000), 40, 40)
    names = [f"probability of {entry['name']}" for entry in CLASSES]
    with RasterWriter(tmp_path / "p.tif", grid, 3, "float32", band_names=names, band_classes=CLASSES) as writer:
        writer.write(pixels, rasterio.windows.Window(0, 0, 40, 40))
    polygonize(str(tmp_path / "p.tif"), band=[1, 2, 3], output=str(tmp_path / "polygons.gpkg"))
    assert read_legend(tmp_path / "polygons.gpkg") == [("2", *SHOWN[0][1:]), ("3", *SHOWN[1][1:])]


def test_one_class_has_no_legend(tmp_path):
    polygonize(str(write_map(tmp_path / "map.tif", values=(4,))), output=str(tmp_path / "polygons.gpkg"))
    assert list(pyogrio.list_layers(tmp_path / "polygons.gpkg")[:, 0]) == ["polygons"]


def test_the_layer_is_found_beside_its_style(tmp_path):
    polygonize(str(write_map(tmp_path / "map.tif")), output=str(tmp_path / "polygons.gpkg"))
    assert len(read_polygons(str(tmp_path / "polygons.gpkg"))) == 2
