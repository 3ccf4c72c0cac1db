"""A part of an image, and the objects that a model sees there."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsSpatialIndex,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas

from ...algorithms.framework.raster_export import RasterExport

MARGIN = 1.2  # what is read is larger than what is seen by so much: objects at its edge are whole, and the map may move
_EDGE_SHARE = 1e-3  # of the view's size: an object that comes so near to the edge of what was read is cut there


@dataclass(frozen=True)
class Place:
    """A part of an image as a polygon of the map. beyond: the same without the image's edge."""

    outline: QgsGeometry
    beyond: QgsGeometry
    crs: QgsCoordinateReferenceSystem

    def to(self, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        """The outline in another CRS."""
        return move(self.outline, self.crs, crs)

    def measure_m2(self) -> float:
        """The area on the ground; of a map without CRS in its units."""
        measure, context = QgsDistanceArea(), QgsProject.instance().transformContext()
        measure.setSourceCrs(self.crs, context)
        measure.setEllipsoid(self.crs.ellipsoidAcronym() or "EPSG:7030")
        return measure.measureArea(self.outline)


def find_place(canvas: QgsMapCanvas, image: QgsRasterLayer, grown: float = 1.0) -> Place | None:
    """What the canvas, which may be rotated, shows of an image, or `grown` times as much; None if that is nothing."""
    settings = canvas.mapSettings()
    crs = settings.destinationCrs()
    beyond, middle = QgsGeometry.fromQPolygonF(settings.visiblePolygon()), canvas.center()
    beyond.translate(-middle.x(), -middle.y())
    beyond = scale(beyond, grown)
    beyond.translate(middle.x(), middle.y())
    outline = QgsGeometry(beyond)
    if not image.extent().isEmpty():
        outline = outline.intersection(move(QgsGeometry.fromRect(image.extent()), image.crs(), crs))
    return None if outline.isEmpty() or outline.area() <= 0 else Place(outline, beyond, crs)


def measure_pixel_m(image: QgsRasterLayer) -> float:
    """The side of an image's pixels on the ground, in metres; of an image without CRS in its units, 0 if unknown."""
    if image.width() <= 0 or image.extent().isEmpty():
        return 0.0
    unit_m = 1.0
    if image.crs().isValid():
        unit_m = RasterExport(image, QgsProject.instance().transformContext()).measure_unit_m(image.extent())
    return unit_m * image.extent().height() / image.height()


def scale(geometry: QgsGeometry, factor: float) -> QgsGeometry:
    """A polygon around (0, 0) made larger."""
    points = [QgsPointXY(factor * point.x(), factor * point.y()) for point in geometry.vertices()]
    return QgsGeometry.fromPolygonXY([points])


def move(
    geometry: QgsGeometry, own: QgsCoordinateReferenceSystem, other: QgsCoordinateReferenceSystem
) -> QgsGeometry:
    """A geometry in another CRS; the same where one of both is unknown, empty where the other CRS does not reach."""
    moved = QgsGeometry(geometry)
    if own != other and own.isValid() and other.isValid():
        try:
            moved.transform(QgsCoordinateTransform(own, other, QgsProject.instance()))
        except QgsCsException:
            return QgsGeometry()
    return moved


class View:
    """The objects that a model found in a place. key: of the image and all settings.

    values: the algorithm's, for a model that answers to points and boxes only; then the objects are those of the latest
    answer. asked_at: the point of the map that was asked for last. note: on how the model sees it.
    """

    def __init__(self, key: tuple, place: Place, objects: QgsVectorLayer, values: dict | None = None, note: str = ""):
        self.key, self.place, self.values, self.note = key, place, values, note
        self.crs, self.fields = objects.crs(), objects.fields()
        self.asked_at: QgsPointXY | None = None
        self.take(list(objects.getFeatures()))
        beyond = move(place.beyond, place.crs, self.crs)
        box = beyond.boundingBox()
        self.inner = beyond.buffer(-_EDGE_SHARE * max(box.width(), box.height()), 1)

    def take(self, found: list[QgsFeature]) -> None:
        """Have these objects from now on."""
        self.objects = {feature.id(): feature for feature in found}
        self.index = QgsSpatialIndex(QgsSpatialIndex.Flag.FlagStoreFeatureGeometries)
        self.index.addFeatures(found)

    def shows(self, place: Place) -> bool:
        """Whether all of a place was read."""
        outline = self.place.to(place.crs)
        return outline.buffer(1e-6 * place.outline.length(), 1).contains(place.outline)

    def holds(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> bool:
        """Whether a point was read."""
        return self.place.to(crs).contains(QgsGeometry.fromPointXY(point))

    def find_at(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> QgsFeature | None:
        """The object under a point."""
        moved = move(QgsGeometry.fromPointXY(point), crs, self.crs)
        near = self.index.intersects(moved.boundingBox())
        found = [self.objects[number] for number in near if self.objects[number].geometry().contains(moved)]
        return found[0] if found else None

    def find_in(self, area: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> list[QgsFeature]:
        """The objects whose middle lies in a polygon."""
        moved = move(area, crs, self.crs)
        near = [self.objects[number] for number in self.index.intersects(moved.boundingBox())]
        return [each for each in near if moved.contains(each.geometry().pointOnSurface())]

    def is_whole(self, found: QgsFeature) -> bool:
        """Whether an object ends before the edge of what was read does."""
        return self.inner.contains(found.geometry())
