"""The plugin's Processing provider, and the one class that makes QGIS algorithms of declarations."""

from __future__ import annotations

import inspect
import os
import pkgutil
import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingProvider,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

# By the packages' names: QGIS unloads only what was imported by its name.
from ...eo_deep import errors
from ...eo_deep.io import files
from .. import __path__ as folders
from . import inputs, manual, places, results, settings, views, worker
from .base import Algorithm
from .layers import Layer, Layers, Raster, Rasters
from .outputs import Destination, RasterOut, Value, VectorOut
from .params import ModelFile, Parameter
from .translation import load_translator, mark, tr

RESOURCES = worker.ROOT / "resources"


class QgisAlgorithm(QgsProcessingAlgorithm):
    """A declaration as a Processing algorithm."""

    in_window = False  # whether QGIS runs with its window, where dialogs can be shown

    def __init__(self, declaration: Algorithm):
        super().__init__()
        self.declaration = declaration
        self.engine: Any = None  # a WarmEngine to run in; None: an engine of its own
        self.arguments: dict[str, Any] = {}  # of the inputs
        self.problem = ""  # found by prepareAlgorithm, raised by processAlgorithm, whose errors reach scripts too
        self.kept_styles: dict[str, str] = {}  # of the layers whose colours an output shows too
        self.styles: dict[str, str] = {}  # of the layers that came out

    # What it is

    def createInstance(self):
        other = QgisAlgorithm(self.declaration)
        other.engine = self.engine
        return other

    def name(self):
        return self.declaration.id

    def displayName(self):
        return tr(self.declaration.title)

    def group(self):
        return tr(self.declaration.group)

    def groupId(self):
        return self.declaration.group.lower()

    def flags(self):
        in_place = QgsProcessingAlgorithm.Flag.FlagSupportsInPlaceEdits
        return super().flags() | in_place if self.declaration.in_place else super().flags()

    def supportInPlaceEdit(self, layer):
        is_vector = isinstance(layer, QgsVectorLayer)
        polygons = QgsWkbTypes.GeometryType.PolygonGeometry
        return self.declaration.in_place and is_vector and layer.geometryType() == polygons

    def tags(self):
        """Words to find it by, in QGIS's language, and the English ones, which manuals and papers use."""
        words = (self.declaration.title, *self.declaration.tags)
        return list(dict.fromkeys((*map(tr, words), *words)))

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        icon = RESOURCES / "icons" / self.declaration.icon
        return str(icon if icon.is_file() else RESOURCES / "icons" / "eo_deep.svg")

    def shortDescription(self):
        return tr(split_docstring(self.declaration)[0])

    def shortHelpString(self):
        return describe(self.declaration)

    def helpUrl(self):
        return manual.find_page(f"algorithms/{self.name()}").toString()

    def canExecute(self):
        # In a window the dialog opens in any case, and offers to set up what is missing.
        reason = "" if self.in_window else self.find_obstacle()
        return not reason, reason

    def createCustomParametersWidget(self, parent):
        obstacle = self.find_obstacle()
        if not obstacle:
            return None  # QGIS makes the dialog
        from ...window.engine_offer import make_dialog

        return make_dialog(self, obstacle, parent)

    def find_obstacle(self) -> str:
        """Why the engine that this algorithm needs cannot be started, or ''."""
        try:
            if self.declaration.needs_engine:
                worker.find_engine()
        except worker.EngineError as error:
            return str(error)
        return ""

    def initAlgorithm(self, config=None):
        for name, declared in self.declaration.declared.items():
            if isinstance(declared, Parameter):
                self.addParameter(declared.define(name.upper()))
            else:
                self.addOutput(declared.define_output(name.upper()))

    # What it does

    def parameters(self) -> dict[str, Parameter]:
        return {name: p for name, p in self.declaration.declared.items() if isinstance(p, Parameter)}

    def checkParameterValues(self, values, context):
        defaults = {known.name(): known.defaultValue() for known in self.parameterDefinitions()}
        # Some parameters of QGIS (bands) count a value that is left out as wrong although they have a default.
        values = {**{name: default for name, default in defaults.items() if default is not None}, **values}
        self.load_rasters(values, context)
        for name, parameter in self.parameters().items():
            if not parameter.optional and values.get(name.upper(), parameter.default) in (None, "", []):
                return False, errors.to_line(tr("{name} is missing.").format(name=tr(parameter.label)))
            message = parameter.check(self, values, name.upper(), context)
            if message:
                return False, errors.to_line(message)
        message = self.declaration.check(values)
        if message:
            return False, errors.to_line(message)
        return super().checkParameterValues(values, context)

    def prepareAlgorithm(self, values, context, feedback):
        """Look up the inputs; this runs in the main thread, where layers may be touched."""
        self.load_rasters(values, context)
        try:
            self.arguments = {
                name: parameter.read(self, values, name.upper(), context)
                for name, parameter in self.parameters().items()
                if not isinstance(parameter, Destination)
            }
            for name, parameter in self.parameters().items():
                if not parameter.optional and self.arguments.get(name, "") in (None, []):
                    raise inputs.InputError(
                        tr("{name} is missing or cannot be read: {value}.").format(
                            name=tr(parameter.label), value=values.get(name.upper())
                        )
                    )
            self.check_targets(values, context)
            self.keep_styles(values, context)
            views.place_exports(self, values, context)
        except inputs.InputError as error:
            self.problem = str(error)
        return True

    def load_rasters(self, values, context):
        for name, parameter in self.parameters().items():
            if isinstance(parameter, (Raster, Rasters, Layer, Layers)):
                inputs.load_rasters(values.get(name.upper()), context)

    def keep_styles(self, values, context):
        parameters = self.parameters()
        for name, output in parameters.items():
            if isinstance(output, (VectorOut, RasterOut)) and output.keeps:
                layers = parameters[output.keeps].find_layers(self, values, output.keeps.upper(), context)
                self.kept_styles[name] = "".join(results.read_style(layer) for layer in layers[:1])

    def processAlgorithm(self, values, context, feedback):
        if self.problem:
            raise QgsProcessingException(errors.to_line(self.problem))
        # QGIS loads the outputs that were looked up here, in the background, and forgets what prepareAlgorithm did.
        outputs = {
            name: parameter.read(self, values, name.upper(), context)
            for name, parameter in self.parameters().items()
            if isinstance(parameter, Destination)
        }
        folder = Path(tempfile.mkdtemp(prefix="eo_deep_", dir=QgsProcessingUtils.tempFolder()))
        try:
            names: dict[str, str] = {}
            arguments = {
                name: inputs.write_pending(value, folder / name, feedback, names)
                for name, value in {**self.arguments, **outputs}.items()
            }
            job = worker.Job(feedback, folder, names, self.list_targets(values), self.engine)
            found = self.declaration.run(arguments, job)
            delivered, self.styles = results.deliver(self, found, arguments, values, context, feedback)
            return delivered
        except (worker.EngineError, inputs.InputError) as error:
            raise QgsProcessingException(errors.to_line(str(error))) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def check_targets(self, values, context):
        """No output may replace an input, or another output."""
        targets = [
            (parameter, target)
            for name, parameter in self.parameters().items()
            if isinstance(parameter, Destination)
            and (target := parameter.find_target(values.get(name.upper()))) is not None
        ]
        taken = self.list_sources(values, context) if any(target.exists for _, target in targets) else []
        folders = [path for path in self.list_texts() if os.path.isdir(path)]
        for parameter, target in targets:
            in_folder = target.exists and any(files.lies_in(target.path, folder) for folder in folders)
            if in_folder or any(target.place.meets(place) for place in taken):
                raise inputs.InputError(
                    tr("{name} would overwrite {target}, which is in use: choose another name.").format(
                        name=tr(parameter.label), target=target.name
                    )
                )
            taken.append(target.place)

    def list_targets(self, values):
        """The files that QGIS makes of what the engine writes; tables, which share one, are not among them."""
        vectors = {name: p for name, p in self.parameters().items() if isinstance(p, VectorOut)}
        found = [output.find_target(values.get(name.upper())) for name, output in vectors.items()]
        return [os.path.realpath(target.path) for target in found if target and target.place.table is None]

    def list_sources(self, values, context):
        """The places of all inputs: layers, however the engine gets them, and files."""
        found = [place for path in self.list_texts() if os.path.isfile(path) for place in places.list_places(path)]
        for name, parameter in self.parameters().items():
            for layer in parameter.find_layers(self, values, name.upper(), context):
                found += [] if layer is None else places.find_places(layer)
        return found

    def list_texts(self):
        """The texts among the inputs, some of which are paths."""
        parts = [part for value in self.arguments.values() for part in (value if isinstance(value, list) else [value])]
        bundled = [parameter.bundled for parameter in self.parameters().values() if isinstance(parameter, ModelFile)]
        return [part for part in parts + bundled if isinstance(part, str)]

    def postProcessAlgorithm(self, context, feedback):
        """Style the layers; in a dialog this runs in the main thread, just before QGIS loads them."""
        results.style_layers(self.styles, self.displayName(), context)
        return {}


