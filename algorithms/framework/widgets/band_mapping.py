"""A list of the image's bands for each band of a model, which begins with a guess."""

from __future__ import annotations

import os

from qgis.core import QgsProcessingContext, QgsProcessingParameters, QgsProject
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from ....eo_deep.io.band_names import BandGuess, guess_bands
from ..image_bands import list_bands
from ..model_list import read_model
from ..translation import mark, tr
from .native import InDialogs
from .wrapper import Wrapper

_GUESSED = {
    "name": mark("Taken by their names."),
    "wavelength": mark("Guessed by the wavelengths of the bands: please check."),
    "product": mark("Guessed by the product in the file's name: please check."),
    "order": mark("The image's bands are taken in their order: please check."),
    "": mark("Please choose a band for each."),
}
_BY_THE_ENGINE = ("name", "order", "")  # what an empty value means, too; else the numbers are the value


class BandLists(Wrapper):
    """The lists; their value is [] as long as it is what the engine does by itself, else the numbers of the bands."""

    def createWidget(self, image="", model=""):
        self.image_name, self.model_name = image, model
        self.layer, self.path = None, ""
        self.guess = BandGuess((), "")
        self.given, self.is_chosen = [], False  # before the lists are there; and whether the user chose
        self.lists = []
        self.rows, self.told = QFormLayout(), QLabel()
        self.told.setWordWrap(True)
        self.rows.setContentsMargins(0, 0, 0, 0)
        panel, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.rows)
        column.addWidget(self.told)
        panel.setLayout(column)
        self.list_bands()
        return panel

    def postInitialize(self, wrappers):
        for wrapper in wrappers:
            name = wrapper.parameterDefinition().name()
            if name in (self.image_name, self.model_name):
                read = self.read_image if name == self.image_name else self.read_model
                wrapper.widgetValueHasChanged.connect(read)
                read(wrapper)

    def read_image(self, wrapper):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        definition, value = wrapper.parameterDefinition(), wrapper.parameterValue()
        layer = QgsProcessingParameters.parameterAsRasterLayer(definition, {definition.name(): value}, context)
        before = self.layer.source() if self.layer is not None else None
        if layer is None or layer.source() != before:
            self.layer = layer.clone() if layer is not None else None  # the context keeps what it opened, not longer
            self.forget()

    def read_model(self, wrapper):
        path = wrapper.parameterValue() or getattr(wrapper, "bundled", "")
        if path != self.path:
            self.path = path
            self.forget()

    def forget(self):
        """Guess anew: bands that were chosen are those of another image or model."""
        self.given = [] if self.lists else self.given
        self.list_bands()

    def list_bands(self):
        """A list for each band of the model, with what is guessed, unless it was given."""
        while self.rows.rowCount():
            self.rows.removeRow(0)
        self.lists, self.is_chosen = [], False
        card = read_model(self.path).card if self.path else None
        if card is None or self.layer is None:
            self.told.setText(tr("Choose an image and a model first."))
            return
        wanted, bands = card["inputs"][0]["bands"], list_bands(self.layer)
        self.guess = guess_bands(wanted, bands, os.path.basename(self.layer.source()))
        numbers = self.given if len(self.given) == len(wanted) else self.guess.numbers
        self.is_chosen = len(self.given) == len(wanted)
        for name, number in zip(wanted, numbers):
            box = QComboBox()
            box.addItem("", None)
            for place, band in enumerate(bands, 1):
                nm = f" ({band.wavelength_nm:g} nm)" if band.wavelength_nm else ""
                box.addItem(f"{place}: {band.name}{nm}", place)
            box.setCurrentIndex(box.findData(number) if number else 0)
            box.currentIndexChanged.connect(self.choose)
            self.rows.addRow(name, box)
            self.lists.append(box)
        self.told.setText("" if self.is_chosen else tr(_GUESSED[self.guess.by]))
        self.widgetValueHasChanged.emit(self)

    def choose(self, index):
        self.is_chosen = True
        self.told.setText("")
        self.widgetValueHasChanged.emit(self)

    def value(self):
        if not self.lists:
            return self.given
        numbers = [box.currentData() for box in self.lists]
        by_itself = not self.is_chosen and self.guess.by in _BY_THE_ENGINE
        return [] if by_itself or None in numbers else numbers

    def setValue(self, value):
        parts = value.replace(",", ";").split(";") if isinstance(value, str) else value or []
        self.given = [int(part) for part in parts if str(part).strip().isdigit()]
        self.list_bands()


class BandMapping(InDialogs):
    """The lists in dialogs; QGIS's own choice of bands elsewhere."""

    own = BandLists
