"""Outlines: exact at pixel edges, sub-pixel between probabilities, the same for every strip size, always valid."""

import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from rasterio.transform import Affine, from_origin

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization.contours import polygons as contour_polygons
from eo_deep.polygonization.contours.polygons import outline_regions
from eo_deep.polygonization.vectorization import polygonize
from tests.engine.notes import Notes

FLIPPED = Affine(1, 0, 0, 0, -1, 0)  # pixel coordinates, y up


@pytest.fixture
def outline(write_raster):
    """outline(pixels (H, W), threshold, ...) -> Polygons in pixel coordinates, y up."""

    def run(pixels, threshold=0.5, min_area_m2=0, min_hole_m2=0, **raster):
        path = write_raster(pixels, **{"crs": None, "transform": FLIPPED, **raster})
        with open_raster(path, [1]) as source:
            return outline_regions(source, threshold, min_area_m2, min_hole_m2)

    return run


def test_a_single_pixel_is_a_diamond(outline):
    pixels = np.zeros((5, 5), np.float32)
    pixels[2, 2] = 1
    found = outline(pixels, 0.25)
    expected = shapely.Polygon([(2.5, -1.75), (3.25, -2.5), (2.5, -3.25), (1.75, -2.5)])
    assert found.geometries[0].equals(expected)
    assert found.fields["area_m2"] == pytest.approx([2 * 0.75**2])
    assert found.fields["n_vertices"].tolist() == [4]
    assert found.fields["mean_probability"].tolist() == [1]


def test_the_line_lies_where_linear_interpolation_says(outline):
    """A tilted plane: the iso-line is straight, at its analytic place, and needs no vertex on the way."""
    x, y = np.meshgrid(np.arange(60) + 0.5, np.arange(40) + 0.5)
    found = outline((x / 60).astype(np.float32), 0.411)
    assert shapely.equals_exact(shapely.normalize(found.geometries[0]),
                                shapely.normalize(shapely.box(24.66, -40, 60, 0)), 1e-5)
    found = outline((0.5 + (x + 0.5 * y - 30) / 100).astype(np.float32))
    exact = shapely.Polygon([(30, 0), (60, 0), (60, -40), (10, -40)])
    assert shapely.hausdorff_distance(found.geometries[0].exterior, exact.exterior) < 0.5  # at the image's border only
    assert found.geometries[0].symmetric_difference(exact).area < 0.2


def test_a_disc_is_found_to_a_thousandth(outline):
    x, y = np.meshgrid(np.arange(100) + 0.5, np.arange(100) + 0.5)
    distance = np.hypot(x - 50.3, y - 49.6)
    found = outline(np.clip((30 - distance) / 6 + 0.5, 0, 1).astype(np.float32))
    assert found.fields["area_m2"] == pytest.approx([np.pi * 30**2], rel=1e-3)
    assert found.geometries[0].centroid.coords[0] == pytest.approx((50.3, -49.6), abs=0.01)


def test_closes_at_the_images_border_and_at_unknown_pixels(outline):
    pixels = np.ones((4, 6), np.float32)
    assert outline(pixels).geometries[0].equals(shapely.box(0, -4, 6, 0))
    pixels[1, 2] = np.nan
    found = outline(pixels).geometries[0]
    assert found.equals(shapely.box(0, -4, 6, 0) - shapely.box(2, -2, 3, -1))
    pixels[:, 3:] = 0.2
    pixels[1, 2] = 1  # from here the line runs straight to the border
    edge = 2.5 + (1 - 0.5) / (1 - 0.2)
    assert shapely.bounds(outline(pixels).geometries[0]).tolist() == pytest.approx([0, -4, edge, 0])
    assert outline(pixels).fields["area_m2"] == pytest.approx([4 * edge])
    assert outline(np.ones((1, 1), np.float32)).geometries[0].equals(shapely.box(0, -1, 1, 0))


