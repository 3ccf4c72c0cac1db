"""Run by a real QGIS (--code): act as a user does in its window, and write what was seen, one file per act.

$EO_DEEP_WINDOW is a folder: plan.json in it lists the acts, NAME.json tells what came of each, pictures/ shows it.
"""

import json
import os
import time
import traceback
from contextlib import contextmanager
from pathlib import Path

import processing
import qgis.utils
from click_act import click_to_polygon, try_on_view
from processing.core.ProcessingResults import resultsList
from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from prompts_act import click_to_prompts, click_to_squares, click_without_crs
from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEvent, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton, QTextEdit, QToolBar
from qgis.utils import iface
from review_act import review
from train_act import resume, train

FOLDER = Path(os.environ["EO_DEEP_WINDOW"])
PATIENCE_S = 300
kept = []  # dialogs: QGIS may not collect them while they are open


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing happened in {PATIENCE_S} s")
        QgsApplication.processEvents()
        time.sleep(0.01)


# What a user does


def open_dialogs(image, labels):
    """Every dialog with a raster and with vectors in its lists; the batch and the modeler show other widgets."""
    layers = [QgsRasterLayer(image), QgsVectorLayer(labels)]
    QgsProject.instance().addMapLayers(layers)
    algorithms = QgsApplication.processingRegistry().providerById("eodeep").algorithms()
    return {algorithm.name(): open_dialog(algorithm, layers) for algorithm in algorithms}


def open_dialog(algorithm, layers):
    known = algorithm.parameterDefinitions()
    hidden = QgsProcessingParameterDefinition.Flag.FlagHidden
    for layer in layers:
        values = {one.name(): layer.id() for one in known if one.type() == "layer"}
        values.update({one.name(): [layer.id()] for one in known if one.type() == "multilayer"})
        dialog = show(processing.createAlgorithmDialog(algorithm.id(), values), algorithm.name())
        wrappers = set(dialog.mainWidget().wrappers)
        choices = [box.itemText(i) for box in dialog.findChildren(QComboBox) for i in range(box.count())]
        dialog.close()
    for other, kind in (
        (BatchAlgorithmDialog(algorithm.create(), parent=iface.mainWindow()), "batch"),
        (ModelerParametersDialog(algorithm.create(), QgsProcessingModelAlgorithm()), "step"),
    ):
        show(other, f"{algorithm.name()}_{kind}").close()
    return {
        "missing": [one.name() for one in known if not one.flags() & hidden and one.name() not in wrappers],
        "choices": choices,
    }


def show(dialog, picture=""):
    kept.append(dialog)
    dialog.resize(1100, 900)
    dialog.show()
    QgsApplication.processEvents()
    if picture:
        dialog.grab().save(str(FOLDER / "pictures" / f"{picture}.png"))
    return dialog


def offer_models(algorithm, values):
    """The names in a dialog's list of models, in its order, and what the list says of the one that is chosen."""
    dialog = show(processing.createAlgorithmDialog(f"eodeep:{algorithm}", values))
    chooser = dialog.mainWidget().wrappers["MODEL"]
    chooser.box.showPopup()
    QgsApplication.processEvents()
    chooser.box.view().window().grab().save(str(FOLDER / "pictures" / "model_list.png"))
    chooser.box.hidePopup()
    dialog.grab().save(str(FOLDER / "pictures" / "model_list_dialog.png"))
    seen = {"names": [chooser.box.itemText(row) for row in range(chooser.box.count())], "told": chooser.told.text(),
            "value": chooser.parameterValue()}  # fmt: skip
    dialog.close()
    return seen


def run(algorithm, values, times=1):
    """Press the dialog's Run button, and look at the project's layers when the results are there."""
    return [run_once(f"eodeep:{algorithm}", values) for _ in range(times)]


def run_again(algorithm, values, other_values):
    """Run twice into one file, and look at what the window shows of it after each run."""
    seen = []
    for each in (values, {**values, **other_values}):
        done = run_once(f"eodeep:{algorithm}", each)
        layers = QgsProject.instance().mapLayers().values()
        own = [layer for layer in layers if layer.source().split("|")[0] == values["OUTPUT"]]
        seen.append({**done, "layers": [describe_layer(layer) for layer in own]})
    return seen


