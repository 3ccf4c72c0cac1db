"""A text of paths with buttons that add folders and rasters to it."""

from __future__ import annotations

from processing.gui.wrappers import DIALOG_BATCH
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ..translation import mark, tr
from .wrapper import Wrapper


class PathList(Wrapper):
    """Paths separated by semicolons; QGIS has no parameter that takes folders as well as rasters."""

    def createWidget(self, several=True):
        self.several = several
        self.text = QLineEdit()
        self.text.textChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        if self.dialogType == DIALOG_BATCH:
            return self.text
        panel, layout = QWidget(), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        for label, choose in ((mark("Folder..."), self.choose_folder), (mark("Raster..."), self.choose_rasters)):
            button = QPushButton(tr(label))
            button.clicked.connect(choose)
            layout.addWidget(button)
        panel.setLayout(layout)
        return panel

    def choose_folder(self):
        folder = QFileDialog.getExistingDirectory(self.text)
        self.add([folder] if folder else [])

    def choose_rasters(self):
        self.add(QFileDialog.getOpenFileNames(self.text)[0])

    def add(self, paths):
        """Append paths to the text, or replace it where only one is wanted."""
        before = [self.text.text()] if self.several and self.text.text().strip() else []
        if paths:
            self.text.setText("; ".join([*before, *paths] if self.several else paths[:1]))

    def value(self):
        return self.text.text()

    def setValue(self, value):
        self.text.setText("; ".join(value) if isinstance(value, (list, tuple)) else value or "")
