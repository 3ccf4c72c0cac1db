"""What an overview of every date shows: values that no ground has, another zero of the values, clouds."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..io.raster import RasterSource

_REFLECTANCE = 10_000  # of whole numbers of more than 8 bits
_DARKEST, BRIGHTEST = -0.2, 1.2  # reflectance: of overcorrected shadow, of snow and clouds in the sun
_LEAST, _USUAL = 0.02, 0.8  # between which 95 % of an image's reflectance stay below
# Of pairs of 52 clear dates of all seasons these find 63 % of the offsets, and none where there is none.
_BASELINE, _NEAR = 1000, 400  # the offset of Sentinel-2's products since 2022; how far dark pixels may be from it
_CONTRAST = 2.5
_DARK_SHARE, _USUAL_SHARE = 1, 95  # percentiles
_FEWEST_DATES = 3  # for a median that a cloud does not move
_MUCH_BRIGHTER, _DEVIATIONS = 0.05, 4.0  # reflectance; times the median absolute deviation
_VISIBLE = ("blue", "b02", "b2"), ("green", "b03", "b3"), ("red", "b04", "b4")
_CLOUD_BANDS = 3


@dataclass
class Overview:
    """Of one date: visible (bands, h, w), and which pixels are known, (h, w); lowest, highest: of all bands, (h, w).

    dark, middle, usual: low, middle and high percentile of each band.
    """

    known: np.ndarray
    visible: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    dark: np.ndarray
    middle: np.ndarray
    usual: np.ndarray


def find_unit(sources: Sequence[RasterSource], scaled: Sequence[bool]) -> float | None:
    """What 1 of reflectance is in the values of a series, if these may be reflectance; None for 8 bits and the like."""
    whole = [np.dtype(source.dtype).kind in "iu" for source in sources]
    if all(whole) and not any(scaled):
        return float(_REFLECTANCE) if all(np.dtype(source.dtype).itemsize > 1 for source in sources) else None
    return 1.0 if all(is_scaled or not is_whole for is_scaled, is_whole in zip(scaled, whole)) else None


def choose_visible(names: Sequence[str]) -> list[int]:
    """Positions of blue, green and red by their names, else of the first three bands."""
    lower = [name.lower() for name in names]
    found = [next((lower.index(name) for name in group if name in lower), None) for group in _VISIBLE]
    return [each for each in found if each is not None] if None not in found else list(range(min(3, len(names))))


def summarize(values: np.ndarray, known: np.ndarray, visible: Sequence[int]) -> Overview:
    """An overview of values (bands, h, w) float32, of which only the visible bands are kept."""
    levels = np.full((3, len(values)), np.nan)
    if known.any():
        levels = np.percentile(values[:, known], (_DARK_SHARE, 50, _USUAL_SHARE), axis=1)
    return Overview(known, values[list(visible)], values.min(axis=0), values.max(axis=0), *levels)


def find_limits(overviews: Sequence[Overview], unit: float | None) -> tuple[float, float]:
    """The smallest and largest value that ground, snow or a cloud can have; infinite where these are no reflectance.

    One date full of fill must not pass for the usual, so the least of all dates counts.
    """
    seen = [each for each in overviews if each.known.any()]
    if not unit or not seen:
        return -np.inf, np.inf
    usual, middle = min(each.usual.max() for each in seen), max(each.middle.min() for each in seen)
    if middle < 0 or not _LEAST * unit <= usual <= _USUAL * unit:
        return -np.inf, np.inf
    return _DARKEST * unit, BRIGHTEST * unit


def find_baselines(overviews: Sequence[Overview], unit: float | None) -> list[float]:
    """What is to be subtracted from each date: 1000 where all its values lie so much above those of another date.

    Dates are compared with the one whose darkest pixels are darkest. Haze raises dark pixels too, but takes contrast
    away, and clouds raise bright pixels more.
    """
    seen = [each for each in overviews if np.isfinite(each.dark).all()]
    if unit != _REFLECTANCE or len(seen) < 2:
        return [0.0] * len(overviews)
    least = min(seen, key=lambda each: float(np.median(each.dark)))
    return [float(_BASELINE) if each.known.any() and _is_raised(each, least) else 0.0 for each in overviews]


def _is_raised(date: Overview, least: Overview) -> bool:
    """Whether an offset of 1000 is all that lies between two dates, as far as their percentiles show."""
    jump, middle = date.dark - least.dark - _BASELINE, date.middle - least.middle - _BASELINE
    contrast = float(np.median((date.usual - date.dark) / np.maximum(least.usual - least.dark, 1)))
    is_alike = 1 / _CONTRAST < contrast < _CONTRAST and np.median(np.abs(middle)) < _NEAR
    return bool(is_alike and np.median(np.abs(jump)) < _NEAR and (np.abs(jump) < 1.5 * _NEAR).all())


def find_clouds(overviews: Sequence[Overview], unit: float | None) -> list[np.ndarray] | None:
    """(h, w) bool for each date: cells in all visible bands much brighter than the place's median over the dates.

    They grow by two cells. None where the values are no reflectance or the dates are too few.
    """
    if not unit or len(overviews) < _FEWEST_DATES or len(overviews[0].visible) < _CLOUD_BANDS:
        return None
    values = np.stack([np.where(each.known, each.visible, np.nan) for each in overviews])
    with np.errstate(all="ignore"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # places that no date shows
            median = np.nanmedian(values, axis=0)
            spread = np.nanmedian(np.abs(values - median), axis=0)
        bright = (values - median > _DEVIATIONS * spread + _MUCH_BRIGHTER * unit).all(axis=1)
    return [ndimage.binary_dilation(each, np.ones((5, 5), bool)) for each in bright]
