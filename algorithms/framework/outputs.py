"""The kinds of outputs an algorithm may declare: files and layers that users name, and plain values."""

from __future__ import annotations

import glob
import re
import tempfile
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
    QgsWkbTypes,
)

from . import inputs, settings
from .params import Declared, Parameter
from .places import Target, find_file, find_sink, given_path
from .translation import mark, tr


class Destination(Parameter):
    """A file or layer that the user names; optional ones may be skipped and then are None."""

    suffixes: tuple[str, ...] = ()
    is_lasting = False  # True: no use when it is gone with QGIS's temporary files

    def __init__(self, label, help, optional=False, by_default=True, advanced=False):
        super().__init__(label, help, None, optional, advanced)
        self.by_default = by_default  # False: an optional output that is skipped unless asked for

    def define(self, name):
        parameter = super().define(name)
        parameter.setCreateByDefault(self.by_default)
        return parameter

    def find_target(self, value: object) -> Target | None:
        """Where the output goes; None for a temporary or skipped one."""
        return find_file(value)

    def list_suffixes(self, algorithm, values, context) -> tuple[str, ...]:
        """How the name of the file may end, with these values of the other parameters; empty: as it likes."""
        return self.suffixes

    def check(self, algorithm, values, name, context):
        path = given_path(values.get(name))
        if path is None:
            return None
        suffixes = self.list_suffixes(algorithm, values, context)
        if suffixes and path.suffix.lower() not in suffixes:
            return tr("{name} must be a {suffix} file, got '{path}'.").format(
                name=tr(self.label), suffix=suffixes[0], path=path.name
            )
        if not path.parent.is_dir():
            return tr("{name}: folder '{path}' does not exist.").format(name=tr(self.label), path=path.parent)
        try:
            # By trying: on network disks and Windows, permissions cannot be relied on.
            with tempfile.TemporaryFile(dir=path.parent):
                return None
        except OSError as error:
            return tr("{name} cannot be written to '{path}': {reason}.").format(
                name=tr(self.label), path=path.parent, reason=error.strerror
            )


class RasterOut(Destination):
    """A GeoTIFF that the engine writes, or where it keeps its parts, a virtual raster of them.

    keeps: the parameter with the image whose bands it has, all or some ("bands" of the engine's result); it is shown in
    the same colours. dated: further files of other dates may lie beside it ("outputs" and "dates" of the result).
    """

    suffixes = (".tif", ".tiff")

    def __init__(self, label, help, keeps: str = "", dated=False, optional=False, by_default=True, advanced=False):
        super().__init__(label, help, optional, by_default, advanced)
        self.keeps = keeps
        self.dated = dated

    def list_suffixes(self, algorithm, values, context):
        return (".vrt",) if _keeps_parts(algorithm, values, context) else self.suffixes

    def check(self, algorithm, values, name, context):
        gone = given_path(values.get(name)) is None and not is_skipped(values, name)
        if gone and _keeps_parts(algorithm, values, context):
            return tr("{name}: choose a .vrt file, because the parts are to be kept.").format(name=tr(self.label))
        return super().check(algorithm, values, name, context)

    def make(self, name, label):
        return QgsProcessingParameterRasterDestination(name, label)

    def read(self, algorithm, values, name, context):
        if is_skipped(values, name):
            return None
        return inputs.absolute(algorithm.parameterAsOutputLayer(values, name, context))


def _keeps_parts(algorithm: QgsProcessingAlgorithm, values: dict, context) -> bool:
    declared = algorithm.parameterDefinition("KEEP_PARTS") is not None
    return declared and algorithm.parameterAsBool(values, "KEEP_PARTS", context)


class VectorOut(Destination):
    """Polygons. The engine writes a GeoPackage, and QGIS copies it to whatever the user chose.

    style: a file in resources/styles. keeps: the parameter whose layer has the same features; where that layer shows
    classes, this one shows them alike.
    """

    kind = QgsProcessing.SourceType.TypeVectorPolygon

    def __init__(
        self, label, help, style: str | None = None, keeps: str = "", optional=False, by_default=True, advanced=False
    ):
        super().__init__(label, help, optional, by_default, advanced)
        self.style = style
        self.keeps = keeps

    def make(self, name, label):
        return QgsProcessingParameterFeatureSink(name, label, self.kind)

    def find_target(self, value):
        return find_sink(value)

    def find_style(self, geometry_type: int) -> str | None:
        """The style for a layer of this geometry type (QgsWkbTypes.geometryType)."""
        return self.style

    def read(self, algorithm, values, name, context):
        if is_skipped(values, name):
            return None
        return inputs.NewFile(".gpkg", str(given_path(values[name]) or tr(self.label)))


class FeaturesOut(VectorOut):
    """Polygons or lines, which have a style of their own."""

    kind = QgsProcessing.SourceType.TypeVectorAnyGeometry

    def __init__(self, label, help, style: str, line_style: str):
        super().__init__(label, help, style)
        self.line_style = line_style

    def find_style(self, geometry_type):
        return self.line_style if geometry_type == QgsWkbTypes.GeometryType.LineGeometry else self.style


