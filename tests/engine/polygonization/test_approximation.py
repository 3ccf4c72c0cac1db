"""Polygons by the mesh: few vertices in place, no gaps, honest attributes, any CRS, any input."""

import time

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import Affine, from_origin

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import join_layers
from eo_deep.polygonization import fidelity
from eo_deep.polygonization.approximation import Tolerances, approximate_in_batches, approximate_map, find_regular
from eo_deep.polygonization.class_raster import classify
from eo_deep.polygonization.topology import edge_store, polygon_batches, tiled_graph
from eo_deep.polygonization.vectorization import polygonize
from tests.engine.notes import Notes

FLIPPED = Affine(1, 0, 0, 0, -1, 0)  # pixel coordinates, y up
NAMES = ("background", "building", "road", "lake")
CLASSES = [{"value": value, "name": name, "color": "#808080"} for value, name in enumerate(NAMES)]


@pytest.fixture
def draw(write_raster, tmp_path):
    """draw(pixels (H, W) or (C, H, W), raster={}, **polygonize's) -> Polygons; in pixel coordinates, y up."""

    def run(pixels, raster=None, **arguments):
        path = write_raster(pixels, **{"crs": None, "transform": FLIPPED, **(raster or {})})
        polygonize(path, output=str(tmp_path / "out.gpkg"), **arguments)
        return read_polygons(tmp_path / "out.gpkg")

    return run


def check_map(found, labels):
    """No gaps, no overlaps, and a polygon for each 4-connected region."""
    assert shapely.is_valid(found.geometries).all()
    assert shapely.coverage_is_valid(found.geometries)
    assert shapely.union_all(found.geometries).area == pytest.approx(shapely.area(found.geometries).sum(), abs=1e-6)
    expected = list(rasterio.features.shapes(labels.astype(np.int32), mask=labels > 0, connectivity=4))
    assert sorted(found.fields["class"]) == sorted(int(value) for _, value in expected)
    for value in np.unique(labels[labels > 0]):
        holes = sum(len(shape["coordinates"]) - 1 for shape, klass in expected if klass == value)
        mine = found.geometries[found.fields["class"] == value]
        assert shapely.get_num_interior_rings(mine).sum() == holes


def paint(shape, height=120, width=150):
    """(H, W) share of each pixel that lies in a shape, by 8 x 8 samples."""
    y, x = np.mgrid[: height * 8, : width * 8] / 8 + 1 / 16
    return shapely.contains_xy(shape, x, y).reshape(height, 8, width, 8).mean(axis=(1, 3)).astype(np.float32)


def flip(geometry):
    return shapely.transform(geometry, lambda xy: xy * [1, -1])


L_SHAPE = shapely.Polygon([(0, 0), (60, 0), (60, 25), (25, 25), (25, 50), (0, 50)])


@pytest.mark.parametrize("degrees", [0, 17, 45])
def test_a_turned_house_is_found_at_sub_pixel_place(draw, degrees):
    house = shapely.affinity.translate(shapely.affinity.rotate(L_SHAPE, degrees, "center"), 40.3, 30.7)
    found = draw(paint(house), regular_classes="building")
    assert len(found) == 1
    assert found.fields["n_vertices"].tolist() == [6]
    assert found.fields["status"].tolist() == ["regular"]
    assert shapely.hausdorff_distance(found.geometries[0], flip(house)) < 0.5
    assert found.geometries[0].symmetric_difference(flip(house)).area < 80
    assert found.fields["fidelity"][0] > 0.98
    edges = np.diff(shapely.get_coordinates(found.geometries[0]), axis=0)
    angles = np.arctan2(edges[:, 1], edges[:, 0])
    assert np.abs(np.sin(2 * (angles - angles[0]))).max() < 1e-6


def test_a_round_tower_stays_round(draw):
    tower = shapely.Point(70.4, 60.2).buffer(30)
    found = draw(paint(tower))
    assert found.fields["status"].tolist() == ["free"]
    assert found.geometries[0].symmetric_difference(flip(tower)).area / tower.area < 0.03
    assert 8 <= found.fields["n_vertices"][0] <= 64


