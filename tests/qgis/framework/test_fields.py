"""Fields come through QGIS, whatever they are called, from layers of every kind to files of every kind."""

from __future__ import annotations

import json

import processing
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

HOUSE = [[500000, 5500000], [500020, 5500000], [500020, 5500012], [500000, 5500012], [500000, 5500000]]
PROPERTIES = {"fid": 7, "geom": "g", "Name": "c", "name": "d", "GEOMETRY": "q", "tags": ["a", "b"], "id64": 2**53 + 1,
              "listed": True}  # fmt: skip


def regularize(layer, output) -> tuple[QgsVectorLayer, list[str]]:
    """The layer that was written, and what was said of names."""
    feedback = QgsProcessingFeedback()
    found = processing.run("eodeep:regularizepolygons", {"INPUT": layer, "OUTPUT": str(output)}, feedback=feedback)
    written = found["OUTPUT"]
    written = written if isinstance(written, QgsVectorLayer) else QgsVectorLayer(str(written), "written", "ogr")
    assert written.featureCount() == 2
    return written, [line for line in feedback.textLog().splitlines() if " called " in line or " renamed " in line]


@pytest.fixture
def roofs(tmp_path):
    """A GeoJSON file of two houses, the second without values."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    features = [{"type": "Feature", "properties": properties, "geometry": {
        "type": "Polygon", "coordinates": [[[x + 30 * i, y] for x, y in HOUSE]]}}
        for i, properties in enumerate((PROPERTIES, {"fid": 7}))]  # fmt: skip
    path = tmp_path / "roofs.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return str(path)


@pytest.mark.parametrize("suffix", ["gpkg", "sqlite", "geojson"])
def test_a_file_to_files(roofs, tmp_path, suffix):
    written, said = regularize(roofs, tmp_path / f"out.{suffix}")
    feature = next(written.getFeatures())
    geometry = "geometry_2" if suffix == "sqlite" else "GEOMETRY"
    assert [str(feature[name]) for name in ("fid_before", "geom_before", "Name", "name_2", geometry, "id64")] == [
        "7", "g", "c", "d", "q", "9007199254740993"]  # fmt: skip
    tags = feature["tags"]
    assert (json.loads(tags) if isinstance(tags, str) else tags) == ["a", "b"]
    assert said[0].endswith("The input's fields 'fid', 'geom', 'name' are called 'fid_before', 'geom_before', 'name_2' "
                            "in the output.")  # fmt: skip
    assert len(said) == (2 if suffix == "sqlite" else 1)


def test_a_selection_and_a_memory_layer(roofs, tmp_path):
    """They reach the engine as GeoPackages."""
    chosen = QgsVectorLayer(roofs, "chosen", "ogr")
    chosen.selectAll()
    drawn = QgsVectorLayer("Polygon?crs=EPSG:32633&field=Fid:integer&field=geom:string&field=name:string&"
                           "field=NAME:string", "drawn", "memory")  # fmt: skip
    for i in range(2):
        feature = QgsFeature(drawn.fields())
        ring = ", ".join(f"{x + 30 * i} {y}" for x, y in HOUSE)
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON (({ring}))"))
        feature.setAttributes([7, "g", "c", "d"])
        drawn.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayers([chosen, drawn])
    try:
        selection = QgsProcessingFeatureSourceDefinition(chosen.id(), selectedFeaturesOnly=True)
        for layer, names in ((selection, ("fid_before", "geom_before", "Name", "name_2")),
                             (drawn, ("Fid_before", "geom_before", "name", "NAME_2"))):  # fmt: skip
            written, said = regularize(layer, tmp_path / f"{names[0]}.gpkg")
            feature = next(written.getFeatures())
            assert [feature[name] for name in names] == [7, "g", "c", "d"]
            assert "because their names are already used" in said[0]
    finally:
        QgsProject.instance().removeAllMapLayers()


def test_texts_in_another_encoding_than_said(tmp_path):
    text = ",".join(f"{x} {y}" for x, y in HOUSE)
    path = tmp_path / "roofs.csv"
    path.write_bytes(f'WKT,street\n"POLYGON(({text}))",Stra\xdfe\n"POLYGON(({text.replace("55000", "55001")}))",b\n'
                     .encode("latin-1"))  # fmt: skip
    written, _ = regularize(str(path), tmp_path / "out.gpkg")
    assert next(written.getFeatures())["street"] == "Stra\ufffde"


@pytest.mark.parametrize("name", ["a!b", "a;b", "a\tb", "é雪", "x" * 230])
def test_odd_names_of_files(roofs, tmp_path, name):
    folder = tmp_path / "plain"
    folder.mkdir()
    regularize(roofs, folder / f"{name}.gpkg")
    assert [path.name for path in folder.iterdir()] == [f"{name}.gpkg"]
    regularize(str(folder / f"{name}.gpkg"), folder / "again.gpkg")


def test_an_output_that_is_a_link_stays_one(roofs, tmp_path):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "link.gpkg"
    link.symlink_to(tmp_path / "disk" / "map.gpkg")
    for _ in range(2):  # at first it points nowhere
        regularize(roofs, link)
        assert link.is_symlink()
        assert QgsVectorLayer(str(tmp_path / "disk" / "map.gpkg"), "map", "ogr").featureCount() == 2
