"""Turn the layers that QGIS has into the files that the engine reads.

What is a file already goes through unchanged. Memory layers, filters, selections, edits, joins, web maps and the like
become files: looked up in the main thread (`find_*`), written in the background (`write` of what was found).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsMapLayer,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .field_names import free_names
from .gdal_names import make_absolute
from .raster_export import AnnotatedRaster, InputError, RasterExport, find_nodata, is_web_map
from .translation import tr


class NewFile:
    """A file that the engine will write in the job's temporary folder."""

    def __init__(self, suffix: str, name: str):
        self.suffix = suffix
        self.name = name  # where its content goes afterwards

    def write(self, stem: Path, feedback: Any) -> str:
        return str(stem.with_suffix(self.suffix))


class VectorExport:
    """Features that are no plain file, to be written to a GeoPackage with their own CRS."""

    def __init__(self, source: QgsProcessingFeatureSource, transform_context: Any):
        self.source = source
        self.name = source.sourceName()
        self.transform_context = transform_context

    def write(self, stem: Path, feedback: Any) -> str:
        """Write `stem`.gpkg and return its path; runs in the background. Raises InputError."""
        target = str(stem.with_suffix(".gpkg"))
        source = self.source
        exporting = tr("Exporting {count} features of '{layer}' to a GeoPackage.")
        feedback.pushInfo(exporting.format(count=source.featureCount(), layer=self.name))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = "features"
        # The layer may have fields called fid and geom.
        options.layerOptions = ["FID=eo_deep_fid", "GEOMETRY_NAME=eo_deep_geom"]
        kind = QgsWkbTypes.linearType(source.wkbType())
        writer = QgsVectorFileWriter.create(
            target, free_names(source.fields(), feedback), kind, source.sourceCrs(), self.transform_context, options
        )
        # Broken geometries go along: the engine repairs and counts them.
        skip_checks = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for feature in source.getFeatures(QgsFeatureRequest(), skip_checks):
            if feedback.isCanceled():
                break
            if kind != source.wkbType():
                geometry = feature.geometry()
                geometry.convertToStraightSegment()
                feature.setGeometry(geometry)
            writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        writer.flushBuffer()
        error = writer.errorMessage()
        del writer  # closes the file
        if error:
            raise InputError(tr("Layer '{layer}' cannot be exported: {reason}").format(layer=self.name, reason=error))
        return target


def load_rasters(value: Any, context: Any) -> None:
    """Load the raster files that a parameter names so that nothing appears beside them.

    QGIS takes statistics of a layer that it loads, and GDAL would write them to `<image>.aux.xml` when it closes the
    file. A file that is there already may say more, such as the CRS, and is read.
    """
    parts = value if isinstance(value, (list, tuple)) else [value]
    files = [part for part in parts if isinstance(part, str) and os.path.isfile(part)]
    set_option = getattr(gdal, "SetThreadLocalConfigOption", gdal.SetConfigOption)
    for file in files:
        statistics = f"{file}.aux.xml"
        if os.path.exists(statistics):
            continue
        set_option("GDAL_PAM_ENABLED", "NO")  # holds for files that are opened now, until they are closed
        try:
            layer = QgsProcessingUtils.mapLayerFromString(file, context)
            if isinstance(layer, QgsRasterLayer) and context.temporaryLayerStore().mapLayer(layer.id()):
                layer.dataProvider().reloadData()  # qgis_process opened it before us: closed here, not at the end
                if os.path.exists(statistics):
                    os.unlink(statistics)
        finally:
            set_option("GDAL_PAM_ENABLED", None)


def absolute(path: str | None) -> str | None:
    """The path as the engine needs it, whose working directory is another one; None for ''."""
    return os.path.abspath(path) if path else None


def find_layer(layer: QgsMapLayer, context: Any) -> Any:
    """What the engine reads for a raster or vector layer: a path, or an export that will make the file."""
    if isinstance(layer, QgsRasterLayer):
        return find_raster(layer, context)
    if isinstance(layer, QgsVectorLayer):
        source = QgsProcessingFeatureSource(layer, context)
        return find_vector(source, layer, context)
    raise InputError(tr("Layer '{layer}' is neither a raster nor a vector layer.").format(layer=layer.name()))


def find_vector(
    source: QgsProcessingFeatureSource, layer: QgsVectorLayer | None, context: Any, restricted: bool = False
) -> Any:
    """The path of a layer that is a plain file ("a.gpkg|layername=b"), else a VectorExport.

    `restricted`: only a part of the layer was asked for, such as the selected features.
    """
    path = None if layer is None or restricted else plain_vector_path(layer)
    return path or VectorExport(source, context.transformContext())


def plain_vector_path(layer: QgsVectorLayer) -> str | None:
    """The file's path if the engine would see in it just what QGIS shows, else None."""
    fields = layer.fields()
    provider_field = QgsFields.FieldOrigin.OriginProvider
    changed = (
        layer.isModified()
        or layer.subsetString()
        or layer.vectorJoins()
        or layer.crs() != layer.dataProvider().crs()
        or QgsWkbTypes.isCurvedType(layer.wkbType())
        or any(fields.fieldOrigin(index) != provider_field for index in range(fields.count()))
    )
    if layer.providerType() != "ogr" or changed:
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = f"{parts.get('vsiPrefix') or ''}{parts.get('path') or ''}{parts.get('vsiSuffix') or ''}"
    name = parts.get("layerName")
    extras = {part.split("=")[0] for part in layer.source().split("|")[1:]} - {"layername"}
    if extras or path.startswith("/vsimem/") or not (os.path.exists(path) or path.startswith("/vsi")):
        return None
    path = make_absolute(path)
    return f"{path}|layername={name}" if name else path


def find_raster(layer: QgsRasterLayer, context: Any) -> Any:
    """The path (or GDAL name) of a raster that is a plain file, else a RasterExport."""
    if not layer.isValid():
        raise InputError(tr("Raster '{layer}' cannot be read.").format(layer=layer.name()))
    source = layer.source()
    provider = layer.dataProvider()
    plain = layer.providerType() == "gdal" and not source.startswith("/vsimem/")
    if not plain or "|option:" in source or "authcfg=" in source:
        return RasterExport(layer, context.transformContext())
    if is_web_map(source):
        return RasterExport(layer, context.transformContext(), is_rendered=True)
    path = make_absolute(source)
    same_place = layer.crs() == provider.crs() or not layer.crs().isValid()
    nodata = find_nodata(layer)
    return path if same_place and nodata is None else AnnotatedRaster(path, layer, nodata)


def is_restricted(value: Any) -> bool:
    """Whether a parameter's value asks for a part of the layer: selected, filtered or the first features."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    return value.selectedFeaturesOnly or value.featureLimit >= 0 or bool(getattr(value, "filterExpression", ""))


def write_pending(value: Any, stem: Path, feedback: Any, names: dict[str, str]) -> Any:
    """Make the files that a looked-up value still needs; the result is what the engine gets. Background thread.

    `names` gets what the user calls each of these files.
    """
    if isinstance(value, list):
        stems = (stem.with_name(f"{stem.name}_{number}") for number in range(1, len(value) + 1))
        return [write_pending(part, stem, feedback, names) for part, stem in zip(value, stems)]
    if not hasattr(value, "write"):
        return value
    path = value.write(stem, feedback)
    names[path] = value.name
    return path