class LabelsOut(VectorOut):
    """Polygons, lines or points, with a style by the engine."""

    kind = QgsProcessing.SourceType.TypeVectorAnyGeometry


class PointsOut(VectorOut):
    """Points, with a style by the engine."""

    kind = QgsProcessing.SourceType.TypeVectorPoint


class FileOut(Destination):
    """A file that the engine writes, of one kind such as ".safetensors"."""

    is_lasting = True

    def __init__(self, label, help, suffix: str, kind: str, optional=False, by_default=True, advanced=False):
        super().__init__(label, help, optional, by_default, advanced)
        self.suffixes = (suffix,)
        self.kind = kind

    def make(self, name, label):
        return QgsProcessingParameterFileDestination(name, label, fileFilter=f"{tr(self.kind)} (*{self.suffixes[0]})")

    def read(self, algorithm, values, name, context):
        if is_skipped(values, name):
            return None
        return inputs.absolute(algorithm.parameterAsFileOutput(values, name, context))


class ModelOut(FileOut):
    """The model of a training, by default a new file in the folder of the user's models: `name`_1, `name`_2, ...

    A file of such a name there is never replaced: a dialog that is run again still offers what its first run wrote.
    """

    def __init__(self, label, help, name: str):
        super().__init__(label, help, ".safetensors", mark("EO Deep models"))
        self.name = name

    def define(self, name):
        parameter = super().define(name)
        parameter.setDefaultValue(str(next(path for path in self.list_names() if not path.exists())))
        return parameter

    def list_names(self) -> Iterator[Path]:
        return (settings.find_models_folder() / f"{self.name}_{number}.safetensors" for number in count(1))

    def is_numbered(self, path: Path) -> bool:
        in_folder = path.parent == settings.find_models_folder()
        return in_folder and re.fullmatch(rf"{self.name}_\d+\.safetensors", path.name) is not None

    def find_given(self, algorithm: QgsProcessingAlgorithm, values: dict, name: str) -> Path | None:
        """The path that was given; dialogs leave the default out."""
        return given_path(values.get(name) or algorithm.parameterDefinition(name).defaultValue())

    def check(self, algorithm, values, name, context):
        given = self.find_given(algorithm, values, name)
        message = make_folder(given.parent) if given and self.is_numbered(given) else None
        return message or super().check(algorithm, values, name, context)

    def read(self, algorithm, values, name, context):
        given = self.find_given(algorithm, values, name)
        if given is None or not self.is_numbered(given):
            return super().read(algorithm, values, name, context)
        message = make_folder(given.parent)
        if message:
            raise inputs.InputError(message)
        resumes = "RESUME" in values and algorithm.parameterAsBool(values, "RESUME", context)
        free = (path for path in chain([given], self.list_names())
                if not path.exists() and (resumes or not has_checkpoint(path)))  # fmt: skip
        return str(next(free))


class HtmlOut(FileOut):
    """A report; QGIS shows it in the Results Viewer."""

    is_lasting = False

    def __init__(self, label, help, optional=False, by_default=True, advanced=False):
        super().__init__(label, help, ".html", mark("HTML files"), optional, by_default, advanced)


class FolderOut(Destination):
    """A folder that the engine makes and fills."""

    is_lasting = True

    def make(self, name, label):
        return QgsProcessingParameterFolderDestination(name, label)

    def read(self, algorithm, values, name, context):
        if is_skipped(values, name):
            return None
        return inputs.absolute(algorithm.parameterAsFileOutput(values, name, context))

    def check(self, algorithm, values, name, context):
        path = given_path(values.get(name))
        if path is not None and path.exists() and (not path.is_dir() or any(path.iterdir())):
            return tr("{name} must be a new or an empty folder, '{path}' is not.").format(
                name=tr(self.label), path=path
            )
        return super().check(algorithm, values, name, context)


class Value(Declared):
    """A plain value among the results."""

    make: type

    def define_output(self, name: str):
        return self.make(name, tr(self.label))


class NumberOutput(Value):
    """A number among the results."""

    make = QgsProcessingOutputNumber


class TextOutput(Value):
    """A text among the results."""

    make = QgsProcessingOutputString


class BoolOutput(Value):
    """Yes or no among the results."""

    make = QgsProcessingOutputBoolean


def has_checkpoint(model: Path) -> bool:
    """Whether a training that was interrupted can go on to this model; some have several stages with one each."""
    return any(model.parent.glob(f"{glob.escape(model.name)}*.checkpoint"))


def make_folder(folder: Path) -> str | None:
    """Make the folder of models; why that fails, in one sentence, or None."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder of models '{folder}' cannot be made: {reason}.")
        return text.format(folder=folder, reason=error.strerror)
    return None


def is_skipped(values: dict, name: str) -> bool:
    value = values.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):  # the batch wraps what is left empty, too
        return not (value.sink.staticValue() or value.sink.expressionString())
    return value in (None, "")
