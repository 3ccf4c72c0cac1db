"""No output replaces what is in use, whatever it is called; new files and new tables beside the inputs are fine."""

from __future__ import annotations

import os
import shutil

import processing
import pytest
from eo_deep_plugin.algorithms.framework import places
from eo_deep_plugin.eo_deep.io.files import lies_in
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)


@pytest.fixture
def city(tmp_path):
    """A GeoPackage with the layers roofs and parcels, one square each, in a folder that has a second name."""
    (tmp_path / "data").mkdir()
    (tmp_path / "second name").symlink_to(tmp_path / "data", target_is_directory=True)
    path = tmp_path / "data" / "city.gpkg"
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32633)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name in ("roofs", "parcels"):
        layer = dataset.CreateLayer(name, crs, ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["name"] = "mine"
        feature.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON ((500000 5500000, 500020 5500000, 500020 5500012, "
                                                      "500000 5500012, 500000 5500000))"))  # fmt: skip
        layer.CreateFeature(feature)
    dataset = layer = None
    return path


def regularize(layer, output):
    return processing.run("eodeep:regularizepolygons", {"INPUT": layer, "OUTPUT": output})


@pytest.fixture
def refuse(city):
    """Whether the algorithm refuses to write `output`, and the file is bit by bit the same."""

    def run(layer, output, what: str) -> None:
        before = city.read_bytes()
        with pytest.raises(QgsProcessingException, match=f"Regularized polygons would overwrite {what}, which is in "):
            regularize(layer, output)
        assert city.read_bytes() == before

    return run


def test_files_under_another_name(city, refuse, tmp_path, monkeypatch):
    roofs = f"{city}|layername=roofs"
    os.link(city, tmp_path / "hard.gpkg")
    (tmp_path / "soft.gpkg").symlink_to(city)
    monkeypatch.chdir(tmp_path)
    same = [city, tmp_path / "second name" / "city.gpkg", "data/../second name/city.gpkg", "hard.gpkg", "soft.gpkg"]
    for output in map(str, same):
        refuse(roofs, output, "'.*gpkg'")
        refuse(str(city), output, "'.*gpkg'")  # without a layer's name
    refuse(roofs, str(city.with_suffix("")), "'.*city.gpkg'")  # QGIS adds the suffix
    refuse(roofs, QgsProcessingOutputLayerDefinition(str(same[1])), "'.*gpkg'")
    refuse(roofs, QgsProperty.fromValue(str(same[1])), "'.*gpkg'")
    refuse(f"{same[1]}|layername=roofs", str(city), "'.*gpkg'")


def test_tables(city, refuse, tmp_path):
    linked = tmp_path / "second name" / "city.gpkg"
    for output in (f"ogr:dbname='{city}' table=\"roofs\" (geom)", f"ogr:dbname='{linked}' table=\"ROOFS\" (geom)",
                   f"ogr://dbname='{linked}' table=\"roofs\" (geom)"):  # fmt: skip
        refuse(f"{city}|layername=roofs", output, "table 'roofs' of '.*city.gpkg'".replace("roofs", "(roofs|ROOFS)"))
        refuse(str(city), output, "table '(roofs|ROOFS)' of '.*city.gpkg'")  # its first layer
        refuse(f"{city}|layerid=0", output, "table '(roofs|ROOFS)' of '.*city.gpkg'")
    refuse(f"{city}|layerid=1", f"ogr:dbname='{city}' table=\"parcels\" (geom)", "table 'parcels' of '.*'")


def test_layers_that_reach_the_engine_as_copies(city, refuse):
    """Filtered, selected, joined and virtual layers: the engine reads copies, and yet their source would be lost."""
    linked, table = str(city.parents[1] / "second name" / "city.gpkg"), f"ogr:dbname='{city}' table=\"roofs\" (geom)"
    roofs = QgsVectorLayer(f"{city}|layername=roofs", "roofs", "ogr")
    filtered = QgsVectorLayer(f"{city}|layername=roofs|subset=\"name\" = 'mine'", "filtered", "ogr")
    drawn = QgsVectorLayer("Polygon?crs=EPSG:32633&field=name:string", "drawn", "memory")
    drawn.dataProvider().addFeatures(list(roofs.getFeatures()))
    project = QgsProject.instance()
    project.addMapLayers([roofs, filtered, drawn])
    try:
        virtual = QgsVectorLayer("?query=select * from roofs", "virtual", "virtual")
        assert virtual.isValid()
        project.addMapLayer(virtual)
        join = QgsVectorLayerJoinInfo()
        join.setJoinLayer(roofs)
        join.setJoinFieldName("name")
        join.setTargetFieldName("name")
        drawn.addJoin(join)
        selected = QgsProcessingFeatureSourceDefinition(roofs.id(), selectedFeaturesOnly=True)
        for layer in (roofs, filtered.id(), selected, drawn, virtual):
            refuse(layer, linked, "'.*city.gpkg'")
            refuse(layer, table, "table 'roofs' of '.*city.gpkg'")
    finally:
        project.removeAllMapLayers()


def test_what_is_beside_the_input_is_fine(city, tmp_path):
    """A new table of the input's file, one that is in no use, a new file."""
    roofs = f"{city}|layername=roofs"
    for table in ("regular", "parcels"):
        regularize(roofs, f"ogr:dbname='{city}' table=\"{table}\" (geom)")
    regularize(roofs, str(tmp_path / "second name" / "new.gpkg"))
    assert QgsVectorLayer(str(city.with_name("new.gpkg")), "new", "ogr").featureCount() == 1
    for table in ("regular", "parcels", "roofs"):
        layer = QgsVectorLayer(f"{city}|layername={table}", table, "ogr")
        assert layer.featureCount() == 1
        assert ("n_vertices" in layer.fields().names()) == (table != "roofs")


def test_rasters_their_sources_and_models(scene, model, tmp_path):
    image = tmp_path / "image.tif"
    shutil.copy(scene.image, image)
    gdal.BuildVRT(str(tmp_path / "inner.vrt"), [str(image)])
    gdal.BuildVRT(str(tmp_path / "outer.vrt"), [str(tmp_path / "inner.vrt")])
    os.link(image, tmp_path / "hard.tif")
    values = {"IMAGE": str(tmp_path / "outer.vrt"), "MODEL": str(model)}
    with pytest.raises(QgsProcessingException, match="Class map would overwrite '.*hard.tif', which is in use"):
        processing.run("eodeep:segment", {**values, "OUTPUT": str(tmp_path / "hard.tif")})
    initial = tmp_path / "old.safetensors"
    shutil.copy(model, initial)
    (tmp_path / "new.safetensors").symlink_to(initial)
    values = {"IMAGES": [str(image)], "LABELS": [str(scene.labels)], "INITIAL_MODEL": str(initial)}
    with pytest.raises(QgsProcessingException, match="would overwrite '.*new.safetensors', which is in use"):
        processing.run("eodeep:trainsegmentation", {**values, "MODEL": str(tmp_path / "new.safetensors")})
    assert initial.read_bytes() == model.read_bytes()


def test_a_raster_in_a_database(scene, city):
    """Its own table is in use, others of the file are not."""
    options = ["APPEND_SUBDATASET=YES", "RASTER_TABLE=ortho"]
    gdal.Translate(str(city), str(scene.image), format="GPKG", creationOptions=options)
    raster = QgsRasterLayer(f"GPKG:{city}:ortho", "ortho", "gdal")
    assert raster.isValid()
    own, new = (places.find_sink(f"ogr:dbname='{city}' table=\"{table}\" (geom)") for table in ("ortho", "new"))
    file = places.find_sink(str(city))
    assert any(own.place.meets(place) for place in places.find_places(raster))
    assert any(file.place.meets(place) for place in places.find_places(raster))
    assert not any(new.place.meets(place) for place in places.find_places(raster))


def test_two_outputs_in_one_place(scene, model, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    values = {"IMAGE": str(scene.image), "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    with pytest.raises(QgsProcessingException, match="Class probabilities would overwrite"):
        processing.run("eodeep:segment", {**values, "PROBABILITIES": str(tmp_path / "link" / "map.tif")})


def test_files_in_a_folder_of_images(tmp_path):
    (tmp_path / "images" / "forest").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "images", target_is_directory=True)
    image = tmp_path / "link" / "forest" / "a.tif"
    assert lies_in(str(image), str(tmp_path / "images"))
    assert not lies_in(str(tmp_path / "a.tif"), str(tmp_path / "images"))


def test_tables_of_servers():
    source = "dbname='town' host=db.example port=5432 user='me' table=\"public\".\"roofs\" (geom)"
    mine = places.Place(("postgres", "", "db.example", "5432", "town"), "public.roofs")
    for text in ("postgres:dbname='town' host=DB.example table=\"public\".\"roofs\" (geom)",
                 "postgis:dbname='town' host=db.example user='you' table=\"roofs\" (geom)"):  # fmt: skip
        assert places.find_sink(text).place.meets(mine)
    other = places.find_sink("postgres:dbname='town' host=db.example table=\"public\".\"regular\" (geom)")
    assert not other.place.meets(mine)
    assert places.find_places(QgsVectorLayer(source, "roofs", "postgres")) == [mine]
