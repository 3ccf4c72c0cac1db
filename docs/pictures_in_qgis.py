"""Run by a real QGIS (--code): play the tutorials in its window, and take the manual's pictures.

$EO_DEEP_PICTURES is the folder that they and the layers go to, $EO_DEEP_PICTURE_NAMES the ones that are wanted.
"""

import os
import sys
import time
import traceback
from pathlib import Path

import processing
import qgis.utils
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QToolBar, QTreeView
from qgis.utils import iface

FOLDER = Path(os.environ["EO_DEEP_PICTURES"])
WANTED = os.environ["EO_DEEP_PICTURE_NAMES"].split()
PLUGIN = Path(os.environ["QGIS_PLUGINPATH"]) / "eo_deep_plugin"
LABELS, LAND = PLUGIN / "docs" / "data" / "town_labels.geojson", PLUGIN / "docs" / "data" / "drawn_land.tif"
BUNDLED = PLUGIN / "resources" / "models" / "buildings.safetensors"
WINDOW = QSize(900, 620)
LAYERS_PX, DOCK_PX = 180, 250
CLICKED = (263, 42), (264, 362), (343, 362), (264, 457)  # buildings of the town, in pixels of its image
PATIENCE_S = 1800
TOWN = {"SEED": 2, "SIZE_PX": 512, "IMAGE": "town.tif", "BUILDINGS": "reference.gpkg", "DISPLACED": "old_map.gpkg"}


# The pictures, in the order in which they are taken


def message():
    """The offer to set the engine up."""
    from eo_deep_plugin.window.engine_offer import offer_setup

    offer_setup(iface.messageBar(), "EO Deep needs its engine.", lambda: None)
    settle()
    yield iface.messageBar().grab()
    iface.messageBar().clearWidgets()


def menu():
    menu = qgis.utils.plugins["eo_deep_plugin"].parts.menu
    menu.popup(iface.mainWindow().mapToGlobal(iface.mainWindow().rect().center()))
    settle()
    yield menu.grab()
    menu.close()


def set_up():
    yield from show_dialog("setupengine", {}, QSize(860, 560))


def settings():
    """The options are a modal dialog: it is found and closed while QGIS waits for it."""
    pictures = []
    QTimer.singleShot(3000, lambda: pictures.append(grab_options()))
    iface.showOptionsDialog(iface.mainWindow(), "processingOptions")
    yield from pictures


def grab_options():
    dialog = QApplication.activeModalWidget()
    dialog.resize(960, 560)
    tree = dialog.findChild(QTreeView, "tree") or dialog.findChildren(QTreeView)[-1]
    open_branch(tree, QModelIndex(), ["Providers", "EO Deep"])
    settle()
    picture = dialog.grab()
    dialog.reject()
    return picture


def open_branch(tree, parent, names):
    for row in range(tree.model().rowCount(parent)):
        index = tree.model().index(row, 0, parent)
        if names and index.data() == names[0]:
            tree.expand(index)
            tree.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)
            open_branch(tree, index, names[1:])
            return


def extract_dialog():
    show_layers("town.tif")
    yield from show_dialog("extractbuildings", {"IMAGE": find("town.tif")}, QSize(860, 640))


def buildings():
    run("extractbuildings", {"IMAGE": find("town.tif"), "OUTPUT": find("buildings.gpkg")})
    yield grab_window()


def click():
    """Three buildings taken, and the cursor on a fourth one."""
    show_layers("town.tif")
    tool = qgis.utils.plugins["eo_deep_plugin"].parts.click
    qgis.utils.plugins["eo_deep_plugin"].parts.actions["click"].trigger()
    iface.mainWindow().resizeDocks([tool.panel], [DOCK_PX], Qt.Orientation.Horizontal)
    tool.panel.images.setLayer(QgsProject.instance().mapLayersByName("town")[0])
    wait_until(tool.current_views)
    view = iface.mapCanvas().viewport()
    *taken, hovered = [find_pixel(*place) for place in CLICKED]
    for pixel in taken:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel)
        settle()
    for pixel in (taken[0], hovered, hovered + QPoint(3, 3)):
        QTest.mouseMove(view, pixel)
        settle()
    yield grab_window()
    iface.actionPan().trigger()
    tool.layer().rollBack()
    tool.panel.close()


def find_pixel(x, y):
    """Where a place of the image, in its pixels from the upper left corner, is on the canvas."""
    extent = QgsProject.instance().mapLayersByName("town")[0].extent()
    place = QgsPointXY(extent.xMinimum() + 0.3 * x, extent.yMaximum() - 0.3 * y)
    pixel = iface.mapCanvas().getCoordinateTransform().transform(place)
    return QPoint(round(pixel.x()), round(pixel.y()))


def old_map():
    show_layers("town.tif", "old_map.gpkg")
    yield grab_window()


def updated():
    show_layers("town.tif")
    values = {"IMAGE": find("town.tif"), "VECTORS": find("old_map.gpkg"), "OUTPUT": find("updated.gpkg")}
    run("updatemap", {**values, "TEST_TIME_AUGMENTATION": False})
    yield grab_window()


def review():
    """Of the differences that `updated` has loaded."""
    if not QgsProject.instance().mapLayersByName("Differences"):
        list(updated())
    layer, dock = QgsProject.instance().mapLayersByName("Differences")[0], show_dock("review")
    dock.layers.setLayer(layer)
    dock.add_field.click()
    yield grab_window()
    layer.rollBack()
    dock.close()


def labels():
    show_layers("town.tif", LABELS)
    color_classes(iface.activeLayer())
    yield grab_window()


