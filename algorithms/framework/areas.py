"""Parts of the map as polygons in files, which algorithms take as their area."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorFileWriter,
)


def write_area(outline: QgsGeometry, crs: QgsCoordinateReferenceSystem, path: str) -> None:
    """Save a polygon or a point as a FlatGeobuf, which stays as it is when it is read; a GeoPackage gets another time.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "FlatGeobuf"
    context = QgsProject.instance().transformContext()
    writer = QgsVectorFileWriter.create(path, QgsFields(), outline.wkbType(), crs, context, options)
    feature = QgsFeature()
    feature.setGeometry(outline)
    writer.addFeature(feature)
    del writer  # closes the file


def write_view(canvas) -> str:
    """Save what a map canvas shows, which may be rotated, as a temporary file; its path."""
    settings = canvas.mapSettings()
    corners = [QgsPointXY(corner) for corner in settings.visiblePolygon()]
    outline = QgsGeometry.fromPolygonXY([corners])
    return _write_temporary(outline, settings.destinationCrs(), "current_view.fgb")


def write_rectangle(rectangle, canvas) -> str:
    """Save a rectangle in a map canvas's CRS as a temporary file; its path."""
    crs = canvas.mapSettings().destinationCrs()
    return _write_temporary(QgsGeometry.fromRect(rectangle), crs, "rectangle.fgb")


def _write_temporary(outline: QgsGeometry, crs: QgsCoordinateReferenceSystem, name: str) -> str:
    path = QgsProcessingUtils.generateTempFilename(name)
    write_area(outline, crs, path)
    return path