def random_probabilities(rng, trial):
    height, width = rng.integers(1, 40, 2)
    pixels = rng.random((height, width)).astype(np.float32)
    if trial % 3 == 1:  # smooth, with wide regions and islands in holes
        coarse = rng.random((height // 4 + 2, width // 4 + 2))
        pixels = np.kron(coarse, np.ones((4, 4)))[:height, :width].astype(np.float32) * 0.8 + pixels * 0.2
    if trial % 3 == 2:  # many values equal to the threshold
        pixels = np.round(pixels * 4) / 4
    if trial % 2:
        pixels[rng.random(pixels.shape) < 0.2] = np.nan
    return pixels, (0.5, 0.5, 0.25)[trial % 3]


@pytest.mark.parametrize("trial", range(60))
def test_noise_gives_valid_polygons_that_hold_just_the_right_pixels(outline, monkeypatch, trial):
    rng = np.random.default_rng(trial)
    pixels, threshold = random_probabilities(rng, trial)
    found = outline(pixels, threshold)
    assert shapely.is_valid(found.geometries).all()
    columns, rows = np.meshgrid(np.arange(pixels.shape[1]) + 0.5, -np.arange(pixels.shape[0]) - 0.5)
    times = np.zeros(pixels.shape, int)
    for geometry, mean in zip(found.geometries, found.fields["mean_probability"]):
        inside = shapely.contains_xy(geometry, columns, rows)
        times += inside
        assert mean == pytest.approx(np.nanmean(pixels[inside]), abs=1e-6)
    assert (times == (np.nan_to_num(pixels, nan=-1) >= threshold)).all()
    assert shapely.union_all(found.geometries).area == pytest.approx(shapely.area(found.geometries).sum(), abs=1e-6)
    for strip_px in (1, 100, int(rng.integers(2, 2000))):
        monkeypatch.setattr(contour_polygons, "_STRIP_PX", strip_px)
        again = outline(pixels, threshold)
        assert [g.wkb for g in again.geometries] == [g.wkb for g in found.geometries]
        assert all((again.fields[name] == found.fields[name]).all() for name in found.fields)


@pytest.mark.parametrize("trial", range(40))
def test_class_maps_give_what_gdal_gives(outline, monkeypatch, trial):
    rng = np.random.default_rng(trial)
    classes = rng.integers(0, rng.integers(2, 6), rng.integers(1, 30, 2)).astype(("uint8", "int16")[trial % 2])
    if trial % 3:
        classes = np.kron(classes, np.ones((2, 3), classes.dtype))
    monkeypatch.setattr(contour_polygons, "_STRIP_PX", int(rng.integers(1, 3000)))
    found = outline(classes)
    assert shapely.is_valid(found.geometries).all()
    assert (np.diff(found.fields["class"]) >= 0).all()
    shapes = rasterio.features.shapes(classes, mask=classes != 0, connectivity=4, transform=FLIPPED)
    expected = sorted((int(value), shapely.normalize(shapely.geometry.shape(shape)).wkt) for shape, value in shapes)
    given = zip(found.fields["class"].tolist(), shapely.to_wkt(shapely.normalize(found.geometries)))
    assert sorted((v, shapely.from_wkt(w).area) for v, w in given) == sorted(
        (v, shapely.from_wkt(w).area) for v, w in expected)
    for value in np.unique(classes[classes != 0]):
        ours = shapely.union_all(found.geometries[found.fields["class"] == value])
        gdals = shapely.union_all([shapely.from_wkt(w) for v, w in expected if v == value])
        assert ours.symmetric_difference(gdals).area == 0


def test_pixels_that_meet_at_corners(outline):
    """Diagonal neighbours are two polygons; a region that meets itself at a corner is one with a hole."""
    found = outline(np.array([[1, 0], [0, 1]], np.uint8))
    assert [g.wkt for g in shapely.normalize(found.geometries)] == [
        shapely.normalize(box).wkt for box in (shapely.box(0, -1, 1, 0), shapely.box(1, -2, 2, -1))]
    ring = outline(np.array([[1, 1, 1], [1, 0, 1], [1, 1, 0]], np.uint8))
    assert len(ring) == 1
    assert shapely.is_valid(ring.geometries).all()
    assert ring.fields["area_m2"].tolist() == [7]


def nested_rings(size=60):
    """Squares within squares: region, hole, island, hole, island."""
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    depth = np.minimum.reduce([x, y, size - 1 - x, size - 1 - y]) // 6
    return (depth % 2 == 1).astype(np.uint8)


def test_holes_and_islands(outline):
    found = outline(nested_rings())
    assert found.fields["area_m2"].tolist() == [48**2 - 36**2, 24**2 - 12**2]
    assert [len(g.interiors) for g in found.geometries] == [1, 1]
    filled = outline(nested_rings(), min_hole_m2=36**2 + 1)
    assert filled.fields["area_m2"].tolist() == [48**2]
    assert len(filled) == 1  # what lay in the hole is gone with it
    inner = outline(nested_rings(), min_hole_m2=12**2 + 1)
    assert inner.fields["area_m2"].tolist() == [48**2 - 36**2, 24**2]
    assert outline(nested_rings(), min_area_m2=500).fields["area_m2"].tolist() == [48**2 - 36**2]


def test_reads_bytes_with_and_without_scale_alike(outline):
    x, y = np.meshgrid(np.arange(50), np.arange(50))
    values = np.clip(255 - 6 * np.hypot(x - 25, y - 25), 0, 255)
    as_bytes = np.round(values).astype(np.uint8)
    scaled, plain = outline(as_bytes, scale=1 / 255), outline(as_bytes)
    floats = outline((as_bytes / 255).astype(np.float32))
    assert scaled.geometries[0].equals(plain.geometries[0])
    assert shapely.equals_exact(scaled.geometries[0], floats.geometries[0], 1e-4)
    assert scaled.fields["mean_probability"] == pytest.approx(floats.fields["mean_probability"])
    assert scaled.fields["mean_probability"] == pytest.approx([0.667], abs=0.003)  # of a cone of which half is cut


def test_names_the_classes_of_a_legend(tmp_path):
    grid = Grid(None, FLIPPED, 4, 2)
    legend = [{"value": 0, "name": "water", "color": "#0000ff"}, {"value": 3, "name": "forest", "color": "#00ff00"}]
    with RasterWriter(tmp_path / "map.tif", grid, classes=legend, nodata=255, block_px=16) as writer:
        writer.write(np.array([[[0, 0, 3, 255], [0, 0, 3, 3]]], np.uint8), rasterio.windows.Window(0, 0, 4, 2))
    polygonize(str(tmp_path / "map.tif"), method="contour", output=str(tmp_path / "out.gpkg"))
    found = read_polygons(tmp_path / "out.gpkg")
    assert found.fields["class"].tolist() == [0, 3]
    assert found.fields["class_name"].tolist() == ["water", "forest"]
    assert found.fields["area_m2"].tolist() == [4, 3]
    assert "mean_probability" not in found.fields


@pytest.mark.parametrize(("crs", "transform"), [
    ("EPSG:32633", Affine.translation(500000, 6650000) * Affine.rotation(30) * Affine.scale(0.5, -0.5)),
    ("EPSG:3857", from_origin(1669792.36, 8399737.89, 0.99721, 0.99721)),
    ("EPSG:4326", from_origin(15, 60, 0.5 / 55800.2, 0.5 / 111412.3)),
])
def test_areas_are_true_and_polygons_in_place(tmp_path, write_raster, crs, transform):
    pixels = np.zeros((40, 50), np.uint8)
    pixels[10:30, 20:40] = 1
    path = write_raster(pixels, crs=crs, transform=transform)
    result = polygonize(path, method="contour", min_area_m2=99, output=str(tmp_path / "out.gpkg"))
    assert result == {"output": str(tmp_path / "out.gpkg"), "polygons_count": 1}
    found = read_polygons(tmp_path / "out.gpkg")
    assert found.fields["area_m2"] == pytest.approx([100], rel=5e-3)
    assert found.fields["perimeter_m"] == pytest.approx([40], rel=5e-3)
    corners = [transform * corner for corner in ((20, 10), (40, 10), (40, 30), (20, 30))]
    assert shapely.hausdorff_distance(found.geometries[0], shapely.Polygon(corners)) < 1e-7
    assert polygonize(path, method="contour", min_area_m2=101, output=str(tmp_path / "out.gpkg"))["polygons_count"] == 0


def test_nothing_found_is_an_empty_layer_with_all_fields(tmp_path, write_raster):
    for name, pixels in (("p", np.zeros((9, 9), np.float32)), ("nan", np.full((9, 9), np.nan, np.float32))):
        polygonize(write_raster(pixels), method="contour", output=str(tmp_path / f"{name}.gpkg"))
        found = read_polygons(tmp_path / f"{name}.gpkg")
        assert len(found) == 0
        assert list(found.fields) == ["class", "class_name", "area_m2", "perimeter_m", "n_vertices",
                                      "mean_probability"]
    polygonize(write_raster(np.zeros((9, 9), np.uint8)), method="contour", output=str(tmp_path / "c.gpkg"))
    assert list(read_polygons(tmp_path / "c.gpkg").fields) == ["class", "class_name", "area_m2", "perimeter_m",
                                                               "n_vertices"]


def test_says_what_it_wrote_and_what_looks_wrong(tmp_path, write_raster):
    output, notes = str(tmp_path / "out.gpkg"), Notes()
    polygonize(write_raster(np.ones((3, 3), np.float32), crs=None), output=output, progress=notes)
    assert notes.messages == [f"Wrote 1 polygons to '{output}'."]
    assert len(notes.warnings) == 1
    assert "has no CRS" in notes.warnings[0]
    notes = Notes()
    polygonize(write_raster(0.5 + np.arange(9, dtype=np.float32).reshape(3, 3)), output=output, progress=notes)
    told = "The band's values go from 0.5 to 8.5, and the threshold is 0.5; probabilities go from 0 to 1."
    assert notes.warnings == [told]


def test_refuses_in_one_sentence(tmp_path, write_raster):
    path, output = write_raster(np.ones((3, 3), np.float32)), str(tmp_path / "out.gpkg")
    with pytest.raises(EoDeepError, match="^Method must be mesh or contour, got 'snake'.$"):
        polygonize(path, method="snake", output=output)
    with pytest.raises(EoDeepError, match="Minimum areas must be 0 m2 or more, got -1 m2"):
        polygonize(path, min_area_m2=-1, output=output)
    with pytest.raises(EoDeepError, match="Band 2 is not in"):
        polygonize(path, band=2, output=output)
    with pytest.raises(EoDeepError, match="must end in .gpkg"):
        polygonize(path, output=str(tmp_path / "out.shp"))
