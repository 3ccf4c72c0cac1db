"""What doors give back to a program: the files that they wrote, read when asked for, and their figures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.windows import Window

from ..io.raster import RasterSource, open_raster
from ..io.vector import read_vectors
from ..io.vector_layer import VectorLayer
from .scratch import Scratch

if TYPE_CHECKING:
    import geopandas


class File:
    """A file of a result, which every door takes as an input.

    A temporary file lives as long as this object, or another one that was made of it, does.

    Attributes
    ----------
    path : str
        Where it is.
    """

    def __init__(self, path: str | os.PathLike, keeps: Scratch | None = None):
        self.path = os.fspath(path)
        self._keeps = keeps

    def __fspath__(self) -> str:
        return self.path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r})"


class Raster(File):
    """A raster file. Nothing is read before it is asked for.

    Attributes
    ----------
    transform : affine.Affine
        From (column, row) to coordinates of the CRS, as in rasterio.
    crs : rasterio.crs.CRS or None
        None without georeference.
    nodata : float or None
        The value of pixels that hold nothing.
    shape : tuple of int
        (bands, height, width).
    band_names : tuple of str
    classes : list of dict
        Of a class map: {"value", "name", "color"} each.
    """

    def read(self, bands: Sequence[int] | None = None, window: Window | None = None) -> np.ndarray:
        """The pixels, (bands, height, width) in the file's data type, bands first as in rasterio.

        Parameters
        ----------
        bands : sequence of int, optional
            1-based numbers. Default: all.
        window : rasterio.windows.Window, optional
            Default: the whole raster, which has to fit into memory.
        """
        with rasterio.open(self.path) as dataset:
            return dataset.read(list(bands) if bands else None, window=window)

    def read_valid(self) -> np.ndarray:
        """Where pixels are known, (height, width) bool: neither nodata, nor masked, nor NaN."""
        with open_raster(self.path) as source:
            return source.read()[1]

    @property
    def transform(self) -> rasterio.Affine:
        return self._source.grid.transform

    @property
    def crs(self) -> CRS | None:
        return self._source.grid.crs

    @property
    def nodata(self) -> float | None:
        return self._source.nodata

    @property
    def shape(self) -> tuple[int, int, int]:
        return self._source.count, self._source.grid.height, self._source.grid.width

    @property
    def band_names(self) -> tuple[str, ...]:
        return self._source.band_names

    @property
    def classes(self) -> list[dict]:
        return self._source.classes

    @cached_property
    def _source(self) -> RasterSource:
        with open_raster(self.path) as source:  # closed, it still knows what it has read of the header
            return source

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.read().astype(dtype or self._source.dtype, copy=False)


class Vectors(File):
    """A vector layer. It is read at the first use of an attribute.

    Attributes
    ----------
    geometries : ndarray (N,) of shapely geometries
        None where a feature has none.
    fields : dict of str to ndarray (N,)
        In the layer's order.
    crs : pyproj.CRS or None
    """

    @cached_property
    def _layer(self) -> VectorLayer:
        return read_vectors(self.path)

    @property
    def geometries(self) -> np.ndarray:
        return self._layer.geometries

    @property
    def fields(self) -> dict[str, np.ndarray]:
        return self._layer.fields

    @property
    def crs(self) -> Any:
        return self._layer.crs

    def read(self) -> VectorLayer:
        """Geometries, fields and CRS in one object."""
        return self._layer

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """The layer as a GeoDataFrame.

        Raises
        ------
        EoDeepError
            If geopandas is not installed.
        """
        return self._layer.to_geopandas()

    def __len__(self) -> int:
        return len(self._layer)


class Folder(File):
    """A folder of images.

    Attributes
    ----------
    files : list of str
        The paths of what it holds, sorted by name.
    """

    @property
    def files(self) -> list[str]:
        return sorted(os.path.join(self.path, name) for name in os.listdir(self.path))


class ModelFile(File):
    """A model file, as a training gives it back; `eo_deep.load_model` opens it."""


KINDS: dict[str, type[File]] = {
    "raster": Raster, "vector": Vectors, "folder": Folder, "model": ModelFile, "report": File,
}  # fmt: skip


class Result(dict):
    """What a door gives back.

    As a dict it is what the door itself returns: paths of outputs (None where one was left out) and figures. As
    attributes, the outputs are `Raster`, `Vectors`, `Folder` or `ModelFile` objects, and the figures are themselves.
    What the result does not have itself is asked of its first output: ``result.read()``, ``result.crs``,
    ``result.to_geopandas()``, ``result.path``. A result can be the input of another door.

    >>> buildings = eo_deep.extract_buildings("town.tif", probabilities=True)
    >>> len(buildings), buildings.probabilities.shape
    """

    def __init__(self, values: Mapping[str, Any], outputs: Mapping[str, File]):
        super().__init__(values)
        self._outputs = dict(outputs)

    @property
    def outputs(self) -> dict[str, File]:
        """The files that were written, by the names of the door's arguments."""
        return dict(self._outputs)

    def _main(self) -> Any:
        return next(iter(self._outputs.values()), None)

    def __getattr__(self, name: str) -> Any:
        outputs = self.__dict__.get("_outputs", {})
        if name in outputs:
            return outputs[name]
        if name in self:
            return self[name]
        if not name.startswith("_") and hasattr(self._main(), name):
            return getattr(self._main(), name)
        raise AttributeError(f"The result has no '{name}'; it has {', '.join({**outputs, **self})}.")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._outputs, *self})

    def __fspath__(self) -> str:
        if not self._outputs:
            raise TypeError("The result has no file.")
        return self._main().path

    def __repr__(self) -> str:
        return f"Result({', '.join(f'{name}={value!r}' for name, value in {**self, **self._outputs}.items())})"
