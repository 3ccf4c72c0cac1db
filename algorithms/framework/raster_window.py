"""The part of a raster file that is needed, so that a small view of a large image is a small image."""

from __future__ import annotations

import math

from osgeo import gdal
from qgis.core import QgsRectangle

_ALIGN_PX = 64  # networks see their input in cells of as many pixels, or of fewer


def cut_window(path: str, extent: QgsRectangle, margin_px: float, target: str) -> str:
    """Write a VRT, `target`, of a raster's pixels in an extent of its CRS and a margin around it, and return its path.

    No pixel is copied. A raster without a plain grid (rotated, by control points) stays as it is: `path` is returned.
    """
    dataset = gdal.Open(path)
    placed = dataset and dataset.GetGeoTransform(can_return_null=True)
    if not placed or placed[2] or placed[4] or dataset.GetGCPCount() or dataset.GetMetadata("RPC"):
        return path
    columns = [(x - placed[0]) / placed[1] for x in (extent.xMinimum(), extent.xMaximum())]
    rows = [(y - placed[3]) / placed[5] for y in (extent.yMinimum(), extent.yMaximum())]
    window = []
    for ends, size in ((columns, dataset.RasterXSize), (rows, dataset.RasterYSize)):
        start = _ALIGN_PX * math.floor((min(ends) - margin_px) / _ALIGN_PX)
        end = _ALIGN_PX * math.ceil((max(ends) + margin_px) / _ALIGN_PX)
        window.append((max(0, start), min(size, end)))
    (left, right), (top, bottom) = window
    if right <= left or bottom <= top:
        return path
    made = gdal.Translate(target, dataset, format="VRT", srcWin=[left, top, right - left, bottom - top])
    return path if made is None else target
