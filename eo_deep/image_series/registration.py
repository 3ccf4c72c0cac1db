"""How far each date of a series lies beside the others, and whether it shows the same place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..geo.grid import Grid
from ..sampling.coregistration import BlockShift, correlate_shifts, find_peak, join_shifts
from ..sampling.pair_comparison import spread_windows

# Of a date with the others. Stands of one forest a year apart may have as little as 0.15; other places have less than
# 0.1 where images are large, and up to 0.3 by chance where they have a few thousand pixels.
LOWEST_CORRELATION, DOUBTFUL_CORRELATION = 0.15, 0.3
MAX_SHIFT_PX = 2.0
FEWEST_PX = 64  # that a correlation is judged by
FEWEST_OTHERS = 3  # whose median is better than a single one

_MARGIN_PX = 4  # for shifts, and one further, so that a peak at the end of the reach is seen as one
_BANDS = 4  # that are compared
_BLUR_PX = 1
_SURE_BLOCKS = 3
_UNSTEADY_PX, _INEXACT_PX = 1.0, 0.1  # spread of blocks; what a shift is known to

Read = Callable[[int, Window], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Match:
    """Of one date: shift (dy, dx) in px; correlation with the others there, None where too little is known; beyond:
    whether it seems to lie farther away than is looked for."""

    shift: tuple[float, float] = (0.0, 0.0)
    correlation: float | None = None
    beyond: bool = False


def match_dates(read: Read, dates: int, bands: int, grid: Grid, coregister: bool) -> list[Match]:
    """Compare each date with the median of the others; with the first one, where these are fewer than three.

    read: values (bands, h, w) and which are known of a date in a window. The first of few dates has no shift.
    """
    some = np.unique(np.linspace(0, bands - 1, min(_BANDS, bands)).round().astype(int))
    windows = list(spread_windows(Window(0, 0, grid.width, grid.height)))
    samples = []  # by date: values (bands, h, w) with NaN where unknown, in standard deviations, of every window
    for date in range(dates):
        wide = [Window(w.col_off - _MARGIN_PX, w.row_off - _MARGIN_PX, w.width + 2 * _MARGIN_PX,
                       w.height + 2 * _MARGIN_PX) for w in windows]  # fmt: skip
        parts = [np.where(known, values[some], np.float32(np.nan)) for values, known in (read(date, w) for w in wide)]
        samples.append(_standardize(parts))
    matches = []
    for date in range(dates):
        others = [samples[other] for other in range(dates) if other != date]
        if len(others) < FEWEST_OTHERS:
            if date == 0:
                matches.append(Match())
                continue
            others = samples[:1]
        reference = [_take_median(each) for each in zip(*others)]
        shift, beyond = _find_shift(reference, samples[date], windows) if coregister else ((0.0, 0.0), False)
        matches.append(Match(shift, _correlate(reference, samples[date], shift), beyond))
    if dates - 1 < FEWEST_OTHERS and dates > 1:  # the first is as good as the best of the others
        known = [each.correlation for each in matches[1:] if each.correlation is not None]
        matches[0] = Match((0.0, 0.0), max(known, default=None))
    return matches


def _standardize(parts: list[np.ndarray]) -> list[np.ndarray]:
    """The same in standard deviations from each band's mean, so that dates of other light have a common median."""
    count = sum(np.isfinite(part[0]).sum() for part in parts)
    if not count:
        return parts
    total = sum(np.nansum(part, axis=(1, 2), dtype=np.float64) for part in parts)
    mean = (total / count)[:, None, None]
    square = sum(np.nansum((part - mean) ** 2, axis=(1, 2)) for part in parts)
    spread = np.maximum(np.sqrt(square / count), 1e-12)[:, None, None]
    return [((part - mean) / spread).astype(np.float32) for part in parts]


