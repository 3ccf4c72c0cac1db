"""Layers read and written with all that belongs to them, and as GeoDataFrames."""

import datetime
import sqlite3
import sys
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.geo.geometries import move_geometries, replace_coordinates
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer, clip_polygons, rasterize_area

SQUARE = shapely.box(0, 0, 10, 10)


def make_layer(geometries, **attributes):
    return VectorLayer(np.array([None, *geometries], object)[1:], attributes, to_crs(32633), "Unknown")


def test_attributes_of_all_types_survive(tmp_path):
    null = [False, True]
    layer = make_layer(
        [SQUARE, SQUARE],
        name=np.array(["Größe", None], object),
        levels=np.ma.array([3, 0], np.int32, mask=null),
        osm_id=np.ma.array([2**53 + 1, 0], np.int64, mask=null),
        inhabited=np.ma.array([True, False], mask=null),
        height=np.array([7.25, np.nan]),
        built=np.array(["1999-12-31", "NaT"], "datetime64[D]"),
        edited=np.array(["2024-05-06T07:08:09", "NaT"], "datetime64[ms]"),
    )
    write_vectors(tmp_path / "a.gpkg", layer, "map")
    found = read_vectors(tmp_path / "a.gpkg")
    assert list(found.fields) == list(layer.fields)
    for name, old in layer.fields.items():
        new = found.fields[name]
        assert new.dtype == old.dtype, name
        assert new[0] == old[0], name
        assert isinstance(new, np.ma.MaskedArray) == isinstance(old, np.ma.MaskedArray)
        assert np.ma.getmaskarray(new).tolist() == np.ma.getmaskarray(old).tolist()
    assert found.crs == layer.crs
    assert found.fields["name"][1] is None


def test_a_field_that_has_our_name_gets_another(notes):
    layer = make_layer([SQUARE], Status=np.array(["mine"], object), status_before=np.ones(1))
    added = layer.add({"status": np.array(["aligned"], object)}, notes)
    assert list(added.fields) == ["Status_before_2", "status_before", "status"]
    assert added.fields["Status_before_2"].tolist() == ["mine"]
    assert notes.warnings == ["The input's field 'Status' is called 'Status_before_2' in the output."]


def test_geometries_of_all_kinds_survive(tmp_path):
    high = shapely.from_wkt("POLYGON Z ((0 0 1, 4 0 2, 4 4 3, 0 0 1))")
    bow_tie = shapely.from_wkt("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))")
    line = shapely.from_wkt("LINESTRING (0 0, 5 5)")
    holed = SQUARE - shapely.box(2, 2, 4, 4)
    layer = make_layer([high, bow_tie, line, holed, shapely.MultiPolygon([SQUARE]), None, shapely.Polygon()])
    write_vectors(tmp_path / "a.gpkg", layer, "map")
    found = read_vectors(tmp_path / "a.gpkg")
    assert [g and g.wkt for g in found.geometries][:5] == [g.wkt for g in layer.geometries[:5]]
    assert found.present.tolist() == [True] * 5 + [False] * 2
    offsets = np.tile([1.5, -2.0], (7, 1))
    moved = move_geometries(found.geometries, offsets)
    assert moved[0].wkt == "POLYGON Z ((1.5 -2 1, 5.5 -2 2, 5.5 2 3, 1.5 -2 1))"
    assert len(moved[3].interiors) == 1
    assert moved[5] is None
    back = replace_coordinates(moved, shapely.get_coordinates(found.geometries))
    assert [g and g.wkt for g in back] == [g and g.wkt for g in found.geometries]


def test_single_and_multiple_polygons_become_one_type(tmp_path):
    write_vectors(tmp_path / "a.gpkg", make_layer([SQUARE, shapely.MultiPolygon([SQUARE])]), "map")
    assert pyogrio.read_info(tmp_path / "a.gpkg")["geometry_type"] == "MultiPolygon"
    write_vectors(tmp_path / "b.gpkg", make_layer([SQUARE, None]), "map")
    assert pyogrio.read_info(tmp_path / "b.gpkg")["geometry_type"] == "Polygon"


def test_measures_are_dropped_and_told(tmp_path, notes):
    path = tmp_path / "m.gpkg"
    write_vectors(path, make_layer([shapely.LineString([(0, 0), (5, 5)])]), "map")
    measured = shapely.to_wkb(shapely.from_wkt("LINESTRING M (0 0 1, 5 5 2)"), flavor="iso")
    with closing(sqlite3.connect(path)) as database:  # which no writer at hand makes
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        blob = database.execute("SELECT geom FROM map").fetchone()[0]
        database.execute("UPDATE map SET geom = ?", (blob[:40] + measured,))
        database.execute("UPDATE gpkg_geometry_columns SET m = 1")
        database.commit()
    assert read_vectors(path, notes).geometries[0].wkt == "LINESTRING (0 0, 5 5)"
    assert notes.warnings == [f"'{path}': measures (M) are dropped."]


