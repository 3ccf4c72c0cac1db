"""'Click to polygon': the tool, its panel, the engine and the views that were read, joined."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, Qt, QTimer

from ...algorithms.framework.model_card import answers_to_prompts, read_resolution_m
from ...algorithms.framework.results import STYLES
from ...algorithms.framework.translation import tr
from ...algorithms.framework.warm_engine import WarmEngine
from ...algorithms.framework.worker import ROOT
from ..engine_offer import find_trouble, offer_setup, open_dialog
from .asking import Asking, Question
from .objects_layer import add_objects, find_at, make_layer, take_away
from .panel import Panel
from .reading import Reading
from .running import put_name
from .tool import ClickTool
from .view import MARGIN, View, find_place, measure_pixel_m, move

BUNDLED = str(ROOT / "resources" / "models" / "buildings.safetensors")
MOST_VIEWS = 8
MOST_PX = 12_000_000  # of the model's, in what is read at once
MOST_RESAMPLED_PX = 100_000_000  # of the image's, where the model sees all of a view in few pixels
_NEAR_PX = 2  # a cursor that moved no farther needs no other answer
_PAUSE_MS = 600  # the map must stand still for so long before it is read


def describe_beyond() -> str:
    return tr("This object goes on beyond what was read: move the map so that the window shows all of it.")


class ClickToPolygon(QObject):
    """Reads what the window shows, as soon as it stands still, and adds its objects by clicks."""

    def __init__(self, iface: Any, action: Any):
        super().__init__(iface.mainWindow())
        self.iface, self.canvas, self.bar = iface, iface.mapCanvas(), iface.messageBar()
        self.engine = WarmEngine(self)
        self.reading = Reading(self.bar, self.engine, self)
        self.asking = Asking(self.engine, self.reading.folder, self)
        self.tool = ClickTool(self.canvas, self.find)
        self.panel: Panel | None = None  # made when it is first needed
        self.views: list[View] = []  # the newest first
        self.failed: tuple | None = None  # what could not be read, so that it is not tried again and again
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.read_view)
        self.tool.setAction(action)
        action.triggered.connect(lambda checked: self.canvas.setMapTool(self.tool))
        self.tool.begun.connect(self.begin)
        self.tool.ended.connect(self.timer.stop)
        self.tool.ended.connect(self.asking.forget_cursor)
        self.tool.clicked.connect(self.click)
        self.tool.dragged.connect(self.drag)
        self.reading.done.connect(self.take_view)
        self.reading.failed.connect(self.fail)
        self.asking.answered.connect(self.take_answer)
        self.asking.failed.connect(self.fail_to_answer)
        self.engine.died.connect(self.warn)
        self.canvas.extentsChanged.connect(self.read_soon)

    def remove(self) -> None:
        self.canvas.extentsChanged.disconnect(self.read_soon)
        self.canvas.unsetMapTool(self.tool)
        self.asking.close()
        self.reading.close()
        self.engine.end()
        self.tool.remove()
        if self.panel is not None:
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
        self.deleteLater()

    # What is read

    def begin(self) -> None:
        """The tool was chosen."""
        trouble = find_trouble()
        if trouble:
            offer_setup(self.bar, trouble, lambda: open_dialog("setupengine"))
            self.canvas.unsetMapTool(self.tool)
            return
        if self.panel is None:
            self.panel = Panel(self.iface.mainWindow(), {"MODEL": BUNDLED})
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
            self.panel.changed.connect(self.read_soon)
        self.panel.show()
        active = self.iface.activeLayer()
        if isinstance(active, QgsRasterLayer):
            self.panel.images.setLayer(active)
        self.failed = None
        self.read_view()

    def read_soon(self) -> None:
        if self.tool.isActive():
            self.timer.start(_PAUSE_MS)

    def make_key(self) -> tuple:
        """All that objects depend on but the place."""
        assert self.panel is not None
        image = self.panel.image()
        values = tuple(sorted((name, str(value)) for name, value in self.panel.values().items()))
        return ("" if image is None else image.id(), *values)

    def read_view(self) -> None:
        """Read what the window shows, unless it was read or cannot be; say so."""
        if not self.tool.isActive() or self.panel is None or self.reading.is_running:
            return
        image, key = self.panel.image(), self.make_key()
        if image is None:
            self.say(tr("Click to polygon needs an image: add a raster layer."))
            return
        seen, place = find_place(self.canvas, image), find_place(self.canvas, image, MARGIN)
        if seen is None or place is None:
            self.say(tr("The window does not show the image '{name}'.").format(name=image.name()))
            return
        known = next((view for view in self.views if view.key == key and view.shows(seen)), None)
        if known is not None:
            self.views.remove(known)
            self.views.insert(0, known)
            self.invite()
            return
        values = self.panel.values()
        pixel_m = read_resolution_m(values["MODEL"]) or measure_pixel_m(image)
        pixels = place.measure_m2() / pixel_m**2 if pixel_m else 0
        most = MOST_RESAMPLED_PX if answers_to_prompts(values["MODEL"]) else MOST_PX
        if pixels > most:
            self.say(tr("Zoom in: the window shows {seen} million pixels, at most {most} are read at once.").format(
                seen=round(pixels / 1e6), most=round(most / 1e6)))  # fmt: skip
            return
        attempt = (key, place.outline.asWkt())
        if attempt == self.failed:
            return
        self.failed = attempt
        self.say(tr("The view is being read."))
        self.reading.start(key, place, image, values, self.canvas.mapUnitsPerPixel())

    def take_view(self, view: View) -> None:
        self.failed = None
        self.views = [view, *self.views][:MOST_VIEWS]
        self.invite()
        self.tool.refresh()
        self.read_soon()  # the map may have moved meanwhile

    def fail(self, text: str) -> None:
        if text:
            self.warn(text)
        self.say(text or tr("Cancelled. Click on the map to read it."))

    def invite(self) -> None:
        seen = self.views[0].note if self.views else ""
        self.say(seen + tr("Hover over an object to see its outline. Click to add it; Shift and a click take it away. "
                           "Drag a rectangle for all objects in it."))  # fmt: skip

    # What is done with it

    def current_views(self) -> list[View]:
        key = self.make_key() if self.panel is not None else ()
        return [view for view in self.views if view.key == key]

    def layer(self) -> QgsVectorLayer | None:
        return None if self.panel is None else self.panel.layers.currentLayer()

    def find(
        self, point: QgsPointXY, takes_away: bool
    ) -> tuple[QgsFeature, QgsCoordinateReferenceSystem, bool] | None:
        """The object under a point: of the views, whole ones first, or of the layer; its CRS, and whether it is whole.
        """
        crs, layer = self.canvas.mapSettings().destinationCrs(), self.layer()
        if takes_away:
            found = layer and find_at(layer, move(QgsGeometry.fromPointXY(point), crs, layer.crs()))
            return (found, layer.crs(), True) if found else None
        cut = None
        self.ask_for(point, crs)
        for view in self.current_views():
            found = view.find_at(point, crs)
            if found is not None and view.is_whole(found):
                return found, view.crs, True
            cut = cut or (found and (found, view.crs, False))
        return cut

    def click(self, point: QgsPointXY, takes_away: bool) -> None:
        found = self.find(point, takes_away)
        if takes_away:
            self.take_away(QgsGeometry.fromPointXY(point))
        elif found is None and self.ask_to_add(QgsGeometry.fromPointXY(point)):
            pass  # its answer adds it
        elif found is None:
            self.failed = None  # a click is a reason to try again
            self.read_view()
            if not self.reading.is_running and self.current_views():
                self.say(tr("The model sees no object here. A lower probability threshold shows more."))
        elif not found[2]:
            self.warn(describe_beyond())
        else:
            self.add([found[0]], found[1])
        self.tool.refresh()

    def drag(self, area: QgsGeometry, takes_away: bool) -> None:
        if takes_away:
            self.take_away(area)
            return
        crs = self.canvas.mapSettings().destinationCrs()
        if self.ask_to_add(area):
            return
        for view in self.current_views():
            self.add([each for each in view.find_in(area, crs) if view.is_whole(each)], view.crs)

    # What is asked of models that answer to points and boxes only

    def find_asked(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> View | None:
        """The newest view that can be asked for a point."""
        return next((view for view in self.current_views() if view.values and view.holds(point, crs)), None)

    def ask_for(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> None:
        """Ask for what lies under the cursor, unless it was asked for this place."""
        view, near = self.find_asked(point, crs), _NEAR_PX * self.canvas.mapUnitsPerPixel()
        if view is None or (view.asked_at is not None and view.asked_at.distance(point) <= near):
            return
        view.asked_at = point
        self.asking.ask(Question(view, QgsGeometry.fromPointXY(point), crs, False))

    def ask_to_add(self, mark: QgsGeometry) -> bool:
        """Ask for the object under a point or in a box, which then goes to the layer; whether a view can be asked."""
        crs = self.canvas.mapSettings().destinationCrs()
        view = self.find_asked(mark.centroid().asPoint(), crs)
        if view is not None:
            self.asking.ask(Question(view, mark, crs, True))
        return view is not None

    def take_answer(self, question: Question, found: list[QgsFeature]) -> None:
        view = question.view
        if question.is_point:
            view.take(found)
        if question.adds:
            whole = [each for each in found if view.is_whole(each)]
            self.add(whole, view.crs)
            if not found:
                self.say(tr("The model sees no object here. A lower probability threshold shows more."))
            elif not whole:
                self.warn(describe_beyond())
        self.tool.refresh()

    def fail_to_answer(self, question: Question, text: str) -> None:
        question.view.take([])
        text = put_name(text, question.view.values["IMAGE"], self.reading.name)
        self.warn(text) if question.adds else self.say(text)

    def take_away(self, place: QgsGeometry) -> None:
        layer = self.layer()
        if layer is not None and self.make_editable(layer):
            take_away(layer, place, self.canvas.mapSettings().destinationCrs())

    def add(self, found: list[QgsFeature], crs: QgsCoordinateReferenceSystem) -> None:
        if not found or self.panel is None:
            return
        layer = self.layer()
        if layer is None:
            layer = make_layer(found[0].fields(), crs, str(STYLES / "extracted.qml"))
            self.panel.layers.setLayer(layer)
        if self.make_editable(layer):
            add_objects(layer, found, crs)

    def make_editable(self, layer: QgsVectorLayer) -> bool:
        """Begin to edit a layer; whether it can be."""
        if layer.isEditable() or layer.startEditing():
            return True
        self.warn(tr("The layer '{name}' cannot be edited; choose another one.").format(name=layer.name()))
        return False

    def say(self, text: str) -> None:
        if self.panel is not None:
            self.panel.say(text)

    def warn(self, text: str) -> None:
        self.say(text)
        self.bar.pushMessage("EO Deep", text, Qgis.MessageLevel.Warning, 8)
