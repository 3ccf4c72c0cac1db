"""Styles go with layers, and never onto others of the same name."""

from __future__ import annotations

import csv

import processing
from eo_deep_plugin.algorithms.framework.results import choose_bands, read_raster_style
from eo_deep_plugin.algorithms.framework.worker import ROOT
from qgis.core import (
    QgsContrastEnhancement,
    QgsFeature,
    QgsGeometry,
    QgsMultiBandColorRenderer,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

RASTER_STYLE = '<qgis><pipe><rasterrenderer type="singlebandgray" grayBand="1"/></pipe></qgis>'


def test_a_raster_keeps_its_style_beside_polygons_of_its_name(scene, tmp_path):
    (tmp_path / "roofs.qml").write_text(RASTER_STYLE)
    processing.run("eodeep:polygonize", {"INPUT": str(scene.classes), "OUTPUT": str(tmp_path / "roofs.shp")})
    assert (tmp_path / "roofs.qml").read_text() == RASTER_STYLE


def test_a_style_of_polygons_is_none_of_a_raster(tmp_path):
    (tmp_path / "map.qml").write_text('<qgis><renderer-v2 type="singleSymbol"/></qgis>')
    assert read_raster_style(str(tmp_path / "map.tif")) == ""
    (tmp_path / "map.qml").write_text(RASTER_STYLE)
    assert read_raster_style(str(tmp_path / "map.tif")) == RASTER_STYLE


def test_a_finer_image_is_shown_in_the_colours_of_the_image(scene):
    """As the project shows it, stretched by hand; of fewer bands too, unless a band that is shown is left out."""
    image = QgsRasterLayer(str(scene.image), "image")
    renderer = QgsMultiBandColorRenderer(image.dataProvider(), 3, 2, 1)
    for place, give in ((3, renderer.setRedContrastEnhancement), (1, renderer.setBlueContrastEnhancement)):
        stretch = QgsContrastEnhancement(image.dataProvider().dataType(place))
        stretch.setMinimumValue(10 * place)
        stretch.setMaximumValue(100 * place)
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        give(stretch)
    image.setRenderer(renderer)
    QgsProject.instance().addMapLayer(image)
    shown = []
    for bands in ([], [3, 1, 2]):
        values = {"IMAGE": image, "RATIO": 2, "BANDS": bands, "DEVICE": "cpu", "OUTPUT": "TEMPORARY_OUTPUT"}
        found = processing.runAndLoadResults("eodeep:superresolve", values)
        layers = QgsProject.instance().mapLayers().values()
        shown += [layer for layer in layers if layer.source() == found["OUTPUT"]]
    seen = [
        (each.redBand(), each.greenBand(), each.blueBand(), each.redContrastEnhancement().minimumValue(),
         each.blueContrastEnhancement().maximumValue())
        for each in (layer.renderer() for layer in shown)
    ]
    assert seen == [(3, 2, 1, 30, 100), (1, 3, 2, 30, 100)]
    QgsProject.instance().clear()


def test_a_style_of_bands_that_are_not_there_is_left_out():
    style = '<qgis><rasterrenderer redBand="4" greenBand="3" blueBand="2" alphaBand="5"/></qgis>'
    assert choose_bands(style, [2, 3]) == ""
    chosen = choose_bands(style, [2, 3, 4])
    for expected in ('redBand="3"', 'greenBand="2"', 'blueBand="1"', 'alphaBand="-1"'):
        assert expected in chosen


def test_polygons_of_several_classes_have_the_colours_of_the_map(ask_engine, tmp_path):
    """In the GeoPackage, in the file beside a Shapefile, and in memory."""
    script = (ROOT / "tests" / "window" / "make_class_map.py").read_text()
    ask_engine(script.replace("MAP_PATH", str(tmp_path / "class_map.tif")))
    for target in (str(tmp_path / "a.gpkg"), str(tmp_path / "b.shp"), "memory:"):
        values = {"INPUT": str(tmp_path / "class_map.tif"), "OUTPUT": target}
        layer = processing.run("eodeep:polygonize", values)["OUTPUT"]
        layer = QgsVectorLayer(layer, "polygons", "ogr") if isinstance(layer, str) else layer
        shown = {each.label(): each.symbol().color().name() for each in layer.renderer().categories()}
        assert shown == {"field & meadow": "#b2df8a", "water": "#1f78b4", "town": "#e31a1c"}


def test_points_in_a_table_have_their_coordinates(scene, tmp_path):
    """QGIS itself writes a .csv without geometries."""
    points = QgsVectorLayer("Point?crs=EPSG:32633&field=x:string", "points", "memory")
    image = QgsRasterLayer(str(scene.image), "image")
    points.setCrs(image.crs())
    place = image.extent().center()
    feature = QgsFeature(points.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(place))
    feature.setAttributes(["a"])
    points.dataProvider().addFeature(feature)
    table = tmp_path / "samples.csv"
    processing.run("eodeep:extractsamples", {"SAMPLES": points, "IMAGES": [str(scene.image)], "OUTPUT": str(table)})
    with open(table, newline="", encoding="utf-8") as file:
        header, row = csv.reader(file)
    assert header[:3] == ["x", "y", "x_2"] and row[2] == "a"
    assert [float(each) for each in row[:2]] == [place.x(), place.y()]
    assert len(header) == 4 + image.bandCount() and all(row[3:-1])


def test_what_a_batch_leaves_empty_is_skipped(scene, scene_model, tmp_path):
    """The batch wraps empty names of layers, too."""
    empty = QgsProcessingOutputLayerDefinition("", QgsProject.instance())
    values = {"IMAGE": str(scene.image), "MODEL": str(scene_model), "STRIDE_PX": 16, "DEVICE": "cpu"}
    values.update(OUTPUT=str(tmp_path / "map.tif"), CONFIDENCE=empty, PROBABILITIES=empty, GRID=empty)
    results = processing.run("eodeep:classifyscenes", values)
    assert [results[name] for name in ("CONFIDENCE", "PROBABILITIES", "GRID")] == [None, None, None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.qml", "map.tif"]
