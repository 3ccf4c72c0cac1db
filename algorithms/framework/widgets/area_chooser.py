"""A list of polygon layers, with a button for the part of the map that is shown and for a rectangle drawn on it."""

from __future__ import annotations

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingContext, QgsProject
from qgis.gui import QgsMapToolExtent, QgsProcessingGui, QgsProcessingMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget
from qgis.utils import iface

from ..areas import write_rectangle, write_view
from ..translation import tr
from .native import InDialogs


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


class AreaChooser(InDialogs):
    """The list where there is a map to choose from."""

    own = AreaList

    @staticmethod
    def is_of_use() -> bool:
        return iface is not None
