"""A list of the models that there are, what fits first, in place of a bare chooser of files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingParameters, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..model_list import (
    Image,
    KnownModel,
    find_wrong_bands,
    find_wrong_kind,
    find_wrong_resolution,
    list_models,
    measure_distance,
    read_model,
)
from ..raster_export import RasterExport
from ..translation import tr
from .native import InDialogs
from .wrapper import Wrapper

_DESCRIPTION, _REASON = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_LIST_PX, _GAP_PX = 640, 8  # width of the list at least, since dialogs are narrow; between two models


@dataclass(frozen=True)
class Offer:
    """A model of the list. reason: why it does not fit, "" where it does. distance: from the image, least first."""

    known: KnownModel
    reason: str
    distance: tuple

    def order(self):
        """Files that are no models come last."""
        return self.known.card is None, bool(self.reason), self.distance, name_model(self.known).lower()


class ModelList(Wrapper):
    """The bundled models, those of the user's folder and a file; its value is the file's path."""

    def createWidget(self, tasks=(), several=False, bundled="", image="", bands=""):
        self.tasks, self.several, self.bundled = tasks, several, bundled
        self.image_name, self.bands_name = image, bands
        self.image, self.bands, self.added = None, [], []
        self.box = QComboBox()
        self.box.setEditable(True)  # for paths
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(20)
        self.box.setItemDelegate(Lines(self.box))
        self.box.view().setMinimumWidth(_LIST_PX)
        self.box.lineEdit().setPlaceholderText(self.name_default() if bundled else "")
        button = QToolButton()
        button.setText("…")
        button.setToolTip(tr("Choose a model file"))
        button.clicked.connect(self.choose_file)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line, panel, layout = QHBoxLayout(), QWidget(), QVBoxLayout()
        line.addWidget(self.box, 1)
        line.addWidget(button)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.told)
        panel.setLayout(layout)
        self.list_offers()
        for signal in (self.box.currentIndexChanged, self.box.activated, self.box.lineEdit().textEdited):
            signal.connect(lambda *_: self.show_chosen())
        return panel

    def postInitialize(self, wrappers):
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() in (self.image_name, self.bands_name):
                wrapper.widgetValueHasChanged.connect(self.read_other)
                self.read_other(wrapper)

    def read_other(self, wrapper):
        """Take what the user chose as image or bands, and list what fits it first."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        definition, value = wrapper.parameterDefinition(), wrapper.parameterValue()
        if definition.name() == self.bands_name:
            self.bands = QgsProcessingParameters.parameterAsInts(definition, {definition.name(): value}, context)
        else:
            values = {definition.name(): value}
            layer = QgsProcessingParameters.parameterAsRasterLayer(definition, values, context) if value else None
            self.image = describe_image(layer, context)
        self.list_offers()

    def list_offers(self):
        """Fill the list; what was chosen stays."""
        value = self.value()
        known = list_models(str(settings.find_models_folder()))
        paths = {each.path for each in known}
        known += [read_model(path) for path in self.added if path not in paths]
        offers = [Offer(each, self.judge(each), self.measure(each)) for each in known]
        offers.sort(key=Offer.order)
        self.box.blockSignals(True)
        self.box.clear()
        if self.bundled or self.is_optional():
            self.add("", None, self.name_default(), "")  # its own text is empty, as its value is
        for each in offers:
            self.add(name_model(each.known), each.known.path, describe_model(each.known), each.reason)
        self.box.blockSignals(False)
        self.setValue(value)

    def name_default(self):
        """What an empty value means."""
        if not self.bundled:
            return tr("No model")
        return tr("Default: {model}").format(model=name_model(read_model(self.bundled)))

    def is_optional(self):
        definition = self.parameterDefinition()
        return bool(definition.flags() & definition.Flag.FlagOptional)

    def judge(self, known):
        """Why a model does not fit, or ""."""
        if known.card is None:
            return known.problem
        wrong = find_wrong_kind(known.path, known.card, self.tasks, self.several)
        if not wrong and self.image is not None:
            wrong = find_wrong_bands(known.card, self.image, self.bands)
            wrong = wrong or find_wrong_resolution(known.card, self.image)
        return wrong or ""

    def measure(self, known):
        return () if known.card is None else measure_distance(known.card, self.image)

    def add(self, text, path, description, reason):
        self.box.addItem(text, path)
        place = self.box.count() - 1
        self.box.setItemData(place, description, _DESCRIPTION)
        self.box.setItemData(place, reason, _REASON)
        told = "\n".join(each for each in (description, reason, path) if each)
        self.box.setItemData(place, told, Qt.ItemDataRole.ToolTipRole)

    def show_chosen(self):
        """Say below the list what the chosen model is, and why it does not fit."""
        path = self.value() or self.bundled
        known = read_model(path) if path else None
        lines = [] if known is None else [describe_model(known) if known.card else "", self.judge(known)]
        self.told.setText("\n".join(each for each in lines if each))
        self.told.setVisible(bool(self.told.text()))
        self.widgetValueHasChanged.emit(self)

    def choose_file(self):
        before = Path(self.value() or settings.find_models_folder() / "any")
        path, _ = QFileDialog.getOpenFileName(
            self.widget, tr("Choose a model file"), str(before.parent), tr("EO Deep models (*.safetensors)")
        )
        if path:
            self.setValue(path)

    def value(self):
        text = self.box.currentText().strip()
        if text and text == self.box.itemText(self.box.currentIndex()):
            return self.box.currentData()
        return text or None

    def setValue(self, value):
        path = str(value) if value else None
        place = self.box.findData(path)
        if path and place < 0 and Path(path).is_file():
            self.added.append(path)
            self.list_offers()
            place = self.box.findData(path)
        self.box.setCurrentIndex(place)
        if place < 0:
            self.box.setEditText(path or "")
        self.show_chosen()


