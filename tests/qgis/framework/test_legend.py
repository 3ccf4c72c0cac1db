"""Names and colours of classes come from how the project shows the labels, and their field is checked at once."""

from __future__ import annotations

import pytest
from eo_deep_plugin.algorithms.framework.legend import list_legend
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor


@pytest.fixture
def labels():
    """A layer of 201 values in 'id' and of 3 in 'class', which it shows by."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=class:double&field=id:integer", "land cover", "memory")
    features = []
    for number in range(201):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(0, number, 1, number + 1)))
        feature.setAttributes([float(number % 3), number])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": color}), label)
        for value, color, label in ((0, "#ff0000", "forest"), (1.0, "#00ff00", "1"), (None, "#0000ff", "others"))
    ]))  # fmt: skip
    return layer


def test_categories(labels):
    assert list_legend(labels, "class") == {"0": "forest #ff0000", "1": "#00ff00"}
    assert list_legend(labels, "id") == {}
    labels.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol()))
    assert list_legend(labels, "class") == {}


def test_a_name_of_several_values_is_none_of_each(labels):
    labels.setRenderer(QgsCategorizedSymbolRenderer("class", [
        QgsRendererCategory([0, 2], QgsFillSymbol.createSimple({"color": "#ff0000"}), "green"),
        QgsRendererCategory(1, QgsFillSymbol.createSimple({"color": "#00ff00"}), "a = b"),
    ]))  # fmt: skip
    assert list_legend(labels, "class") == {"0": "#ff0000", "2": "#ff0000", "1": "a = b #00ff00"}


def test_a_raster(scene):
    layer = QgsRasterLayer(str(scene.classes))
    kind, red = QgsPalettedRasterRenderer, QColor("#ff0000")
    entries = [kind.Class(0, red, "no"), kind.Class(1, red, "yes")]
    layer.setRenderer(kind(layer.dataProvider(), 1, entries))
    assert list_legend(layer, "") == {"0": "no #ff0000", "1": "yes #ff0000"}


def test_what_the_engine_gets(labels, context):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    legend = algorithm.declaration.legend
    values = {"LABELS": [labels], "CLASS_FIELD": "class"}
    assert legend.read(algorithm, values, "LEGEND", context) == ["0 = forest #ff0000", "1 = #00ff00"]
    typed = {**values, "LEGEND": "0 = wood; 1 = lake"}
    assert legend.read(algorithm, typed, "LEGEND", context) == ["0 = wood", "1 = lake"]
    assert legend.read(algorithm, {"LABELS": [labels]}, "LEGEND", context) is None


def test_a_field_that_holds_no_classes(labels, context):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    check = algorithm.declaration.class_field.check
    assert check(algorithm, {"LABELS": [labels], "CLASS_FIELD": "class"}, "CLASS_FIELD", context) is None
    assert check(algorithm, {"LABELS": [labels], "CLASS_FIELD": "id"}, "CLASS_FIELD", context) == (
        "Field 'id' of 'land cover' has more than 200 different values, the maximum of a model's classes; choose the "
        "field that holds the class."
    )
