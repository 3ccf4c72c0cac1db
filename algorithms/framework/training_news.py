"""What trainings report while they run, for whoever shows it: points on their curves, from whichever thread."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal


class TrainingNews(QObject):
    """point_came(model, point): the model's path, and a point as the engine sends it (eo_deep/progress.CurvePoint).

    started(model): a training began, whose earlier curves are void.
    """

    started = pyqtSignal(str)
    point_came = pyqtSignal(str, dict)


news = TrainingNews()