def run_once(algorithm, values):
    before = set(QgsProject.instance().mapLayers())
    dialog = show(processing.createAlgorithmDialog(algorithm, values))
    finished = []
    dialog.algorithmFinished.connect(lambda successful, results: finished.append((successful, results)))
    dialog.runButton().click()
    wait_until(lambda: dialog.runButton().isEnabled())
    return describe_run(dialog, before, bool(finished and finished[0][0]))


def describe_run(dialog, before, succeeded):
    log = dialog.findChild(QTextEdit, "txtLog").toPlainText()
    layers = QgsProject.instance().layerTreeRoot().layerOrder()
    new = [describe_layer(layer) for layer in layers if layer.id() not in before]
    dialog.close()
    return {"succeeded": succeeded, "log": log, "layers": new}


def run_batch(algorithm, rows, folder):
    """Fill a row per run in the batch, outputs in files of `folder`, and run all."""
    before = set(QgsProject.instance().mapLayers())
    found = QgsApplication.processingRegistry().createAlgorithmById(f"eodeep:{algorithm}")
    dialog = show(BatchAlgorithmDialog(found, parent=iface.mainWindow()))
    panel = dialog.mainWidget()
    panel.addRow(len(rows) - panel.batchRowCount())
    for number, values in enumerate(rows):
        for definition in found.parameterDefinitions():
            name, column = definition.name(), panel.parameter_to_column[definition.name()]
            optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
            if definition.isDestination() and (name in values or not optional):
                file = f"{folder}/{name.lower()}_{number}.{definition.defaultFileExtension()}"
                panel.tblParameters.cellWidget(number + 1, column).setValue(file)
            elif name in values:
                context = panel.context_generator.processingContext()
                panel.wrappers[number][column].setParameterValue(values[name], context)
    panel.checkLoadLayersOnCompletion.setChecked(True)
    dialog.runButton().click()
    wait_until(lambda: dialog.runButton().isEnabled())
    return describe_run(dialog, before, "executions failed" not in dialog.findChild(QTextEdit, "txtLog").toPlainText())


def run_model(values, folder):
    """A model of four steps whose outputs are all loaded, twice; two have the same style, one goes to the same file."""
    model = QgsProcessingModelAlgorithm("Maps and polygons", "test")
    model.setProvider(QgsApplication.processingRegistry().providerById("model"))
    # Not named like an output: newer QGIS makes parameters of both.
    model.addModelParameter(QgsProcessingParameterRasterLayer("input", "input"), QgsProcessingModelParameter("input"))
    sources = QgsProcessingModelChildParameterSource
    add_step(model, "polygonize", {"INPUT": sources.fromModelParameter("input")}, "Outlines")
    for output in ("Straight", "Straight again"):
        add_step(model, "regularizepolygons", {"INPUT": sources.fromChildOutput("Outlines", "OUTPUT")}, output)
    add_step(model, "segment", {name: sources.fromStaticValue(values[name]) for name in ("IMAGE", "MODEL")}, "Map")
    targets = model.destinationParameterDefinitions()
    named = {target.name(): f"{folder}/outlines.gpkg" for target in targets if target.description() == "Outlines"}
    return [run_once(model, {"input": values["map"], **named}) for _ in range(2)]


def add_step(model, algorithm, inputs, output):
    step = QgsProcessingModelChildAlgorithm(f"eodeep:{algorithm}")
    step.setChildId(output)
    for name, source in inputs.items():
        step.addParameterSources(name, [source])
    result = QgsProcessingModelOutput(output, output)
    result.setChildId(output)
    result.setChildOutputName("OUTPUT")
    step.setModelOutputs({output: result})
    model.addChildAlgorithm(step)


