"""Doors for programs: `eo_deep.segment` is `eo_deep.segmentation.segment` for arrays, datasets and GeoDataFrames too.

The doors of the packages stay as they are, with paths in and a dict of paths and figures out: that is what the engine's
worker and QGIS call, and what streams in flat memory. The front only turns what is no file into a temporary one and
back; what it does with an argument, it reads from the door's signature (see `io.paths`).
"""

from __future__ import annotations

import inspect
import logging
import sys
import warnings
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from ..errors import EoDeepError
from ..io.paths import Input, Output, find_paths
from ..progress import Progress
from ..runtime.jobs import check_arguments
from .inputs import Inputs, Placement
from .results import KINDS, Result
from .scratch import Scratch

_ABOUT = """\
Notes
-----
As ``eo_deep.{name}`` it takes, for a raster, a path, an open rasterio dataset or an array (bands, height, width)
placed by the keywords ``transform``, ``crs`` and ``nodata`` (default: coordinates are columns and
rows); for vectors a path or a GeoDataFrame; and results of other doors. Its main outputs go to the files that are
named, or else to temporary files that live as long as the result; further outputs are made where a file is named or
the argument is True. Returns a `Result`. Warnings are Python warnings; messages go to the logger "eo_deep";
``progress=True`` draws a bar.
"""


class EoDeepWarning(UserWarning):
    """Something about the input or the result that the user should check."""


class PythonProgress(Progress):
    """Passes a job's warnings to Python's `warnings`, its messages to the logger "eo_deep", and may draw a bar."""

    def __init__(self, bar: bool = False):
        self._bar, self._percent = bar, -1

    def __call__(self, fraction: float) -> None:
        percent = round(100 * fraction)
        if self._bar and percent > self._percent:
            self._percent = percent
            sys.stderr.write(f"\r[{'#' * (percent // 4):.<25}] {percent:3} %" + ("\n" if percent >= 100 else ""))
            sys.stderr.flush()

    def message(self, text: str) -> None:
        logging.getLogger("eo_deep").info(text)

    def warning(self, text: str) -> None:
        warnings.warn(text, EoDeepWarning, stacklevel=2)


@cache
def open_front(door: Callable[..., dict]) -> Callable[..., Result]:
    """The door for programs: the same arguments, inputs from memory, and a `Result`.

    Parameters
    ----------
    door : callable
        A public function of a package, with the types of `io.paths` in its signature.
    """
    kinds, signature = find_paths(door), inspect.signature(door)
    outputs = {name: kind for name, kind in kinds.items() if isinstance(kind, Output)}

    @wraps(door)
    def call(*positional: Any, transform: Any = None, crs: Any = None, nodata: float | None = None, **named: Any
             ) -> Result:
        given = dict(signature.bind_partial(*positional, **named).arguments)
        progress = given.pop("progress", None)
        progress = progress if isinstance(progress, Progress) else PythonProgress(bool(progress))
        inputs = Inputs(Placement(transform, crs, nodata))
        try:
            arguments = {}
            for name, value in given.items():
                kind = kinds.get(name)
                arguments[name] = inputs.to_path(value, name, kind if isinstance(kind, Input) else None)
            scratch = _name_outputs(arguments, outputs)
            check_arguments(door, arguments)
            values = door(**arguments, progress=progress)
        except EoDeepError as error:
            text = str(error)
            for path, name in inputs.names.items():
                text = text.replace(path, name)
            raise EoDeepError(text) from None
        finally:
            if inputs.scratch:
                inputs.scratch.remove()
        written = {name: KINDS[kind.kind](arguments[name], scratch)
                   for name, kind in outputs.items() if arguments.get(name)}  # fmt: skip
        return Result(values, written)

    call.__doc__ = f"{inspect.cleandoc(door.__doc__ or '')}\n\n{_ABOUT.format(name=door.__name__)}"
    return call


def _name_outputs(arguments: dict[str, Any], outputs: dict[str, Output]) -> Scratch | None:
    """Name temporary files for the main outputs that are not named, and for others that are True; False is None."""
    scratch = None
    for name, kind in outputs.items():
        value = arguments.get(name, kind.main)
        if value is True:
            scratch = scratch or Scratch()
            arguments[name] = str(scratch.path / f"{name}{kind.suffix}")
        elif value is False and name in arguments:
            arguments[name] = None
    return scratch
