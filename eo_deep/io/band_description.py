"""What the first band of a raster holds, classes or probabilities: one reading for all algorithms."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..progress import Progress
from .names import name_of
from .raster import RasterSource

# Whole numbers without scale and legend are classes up to so many different values, else it is seen how they lie.
_FEW_CLASSES = 30
_OVERVIEW_PX = 1024
# Bands of other quantities that the engine writes have their unit in their name, such as dx_m and variance_m2.
_QUANTITY = re.compile(r".*_(m|m2|px|deg)")


def describe_band(source: RasterSource) -> BandDescription:
    """What the first band of an open raster holds; see `BandDescription`.

    Raises EoDeepError where one of its bands holds neither classes nor probabilities, but a quantity with a unit, as
    its name says.
    """
    for band, name in zip(source.bands, source.band_names, strict=True):
        if _QUANTITY.fullmatch(name):
            raise EoDeepError(
                f"Band {band} of '{name_of(source.path)}' holds a quantity with a unit ('{name}'), neither classes nor "
                "probabilities."
            )
    return BandDescription(source)


class BandDescription:
    """Whether a band holds classes or probabilities, and between which numbers.

    Classes are whole numbers, also after the band's scale and offset. All others are probabilities: numbers with
    decimals, whole numbers with a scale that is a fraction, and bytes or whole floats without a legend that take more
    than 30 values, up to 100 or 255, and change gradually from pixel to pixel. A band of just 0 and 1 as floats counts
    as probabilities, too. Read from an overview of about 1024 x 1024 px, once, when it is asked for.
    """

    def __init__(self, source: RasterSource):
        self._source = source

    @cached_property
    def _overview(self) -> tuple[np.ndarray, float]:
        pixels, valid = self._source.read_overview(_OVERVIEW_PX)
        return np.unique(pixels[0][valid]), float(valid.mean())

    @property
    def values(self) -> np.ndarray:
        """The distinct valid numbers of the overview, as they are stored, ascending."""
        return self._overview[0]

    @property
    def valid_share(self) -> float:
        """The share of the overview's pixels that are valid, 0..1."""
        return self._overview[1]

    @cached_property
    def scaling(self) -> tuple[float, float] | None:
        """Scale and offset that make probabilities of the stored numbers; None for classes."""
        source, kind = self._source, np.dtype(self._source.dtype).kind
        scaling = source.scales[0], source.offsets[0]
        if scaling != (1.0, 0.0):
            stays_whole = kind != "f" and all(float(number).is_integer() for number in scaling)
            return None if stays_whole else scaling
        if source.classes or (kind != "f" and source.dtype != "uint8"):
            return None
        values = self.values
        if kind == "f" and ((values != np.round(values)).any() or np.isin(values, (0, 1)).all()):
            return scaling
        if len(values) <= _FEW_CLASSES or values[0] < 0 or values[-1] > 255 or not _is_gradual(source):
            return None
        return (1 / 100, 0.0) if values[-1] == 100 else (1 / 255, 0.0)

    @property
    def is_probability(self) -> bool:
        """Whether the band holds probabilities."""
        return self.scaling is not None

    @property
    def range(self) -> tuple[float, float] | None:
        """Minimum and maximum, scaled where the band holds probabilities; None without valid pixels."""
        if not len(self.values):
            return None
        scale, offset = self.scaling or (1.0, 0.0)
        ends = self.values[[0, -1]] * scale + offset
        return float(ends.min()), float(ends.max())

    def describe_reading(self) -> str | None:
        """A sentence on how the band is read; None where nothing else is likely."""
        source, name = self._source, name_of(self._source.path)
        is_scaled = (source.scales[0], source.offsets[0]) != (1.0, 0.0)
        if self.scaling is None:
            if is_scaled:
                return f"'{name}' is read as a class map: each stored number is a class, the band's scale is ignored."
            unlikely = source.classes or not (len(self.values) > _FEW_CLASSES or np.dtype(source.dtype).kind == "f")
            return None if unlikely else f"'{name}' is read as a class map: each whole number is a class."
        if self.scaling != (1.0, 0.0) and not is_scaled:
            return (
                f"'{name}' is read as probabilities, of which {1 / self.scaling[0]:g} means 1; the maximum is "
                f"{self.values[-1]:g}."
            )
        return None

    def warn_of_nodata(self, progress: Progress) -> None:
        """Warn where the background, or all classes but one, are nodata, so that training and scores ignore them."""
        source, values = self._source, self.values
        if self.valid_share == 1 or not len(values):
            return
        nodata = source.nodata
        if source.classes and nodata not in {entry["value"] for entry in source.classes}:
            return
        if nodata == 0 or len(values) == 1:
            what = f"{nodata:g} is nodata" if nodata is not None else "a part is masked"
            only = f", and {values[0]:g} is the only class left" if len(values) == 1 else ""
            share = f"{100 * (1 - self.valid_share):.2g} %"
            progress.warning(
                f"In '{name_of(source.path)}' {what}: {share} of its pixels count as nodata, not as background{only}; "
                "if they are a class, remove the nodata value."
            )


def _is_gradual(source: RasterSource) -> bool:
    """Whether values change from pixel to pixel as probabilities do.

    Those of a class map are mostly equal, and jump, or neighbours differ as much as any two pixels.
    """
    steps: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    grid, values = source.grid, []
    for top in np.linspace(0, max(0, grid.height - 256), 4).astype(int):
        for left in np.linspace(0, max(0, grid.width - 256), 4).astype(int):
            pixels, valid = source.read(Window(left, top, min(256, grid.width), min(256, grid.height)))
            inner = valid & (pixels[0] > 0) & (pixels[0] < 255)  # what is sure is equal in probabilities, too
            part = pixels[0].astype(np.float32)
            values.append(part[inner])
            for axis in (0, 1):
                both = np.logical_and(*_pair(inner, axis))
                steps[axis].append(np.abs(np.subtract(*_pair(part, axis)))[both])
    along = [np.concatenate(each) for each in steps]
    jumps = [np.median(each[each > 0]) for each in along if each.any()]
    if not jumps:
        return not any(map(len, along))
    everywhere = np.concatenate(values)
    unlike = np.abs(everywhere - np.random.default_rng(0).permutation(everywhere))
    if min(jumps) >= 0.5 * np.median(unlike[unlike > 0]):
        return False
    equal = np.mean(np.concatenate(along) == 0)
    return bool(equal < 0.5 or max(jumps) <= 2)


def _pair(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    return (values[1:], values[:-1]) if axis == 0 else (values[:, 1:], values[:, :-1])