class Lines(QStyledItemDelegate):
    """Each model in some lines, while the box itself shows its name only."""

    def initStyleOption(self, option, index):
        super().initStyleOption(option, index)
        description, reason = index.data(_DESCRIPTION), index.data(_REASON)
        lines = [option.text, *description.split("\n")]
        lines = [*lines[:2], reason] if reason else lines
        option.text = "\u2028".join(each for each in lines if each)  # what Qt breaks lines at
        option.textElideMode = Qt.TextElideMode.ElideRight
        if reason:
            role, group = QPalette.ColorRole.Text, QPalette.ColorGroup.Disabled
            option.palette.setColor(role, option.palette.color(group, role))

    def sizeHint(self, option, index):
        size = super().sizeHint(option, index)
        size.setHeight(size.height() + _GAP_PX)
        return size


def describe_image(layer, context):
    """What is known of a raster layer; None without one, and for services, whose pixels are rendered as needed."""
    if layer is None or layer.providerType() != "gdal":
        return None
    resolution_m = None
    if layer.crs().isValid() and layer.width() > 0 and not layer.extent().isEmpty():
        unit_m = RasterExport(layer, context.transformContext()).measure_unit_m(layer.extent())
        resolution_m = unit_m * layer.extent().height() / layer.height()
    return Image(layer.name(), layer.bandCount(), resolution_m)


def name_model(known):
    """The model's name, with its file's where that is another one."""
    file = Path(known.path)
    if known.summary is None:
        return file.name
    return known.summary.name if known.summary.name == file.stem else f"{known.summary.name} ({file.name})"


def describe_model(known):
    """What a model finds, needs and is worth, in three lines."""
    found = known.summary
    if found is None:
        return ""
    resolution = tr("any pixel size") if found.resolution_m is None else f"{found.resolution_m:.3g} m"
    return "\n".join(
        (
            tr("Gives: {purpose} ({classes})").format(purpose=tr(found.purpose), classes=found.classes),
            tr("{resolution}; bands: {bands}; {size} MB; licence: {licence}").format(
                resolution=resolution, bands=found.bands, size=f"{found.size_mb:.1f}", licence=found.licence
            ),
            tr("Accuracy: {accuracy}").format(accuracy=found.accuracy),
        )
    )


class ModelChooser(InDialogs):
    """The list in dialogs; QGIS's own chooser of files elsewhere."""

    own = ModelList
