"""Scores of change: how far each pixel of one date is from what it was at another; the higher, the more likely changed.

Every score of a pixel comes from the pixels at most HALO_PX from it, by plain arithmetic in one order, so it does not
depend on the window that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from .irmad import IrMad, fit_irmad

HALO_PX = 2
_DEGREES = np.float32(180 / np.pi)
_TO_SIGMA = 1.4826  # from the median absolute deviation to a normal law's standard deviation
_LEVELS = 4001


class PixelScore(Protocol):
    """A score with all that it needs to know of the whole images."""

    @property
    def names(self) -> tuple[str, ...]:
        """What its bands are, the score first."""
        ...

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        """(B, h, w) float32 of windows (C, h + 4, w + 4) float32 of both dates, 0 where not known on both."""
        ...

    def refit(self, before: np.ndarray, after: np.ndarray) -> PixelScore:
        """The score of other dates with samples (C, N), on the same scale."""
        ...


@dataclass(frozen=True)
class IrMadScore:
    """Mean of the IR-MAD chi-square over 3 x 3 pixels."""

    model: IrMad
    names: tuple[str, ...] = ("IR-MAD",)

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        chi2 = self.model.measure(crop(before, 1), crop(after, 1))
        return average(chi2[None], crop(known, 1), 1)

    def refit(self, before: np.ndarray, after: np.ndarray) -> IrMadScore:
        return replace(self, model=fit_irmad(before, after))


@dataclass(frozen=True)
class SpectralAngle:
    """Angle in degrees between the spectra of both dates, means over 5 x 5 pixels: brightness does not count."""

    names: tuple[str, ...] = ("spectral angle",)

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        x, y = average(before, known, HALO_PX), average(after, known, HALO_PX)
        first, second = _measure_length(x), _measure_length(y)
        apart, along = np.zeros((2, *first.shape), np.float32)
        for one, other in zip(x, y):
            one, other = one * second, other * first  # two vectors of one length
            apart += (one - other) ** 2
            along += (one + other) ** 2
        # Half the angle lies between their sum and difference (Kahan); the arc cosine would lose small angles.
        return (2 * _DEGREES * np.arctan2(np.sqrt(apart), np.sqrt(along)))[None]

    def refit(self, before: np.ndarray, after: np.ndarray) -> SpectralAngle:
        return self


def _measure_length(vectors: np.ndarray) -> np.ndarray:
    total = np.zeros(vectors.shape[1:], np.float32)
    for band in vectors:
        total += band * band
    return np.sqrt(total)


@dataclass(frozen=True)
class Magnitude:
    """Length of the change vector, each band in standard deviations of the difference of the normalised dates.

    center, scale: (2, C), of both dates; middle, spread: (C,), of their differences; all by medians.
    """

    center: np.ndarray
    scale: np.ndarray
    middle: np.ndarray
    spread: np.ndarray
    names: tuple[str, ...] = ("magnitude",)

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        total = np.zeros(crop(known, HALO_PX).shape, np.float32)
        for band, (x, y) in enumerate(zip(crop(before, HALO_PX), crop(after, HALO_PX))):
            x, y = ((date - self.center[i, band]) / self.scale[i, band] for i, date in enumerate((x, y)))
            total += ((y - x - self.middle[band]) / self.spread[band]) ** 2
        return np.sqrt(total)[None]

    def refit(self, before: np.ndarray, after: np.ndarray) -> Magnitude:
        return fit_magnitude(before, after)


def fit_magnitude(before: np.ndarray, after: np.ndarray) -> Magnitude:
    """The normalisation of samples (C, N) of both dates."""
    center, scale = np.stack([find_spread(date) for date in (before, after)], axis=1).astype(np.float32)
    x, y = ((date - center[i, :, None]) / scale[i, :, None] for i, date in enumerate((before, after)))
    middle, spread = find_spread(y - x)
    return Magnitude(center, scale, middle.astype(np.float32), spread.astype(np.float32))


def find_spread(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median (C,) of samples (C, N), and standard deviation by the median absolute deviation."""
    middle = np.median(values, axis=1)
    spread = _TO_SIGMA * np.median(np.abs(values - middle[:, None]), axis=1)
    spread = np.where(spread > 0, spread, values.std(axis=1))  # most of a band may be one value
    return middle, np.where(spread > 0, spread, 1)


@dataclass(frozen=True)
class IndexChange:
    """Change of an index of the means over 5 x 5 pixels: any, or only "decrease" or "increase" (0 for the other); then
    with its sign."""

    formula: Callable[[np.ndarray], np.ndarray]
    direction: str
    names: tuple[str, ...] = ("index", "index_change")

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            x, y = (np.asarray(self.formula(average(date, known, 2)), np.float32) for date in (before, after))
            change = y - x
        if self.direction == "any":
            return np.stack([np.abs(change), change])
        return np.stack([np.maximum(-change if self.direction == "decrease" else change, 0), change])

    def refit(self, before: np.ndarray, after: np.ndarray) -> IndexChange:
        return self


@dataclass(frozen=True)
class RankScore:
    """Root mean square of the ranks, 0 to 1, of several scores among all pixels; then these scores.

    levels: per part its quantiles (K,), rising.
    """

    parts: tuple[PixelScore, ...]
    levels: tuple[np.ndarray, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The ranks' mean, then the parts."""
        return ("rank", *(part.names[0] for part in self.parts))

    def compute(self, before: np.ndarray, after: np.ndarray, known: np.ndarray) -> np.ndarray:
        scores = [part.compute(before, after, known)[0] for part in self.parts]
        return np.stack([self.combine(scores), *scores])

    def refit(self, before: np.ndarray, after: np.ndarray) -> RankScore:
        """Ranks are those among the pixels of the first dates."""
        return replace(self, parts=tuple(part.refit(before, after) for part in self.parts))

    def combine(self, scores: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
        """The score of those of the parts, float32."""
        squares = [rank(score, levels) ** 2 for score, levels in zip(scores, self.levels)]
        return np.sqrt(sum(squares) / np.float32(len(squares))).astype(np.float32)


def find_levels(scores: np.ndarray) -> np.ndarray:
    """The quantiles of a sample of scores, float32, rising, for `rank`."""
    return np.quantile(scores, np.linspace(0, 1, _LEVELS)).astype(np.float32)


def rank(scores: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The share of a sample, given by its quantiles, that has lower scores; float32, 0 to 1."""
    return np.interp(scores, levels, np.linspace(0, 1, len(levels))).astype(np.float32)


def average(values: np.ndarray, known: np.ndarray, radius: int) -> np.ndarray:
    """Means over the known pixels of windows of 2 radius + 1 px: (C, h, w), (h, w) -> smaller by 2 radius; 0 for none.
    """
    counts = np.maximum(_sum_windows(known.astype(np.float32), radius), 1)
    return np.stack([_sum_windows(np.where(known, band, 0), radius) / counts for band in values])


def crop(values: np.ndarray, margin: int) -> np.ndarray:
    """Without `margin` px on each side."""
    return values[..., margin : values.shape[-2] - margin, margin : values.shape[-1] - margin]


def _sum_windows(plane: np.ndarray, radius: int) -> np.ndarray:
    height, width = plane.shape[0] - 2 * radius, plane.shape[1] - 2 * radius
    rows = plane[:height].copy()
    for shift in range(1, 2 * radius + 1):
        rows += plane[shift : shift + height]
    total = rows[:, :width].copy()
    for shift in range(1, 2 * radius + 1):
        total += rows[:, shift : shift + width]
    return total
