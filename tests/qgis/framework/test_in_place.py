"""Polygons are regularized in their own layer, as QGIS edits features in place: within an edit step, undoable."""

from __future__ import annotations

import pytest
from processing.gui.AlgorithmExecutor import execute_in_place_run
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

STAIRS = (
    "POLYGON((500000 5500000, 500020 5500000, 500020 5500010, 500010.2 5500010, 500010.2 5500010.3, 500000 5500010.3, "
    "500000 5500000))"
)


@pytest.fixture
def algorithm():
    return QgsApplication.processingRegistry().createAlgorithmById("eodeep:regularizepolygons")


@pytest.fixture
def houses(tmp_path):
    """Two ragged houses of a GeoPackage in the project, the second one selected."""
    memory = QgsVectorLayer("MultiPolygon?crs=EPSG:32633&field=name:string&field=storeys:integer", "houses", "memory")
    for number, name in enumerate(("first", "second")):
        feature = QgsFeature(memory.fields())
        geometry = QgsGeometry.fromWkt(STAIRS)
        geometry.translate(100 * number, 0)
        feature.setGeometry(geometry)
        feature.setAttributes([name, number + 1])
        memory.dataProvider().addFeatures([feature])
    path = str(tmp_path / "houses.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, path, QgsProject.instance().transformContext(), options)
    layer = QgsVectorLayer(path, "houses", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("name = 'second'")
    yield layer
    QgsProject.instance().removeMapLayer(layer)


def describe(layer) -> dict:
    return {feature["name"]: (feature["storeys"], feature.geometry().constGet().nCoordinates() - 1)
            for feature in layer.getFeatures()}  # fmt: skip


def test_the_selected_polygon_is_replaced_within_an_undoable_step(algorithm, houses):
    assert describe(houses) == {"first": (1, 6), "second": (2, 6)}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    done, results = execute_in_place_run(algorithm, {"INPUT": houses}, context, feedback, raise_exceptions=True)
    assert (done, results["__count"]) == (True, 1)
    assert describe(houses) == {"first": (1, 6), "second": (2, 4)}
    assert houses.fields().names() == ["fid", "name", "storeys"]
    houses.undoStack().undo()
    assert describe(houses) == {"first": (1, 6), "second": (2, 6)}
    houses.undoStack().redo()
    assert houses.commitChanges(), houses.commitErrors()
    assert describe(QgsVectorLayer(houses.source())) == {"first": (1, 6), "second": (2, 4)}


def test_only_polygons_of_the_algorithms_that_keep_features(algorithm, houses):
    flag = type(algorithm).Flag.FlagSupportsInPlaceEdits
    assert algorithm.flags() & flag
    assert algorithm.supportInPlaceEdit(houses)
    assert not algorithm.supportInPlaceEdit(QgsVectorLayer("Point", "", "memory"))
    other = QgsApplication.processingRegistry().createAlgorithmById("eodeep:comparepolygons")
    assert not other.flags() & flag
    assert not other.supportInPlaceEdit(houses)


def test_an_engine_that_is_missing_leaves_the_layer_as_it_was(algorithm, houses, monkeypatch):
    monkeypatch.setenv("EO_DEEP_PYTHON", "/nowhere")
    done, _ = execute_in_place_run(algorithm, {"INPUT": houses}, QgsProcessingContext(), QgsProcessingFeedback())
    assert not done
    assert describe(houses) == {"first": (1, 6), "second": (2, 6)}
