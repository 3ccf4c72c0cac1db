"""What the engine wrote becomes QGIS's layers: features go where the user wants them, and each layer gets its style.

Styles are set on the very layers that QGIS loads afterwards, before it loads them. Post-processors would do it later,
but QGIS deletes them while Python still calls them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtXml import QDomDocument

from . import places, worker
from .engine_sentences import translate_sentence
from .field_names import free_names
from .outputs import Destination, RasterOut, Value, VectorOut
from .translation import tr

STYLES = worker.ROOT / "resources" / "styles"
_PLACED = "Point?field=x:double&field=y:double"
# Renderers that show all features alike, classes of pixels (their numbers mean nothing in between), or a web map.
_NOT_KEPT = "singleSymbol", "paletted", "singlebandcolordata"
_BANDS = "redBand", "greenBand", "blueBand", "grayBand", "band", "alphaBand"
RASTER_STYLE = "<rasterrenderer"  # a polygon layer of a raster's name has the .qml of the same name, too


def deliver(
    algorithm: Any, results: dict, arguments: dict, values: dict, context: Any, feedback: Any
) -> tuple[dict, dict[str, str]]:
    """The results of a run of `algorithm` (a QgisAlgorithm) as QGIS's, and the style (text) of each layer (id or path).

    Features go through sinks; files and values stay as they are.
    """
    delivered: dict[str, Any] = {}
    styles: dict[str, str] = {}
    for name, output in algorithm.declaration.declared.items():
        if isinstance(output, VectorOut):
            path = arguments[name]
            delivered[name.upper()] = path and fill_sink(algorithm, name, path, values, context, feedback)
            if path:
                styles[delivered[name.upper()]] = algorithm.kept_styles.get(name) or find_style(output, path)
        elif isinstance(output, Destination):
            delivered[name.upper()] = arguments[name]
            if isinstance(output, RasterOut) and context.willLoadLayerOnCompletion(arguments[name] or ""):
                kept, bands = algorithm.kept_styles.get(name), results.get("bands")
                kept = choose_bands(kept, bands) if kept and bands else ""
                paths = load_dates(arguments[name], results, context) if output.dated else [arguments[name]]
                styles.update({path: read_raster_style(path) or kept for path in paths})
        elif isinstance(output, Value):
            delivered[name.upper()] = results.get(name)
    return delivered, styles


def load_dates(path: str, results: dict, context: Any) -> list[str]:
    """Have QGIS load the files of all dates with the one at `path`, the date in each one's name; their paths."""
    dates = dict(zip(results.get("outputs", ()), results.get("dates", ())))
    if len(dates) < 2:
        return [path]
    details = context.layerToLoadOnCompletionDetails(path)
    label, project, output = details.name, details.project, details.outputName
    for each, date in dates.items():
        loaded = QgsProcessingContext.LayerDetails(f"{label} {date}", project, output)
        context.addLayerToLoadOnCompletion(each, loaded)
    return list(dates)


def fill_sink(algorithm: Any, name: str, path: str, values: dict, context: Any, feedback: Any) -> str:
    """Copy the engine's features to where the user wants them and return the layer's id."""
    layer = QgsVectorLayer(path, name, "ogr")
    if not layer.isValid():
        missing = tr("The engine wrote no layer for {name}.")
        raise QgsProcessingException(missing.format(name=tr(algorithm.declaration.declared[name].label)))
    values = {**values, name.upper(): places.follow_link(values.get(name.upper()))}
    # The target makes ids of its own.
    indices = [index for index in range(layer.fields().count()) if index not in layer.primaryKeyAttributes()]
    # QGIS leaves out the geometries of a table (.csv): of points, they become columns.
    in_table = places.given_text(values[name.upper()]).lower().endswith(".csv")
    has_place = in_table and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    fields = QgsVectorLayer(_PLACED, "", "memory").fields() if has_place else QgsFields()
    reserved = (*fields.names(), *places.list_reserved(values[name.upper()]))
    own = QgsFields()
    for index in indices:
        own.append(layer.fields().at(index))
    fields.extend(free_names(own, feedback, reserved))
    sink, target = algorithm.parameterAsSink(values, name.upper(), context, fields, layer.wkbType(), layer.crs())
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(values, name.upper()))
    for feature in layer.getFeatures():  # not stopped by Cancel: a moment later the layer is whole
        copied = QgsFeature(fields)
        copied.setGeometry(feature.geometry())
        place = [feature.geometry().asPoint().x(), feature.geometry().asPoint().y()] if has_place else []
        copied.setAttributes([*place, *(feature.attribute(index) for index in indices)])
        if not sink.addFeature(copied, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, values, name.upper()))
    return target


