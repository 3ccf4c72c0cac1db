"""Run by a real QGIS (--code): open every dialog, run one from its button. FOLDER gets pictures and report.json."""

import json
import os
import traceback

import processing
import qgis.utils
from processing.core.ProcessingResults import resultsList
from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton

FOLDER = os.environ["EO_DEEP_TEST_FOLDER"]
report = {"labels": {}, "missing": {}, "choices": {}, "layers": {}, "reports": [], "error": ""}
kept = []


def start():
    try:
        qgis.utils.updateAvailablePlugins()
        qgis.utils.loadPlugin("eo_deep_plugin")
        qgis.utils.startPlugin("eo_deep_plugin")
        algorithms = QgsApplication.processingRegistry().providerById("eodeep").algorithms()
        layers = [QgsRasterLayer(os.environ["EO_DEEP_TEST_IMAGE"]), QgsVectorLayer(os.environ["EO_DEEP_TEST_LABELS"])]
        QgsProject.instance().addMapLayers(layers)
        for algorithm in algorithms:
            for layer in layers:
                open_dialog(algorithm, layer)
            open_other_dialogs(algorithm)
        QgsProject.instance().clear()
        run("makescene", {"SIZE_PX": 128, "DISPLACED": "TEMPORARY_OUTPUT"}, then=look_at_layers)
    except Exception:
        end(traceback.format_exc())


def open_dialog(algorithm, layer):
    """Parameters that take any layer get `layer`: lists of fields must bear a raster too."""
    kinds = {known.name(): known.type() for known in algorithm.parameterDefinitions()}
    values = {name: layer.id() for name, kind in kinds.items() if kind == "layer"}
    values.update({name: [layer.id()] for name, kind in kinds.items() if kind == "multilayer"})
    dialog = processing.createAlgorithmDialog(algorithm.id(), values)
    kept.append(dialog)
    dialog.resize(1100, 900)
    dialog.show()
    QgsApplication.processEvents()
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    shown += [box.text() for box in dialog.findChildren(QPushButton)]
    wrappers = dialog.mainWidget().wrappers
    hidden = QgsProcessingParameterDefinition.Flag.FlagHidden
    visible = [known for known in algorithm.parameterDefinitions() if not known.flags() & hidden]
    report["labels"][algorithm.name()] = shown
    report["missing"][algorithm.name()] = [known.name() for known in visible if known.name() not in wrappers]
    lists = dialog.findChildren(QComboBox)
    report["choices"][algorithm.name()] = [box.itemText(i) for box in lists for i in range(box.count())]
    dialog.grab().save(f"{FOLDER}/{algorithm.name()}.png")
    dialog.close()


def open_other_dialogs(algorithm):
    """The batch and the modeler show other widgets for the same parameters."""
    batch = BatchAlgorithmDialog(algorithm.create(), parent=qgis.utils.iface.mainWindow())
    kept.append(batch)
    batch.resize(1600, 400)
    batch.show()
    QgsApplication.processEvents()
    batch.grab().save(f"{FOLDER}/{algorithm.name()}_batch.png")
    batch.close()
    step = ModelerParametersDialog(algorithm.create(), QgsProcessingModelAlgorithm())
    kept.append(step)
    step.show()
    QgsApplication.processEvents()
    step.grab().save(f"{FOLDER}/{algorithm.name()}_step.png")
    step.close()


def run(name, values, then):
    """Press the dialog's Run button; `then` is called when the results are there."""
    dialog = processing.createAlgorithmDialog(f"eodeep:{name}", values)
    kept.append(dialog)
    dialog.show()
    dialog.algorithmFinished.connect(lambda successful, results: QTimer.singleShot(500, then))
    dialog.runButton().click()


def look_at_layers():
    try:
        for layer in QgsProject.instance().mapLayers().values():
            symbol = layer.renderer().symbol().symbolLayer(0) if hasattr(layer.renderer(), "symbol") else None
            report["layers"][layer.name()] = symbol.properties()["outline_color"] if symbol else layer.renderer().type()
        kept[-1].grab().save(f"{FOLDER}/ran.png")
        qgis.utils.iface.zoomFull()
        qgis.utils.iface.mainWindow().grab().save(f"{FOLDER}/window.png")
        made = {layer.name(): layer.id() for layer in QgsProject.instance().mapLayers().values()}
        values = {"PREDICTION": made["Displaced buildings"], "REFERENCE": made["Buildings"]}
        run("assessaccuracy", values, then=look_at_results)
    except Exception:
        end(traceback.format_exc())


def look_at_results():
    try:
        kept[-1].grab().save(f"{FOLDER}/ran_2.png")
        report["reports"] = [result.name for result in resultsList.getResults()]
        end("")
    except Exception:
        end(traceback.format_exc())


def end(error):
    report["error"] = error
    with open(f"{FOLDER}/report.json", "w") as file:
        json.dump(report, file, indent=1)
    os._exit(0)


QTimer.singleShot(2000, start)
