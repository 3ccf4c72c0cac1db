"""Objects of models that answer to points and boxes only: the engine is asked for what lies under the cursor."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...algorithms.framework.areas import write_area
from ...algorithms.framework.translation import tr
from ...algorithms.framework.warm_engine import WarmEngine
from . import running
from .view import View


@dataclass(frozen=True)
class Question:
    """A point, or a box as a polygon, on a view. adds: whether its object goes to the layer at once."""

    view: View
    mark: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    adds: bool

    @property
    def is_point(self) -> bool:
        return self.mark.type() == QgsWkbTypes.GeometryType.PointGeometry


class Asking(QObject):
    """One question after the other: those that add objects in their order, of the cursor's places only the newest."""

    answered = pyqtSignal(object, object)  # a Question, the features that answer it
    failed = pyqtSignal(object, str)  # a Question, a sentence

    def __init__(self, engine: WarmEngine, folder: Path, parent: QObject | None = None):
        super().__init__(parent)
        self.engine, self.folder = engine, folder
        self.waiting: list[Question] = []
        self.asked: Question | None = None  # now
        self.count = 0
        self.is_closed = False
        self.feedback: running.Feedback | None = None
        self.used: list[Any] = []  # by QGIS in the background, what Python would forget

    def ask(self, question: Question) -> None:
        """Ask as soon as the engine has answered what it was asked before."""
        if not question.adds:
            self.waiting = [each for each in self.waiting if each.adds]
        self.waiting.append(question)
        self.go_on()

    def forget_cursor(self) -> None:
        """Ask no more for where the cursor was."""
        self.waiting = [each for each in self.waiting if each.adds]

    def go_on(self) -> None:
        if self.asked is not None or not self.waiting or self.is_closed:
            return
        question = self.asked = self.waiting.pop(0)
        self.count += 1
        marks, output = (str(self.folder / f"{name}_{self.count}{ending}")
                         for name, ending in (("mark", ".fgb"), ("answer", ".gpkg")))  # fmt: skip
        write_area(question.mark, question.crs, marks)
        name = "POINTS" if question.is_point else "BOXES"
        values = {**question.view.values, name: marks, "OUTPUT": output}
        self.feedback = running.Feedback()

        def finish(successful: bool, results: dict) -> None:
            self.used.clear()
            self.asked = None
            if self.is_closed:
                return
            found: list[QgsFeature] = []
            if successful:
                found = list(QgsVectorLayer(results["OUTPUT"], "objects", "ogr").getFeatures())
            for path in (marks, output):
                with suppress(OSError):  # a virus scanner may hold it; the folder goes at the end
                    os.remove(path)
            if successful:
                self.answered.emit(question, found)
            else:
                said = self.feedback.errors if self.feedback else []
                self.failed.emit(question, said[-1] if said else tr("The engine gave no answer."))
            self.go_on()

        self.used, task = running.start(self.engine, values, self.feedback, finish)
        if task is None:
            finish(False, {})

    def close(self) -> None:
        """Ask nothing more."""
        self.is_closed, self.waiting = True, []
        if self.feedback is not None:
            self.feedback.cancel()