def split_docstring(declaration: Algorithm) -> list[str]:
    """The paragraphs of a declaration's docstring, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in inspect.getdoc(declaration).split("\n\n")]


def describe(declaration: Algorithm) -> str:
    """The help: the docstring, then a paragraph per parameter and output."""
    parts = [f"<p>{to_html(paragraph)}</p>" for paragraph in split_docstring(declaration)]
    outputs = [d for d in declaration.declared.values() if isinstance(d, (Destination, Value))]
    parameters = [d for d in declaration.declared.values() if d not in outputs]
    for heading, declared in ((mark("Parameters"), parameters), (mark("Outputs"), outputs)):
        if declared:
            parts.append(f"<h2>{to_html(heading)}</h2>")
            parts += [f"<p><b>{to_html(d.label)}</b><br>{to_html(d.help)}</p>" for d in declared]
    return "\n".join(parts)


def to_html(text: str) -> str:
    """A text of a declaration, translated, for a rich text."""
    return escape(tr(text), quote=False)


def find_declarations() -> list[Algorithm]:
    """Every Algorithm that a module of algorithms/ declares.

    `__import__`, because QGIS unloads with a plugin only the modules that came through it.
    """
    found = []
    for info in pkgutil.iter_modules(folders):
        module = __import__(f"{__package__.rpartition('.')[0]}.{info.name}", fromlist=["*"])
        classes = [value for value in vars(module).values() if isinstance(value, type)]
        found += [
            declared()
            for declared in classes
            if issubclass(declared, Algorithm) and declared is not Algorithm and declared.__module__ == module.__name__
        ]
    return sorted(found, key=lambda declaration: declaration.id)


class Provider(QgsProcessingProvider):
    """EO Deep in the Processing Toolbox."""

    def id(self):
        return "eodeep"

    def name(self):
        return "EO Deep"

    def longName(self):
        return tr("EO Deep: deep networks for Earth observation")

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return str(RESOURCES / "icons" / "eo_deep.svg")

    def supportedOutputRasterLayerExtensions(self):
        return ["tif", "tiff"]

    def load(self):
        settings.add(self.name(), self.icon())
        self.refreshAlgorithms()
        return True

    def unload(self):
        settings.remove()

    def loadAlgorithms(self):
        for declaration in find_declarations():
            self.addAlgorithm(QgisAlgorithm(declaration))


class Plugin:
    """What QGIS starts: with windows through initGui, in qgis_process through initProcessing."""

    def __init__(self, iface=None):
        self.iface = iface
        self.provider = None
        self.parts = None  # of QGIS's window
        self.translator = None

    def initProcessing(self):
        self.translator = load_translator()
        QCoreApplication.installTranslator(self.translator)
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        from ...window.actions import WindowParts

        self.initProcessing()
        QgisAlgorithm.in_window = True
        self.parts = WindowParts(self.iface)

    def unload(self):
        if self.parts is not None:
            self.parts.remove()
            self.parts = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
