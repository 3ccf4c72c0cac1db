"""The act with the tool 'Click to polygon': hover, click, Shift, rectangles, another view, an engine that is killed."""

import itertools
import os
import signal
import statistics
import time

import qgis.utils
from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
IMAGE_CRS = QgsCoordinateReferenceSystem("EPSG:32633")
# Of the roofs on the test image, in its CRS, and of a place beside them and of one beyond the image.
ROOFS = [(500_020, 4_999_982.5), (500_060, 4_999_972.5), (500_030, 4_999_942.5), (500_075, 4_999_942.5)]
GROUND, BEYOND = (500_005, 4_999_990), (500_050, 5_000_003)


def wait_until(condition, patience_s=120):
    deadline = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing happened in {patience_s} s")
        QgsApplication.processEvents()
        time.sleep(0.01)


def find_pixel(place):
    """Where a place in the image's CRS is on the canvas."""
    crs = iface.mapCanvas().mapSettings().destinationCrs()
    point = QgsCoordinateTransform(IMAGE_CRS, crs, QgsProject.instance()).transform(QgsPointXY(*place))
    pixel = iface.mapCanvas().getCoordinateTransform().transform(point)
    return QPoint(round(pixel.x()), round(pixel.y()))


def hover(click, place):
    """The area of the outline under the cursor in m2, 0 without one."""
    view, pixel = iface.mapCanvas().viewport(), find_pixel(place)
    steps = itertools.cycle((QPoint(3, 3), QPoint(0, 0)))  # a cursor that stays where it was is no event

    def arrive():
        QTest.mouseMove(view, pixel + next(steps))
        QgsApplication.processEvents()
        point = click.tool.point
        return point is not None and (click.tool.toCanvasCoordinates(point) - pixel).manhattanLength() <= 2

    click.tool.point = None
    wait_until(arrive)
    return 0 if click.tool.hovered is None else round(click.tool.hovered.geometry().area())


def time_hover(click):
    """The median of the milliseconds from an event of the cursor to the outline that is set, for 100 of them."""
    times = []
    for number in range(100):
        point = QgsPointXY(*ROOFS[number % len(ROOFS)])
        started_at = time.perf_counter()
        click.tool.show_at(point, False)
        times.append(1000 * (time.perf_counter() - started_at))
    return statistics.median(times)


def press(place, key=NO_KEY):
    QTest.mouseClick(iface.mapCanvas().viewport(), LEFT, key, find_pixel(place))
    QgsApplication.processEvents()


def drag(start, end, key=NO_KEY):
    view = iface.mapCanvas().viewport()
    start, end = find_pixel(start), find_pixel(end)
    QTest.mousePress(view, LEFT, key, start)
    for pixel in ((start + end) / 2, end):
        QTest.mouseMove(view, pixel)
        QgsApplication.processEvents()
    QTest.mouseRelease(view, LEFT, key, end)
    QgsApplication.processEvents()


def show(crs=IMAGE_CRS, rotation=0):
    """Show the whole image; the view is read after a moment."""
    canvas = iface.mapCanvas()
    wait_until(lambda: canvas.width() > 300)  # in the place of the welcome page
    QgsProject.instance().setCrs(crs)  # the window's follows
    canvas.setRotation(rotation)
    iface.zoomFull()
    wait_until(lambda: not canvas.isDrawing())


def click_to_polygon(image, model):
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    click, seen = parts.click, {}
    parts.actions["click"].trigger()
    seen["without image"] = click.panel.status.text()
    layers = [QgsRasterLayer(image, name) for name in ("image", "other")]
    QgsProject.instance().addMapLayers(layers)
    click.panel.wrappers["MODEL"].setParameterValue(model, QgsProcessingContext())
    click.panel.images.setLayer(layers[0])
    show()
    wait_until(lambda: click.current_views())
    seen["tool"] = [parts.actions["click"].isChecked(), click.panel.isVisible()]
    seen["hover"] = [hover(click, place) for place in (*ROOFS, GROUND, BEYOND)]
    seen["hover_ms"] = time_hover(click)
    press(ROOFS[0])
    layer = click.layer()
    seen["layer"] = [layer.name(), layer.crs().authid(), layer.isEditable(), layer.fields().names()]
    seen["counts"] = [layer.featureCount()]
    for act in (
        lambda: press(ROOFS[0]),  # which the layer has
        lambda: press(GROUND),
        lambda: press(BEYOND),
        lambda: press(ROOFS[1]),
        layer.undoStack().undo,
        layer.undoStack().redo,
        lambda: press(ROOFS[0], SHIFT),
        lambda: drag((500_001, 4_999_999), (500_099, 4_999_921)),
        layer.undoStack().undo,
        lambda: drag((500_001, 4_999_999), (500_099, 4_999_921), SHIFT),
    ):
        act()
        seen["counts"].append(layer.featureCount())
    first = click.engine.engine.child.pid
    show(QgsCoordinateReferenceSystem("EPSG:4326"), rotation=30)
    seen["rotated"] = [hover(click, place) for place in ROOFS]
    press(ROOFS[2])
    (added,) = layer.getFeatures()
    seen["added"] = [round(added.geometry().area()), added["class_name"], round(added["area_m2"])]
    show()
    wait_until(lambda: not click.timer.isActive())  # the view is known, which the panel then says
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: click.engine.engine is None)
    seen["killed"] = [click.panel.status.text(), hover(click, ROOFS[0])]
    click.panel.images.setLayer(layers[1])
    wait_until(lambda: click.current_views())
    seen["other image"] = [len(click.views), hover(click, ROOFS[0]), click.engine.engine.child.pid != first]
    os.environ["EO_DEEP_IDLE_MINUTES"] = "0"
    wait_until(lambda: click.engine.engine is None)
    del os.environ["EO_DEEP_IDLE_MINUTES"]
    iface.actionPan().trigger()
    return seen


def try_on_view(image):
    """The area of a dialog: what the window shows, rotated, then a rectangle that is drawn while the dialog is away."""
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    layers = [QgsRasterLayer(image, name) for name in ("image", "other")]
    QgsProject.instance().addMapLayers(layers)
    iface.setActiveLayer(layers[1])
    show(rotation=30)
    shown = iface.mapCanvas().mapSettings()
    seen = {"algorithms": [action.text() for action in parts.trials.actions()]}
    parts.trials.actions()[0].trigger()
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, AlgorithmDialog)]
    (dialog,) = [each for each in found if each.isVisible()]
    wrappers = dialog.mainWidget().wrappers
    seen["dialog"] = [dialog.algorithm().id(), wrappers["IMAGE"].parameterValue() == layers[1].id()]
    area = wrappers["AREA"]
    size = shown.outputSize().width() * shown.outputSize().height() * shown.mapUnitsPerPixel() ** 2
    seen["view"] = measure_area(area.parameterValue()) / size
    show()
    area.draw()
    drag((500_010, 4_999_990), (500_050, 4_999_960))
    wait_until(lambda: measure_area(area.parameterValue()) < 2000)
    seen["rectangle"] = [measure_area(area.parameterValue()), dialog.isMinimized()]
    seen["tool"] = type(iface.mapCanvas().mapTool()).__name__
    dialog.close()
    return seen


def measure_area(path):
    (feature,) = QgsVectorLayer(path, "area", "ogr").getFeatures()
    return feature.geometry().area()
