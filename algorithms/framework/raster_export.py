"""Write rasters that are no files, such as web maps, to GeoTIFF: at a resolution and an extent that the log states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsPointXY,
    QgsRasterBlockFeedback,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt

from .translation import tr

MAX_PX = 1_000_000_000


class InputError(Exception):
    """A layer that cannot be handed to the engine; the text is meant for the user."""


@dataclass
class View:
    """What to render of a raster without pixels of its own."""

    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    resolution_m: float | None  # on the ground; None: units_per_px
    units_per_px: float | None
    margin_m: float = 0.0  # around the extent


@dataclass
class Nodata:
    """A band's nodata in the properties of a layer: is the file's own value in use (None: it has none), and what
    value is set besides."""

    own: float | None
    own_in_use: bool
    added: float | None


class AnnotatedRaster:
    """A raster file whose CRS or nodata values were set in the layer's properties.

    It is read in place, through a small VRT file that states them. nodata: of each band; None: that of the file.
    """

    def __init__(self, path: str, layer: QgsRasterLayer, nodata: list[Nodata] | None):
        self.path = path
        self.name = layer.name()
        self.crs = layer.crs()
        self.nodata = nodata

    def write(self, stem: Path, feedback: Any) -> str:
        """Write `stem`.vrt and return its path. Raises InputError."""
        target = str(stem.with_suffix(".vrt"))
        reading = tr("'{layer}' is read with the settings of its layer properties: CRS {crs}.")
        if self.nodata:
            reading = tr("'{layer}' is read with the settings of its layer properties: CRS {crs}, nodata {nodata}.")
        crs, nodata = self.crs.authid() or tr("unknown"), self._describe_nodata()
        feedback.pushInfo(reading.format(layer=self.name, crs=crs, nodata=nodata))
        wkt = self.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
        if gdal.Translate(target, self.path, format="VRT", outputSRS=wkt or None) is None:
            unreadable = tr("'{layer}' cannot be read: {reason}.")
            raise InputError(unreadable.format(layer=self.name, reason=gdal.GetLastErrorMsg()))
        if self.nodata:
            file = Path(target)
            head, *bands = file.read_text("utf-8", "surrogateescape").split("<VRTRasterBand ")
            further = bands[len(self.nodata) :]  # of masks
            bands = [_state_nodata(band, nodata) for band, nodata in zip(bands, self.nodata)]
            file.write_text("<VRTRasterBand ".join([head, *bands, *further]), "utf-8", "surrogateescape")
        return target

    def _describe_nodata(self) -> str:
        texts = []
        for band in self.nodata or []:
            values = [value for value in (band.own if band.own_in_use else None, band.added) if value is not None]
            texts.append(", ".join(f"{value:g}" for value in values) or tr("none"))
        return texts[0] if len(set(texts)) == 1 else "; ".join(texts)


def _state_nodata(band: str, nodata: Nodata) -> str:
    """The text of a VRT's band with other nodata values; a VRT has one, so the file's own become the added one."""
    band = re.sub(r"\s*<NoDataValue>[^<]*</NoDataValue>|\s*<HideNoDataValue>[^<]*</HideNoDataValue>", "", band)
    own = nodata.own if nodata.own_in_use else None
    value = own if nodata.added is None else nodata.added
    if value is None:
        return band
    start = band.index(">") + 1
    band = f"{band[:start]}<NoDataValue>{value!r}</NoDataValue>{band[start:]}"
    if own is None or nodata.added is None:
        return band
    band = band.replace("<SimpleSource", "<ComplexSource").replace("</SimpleSource>", "</ComplexSource>")
    return band.replace("</ComplexSource>", f"<NODATA>{own!r}</NODATA></ComplexSource>")


def find_nodata(layer: QgsRasterLayer) -> list[Nodata] | None:
    """The nodata values of the bands in a layer's properties; None where they are the file's own.

    Raises InputError for ranges of values, which only a program can set.
    """
    provider, found = layer.dataProvider(), []
    for band in range(1, layer.bandCount() + 1):
        ranges = provider.userNoDataValues(band)
        if len(ranges) > 1 or any(one.min() != one.max() for one in ranges):
            several = tr("The layer properties of '{layer}' have a range of nodata values: give one value.")
            raise InputError(several.format(layer=layer.name()))
        own = provider.sourceNoDataValue(band) if provider.sourceHasNoDataValue(band) else None
        found.append(Nodata(own, provider.useSourceNoDataValue(band), ranges[0].min() if ranges else None))
    changed = any(one.added is not None or (one.own is not None and not one.own_in_use) for one in found)
    return found if changed else None


def is_web_map(source: str) -> bool:
    """Whether GDAL makes this raster of a server's tiles, which the file or the name only describes."""
    opened = gdal.OpenEx(source, gdal.OF_RASTER)
    return opened is not None and opened.GetDriver().ShortName in ("WMS", "WMTS")


