"""The act of a user who reviews objects in the dock, played in a real QGIS by drive.py."""

from __future__ import annotations

from pathlib import Path

import qgis.utils
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

CONFIDENCE = [0.9, 0.2, NULL, 0.5, 0.7]
# Fields of a map update, of extracted polygons, of changes, and of anything else.
SCORES = [["score", "shift_m", "confidence"], ["confidence", "score"], ["area_m2", "mean_score"], ["area_m2"]]
STATUSES = ["new", "gone", "new", "new", "gone"]


def review(folder: str) -> dict:
    """Go through a layer of five objects of another CRS than the project's, on a canvas that is turned."""
    from eo_deep_plugin.window.review.queue import guess_score  # it is there once the plugin is loaded

    project, canvas = QgsProject.instance(), iface.mapCanvas()
    layer = write_objects(folder, "objects", CONFIDENCE)
    project.addMapLayer(layer)
    settle()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setRotation(30)
    iface.setActiveLayer(layer)
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    dock = parts.docks["review"]
    parts.actions["review"].trigger()
    activate(dock)
    seen = {"start": describe(dock), "crs": canvas.mapSettings().destinationCrs().authid()}
    press(dock, Qt.Key.Key_A)
    seen["without_field"] = describe(dock)
    dock.add_field.click()
    settle()
    seen["fields"] = layer.fields().names()
    seen["first"] = describe(dock)
    press(dock, Qt.Key.Key_A)
    seen["accepted"] = describe(dock)
    press(canvas, Qt.Key.Key_R)  # the keys work on the map
    seen["rejected"] = describe(dock)
    seen["values"] = read(layer)
    for name, widget, key in (("right", dock, Qt.Key.Key_Right), ("next", dock, Qt.Key.Key_N),
                              ("left", dock, Qt.Key.Key_Left), ("previous", canvas, Qt.Key.Key_P)):  # fmt: skip
        press(widget, key)
        seen[name] = dock.place.text()
    iface.mainWindow().grab().save(str(Path(folder).parent / "pictures" / "review_dock.png"))
    press(dock, Qt.Key.Key_E)
    tool = canvas.mapTool()
    seen["editing"] = [bool(tool.flags() & QgsMapTool.Flag.EditTool), layer.isEditable(), layer.selectedFeatureCount()]
    press(canvas, Qt.Key.Key_A)  # belongs to the tool now
    seen["after_a_for_the_tool"] = read(layer)
    iface.actionPan().trigger()
    dock.undo()
    settle()
    seen["undone"] = read(layer)
    press(dock, Qt.Key.Key_C)
    dock.save()
    settle()
    seen["saved"] = read(QgsVectorLayer(layer.source(), "again", "ogr"))
    dock.statuses.setCurrentIndex(dock.statuses.findData("gone"))
    seen["gone"] = describe(dock)
    dock.statuses.setCurrentIndex(0)
    dock.highest_first.setChecked(True)
    seen["highest_first"] = describe(dock)
    dock.highest_first.setChecked(False)
    dock.shown.setCurrentIndex(dock.shown.findData("rejected"))
    seen["only_rejected"] = describe(dock)
    dock.shown.setCurrentIndex(dock.shown.findData("accepted"))
    press(dock, Qt.Key.Key_N)
    seen["end"] = dock.message.text()
    dock.shown.setCurrentIndex(0)
    layer.commitChanges()
    dock.layers.setLayer(None)
    dock.layers.setLayer(layer)
    seen["resumed"] = describe(dock)
    project.removeMapLayer(layer)
    settle()
    seen["removed"] = describe(dock)
    seen["scores"] = [guess_score(names) for names in SCORES]
    seen.update(review_odd_layers(dock, folder))
    dock.close()
    settle()
    seen["closed"] = dock.outline.band.size()
    canvas.setRotation(0)
    return seen


def review_odd_layers(dock, folder: str) -> dict:
    """What the dock makes of layers that lack something."""
    layers = {
        "empty": write_objects(folder, "empty", []),
        "no score": QgsVectorLayer("Point?crs=EPSG:4326&field=review:string", "no score", "memory"),
        "read-only": write_objects(folder, "read-only", [0.3, 0.1]),
        "number": QgsVectorLayer("Polygon?crs=EPSG:4326&field=review:integer&field=score:double", "number", "memory"),
        "beyond": QgsVectorLayer("Point?crs=EPSG:4326&field=review:string&field=score:double", "beyond", "memory"),
    }
    add(layers["no score"], QgsGeometry.fromPointXY(QgsPointXY(9, 47)), [None])
    add(layers["number"], QgsGeometry.fromRect(QgsRectangle(9, 47, 10, 48)), [None, 0.5])
    add(layers["beyond"], QgsGeometry(), ["unheard", 0.5])
    layers["read-only"].setReadOnly(True)
    seen = {}
    for name, layer in layers.items():
        QgsProject.instance().addMapLayer(layer)
        dock.layers.setLayer(layer)
        settle()
        shown = dock.message.text()
        press(dock, Qt.Key.Key_A)
        seen[name] = {**describe(dock), "shown": shown}
        press(dock, Qt.Key.Key_Z)
        seen[name]["zoomed"] = dock.message.text()
        seen[name]["editable"] = layer.isEditable()
        layer.rollBack()
    return seen


def write_objects(folder: str, name: str, confidence: list) -> QgsVectorLayer:
    """Squares of 20 m in a row in a GeoPackage."""
    memory = QgsVectorLayer("Polygon?crs=EPSG:32633&field=confidence:double&field=status:string", name, "memory")
    for place, (value, status) in enumerate(zip(confidence, STATUSES)):
        west = 500000 + 100 * place
        add(memory, QgsGeometry.fromRect(QgsRectangle(west, 0, west + 20, 20)), [value, status])
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = f"{folder}/{name}.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, path, QgsProject.instance().transformContext(), options)
    return QgsVectorLayer(path, name, "ogr")


def add(layer: QgsVectorLayer, geometry: QgsGeometry, values: list) -> None:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(geometry)
    feature.setAttributes(values)
    layer.dataProvider().addFeatures([feature])


def read(layer: QgsVectorLayer) -> list:
    """The decisions by the objects' places."""
    features = sorted(layer.getFeatures(), key=lambda feature: feature.geometry().boundingBox().xMinimum())
    return ["" if feature["review"] == NULL else feature["review"] for feature in features]


def describe(dock) -> dict:
    settle()
    canvas = iface.mapCanvas()
    geometry = dock.outline.band.asGeometry()
    center = geometry.boundingBox().center()
    return {
        "place": dock.place.text(),
        "details": dock.details.text().splitlines(),
        "message": dock.message.text(),
        "asks_for_field": dock.add_field.isVisibleTo(dock),
        "in_view": not geometry.isEmpty() and center.distance(canvas.center()) < 0.1 * canvas.extent().width(),
    }


def activate(dock) -> None:
    iface.mainWindow().activateWindow()
    QApplication.setActiveWindow(iface.mainWindow())
    dock.raise_()
    settle()


def press(widget, key) -> None:
    """A key, as if the user had clicked on the widget before."""
    target = iface.mapCanvas() if widget is iface.mapCanvas() else widget.shown
    target.setFocus()
    settle()
    QTest.keyClick(target, key)
    settle()


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()
