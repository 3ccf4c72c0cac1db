"""Files of what a program holds in memory: arrays with their grid, open datasets, GeoDataFrames."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.crs import CRS

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.geopackage import write_vectors
from ..io.paths import Input
from ..io.raster_writer import RasterWriter
from ..io.vector_layer import VectorLayer
from .scratch import Scratch

_BLOCK_PX = 512
_STORED_AS = {"bool": "uint8", "float16": "float32", "int64": "int32", "uint64": "uint32"}  # what GDAL 3.4 reads


@dataclass
class Placement:
    """Where the pixels of arrays lie. transform: (column, row) to CRS coordinates; crs: whatever rasterio takes."""

    transform: rasterio.Affine | None = None
    crs: Any = None
    nodata: float | None = None


@dataclass
class Inputs:
    """The arguments of one call as paths; what had to be written for it lies in `scratch`, None if nothing had.

    names: temporary file -> what the user knows it as.
    """

    placement: Placement
    scratch: Scratch | None = None
    names: dict[str, str] = field(default_factory=dict)

    def to_path(self, value: Any, name: str, kind: Input | None) -> Any:
        """A value as the door takes it: a path for what is a file or has to become one, else as it is.

        Lists are taken apart. Raises EoDeepError for what cannot be a file of the argument's kind.
        """
        if isinstance(value, (list, tuple)) and not (kind and _is_numbers(value)):
            return [self.to_path(each, f"{name} {number}", kind) for number, each in enumerate(value, 1)]
        if hasattr(value, "__fspath__"):
            return os.fspath(value)
        if isinstance(value, np.generic):
            return value.item()
        if kind is None or value is None or isinstance(value, (str, bool, int, float)):
            return value
        if isinstance(value, VectorLayer) or hasattr(value, "geom_type"):
            return self._save_layer(value, name, kind)
        if not kind.raster:
            raise EoDeepError(f"'{name}' must be a path or a GeoDataFrame, got {type(value).__name__}.")
        if hasattr(type(value), "colorinterp"):
            return self._find_dataset(value, name)
        if hasattr(value, "__array__") or isinstance(value, (list, tuple)):
            path = self._make_name(name, ".tif")
            write_array(path, value, self.placement, name)
            return path
        wanted = "a path, an open rasterio dataset or an array" + (" or a GeoDataFrame" if kind.vector else "")
        raise EoDeepError(f"'{name}' must be {wanted}, got {type(value).__name__}.")

    def _save_layer(self, layer: Any, name: str, kind: Input) -> str:
        if not kind.vector:
            raise EoDeepError(f"'{name}' must be a raster, got a {type(layer).__name__}.")
        path = self._make_name(name, ".gpkg")
        write_vectors(path, layer if isinstance(layer, VectorLayer) else VectorLayer.from_geopandas(layer), "layer")
        return path

    def _find_dataset(self, dataset: Any, name: str) -> str:
        """The file that an open dataset reads; a copy of one in memory, of one that is warped or may be modified."""
        if dataset.closed:
            raise EoDeepError(f"The dataset given as '{name}' is closed.")
        if type(dataset) is rasterio.io.DatasetReader and os.path.isfile(dataset.name) and _is_as_in_file(dataset):
            return dataset.name
        path = self._make_name(name, ".tif")
        rasterio.shutil.copy(dataset, path, driver="GTiff", BIGTIFF="IF_SAFER", TILED=True)
        return path

    def _make_name(self, name: str, suffix: str) -> str:
        self.scratch = self.scratch or Scratch()
        path = str(self.scratch.path / f"{name.replace(' ', '_')}{suffix}")
        self.names[path] = name
        return path


def write_array(path: str | Path, array: Any, placement: Placement, name: str = "array") -> None:
    """Write an array as a GeoTIFF; see `to_pixels`."""
    pixels, nodata = to_pixels(array, placement.nodata, name)
    transform = rasterio.Affine.identity() if placement.transform is None else placement.transform
    crs = None if placement.crs is None else CRS.from_user_input(placement.crs)
    grid = Grid(crs, transform, pixels.shape[2], pixels.shape[1])
    with RasterWriter(path, grid, len(pixels), pixels.dtype.name, nodata, block_px=_BLOCK_PX) as writer:
        for window in grid.blocks(_BLOCK_PX):
            rows, columns = window.toslices()
            writer.write(pixels[:, rows, columns], window)


def to_pixels(array: Any, nodata: float | None, name: str) -> tuple[np.ndarray, float | None]:
    """An array (height, width) or (bands, height, width) as a raster holds it: (bands, height, width), and nodata.

    A masked array's masked pixels become nodata. Raises EoDeepError for arrays of another shape or type.
    """
    pixels, nodata = _fill(array, nodata, name)
    if pixels.ndim == 2:
        pixels = pixels[None]
    if pixels.ndim != 3 or not pixels.size:
        raise EoDeepError(f"'{name}' must be an array (height, width) or (bands, height, width), got {pixels.shape}.")
    if pixels.dtype.kind not in "biuf":
        raise EoDeepError(f"'{name}' must be an array of real numbers, got {pixels.dtype}.")
    stored = pixels.astype(_STORED_AS.get(pixels.dtype.name, pixels.dtype), copy=False)
    if pixels.dtype.kind in "iu" and not np.array_equal(stored, pixels):
        raise EoDeepError(f"'{name}' holds numbers that do not fit into {stored.dtype}; convert it to float64.")
    return stored, nodata


def _fill(array: Any, nodata: float | None, name: str) -> tuple[np.ndarray, float | None]:
    """The array, with a nodata value in the place of what is masked, and that value."""
    if not isinstance(array, np.ma.MaskedArray) or not np.ma.is_masked(array):
        return np.asarray(array), nodata
    if nodata is None:
        if array.dtype.kind == "f":
            nodata = np.nan
        else:
            limits = np.iinfo(np.uint8 if array.dtype.kind == "b" else array.dtype)
            free = [value for value in (limits.max, limits.min) if not (array.compressed() == value).any()]
            if not free:
                raise EoDeepError(f"'{name}' has masked pixels but no unused value for them; name one as nodata.")
            nodata = free[0]
    pixels = np.array(array.data, np.uint8 if array.dtype.kind == "b" else array.dtype)
    pixels[np.ma.getmaskarray(array)] = nodata
    return pixels, nodata


def _is_numbers(values: Any) -> bool:
    """Whether a list is an array written out, not a list of inputs."""
    first = values[0] if len(values) else None
    return isinstance(first, (int, float)) or (isinstance(first, (list, tuple)) and _is_numbers(first))


def _is_as_in_file(dataset: Any) -> bool:
    """Whether a dataset shows what its file shows to everybody, not an overview of it, say."""
    with rasterio.open(dataset.name) as file:
        return (file.shape, file.count, file.transform, file.crs) == (
            dataset.shape, dataset.count, dataset.transform, dataset.crs)  # fmt: skip
