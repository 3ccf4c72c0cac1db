"""A list of polygon layers, with a button for the part of the map that is shown and for a rectangle drawn on it."""

from __future__ import annotations

from processing.gui.wrappers import WidgetWrapper, dialogTypes
from qgis.core import QgsProcessingContext, QgsProject
from qgis.gui import QgsGui, QgsMapToolExtent, QgsProcessingGui, QgsProcessingMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget
from qgis.utils import iface

from ..areas import write_rectangle, write_view
from ..translation import tr


class AreaChooser:
    """QGIS's own list of layers in batches and in the modeler, and where there is no map."""

    def __new__(cls, parameter, dialog, row=0, col=0):
        kinds, registry = QgsProcessingGui.WidgetType, QgsGui.processingGuiRegistry()
        kind = dialogTypes.get(type(dialog).__name__, kinds.Standard)
        if kind == kinds.Standard and iface is not None:
            return AreaList(parameter, dialog, row, col)
        if kind == kinds.Modeler:
            wrapper = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
        else:
            wrapper = registry.createParameterWidgetWrapper(parameter, kind)
        wrapper.setDialog(dialog)
        return wrapper


class AreaList(WidgetWrapper):
    """The polygon layers, the current view and a rectangle; the value of both is a temporary file's path."""

    def createWidget(self):
        self.tool, self.tool_before = None, None
        self.box = QgsProcessingMapLayerComboBox(self.parameterDefinition(), QgsProcessingGui.WidgetType.Standard)
        self.box.valueChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        button, menu = QToolButton(), QMenu(self.box)
        button.setText(tr("Map"))
        button.setToolTip(tr("Take a part of the map as the area"))
        for text, act in ((tr("Current view"), self.take_view), (tr("Draw a rectangle"), self.draw)):
            menu.addAction(text).triggered.connect(lambda checked, act=act: act())
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        panel, line = QWidget(), QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.box, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        panel.setLayout(line)
        return panel

    def setWidgetContext(self, context):
        super().setWidgetContext(context)
        self.box.setWidgetContext(context)

    def value(self):
        return self.box.value()

    def setValue(self, value):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        self.box.setValue(value, context)

    def take_view(self):
        self.setValue(write_view(iface.mapCanvas()))

    def draw(self):
        """Let the user draw a rectangle while the dialog is out of the way."""
        canvas = iface.mapCanvas()
        self.tool_before = canvas.mapTool()
        self.tool = QgsMapToolExtent(canvas)
        self.tool.extentChanged.connect(self.take_drawn)
        self.dialog.showMinimized()
        canvas.setMapTool(self.tool)
        canvas.setFocus()

    def take_drawn(self, rectangle):
        if not rectangle.isEmpty():
            self.setValue(write_rectangle(rectangle, iface.mapCanvas()))
        iface.mapCanvas().setMapTool(self.tool_before)
        self.tool.clearRubberBand()
        self.dialog.showNormal()
        self.dialog.raise_()
        self.dialog.activateWindow()