def cancel(algorithm, values, folder):
    """Press Cancel when the output is being written."""
    before = set(QgsProject.instance().mapLayers())
    dialog = show(processing.createAlgorithmDialog(f"eodeep:{algorithm}", values))
    dialog.runButton().click()
    wait_until(lambda: any(Path(folder).glob(".*.partial*")))
    dialog.cancelButton().click()
    wait_until(lambda: dialog.runButton().isEnabled())
    return {**describe_run(dialog, before, False), "files": sorted(path.name for path in Path(folder).iterdir())}


@contextmanager
def without_engine():
    variable = os.environ.get("EO_DEEP_PYTHON")
    os.environ["EO_DEEP_PYTHON"] = "/nowhere"
    try:
        yield
    finally:
        del os.environ["EO_DEEP_PYTHON"]
        if variable is not None:
            os.environ["EO_DEEP_PYTHON"] = variable


def run_without_engine(algorithm, values):
    """Run where no engine is: what the Toolbox says, what the dialog offers, what comes of its Run button."""
    with without_engine():
        found = QgsApplication.processingRegistry().createAlgorithmById(f"eodeep:{algorithm}")
        dialog = show(processing.createAlgorithmDialog(found.id(), values), f"no engine {algorithm}")
        offer = describe_offer(dialog.messageBar())
        dialog.close()
        return {**run_once(found.id(), values), "toolbox": found.canExecute(), "offer": offer}


def start_without_engine():
    """What the window says at its start where no engine is; then press its button."""
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    iface.messageBar().clearWidgets()  # of QGIS's own messages on runs before
    with without_engine():
        parts.offer_engine()
        offer = describe_offer(iface.messageBar())
        picture("start without engine")
        find_button("What is it?").click()
        told = next(box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible())
        texts = [told.text(), told.informativeText()]
        told.grab().save(str(FOLDER / "pictures" / "what_is_the_engine.png"))
        told.close()
        find_button("Set up").click()
        return {"offer": offer, "texts": texts, "opened": close_dialogs(), "left": describe_offer(iface.messageBar())}


def close_dialogs():
    """Close the algorithms' dialogs that are open; their algorithms."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, AlgorithmDialog) and one.isVisible()]
    for dialog in found:
        dialog.close()
    return [dialog.algorithm().id() for dialog in found]


def describe_offer(bar):
    """The text and the buttons of what a message bar shows."""
    item = bar.currentItem()
    if item is None:
        return {}
    return {"text": item.text(), "buttons": [button.text() for button in item.findChildren(QPushButton)]}


def find_button(text):
    return next(one for one in iface.messageBar().findChildren(QPushButton) if one.text() == text)


def list_menu():
    """The entries of the plugin's menu and toolbar, and what they open; once more after the plugin was loaded anew."""
    return [list_entries(), reload_plugin() or list_entries()]


def list_entries():
    parts = qgis.utils.plugins["eo_deep_plugin"].parts
    menus = [action.text() for action in iface.rasterMenu().actions() if action.menu() is not None]
    toolbars = [bar for bar in iface.mainWindow().findChildren(QToolBar) if bar.objectName() == "EODeepToolbar"]
    opened = []
    for action in toolbars[0].actions():
        action.trigger()
        opened += close_dialogs()
    parts.menu.popup(iface.mainWindow().mapToGlobal(iface.mainWindow().rect().center()))
    QgsApplication.processEvents()
    parts.menu.grab().save(str(FOLDER / "pictures" / "menu_entries.png"))
    parts.menu.close()
    return {"menus": menus.count("EO Deep"), "toolbars": len(toolbars), "opened": opened,
            "entries": [action.text() for action in parts.menu.actions() if action.text()]}  # fmt: skip


def reload_plugin():
    qgis.utils.unloadPlugin("eo_deep_plugin")
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qgis.utils.loadPlugin("eo_deep_plugin")
    qgis.utils.startPlugin("eo_deep_plugin")


# What a user sees


def describe_layer(layer):
    model = iface.layerTreeView().layerTreeModel()
    nodes = model.layerLegendNodes(QgsProject.instance().layerTreeRoot().findLayer(layer.id()))
    return {
        "name": layer.name(),
        "renderer": layer.renderer().type() if layer.renderer() else "",
        "classes": describe_renderer(layer.renderer()),
        "legend": [[node.data(Qt.ItemDataRole.DisplayRole) or "", find_color(node)] for node in nodes],
        "file": layer.source().split("|")[0],
        "saved": read_saved_style(layer),
        "count": layer.featureCount() if layer.type() == QgsMapLayer.LayerType.VectorLayer else 1,
    }


