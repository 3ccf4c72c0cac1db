"""Polygons in, polygons out: repaired, reprojected, rasterized by pixel centres, measured on the ellipsoid."""

import sqlite3

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from rasterio.crs import CRS
from rasterio.transform import Affine, from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.geo.measure import measure_areas_m2, measure_ground, measure_perimeters_m
from eo_deep.geo.rasterization import PolygonIndex, rasterize
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, clip_polygons, rasterize_area
from tests.engine.notes import Notes

UTM = pyproj.CRS(32633)
BOW_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


def write_layer(path, geometries, geometry_type="Polygon", crs="EPSG:32633", **fields):
    geometries = np.array([None, *geometries], dtype=object)[1:]
    columns = {name: np.array(values) for name, values in fields.items()}
    pyogrio.raw.write(path, shapely.to_wkb(geometries), list(columns.values()), list(columns), crs=crs,
                      geometry_type=geometry_type)
    return str(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".fgb"])
def test_reads_what_qgis_writes(tmp_path, suffix):
    path = write_layer(tmp_path / f"a{suffix}", [shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)], klass=[1, 2])
    polygons = read_polygons(path, crs=32633, columns=["klass"])
    assert len(polygons) == 2
    assert sorted(polygons.fields["klass"]) == [1, 2]
    assert shapely.area(polygons.geometries) == pytest.approx([1, 1])


def test_reads_the_layer_that_is_named(tmp_path):
    path = tmp_path / "a.gpkg"
    write_vectors(path, VectorLayer(np.array([shapely.box(0, 0, 1, 1)]), crs=UTM), layer="one")
    pyogrio.raw.write(path, shapely.to_wkb(np.array([shapely.Point(0, 0)])), [], [], layer="points", crs="EPSG:32633",
                      geometry_type="Point", append=True)
    pyogrio.raw.write(path, shapely.to_wkb(np.array([shapely.box(0, 0, 2, 2)] * 3)), [], [], layer="two",
                      crs="EPSG:32633", geometry_type="Polygon", append=True)
    assert len(read_polygons(path)) == 1
    assert len(read_polygons(f"{path}|layername=two")) == 3
    assert len(read_polygons(f"{path}|layerid=2")) == 3
    with pytest.raises(EoDeepError, match="Layer 'three' not found; .* has: one, points, two"):
        read_polygons(f"{path}|layername=three")
    with pytest.raises(EoDeepError, match="holds no polygons, but: Point"):
        read_polygons(f"{path}|layername=points")


def test_drops_and_repairs_with_one_warning(tmp_path):
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(5, 5, 6, 6)])
    line = shapely.LineString([(0, 0), (1, 1)])
    geometries = [None, shapely.Polygon(), BOW_TIE, mixed, line, shapely.box(0, 0, 1, 1)]
    notes = Notes()
    path = write_layer(tmp_path / "a.gpkg", geometries, "Unknown", name=list("abcdef"))
    polygons = read_polygons(path, progress=notes)
    assert list(polygons.fields["name"]) == ["c", "d", "f"]
    assert shapely.is_valid(polygons.geometries).all()
    assert shapely.area(polygons.geometries) == pytest.approx([2, 1, 1])
    assert len(notes.warnings) == 1
    for words in ("2 null or empty geometries dropped", "1 geometries without", "1 invalid geometries repaired"):
        assert words in notes.warnings[0]
    assert polygons.repaired == 1


def test_clips_to_an_extent():
    touching = shapely.box(4, 0, 5, 1)
    pieces = shapely.MultiPolygon([shapely.box(0, 3, 3, 3.5), shapely.box(6, 3, 7, 4)])
    layer = [shapely.box(1, 1, 2, 2), shapely.box(3, 1, 6, 2), touching, shapely.box(8, 8, 9, 9), pieces]
    clipped = clip_polygons(VectorLayer(np.array(layer, object), {"n": np.arange(5)}, UTM), shapely.box(0, 0, 4, 4))
    assert clipped.fields["n"].tolist() == [0, 1, 4]
    assert shapely.area(clipped.geometries).tolist() == [1, 1, 1.5]


