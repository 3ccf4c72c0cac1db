"""Names and colours of classes come from how the project shows the labels, and their field is checked at once."""

from __future__ import annotations

import pytest
from eo_deep_plugin.algorithms.framework.class_check import describe_classes
from eo_deep_plugin.algorithms.framework.legend import list_legend
from eo_deep_plugin.algorithms.framework.widgets.class_field import ClassFieldList
from other_widget import Other
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget


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


def test_a_name_that_is_the_value_of_another_class_is_left_out(labels):
    labels.setRenderer(QgsCategorizedSymbolRenderer("class", [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": "#ff0000"}), label)
        for value, label in ((True, "yes"), ("a", "b"), ("b", ""))
    ]))  # fmt: skip
    assert list_legend(labels, "class") == {"1": "yes #ff0000", "a": "#ff0000", "b": "#ff0000"}


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


def test_what_the_dialog_says_of_a_class_field(labels):
    assert describe_classes([labels], "class") == "3 values: 0, 1, 2."
    assert describe_classes([labels], "id") == "More than 200 different values: this is no field of classes."
    assert describe_classes([], "id") == ""
    odd = QgsVectorLayer("Polygon?field=kind:string&field=code:double&field=none:string", "odd", "memory")
    for kind, code in (("Forest", 1.0), ("forests", 2.5), ("water", None), ("class 7", 3.0), ("7", 3.0), (" ", 3.0)):
        feature = QgsFeature(odd.fields())
        feature.setAttributes([kind, code, None])
        odd.dataProvider().addFeatures([feature])
    assert describe_classes([odd], "kind") == (
        "5 values: 7, Forest, class 7, forests, water. 2 would be merged with others, because they differ only in "
        "spelling: class 7 = 7, forests = Forest. Features without a value are not used."
    )
    assert describe_classes([odd], "code").startswith("3 values: 1, 2.5, 3. There are numbers with decimals")
    assert describe_classes([odd], "none") == "The field is empty."


def test_the_dialog_shows_it_for_the_field_that_is_chosen(labels):
    QgsProject.instance().addMapLayer(labels)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("eodeep:trainsegmentation")
    definition = algorithm.parameterDefinition("CLASS_FIELD")
    options = dict(definition.metadata()["widget_wrapper"])
    assert options.pop("class").endswith(ClassFieldList.__name__)
    made = ClassFieldList(definition, QWidget(), **options)
    made.list_fields(Other(algorithm, "LABELS", [labels.id()]))
    assert made.told.text() == ""
    made.setValue("class")
    assert (made.value(), made.told.text()) == ("class", "3 values: 0, 1, 2.")
    QgsProject.instance().removeMapLayer(labels.id())
