"""Write rasters that are no files, such as web maps, to GeoTIFF: at a resolution and an extent that the log states."""

from __future__ import annotations

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

LARGEST_PX = 1_000_000_000


class InputError(Exception):
    """A layer that cannot be handed to the engine; the text is meant for the user."""


@dataclass
class View:
    """What to render of a raster without pixels of its own."""

    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    resolution_m: float | None  # on the ground; None: units_per_px
    units_per_px: float | None


class AnnotatedRaster:
    """A raster file whose CRS or nodata value was set in the layer's properties.

    It is read in place, through a small file that says them.
    """

    def __init__(self, path: str, layer: QgsRasterLayer, nodata: float | None):
        self.path = path
        self.name = layer.name()
        self.crs = layer.crs()
        self.nodata = nodata

    def write(self, stem: Path, feedback: Any) -> str:
        """Write `stem`.vrt and return its path. Raises InputError."""
        target = str(stem.with_suffix(".vrt"))
        feedback.pushInfo(
            f"'{self.name}' is read as its layer's properties say: CRS {self.crs.authid() or 'unknown'}"
            + ("." if self.nodata is None else f", nodata {self.nodata:g}.")
        )
        wkt = self.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
        if gdal.Translate(target, self.path, format="VRT", outputSRS=wkt or None, noData=self.nodata) is None:
            raise InputError(f"'{self.name}' cannot be read: {gdal.GetLastErrorMsg()}.")
        return target


def find_user_nodata(layer: QgsRasterLayer) -> float | None:
    """The additional nodata value in the properties of a layer's first band; None where there is none."""
    ranges = layer.dataProvider().userNoDataValues(1)
    return ranges[0].min() if ranges and ranges[0].min() == ranges[0].max() else None


class RasterExport:
    """A raster layer to be written to a GeoTIFF.

    One with pixels of its own (WCS, PostGIS, a layer whose CRS was set by hand) keeps them all. One without (WMS, XYZ)
    is rendered: `place` must say where and how finely.
    """

    def __init__(self, layer: QgsRasterLayer, transform_context: Any):
        self.name = layer.name()
        self.crs = layer.crs()
        self.provider = layer.dataProvider().clone()  # the layer itself belongs to the main thread
        self.transform_context = transform_context
        self.full_extent = self.extent = layer.extent()
        self.width = layer.width()
        self.height = layer.height()
        self.needs_view = self.width <= 0 or self.height <= 0  # no pixels of its own: `place` chooses

    def place(self, view: View | None) -> None:
        """Choose extent and pixel size. Raises InputError when there is nothing to choose from."""
        if not self.needs_view:
            return
        if view is None:
            raise InputError(f"'{self.name}' has no pixels of its own: give an area, which says what to read of it.")
        to_layer = QgsCoordinateTransform(view.crs, self.crs, self.transform_context)
        extent = to_layer.transformBoundingBox(view.extent)
        if not self.full_extent.isEmpty():
            extent = extent.intersect(self.full_extent)
        if extent.isEmpty():
            raise InputError(f"The area does not touch '{self.name}'.")
        units_per_px = view.units_per_px
        if view.resolution_m:
            units_per_px = view.resolution_m / self.measure_unit_m(extent)
        if not units_per_px:
            raise InputError(f"'{self.name}' has no pixels of its own, and nothing says at which resolution to read.")
        self.width = max(1, round(extent.width() / units_per_px))
        self.height = max(1, round(extent.height() / units_per_px))
        if self.width * self.height > LARGEST_PX:
            raise InputError(
                f"'{self.name}' would become {self.width} x {self.height} px, more than {LARGEST_PX:,} px: "
                "choose a smaller area."
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
        feedback.pushInfo(
            f"Reading '{self.name}' into a GeoTIFF of {self.width} x {self.height} px, {pixel:.6g} units "
            f"of {self.crs.authid() or 'its CRS'} per pixel, extent {self.extent.toString(2)}."
        )
        pipe = QgsRasterPipe()
        if not pipe.set(self.provider.clone()):
            raise InputError(f"'{self.name}' cannot be read.")
        writer = QgsRasterFileWriter(target)
        writer.setCreateOptions(["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"])
        block_feedback = QgsRasterBlockFeedback()
        feedback.canceled.connect(block_feedback.cancel, Qt.ConnectionType.DirectConnection)
        outcome = writer.writeRaster(
            pipe, self.width, self.height, self.extent, self.crs, self.transform_context, block_feedback
        )
        problems = block_feedback.errors()
        if outcome != QgsRasterFileWriter.WriterError.NoError and not feedback.isCanceled():
            raise InputError(f"'{self.name}' cannot be read into a file: {'; '.join(problems) or 'unknown reason'}.")
        for problem in problems:
            feedback.pushWarning(problem)
        return target
