"""A dock that steps through the objects of a layer, the least sure first: look, accept, reject, edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsFieldProxyModel,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsVectorLayer,
)
from qgis.gui import QgsDockWidget, QgsFieldComboBox, QgsMapLayerComboBox, QgsMapTool
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QColor, QKeySequence
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ...algorithms.framework.translation import mark, tr
from .outline import Outline
from .queue import ACCEPTED, ALL, FIELD, OPEN, REJECTED, STATUS, Queue, find_layer

COLORS = {ACCEPTED: "#009e73", REJECTED: "#d55e00", OPEN: "#f0e442"}
SHOWN = (
    (OPEN, mark("Without decision")),
    (ACCEPTED, mark("Accepted")),
    (REJECTED, mark("Rejected")),
    (ALL, mark("All")),
)
DETAILS = (STATUS, "class_name", "area_m2", "changed_share")  # shown of an object, where its layer has them
KEYS = mark(
    "Keys, here and on the map: A accept, R reject, C clear, E edit, N next, P previous, Z zoom. Here also → and ←."
)


class ReviewDock(QgsDockWidget):
    """The dock; it edits its layer as QGIS does, in an edit session whose steps can be undone."""

    def __init__(self, iface: Any):
        super().__init__(tr("Review objects"), iface.mainWindow())
        self.setObjectName("EODeepReview")  # QGIS remembers its place by this
        self.iface = iface
        self.queue: Queue | None = None
        self.current: int | None = None
        self.notice = ""  # what came of the last thing that the user did, where that is worth a sentence
        self.connections: list[tuple[Any, Callable[..., None]]] = []  # of the layer
        self.outline = Outline(iface.mapCanvas())
        self.reload_later = QTimer(self)  # many changes at once are read once
        self.reload_later.setSingleShot(True)
        self.reload_later.timeout.connect(self.reload)
        self.make_widgets()
        self.visibilityChanged.connect(self.show_or_hide)
        iface.mapCanvas().mapToolSet.connect(self.leave_keys_to_tool)
        iface.mapCanvas().destinationCrsChanged.connect(self.draw_outline)
        self.choose_layer(None)

    def remove(self) -> None:
        self.choose_layer(None)
        canvas = self.iface.mapCanvas()
        canvas.mapToolSet.disconnect(self.leave_keys_to_tool)
        canvas.destinationCrsChanged.disconnect(self.draw_outline)
        self.outline.remove()
        self.iface.removeDockWidget(self)
        self.deleteLater()

    # Widgets

    def make_widgets(self) -> None:
        self.layers = QgsMapLayerComboBox()
        self.layers.setAllowEmptyLayer(True)
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.HasGeometry)
        self.layers.setLayer(None)
        self.scores = QgsFieldComboBox()
        self.scores.setFilters(QgsFieldProxyModel.Filter.Numeric)
        self.scores.setAllowEmptyFieldName(True)
        self.highest_first = QCheckBox(tr("Highest values first"))
        self.statuses, self.shown = QComboBox(), QComboBox()
        for decision, label in SHOWN:
            self.shown.addItem(tr(label), decision)
        self.place, self.details, self.message = QLabel(), QLabel(), QLabel()
        self.place.setStyleSheet("font-size: 16pt")
        self.add_field = QPushButton(tr("Add the field '{field}'").format(field=FIELD))
        keys = QLabel(tr(KEYS))
        for label in (self.details, self.message, keys):
            label.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("Layer"), self.layers)
        form.addRow(tr("Order by"), self.scores)
        form.addRow("", self.highest_first)
        form.addRow(tr("Status"), self.statuses)
        form.addRow(tr("Decision"), self.shown)
        panel, column = QWidget(), QVBoxLayout()
        column.addLayout(form)
        for part in (self.place, self.details, self.make_tools(), self.message, self.add_field, keys):
            column.addWidget(part)
        column.addStretch()
        panel.setLayout(column)
        self.setWidget(panel)
        self.layers.layerChanged.connect(self.choose_layer)
        self.scores.fieldChanged.connect(lambda name: self.sort())
        self.highest_first.toggled.connect(lambda on: self.sort())
        self.statuses.currentIndexChanged.connect(lambda index: self.sort())
        self.shown.currentIndexChanged.connect(lambda index: self.start())
        self.add_field.clicked.connect(lambda checked: self.give_field())

    def make_tools(self) -> QWidget:
        """Three rows of buttons, with their keys."""
        self.tools: dict[str, Any] = {}
        box, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        box.setLayout(column)
        decisions, steps, edits = QToolBar(), QToolBar(), QToolBar()
        for bar, name, label, key, icon, act in (
            (decisions, "accept", mark("Accept"), "A", "mIconSuccess.svg", lambda: self.decide(ACCEPTED)),
            (decisions, "reject", mark("Reject"), "R", "mIconDelete.svg", lambda: self.decide(REJECTED)),
            (decisions, "clear", mark("Clear"), "C", "mIconClearText.svg", lambda: self.decide(OPEN)),
            (edits, "edit", mark("Edit"), "E", "mActionVertexTool.svg", self.edit_vertices),
            (steps, "previous", mark("Previous"), "P", "mActionAtlasPrev.svg", lambda: self.step(-1)),
            (steps, "next", mark("Next"), "N", "mActionAtlasNext.svg", lambda: self.step(1)),
            (steps, "zoom", mark("Zoom"), "Z", "mActionZoomToSelected.svg", self.zoom),
            (edits, "undo", mark("Undo"), "", "mActionUndo.svg", self.undo),
            (edits, "save", mark("Save"), "", "mActionSaveEdits.svg", self.save),
        ):
            action = bar.addAction(QgsApplication.getThemeIcon(icon), tr(label))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda checked, act=act: act())
            if key:
                action.setShortcut(QKeySequence(key))
                action.setToolTip(f"{tr(label)} ({key})")
                self.addAction(action)  # so that the key works wherever the focus is in the dock
            self.tools[name] = action
        for key, step in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):  # on the map they move the map
            action = QMenu(self).addAction("")
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda checked, step=step: self.step(step))
            self.addAction(action)
        for bar in (decisions, steps, edits):
            bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            bar.setMinimumWidth(bar.sizeHint().width())  # in no language a button is hidden
            column.addWidget(bar)
        return box

    def leave_keys_to_tool(self, tool: QgsMapTool | None, old: QgsMapTool | None = None) -> None:
        """The keys work on the map too, but not while a tool that edits may need them, nor in a closed dock."""
        canvas = self.iface.mapCanvas()
        edits = tool is not None and bool(tool.flags() & QgsMapTool.Flag.EditTool)
        for action in self.tools.values():
            if self.isVisible() and not edits:
                canvas.addAction(action)
            else:
                canvas.removeAction(action)

    def show_or_hide(self, is_visible: bool) -> None:
        self.leave_keys_to_tool(self.iface.mapCanvas().mapTool())
        self.draw_outline()
        if is_visible and self.queue is None:
            self.layers.setLayer(find_layer(self.iface.activeLayer()))

    # The layer

    def choose_layer(self, layer: QgsVectorLayer | None) -> None:
        for signal, slot in self.connections:
            signal.disconnect(slot)
        self.connections = []
        self.queue = self.current = None
        if layer is None:
            self.scores.setLayer(None)
            self.tell("")
            self.draw_outline()
            return
        self.queue = Queue(layer)
        for widget in (self.scores, self.statuses):
            widget.blockSignals(True)
        self.scores.setLayer(layer)
        self.scores.setField(self.queue.score)
        self.statuses.clear()
        self.statuses.addItem(tr("All"), ALL)
        for status in self.queue.list_statuses():
            self.statuses.addItem(status, status)
        for widget in (self.scores, self.statuses):
            widget.blockSignals(False)
        self.statuses.setEnabled(self.statuses.count() > 1)
        self.connections = [
            (layer.attributeValueChanged, self.notice_decision),
            (layer.geometryChanged, self.notice_geometry),
            (layer.willBeDeleted, self.forget),
        ]
        for signal in (
            layer.featureAdded, layer.featuresDeleted, layer.attributeAdded, layer.attributeDeleted,
            layer.editingStarted, layer.editingStopped, layer.afterCommitChanges, layer.afterRollBack,
            layer.subsetStringChanged, layer.dataSourceChanged, layer.readOnlyChanged,
        ):  # fmt: skip
            self.connections.append((signal, self.reload_soon))
        for signal, slot in self.connections:
            signal.connect(slot)
        self.queue.highest_first = self.highest_first.isChecked()
        self.queue.load()
        self.start()

    def forget(self) -> None:
        self.choose_layer(None)

    def reload_soon(self, *changes: Any) -> None:
        self.reload_later.start(0)

    def reload(self) -> None:
        """Read the layer anew; the object stays the same one unless it is gone."""
        if self.queue is None:
            return
        place = self.queue.ids.index(self.current) if self.current in self.queue.decisions else 0
        self.queue.load()
        if self.current not in self.queue.decisions:
            self.current = self.queue.ids[min(place, len(self.queue.ids) - 1)] if self.queue.ids else None
        self.refresh()
        self.draw_outline()

    def notice_decision(self, feature_id: int, index: int, value: Any) -> None:
        if self.queue is not None and self.queue.layer.fields().lookupField(FIELD) == index:
            self.queue.note(feature_id, value)
            self.refresh()
            self.draw_outline()

    def notice_geometry(self, feature_id: int, geometry: QgsGeometry) -> None:
        if feature_id == self.current:
            self.draw_outline()

    def sort(self) -> None:
        """Order and status as the widgets say; then from the first object on."""
        if self.queue is not None:
            self.queue.score = self.scores.currentField()
            self.queue.highest_first = self.highest_first.isChecked()
            self.queue.status = self.statuses.currentData() or ALL
            self.queue.load()
            self.start()

    # Steps

    def start(self) -> None:
        """Go to the first object that is shown."""
        if self.queue is not None:
            found = self.queue.find_next(None, 1, self.shown.currentData())
            self.go_to(found if found is not None else next(iter(self.queue.ids), None))
            if found is None and self.queue.ids:
                self.tell(self.explain_end())

    def step(self, step: int) -> None:
        if self.queue is None:
            return
        found = self.queue.find_next(self.current, step, self.shown.currentData())
        if found is None:
            self.tell(self.explain_end())
        else:
            self.go_to(found)

    def explain_end(self) -> str:
        """Why there is no other object to go to."""
        decision = self.shown.currentData()
        if decision != OPEN or self.queue.count(OPEN):
            return tr("No other object is shown: choose another decision above.")
        return tr("All {count} objects have a decision.").format(count=len(self.queue.ids))

    def go_to(self, feature_id: int | None) -> None:
        self.current = feature_id
        self.tell("")
        self.draw_outline()
        self.zoom()

    def decide(self, decision: str) -> None:
        """Write the decision on the object, and go on to the next one."""
        if self.queue is None or self.current is None:
            return
        obstacle = self.queue.find_obstacle()
        if obstacle:
            self.tell(obstacle)
            return
        self.iface.setActiveLayer(self.queue.layer)  # so that QGIS's Undo and Save mean this layer
        if not self.queue.decide(self.current, decision):
            self.tell(tr("'{name}' did not take the decision.").format(name=self.queue.layer.name()))
        elif decision != OPEN:
            self.step(1)

    def edit_vertices(self) -> None:
        """Start QGIS's vertex tool on the object."""
        if self.queue is None or self.current is None:
            return
        layer = self.queue.layer
        if not layer.isEditable() and not layer.startEditing():
            self.tell(self.queue.find_obstacle())
            return
        self.iface.setActiveLayer(layer)
        layer.selectByIds([self.current])  # the tool then leaves its neighbours alone
        self.iface.actionVertexToolActiveLayer().trigger()

    def undo(self) -> None:
        if self.queue is not None:
            self.queue.layer.undoStack().undo()

    def save(self) -> None:
        if self.queue is not None and self.queue.layer.isEditable() and not self.queue.layer.commitChanges(False):
            errors = " ".join(self.queue.layer.commitErrors())
            self.tell(tr("The decisions could not be saved: {errors}").format(errors=errors))

    def give_field(self) -> None:
        if self.queue is not None:
            done = self.queue.add_field()
            self.tell("" if done else tr("'{name}' did not take the field.").format(name=self.queue.layer.name()))

    # What is shown

    def read_current(self) -> QgsFeature | None:
        if self.queue is None or self.current is None:
            return None
        feature = self.queue.layer.getFeature(self.current)
        return feature if feature.isValid() else None

    def draw_outline(self) -> None:
        """On the map, while the dock is open."""
        is_shown = self.queue is not None and self.current is not None and self.isVisible()
        geometry = self.outline.locate(self.queue.layer, self.current) if is_shown else None
        decision = self.queue.decisions.get(self.current, OPEN) if is_shown else OPEN
        self.outline.draw(geometry, QColor(COLORS[decision]))

    def zoom(self) -> None:
        if self.queue is None or self.current is None:
            return
        geometry = self.outline.locate(self.queue.layer, self.current)
        if geometry is None:
            self.tell(tr("This object has no geometry that can be shown in the project's CRS."))
        else:
            self.outline.zoom(geometry)

    def tell(self, notice: str) -> None:
        self.notice = notice
        self.refresh()

    def refresh(self) -> None:
        """Show where the review is, and the notice, else what stands in its way."""
        queue, feature = self.queue, self.read_current()
        for action in self.tools.values():  # without objects too: lists of the dock would take the keys
            action.setEnabled(queue is not None)
        self.add_field.setVisible(queue is not None and queue.can_add_field())
        for widget in (self.scores, self.highest_first, self.shown):
            widget.setEnabled(queue is not None)
        self.place.setText("")
        self.details.setText("")
        if queue is not None:
            self.place.setText(describe_place(queue, self.current))
            self.details.setText(describe_object(queue, feature) if feature is not None else "")
            self.tools["save"].setEnabled(queue.layer.isModified())
            self.tools["undo"].setEnabled(queue.layer.isEditable() and queue.layer.undoStack().canUndo())
        self.message.setText(self.notice or self.find_remark(queue))

    def find_remark(self, queue: Queue | None) -> str:
        if queue is None:
            return tr("Choose a vector layer, such as the differences of 'Update map'.")
        if not queue.ids:
            none = tr("'{name}' has no objects."), tr("'{name}' has no objects of this status.")
            return none[queue.status != ALL].format(name=queue.layer.name())
        if not queue.score:
            return queue.find_obstacle() or tr(
                "'{name}' has no field with a score: its objects come in their own order."
            ).format(name=queue.layer.name())
        return queue.find_obstacle()


def describe_place(queue: Queue, current: int | None) -> str:
    if current not in queue.decisions:
        return ""
    return tr("{place} of {count}").format(place=queue.ids.index(current) + 1, count=len(queue.ids))


def describe_object(queue: Queue, feature: QgsFeature) -> str:
    """The object's decision, score and kind, and how many have a decision."""
    names = dict.fromkeys(name for name in (FIELD, queue.score, *DETAILS) if feature.fieldNameIndex(name) >= 0)
    values = {name: feature[name] for name in names if feature[name] != NULL}
    parts = [f"{name}: {round(value, 3) if isinstance(value, float) else value}" for name, value in values.items()]
    decided = tr("{accepted} accepted, {rejected} rejected, {open} without decision").format(
        accepted=queue.count(ACCEPTED), rejected=queue.count(REJECTED), open=queue.count(OPEN)
    )
    return "\n".join((*parts, decided))
