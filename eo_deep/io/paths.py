"""What the paths name that a door takes and gives: types for its signature, by which the library front adapts values.

For a type checker, and for whoever calls a door with paths, each of them is `str`.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any


@dataclass(frozen=True)
class Input:
    """A file to read: a raster, a vector layer, or either."""

    raster: bool = False
    vector: bool = False


@dataclass(frozen=True)
class Output:
    """A file or folder to write. main: what the door is for; the others are made when they are asked for."""

    kind: str  # "raster", "vector", "model", "folder" or "report"
    suffix: str
    main: bool = True


RasterPath = Annotated[str, Input(raster=True)]
VectorPath = Annotated[str, Input(vector=True)]
MapPath = Annotated[str, Input(raster=True, vector=True)]

NewRaster = Annotated[str, Output("raster", ".tif")]
NewVector = Annotated[str, Output("vector", ".gpkg")]
NewModel = Annotated[str, Output("model", ".safetensors")]
NewOnnx = Annotated[str, Output("report", ".onnx")]
NewFolder = Annotated[str, Output("folder", "")]

ExtraRaster = Annotated[str, Output("raster", ".tif", main=False)]
ExtraVector = Annotated[str, Output("vector", ".gpkg", main=False)]
NewReport = Annotated[str, Output("report", ".html", main=False)]
NewTable = Annotated[str, Output("report", ".csv", main=False)]
NewJson = Annotated[str, Output("report", ".json", main=False)]


def list_paths(paths: Sequence[str] | str | None) -> list[str]:
    """One path, several or none, as a list."""
    return [paths] if isinstance(paths, str) else list(paths or [])


def find_paths(door: Callable) -> dict[str, Input | Output]:
    """The arguments of a door that are paths of rasters, of vector layers or of outputs, in the signature's order."""
    hints = typing.get_type_hints(door, include_extras=True)
    return {name: found for name, hint in hints.items() for found in list(_find_marks(hint))[:1]}


def _find_marks(hint: Any) -> Iterator[Input | Output]:
    yield from (mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, (Input, Output)))
    for part in typing.get_args(hint):
        yield from _find_marks(part)
