"""What is a file goes to the engine as it is; what is not becomes one."""

from __future__ import annotations

import shutil
import zipfile

import numpy as np
import processing
import pytest
from eo_deep_plugin.algorithms.framework import gdal_names, inputs, raster_export
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from synthetic_data import ROOFS_PX, box_wkt, write_raster


@pytest.fixture
def roofs(scene):
    return QgsVectorLayer(f"{scene.labels}|layername=roofs", "roofs", "ogr")


@pytest.fixture
def memory_roofs():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=fid:integer&field=klass:string", "drawn", "memory")
    for number, box in enumerate(ROOFS_PX):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(box_wkt(box)))
        feature.setAttributes([7, f"class {number}"])  # the fid is no unique one
        layer.dataProvider().addFeature(feature)
    return layer


def write_and_open(found, folder, context):
    assert isinstance(found, inputs.VectorExport)
    path = inputs.write_pending(found, folder / "labels", QgsProcessingFeedback(), {})
    layer = QgsVectorLayer(path, "written", "ogr")
    assert layer.isValid()
    return layer


def test_files_go_through_unchanged(scene, roofs, context):
    assert inputs.find_layer(roofs, context) == f"{scene.labels}|layername=roofs"
    assert inputs.find_layer(QgsRasterLayer(str(scene.image), "image"), context) == str(scene.image)


def test_relative_paths_become_absolute(scene, context, monkeypatch):
    monkeypatch.chdir(scene.image.parent)
    assert inputs.find_layer(QgsRasterLayer("image.tif", "image"), context) == str(scene.image)
    assert inputs.find_layer(QgsVectorLayer("labels.gpkg", "labels", "ogr"), context) == str(scene.labels)


def test_names_of_gdal_go_through_unchanged(tmp_path, scene, context):
    container = tmp_path / "two.gpkg"
    gdal.Translate(str(container), str(scene.image), format="GPKG", creationOptions=["RASTER_TABLE=aerial"])
    layer = QgsRasterLayer(f"GPKG:{container}:aerial", "aerial")
    assert inputs.find_layer(layer, context) == f"GPKG:{container}:aerial"


@pytest.mark.parametrize(
    "name",
    ["/vsizip/{}image.zip/image.tif", "GTIFF_DIR:1:{}image.tif", "GPKG:{}two.gpkg:aerial", 'NETCDF:"{}image.nc":Band1',
     "vrt://{}image.tif?bands=1"],
)  # fmt: skip
def test_relative_names_of_gdal_become_absolute(tmp_path, scene, context, monkeypatch, name):
    shutil.copy(scene.image, tmp_path / "image.tif")
    with zipfile.ZipFile(tmp_path / "image.zip", "w") as archive:
        archive.write(scene.image, "image.tif")
    gdal.Translate(str(tmp_path / "two.gpkg"), str(scene.image), format="GPKG", creationOptions=["RASTER_TABLE=aerial"])
    gdal.Translate(str(tmp_path / "image.nc"), str(scene.image), format="netCDF")
    monkeypatch.chdir(tmp_path)
    layer = QgsRasterLayer(name.format(""), "image")
    assert layer.isValid()
    assert inputs.find_layer(layer, context) == name.format(f"{tmp_path}/")


def test_names_that_stay_as_they_are(tmp_path, monkeypatch):
    (tmp_path / "a.zip").touch()
    monkeypatch.chdir(tmp_path)
    assert gdal_names.make_absolute("/vsizip/{a.zip}/b.tif") == f"/vsizip/{{{tmp_path}/a.zip}}/b.tif"
    for name in ("/vsicurl/https://example.org/a.tif", "/vsizip//data/a.zip/b.tif", "/vsizip/none.zip/b.tif",
                 "GPKG:/data/a.gpkg:b", "C:\\data\\a.tif", "WMS:https://example.org?layers=a.zip"):  # fmt: skip
        assert gdal_names.make_absolute(name) == name