def make_town(seed=0):
    rng = np.random.default_rng(seed)
    coarse = np.kron(rng.integers(0, 4, (12, 15)), np.ones((10, 10), int))
    coarse[:, 70:76] = 2
    coarse[33:39, 33:39] = 1
    return coarse


def test_a_map_has_no_gaps_and_no_overlaps(draw, tmp_path):
    labels = make_town()
    with RasterWriter(tmp_path / "map.tif", Grid(None, FLIPPED, 150, 120), classes=CLASSES) as writer:
        writer.write(labels[None].astype(np.uint8), rasterio.windows.Window(0, 0, 150, 120))
    polygonize(str(tmp_path / "map.tif"), output=str(tmp_path / "map.gpkg"))
    found = read_polygons(tmp_path / "map.gpkg")
    check_map(found, labels)
    assert set(found.fields["class_name"]) == {"building", "road", "lake"}
    assert (np.diff(found.fields["class"]) >= 0).all()
    assert found.fields["area_m2"].sum() == pytest.approx((labels > 0).sum(), rel=0.01)
    assert "mean_probability" not in found.fields


@pytest.mark.parametrize("trial", range(4))
def test_noise_keeps_its_topology(draw, trial):
    labels = np.random.default_rng(trial).integers(0, 3, (40, 50)).astype(np.uint8)
    check_map(draw(labels), labels)


def test_noise_that_may_not_be_snapped_ends_in_time(draw):
    labels = np.random.default_rng(0).integers(1, 4, (100, 100)).astype(np.uint8)
    draw(labels[:8, :8], regular_classes="1, 2, 3")  # compiles
    start = time.process_time()
    check_map(draw(labels, regular_classes="1, 2, 3", max_distance_m=0), labels)
    assert time.process_time() - start < 15  # one wall at a time took minutes


def test_classes_to_write_by_name_or_value(draw):
    labels = make_town().astype(np.uint8)
    assert set(draw(labels, classes=3, regular_classes=1).fields["class"]) == {3}  # as from a shell
    assert set(draw(labels, classes=" , ").fields["class"]) == {1, 2, 3}
    assert set(draw(labels, classes="3, 1").fields["class"]) == {1, 3}
    with pytest.raises(EoDeepError, match="^Class 'house' is not in the class map, which has: 0, 1, 2, 3.$"):
        draw(labels, classes="house")
    assert set(draw(labels, classes="2", method="contour").fields["class"]) == {2}


def test_several_bands_are_the_probabilities_of_classes(draw):
    x = np.mgrid[:60, :90][1]
    bands = np.stack([x < 30, (x >= 30) & (x < 60), x >= 60]).astype(np.float32) * 0.5 + 0.1  # their sum is 0.8
    found = draw(bands, band=[1, 2, 3])
    assert found.fields["class"].tolist() == [1, 2, 3]
    assert found.fields["mean_probability"] == pytest.approx([0.6] * 3)
    assert shapely.area(found.geometries) == pytest.approx([1800] * 3)
    assert draw(bands, band=[1, 2, 3], classes="2").fields["class"].tolist() == [2]
    assert draw(bands, band=2).fields["class"].tolist() == [2]
    with pytest.raises(EoDeepError, match="Method 'contour' works on one band, got 2"):
        draw(bands, band=[1, 2], method="contour")


def test_a_threshold_moves_the_outline(draw):
    x = np.mgrid[:40, :60][1] + 0.5
    ramp = (x / 60).astype(np.float32)
    for threshold in (0.3, 0.5, 0.8):
        left = shapely.bounds(draw(ramp, threshold=threshold).geometries[0])[0]
        assert left == pytest.approx(60 * threshold, abs=0.6)


