"""An area that reaches across the Earth holds the image in it, wherever the image lies."""

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from shapely.geometry import box

from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.surroundings import bring_around, read_area
from eo_deep.io.vector_layer import VectorLayer, rasterize_area
from tests.engine.notes import Notes

_HALF = 20037508.342789244  # of the Equator in Web Mercator, m
WORLD, MERCATOR_WORLD = [box(-180, -90, 180, 90)], [box(-_HALF, -_HALF, _HALF, _HALF)]
HALVES = [shapely.MultiPolygon([box(170, -60, 180, -10), box(-180, -60, -170, -10)])]


def make_grid(code, place, pixel, size=200):
    """A grid of `size` px a side around a longitude and latitude."""
    crs = pyproj.CRS.from_epsg(code)
    x, y = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(*place)
    transform = rasterio.Affine(pixel, 0, x - size / 2 * pixel, 0, -pixel, y + size / 2 * pixel)
    return Grid(rasterio.CRS.from_epsg(code), transform, size, size)


def cover(geometries, code, grid):
    """Which pixels lie in polygons of a CRS, (H, W) bool."""
    polygons = VectorLayer(np.array(geometries, object), {}, pyproj.CRS.from_user_input(code))
    return rasterize_area(bring_around(polygons, grid), grid)


@pytest.mark.parametrize(
    ("geometries", "code"),
    [(WORLD, 4326), ([box(-179, -89, 179, 89)], 4326), ([box(0, -90, 360, 90)], 4326), (MERCATOR_WORLD, 3857),
     ([box(-1.6e7, -8e6, 1.6e7, 8e6)], "ESRI:54030"), ([box(-1.7e7, -8.6e6, 1.7e7, 8.6e6)], "ESRI:54030")],
    ids=["world", "nearly the world", "from 0 to 360", "Web Mercator", "Robinson", "beyond Robinson"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("image", "place", "pixel"),
    [(32631, (2.3, 48.9), 0.5), (32619, (-71, 42), 10), (3857, (-5, 50), 10), (4326, (100, 0), 1e-4),
     (2193, (174, -41), 1), (3577, (130, -25), 100)],
    ids=["Paris", "Boston", "Cornwall", "degrees", "New Zealand", "Australia"],
)  # fmt: skip
def test_the_world_holds_every_image(geometries, code, image, place, pixel):
    assert cover(geometries, code, make_grid(image, place, pixel)).all()


@pytest.mark.parametrize(("image", "pixel"), [(32701, 10), (32760, 10), (3857, 10), (2193, 100)])
@pytest.mark.parametrize(
    ("geometries", "code"),
    [(HALVES, 4326), ([box(170, -60, 190, -10)], 4326), ([box(-190, -60, -170, -10)], 4326), (WORLD, 4326),
     (MERCATOR_WORLD, 3857), ([box(_HALF - 1e6, -8e6, _HALF + 1e6, -1e6)], 3857)],
    ids=["two halves", "beyond 180", "beyond -180", "world", "Web Mercator's world", "beyond Web Mercator"],
)  # fmt: skip
def test_areas_across_180_degrees(geometries, code, image, pixel):
    place = (179.9999, -17) if image != 2193 else (180, -40)
    assert cover(geometries, code, make_grid(image, place, pixel)).all()


@pytest.mark.parametrize("left", [179, -181])
def test_an_image_in_degrees_across_180(left):
    grid = Grid(rasterio.CRS.from_epsg(4326), rasterio.Affine(0.01, 0, left, 0, -0.01, -16), 200, 200)
    for geometries, code in ((HALVES, 4326), (WORLD, 4326), ([box(170, -60, 190, -10)], 4326), (MERCATOR_WORLD, 3857)):
        assert cover(geometries, code, grid).all()
    east = cover([box(-180, -60, -170, -10)], 4326, grid)
    assert east[:, 100:].all() and not east[:, :100].any()


@pytest.mark.parametrize(("image", "north"), [(3995, 1), (3031, -1)])
def test_images_around_a_pole(image, north):
    grid = make_grid(image, (0, north * 90), 10_000, 300)
    assert cover(WORLD, 4326, grid).mean() > 0.999  # a seam to the pole may take pixels of its own
    half = cover([box(0, -90, 180, 90)], 4326, grid)
    assert half.mean() == pytest.approx(0.5, abs=0.01)


def test_a_continent_has_no_straight_edges_across_the_image():
    """The edge at 35 degrees north, 90 degrees long, would pass north of Madrid as a straight line in UTM."""
    assert cover([box(-30, 35, 60, 70)], 4326, make_grid(32630, (-3.7, 40.4), 10)).all()


def test_what_lies_within_stays_as_it_is():
    grid = make_grid(32631, (2.3, 48.9), 0.5)
    left, bottom, right, top = grid.bounds
    within = box(left + 10, bottom + 10, left + 20, bottom + 20)
    parts = [within, box(left, bottom, right + 1e5, top + 1e5), box(0, 0, 9, 9)]
    to_degrees = pyproj.Transformer.from_crs(32631, 4326, always_xy=True)
    drawn = shapely.transform(np.array(parts, object), lambda xy: np.stack(to_degrees.transform(*xy.T), axis=1))
    polygons = VectorLayer(drawn, {"name": np.array(["in", "over", "off"], object)}, pyproj.CRS.from_epsg(4326))
    around = bring_around(polygons, grid)
    assert around.fields["name"].tolist() == ["in", "over"] and around.crs.to_epsg() == 32631
    np.testing.assert_allclose(around.geometries[0].bounds, parts[0].bounds, atol=1e-6)
    assert rasterize_area(around.select(np.array([1])), grid).all()
    assert around.geometries[1].area < 2 * (right - left) ** 2


def test_an_area_without_crs_is_taken_to_be_in_the_images(tmp_path):
    grid, notes = make_grid(32631, (2.3, 48.9), 0.5), Notes()
    write_vectors(tmp_path / "area.gpkg", VectorLayer(np.array([box(*grid.bounds)], object)))
    assert rasterize_area(read_area(tmp_path / "area.gpkg", grid, notes), grid).all()
    assert "no CRS, taken to be in WGS 84 / UTM zone 31N" in notes.warnings[0]
