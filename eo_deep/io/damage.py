"""Damage of rasters that GDAL does not report: files shorter than their header states."""

from __future__ import annotations

import html
import math
import os
import re
import warnings
from typing import Any

import numpy as np
import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from scipy.io import netcdf_file

from ..errors import EoDeepError

# rasterio lets some of GDAL's errors through as they are.
GDAL_ERRORS = (RasterioError, CPLE_BaseError, OSError)
# Formats of plain numbers, whose missing end is read as zeros.
_PLAIN = ("ENVI", "PCIDSK", "PCRaster")
_SOURCE = re.compile(r"<SourceFilename([^>]*)>([^<]+)</SourceFilename>(.*?)</\w+Source>", re.DOTALL)
_READ_PART = re.compile(r'<SrcRect xOff="([^"]+)" yOff="([^"]+)" xSize="([^"]+)" ySize="([^"]+)"')


def check_whole(dataset: Any, path: str) -> None:
    """EoDeepError where a raster that is open in GDAL lacks a part without which GDAL would read zeros instead.

    For other formats GDAL reports an error, at the latest when the missing part is read.
    """
    file = next((name for name in dataset.files if os.path.isfile(name)), None)
    if dataset.driver == "VRT":
        _check_sources(dataset, path)
    elif file and dataset.driver in _PLAIN:
        pixels_bytes = sum(np.dtype(dtype).itemsize for dtype in dataset.dtypes) * dataset.width * dataset.height
        if dataset.block_shapes[0][1] == dataset.width and not _is_gzip(file):
            _check_size(file, pixels_bytes, path)
    elif file and dataset.driver == "netCDF":
        _check_netcdf(file, path)


def _check_size(file: str, wanted: int, path: str) -> None:
    size = os.path.getsize(file)
    if size < wanted:
        raise EoDeepError(f"'{path}' is damaged: it needs {wanted} bytes, '{os.path.basename(file)}' has {size}.")


def _is_gzip(file: str) -> bool:
    with open(file, "rb") as opened:
        return opened.read(2) == b"\x1f\x8b"


def _check_netcdf(file: str, path: str) -> None:
    """The classic format has no check of its own; the others are HDF5, which has."""
    with open(file, "rb") as opened:
        if opened.read(4) not in (b"CDF\x01", b"CDF\x02"):
            return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            netcdf_file(file, mmap=True).close()
    except (ValueError, TypeError, OSError, IndexError):
        raise EoDeepError(f"'{path}' is damaged: '{os.path.basename(file)}' is shorter than it states.") from None


def _check_sources(dataset: Any, path: str) -> None:
    """Each file of a VRT must be as large as the part that is shown of it; missing files GDAL reports itself."""
    text = dataset.tags(ns="xml:VRT").get("xml:VRT", "") if os.path.isfile(path) else ""
    sizes: dict[str, tuple[int, int] | None] = {}
    for options, name, rest in _SOURCE.findall(text):
        part = _READ_PART.search(rest)
        source = html.unescape(name)
        if 'relativeToVRT="1"' in options:
            source = os.path.join(os.path.dirname(os.path.abspath(path)), source)
        if part is None or not os.path.isfile(source):
            continue
        if source not in sizes:
            sizes[source] = _measure(source)
        size = sizes[source]
        left, top, width, height = (float(value) for value in part.groups())
        if size and not (math.floor(left + width) <= size[0] and math.floor(top + height) <= size[1]):
            raise EoDeepError(
                f"'{path}' shows {left + width:g} x {top + height:g} px of '{os.path.basename(source)}', which has "
                f"{size[0]} x {size[1]} px; create the VRT again."
            )


def _measure(source: str) -> tuple[int, int] | None:
    """Width and height in pixels; None for what cannot be opened, which GDAL reports when it reads."""
    try:
        with rasterio.open(source) as opened:
            return opened.width, opened.height
    except GDAL_ERRORS:
        return None
