"""One object of a layer on the map: its outline, in the colour of the decision on it, and the view of it."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

MARGIN = 4.0  # the view is so many times as wide as the object


class Outline:
    """The outline of an object on the canvas, whatever their CRS."""

    def __init__(self, canvas: QgsMapCanvas):
        self.canvas = canvas
        self.band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.band.setWidth(3)

    def remove(self) -> None:
        self.canvas.scene().removeItem(self.band)

    def locate(self, layer: QgsVectorLayer, feature_id: int) -> QgsGeometry | None:
        """The object's geometry in the canvas's CRS; None where it has none there."""
        geometry = QgsGeometry(layer.getFeature(feature_id).geometry())
        target = self.canvas.mapSettings().destinationCrs()
        try:
            geometry.transform(QgsCoordinateTransform(layer.crs(), target, QgsProject.instance()))
        except QgsCsException:
            return None
        return None if geometry.isEmpty() or not geometry.boundingBox().isFinite() else geometry

    def draw(self, geometry: QgsGeometry | None, color: QColor) -> None:
        """Show a geometry in the canvas's CRS, or none."""
        self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if geometry is not None:
            self.band.setStrokeColor(color)
            self.band.setFillColor(QColor(color.red(), color.green(), color.blue(), 30))
            self.band.setToGeometry(geometry, QgsCoordinateReferenceSystem())

    def zoom(self, geometry: QgsGeometry) -> None:
        """Show a geometry in the canvas's CRS with its surroundings; a point keeps the scale."""
        extent = geometry.boundingBox()
        if max(extent.width(), extent.height()) > 0:
            extent.scale(MARGIN)
            self.canvas.setExtent(extent)
        else:
            self.canvas.setCenter(extent.center())
        self.canvas.refresh()
