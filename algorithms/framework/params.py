"""The kinds of parameters an algorithm may declare: plain values here, layers in `layers`, outputs in `outputs`.

Each kind defines, reads, checks and describes itself.
"""

from __future__ import annotations

import copy
import os
from abc import ABC, abstractmethod
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...eo_deep.runtime.cluster_names import find_wrong_cluster, is_address, is_local
from . import inputs
from .engine_sentences import translate_sentence
from .model_card import find_wrong_number
from .model_list import MODELS, Image, find_wrong_bands, find_wrong_kind, read_model
from .translation import tr


class Declared:
    """Anything that an algorithm declares: a parameter or an output."""

    def __init__(self, label: str, help: str):
        self.label = label
        self.help = help

    def but(self, **changes: Any) -> Any:
        """The same with some attributes changed, for another algorithm."""
        other = copy.copy(self)
        vars(other).update(changes)
        return other


class Parameter(Declared, ABC):
    """A parameter: what the user gives and the engine gets."""

    def __init__(self, label: str, help: str, default: Any = None, optional: bool = False, advanced: bool = False):
        super().__init__(label, help)
        self.default = default
        self.optional = optional
        self.advanced = advanced

    def define(self, name: str) -> QgsProcessingParameterDefinition:
        """Return the QGIS parameter called `name`."""
        parameter = self.make(name, tr(self.label))
        flag = QgsProcessingParameterDefinition.Flag
        if self.optional:
            parameter.setFlags(parameter.flags() | flag.FlagOptional)
        if self.advanced:
            parameter.setFlags(parameter.flags() | flag.FlagAdvanced)
        parameter.setHelp(tr(self.help))
        return parameter

    @abstractmethod
    def make(self, name: str, label: str) -> QgsProcessingParameterDefinition:
        """Return the QGIS parameter of this kind."""

    @abstractmethod
    def read(self, algorithm: QgsProcessingAlgorithm, values: dict, name: str, context: QgsProcessingContext) -> Any:
        """Return what the engine gets: a number, text, path or list, or an inputs.Export that makes the file later."""

    def find_layers(
        self, algorithm: QgsProcessingAlgorithm, values: dict, name: str, context: QgsProcessingContext
    ) -> list[QgsMapLayer]:
        """The layers that the user chose for it."""
        return []

    def check(
        self, algorithm: QgsProcessingAlgorithm, values: dict, name: str, context: QgsProcessingContext
    ) -> str | None:
        """One sentence on what is wrong with the value, or None. Cheap: it runs at every click on Run."""
        return None


class Number(Parameter):
    """A number between `min` and `max`, None when left empty."""

    kind = QgsProcessingParameterNumber.Type.Double

    def __init__(self, label, help, default=None, min=None, max=None, optional=False, advanced=False):
        super().__init__(label, help, default, optional, advanced)
        self.min = min
        self.max = max

    def make(self, name, label):
        parameter = QgsProcessingParameterNumber(name, label, self.kind, self.default, self.optional)
        if self.min is not None:
            parameter.setMinimum(self.min)
        if self.max is not None:
            parameter.setMaximum(self.max)
        return parameter


class Int(Number):
    """A whole number."""

    kind = QgsProcessingParameterNumber.Type.Integer

    def read(self, algorithm, values, name, context):
        empty = values.get(name) is None and self.default is None
        return None if empty else algorithm.parameterAsInt(values, name, context)


class Float(Number):
    """A number with `decimals` digits after the point in the dialog."""

    def __init__(self, label, help, default=None, min=None, max=None, optional=False, advanced=False, decimals=3):
        super().__init__(label, help, default, min, max, optional, advanced)
        self.decimals = decimals

    def make(self, name, label):
        parameter = super().make(name, label)
        parameter.setMetadata({"widget_wrapper": {"decimals": self.decimals}})
        return parameter

    def read(self, algorithm, values, name, context):
        empty = values.get(name) is None and self.default is None
        return None if empty else algorithm.parameterAsDouble(values, name, context)


class Resolution(Float):
    """The pixel size on the ground, in metres, at which an algorithm works."""


