"""What the numbers of a class raster and the values of a class field mean: one reading for all algorithms."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..progress import Progress, silent
from ..runtime.threads import map_in_order
from .band_description import BandDescription
from .class_names import name_key
from .field_values import list_values, to_texts
from .layers import split_path
from .names import name_of
from .raster import RasterSource, open_raster

PROBABILITY_OF = "probability of "
BACKGROUND_NAMES = (
    "", "background", "unclassified", "unlabelled", "nodata", "none", "other", "not building", "no class",
)  # fmt: skip
_RASTER_SUFFIXES = (".tif", ".tiff", ".vrt", ".img", ".png", ".jp2", ".asc", ".nc", ".hdf")
_SCANNED_PX = 1024
_OVERVIEW_PX = 1024
_BANDS_SEEN = 4  # of a class raster, to find out whether they hold the same
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+")
_MAX_EXACT = 2**53  # beyond it floats hold no whole number exactly


def is_raster(path: str) -> bool:
    """Whether labels are a raster: by the ending, else by trying. A missing file is then called what it is meant to be.
    """
    if split_path(path)[1]:  # a layer of a file
        return False
    if path.lower().endswith(_RASTER_SUFFIXES):
        return True
    try:
        open_raster(path, [1]).close()
    except EoDeepError:
        return False
    return True


def open_class_raster(path: str, progress: Progress = silent) -> RasterSource:
    """Open the first band of a class raster; warn where other bands hold something else, and of a class lost to nodata.
    """
    source = open_raster(path, progress=progress)
    try:
        if source.count > 1:
            with open_raster(path, source.bands[:_BANDS_SEEN]) as some:
                pixels, valid = some.read_overview(_OVERVIEW_PX)
            if (pixels[1:, valid] != pixels[:1, valid]).any():
                progress.warning(
                    f"'{name_of(path)}' has {source.count} bands; only the first band is read, as classes."
                )
            source.close()
            source = open_raster(path, [1])
        BandDescription(source).warn_of_nodata(progress)
    except EoDeepError:
        source.close()
        raise
    return source


def read_values(source: RasterSource, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Class values (H, W), whole numbers of any integer dtype, and which pixels are valid, (H, W) bool.

    Raises EoDeepError where the first band holds other numbers.
    """
    pixels, valid = source.read(window)
    values = pixels[0]
    if values.dtype.kind != "f":
        return values, valid
    values = np.where(valid, values, 0)
    broken = (values != np.round(values)) | (np.abs(values) >= _MAX_EXACT)
    if broken.any():
        raise EoDeepError(
            f"A class map must hold whole numbers, but '{source.path}' holds {values[broken][0]:.4g}; classify "
            "it first."
        )
    return values.astype(np.int64), valid


def list_class_values(source: RasterSource, max_count: int | None = None) -> np.ndarray:
    """The sorted values of a class map, (n,) int64; where there are more than `max_count` the scan ends early."""
    found: set[int] = set()

    def scan(window: Window) -> list:
        pixels, valid = read_values(source, window)
        values = pixels.ravel() if valid.all() else pixels[valid]
        heads = np.ones(len(values), bool)
        heads[1:] = values[1:] != values[:-1]
        return np.unique(values[heads]).tolist()

    filled = (window for window in source.grid.blocks(_SCANNED_PX) if not source.is_empty(window))
    for values in map_in_order(scan, filled):
        found.update(values)
        if max_count is not None and len(found) > max_count:
            break
    return np.array(sorted(found), np.int64)


def find_background(source: RasterSource) -> int | None:
    """0, unless 0 is a class in the legend."""
    names = {entry["value"]: entry["name"] for entry in source.classes}
    return 0 if is_background(names.get(0, "")) else None


def is_background(name: str) -> bool:
    """Whether a class of that name is what is left, and none of its own."""
    return name.strip().casefold() in BACKGROUND_NAMES


def join_spellings(values: Iterable[int | str], progress: Progress = silent) -> dict[int | str, int | str]:
    """For each value of class fields the first that names the same class: numbers before texts, then by alphabet.

    Tells `progress` of names that are joined.
    """
    first: dict[str, int | str] = {}
    joined = {}
    for value in sorted(set(values), key=lambda v: (isinstance(v, str), v)):
        joined[value] = first.setdefault(name_key(value) if isinstance(value, str) else str(value), value)
    others = [f"'{value}' as '{name}'" for value, name in joined.items() if value != name]
    if others:
        names = "class name is" if len(others) == 1 else "class names are"
        progress.warning(f"{len(others)} {names} merged with others that differ only in spelling: {', '.join(others)}.")
    return joined


def to_classes(values: Iterable) -> list[int | str | None]:
    """The values of a class field as whole numbers, or all as text where one is no whole number; None for missing.

    3.0 and the text "3" are 3; null, NaN and empty texts are missing.
    """
    plain = (int(value) if isinstance(value, (bool, np.bool_)) else value for value in list_values(values))
    texts = to_texts(plain).tolist()
    if all(not text or _WHOLE_NUMBER.fullmatch(text) for text in texts):
        return [int(text) if text else None for text in texts]
    return [text or None for text in texts]