def test_straightens_curves_and_drops_the_third_dimension(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,WKT\n1,"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"\n'
                    '2,"POLYGON Z((0 0 5,1 0 5,1 1 5,0 0 5))"\n')
    polygons = read_polygons(path)
    assert not shapely.has_z(polygons.geometries).any()
    assert shapely.area(polygons.geometries) == pytest.approx([np.pi, 0.5], rel=2e-3)


def test_reprojects_with_x_first(tmp_path):
    path = write_layer(tmp_path / "a.geojson", [shapely.box(15.0, 50.0, 15.1, 50.1)], crs="EPSG:4326")
    polygons = read_polygons(path, crs=CRS.from_epsg(32633))
    assert polygons.crs == UTM
    assert shapely.bounds(polygons.geometries)[0] == pytest.approx([500000, 5538630, 507157, 5549760], abs=150)


def test_leaves_out_what_the_crs_cannot_hold(tmp_path):
    path = write_layer(tmp_path / "a.geojson", [shapely.box(0, 80, 10, 90), shapely.box(0, 0, 1, 1)], crs="EPSG:4326")
    notes = Notes()
    polygons = read_polygons(path, crs=3857, progress=notes)
    assert np.isfinite(shapely.bounds(polygons.geometries)).all()
    assert len(polygons) + len(notes.warnings) >= 2


def test_takes_a_layer_without_crs_to_be_the_images(tmp_path):
    notes = Notes()
    path = write_layer(tmp_path / "a.shp", [shapely.box(0, 0, 1, 1)], crs=None)
    assert read_polygons(path, crs=UTM, progress=notes).crs == UTM
    assert "no CRS, taken to be in WGS 84 / UTM zone 33N" in notes.warnings[0]
    assert read_polygons(path).crs is None


def test_an_empty_layer_is_no_error(tmp_path):
    write_vectors(tmp_path / "a.gpkg", VectorLayer(np.array([], object), {"area_m2": np.array([])}, UTM))
    polygons = read_polygons(tmp_path / "a.gpkg", crs=4326)
    assert len(polygons) == 0
    assert polygons.fields["area_m2"].dtype == np.float64


def test_names_what_is_wrong(tmp_path):
    path = write_layer(tmp_path / "a.gpkg", [shapely.box(0, 0, 1, 1)], id=[1], name=["x"])
    with pytest.raises(EoDeepError, match="^Field 'klass' not found; the layer has: id, name.$"):
        read_polygons(path, columns=["klass"])
    with pytest.raises(EoDeepError, match="nowhere.gpkg' does not exist"):
        read_polygons(tmp_path / "nowhere.gpkg")
    lines = write_layer(tmp_path / "lines.gpkg", [shapely.LineString([(0, 0), (1, 1)])], "LineString")
    with pytest.raises(EoDeepError, match="holds no polygons, but: LineString"):
        read_polygons(lines)
    unknown = write_layer(tmp_path / "unknown.gpkg", [shapely.LineString([(0, 0), (1, 1)])], "Unknown")
    with pytest.raises(EoDeepError, match="holds no polygons, but: LineString"):
        read_polygons(unknown)
    (tmp_path / "foreign.gpkg").write_bytes(b"not a database" * 99)
    with pytest.raises(EoDeepError, match=r"foreign.gpkg' is not a vector file"):
        read_polygons(tmp_path / "foreign.gpkg")
    whole = (tmp_path / "a.gpkg").read_bytes()
    (tmp_path / "cut.gpkg").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(EoDeepError, match="cut.gpkg'"):
        read_polygons(tmp_path / "cut.gpkg")