def describe_renderer(renderer):
    """Label -> colour, as #rrggbb and two digits more where it lets through what lies below."""
    kind = renderer.type() if renderer else ""
    if kind == "paletted":
        return {entry.label: name_color(entry.color) for entry in renderer.classes()}
    if kind == "singlebandpseudocolor":
        items = renderer.shader().rasterShaderFunction().colorRampItemList()
        return {item.label: name_color(item.color) for item in items}
    if kind == "categorizedSymbol":
        return {entry.label(): name_color(entry.symbol().color()) for entry in renderer.categories()}
    if kind == "graduatedSymbol":
        return {entry.label(): name_color(entry.symbol().color()) for entry in renderer.ranges()}
    if kind == "singleSymbol":
        red, green, blue, *_ = renderer.symbol().symbolLayer(0).properties()["outline_color"].split(",")
        return {"": QColor(int(red), int(green), int(blue)).name()}
    return {}


def name_color(color):
    return color.name() if color.alpha() == 255 else f"{color.name()}{color.alpha():02x}"


def find_color(node):
    """The colour in the middle of a legend entry's icon."""
    icon = node.data(Qt.ItemDataRole.DecorationRole)
    if isinstance(icon, QIcon):
        icon = icon.pixmap(QSize(16, 16))
    if isinstance(icon, QPixmap) and not icon.isNull():
        icon = icon.toImage().pixelColor(icon.width() // 2, icon.height() // 2)
    return icon.name() if isinstance(icon, QColor) else ""


def read_saved_style(layer):
    """The renderer that the layer's file would have if it were opened anew."""
    if layer.providerType() not in ("ogr", "gdal"):
        return ""
    kind = QgsVectorLayer if layer.type() == QgsMapLayer.LayerType.VectorLayer else QgsRasterLayer
    again = kind(layer.source(), "again", layer.providerType())
    return again.renderer().type() if again.renderer() else ""


def list_reports():
    return [result.name for result in resultsList.getResults()]


ACTS = {
    function.__name__: function
    for function in (open_dialogs, offer_models, run, run_again, run_batch, run_model, cancel, run_without_engine,
                     start_without_engine, list_menu, list_reports, review, resume, train,
                     click_to_polygon, click_to_prompts, click_to_squares, click_without_crs, try_on_view)  # fmt: skip
}


def picture(name):
    for _ in range(20):  # until messages have moved in
        QgsApplication.processEvents()
        time.sleep(0.01)
    iface.mainWindow().grab().save(str(FOLDER / "pictures" / f"{name}.png".replace(" ", "_")))


def clear_project():
    """QGIS would ask in a dialog whether to keep edits that an act left."""
    for layer in QgsProject.instance().mapLayers().values():
        if layer.type() == QgsMapLayer.LayerType.VectorLayer and layer.isEditable():
            layer.rollBack()
    QgsProject.instance().clear()


def act_all():
    try:
        qgis.utils.updateAvailablePlugins()
        qgis.utils.loadPlugin("eo_deep_plugin")
        qgis.utils.startPlugin("eo_deep_plugin")
        for name, act, arguments in json.loads((FOLDER / "plan.json").read_text()):
            if not (FOLDER / f"{name}.json").exists():
                started_at = time.monotonic()
                clear_project()
                (FOLDER / f"{name}.json").write_text(json.dumps({"error": "QGIS crashed."}))  # unless it goes on
                try:
                    seen = json.dumps({"seen": ACTS[act](**arguments), "s": time.monotonic() - started_at}, indent=1)
                except Exception:
                    seen = json.dumps({"error": traceback.format_exc()})
                iface.zoomFull()
                picture(name)
                (FOLDER / f"{name}.json").write_text(seen)
    finally:
        os._exit(0)


QTimer.singleShot(2000, act_all)
