"""A list of choices in QGIS's language; what goes into models, scripts and commands stays the English word."""

from __future__ import annotations

from processing.gui.wrappers import dialogTypes
from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox

from ..translation import tr
from .wrapper import Wrapper


class ChoiceList:
    """In the modeler, where a choice may come from another step, QGIS's own widget, its list translated."""

    def __new__(cls, parameter, dialog, row=0, col=0):
        if dialogTypes.get(type(dialog).__name__) != QgsProcessingGui.WidgetType.Modeler:
            return Choices(parameter, dialog, row, col)
        registry = QgsGui.processingGuiRegistry()
        widget = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
        widget.setDialog(dialog)
        for box in widget.findChildren(QComboBox):
            for index in range(box.count()):
                if box.itemData(index) in parameter.options():
                    box.setItemText(index, show_choice(box.itemData(index)))
        return widget


class Choices(Wrapper):
    """The list of a dialog or a batch."""

    def createWidget(self):
        box, parameter = QComboBox(), self.parameterDefinition()
        if parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional:
            box.addItem(QCoreApplication.translate("QgsProcessingEnumWidgetWrapper", "[Not selected]"), None)
        for option in parameter.options():
            box.addItem(show_choice(option), option)
        box.currentIndexChanged.connect(lambda index: self.widgetValueHasChanged.emit(self))
        return box

    def value(self):
        return self.widget.currentData()

    def setValue(self, value):
        self.widget.setCurrentIndex(max(self.widget.findData(value), 0))


def show_choice(option: str) -> str:
    """A choice in QGIS's language, with the word that the help, models and scripts have."""
    shown = tr(option)
    return option if shown == option else f"{shown} ({option})"
