"""A dock with the curves of trainings as they grow: the training loss, and the validation's score by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from ..algorithms.framework.training_news import news
from ..algorithms.framework.translation import mark, tr

COLORS = "#0072b2", "#d55e00", "#009e73", "#cc79a7"  # of stages
NAMES = (  # of the engine's curves and stages
    mark("training loss"), mark("mean IoU"), mark("accuracy"), mark("PSNR (dB)"), mark("share within 1.2 m"),
    mark("step 1"), mark("step 2"), mark("clean only"), mark("faithful"), mark("sharp"), mark("errors"),
    mark("classifier"),
)  # fmt: skip
MARGIN_PX = 8
LABELS_PX = 52  # the room for numbers left of a chart
LINE_PX = 16


class Training:
    """The curves of one training: name -> stage -> points (epoch, value)."""

    def __init__(self) -> None:
        self.curves: dict[str, dict[str, list[tuple[float, float]]]] = {}
        self.epochs = 1

    def add(self, point: dict) -> None:
        stages = self.curves.setdefault(point["curve"], {})
        stages.setdefault(point["stage"], []).append((point["epoch"], point["value"]))
        self.epochs = max(self.epochs, point["epochs"])


class Chart(QWidget):
    """One chart for each curve, one above the other, with epochs from left to right."""

    def __init__(self) -> None:
        super().__init__()
        self.training: Training | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt asks for this name)
        return QSize(320, 360)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt asks for this name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        if self.training is None or not self.training.curves:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No training has begun."))
            return
        height = self.height() / len(self.training.curves)
        for number, (name, stages) in enumerate(self.training.curves.items()):
            room = QRectF(0, number * height, self.width(), height)
            self.paint_curve(painter, name, stages, room)

    def paint_curve(self, painter: QPainter, name: str, stages: dict, room: QRectF) -> None:
        values = [value for points in stages.values() for _, value in points]
        low, high = min(values), max(values)
        spare = max(0.0, 0.01 * max(abs(low), abs(high)) - (high - low)) + 1e-9  # a curve that is flat looks flat
        low, high = low - spare, high + spare
        box = room.adjusted(LABELS_PX, MARGIN_PX + LINE_PX, -MARGIN_PX, -MARGIN_PX - LINE_PX)

        def place(epoch: float, value: float) -> QPointF:
            share = (value - low) / (high - low)
            return QPointF(box.left() + box.width() * epoch / self.training.epochs, box.bottom() - box.height() * share)

        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.drawRect(box)
        painter.setPen(self.palette().text().color())
        last = list(stages.values())[-1][-1][1]
        painter.drawText(QPointF(box.left(), box.top() - 4), f"{tr(name)}: {last:.4g}")
        right, top, below = Qt.AlignmentFlag.AlignRight, box.top(), box.bottom()
        for value, y in ((high, top), (low, below - LINE_PX)):
            painter.drawText(QRectF(room.left(), y, LABELS_PX - 4, LINE_PX), right, f"{value:.3g}")
        painter.drawText(QRectF(box.left(), below + 2, box.width(), LINE_PX), Qt.AlignmentFlag.AlignLeft, "0")
        text = tr("{count} epochs").format(count=self.training.epochs)
        painter.drawText(QRectF(box.left(), below + 2, box.width(), LINE_PX), right, text)
        for number, (stage, points) in enumerate(stages.items()):
            painter.setPen(QPen(QColor(COLORS[number % len(COLORS)]), 2))
            painter.drawPolyline(QPolygonF([place(*point) for point in points]))
            if len(points) == 1:
                painter.drawEllipse(place(*points[0]), 2, 2)
            if stage:
                painter.drawText(QPointF(box.left() + 6, top + LINE_PX * (number + 1)), tr(stage))


class CurvesDock(QgsDockWidget):
    """The dock: it opens when a training begins, and keeps the curves of all trainings of the session."""

    def __init__(self, iface: Any):
        super().__init__(tr("Training curves"), iface.mainWindow())
        self.setObjectName("EODeepCurves")  # QGIS remembers its place by this
        self.iface = iface
        self.trainings: dict[str, Training] = {}  # by the model's path, in the order of their start
        self.chosen, self.chart = QComboBox(), Chart()
        self.chosen.currentIndexChanged.connect(lambda index: self.show_chosen())
        column, panel = QVBoxLayout(), QWidget()
        column.addWidget(self.chosen)
        column.addWidget(self.chart)
        panel.setLayout(column)
        self.setWidget(panel)
        news.started.connect(self.begin)
        news.point_came.connect(self.add)

    def remove(self) -> None:
        news.started.disconnect(self.begin)
        news.point_came.disconnect(self.add)
        self.iface.removeDockWidget(self)
        self.deleteLater()

    def begin(self, model: str) -> None:
        self.trainings[model] = Training()
        place = self.chosen.findData(model)
        if place < 0:
            self.chosen.addItem(Path(model).stem, model)
            place = self.chosen.count() - 1
        self.chosen.setCurrentIndex(place)
        self.show_chosen()

    def add(self, model: str, point: dict) -> None:
        training = self.trainings[model]
        if not training.curves:
            self.show()
            self.raise_()
        training.add(point)
        self.chart.update()

    def show_chosen(self) -> None:
        self.chart.training = self.trainings.get(self.chosen.currentData())
        self.chart.update()