def test_names_decide_on_right_angles(write_raster, tmp_path):
    def regular(path, wanted, notes):
        with open_raster(path) as source:
            return find_regular(classify(source), wanted, notes)

    with RasterWriter(tmp_path / "map.tif", Grid(None, FLIPPED, 150, 120), classes=CLASSES) as writer:
        writer.write(make_town()[None].astype(np.uint8), rasterio.windows.Window(0, 0, 150, 120))
    notes = Notes()
    assert regular(tmp_path / "map.tif", "building", notes) == (1,)
    assert regular(tmp_path / "map.tif", "Buildings, 3", notes) == (1, 3)
    assert regular(tmp_path / "map.tif", None, notes) == ()
    assert notes.warnings == []
    assert regular(tmp_path / "map.tif", "house", notes) == ()
    expected = "No class has the name house, so none gets right angles; the classes are: building, road, lake."
    assert notes.warnings == [expected]
    nameless = write_raster(np.eye(30, dtype=np.float32), "nameless.tif", crs=None, transform=FLIPPED)
    assert regular(nameless, "building", notes) == (1,)
    with rasterio.open(nameless, "r+") as dataset:
        dataset.set_band_description(1, "probability of water")
    assert regular(nameless, "building", notes) == ()


@pytest.mark.parametrize(("crs", "transform"), [
    ("EPSG:32633", Affine.translation(500000, 6650000) * Affine.rotation(30) * Affine.scale(0.5, -0.5)),
    ("EPSG:3857", from_origin(1669792.36, 8399737.89, 0.99721, 0.99721)),
    ("EPSG:4326", from_origin(15, 60, 0.5 / 55800.2, 0.5 / 111412.3)),
    ("EPSG:4326", from_origin(15, 60, 1e-5, 1e-5)),  # pixels twice as high as wide
    ("EPSG:32633", Affine(0.5, 0, 500000, 0, 0.8, 5500000)),
])
def test_right_angles_and_metres_in_any_crs(draw, crs, transform):
    """An L turned by 30 degrees on the ground, in pixels of any shape."""
    grid = Grid(rasterio.crs.CRS.from_string(crs), transform, 150, 120)
    across, down = grid.ground_resolution_m
    size = 0.75 * min(across, down)
    house = shapely.affinity.rotate(shapely.affinity.scale(L_SHAPE, size, size, origin=(0, 0)), 30, (0, 0))
    metric = shapely.affinity.translate(house, 75 * across - house.centroid.x, 60 * down - house.centroid.y)
    found = draw(paint(shapely.affinity.scale(metric, 1 / across, 1 / down, origin=(0, 0))),
                 {"crs": crs, "transform": transform})
    assert found.fields["n_vertices"].tolist() == [6]
    assert found.fields["status"].tolist() == ["regular"]
    assert found.fields["area_m2"] == pytest.approx([house.area], rel=0.03)
    assert found.fields["max_distance_m"][0] < 1.5 * max(across, down)
    inverse = ~transform
    pixels = shapely.transform(found.geometries, lambda xy: np.stack(inverse * xy.T, 1))
    edges = np.diff(shapely.get_coordinates(pixels), axis=0) * [across, down]
    angles = np.arctan2(edges[:, 1], edges[:, 0])
    assert np.abs(np.sin(2 * (angles - angles[0]))).max() < 1e-6
    assert np.abs(np.sin(2 * (angles[0] - np.radians(30)))) < 0.06


def test_small_regions_and_holes(draw):
    pixels = np.zeros((60, 80), np.uint8)
    pixels[5:45, 5:45] = 1
    pixels[20:23, 20:23] = 0
    pixels[50:52, 60:62] = 1
    notes = Notes()
    found = draw(pixels, min_area_m2=5, min_hole_m2=10, progress=notes)
    assert len(found) == 1
    assert found.geometries[0].equals(flip(shapely.box(5, 5, 45, 45)))
    assert notes.messages[:2] == [
        "1 regions below 5 m2 were merged into neighbouring regions.",
        "1 holes below 10 m2 were filled.",
    ]
    assert len(draw(pixels, min_area_m2=3).geometries) == 2


def test_as_many_vertices_as_wanted(draw):
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:200, :200]
    waves = sum(np.sin(x / p + a) * np.sin(y / q + b) for p, q, a, b in rng.uniform(4, 15, (6, 4)))
    notes = Notes()
    found = draw((waves > 0).astype(np.uint8), regular_classes=None, target_vertices=400, progress=notes)
    assert found.fields["n_vertices"].sum() == pytest.approx(400, rel=0.05)
    assert "(400 requested)" in notes.messages[0]