class Choice(Parameter):
    """One text out of a list. The text itself, not its number, goes into models, scripts and shell commands."""

    def __init__(self, label, help, options: list[str], default=None, optional=False, advanced=False):
        super().__init__(label, help, default, optional, advanced)
        self.options = options

    def make(self, name, label):
        parameter = QgsProcessingParameterEnum(
            name, label, self.options, defaultValue=self.default, optional=self.optional, usesStaticStrings=True
        )
        if any(tr(option) != option for option in self.options):
            parameter.setMetadata({"widget_wrapper": {"class": f"{__package__}.widgets.choice_list.ChoiceList"}})
        return parameter

    def read(self, algorithm, values, name, context):
        return algorithm.parameterAsEnumString(values, name, context) or None

    def check(self, algorithm, values, name, context):
        value = values.get(name)
        if isinstance(value, str) and value and value not in self.options:
            return tr("{name} must be one of {options}, got '{value}'.").format(
                name=tr(self.label), options=", ".join(self.options), value=value
            )
        return None


class Bool(Parameter):
    """Yes or no."""

    def make(self, name, label):
        return QgsProcessingParameterBoolean(name, label, bool(self.default))

    def read(self, algorithm, values, name, context):
        return algorithm.parameterAsBool(values, name, context)


class Text(Parameter):
    """A line of text; its default when empty."""

    def make(self, name, label):
        return QgsProcessingParameterString(name, label, self.default)

    def read(self, algorithm, values, name, context):
        return algorithm.parameterAsString(values, name, context).strip() or self.default


class Address(Text):
    """A file, or the address of one on a server (https://...) -> its path, or the address."""

    def read(self, algorithm, values, name, context):
        value = super().read(algorithm, values, name, context)
        return value if value is None or "://" in value else inputs.absolute(value)


class Cluster(Text):
    """Who makes the parts of an image: a kind of processes, an address, or a scheduler file -> its path."""

    def read(self, algorithm, values, name, context):
        value = super().read(algorithm, values, name, context)
        is_file = value and not is_local(value) and not is_address(value)
        return inputs.absolute(value) if is_file else value

    def check(self, algorithm, values, name, context):
        return translate_sentence(find_wrong_cluster(self.read(algorithm, values, name, context)) or "") or None


class DataFile(Parameter):
    """An existing file of one of some endings -> its path."""

    def __init__(self, label, help, suffixes: list[str], optional=False, advanced=False):
        super().__init__(label, help, None, optional, advanced)
        self.suffixes = suffixes

    def make(self, name, label):
        kinds = f"{tr('Files')} ({' '.join(f'*{suffix}' for suffix in self.suffixes)})"
        return QgsProcessingParameterFile(name, label, defaultValue=self.default, fileFilter=kinds)

    def read(self, algorithm, values, name, context):
        return inputs.absolute(algorithm.parameterAsFile(values, name, context))

    def check(self, algorithm, values, name, context):
        path = self.read(algorithm, values, name, context)
        missing = path is not None and not os.path.isfile(path)
        return tr("{name}: '{path}' does not exist.").format(name=tr(self.label), path=path) if missing else None


class Folder(Parameter):
    """An existing folder -> its path."""

    def make(self, name, label):
        return QgsProcessingParameterFile(
            name, label, QgsProcessingParameterFile.Behavior.Folder, defaultValue=self.default
        )

    def read(self, algorithm, values, name, context):
        return inputs.absolute(algorithm.parameterAsFile(values, name, context))

    def check(self, algorithm, values, name, context):
        path = self.read(algorithm, values, name, context)
        return None if path is None or os.path.isdir(path) else tr("Folder '{path}' does not exist.").format(path=path)


