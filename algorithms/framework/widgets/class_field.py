"""A list of fields for the one with the class, and below it what classes the chosen one gives."""

from __future__ import annotations

from processing.gui.wrappers import DIALOG_STANDARD
from qgis.core import QgsProcessingContext, QgsProcessingParameters, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..class_check import describe_classes
from .field_list import FieldList


class ClassFieldList(FieldList):
    """The list with the classes, in dialogs; the same list without them in batches and in the modeler."""

    def createWidget(self, parents=()):
        box = super().createWidget(parents)
        self.wrappers = {}  # of the parameters with the layers
        if self.dialogType != DIALOG_STANDARD:
            return box
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.hide()
        box.currentTextChanged.connect(lambda field: self.show_classes())
        panel, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)
        column.addWidget(self.told)
        panel.setLayout(column)
        return panel

    def list_fields(self, wrapper):
        super().list_fields(wrapper)
        self.wrappers[wrapper.parameterDefinition().name()] = wrapper
        self.show_classes()

    def show_classes(self):
        """Say below the list what classes the chosen field gives."""
        if self.dialogType != DIALOG_STANDARD:
            return
        field, context, layers = self.box.currentText(), QgsProcessingContext(), []
        context.setProject(QgsProject.instance())
        for wrapper in self.wrappers.values():
            parameter, value = wrapper.parameterDefinition(), wrapper.parameterValue()
            layers += QgsProcessingParameters.parameterAsLayerList(parameter, value, context) if value else []
        vectors = [layer for layer in layers if isinstance(layer, QgsVectorLayer)]
        text = describe_classes([layer for layer in vectors if layer.fields().lookupField(field) >= 0], field)
        self.told.setText(text)
        self.told.setVisible(bool(text))