def test_says_what_it_did_and_refuses_in_one_sentence(draw):
    pixels = np.ones((3, 3), np.float32)
    for arguments, expected in (
        ({"vertex_price_px2": -1}, "vertex penalty must be 0 px2 or more, got -1 px2"),
        ({"angle_weight": -1}, "weight of angles must be 0 or more, got -1"),
        ({"max_distance_m": -1}, "maximum distance must be 0 m or more, got -1 m"),
        ({"target_vertices": 0}, "requested number of vertices must be 1 or more, got 0"),
        ({"min_area_m2": -1}, "Minimum areas must be 0 m2 or more, got -1 m2"),
        ({"min_hole_m2": float("nan")}, "Minimum areas must be 0 m2 or more, got nan m2"),
    ):
        with pytest.raises(EoDeepError, match=expected):
            draw(pixels, **arguments)


def test_a_narrow_bound_keeps_outlines_near(draw):
    y, x = np.mgrid[:100, :100]
    disc = (np.hypot(x - 50, y - 50) < 35).astype(np.uint8)
    for limit in (0.0, 0.75):
        found = draw(disc, max_distance_m=limit)
        assert found.fields["max_distance_m"][0] <= limit + 0.5


# Odd input


@pytest.mark.parametrize("pixels", [
    np.ones((50, 60), np.uint8), np.zeros((50, 60), np.uint8), np.ones((1, 1), np.uint8), np.ones((1, 30), np.uint8),
    np.ones((50, 60), np.float32), np.zeros((1, 1), np.float32), np.full((9, 9), np.nan, np.float32),
], ids=["ones", "zeros", "one pixel", "one row", "certain", "impossible", "unknown"])
def test_constant_maps(draw, pixels):
    found = draw(pixels)
    assert shapely.area(found.geometries).sum() == (pixels == 1).sum()
    assert len(found) == bool((pixels == 1).any())
    assert (found.fields["n_vertices"] == 4).all()


def test_checkerboard(draw):
    labels = (np.indices((60, 70)).sum(axis=0) % 2).astype(np.uint8)
    found = draw(labels)
    assert len(found) == labels.sum()
    assert shapely.is_valid(found.geometries).all()
    assert shapely.union_all(found.geometries).area == pytest.approx(shapely.area(found.geometries).sum())


def test_no_polygon_where_data_are_unknown(draw):
    pixels = np.full((60, 60), 0.9, np.float32)
    pixels[20:40, 20:40] = np.nan
    pixels[:5] = np.nan
    found = draw(pixels)
    assert len(found) == 1
    hole = flip(shapely.box(20, 20, 40, 40))
    assert found.geometries[0].symmetric_difference(flip(shapely.box(0, 5, 60, 60)) - hole).area < 1e-6
    assert found.fields["mean_probability"] == pytest.approx([0.9])


def test_many_classes_of_any_value(draw):
    rng = np.random.default_rng(2)
    values = np.unique(rng.integers(-2**31 + 1, 2**31 - 1, 300)).astype(np.int32)
    labels = np.kron(values[rng.integers(0, len(values), (18, 20))], np.ones((6, 6), np.int32))
    found = draw(labels)
    assert set(found.fields["class"]) == set(labels.ravel().tolist())
    assert shapely.area(found.geometries).sum() == pytest.approx(labels.size)
    assert shapely.coverage_is_valid(found.geometries)


def test_lines_one_pixel_wide(draw):
    labels = np.zeros((60, 60), np.uint8)
    labels[30], labels[:, 20] = 1, 1
    labels[np.arange(5, 25), np.arange(30, 50)] = 2
    labels[np.arange(6, 26), np.arange(30, 50)] = 2
    check_map(draw(labels), labels)


def test_a_building_that_touches_all_four_edges(draw):
    labels = np.zeros((60, 80), np.uint8)
    labels[20:40], labels[:, 30:50] = 1, 1
    found = draw(labels)
    assert found.fields["n_vertices"].tolist() == [12]
    assert found.geometries[0].equals(flip(shapely.box(0, 20, 80, 40) | shapely.box(30, 0, 50, 60)))


