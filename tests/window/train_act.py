"""The act of a user who trains a model with what the dialog offers, played in a real QGIS by drive.py."""

from __future__ import annotations

import time
from pathlib import Path

import processing
import qgis.utils
from qgis.PyQt.QtWidgets import QApplication, QTextEdit
from qgis.utils import iface

PATIENCE_S = 120


def run_dialog(values: dict, stops_at: str, picture: str) -> str:
    """Run a training from its dialog, Cancel as soon as the log has a text; the log at the end."""
    dialog = processing.createAlgorithmDialog("eodeep:trainsegmentation", values)
    dialog.show()
    dialog.runButton().click()
    log, stopped = dialog.findChild(QTextEdit, "txtLog"), False
    deadline = time.monotonic() + PATIENCE_S
    while not dialog.runButton().isEnabled() and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.01)
        if stops_at and not stopped and stops_at in log.toPlainText():
            dialog.cancelButton().click()
            stopped = True
    dialog.grab().save(picture)
    said = log.toPlainText()
    dialog.close()
    return said


def resume(values: dict, model: str, pictures: str) -> dict:
    """Cancel a training after its second epoch, then run it again with 'Resume an interrupted training'."""
    values = {**values, "MODEL": model}
    seen = {"cancelled": run_dialog(values, "Epoch 2 of", f"{pictures}/training_cancelled.png")}
    seen["model_after_cancel"] = Path(model).exists()
    seen["resumed"] = run_dialog({**values, "RESUME": True}, "", f"{pictures}/training_resumed.png")
    seen["model"] = Path(model).exists()
    return seen


def train(values: dict, pictures: str) -> dict:
    """Run a training; the model is where the dialog puts it, and the curves come by themselves."""
    dock = qgis.utils.plugins["eo_deep_plugin"].parts.docks["curves"]
    dock.close()  # an earlier training may have opened it
    dialog = processing.createAlgorithmDialog("eodeep:trainsegmentation", values)
    dialog.show()
    shown = Path(dialog.mainWidget().wrappers["MODEL"].parameterValue())
    seen = {"offered": shown.name, "open_before": dock.isVisible()}
    results = []
    dialog.algorithmFinished.connect(lambda successful, found: results.append(found))
    dialog.runButton().click()
    deadline = time.monotonic() + PATIENCE_S
    while not dialog.runButton().isEnabled() and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.01)
    seen["log"] = dialog.findChild(QTextEdit, "txtLog").toPlainText()
    seen["model"] = results[0].get("MODEL") if results else ""
    dialog.close()
    seen["files"] = [str(path) for path in shown.parent.glob("segmentation_*.safetensors")]
    seen["open"] = dock.isVisible()
    training = dock.trainings.get(seen["model"])
    seen["curves"] = {name: stages[""] for name, stages in training.curves.items()} if training else {}
    QApplication.processEvents()
    iface.mainWindow().grab().save(f"{pictures}/training_curves.png")
    dock.close()
    return seen