class ImageSet(Parameter):
    """A folder of images, or a raster -> its path."""

    several = False

    def make(self, name, label):
        parameter = QgsProcessingParameterString(name, label, self.default)
        widget = {"class": f"{__package__}.widgets.path_list.PathList", "several": self.several}
        parameter.setMetadata({"widget_wrapper": widget})
        return parameter

    def list_paths(self, algorithm, values, name, context):
        value = values.get(name)
        parts = value if isinstance(value, (list, tuple)) else str(value or "").replace("\n", ";").split(";")
        return [inputs.absolute(str(part).strip()) for part in parts if str(part).strip()]

    def read(self, algorithm, values, name, context):
        message = self.check(algorithm, values, name, context)
        if message:  # models run without checks
            raise inputs.InputError(message)
        return next(iter(self.list_paths(algorithm, values, name, context)), None)

    def check(self, algorithm, values, name, context):
        paths = self.list_paths(algorithm, values, name, context)
        missing = [path for path in paths if not os.path.exists(path)]
        if missing:
            return tr("{name}: '{path}' does not exist.").format(name=tr(self.label), path=missing[0])
        if len(paths) > 1 and not self.several:
            return tr("{name} must be one folder or raster, got {count}.").format(
                name=tr(self.label), count=len(paths)
            )
        return None


class ImageSets(ImageSet):
    """Several folders of images or rasters, separated by semicolons -> list of paths."""

    several = True

    def read(self, algorithm, values, name, context):
        super().read(algorithm, values, name, context)
        return self.list_paths(algorithm, values, name, context)


class ModelFile(Parameter):
    """A model file of EO Deep -> its path. Its header is checked, against the raster of `image` too when given."""

    def __init__(self, label, help, task: str, image=None, bands=None, others=None, several: bool = False,
                 bundled: str | None = None, **options):
        """task: one, or several as in a sentence, "alignment, segmentation or polygons". image, bands, others: names of
        the parameters to check against, others of a model's further images; several: whether models of several images
        will do without; bundled: the model that an empty value means."""
        super().__init__(label, help, **options)
        self.bundled = None if bundled is None else str(MODELS / bundled)
        self.task = task
        self.image = image
        self.bands = bands
        self.others = others
        self.several = several

    @property
    def tasks(self) -> list[str]:
        return self.task.replace(" or ", ", ").split(", ")

    @property
    def takes_several(self) -> bool:
        """Whether a model may be of several images."""
        return bool(self.others or self.several)

    def make(self, name, label):
        parameter = QgsProcessingParameterFile(
            name, label, defaultValue=self.default, fileFilter=tr("EO Deep models (*.safetensors)")
        )
        widget = {
            "class": f"{__package__}.widgets.model_chooser.ModelChooser",
            "tasks": self.tasks,
            "several": self.takes_several,
            "bundled": self.bundled or "",
            "image": (self.image or "").upper(),
            "bands": (self.bands or "").upper(),
        }
        parameter.setMetadata({"widget_wrapper": widget})
        return parameter

    def read(self, algorithm, values, name, context):
        return inputs.absolute(algorithm.parameterAsFile(values, name, context))

    def check(self, algorithm, values, name, context):
        path = self.read(algorithm, values, name, context) or self.bundled
        if path is None:
            return None
        known = read_model(path)
        if known.card is None:
            return known.problem
        return (
            find_wrong_kind(path, known.card, self.tasks, self.takes_several)
            or self.check_images(known.card, algorithm, values, context)
            or self.check_bands(known.card, algorithm, values, context)
        )

    def check_images(self, card, algorithm, values, context):
        """What is wrong with the number of a model's further images, and with their bands."""
        if self.others is None:
            return None
        layers, inputs_ = algorithm.parameterAsLayerList(values, self.others.upper(), context), card["inputs"]
        message = translate_sentence(find_wrong_number(layers, inputs_) or "")
        for layer, wanted in zip(layers, inputs_[1:]):
            count = len(wanted["bands"])
            if not message and layer.providerType() == "gdal" and layer.bandCount() < count:
                message = tr("The model's '{image}' needs {count} bands ({bands}), '{layer}' has {found}.").format(
                    image=wanted["name"], count=count, bands=", ".join(wanted["bands"]), layer=layer.name(),
                    found=layer.bandCount(),
                )  # fmt: skip
        return message or None

    def check_bands(self, card, algorithm, values, context):
        if self.image is None:
            return None
        layer = algorithm.parameterAsRasterLayer(values, self.image.upper(), context)
        if layer is None or layer.providerType() != "gdal":
            return None
        chosen = algorithm.parameterAsInts(values, self.bands.upper(), context) if self.bands else []
        return find_wrong_bands(card, Image(layer.name(), layer.bandCount(), None), chosen)
