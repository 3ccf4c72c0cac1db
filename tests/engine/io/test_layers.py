"""Fields come through with their names, types and values, whatever they are; what cannot is told."""

import json
import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.maps.layers import open_layer
from eo_deep.geo.crs import to_crs
from eo_deep.io.field_names import free_names
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.layers import split_path
from eo_deep.io.vector import read_points, read_polygons, read_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.polygonization.regularization import regularize_polygons
from eo_deep.progress import silent
from eo_deep.sampling.labels import PolygonLabels, RasterLabels, open_labels

HOUSE = shapely.box(500000, 5500000, 500020, 5500012)
UTM = to_crs(32633)


def write_geojson(path, *properties):
    """One house per dict of properties."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    houses = [{"type": "Feature", "properties": each,
               "geometry": shapely.geometry.mapping(shapely.transform(HOUSE, lambda xy, i=i: xy + [30 * i, 0]))}
              for i, each in enumerate(properties)]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": houses}))
    return str(path)


def read_rows(path, *names):
    with closing(sqlite3.connect(path)) as database:
        table = database.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
        chosen = ", ".join(f'"{name}"' for name in names)
        return database.execute(f'SELECT {chosen} FROM "{table}"').fetchall()


def rewrite(reader, path, target, notes):
    """Read and write by polygons or by features, and regularize."""
    if reader == "polygons":
        write_vectors(target, read_polygons(path, progress=notes), progress=notes)
    elif reader == "features":
        write_vectors(target, read_vectors(path, notes), "map", notes)
    else:
        regularize_polygons(path, output=str(target), progress=notes)


@pytest.fixture(params=["polygons", "features", "regularize"])
def copy(request, tmp_path, notes):
    """copy(path) -> a GeoPackage that one of the writers made of what its reader found."""

    def run(path):
        target = tmp_path / "copied.gpkg"
        rewrite(request.param, path, target, notes)
        return target

    return run


def test_numbers_truth_values_and_lists_keep_their_types(copy, tmp_path):
    path = write_geojson(
        tmp_path / "a.geojson",
        {"id64": 2**53 + 1, "floors": None, "listed": True, "tags": ["ä", "b"], "years": [1, 2], "more": {"a": [1]}},
        {"id64": None, "floors": 5, "listed": None, "tags": ["c"], "years": None, "more": None},
    )
    target = copy(path)
    info = pyogrio.read_info(target)
    kinds = dict(zip(info["fields"], zip(info["ogr_types"], info["ogr_subtypes"])))
    assert kinds["id64"] == ("OFTInteger64", "OFSTNone")
    assert kinds["floors"] == ("OFTInteger", "OFSTNone")
    assert kinds["listed"] == ("OFTInteger", "OFSTBoolean")
    assert read_rows(target, "id64", "floors", "listed", "tags", "years") == [
        (2**53 + 1, None, 1, '["ä", "b"]', "[1, 2]"), (None, 5, None, '["c"]', None)]  # fmt: skip
    assert json.loads(read_rows(target, "more")[0][0]) == {"a": [1]}


def test_dates_times_and_time_zones(copy, tmp_path):
    path = write_geojson(
        tmp_path / "a.geojson",
        {"day": "2020-02-03", "hour": "12:34:56", "moment": "2020-02-03T04:05:06.789+02:00"},
        {"day": None, "hour": None, "moment": "2020-02-03T04:05:06Z"},
    )
    assert read_rows(copy(path), "day", "hour", "moment") == [
        ("2020-02-03", "12:34:56", "2020-02-03T02:05:06.789Z"), (None, None, "2020-02-03T04:05:06.000Z")]  # fmt: skip


@pytest.mark.parametrize("suffix", [".shp", ".csv"])
def test_texts_in_another_encoding_than_said(copy, tmp_path, notes, suffix):
    path = tmp_path / f"roofs{suffix}"
    if suffix == ".csv":
        wkt = f'"{HOUSE.wkt}"'
        path.write_bytes(f"WKT,street,town\n{wkt},Straße,Köln\n".encode().replace("ß".encode(), b"\xdf"))
    else:
        pyogrio.raw.write(path, shapely.to_wkb(np.array([HOUSE])), [np.array([v], object) for v in ("Straße", "Köln")],
                          ["street", "town"], driver="ESRI Shapefile", geometry_type="Polygon", crs="EPSG:32633")
        dbf = path.with_suffix(".dbf")
        dbf.write_bytes(dbf.read_bytes().replace("ß".encode(), b"\xdf "))  # the .cpg beside it says UTF-8
    assert [tuple(text.strip() for text in row) for row in read_rows(copy(str(path)), "street", "town")] == [
        ("Stra\ufffde" if suffix == ".csv" else "Stra\ufffd e", "Köln")]  # fmt: skip
    assert notes.warnings == [f"'{path}': 1 texts are not in UTF-8 as the file states, unreadable letters "
                              "are replaced by \ufffd."]  # fmt: skip
    assert read_polygons(path, columns=["town"]).fields["town"].tolist() == ["Köln"]
    with pytest.raises(EoDeepError, match="Field 'nothing' not found; the layer has: (WKT, )?street, town."):
        read_polygons(path, columns=["nothing"])


def test_lists_and_names_of_fields_in_another_encoding_than_said(tmp_path):
    path = tmp_path / "a.geojson"
    write_geojson(path, {"tags": ["Stra#e", "Köln"]})
    path.write_bytes(path.read_bytes().replace(b"#", b"\xdf").replace(b"K\\u00f6ln", "Köln".encode()))
    assert read_polygons(path).fields["tags"].tolist() == ['["Stra\ufffde", "Köln"]']
    named = tmp_path / "b.shp"
    pyogrio.raw.write(named, shapely.to_wkb(np.array([HOUSE])), [np.array([1])], ["stra"], driver="ESRI Shapefile",
                      geometry_type="Polygon", crs="EPSG:32633")  # fmt: skip
    dbf = named.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes().replace(b"stra\0", b"str\xdf\0"))
    assert read_polygons(named, columns=["str\ufffd"]).fields["str\ufffd"].tolist() == [1]


def test_fields_with_names_that_are_taken(copy, tmp_path, notes):
    path = write_geojson(tmp_path / "a.geojson", {"fid": "a", "Geom": "b", "Name": "c", "name": "d", "": "e"},
                         {"fid": "a"})  # fmt: skip
    target = copy(path)
    assert read_rows(target, "fid_before", "Geom_before", "Name", "name_2", "field") == [
        ("a", "b", "c", "d", "e"), ("a", None, None, None, None)]  # fmt: skip
    assert notes.warnings == ["The input's fields 'fid', 'Geom', 'name', '' are called 'fid_before', 'Geom_before', "
                              "'name_2', 'field' in the output."]  # fmt: skip


def test_fields_that_have_the_same_name(copy, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'WKT,name,name\n"{HOUSE.wkt}",a,b\n')
    assert read_rows(copy(str(path)), "name", "name_2") == [("a", "b")]


def test_regularizing_keeps_fields_that_have_the_names_of_its_own(tmp_path, notes):
    path = write_geojson(tmp_path / "a.geojson", {"Status": "mine"})
    regularize_polygons(path, output=str(tmp_path / "b.gpkg"), progress=notes)
    assert read_rows(tmp_path / "b.gpkg", "Status_before", "status") == [("mine", "regular")]
    assert notes.warnings == ["The input's field 'Status' is called 'Status_before' in the output."]


def test_free_names():
    assert free_names(["a", "A", "a_2", " b ", "b", ""]) == {"a": "a", "A": "A_3", "a_2": "a_2", " b ": "b_2",
                                                             "b": "b", "": "field"}  # fmt: skip
    assert free_names([" b ", " B"]) == {" b ": "b", " B": "B_2"}
    assert free_names(["fid", "fid_before", "FID"]) == {
        "fid": "fid_before_2", "fid_before": "fid_before", "FID": "FID_before_3"}  # fmt: skip


def test_binary_fields_and_measures_are_told(tmp_path, notes):
    path = tmp_path / "a.gpkg"
    write_vectors(path, VectorLayer(np.array([HOUSE]), {"name": np.array(["a"], object)}, UTM))
    with closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE polygons ADD COLUMN picture BLOB")
        database.commit()
    assert list(read_polygons(path, progress=notes).fields) == ["name"]
    assert list(read_vectors(path, notes).fields) == ["name"]
    assert notes.warnings == [f"'{path}': binary fields are dropped: picture."] * 2


def test_points_with_values_that_are_null(tmp_path):
    path = tmp_path / "points.gpkg"
    points = shapely.points([[1, 2], [3, 4]])
    pyogrio.raw.write(path, shapely.to_wkb(points), [np.array([7, 0], np.int32)], ["klass"], geometry_type="Point",
                      field_mask=[np.array([False, True])], crs="EPSG:32633")  # fmt: skip
    assert read_points(path, "klass").fields["klass"].tolist() == [7]


@pytest.mark.parametrize("name", ["a!b", "a;b", "a|b", "a|layername=b", "a\tb", "a\nb", "é雪", "a.zip!b", "x" * 235])
@pytest.mark.parametrize("where", ["file", "folder"])
def test_odd_names(tmp_path, name, where):
    """Names that a file system allows and that libraries take for parts of an address."""
    folder = tmp_path / (name if where == "folder" else "plain")
    folder.mkdir()
    stem = name if where == "file" else "plain"
    path = folder / f"{stem}.gpkg"
    write_vectors(path, VectorLayer(np.array([HOUSE]), {"number": np.array([7])}, UTM), layer="houses")
    assert [each.name for each in folder.iterdir()] == [path.name]
    assert [each.name for each in tmp_path.iterdir()] == [folder.name]
    for given in (str(path), f"{path}|layername=houses", f"{path}|layerid=0"):
        assert read_polygons(given).fields["number"].tolist() == [7]


def test_paths_as_qgis_writes_them(tmp_path):
    barred = tmp_path / "a|layername=b.gpkg"
    barred.write_bytes(b"")
    assert split_path(str(barred)) == (str(barred), {})
    assert split_path(f"{barred}|layername=x|y") == (str(barred), {"layername": "x|y"})
    assert split_path("/no/a.gpkg|layerid=3|subset=x") == ("/no/a.gpkg", {"layerid": "3", "subset": "x"})


def test_what_a_library_says_is_cut(tmp_path):
    path = tmp_path / "a.gpkg"
    write_vectors(path, VectorLayer(np.array([HOUSE]), {}, UTM))
    text = path.read_bytes().replace(b"CREATE TABLE gpkg_contents", b"CREATE TABLE gpkg_kontents")
    path.write_bytes(text)
    with pytest.raises(EoDeepError, match=r"a.gpkg' is not a vector file, .* damaged \(.*\)\.$") as e:
        read_polygons(path)
    assert "SELECT" not in str(e.value) and len(str(e.value)) < len(str(path)) + 240


def test_rasters_with_bars_in_their_names_are_rasters(tmp_path, write_raster):
    path = tmp_path / "a|b.tif"
    shutil.copy(write_raster(np.array([[[1, 2], [2, 1]]], np.uint8)), path)
    assert isinstance(open_labels(str(path), None, silent), RasterLabels)
    open_layer(str(path), []).close()
    write_vectors(tmp_path / "a|b.gpkg", VectorLayer(np.array([HOUSE]), {}, UTM), "houses")
    assert isinstance(open_labels(f"{tmp_path}/a|b.gpkg|layername=houses", None, silent), PolygonLabels)
    assert len(open_layer(f"{tmp_path}/a|b.gpkg|layername=houses", [])) == 1
