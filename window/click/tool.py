"""The map tool: hover shows an object's outline, a click adds it, Shift and a click take it away, so do rectangles."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

_DRAG_PX = 6  # a shorter way is a click that was not held still
_SHOWN, _CUT, _TAKEN, _BOX = QColor(255, 214, 0), QColor(140, 140, 140), QColor(230, 40, 40), QColor(0, 120, 255)


class ClickTool(QgsMapTool):
    """Tells of clicks and rectangles, and asks `find` for what lies under the cursor."""

    clicked = pyqtSignal(object, bool)  # a point of the map, whether to take away
    dragged = pyqtSignal(object, bool)  # a polygon of the map, whether to take away
    begun = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, canvas: Any, find: Any):
        """find: (point, whether to take away) -> (feature, its CRS, whether it is whole), or None."""
        super().__init__(canvas)
        self.find = find
        self.pressed_at: QPoint | None = None
        self.hovered: QgsFeature | None = None
        self.point: QgsPointXY | None = None  # where the cursor is
        self.band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.band.setWidth(2)
        self.box = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.box.setStrokeColor(_BOX)
        self.box.setFillColor(QColor(0, 0, 0, 0))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def activate(self) -> None:
        super().activate()
        self.begun.emit()

    def deactivate(self) -> None:
        self.hide()
        super().deactivate()
        self.ended.emit()

    def hide(self) -> None:
        """Show nothing until the cursor moves again."""
        self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        self.box.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        self.hovered = self.pressed_at = None

    def remove(self) -> None:
        """Take the outlines off the canvas."""
        for band in (self.band, self.box):
            self.canvas().scene().removeItem(band)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 (QGIS's names)
        takes_away = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.point = self.toMapCoordinates(event.pos())
        if self.pressed_at is not None and self.is_drag(event.pos()):
            self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
            self.box.setToGeometry(self.make_box(event.pos()), None)
            self.box.setStrokeColor(_TAKEN if takes_away else _BOX)
        else:
            self.show_at(self.point, takes_away)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed_at = event.pos()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self.pressed_at is None:
            return
        takes_away = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        drag, box = self.is_drag(event.pos()), self.make_box(event.pos())
        self.hide()
        if drag:
            self.dragged.emit(box, takes_away)
        else:
            self.clicked.emit(self.toMapCoordinates(event.pos()), takes_away)

    def refresh(self) -> None:
        """Look again at what lies under the cursor."""
        if self.point is not None and self.isActive() and self.pressed_at is None:
            self.show_at(self.point, False)

    def show_at(self, point: QgsPointXY, takes_away: bool) -> None:
        found = self.find(point, takes_away)
        self.hovered = None if found is None else found[0]
        if found is None:
            self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
            return
        feature, crs, is_whole = found
        color = _TAKEN if takes_away else _SHOWN if is_whole else _CUT
        self.band.setStrokeColor(color)
        self.band.setFillColor(QColor(color.red(), color.green(), color.blue(), 60))
        self.band.setToGeometry(feature.geometry(), crs)

    def is_drag(self, pixel: QPoint) -> bool:
        return self.pressed_at is not None and (pixel - self.pressed_at).manhattanLength() > _DRAG_PX

    def make_box(self, pixel: QPoint) -> QgsGeometry:
        """The rectangle on the screen from where the button was pressed, as a polygon of the map, which may be rotated.
        """
        assert self.pressed_at is not None
        (x0, y0), (x1, y1) = (self.pressed_at.x(), self.pressed_at.y()), (pixel.x(), pixel.y())
        corners = [self.toMapCoordinates(QPoint(*corner)) for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        return QgsGeometry.fromPolygonXY([corners])
