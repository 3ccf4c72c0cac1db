"""Widgets of our own in dialogs; in batches and in the modeler QGIS's, since a value may come from another step."""

from __future__ import annotations

from processing.gui.wrappers import dialogTypes
from qgis.gui import QgsGui, QgsProcessingGui


class InDialogs:
    """A wrapper that is the class `own` in a dialog, and QGIS's own for the parameter anywhere else."""

    own: type

    @staticmethod
    def is_of_use() -> bool:
        """Whether the own class serves in this session."""
        return True

    def __new__(cls, parameter, dialog, row=0, col=0, **options):
        kinds, registry = QgsProcessingGui.WidgetType, QgsGui.processingGuiRegistry()
        kind = dialogTypes.get(type(dialog).__name__, kinds.Standard)
        if kind == kinds.Standard and cls.is_of_use():
            return cls.own(parameter, dialog, row, col, **options)
        if kind == kinds.Modeler:
            wrapper = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
        else:
            wrapper = registry.createParameterWidgetWrapper(parameter, kind)
        wrapper.setDialog(dialog)
        return wrapper