def paint_pair(gap=0.75):
    """Probabilities of two houses, 30 x 40 and 34 x 40 px, that touch at x = 50, and their (H, W) pixels."""
    image = np.where(paint(shapely.box(20, 30, 84, 70)) > 0.5, 0.98, 0.02).astype(np.float32)
    image[30:70, 49:51] = gap
    return image


def test_touching_houses_share_a_wall(draw):
    one, found = draw(paint_pair()), draw(paint_pair(), split=True)
    assert len(one) == 1
    assert len(found) == 2
    assert found.fields["n_vertices"].tolist() == [4, 4]
    assert found.fields["class"].tolist() == [1, 1]
    assert found.fields["status"].tolist() == ["regular", "regular"]
    assert found.fields["area_m2"] == pytest.approx([30 * 40, 34 * 40], abs=25)
    assert found.fields["mean_probability"] == pytest.approx([0.97, 0.97], abs=0.01)
    assert shapely.area(found.geometries).sum() == pytest.approx(shapely.area(one.geometries).sum(), rel=0.01)
    assert shapely.coverage_is_valid(found.geometries)
    assert shapely.intersection(*found.geometries).length == pytest.approx(40, abs=1)
    assert shapely.intersection(*found.geometries).area == 0


@pytest.mark.parametrize(("gap", "arguments", "count"), [
    (0.93, {}, 1),  # no dip below the seed threshold
    (0.93, {"seed_threshold": 0.95}, 2),
    (0.75, {"seed_threshold": 0.5}, 1),  # no higher than the threshold
    (0.75, {"seed_threshold": 0.99}, 1),  # no seeds
    (0.75, {"min_area_m2": 1300}, 1),  # the smaller one goes into the other, not away
    (0.3, {}, 2),
])  # fmt: skip
def test_what_divides_touching_houses(draw, gap, arguments, count):
    found = draw(paint_pair(gap), split=True, **arguments)
    assert len(found) == count
    assert found.fields["area_m2"].sum() == pytest.approx(64 * 40 - (80 if gap < 0.5 else 0), rel=0.01)


def test_a_large_roof_with_a_weak_middle_stays_whole(draw):
    image = paint_pair()
    image[30:70, 34:70] = 0.75
    assert len(draw(image, split=True)) == 1


def test_a_courtyard_between_touching_houses_is_filled_or_kept(draw):
    image = paint_pair()
    image[45:55, 45:55] = 0.02
    kept, filled = draw(image, split=True), draw(image, split=True, min_hole_m2=101)
    assert len(kept) == len(filled) == 2
    assert kept.fields["area_m2"].sum() == pytest.approx(64 * 40 - 100, rel=0.02)
    assert filled.fields["area_m2"].sum() == pytest.approx(64 * 40, rel=0.01)


def test_objects_of_several_classes_are_kept_apart(draw):
    pair = paint_pair()
    road = np.zeros_like(pair)
    road[75:85] = 0.9
    bands = np.stack([1 - np.maximum(pair, road), pair, road])
    found = draw(bands, raster={"nodata": None}, band=[1, 2, 3], classes="2, 3", split=True)
    assert found.fields["class"].tolist() == [2, 2, 3]
    assert found.fields["area_m2"][:2] == pytest.approx([30 * 40, 34 * 40], abs=25)


def test_houses_that_do_not_touch_are_as_they_are_without_splitting(draw):
    house = shapely.affinity.rotate(shapely.box(20.3, 30.2, 60.1, 70.4), 17)
    one, found = draw(paint(house)), draw(paint(house), split=True)
    assert shapely.equals_exact(one.geometries[0], found.geometries[0])


def test_neither_threads_nor_cells_show_between_touching_houses(draw, monkeypatch):
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:150, :170]
    dip = np.minimum(np.minimum(y % 25, 24 - y % 25), np.minimum(x % 30, 29 - x % 30))
    town = 0.7 + 0.25 * np.minimum(dip, 1) + rng.normal(0, 0.02, dip.shape)
    town = np.where((x % 90 < 12) & (y % 50 < 48), 0.1, town).clip(0, 1).astype(np.float32)
    expected = draw(town, split=True)
    assert len(expected) > 20
    monkeypatch.setattr("eo_deep.polygonization.topology.touching_objects._CELL_PX", 64)
    monkeypatch.setattr("eo_deep.polygonization.topology.regions.CELL_PX", 48)
    for cores in (1, 3):
        monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda cores=cores: cores)
        found = draw(town, split=True)
        assert shapely.equals_exact(found.geometries, expected.geometries).all()
        for name, values in expected.fields.items():
            assert found.fields[name].tolist() == values.tolist()


