"""The editable layer that clicks add objects to and take them from."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsMemoryProviderUtils,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)

from ...algorithms.framework.translation import tr
from .view import move

_NEAR = 1e-7  # units of any CRS: a box without a size would be no filter


def make_layer(fields: QgsFields, crs: QgsCoordinateReferenceSystem, style: str) -> QgsVectorLayer:
    """A new layer in memory for objects, in the project; QGIS offers to make it permanent."""
    own = QgsFields()
    for field in fields:
        if field.name() != "fid":
            own.append(field)
    layer = QgsMemoryProviderUtils.createMemoryLayer(tr("Objects"), own, QgsWkbTypes.Type.MultiPolygon, crs)
    layer.setCrs(crs)  # where an image has none, QGIS would take degrees
    layer.loadNamedStyle(style)
    QgsProject.instance().addMapLayer(layer)
    return layer


def add_objects(layer: QgsVectorLayer, found: Sequence[QgsFeature], crs: QgsCoordinateReferenceSystem) -> int:
    """Add objects to a layer in editing, as one step of Undo, but those that it has; how many were new."""
    new = [(each, move(each.geometry(), crs, layer.crs())) for each in found]
    new = [(each, geometry) for each, geometry in new if find_at(layer, geometry.pointOnSurface()) is None]
    if not new:
        return 0
    layer.beginEditCommand(tr("Add objects"))
    for each, geometry in new:
        if QgsWkbTypes.isMultiType(layer.wkbType()):
            geometry.convertToMultiType()
        names = set(each.fields().names()) - {"fid"}
        values = {index: each[name] for index, name in enumerate(layer.fields().names()) if name in names}
        layer.addFeature(QgsVectorLayerUtils.createFeature(layer, geometry, values))
    layer.endEditCommand()
    layer.triggerRepaint()
    return len(new)


def take_away(layer: QgsVectorLayer, place: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> int:
    """Take away what lies under a point, or has its middle in a polygon, as one step of Undo; how many that were."""
    moved = move(place, crs, layer.crs())
    if moved.type() == QgsWkbTypes.GeometryType.PointGeometry:
        found = find_at(layer, moved)
        numbers = [] if found is None else [found.id()]
    else:
        request = QgsFeatureRequest().setFilterRect(moved.boundingBox())
        numbers = [each.id() for each in layer.getFeatures(request) if moved.contains(each.geometry().pointOnSurface())]
    if numbers:
        layer.beginEditCommand(tr("Take objects away"))
        layer.deleteFeatures(numbers)
        layer.endEditCommand()
        layer.triggerRepaint()
    return len(numbers)


def find_at(layer: QgsVectorLayer, point: QgsGeometry) -> QgsFeature | None:
    """The layer's object under a point in its CRS."""
    request = QgsFeatureRequest().setFilterRect(point.boundingBox().buffered(_NEAR))
    return next((each for each in layer.getFeatures(request) if each.geometry().contains(point)), None)
