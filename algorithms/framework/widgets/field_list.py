"""A list of the fields of another parameter's layers, where rasters may be among the layers."""

from __future__ import annotations

from processing.gui.wrappers import DIALOG_MODELER
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterField,
    QgsProcessingParameters,
    QgsProcessingParameterString,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QComboBox

from .wrapper import Wrapper


class FieldList(Wrapper):
    """An editable list. QGIS's own list of fields crashes (seen in 3.22) when its layer is a raster."""

    def createWidget(self, parents=()):
        self.parents, self.given = parents, {}
        self.box = box = QComboBox()
        box.setEditable(True)
        if self.dialogType == DIALOG_MODELER:
            kinds = [QgsProcessingParameterField, QgsProcessingParameterString]
            for source in self.dialog.getAvailableValuesOfType(kinds, [QgsProcessingOutputString]):
                box.addItem(self.dialog.resolveValueDescription(source), source)
            box.setEditText("")
        return box

    def postInitialize(self, wrappers):
        if self.dialogType == DIALOG_MODELER:
            return  # the layers are known when the model runs
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() in self.parents:
                wrapper.widgetValueHasChanged.connect(self.list_fields)
                self.list_fields(wrapper)

    def list_fields(self, wrapper):
        """Offer the fields that all vector layers of the other parameters have; what is typed already stays."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameter, value = wrapper.parameterDefinition(), wrapper.parameterValue()
        layers = QgsProcessingParameters.parameterAsLayerList(parameter, value, context) if value else []
        found = [[field.name() for field in layer.fields()] for layer in layers if isinstance(layer, QgsVectorLayer)]
        self.given[parameter.name()] = found
        names = [each for fields in self.given.values() for each in fields]
        typed = self.box.currentText()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([name for name in names[0] if all(name in others for others in names)] if names else [])
        self.box.setEditText(typed)
        self.box.blockSignals(False)

    def value(self):
        index = self.box.findText(self.box.currentText())
        source = self.box.itemData(index) if index >= 0 else None  # of a model: another parameter, not a text
        return self.box.currentText() if source is None else source

    def setValue(self, value):
        if self.dialogType == DIALOG_MODELER and not isinstance(value, str):
            self.setComboValue(value)
        else:
            self.box.setEditText(value or "")
