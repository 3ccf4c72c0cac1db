"""The frame of our own widgets."""

from __future__ import annotations

from processing.gui.wrappers import WidgetWrapper
from qgis.PyQt.QtCore import QCoreApplication


class Wrapper(WidgetWrapper):
    """QGIS's frame of a widget; it has the translations of its texts, such as "[optional]", under its own name only."""

    def tr(self, text):
        return QCoreApplication.translate("WidgetWrapper", text)
