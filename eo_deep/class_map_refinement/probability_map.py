"""A raster of class probabilities to be refined: one band per class, or one band for the second of two classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.band_description import describe_band
from ..io.card_schema import UNKNOWN
from ..io.class_names import same_name
from ..io.class_values import PROBABILITY_OF
from ..io.names import name_of
from ..io.raster import RasterSource, open_raster
from ..io.styles import PALETTE
from ..io.value_rules import tidy
from ..progress import Progress, silent
from .guide import check_overlap

_BARE = re.compile(r"gray|red|green|blue|band \d+")
_TOLERANCE = 0.05  # of a sum, and of 0 and 1: probabilities are often stored in bytes


@dataclass(frozen=True)
class ProbabilityMap:
    """An open raster of probabilities.

    classes: {"value", "name", "color"} of each of its K classes. scalings: scale and offset of each band.
    """

    source: RasterSource
    classes: list[dict]
    scalings: list[tuple[float, float]]

    @property
    def grid(self) -> Grid:
        """Where the pixels lie."""
        return self.source.grid

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (K, h, w) float32, which sum to 1, and which are valid, (h, w) bool; 1 / K elsewhere.

        Pixels where all bands are 0 are nodata. Raises EoDeepError where others do not sum to 1.
        """
        pixels, valid = self.source.read(window)
        bands = pixels.astype(np.float32)
        for band, (scale, offset) in zip(bands, self.scalings, strict=True):
            band *= np.float32(scale)
            band += np.float32(offset)
        bands[:, ~valid] = 0.5
        low, high = bands.min(initial=0), bands.max(initial=1)
        if low < -_TOLERANCE or high > 1 + _TOLERANCE:
            raise EoDeepError(f"Probabilities must be 0 to 1, but '{name_of(self.source.path)}' holds "
                              f"{low if low < -_TOLERANCE else high:.4g}.")
        np.clip(bands, 0, 1, out=bands)
        if len(bands) == 1:
            return np.stack([1 - bands[0], bands[0]]), valid
        total = bands.sum(axis=0)
        valid &= total > 0
        off = np.abs(np.where(valid, total, 1) - 1)
        if off.max(initial=0) > _TOLERANCE:
            raise EoDeepError(f"The probabilities of a pixel must sum to 1, but those in '{name_of(self.source.path)}' "
                              f"sum to {total.flat[off.argmax()]:.4g} somewhere.")
        total[~valid] = len(bands)
        bands[:, ~valid] = 1
        return bands / total, valid


def open_probabilities(path: str, progress: Progress = silent, grid: Grid | None = None) -> ProbabilityMap:
    """Open a raster of probabilities, to be read on `grid` where that is given.

    Raises EoDeepError for a class map, bands of another quantity, and a raster beside the grid.
    """
    source = open_raster(path, progress=progress)
    try:
        described = describe_band(source)
        scalings = list(zip(source.scales, source.offsets, strict=True))
        if source.count == 1:
            if described.scaling is None:
                raise EoDeepError(f"'{name_of(path)}' is a class map; this needs probabilities, one band per class.")
            scalings = [described.scaling]
        elif source.classes:
            raise EoDeepError(f"'{name_of(path)}' is a class map; this needs probabilities, one band per class.")
        elif source.dtype == "uint8":
            scalings = [(1 / 255, 0.0) if each == (1.0, 0.0) else each for each in scalings]
        if reading := described.describe_reading() if source.count == 1 else None:
            progress.message(reading)
        classes = _list_classes(source)
        if grid is not None and not source.grid.matches(grid):
            check_overlap(source, grid, "map", progress)
            own, source = source, source.on(grid)
            own.close()
        return ProbabilityMap(source, classes, scalings)
    except EoDeepError:
        source.close()
        raise


def check_same_classes(first: ProbabilityMap, other: ProbabilityMap) -> None:
    """EoDeepError unless two maps have the same classes in the same order, as far as their names say."""
    one, two = ([entry["name"] for entry in each.classes] for each in (first, other))
    where = f"'{name_of(other.source.path)}' has {len(two)} classes ({', '.join(two[:20])})"
    if len(one) != len(two):
        raise EoDeepError(f"{where}, '{name_of(first.source.path)}' has {len(one)} ({', '.join(one[:20])}).")
    check_order(one, two, where)


def check_order(wanted: Sequence[str], names: Sequence[str], what: str) -> None:
    """EoDeepError where `names` are those wanted in another order. what: has these names, for the message."""
    if any(not same_name(name, there) and any(same_name(name, other) for other in names)
           for name, there in zip(wanted, names)):  # fmt: skip
        raise EoDeepError(f"{what}, in another order than {', '.join(wanted[:20])}.")


def _list_classes(source: RasterSource) -> list[dict]:
    """The classes of the bands, with the values of the class map that was written beside them, else from 0 on."""
    names = [tidy(name.removeprefix(PROBABILITY_OF)) for name in source.band_names]
    names = ["" if _BARE.fullmatch(name) else name for name in names]
    if source.count == 1:
        name = names[0] or "object"
        return [{"value": 0, "name": "background", "color": PALETTE[0]},
                {"value": source.band_values.get(source.bands[0], 1), "name": name,
                 "color": source.colors.get(source.bands[0], PALETTE[1])}]
    if source.count > UNKNOWN:
        raise EoDeepError(f"'{name_of(source.path)}' has {source.count} bands; a class map has at most {UNKNOWN} "
                          "classes.")
    values = source.band_values if len(set(source.band_values.values())) == source.count else {}
    return [{"value": values.get(band, place), "name": name or f"class {place}",
             "color": source.colors.get(band, PALETTE[place % len(PALETTE)])}
            for place, (band, name) in enumerate(zip(source.bands, names))]