def test_writes_whole_files_only(tmp_path):
    path = tmp_path / "a.gpkg"
    attributes = {"id": np.array([1, 2]), "name": np.array(["a", None])}
    boxes = VectorLayer(np.array([shapely.box(0, 0, 1, 1)] * 2), attributes, UTM)
    write_vectors(path, boxes)
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"a.gpkg{suffix}").write_bytes(b"left over")
    write_vectors(path, boxes.select(np.array([True, False])))
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]
    again = read_polygons(path)
    assert len(again) == 1
    assert again.crs == UTM
    assert sqlite3.connect(path).execute("pragma integrity_check").fetchone() == ("ok",)
    with pytest.raises(EoDeepError, match="must end in .gpkg"):
        write_vectors(tmp_path / "a.shp", boxes)
    with pytest.raises(EoDeepError, match="does not exist"):
        write_vectors(tmp_path / "nowhere" / "a.gpkg", boxes)


def test_multipolygons_and_missing_crs_survive(tmp_path):
    two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
    write_vectors(tmp_path / "a.gpkg", VectorLayer(np.array([two, shapely.box(0, 0, 1, 1)])))
    again = read_polygons(tmp_path / "a.gpkg")
    assert again.crs is None
    assert shapely.area(again.geometries) == pytest.approx([2, 1])


def test_full_disk_keeps_the_old_file(small_disk):
    path = small_disk / "a.gpkg"
    write_vectors(path, VectorLayer(np.array([shapely.box(0, 0, 1, 1)]), crs=UTM))
    before = path.read_bytes()
    round_ones = shapely.buffer(shapely.points(np.arange(5000.0), 0.0), 1, quad_segs=32)
    with pytest.raises(EoDeepError, match="The disk of .* is full"):
        write_vectors(path, VectorLayer(round_ones, crs=UTM))
    assert [p.name for p in small_disk.iterdir()] == ["a.gpkg"]
    assert path.read_bytes() == before


def test_burns_by_pixel_centres_and_in_order():
    grid = Grid(None, from_origin(0, 4, 1, 1), 4, 4)
    burnt = rasterize(np.array([shapely.box(0, 2.4, 4, 4), shapely.box(1.6, 0, 2.6, 4)]), [3, 7], grid)
    assert burnt.tolist() == [[3, 3, 7, 3], [3, 3, 7, 3], [0, 0, 7, 0], [0, 0, 7, 0]]
    assert rasterize(np.array([], object), [], grid, background=9).tolist() == np.full((4, 4), 9).tolist()


@pytest.mark.parametrize("transform", [from_origin(100, 900, 0.5, 0.5),
                                       Affine.translation(100, 900) * Affine.rotation(30) * Affine.scale(0.5, -0.4)])