class RasterExport:
    """A raster layer to be written to a GeoTIFF.

    One with pixels of its own (WCS, PostGIS, a layer whose CRS was set by hand) keeps them all. One without (WMS, XYZ)
    is rendered: `place` chooses where and how finely.
    """

    def __init__(self, layer: QgsRasterLayer, transform_context: Any, is_rendered: bool = False):
        self.name = layer.name()
        self.crs = layer.crs()
        self.provider = layer.dataProvider().clone()  # the layer itself belongs to the main thread
        self.transform_context = transform_context
        self.full_extent = self.extent = layer.extent()
        self.width = layer.width()
        self.height = layer.height()
        self.needs_view = is_rendered or self.width <= 0 or self.height <= 0  # no pixels of its own: `place` chooses

    def place(self, view: View | None) -> None:
        """Choose extent and pixel size. Raises InputError when there is nothing to choose from."""
        if not self.needs_view:
            return
        if view is None:
            raise InputError(
                tr(
                    "'{layer}' has no pixels of its own: give an area, or zoom the map window to the part to read."
                ).format(layer=self.name)
            )
        to_layer = QgsCoordinateTransform(view.crs, self.crs, self.transform_context)
        extent = to_layer.transformBoundingBox(view.extent)
        if view.margin_m:
            extent.grow(view.margin_m / self.measure_unit_m(extent))
        if not self.full_extent.isEmpty():
            extent = extent.intersect(self.full_extent)
        if extent.isEmpty():
            raise InputError(tr("The area does not touch '{layer}'.").format(layer=self.name))
        units_per_px = view.units_per_px
        if view.resolution_m:
            units_per_px = view.resolution_m / self.measure_unit_m(extent)
        if not units_per_px:
            unclear = tr("'{layer}' has no pixels of its own, and no model gives the resolution to read.")
            raise InputError(unclear.format(layer=self.name))
        self.width = max(1, round(extent.width() / units_per_px))
        self.height = max(1, round(extent.height() / units_per_px))
        if self.width * self.height > MAX_PX:
            raise InputError(
                tr(
                    "'{layer}' would become {width} x {height} px, more than {maximum:,} px: choose a smaller area."
                ).format(layer=self.name, width=self.width, height=self.height, maximum=MAX_PX)
            )
        self.extent = QgsRectangle(
            extent.xMinimum(),
            extent.yMaximum() - self.height * units_per_px,
            extent.xMinimum() + self.width * units_per_px,
            extent.yMaximum(),
        )

    def measure_unit_m(self, extent: QgsRectangle) -> float:
        """Metres on the ground of one unit of the layer's CRS at the extent's centre."""
        measure = QgsDistanceArea()
        measure.setSourceCrs(self.crs, self.transform_context)
        measure.setEllipsoid(self.crs.ellipsoidAcronym() or "EPSG:7030")
        center, step = extent.center(), min(extent.width(), extent.height()) / 100
        return measure.measureLine(center, QgsPointXY(center.x(), center.y() + step)) / step

    def write(self, stem: Path, feedback: Any) -> str:
        """Write `stem`.tif and return its path; runs in the background. Raises InputError."""
        target = str(stem.with_suffix(".tif"))
        pixel = self.extent.width() / self.width
        reading = tr(
            "Reading '{layer}' into a GeoTIFF of {width} x {height} px, {pixel:.6g} units of {crs} per pixel, extent "
            "{extent}."
        )
        feedback.pushInfo(
            reading.format(
                layer=self.name, width=self.width, height=self.height, pixel=pixel,
                crs=self.crs.authid() or tr("its CRS"), extent=self.extent.toString(2),
            )  # fmt: skip
        )
        pipe = QgsRasterPipe()
        if not pipe.set(self.provider.clone()):
            raise InputError(tr("'{layer}' cannot be read.").format(layer=self.name))
        writer = QgsRasterFileWriter(target)
        writer.setCreateOptions(["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"])
        block_feedback = QgsRasterBlockFeedback()
        feedback.canceled.connect(block_feedback.cancel, Qt.ConnectionType.DirectConnection)
        outcome = writer.writeRaster(
            pipe, self.width, self.height, self.extent, self.crs, self.transform_context, block_feedback
        )
        problems = block_feedback.errors()
        if outcome != QgsRasterFileWriter.WriterError.NoError and not feedback.isCanceled():
            unreadable = tr("'{layer}' cannot be read into a file: {reason}.")
            reason = "; ".join(problems) or tr("unknown reason")
            raise InputError(unreadable.format(layer=self.name, reason=reason))
        for problem in problems:
            feedback.pushWarning(problem)
        return target