def test_layers_in_archives(tmp_path, scene, context, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("labels.zip", "w") as archive:
        archive.write(scene.labels, "labels.gpkg")
    for name in ("/vsizip/labels.zip/labels.gpkg", f"/vsizip/{tmp_path}/labels.zip/labels.gpkg"):
        layer = QgsVectorLayer(f"{name}|layername=roofs", "roofs", "ogr")
        assert layer.isValid()
        assert inputs.find_layer(layer, context) == f"/vsizip/{tmp_path}/labels.zip/labels.gpkg|layername=roofs"


ODD_STEMS = ["a b", "a'b", "a;b", "a!b", "a|b", "a:b", "a\tb", "a\nb", "a?b", "a%20b", "\u00fc\u96ea", "x" * 240]


@pytest.mark.parametrize("stem", ODD_STEMS)
def test_files_with_odd_names(tmp_path, scene, context, monkeypatch, stem):
    shutil.copy(scene.image, tmp_path / f"{stem}.tif")
    monkeypatch.chdir(tmp_path)
    for name in (f"{stem}.tif", str(tmp_path / f"{stem}.tif")):
        assert inputs.find_layer(QgsRasterLayer(name, "image"), context) == str(tmp_path / f"{stem}.tif")


def test_memory_layer(memory_roofs, tmp_path, context):
    written = write_and_open(inputs.find_layer(memory_roofs, context), tmp_path, context)
    assert written.featureCount() == 4
    assert written.crs().authid() == "EPSG:32633"
    assert [field.name() for field in written.fields()] == ["eo_deep_fid", "fid", "klass"]
    assert {feature["klass"] for feature in written.getFeatures()} == {f"class {number}" for number in range(4)}


def test_filtered_layer(roofs, tmp_path, context):
    roofs.setSubsetString("klass = 'house'")
    assert write_and_open(inputs.find_layer(roofs, context), tmp_path, context).featureCount() == 2


def test_unsaved_edits(roofs, tmp_path, context):
    roofs.startEditing()
    roofs.deleteFeature(next(roofs.getFeatures()).id())
    assert write_and_open(inputs.find_layer(roofs, context), tmp_path, context).featureCount() == 3
    roofs.rollBack()


def test_joined_layer(roofs, memory_roofs, tmp_path, context):
    QgsProject.instance().addMapLayer(memory_roofs, False)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(memory_roofs)
    join.setJoinFieldName("klass")
    join.setTargetFieldName("klass")
    roofs.addJoin(join)
    written = write_and_open(inputs.find_layer(roofs, context), tmp_path, context)
    assert "drawn_fid" in [field.name() for field in written.fields()]
    QgsProject.instance().removeMapLayer(memory_roofs)


def test_crs_set_by_hand(roofs, scene, tmp_path, context):
    roofs.setCrs(QgsCoordinateReferenceSystem("EPSG:32634"))
    assert write_and_open(inputs.find_layer(roofs, context), tmp_path, context).crs().authid() == "EPSG:32634"
    image = QgsRasterLayer(str(scene.image), "image")
    image.setCrs(QgsCoordinateReferenceSystem("EPSG:32634"))
    path = inputs.write_pending(inputs.find_layer(image, context), tmp_path / "image", QgsProcessingFeedback(), {})
    written = QgsRasterLayer(path, "written")
    assert written.crs().authid() == "EPSG:32634"
    assert np.array_equal(gdal.Open(path).ReadAsArray(), gdal.Open(str(scene.image)).ReadAsArray())


def test_nodata_set_by_hand(scene, tmp_path, context):
    image = QgsRasterLayer(str(scene.classes), "classes")
    image.dataProvider().setUserNoDataValue(1, [QgsRasterRange(1, 1)])
    path = inputs.write_pending(inputs.find_layer(image, context), tmp_path / "image", QgsProcessingFeedback(), {})
    assert gdal.Open(path).GetRasterBand(1).GetNoDataValue() == 1


def read_annotated(layer, tmp_path, context):
    log = QgsProcessingFeedback()
    dataset = gdal.Open(inputs.write_pending(inputs.find_layer(layer, context), tmp_path / "image", log, {}))
    bands = [dataset.GetRasterBand(band) for band in range(1, dataset.RasterCount + 1)]
    return [band.GetNoDataValue() for band in bands], [band.ReadAsArray() for band in bands], log.textLog()


def write_bands(path, values):
    source = gdal.GetDriverByName("GTiff").Create(str(path.with_suffix(".tif")), 4, 1, len(values), gdal.GDT_Int16)
    for band in range(1, len(values) + 1):
        source.GetRasterBand(band).WriteArray(np.array([[0, 7, 8, 9]]))
    source = None
    gdal.Translate(str(path), str(path.with_suffix(".tif")), format="VRT")
    mosaic = gdal.Open(str(path), gdal.GA_Update)
    for band, value in enumerate(values, 1):
        mosaic.GetRasterBand(band).SetNoDataValue(value)
    mosaic = None
    return QgsRasterLayer(str(path), "bands")


def test_nodata_switched_off(tmp_path, context):
    layer = write_bands(tmp_path / "bands.vrt", [7, 8])
    assert inputs.find_layer(layer, context) == str(tmp_path / "bands.vrt")
    layer.dataProvider().setUseSourceNoDataValue(2, False)
    nodata, pixels, log = read_annotated(layer, tmp_path, context)
    assert nodata == [7, None] and "nodata 7; none." in log
    assert [band.tolist() for band in pixels] == [[[0, 7, 8, 9]]] * 2


def test_nodata_set_besides_the_files_own(tmp_path, context):
    layer = write_bands(tmp_path / "bands.vrt", [7, 8])
    for band in (1, 2):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(9, 9)])
    nodata, pixels, log = read_annotated(layer, tmp_path, context)
    assert nodata == [9, 9] and "nodata 7, 9; 8, 9." in log
    assert [band.tolist() for band in pixels] == [[[0, 9, 8, 9]], [[0, 7, 9, 9]]]