def find_style(output: VectorOut, path: str) -> str:
    """The style that the engine saved in the GeoPackage, else the output's own, else ""."""
    layer = QgsVectorLayer(path, "", "ogr")
    _, ids, *_ = layer.listStylesInDatabase()
    if ids:
        return layer.getStyleFromDatabase(ids[0])[0]
    name = output.find_style(layer.geometryType())
    return translate_legend(read_text(STYLES / name), tr) if name else ""


def translate_legend(style: str, translate: Callable[[str], str]) -> str:
    """A style with the labels of its legend in QGIS's language."""
    return re.sub('(?<= label=")[^"]*(?=")', lambda label: escape(translate(unescape(label[0]))), style)


def read_style(layer: QgsVectorLayer | QgsRasterLayer | None) -> str:
    """The symbology of a layer that shows classes of features, or values of pixels; "" of others."""
    if layer is not None and layer.thread() != QThread.currentThread():  # in a model, which runs in the background
        layer = type(layer)(layer.source(), "", layer.providerType())
    renderer = layer.renderer() if layer is not None else None
    if renderer is None or renderer.type() in _NOT_KEPT:
        return ""
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), QgsMapLayer.StyleCategory.Symbology)
    return document.toString()


def choose_bands(style: str, bands: Sequence[int]) -> str:
    """The style of a raster for another, which has only these of its bands; "" where others are shown."""
    document = QDomDocument()
    document.setContent(style)
    renderer = document.elementsByTagName("rasterrenderer").at(0).toElement()
    for name in filter(renderer.hasAttribute, _BANDS):
        band = int(renderer.attribute(name))
        if band in bands:
            renderer.setAttribute(name, str(bands.index(band) + 1))
        elif name == "alphaBand":  # valid pixels are known from nodata or a mask
            renderer.setAttribute(name, "-1")
        else:
            return ""
    return document.toString()


def read_raster_style(path: str) -> str:
    """The style beside a raster, which the engine wrote or the user saved; Processing opens layers without it."""
    style = read_text(Path(path).with_suffix(".qml"))
    return translate_legend(style, translate_sentence) if RASTER_STYLE in style else ""


def style_layers(styles: dict[str, str], title: str, context: Any) -> None:
    """Give each layer its style, and save it, as `title`, with those that can carry one, to last."""
    for target, style in styles.items():
        layer = QgsProcessingUtils.mapLayerFromString(target, context)
        # In a model, which runs in the background, a file that the window shows already has a layer out of reach.
        if not style or layer is None or layer.thread() != QThread.currentThread():
            continue
        document = QDomDocument()
        document.setContent(style)
        layer.importNamedStyle(document)
        if layer.providerType() == "ogr":
            save_style(layer, title)
        if context.project() and context.project().mapLayer(layer.id()):  # the window shows the file's old content
            layer.reload()
            layer.triggerRepaint()


def save_style(layer: QgsVectorLayer, title: str) -> None:
    """In the GeoPackage itself, else in the file beside the layer's, unless that is a raster's of the same name."""
    if layer.storageType() == "GPKG":
        layer.saveStyleToDatabase(title, "", True, "")
    elif RASTER_STYLE not in read_text(Path(layer.styleURI())):
        layer.saveNamedStyle(layer.styleURI())


def read_text(path: Path) -> str:
    """A text file, "" where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