def classes():
    show_layers("town.tif")
    training = {"IMAGES": [find("town.tif")], "LABELS": [str(LABELS)], "CLASS_FIELD": "class", "EPOCHS": 5,
                "SAMPLES_PER_EPOCH": 80, "CROP_PX": 128, "INITIAL_MODEL": str(BUNDLED)}  # fmt: skip
    run("trainsegmentation", {**training, "MODEL": find("town.safetensors"), "REPORT": find("training.html")})
    run("segment", {"IMAGE": find("town.tif"), "MODEL": find("town.safetensors"), "OUTPUT": find("classes.tif")})
    clear_window()  # of the docks with the training's curves and report
    yield grab_window()


def curves():
    """Of the training that `classes` has run."""
    dock = show_dock("curves")
    yield dock.grab()
    dock.close()


def drawn_land():
    show_layers(LAND)
    yield grab_window()


def land_cover():
    show_layers(LAND)
    values = {"IMAGE": str(LAND), "CONFIDENCE": find("confidence.tif"), "OUTPUT": find("land_cover.tif")}
    run("classifyscenes", values)
    hide("Confidence")
    yield grab_window()


def confidence():
    hide("Class map")
    yield grab_window()


PICTURES = (message, menu, set_up, settings, extract_dialog, buildings, click, old_map, updated, review, labels,
            classes, curves, drawn_land, land_cover, confidence)  # fmt: skip


# How they are taken


def find(name):
    return str(FOLDER / name)


def show_layers(*names):
    """Nothing but these layers, the last on top."""
    QgsProject.instance().clear()
    for name in names:
        path = str(FOLDER / name)
        layer = QgsRasterLayer(path, Path(path).stem)
        if not layer.isValid():
            layer = QgsVectorLayer(path, Path(path).stem)
        QgsProject.instance().addMapLayer(layer)
        iface.setActiveLayer(layer)
        if len(QgsProject.instance().mapLayers()) == 1:
            QgsProject.instance().setCrs(layer.crs())
    zoom()


def zoom():
    """To the image, which was added first and lies lowest."""
    iface.mapCanvas().setExtent(QgsProject.instance().layerTreeRoot().layerOrder()[-1].extent())
    iface.mapCanvas().refresh()


def hide(name):
    """Nothing of the layers that this one covers, or that cover it, but the others."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.name() != name)


def color_classes(layer):
    colors = {"roof": "#d7301f", "grass": "#a6d854", "tree": "#1b7837", "road": "#636363", "bare": "#d9b382",
              "shadow": "#2b2b6b"}  # fmt: skip
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", [
        QgsRendererCategory(name, QgsFillSymbol.createSimple({"color": color, "outline_color": "white"}), name)
        for name, color in colors.items()
    ]))  # fmt: skip
    layer.triggerRepaint()


def run(algorithm, values):
    """Press Run in the algorithm's dialog, and wait until its layers are loaded."""
    dialog = processing.createAlgorithmDialog(f"eodeep:{algorithm}", values)
    finished = []
    dialog.algorithmFinished.connect(lambda successful, results: finished.append(successful))
    dialog.show()
    dialog.runButton().click()
    wait_until(lambda: finished and dialog.runButton().isEnabled())
    if not finished[0]:
        raise RuntimeError(dialog.findChild(object, "txtLog").toPlainText())
    dialog.close()
    zoom()


def show_dock(name):
    dock = qgis.utils.plugins["eo_deep_plugin"].parts.docks[name]
    dock.show()
    iface.mainWindow().resizeDocks([dock], [DOCK_PX], Qt.Orientation.Horizontal)
    settle()
    return dock


def show_dialog(algorithm, values, size):
    dialog = processing.createAlgorithmDialog(f"eodeep:{algorithm}", values)
    dialog.resize(size)
    dialog.show()
    settle(1)
    yield dialog.grab()
    dialog.close()


def clear_window():
    """Leave what matters, so that it can be read in a small picture."""
    window = iface.mainWindow()
    for part in window.findChildren(QDockWidget) + window.findChildren(QToolBar):
        part.setVisible(part.objectName() in ("Layers", "EODeepToolbar", "mMapNavToolBar"))
    window.statusBar().hide()
    window.showNormal()
    window.setFixedSize(WINDOW)


def grab_window():
    iface.messageBar().clearWidgets()
    layers = iface.mainWindow().findChild(QDockWidget, "Layers")
    iface.mainWindow().resizeDocks([layers], [LAYERS_PX], Qt.Orientation.Horizontal)
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setExpanded(not isinstance(node.layer(), QgsRasterLayer) or node.layer().bandCount() == 1)
    settle(2)
    return iface.mainWindow().grab()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing happened in {PATIENCE_S} s")
        settle(0.05)


def settle(seconds=0.5):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.01)


def take_all():
    try:
        qgis.utils.updateAvailablePlugins()
        qgis.utils.loadPlugin("eo_deep_plugin")
        qgis.utils.startPlugin("eo_deep_plugin")
        iface.messageBar().clearWidgets()
        clear_window()
        town = {name: find(value) if isinstance(value, str) else value for name, value in TOWN.items()}
        processing.run("eodeep:makescene", town)
        for picture in PICTURES:
            if not WANTED or picture.__name__ in WANTED:
                for image in picture():
                    image.save(find(f"{picture.__name__}.png"))
                iface.messageBar().clearWidgets()
        status = 0
    except Exception:
        traceback.print_exc()
        status = 1
    sys.stderr.flush()
    os._exit(status)


QTimer.singleShot(2000, take_all)