def test_ranges_of_nodata_are_refused(tmp_path, context):
    layer = write_bands(tmp_path / "bands.vrt", [7, 8])
    layer.dataProvider().setUserNoDataValue(2, [QgsRasterRange(1, 3)])
    with pytest.raises(raster_export.InputError, match="of 'bands' have a range of nodata values"):
        inputs.find_layer(layer, context)


def test_selection(roofs):
    QgsProject.instance().addMapLayer(roofs, False)
    value = QgsProcessingFeatureSourceDefinition(roofs.id(), selectedFeaturesOnly=True)
    assert inputs.is_restricted(value)
    assert not inputs.is_restricted(QgsProcessingFeatureSourceDefinition(roofs.id()))
    assert not inputs.is_restricted(roofs.source())
    QgsProject.instance().removeMapLayer(roofs)


def test_curves_and_broken_geometries_are_written(tmp_path, context):
    layer = QgsVectorLayer("CurvePolygon?crs=EPSG:32633", "curved", "memory")
    for wkt in ("CURVEPOLYGON(CIRCULARSTRING(0 0, 2 0, 2 2, 0 2, 0 0))", "POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))"):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    source = QgsProcessingFeatureSource(layer, context)
    written = write_and_open(inputs.find_vector(source, layer, context), tmp_path, context)
    assert written.featureCount() == 2
    assert ogr.GeometryTypeToName(ogr.Open(written.source()).GetLayer().GetGeomType()) == "Polygon"


def test_selected_area_is_the_area(scene, model, roofs, tmp_path):
    """Only the selected polygon is classified; everything else is nodata (255)."""
    QgsProject.instance().addMapLayer(roofs, False)
    roofs.selectByExpression("$id = 1")
    area = QgsProcessingFeatureSourceDefinition(roofs.id(), selectedFeaturesOnly=True)
    values = {"IMAGE": str(scene.image), "MODEL": str(model), "AREA": area, "OUTPUT": str(tmp_path / "map.tif")}
    processing.run("eodeep:segment", values)
    known = gdal.Open(str(tmp_path / "map.tif")).ReadAsArray() != 255
    left, top, right, bottom = ROOFS_PX[0]
    assert known[top:bottom, left:right].all()
    assert known.sum() == (right - left) * (bottom - top)
    QgsProject.instance().removeMapLayer(roofs)


