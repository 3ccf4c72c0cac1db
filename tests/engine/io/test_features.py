"""Layers read and written with all that belongs to them; neighbours that move as one."""

import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely

from eo_deep.alignment.shared_walls import join_shifts
from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.geo.geometries import move_geometries, replace_coordinates
from eo_deep.io.features import Features, read_features, write_features

SQUARE = shapely.box(0, 0, 10, 10)


def make_layer(geometries, **attributes):
    return Features(np.array([None, *geometries], object)[1:], attributes, to_crs(32633), "Unknown")


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
    write_features(tmp_path / "a.gpkg", layer, "map")
    found = read_features(tmp_path / "a.gpkg")
    assert list(found.attributes) == list(layer.attributes)
    for name, old in layer.attributes.items():
        new = found.attributes[name]
        assert new.dtype == old.dtype, name
        assert new[0] == old[0], name
        assert isinstance(new, np.ma.MaskedArray) == isinstance(old, np.ma.MaskedArray)
        assert np.ma.getmaskarray(new).tolist() == np.ma.getmaskarray(old).tolist()
    assert found.crs == layer.crs
    assert found.attributes["name"][1] is None


def test_a_field_that_has_our_name_gets_another(notes):
    layer = make_layer([SQUARE], Status=np.array(["mine"], object), status_before=np.ones(1))
    added = layer.add({"status": np.array(["aligned"], object)}, notes)
    assert list(added.attributes) == ["Status_before_2", "status_before", "status"]
    assert added.attributes["Status_before_2"].tolist() == ["mine"]
    assert notes.warnings == ["The input's field 'Status' is called 'Status_before_2' in the output."]


def test_geometries_of_all_kinds_survive(tmp_path):
    high = shapely.from_wkt("POLYGON Z ((0 0 1, 4 0 2, 4 4 3, 0 0 1))")
    bow_tie = shapely.from_wkt("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))")
    line = shapely.from_wkt("LINESTRING (0 0, 5 5)")
    holed = SQUARE - shapely.box(2, 2, 4, 4)
    layer = make_layer([high, bow_tie, line, holed, shapely.MultiPolygon([SQUARE]), None, shapely.Polygon()])
    write_features(tmp_path / "a.gpkg", layer, "map")
    found = read_features(tmp_path / "a.gpkg")
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
    write_features(tmp_path / "a.gpkg", make_layer([SQUARE, shapely.MultiPolygon([SQUARE])]), "map")
    assert pyogrio.read_info(tmp_path / "a.gpkg")["geometry_type"] == "MultiPolygon"
    write_features(tmp_path / "b.gpkg", make_layer([SQUARE, None]), "map")
    assert pyogrio.read_info(tmp_path / "b.gpkg")["geometry_type"] == "Polygon"


def test_measures_are_dropped_and_told(tmp_path, notes):
    path = tmp_path / "m.gpkg"
    write_features(path, make_layer([shapely.LineString([(0, 0), (5, 5)])]), "map")
    measured = shapely.to_wkb(shapely.from_wkt("LINESTRING M (0 0 1, 5 5 2)"), flavor="iso")
    with closing(sqlite3.connect(path)) as database:  # which no writer at hand makes
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        blob = database.execute("SELECT geom FROM map").fetchone()[0]
        database.execute("UPDATE map SET geom = ?", (blob[:40] + measured,))
        database.execute("UPDATE gpkg_geometry_columns SET m = 1")
        database.commit()
    assert read_features(path, notes).geometries[0].wkt == "LINESTRING (0 0, 5 5)"
    assert notes.warnings == [f"'{path}': measures (M) are dropped."]


def test_points_and_missing_files_are_refused(tmp_path):
    write_features(tmp_path / "p.gpkg", make_layer([shapely.Point(1, 1)]), "map")
    with pytest.raises(EoDeepError, match="holds no polygons or lines, but: Point[.]$"):
        read_features(tmp_path / "p.gpkg")
    with pytest.raises(EoDeepError, match="does not exist[.]$"):
        read_features(tmp_path / "q.gpkg")


def test_neighbours_that_move_alike_move_as_one():
    row = np.array([shapely.box(10 * k, 0, 10 * k + 10, 10) for k in range(4)] + [shapely.box(50, 0, 60, 10)])
    shifts = np.array([[2.0, 0.0], [2.2, 0.1], [2.1, 0.0], [3.5, 0.0], [2.0, 0.0]])
    joined, alone = join_shifts(row, shifts, np.ones(5), np.ones(5, bool), 0.4)
    assert alone.tolist() == [False] * 3 + [True] * 2
    assert (joined[:3] == joined[0]).all()
    assert joined[0] == pytest.approx([2.1, 1 / 30])
    assert (joined[3:] == shifts[3:]).all()
    apart, _ = join_shifts(row, shifts, np.ones(5), np.array([True, False, True, True, True]), 0.4)
    assert (apart == shifts).all()


def test_no_member_of_a_group_strays_far():
    """A long row whose shifts grow slowly: each pair is alike, the ends are not."""
    row = np.array([shapely.box(10 * k, 0, 10 * k + 10, 10) for k in range(30)])
    shifts = np.column_stack([0.1 * np.arange(30), np.zeros(30)])
    joined, _ = join_shifts(row, shifts, np.ones(30), np.ones(30, bool), 0.4)
    assert np.hypot(*(joined - shifts).T).max() <= 0.4
    assert len(np.unique(joined[:, 0])) < 10
