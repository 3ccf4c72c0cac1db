"""Polygons that a grid does not see are counted and told."""

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.maps.assess import assess_accuracy
from eo_deep.geo.grid import Grid
from eo_deep.geo.rasterization import PolygonIndex, rasterize
from eo_deep.geo.small_polygons import count_missed
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.progress import silent
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.patch_extraction import cut_patches
from eo_deep.segmentation.inference import segment

WEST, NORTH = 500_000, 5_500_000
SMALL = [shapely.box(WEST + 10 * x + 1, NORTH - 10 * y - 8.5, WEST + 10 * x + 4.5, NORTH - 10 * y - 1)
         for x in range(4, 60, 9) for y in range(4, 60, 9)]  # fmt: skip
LARGE = [shapely.box(WEST + 100, NORTH - 300, WEST + 300, NORTH - 100)]
TOLD = "{} of {} {} polygons are smaller than a pixel (10 m) and contain no pixel centre, so they do not count"


@pytest.fixture
def image(write_raster):
    pixels = np.random.default_rng(0).integers(0, 255, (3, 64, 64)).astype(np.uint8)
    return write_raster(pixels, transform=from_origin(WEST, NORTH, 10, 10))


@pytest.fixture
def write(tmp_path):
    def run(name, geometries, **fields):
        columns = {key: np.array(values) for key, values in fields.items()}
        write_vectors(tmp_path / name, VectorLayer(np.array(geometries, object), columns, pyproj.CRS.from_epsg(32633)))
        return str(tmp_path / name)

    return run


def read(image, labels, progress=silent, area=None, validation_area=None):
    settings = DataSettings([image], [labels], None, None, area, validation_area, 0.0, None, 16, 0)
    return open_data(settings, None, progress)


@pytest.mark.parametrize("angle", [0, 20])
def test_counts_what_burning_leaves_out(angle):
    rng = np.random.default_rng(0)
    turned = rasterio.Affine.rotation(angle) * rasterio.Affine.scale(2, -2)
    transform = rasterio.Affine.translation(WEST, NORTH) * turned
    grid = Grid(rasterio.crs.CRS.from_epsg(32633), transform, 400, 400)
    shapes = []
    for x in range(20, 390, 10):
        for y in range(20, 390, 10):
            wide, high = rng.uniform(0.1, 3, 2)
            shape = shapely.affinity.rotate(shapely.box(0, 0, wide, high), rng.uniform(0, 90))
            shapes.append(shapely.affinity.translate(shape, *(transform * (x + rng.random(), y + rng.random()))))
    burnt = rasterize(shapes, np.arange(1, len(shapes) + 1), grid, dtype="int32")
    missed, total = count_missed(PolygonIndex(np.array(shapes, object)), grid)
    assert total == len(shapes)
    assert missed == total - len(np.unique(burnt)) + 1
    assert 0.2 * total < missed < 0.8 * total
    beside = PolygonIndex(np.array([shapely.box(WEST - 99, NORTH, WEST - 98, NORTH + 1)], object))
    assert count_missed(beside, grid) == (0, 0)


def test_labels_smaller_than_a_pixel(image, write, notes):
    with pytest.raises(EoDeepError) as error:
        read(image, write("small.gpkg", SMALL))
    assert TOLD.format(49, 49, "label") in str(error.value)
    read(image, write("mixed.gpkg", SMALL + LARGE), notes)
    assert [TOLD.format(49, 50, "label") in text for text in notes.warnings] == [True]


def test_areas_smaller_than_a_pixel(image, write, notes, make_brightness_model, tmp_path):
    labels, small = write("labels.gpkg", LARGE), write("area.gpkg", SMALL)
    for what, options in (("area", {"area": small}), ("validation area", {"validation_area": small})):
        with pytest.raises(EoDeepError) as error:
            read(image, labels, **options)
        assert TOLD.format(49, 49, what) in str(error.value)
    for job in (
        lambda: segment(image, make_brightness_model(), area=small, output=str(tmp_path / "map.tif")),
        lambda: assess_accuracy(image, image, area=small),
    ):
        with pytest.raises(EoDeepError) as error:
            job()
        assert TOLD.format(49, 49, "area") in str(error.value)


def test_a_reference_smaller_than_a_pixel(write, write_raster, notes):
    found = write_raster(np.eye(64, dtype=np.uint8), "map.tif", transform=from_origin(WEST, NORTH, 10, 10))
    assess_accuracy(found, write("mixed.gpkg", SMALL + LARGE), progress=notes)
    assert TOLD.format(49, 50, "reference") in notes.warnings[0]
    with pytest.raises(EoDeepError, match="49 of 49 reference polygons are smaller than a pixel"):
        assess_accuracy(found, write("small.gpkg", SMALL))


def test_labels_smaller_than_half_a_patch(image, write, notes):
    halves = [shapely.box(WEST + x, NORTH - 640, WEST + x + 320, NORTH) for x in (0, 320)]
    labels = write("labels.gpkg", [*halves, *LARGE], kind=["a", "b", "c"])
    cut_patches([image], [labels], "kind", None, 32, notes)
    assert notes.warnings == [
        "1 of 3 label polygons are smaller than half a patch (32 x 32 px) and give no patch on their own; "
        "use smaller patches, a finer image, or points."
    ]