def test_what_cannot_be_kept_apart_is_refused(draw):
    with pytest.raises(EoDeepError, match="in probabilities only; the raster is a class map"):
        draw(np.eye(9, dtype=np.uint8), split=True)
    with pytest.raises(EoDeepError, match="with the method 'mesh' only, got 'contour'"):
        draw(paint_pair(), split=True, method="contour")
    with pytest.raises(EoDeepError, match="seed threshold must be 0 to 1, got 1.5"):
        draw(paint_pair(), split=True, seed_threshold=1.5)


def test_each_object_gets_the_corners_asked_for_or_a_status_that_says_so(write_raster):
    share = paint(shapely.union_all([shapely.box(10, 10, 60, 50) - shapely.box(25, 22, 45, 38),
                                     shapely.affinity.rotate(shapely.box(80, 20, 130, 60), 25),
                                     shapely.box(70.0, 80.0, 100.0, 81.0)]))
    path = write_raster(share, crs=None, transform=FLIPPED)
    said = Notes()
    with open_raster(path, [1]) as source:
        four = approximate_map(source, 0.5, None, "1", Tolerances(corners=4), said)
        many = approximate_map(source, 0.5, None, None, Tolerances(corners=9))
    shells = shapely.get_num_coordinates(shapely.get_exterior_ring(four.geometries)) - 1
    assert shells.tolist() == [4, 4, 4]
    assert shapely.get_num_interior_rings(four.geometries).sum() == 1
    assert "corners missed" not in four.fields["status"]
    shells = shapely.get_num_coordinates(shapely.get_exterior_ring(many.geometries)) - 1
    assert (many.fields["status"] == "corners missed").tolist() == (shells != 9).tolist()
    assert (shells != 9).any()  # a rectangle along the pixels has four corners
    assert (shells == 9).any()


