"""The panel of the tool 'Click to polygon': which image, which model, which layer, and what happens."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapperFactory
from qgis.core import (
    QgsApplication,
    QgsMapLayerProxyModel,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
)
from qgis.gui import QgsDockWidget, QgsGui, QgsMapLayerComboBox, QgsProcessingGui
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget

from ...algorithms.framework.translation import tr
from ...algorithms.framework.widgets.model_chooser import describe_image
from .running import ALGORITHM

SHOWN = ("MODEL", "THRESHOLD", "MIN_AREA_M2", "RIGHT_ANGLES")  # parameters of the algorithm


class Panel(QgsDockWidget):
    """The widgets are those of the algorithm's dialog."""

    changed = pyqtSignal()  # the image or a parameter

    def __init__(self, parent: QWidget, defaults: dict[str, Any]):
        super().__init__(tr("Click to polygon"), parent)
        self.setObjectName("EODeepClick")  # QGIS remembers its place by this
        self.context = QgsProcessingContext()
        self.images = QgsMapLayerComboBox()
        self.images.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.layers = QgsMapLayerComboBox()
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setAllowEmptyLayer(True, tr("New layer"))
        self.layers.setLayer(None)
        self.status = QLabel()
        self.status.setWordWrap(True)
        inner, form = QWidget(), QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(tr("Image"), self.images)
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)  # owns the definitions
        self.wrappers: dict[str, Any] = {}
        for name in SHOWN:
            definition = self.algorithm.parameterDefinition(name)
            self.wrappers[name], widget = self.make_widget(definition)
            wrapper = self.wrappers[name]
            widget.setToolTip(definition.help())
            form.addRow(definition.description(), widget)
            value = defaults.get(name, definition.defaultValue())
            wrapper.setParameterValue(value, self.context)
            wrapper.widgetValueHasChanged.connect(lambda *_: self.changed.emit())
        form.addRow(tr("Objects go to"), self.layers)
        form.addRow(self.status)
        inner.setLayout(form)
        self.setWidget(inner)
        self.images.layerChanged.connect(self.list_models)
        self.list_models()

    def make_widget(self, definition: QgsProcessingParameterDefinition) -> tuple[Any, QWidget]:
        """The wrapper and the widget of a parameter, as the algorithm's dialog has them."""
        if "class" in definition.metadata().get("widget_wrapper", {}):
            wrapper = WidgetWrapperFactory.create_wrapper_from_metadata(definition, self)
            return wrapper, wrapper.widget
        kind = QgsProcessingGui.WidgetType.Standard
        wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(definition, kind)
        return wrapper, wrapper.createWrappedWidget(self.context)

    def list_models(self) -> None:
        """Offer what fits the image first."""
        models = self.wrappers["MODEL"]
        models.image = describe_image(self.image(), self.context)
        models.list_offers()  # which tells of a change

    def image(self) -> QgsRasterLayer | None:
        return self.images.currentLayer()

    def values(self) -> dict[str, Any]:
        """The algorithm's parameters that are shown."""
        return {name: wrapper.parameterValue() for name, wrapper in self.wrappers.items()}

    def say(self, text: str) -> None:
        self.status.setText(text)
