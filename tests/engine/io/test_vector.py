"""Polygons in, polygons out: repaired, reprojected, written whole or not at all."""

import sqlite3

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from rasterio.crs import CRS

from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
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