def test_windows_of_an_index_are_pieces_of_the_whole(transform):
    rng = np.random.default_rng(0)
    grid = Grid(None, transform, 200, 160)
    xy = np.array([transform * p for p in rng.uniform((0, 0), (200, 160), (60, 2))])
    discs = shapely.buffer(shapely.points(xy), rng.uniform(0.3, 9, 60))
    values = rng.integers(1, 200, 60)
    index = PolygonIndex(discs)
    whole = rasterize(discs, values, grid)
    columns, rows = np.meshgrid(np.arange(200) + 0.5, np.arange(160) + 0.5)
    x, y = transform * (columns, rows)
    expected = np.zeros((160, 200), np.uint8)
    for disc, value in zip(discs, values):
        expected[shapely.contains_xy(disc, x, y)] = value
    assert (whole == expected).all()
    for window in (Window(30, 20, 64, 50), Window(-10, -10, 40, 40), Window(190, 150, 50, 50)):
        piece = np.zeros((int(window.height), int(window.width)), np.uint8)
        top, left = int(window.row_off), int(window.col_off)
        rows = slice(max(0, top), min(160, top + piece.shape[0]))
        columns = slice(max(0, left), min(200, left + piece.shape[1]))
        burnt = index.rasterize(values, grid, window)
        assert (burnt[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
                == whole[rows, columns]).all()


def test_long_outlines_burn_the_same_in_pieces():
    rng = np.random.default_rng(0)
    angles = np.linspace(0, 2 * np.pi, 20001)[:-1]
    radius = 80 + 0.2 * rng.normal(size=20000).cumsum() + rng.normal(size=20000)
    star = shapely.Polygon(np.column_stack([100 + radius * np.cos(angles), -100 + radius * np.sin(angles)])).buffer(0)
    grid = Grid(None, Affine.rotation(10) * Affine(1, 0, 0, 0, -1, 0), 220, 220)
    star = shapely.affinity.affine_transform(star, [*grid.transform[:2], *grid.transform[3:5], 0, 0])
    star = shapely.affinity.translate(star, *np.subtract(grid.transform * (110, 110), star.centroid.coords[0]))
    index = PolygonIndex(np.array([star, shapely.box(*star.bounds).exterior.buffer(3)]))
    whole = index.rasterize([1, 2], grid)
    assert 0.2 < whole.astype(bool).mean() < 0.9
    for window in (Window(0, 0, 64, 64), Window(50, 60, 64, 30), Window(150, 100, 70, 120)):
        assert (index.rasterize([1, 2], grid, window) == whole[window.toslices()]).all()


def test_inside_is_everywhere_without_an_area():
    grid = Grid(None, from_origin(0, 4, 1, 1), 4, 4)
    assert rasterize_area(None, grid).all()
    assert rasterize_area(None, grid, Window(0, 0, 3, 2)).shape == (2, 3)
    assert rasterize_area(VectorLayer(np.array([shapely.box(0, 0, 2, 4)])), grid).sum() == 8


@pytest.mark.parametrize("epsg", [3857, 4326, 32633, 3035, 2277])
def test_ground_area_and_perimeter_in_any_crs(epsg):
    """The same 100 m x 50 m yard with a 10 m hole, at 60 degrees north where Web Mercator quadruples areas."""
    centre = (-97.7, 30.3) if epsg == 2277 else (15.2, 60.0)
    local = pyproj.CRS(f"+proj=aeqd +lat_0={centre[1]} +lon_0={centre[0]} +ellps=WGS84")
    yard = shapely.box(-50, -25, 50, 25) - shapely.box(-5, -5, 5, 5)
    forward = pyproj.Transformer.from_crs(local, epsg, always_xy=True)
    moved = shapely.transform(np.array([yard]), lambda xy: np.column_stack(forward.transform(*xy.T)))
    assert measure_areas_m2(moved, epsg) == pytest.approx([4900], rel=1e-4)
    assert measure_perimeters_m(moved, epsg) == pytest.approx([340], rel=1e-4)


def test_large_areas_follow_the_maps_straight_edges():
    """One degree by ten at 60 degrees north: bounded by parallels, not by great circles."""
    ellipsoid = pyproj.Geod(ellps="WGS84")
    longitudes = np.linspace(0, 10, 20001)
    ring = np.concatenate([np.column_stack([longitudes, np.full(20001, 60)]),
                           np.column_stack([longitudes[::-1], np.full(20001, 61)])])
    expected = abs(ellipsoid.polygon_area_perimeter(*ring.T)[0])
    assert measure_areas_m2(np.array([shapely.box(0, 60, 10, 61)]), 4326) == pytest.approx([expected], rel=1e-5)


def test_areas_without_crs_are_planar():
    assert measure_areas_m2(np.array([shapely.box(0, 0, 2, 3)]), None).tolist() == [6]
    assert measure_areas_m2(np.array([], object), 4326).tolist() == []


def test_measures_rings_that_are_points():
    point = [(500000, 5500000)] * 4
    large = shapely.Polygon([(5e5, 55e5), (52e4, 55e5), (52e4, 552e4), (5e5, 552e4)], [point])
    area_m2, perimeter_m = measure_ground([shapely.Polygon(point), large], 32633)
    assert area_m2 == pytest.approx([0, 4e8], rel=1e-3) and perimeter_m == pytest.approx([0, 8e4], rel=1e-3)
