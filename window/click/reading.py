"""What a model sees in the window: 'Extract polygons' for the part of the image that is shown, in a warm engine."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from ...algorithms.framework.translation import tr
from ...algorithms.framework.warm_engine import WarmEngine
from .view import Place, View

ALGORITHM = "eodeep:extractpolygons"


class Feedback(QgsProcessingFeedback):
    """What a run says; in the background, so it is only noted."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 (QGIS's names)
        self.errors.append(error)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.warnings.append(warning)


class Reading(QObject):
    """One run after the other, each with its progress and a button to cancel it in the message bar."""

    done = pyqtSignal(object)  # a View
    failed = pyqtSignal(str)  # a sentence; '' after Cancel

    def __init__(self, bar: QgsMessageBar, engine: WarmEngine, parent: QObject | None = None):
        super().__init__(parent)
        self.bar, self.engine = bar, engine
        self.folder = Path(tempfile.mkdtemp(prefix="eo_deep_click_", dir=QgsProcessingUtils.tempFolder()))
        self.places = 0  # that were written
        self.running: dict[str, Any] = {}  # what QGIS uses in the background and Python would forget

    @property
    def is_running(self) -> bool:
        return bool(self.running)

    def start(self, key: tuple, place: Place, values: dict[str, Any]) -> str:
        """Begin to read a place; why that cannot be, in a sentence, or ''."""
        self.places += 1
        stem = self.folder / f"view_{self.places}"
        area = f"{stem}_area.gpkg"
        place.write(area)
        values = {**values, "AREA": area, "OUTPUT": f"{stem}.gpkg"}
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
        algorithm.engine = self.engine
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        fits, message = algorithm.checkParameterValues(values, context)
        if not fits:
            return message
        task = QgsProcessingAlgRunnerTask(algorithm, values, context, feedback)
        task.executed.connect(lambda successful, results: self.finish(successful, results, key, place))
        item = self.show_progress(task, feedback)
        self.running = {"task": task, "algorithm": algorithm, "context": context, "feedback": feedback, "item": item}
        QgsApplication.taskManager().addTask(task)
        return ""

    def show_progress(self, task: Any, feedback: Feedback) -> Any:
        item = self.bar.createMessage("EO Deep", tr("Reading the view …"))
        progress = QProgressBar(item)
        progress.setMaximumWidth(200)
        task.progressChanged.connect(lambda percent: progress.setValue(int(percent)))
        cancel = QPushButton(tr("Cancel"), item)
        cancel.clicked.connect(lambda checked: feedback.cancel())
        for part in (progress, cancel):
            item.layout().addWidget(part)
        item.destroyed.connect(lambda: self.running.pop("item", None))
        return self.bar.pushWidget(item, Qgis.MessageLevel.Info)

    def finish(self, successful: bool, results: dict, key: tuple, place: Place) -> None:
        running, self.running = self.running, {}
        feedback = running["feedback"]
        if "item" in running:
            self.bar.popWidget(running["item"])
        if successful:
            path = results["OUTPUT"]
            layer = QgsVectorLayer(path, "objects", "ogr")
            self.done.emit(View(key, place, layer))
        else:
            cancelled = feedback.isCanceled()
            self.failed.emit("" if cancelled else (feedback.errors or [tr("The view cannot be read.")])[-1])

    def cancel(self) -> None:
        if self.running:
            self.running["feedback"].cancel()

    def close(self) -> None:
        """Cancel what runs, and remove all files."""
        self.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)