def test_raster_in_memory(scene, model, tmp_path):
    gdal.Translate("/vsimem/image.tif", str(scene.image))
    layer = QgsRasterLayer("/vsimem/image.tif", "in memory")
    processing.run("eodeep:segment", {"IMAGE": layer, "MODEL": str(model), "OUTPUT": str(tmp_path / "a.tif")})
    processing.run(
        "eodeep:segment", {"IMAGE": str(scene.image), "MODEL": str(model), "OUTPUT": str(tmp_path / "b.tif")}
    )
    maps = [gdal.Open(str(tmp_path / name)).ReadAsArray() for name in ("a.tif", "b.tif")]
    assert np.array_equal(*maps)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_nothing_appears_beside_an_image(tmp_path, dtype):
    image = tmp_path / "image.tif"
    write_raster(image, np.random.default_rng(0).integers(0, 3, (3, 64, 64)).astype(dtype))
    target = tmp_path / "out"
    target.mkdir()
    values = {"INPUT": str(image), "BAND": 1, "CLASSES": "1", "METHOD": "contour", "OUTPUT": str(target / "p.gpkg")}
    processing.run("eodeep:polygonize", values)
    assert [path.name for path in tmp_path.iterdir() if path != target] == ["image.tif"]


def test_nothing_appears_beside_an_image_in_a_shell(tmp_path, qgis_process):
    (tmp_path / "images").mkdir()
    image = tmp_path / "images" / "image.tif"
    write_raster(image, np.random.default_rng(0).integers(0, 3, (3, 64, 64)).astype(np.uint8))
    output = tmp_path / "p.gpkg"
    qgis_process("eodeep:polygonize", INPUT=image, BAND=1, CLASSES="1", METHOD="contour", OUTPUT=output)
    assert output.exists()
    assert [path.name for path in image.parent.iterdir()] == ["image.tif"]


def test_what_lies_beside_an_image_is_read(tmp_path, context):
    write_raster(tmp_path / "image.tif", np.zeros((1, 8, 8), np.uint8))
    gdal.Translate(str(tmp_path / "image.png"), str(tmp_path / "image.tif"), format="PNG")
    assert (tmp_path / "image.png.aux.xml").exists()  # PNG has no other place for the CRS
    inputs.load_rasters([str(tmp_path / "image.png"), str(tmp_path / "absent.png"), None], context)
    layer = QgsProcessingUtils.mapLayerFromString(str(tmp_path / "image.png"), context)
    assert layer.crs().authid() == "EPSG:32633"
    assert gdal.GetConfigOption("GDAL_PAM_ENABLED") is None


def test_reports_and_the_log_name_the_users_layers(memory_roofs, tmp_path):
    memory_roofs.setName("Old map & <new>")
    other = memory_roofs.clone()
    other.setName("Drawn $1$")
    feedback, report = QgsProcessingFeedback(), tmp_path / "report.html"
    values = {"PREDICTION": memory_roofs, "REFERENCE": other, "REPORT": str(report), "OBJECTS": "memory:"}
    results = processing.run("eodeep:comparepolygons", values, feedback=feedback)
    assert results["IOU"] == 1
    page = report.read_text(encoding="utf-8")
    assert "Old map &amp; &lt;new&gt;" in page and "Drawn $1$" in page
    assert f"Wrote '{report}'" in feedback.textLog() and "Wrote 'Objects'" in feedback.textLog()
    for text in (page, feedback.textLog().split("Results")[0]):
        assert "eo_deep_" not in text and "prediction.gpkg" not in text


def test_errors_name_the_users_layers(memory_roofs):
    empty = QgsVectorLayer("Polygon?crs=EPSG:32633", "No houses", "memory")
    with pytest.raises(QgsProcessingException, match="The reference data 'No houses' hold no polygons"):
        processing.run("eodeep:comparepolygons", {"PREDICTION": memory_roofs, "REFERENCE": empty})


@pytest.mark.parametrize("given", ["models.json", "https://models.example.org/models.json"])
def test_a_catalogue_is_a_file_or_an_address(given, tmp_path, monkeypatch, context):
    """The engine works in another folder, so it needs the whole path of a file."""
    monkeypatch.chdir(tmp_path)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:fetchmodel")
    found = algorithm.parameters()["catalogue"].read(algorithm, {"CATALOGUE": given}, "CATALOGUE", context)
    assert found == (given if "//" in given else str(tmp_path / given))
