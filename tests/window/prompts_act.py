"""Acts of the tool 'Click to polygon' with models that answer to points and boxes only, and on an image without CRS."""

import os
import signal
import time

import qgis.utils
from click_act import IMAGE_CRS, NO_KEY, ROOFS, SHIFT, drag, hover, press, show, wait_until
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

FIRST_BOX = (500_009, 4_999_991), (500_031, 4_999_974)  # around the first roof


def begin(image, model):
    """The tool, with a view that was read."""
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    click = parts.click
    parts.actions["click"].trigger()
    layer = QgsRasterLayer(image, "image")
    QgsProject.instance().addMapLayer(layer)
    click.panel.layers.setLayer(None)
    click.panel.wrappers["MODEL"].setParameterValue(model, QgsProcessingContext())
    click.panel.images.setLayer(layer)
    show(layer.crs() if layer.crs().isValid() else IMAGE_CRS)
    wait_until(lambda: click.current_views())
    return click


def answer(click, place):
    """The area of the outline under the cursor once the engine has answered, and the seconds that this took."""
    started_at = time.monotonic()
    hover(click, place)
    wait_until(lambda: click.asking.asked is None and not click.asking.waiting)
    QApplication.processEvents()
    return round(click.tool.hovered.geometry().area()) if click.tool.hovered else 0, time.monotonic() - started_at


def count(click, act):
    """How many objects the layer has after an act."""
    act()
    wait_until(lambda: click.asking.asked is None and not click.asking.waiting)
    return click.layer().featureCount() if click.layer() else 0


def click_to_prompts(image, model, pictures):
    click, seen = begin(image, model), {}
    seen["note"] = click.panel.status.text()
    found = [answer(click, place) for place in ROOFS]
    seen["hover"], seen["hover_s"] = [area for area, _ in found], [seconds for _, seconds in found]
    seen["counts"] = [
        count(click, lambda: press(ROOFS[3])),  # whose outline is shown
        count(click, lambda: press(ROOFS[3])),  # which the layer has
        count(click, lambda: press(ROOFS[1])),  # before the engine has answered
        count(click, lambda: drag(*FIRST_BOX, NO_KEY)),
        count(click, lambda: press(ROOFS[3], SHIFT)),
    ]
    layer = click.layer()
    seen["fields"] = layer.fields().names()
    seen["areas"] = sorted(round(each.geometry().area()) for each in layer.getFeatures())
    answer(click, ROOFS[2])
    iface.mainWindow().grab().save(f"{pictures}/prompts.png")
    hover(click, ROOFS[0])
    os.kill(click.engine.engine.child.pid, signal.SIGKILL)  # while it is asked, or just before
    wait_until(lambda: click.engine.engine is None or click.asking.asked is None)
    seen["killed"] = answer(click, ROOFS[1])[0]
    show(QgsCoordinateReferenceSystem("EPSG:4326"), rotation=30)
    wait_until(lambda: not click.reading.is_running)
    seen["rotated"] = answer(click, ROOFS[2])[0]
    iface.actionPan().trigger()
    return seen


def click_to_squares(image, model):
    """A PolyCNN."""
    click, seen = begin(image, model), {}
    seen["hover"] = [answer(click, place)[0] for place in ROOFS[:2]]
    seen["counts"] = [count(click, lambda: press(ROOFS[1])), count(click, lambda: press(ROOFS[2]))]
    layer = click.layer()
    seen["status"] = sorted({each["status"] for each in layer.getFeatures()})
    iface.actionPan().trigger()
    return seen


def click_without_crs(image, model, pictures):
    """An image without CRS, with a model that finds objects by itself."""
    click, seen = begin(image, model), {}
    wait_until(lambda: not click.reading.is_running)
    seen["hover"] = [hover(click, place) for place in ROOFS]
    press(ROOFS[1])
    layer = click.layer()
    seen["layer"] = [layer.crs().isValid(), layer.featureCount(), layer.isEditable()]
    seen["areas"] = [round(each.geometry().area()) for each in layer.getFeatures()]
    hover(click, ROOFS[3])
    iface.mainWindow().grab().save(f"{pictures}/without_crs.png")
    iface.actionPan().trigger()
    return seen