def _take_median(dates: Sequence[np.ndarray]) -> np.ndarray:
    if len(dates) == 1:
        return dates[0]
    ordered = np.sort(np.stack(dates), axis=0)  # NaN last
    count = np.isfinite(ordered).sum(axis=0)
    low, high = (np.take_along_axis(ordered, np.maximum(at, 0)[None], 0)[0] for at in ((count - 1) // 2, count // 2))
    high = np.where(count % 2, low, high)  # an odd number has one in the middle
    return np.where(count > 0, (low + high) / 2, np.float32(np.nan))


def _find_shift(reference: list[np.ndarray], date: list[np.ndarray],
                windows: Sequence[Window]) -> tuple[tuple[float, float], bool]:
    """(dy, dx) in px, and whether most blocks correlate best at the end of the reach."""
    reach, found, beyond = _MARGIN_PX - 1, [], 0
    for low, high, window in zip(reference, date, windows):
        inner = low[:, _MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
        valid = ndimage.binary_erosion(np.isfinite(high[0]), np.ones((3, 3)), reach)  # at every shift
        known = np.isfinite(inner[0]) & valid[_MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
        if known.sum() < FEWEST_PX:
            continue
        scores = correlate_shifts(np.nan_to_num(inner), known, np.nan_to_num(high), 1, reach, 0.0)
        peak = find_peak(scores)
        if peak is None:
            beyond += int(np.nanmax(scores, initial=-1.0) >= DOUBTFUL_CORRELATION)
            continue
        if max(abs(peak[0]), abs(peak[1])) <= MAX_SHIFT_PX + 0.5:
            found.append(BlockShift(window.col_off, window.row_off, *peak))
        else:
            beyond += 1
    joined = join_shifts(found, beyond, MAX_SHIFT_PX)
    sure = joined.blocks >= min(_SURE_BLOCKS, len(windows)) and joined.spread <= _UNSTEADY_PX
    is_near = max(abs(joined.dx), abs(joined.dy)) <= MAX_SHIFT_PX + _INEXACT_PX
    shift = (joined.dy, joined.dx) if sure and is_near else (0.0, 0.0)
    return shift, beyond > max(joined.blocks, _SURE_BLOCKS) or (sure and not is_near)


def _correlate(reference: list[np.ndarray], date: list[np.ndarray], shift: tuple[float, float]) -> float | None:
    """The mean over the bands of their correlation at a shift, or that of their gradients, if that is higher.

    Fields that are bright in summer may be dark in autumn, but their borders stay. None for too few pixels.
    """
    down, across = (round(each) for each in shift)
    plain: list = []
    steep: list = []
    for low, high in zip(reference, date):
        rows, columns = (slice(_MARGIN_PX, side - _MARGIN_PX) for side in low.shape[1:])
        moved = np.roll(high, (-down, -across), axis=(1, 2))  # the margin is wider than any shift
        for pairs, size in (plain, 1), (steep, 3 * _BLUR_PX + 1):
            pair = (low, moved) if size == 1 else (_measure_gradient(low), _measure_gradient(moved))
            known = ndimage.binary_erosion(np.isfinite(low[0]) & np.isfinite(moved[0]), np.ones((size, size)))
            known = known[rows, columns]
            pairs.append(tuple(each[:, rows, columns][:, known] for each in pair))
    values = [found for pairs in (plain, steep) if (found := _correlate_pixels(pairs)) is not None]
    return max(values, default=None)


def _measure_gradient(pixels: np.ndarray) -> np.ndarray:
    """Square root of the gradient's length (bands, h, w) after a slight blur; wrong next to pixels that are NaN."""
    smooth = ndimage.gaussian_filter(np.nan_to_num(pixels), (0, _BLUR_PX, _BLUR_PX), truncate=1)
    return np.sqrt(np.hypot(np.gradient(smooth, axis=1), np.gradient(smooth, axis=2)))


def _correlate_pixels(pairs: list[tuple[np.ndarray, np.ndarray]]) -> float | None:
    """Mean over the bands of the correlation of pixels (bands, N) from several windows."""
    first, second = (np.concatenate(each, axis=1).astype(np.float64) for each in zip(*pairs))
    if first.shape[1] < FEWEST_PX:
        return None
    first, second = (each - each.mean(axis=1, keepdims=True) for each in (first, second))
    sizes = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    varies = sizes > 0
    return float(((first * second).sum(axis=1)[varies] / sizes[varies]).mean()) if varies.any() else None
