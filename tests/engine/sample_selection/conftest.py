"""A small image with labels of which every pixel is known."""

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer

CRS = "EPSG:32634"
SIZE = 60
LEFT, TOP, PIXEL = 500_000.0, 5_000_000.0, 10.0


@pytest.fixture
def place():
    """place(geometries in pixels) -> geometries in coordinates."""

    def move(geometries):
        return shapely.transform(
            np.array(geometries, object), lambda xy: np.column_stack([LEFT + PIXEL * xy[:, 0], TOP - PIXEL * xy[:, 1]])
        )

    return move


@pytest.fixture
def make_image(tmp_path):
    """make_image(name, array=None, nodata=None, ...) -> path of a GeoTIFF, by default (2, 60, 60) uint16 of ones."""

    def make(name="image.tif", array=None, nodata=0, crs=CRS, transform=None, descriptions=(), **options):
        array = np.ones((2, SIZE, SIZE), np.uint16) if array is None else np.asarray(array)
        array = array[None] if array.ndim == 2 else array
        path = tmp_path / name
        with rasterio.open(
            path, "w", driver="GTiff", width=array.shape[2], height=array.shape[1], count=array.shape[0],
            dtype=array.dtype, crs=crs, transform=transform or from_origin(LEFT, TOP, PIXEL, PIXEL), nodata=nodata,
            **options,
        ) as file:  # fmt: skip
            file.write(array)
            for band, text in enumerate(descriptions, 1):
                file.set_band_description(band, text)
        return str(path)

    return make


@pytest.fixture
def make_labels(tmp_path, place):
    """make_labels(geometries in pixels, classes) -> path of a GeoPackage with the field "class"."""

    def make(geometries, classes, name="labels.gpkg", crs=CRS):
        import pyproj

        path = tmp_path / name
        column = np.array(classes, object if any(isinstance(each, (str, type(None))) for each in classes) else None)
        write_vectors(path, VectorLayer(place(geometries), {"class": column}, pyproj.CRS(crs) if crs else None))
        return str(path)

    return make


@pytest.fixture
def read_rows():
    """read_rows(path) -> the rows of a CSV file or of a layer's fields, a dict each."""

    def read(path):
        import csv

        if str(path).endswith(".csv"):
            with open(path, encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        meta, _, _, columns = pyogrio.raw.read(path, layer=pyogrio.list_layers(path)[0][0])
        return [dict(zip(meta["fields"].tolist(), row)) for row in zip(*columns)]

    return read