def test_the_corners_of_an_object_do_not_depend_on_others(write_raster):
    """A ragged one far away needs more rounds."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ragged = shapely.Polygon(np.column_stack([110 + (22 + 5 * (np.arange(24) % 2)) * np.cos(angles),
                                              60 + (22 + 5 * (np.arange(24) % 2)) * np.sin(angles)]))
    plain = shapely.Polygon([(10, 20), (45, 12), (55, 60), (30, 70), (14, 64)])
    found = []
    for number, shape in enumerate((plain, shapely.union_all([plain, ragged]))):
        path = write_raster(paint(shape), f"{number}.tif", crs=None, transform=FLIPPED)
        with open_raster(path, [1]) as source:
            polygons = approximate_map(source, 0.5, None, None, Tolerances(corners=4)).geometries
        found.append(polygons[np.argmin([each.centroid.x for each in polygons])])
    assert found[0].wkb == found[1].wkb
    assert len(found[0].exterior.coords) == 5


@pytest.mark.parametrize("corners", [1, 2, 100, -4])
def test_numbers_of_corners_have_limits(corners):
    with pytest.raises(EoDeepError, match="corners per object must be 3 to 99"):
        Tolerances(corners=corners)


def test_maps_are_read_within_the_raster_only(write_raster):
    shapes = [shapely.affinity.rotate(shapely.box(x, y, x + 26, y + 18), 9 * k, origin="centroid")
              for k, (x, y) in enumerate([(6, 8), (60, 10), (110, 15), (10, 60), (66, 66), (115, 70)])]
    path = write_raster(paint(shapely.union_all(shapes)), crs=None, transform=FLIPPED)
    rng = np.random.default_rng(0)
    maps = rng.uniform(0, 0.6, (5, 120, 150)).astype(np.float32)

    def read(window):
        assert window.col_off >= 0
        assert window.row_off >= 0
        rows = slice(int(window.row_off), int(window.row_off + window.height))
        columns = slice(int(window.col_off), int(window.col_off + window.width))
        assert rows.stop <= 120
        assert columns.stop <= 150
        return maps[:, rows, columns]

    with open_raster(path, [1]) as source:
        tolerances = Tolerances(corners=4, seed_threshold=0.9)
        assert len(approximate_map(source, 0.5, None, "1", tolerances, maps=read, with_walls=True)) == 6


def paint_streets(height=330, width=370):
    """Probabilities (H, W) and maps (5, H, W), both noisy: rows of touching houses longer than a tile of 128 px, turned
    ones that stand alone, and pieces on the frame."""
    rng = np.random.default_rng(3)
    rows = [shapely.box(8 + 27 * k, y, 35 + 27 * k, y + 24) for y in (20, 130, 250) for k in range(13)]
    alone = [shapely.affinity.rotate(shapely.box(x, y, x + 28, y + 19), 7 * k, "centroid")
             for k, (x, y) in enumerate([(10, 70), (60, 80), (113, 62), (170, 75), (232, 90), (300, 70), (-6, 180),
                                         (50, 190), (118, 182), (190, 185), (244, 200), (352, 195), (60, 318)])]
    houses = np.array(rows + alone)
    walls = shapely.union_all(shapely.boundary(houses))
    share = paint(shapely.union_all(houses), height, width)
    share = 1 / (1 + np.exp(-8 * (share - 0.5) - 0.7 * rng.standard_normal(share.shape)))
    maps = rng.uniform(0, 0.15, (5, height, width))
    y, x = np.mgrid[:height, :width] + 0.5
    points = shapely.points(x, y)
    joints = shapely.union_all([shapely.intersection(a, b) for a, b in zip(rows[:-1], rows[1:])])
    maps[0] += 0.8 * (shapely.distance(joints, points) < 1.2)
    near = shapely.distance(walls, points) < 4
    angle = np.zeros(near.shape)
    for k, house in enumerate(alone):
        angle[shapely.dwithin(house, points, 6)] = np.radians(7 * k)
    maps[1], maps[2] = 0.8 * near * np.cos(4 * angle), 0.8 * near * np.sin(4 * angle)
    for corner in shapely.get_coordinates(houses):
        maps[3] = np.maximum(maps[3], 0.9 * np.exp(-((x - corner[0]) ** 2 + (y - corner[1]) ** 2) / 3))
    return share.astype(np.float32), maps.astype(np.float32)


LAYOUTS = [{"tiled": True, "blockxsize": 64, "blockysize": 64}, {"tiled": True, "blockxsize": 256, "blockysize": 256},
           {"blockysize": 3}]


@pytest.mark.parametrize("corners", [None, 4])
@pytest.mark.parametrize("with_maps", [False, True])
def test_neither_threads_nor_blocks_nor_cells_show_in_maps_and_corners(write_raster, monkeypatch, corners, with_maps):
    """Objects and rows of touching ones that the graph's tiles cut: the same bytes each time."""
    monkeypatch.setattr(tiled_graph, "TILE_PX", 128)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", 8)
    share, maps = paint_streets()
    tolerances = Tolerances(seed_threshold=0.8, corners=corners)

    def describe(layout, cores, cell_px):
        monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda: cores)
        monkeypatch.setattr("eo_deep.polygonization.topology.regions.CELL_PX", cell_px)
        monkeypatch.setattr("eo_deep.polygonization.topology.touching_objects._CELL_PX", cell_px)
        own = {"crs": None, "transform": FLIPPED, **LAYOUTS[layout]}
        paths = write_raster(share, "share.tif", **own), write_raster(maps, "maps.tif", **own)
        with open_raster(paths[0], [1]) as source, open_raster(paths[1]) as seen:
            found = approximate_map(source, 0.5, None, "1", tolerances, with_walls=True,
                                    maps=(lambda window: seen.read(window)[0]) if with_maps else None)
        return {"outlines": shapely.to_wkb(found.geometries).tolist(),
                **{name: values.tolist() for name, values in found.fields.items()}}

    expected = describe(0, 1, 1024)
    assert len(expected["outlines"]) > (45 if with_maps else 14)
    assert describe(1, 3, 1024) == expected
    assert describe(2, 7, 1024) == expected
    smaller = describe(0, 2, 96)  # sums over an outline's pieces come in another order
    for name in smaller:
        if name == "outlines" or not isinstance(expected[name][0], float):
            assert smaller[name] == expected[name]
        else:
            assert smaller[name] == pytest.approx(expected[name], rel=1e-12)


