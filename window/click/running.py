"""'Extract polygons' in the background, in an engine that stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
)

from ...algorithms.framework.warm_engine import WarmEngine

ALGORITHM = "eodeep:extractpolygons"
# QGIS from 3.26 on tells of the end of each long task unless it is told not to.
SILENTLY = (QgsTask.Flag.CanCancel | QgsTask.Flag.Silent,) if hasattr(QgsTask.Flag, "Silent") else ()


class Feedback(QgsProcessingFeedback):
    """What a run says; in the background, so it is only noted."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803 (QGIS's names)
        self.errors.append(error)


def start(
    engine: WarmEngine, values: dict[str, Any], feedback: Feedback, finish: Callable[[bool, dict], None]
) -> tuple[list[Any], QgsProcessingAlgRunnerTask | None]:
    """Start it; what Python must not forget until `finish` is called with success and results, and the task.

    No task: the values do not fit, and the feedback has the reason.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    algorithm.engine = engine
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    fits, message = algorithm.checkParameterValues(values, context)
    if not fits:
        feedback.reportError(message)
        return [], None
    task = QgsProcessingAlgRunnerTask(algorithm, values, context, feedback, *SILENTLY)
    task.executed.connect(finish)
    QgsApplication.taskManager().addTask(task)
    return [task, algorithm, context, feedback], task


def put_name(text: str, path: str, name: str) -> str:
    """A text that names a file of a view, with the image's name in its place."""
    for part in (path, Path(path).name, Path(path).stem):
        text = text.replace(part, name)
    return text