def test_points_and_missing_files_are_refused(tmp_path):
    write_vectors(tmp_path / "p.gpkg", make_layer([shapely.Point(1, 1)]), "map")
    with pytest.raises(EoDeepError, match="holds no polygons or lines, but: Point[.]$"):
        read_vectors(tmp_path / "p.gpkg")
    with pytest.raises(EoDeepError, match="does not exist[.]$"):
        read_vectors(tmp_path / "q.gpkg")


def test_becomes_a_geodataframe_and_comes_back():
    pytest.importorskip("geopandas")
    moment = datetime.datetime(2024, 5, 6, 7, 8, tzinfo=datetime.timezone.utc)
    layer = make_layer(
        [SQUARE, None],
        name=np.array(["Größe", None], object),
        levels=np.ma.array([3, 0], np.int32, mask=[False, True]),
        osm_id=np.ma.array([2**53 + 1, 0], np.int64, mask=[False, True]),
        inhabited=np.ma.array([True, False], mask=[False, True]),
        number=np.array([1, 2], np.int16),
        height=np.array([7.25, np.nan]),
        edited=np.array(["2024-05-06T07:08:09", "NaT"], "datetime64[ms]"),
        seen=np.array([moment, None], object),
        geometry=np.array(["round", "square"], object),
    )
    frame = layer.to_geopandas()
    assert frame.crs == layer.crs and frame.geometry.name == "geometry_2"
    assert frame["levels"].isna().tolist() == [False, True]
    back = VectorLayer.from_geopandas(frame)
    assert list(back.geometries) == list(layer.geometries) and back.crs == layer.crs
    assert list(back.fields) == list(layer.fields)
    for name, old in layer.fields.items():
        new = back.fields[name]
        assert new.dtype == old.dtype, name
        assert new[0] == old[0], name
        assert np.ma.getmaskarray(new).tolist() == np.ma.getmaskarray(old).tolist(), name
        assert (new[1] is None) == (old[1] is None), name


def test_takes_any_geodataframe(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    pandas = pytest.importorskip("pandas")
    columns = {
        "kind": pandas.Categorical(["a", None]), "count": np.array([1, None], object),
        "mixed": np.array([1.5, "x"], object), 7: [True, False], "day": pandas.to_datetime(["2024-05-06", None]),
    }  # fmt: skip
    frame = geopandas.GeoDataFrame(columns, geometry=[SQUARE, SQUARE], crs=32633, index=[5, 9])
    layer = VectorLayer.from_geopandas(frame)
    write_vectors(tmp_path / "a.gpkg", layer)
    found = read_vectors(tmp_path / "a.gpkg")
    assert found.crs == frame.crs and list(found.fields) == ["kind", "count", "mixed", "7", "day"]
    assert found.fields["kind"].tolist() == ["a", None] and found.fields["count"].tolist() == [1, None]
    assert found.fields["mixed"].tolist() == ["1.5", "x"] and found.fields["7"].tolist() == [True, False]
    assert found.fields["day"][0] == np.datetime64("2024-05-06") and np.isnat(found.fields["day"][1])


def test_says_what_a_geodataframe_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(EoDeepError, match="^A GeoDataFrame needs geopandas; install it with"):
        make_layer([SQUARE]).to_geopandas()


def test_clips_to_an_extent():
    touching = shapely.box(4, 0, 5, 1)
    pieces = shapely.MultiPolygon([shapely.box(0, 3, 3, 3.5), shapely.box(6, 3, 7, 4)])
    layer = [shapely.box(1, 1, 2, 2), shapely.box(3, 1, 6, 2), touching, shapely.box(8, 8, 9, 9), pieces]
    polygons = VectorLayer(np.array(layer, object), {"n": np.arange(5)}, to_crs(32633))
    clipped = clip_polygons(polygons, shapely.box(0, 0, 4, 4))
    assert clipped.fields["n"].tolist() == [0, 1, 4]
    assert shapely.area(clipped.geometries).tolist() == [1, 1, 1.5]


def test_inside_is_everywhere_without_an_area():
    grid = Grid(None, from_origin(0, 4, 1, 1), 4, 4)
    assert rasterize_area(None, grid).all()
    assert rasterize_area(None, grid, Window(0, 0, 3, 2)).shape == (2, 3)
    assert rasterize_area(VectorLayer(np.array([shapely.box(0, 0, 2, 4)])), grid).sum() == 8
