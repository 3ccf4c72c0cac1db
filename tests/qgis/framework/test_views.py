"""What is read of web maps: where, and at which resolution."""

from __future__ import annotations

import shutil

import numpy as np
import processing
import pytest
from eo_deep_plugin.algorithms.framework import inputs, raster_export, views
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from synthetic_data import ROOFS_PX, write_raster


@pytest.fixture
def web_map(tmp_path):
    """An XYZ layer of files: one orange tile per place, of the zoom levels 0 to 18 as far as they are asked for."""
    tile = tmp_path / "tile.png"
    write_raster(tmp_path / "tile.tif", np.full((3, 256, 256), [[[230]], [[120]], [[40]]], dtype=np.uint8), epsg=None)
    gdal.Translate(str(tile), str(tmp_path / "tile.tif"), format="PNG")
    return QgsRasterLayer(f"type=xyz&zmin=0&zmax=18&url=file://{tile}?{{z}}/{{x}}/{{y}}", "web map", "wms")


def test_web_map_is_rendered_on_the_area(web_map, tmp_path, context):
    assert web_map.isValid()
    found = inputs.find_layer(web_map, context)
    assert found.needs_view
    with pytest.raises(inputs.InputError, match="give an area"):
        found.place(None)
    view = raster_export.View(
        QgsRectangle(500_000, 4_999_940, 500_100, 5_000_000), QgsCoordinateReferenceSystem("EPSG:32633"), 0.5, None
    )
    found.place(view)
    feedback = QgsProcessingFeedback()
    path = inputs.write_pending(found, tmp_path / "web", feedback, {})
    written = gdal.Open(path)
    assert written.RasterXSize == pytest.approx(
        200, abs=3
    )  # 100 m at 0.5 m on the ground, although EPSG:3857 stretches
    assert written.RasterYSize == pytest.approx(120, abs=3)
    assert written.ReadAsArray()[:3, 60, 100].tolist() == [230, 120, 40]
    assert "EPSG:3857 per pixel" in feedback.textLog()
    with pytest.raises(inputs.InputError, match="choose a smaller area"):
        found.place(
            raster_export.View(QgsRectangle(-90, -45, 90, 45), QgsCoordinateReferenceSystem("EPSG:4326"), 0.5, None)
        )


def test_a_web_map_is_rendered_around_the_map_that_is_moved(web_map, scene, provider, context):
    """Update map and Align vectors have no area; in scripts and models there is no canvas either."""
    algorithm = provider.algorithm("updatemap").createInstance()
    algorithm.initAlgorithm()
    view = views.find_view(algorithm, {"VECTORS": str(scene.labels)}, context)
    roofs = QgsVectorLayer(f"{scene.labels}|layername=roofs", "roofs", "ogr")
    assert view.extent == roofs.extent()
    found = inputs.find_layer(web_map, context)
    found.place(view)
    assert found.width * view.resolution_m == pytest.approx(roofs.extent().width() + 2 * views.MARGIN_M, abs=3)
    assert views.find_view(algorithm, {}, context) is None


def test_only_an_area_limits_what_is_read(scene, provider, context):
    algorithm = provider.algorithm("trainsegmentation").createInstance()
    algorithm.initAlgorithm()
    roofs = str(scene.labels)
    assert views.find_view(algorithm, {"VALIDATION_AREA": roofs}, context) is None
    view = views.find_view(algorithm, {"AREA": roofs}, context)
    assert view.extent == QgsVectorLayer(f"{roofs}|layername=roofs", "roofs", "ogr").extent()
    assert view.margin_m == 0


def test_a_file_that_describes_a_web_map_is_rendered_too(web_map, tmp_path, context):
    """The engine asks no server that a file points to: QGIS draws what is needed."""
    shutil.copy(tmp_path / "tile.png", tmp_path / "0-0-0.png")
    described = tmp_path / "service.xml"
    described.write_text(
        '<GDAL_WMS><Service name="TMS">'
        f"<ServerUrl>file://{tmp_path}/${{z}}-${{x}}-${{y}}.png</ServerUrl></Service>"
        "<DataWindow><UpperLeftX>-20037508.34</UpperLeftX><UpperLeftY>20037508.34</UpperLeftY>"
        "<LowerRightX>20037508.34</LowerRightX><LowerRightY>-20037508.34</LowerRightY>"
        "<TileLevel>0</TileLevel><TileCountX>1</TileCountX><TileCountY>1"
        "</TileCountY><YOrigin>top</YOrigin></DataWindow><Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX>"
        "<BlockSizeY>256</BlockSizeY><BandsCount>3</BandsCount></GDAL_WMS>"
    )
    layer = QgsRasterLayer(str(described), "described")
    assert layer.isValid() and layer.providerType() == "gdal"
    found = inputs.find_layer(layer, context)
    extent = QgsRectangle(500_000, 4_999_940, 500_100, 5_000_000)
    found.place(raster_export.View(extent, QgsCoordinateReferenceSystem("EPSG:32633"), 0.5, None))
    written = gdal.Open(inputs.write_pending(found, tmp_path / "web", QgsProcessingFeedback(), {}))
    assert written.RasterXSize == pytest.approx(200, abs=3)
    assert written.ReadAsArray()[:3, 60, 100].tolist() == [230, 120, 40]


def test_web_map_through_an_algorithm(web_map, model, scene, tmp_path):
    values = {"IMAGE": web_map, "MODEL": str(model), "OUTPUT": str(tmp_path / "map.tif")}
    with pytest.raises(QgsProcessingException, match="'web map' has no pixels of its own: give an area"):
        processing.run("eodeep:segment", values)
    processing.run("eodeep:segment", {**values, "AREA": str(scene.labels)})
    width_px = max(box[2] for box in ROOFS_PX) - min(box[0] for box in ROOFS_PX)  # the model's pixels are the scene's
    assert gdal.Open(str(tmp_path / "map.tif")).RasterXSize == pytest.approx(width_px, abs=3)


@pytest.mark.parametrize(
    ("id", "chosen", "resolution_m"),
    [
        ("updatemap", {}, 0.21),  # the finer of its two bundled models
        ("updatemap", {"building_model": "tiny"}, 0.3),
        ("updatemap", {"building_model": "tiny", "alignment_model": "tiny"}, 0.5),
        ("extractbuildings", {"model": "tiny"}, 0.5),
        ("extractbuildings", {}, 0.21),
        ("trainsegmentation", {"initial_model": "tiny"}, 0.5),
        ("trainsegmentation", {"initial_model": "tiny", "resolution_m": 0.4}, 0.4),
        ("polygonize", {}, None),
    ],
)
def test_web_maps_are_rendered_at_the_resolution_of_the_algorithms_models(provider, model, id, chosen, resolution_m):
    algorithm = provider.algorithm(id).createInstance()
    algorithm.arguments = {name: str(model) if value == "tiny" else value for name, value in chosen.items()}
    assert views.find_resolution_m(algorithm) == resolution_m