@pytest.mark.parametrize("several", [False, True])
def test_neither_batches_nor_runs_of_edges_show(write_raster, monkeypatch, several):
    """Polygons by the thousand or by twos, edges far from the pixels that they are compared with: the same bytes."""
    monkeypatch.setattr(tiled_graph, "TILE_PX", 128)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", 8)
    share, maps = paint_streets()
    own = {"crs": None, "transform": FLIPPED}
    if several:
        path = write_raster(np.digitize(share, [0.2, 0.6, 0.9]).astype(np.uint8), "classes.tif", **own)
    else:
        path = write_raster(share, "share.tif", **own)

    def describe():
        with open_raster(path, [1]) as source:
            tolerances = Tolerances(seed_threshold=None if several else 0.8, corners=None if several else 4,
                                    min_area_m2=20 if several else 0)
            batches = list(approximate_in_batches(source, 0.5, None, "1", tolerances, with_walls=not several,
                                                  maps=None if several else lambda window: maps[
                                                      :, int(window.row_off) : int(window.row_off + window.height),
                                                      int(window.col_off) : int(window.col_off + window.width)]))
        found = join_layers(batches)
        return len(batches), {"outlines": shapely.to_wkb(found.geometries).tolist(),
                              **{name: values.tolist() for name, values in found.fields.items()}}

    one, expected = describe()
    monkeypatch.setattr(polygon_batches, "_BATCH", 2)
    monkeypatch.setattr(polygon_batches, "_TALL_PX", 30)
    monkeypatch.setattr(edge_store, "_RUN", 16)
    monkeypatch.setattr(fidelity, "_NEAR_PX", 2)
    many, found = describe()
    assert (one, many) == (1, -(-len(expected["outlines"]) // 2))
    assert many > 6
    assert found == expected


@pytest.mark.parametrize("several", [False, True])
def test_a_large_map_that_is_stopped_again_and_again_stays_the_same(write_raster, tmp_path, monkeypatch, several):
    """In whatever phase, with objects of several tiles: the same layer, in the same order."""
    monkeypatch.setattr(tiled_graph, "TILE_PX", 128)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", 8)
    monkeypatch.setattr("eo_deep.polygonization.topology.regions.CELL_PX", 128)
    share = paint_streets()[0]
    classes = np.digitize(share, [0.2, 0.6, 0.9]).astype(np.uint8)
    path = write_raster(classes if several else share, "map.tif", crs=None, transform=FLIPPED)
    job = {"input": path, "classes": "1,2,3"} if several else {"input": path, "split": True, "seed_threshold": 0.8}

    def read(output):
        _, numbers, geometries, fields = pyogrio.raw.read(output, return_fids=True)
        return [numbers.tolist(), geometries.tolist(), *(field.tolist() for field in fields)]

    polygonize(**job, output=str(tmp_path / "direct.gpkg"))
    monkeypatch.setenv("EO_DEEP_PART_PX", "128")
    output, stopped, made = tmp_path / "out.gpkg", [], []

    def stop_soon(function, items):
        def run(item):
            made.append(item)
            if len(made) % 9 == 0:
                raise EoDeepError("stopped")
            return function(item)

        return map(run, items)

    monkeypatch.setattr("eo_deep.io.result_log.map_in_order", stop_soon)
    while not output.exists():
        try:
            polygonize(**job, output=str(output), resume=True)
        except EoDeepError as error:
            stopped.append(str(error))
    assert len(stopped) > 5 and set(stopped) == {"stopped"}
    assert read(output) == read(tmp_path / "direct.gpkg")
    assert not (tmp_path / "out.gpkg.parts").exists()
