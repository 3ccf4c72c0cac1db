"""A coarse and a fine image of one place, made comparable: what a training of super-resolution reads.

The coarse image stays as it is, since what is made of it must keep its values. The fine one is warped once to pixels of
1 / ratio of its, moved to where the coarse image shows the same, and its values are brought to the coarse image's.
Where both differ by more than two sensors may (clouds, fill, changes), neither is known.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.nested_grids import measure_ratio
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.other_images import place_over
from ..progress import Progress, silent
from .coregistration import UNMOVED, BlockShift, Registration, correlate_shifts, find_peak, join_shifts
from .degraded import REACH_PX, degrade
from .harmonization import Harmonization, add_curves, fit_harmonization, unchanged

HARMONIZATIONS = "regression", "histogram", "none"
RATIOS = 2, 8
BLOCK_PX = 32  # in which the images must correlate
LOWEST_CORRELATION = 0.6
USED, UNKNOWN_PIXELS, UNCORRELATED, DIFFERENT = "used", "too few valid pixels", "not correlated", "different"

_FINEST_NATIVE, _COARSEST_NATIVE = 1.5, 0.74  # of the ratio of pixel sizes, and of it to the ratio asked for
_SMALLEST_PX = 8  # of the ground that both show
_MARGIN_PX = 12  # around what is read: for shifts, the degradation and the masks
_SAMPLE_PX, _SAMPLES = 64, 48
_PIXELS = 200_000  # that a regression sees
_CHUNK_PX = 8 * BLOCK_PX
_NEAR = np.ones((5, 5), bool)  # masks grow by two coarse pixels
_OTHER, _FILL = 4.0, 10.0  # standard deviations: a pixel that differs, one that cannot be the same
_MOST_OTHER = 0.2  # of a block's pixels
_FEWEST_KNOWN, _FEWEST_PX = 0.25, 32  # of a block's pixels
_SIGMAS = np.arange(0.30, 0.81, 0.05)
_AVERAGED = 1.5  # times finer than wanted: then pixels are averaged


@dataclass(frozen=True)
class PairSettings:
    """How pairs are prepared.

    ratio: fine pixels along a coarse one, 1 to 8; None: by the pixel sizes, at least 2. harmonization: one of
    HARMONIZATIONS. max_shift_px: how far the fine image may be moved, in coarse pixels; 0: not at all.
    """

    ratio: int | None = None
    harmonization: str = HARMONIZATIONS[0]
    max_shift_px: float = 2.0


@dataclass(frozen=True)
class PairBlock:
    """What was found in a block of the coarse image that begins at (row, column) of it.

    known: the share of its pixels that are known in both. correlation: mean of the bands at the coarse pixels. other:
    the share of pixels that differ by more than 4 standard deviations. status: USED, or why it is not.
    """

    row: int
    column: int
    known: float
    correlation: float
    other: float
    status: str


@dataclass(frozen=True)
class PairWindow:
    """low (C, h, w) float32, high (C, ratio h, ratio w) float32 in its units, known (h, w) bool: where both are.

    Pixels that are not known have the value that is stored in the file, which may be nodata or fill.
    """

    low: np.ndarray
    high: np.ndarray
    known: np.ndarray


class ImagePair:
    """A coarse image and a fine one on its grid; `open_pair` makes it.

    Attributes
    ----------
    low, high : RasterSource
        The coarse image; the fine one as it is stored.
    grid : Grid
        Of the coarse image.
    ratio : int
        Fine pixels along a coarse one.
    window : Window
        Of the coarse image: what both cover.
    harmonization : Harmonization
        From the fine image's values to the coarse one's, as it was found; `is_harmonized`: whether it is applied.
    registration : Registration
        How the fine image is moved.
    sigma : float
        Of the degradation that makes the fine image most like the coarse one, in coarse pixels.
    blocks : list of PairBlock
        Row by row.
    fill_share : float
        Of the pixels in the window that are known by the files: those that cannot show the same.
    """

    def __init__(self, low: RasterSource, high: RasterSource, grid: Grid, ratio: int, window: Window):
        self.low, self.high, self.grid, self.ratio, self.window = low, high, grid, ratio, window
        self.registration, self.sigma, self.is_harmonized = UNMOVED, 0.5, False
        self.harmonization = unchanged(low.count)
        self.blocks: list[PairBlock] = []
        self.fill_share = 0.0
        self._known: np.ndarray | None = None  # of the window, packed to bits along its rows
        self._moved = self._warp(UNMOVED.transform)

    def __enter__(self) -> ImagePair:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        for source in (self.low, self.high, self._moved):
            source.close()

    @property
    def refused_share(self) -> float:
        """The share of refused blocks, among those with enough known pixels."""
        counts = Counter(block.status for block in self.blocks)
        judged = len(self.blocks) - counts[UNKNOWN_PIXELS]
        return 1 - counts[USED] / judged if judged else 0.0

    def read(self, window: Window) -> PairWindow:
        """Both images in a window of the coarse one, the fine one harmonized where that is wanted.

        What lies outside of the image, of the area and of blocks that are used is not known.
        """
        low, _, high, _ = self._read_both(window, 0)
        return PairWindow(low, self.harmonization(high) if self.is_harmonized else high, self._read_known(window))

    def _read_known(self, window: Window) -> np.ndarray:
        known = np.zeros((int(window.height), int(window.width)), bool)
        top, left = int(window.row_off - self.window.row_off), int(window.col_off - self.window.col_off)
        rows = slice(max(0, top), min(int(self.window.height), top + known.shape[0]))
        columns = slice(max(0, left), min(int(self.window.width), left + known.shape[1]))
        if self._known is not None and rows.start < rows.stop and columns.start < columns.stop:
            part = np.unpackbits(self._known[rows], axis=1)[:, columns].astype(bool)
            known[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = part
        return known

    def _warp(self, move: rasterio.Affine) -> RasterSource:
        """The fine image on the coarse one's grid refined, with a margin around it, moved."""
        margin, ratio, own = _MARGIN_PX, self.ratio, self.grid
        corner = own.transform * rasterio.Affine.scale(1 / ratio) * move
        transform = corner * rasterio.Affine.translation(-margin * ratio, -margin * ratio)
        size = ((side + 2 * margin) * ratio for side in (own.width, own.height))
        is_finer = measure_ratio(self.high.grid, own) >= _AVERAGED * ratio
        return self.high.on(Grid(own.crs, transform, *size), "average" if is_finer else "cubic")

    def _read_both(self, window: Window, margin: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """low, which are valid, high, and where all fine pixels of a coarse one are; with a margin in coarse pixels."""
        row, column = int(window.row_off) - margin, int(window.col_off) - margin
        height, width = int(window.height) + 2 * margin, int(window.width) + 2 * margin
        low, low_valid = self.low.read(Window(column, row, width, height))
        place = np.array((column + _MARGIN_PX, row + _MARGIN_PX, width, height)) * self.ratio
        high, high_valid = self._moved.read(Window(*place.tolist()))
        whole = np.all(high_valid.reshape(height, self.ratio, width, self.ratio), axis=(1, 3))
        return _to_finite(low, low_valid), low_valid, _continue(_to_finite(high, high_valid), high_valid), whole

    def _read_sample(self, window: Window, margin: int, area: VectorLayer | None = None) -> _Sample:
        """Both images in a window, the fine one with a margin, and where both are valid."""
        low, low_valid, high, high_valid = self._read_both(window, margin)
        rows, columns = (int(start) - margin + np.arange(size) for start, size in
                         zip((window.row_off, window.col_off), low_valid.shape))
        inside = ((rows >= 0) & (rows < self.grid.height))[:, None] & ((columns >= 0) & (columns < self.grid.width))
        valid = low_valid & high_valid
        known = ~ndimage.binary_dilation(inside & ~low_valid | ~high_valid, _NEAR) & valid
        valid, known = _crop(valid, margin), _crop(known, margin)
        if area is not None:
            known &= rasterize_area(area, self.grid, window)
        return _Sample(_crop(low, margin), high, valid, known, margin, int(window.row_off), int(window.col_off))

    def _prepare(self, settings: PairSettings, area: VectorLayer | None, progress: Progress) -> None:
        """Find the registration, the harmonization and the blocks that are used. EoDeepError where none is."""
        samples = self._read_samples(area)
        fitted, _ = self._fit(samples)
        if settings.max_shift_px > 0:
            self._register(samples, fitted, settings.max_shift_px)
            samples = self._read_samples(area)
        if self.ratio > 1:
            self.sigma = self._fit_sigma(samples)
        fitted, pixels = self._fit(samples)
        if settings.harmonization == "histogram":
            fitted = add_curves(fitted, *pixels)
        self.harmonization, self.is_harmonized = fitted, settings.harmonization != "none"
        self._judge(area, progress)

    def _read_samples(self, area: VectorLayer | None) -> list[_Sample]:
        """Windows spread over what both cover. EoDeepError where no pixel is known in both."""
        windows = list(_spread(self.window))
        samples = [self._read_sample(window, _MARGIN_PX, area) for window in windows]
        kept = [sample for sample in samples if sample.known.any()]
        if not kept:
            raise EoDeepError(f"No pixel of '{name_of(self.low.path)}' is valid in '{name_of(self.high.path)}' too: "
                              "check nodata and the area.")
        return kept

    def _degrade(self, sample: _Sample, sigma: float) -> np.ndarray:
        """The sample's fine image as the coarse one would see it, (D, h, w)."""
        return _crop(degrade(sample.high, self.ratio, sigma), sample.margin)

    def _fit(self, samples: Sequence[_Sample]) -> tuple[Harmonization, tuple[np.ndarray, np.ndarray]]:
        """The harmonization, and the pixels of both images, without fill, from which a curve can be had."""
        target = np.concatenate([sample.low[:, sample.known] for sample in samples], axis=1)
        values = np.concatenate([self._degrade(sample, self.sigma)[:, sample.known] for sample in samples], axis=1)
        step = -(-target.shape[1] // _PIXELS)
        target, values = target[:, ::step], values[:, ::step]
        fitted = fit_harmonization(target, values)
        rest = np.abs(target - fitted(values)) / np.maximum(fitted.sigma, 1e-9)[:, None]
        same = (rest <= _FILL).all(axis=0)
        return fitted, (target[:, same], values[:, same])

    def _register(self, samples: Sequence[_Sample], fitted: Harmonization, max_shift_px: float) -> None:
        """Move the fine image in two steps, the second from where the first led to."""
        limit = max_shift_px * self.ratio
        first = self._find_shifts(samples, fitted, math.ceil(limit), limit)
        self.registration = first
        if first.blocks:
            self._move(first.transform)
            again = self._find_shifts(self._read_samples(None), fitted, self.ratio, limit)
            if again.blocks:
                moved = first.transform * again.transform
                dx, dy = first.dx + again.dx, first.dy + again.dy
                self.registration = Registration(moved, dx, dy, again.spread, again.blocks, first.beyond)
                self._move(moved)

    def _move(self, move: rasterio.Affine) -> None:
        self._moved.close()
        self._moved = self._warp(move)

    def _find_shifts(self, samples: Sequence[_Sample], fitted: Harmonization, reach: int, limit: float) -> Registration:
        found, beyond = [], 0
        for sample in samples:
            known = sample.known & ~ndimage.binary_dilation(self._find_other(sample, fitted, _FILL), _NEAR)
            known = ndimage.binary_erosion(known, np.ones((3, 3)), -(-reach // self.ratio), border_value=1)
            if known.sum() < _SMALLEST_PX**2:
                continue
            # Of bands that are mixed, only the mixture has a partner.
            high = sample.high if fitted.gain is not None else fitted(sample.high)
            scores = correlate_shifts(sample.low, known, high, self.ratio, reach, self.sigma)
            peak = find_peak(scores)
            if peak is None:
                beyond += int(np.isfinite(scores).any())
                continue
            rows, columns = np.nonzero(known)
            x, y = ((side.mean() + 0.5 + start) * self.ratio for side, start in
                    ((columns, sample.column), (rows, sample.row)))
            found.append(BlockShift(x, y, *peak))
        return join_shifts(found, beyond, limit)

    def _fit_sigma(self, samples: Sequence[_Sample]) -> float:
        """The degradation's sigma at which what is left of the coarse image is least."""
        rests = []
        for sigma in _SIGMAS:
            self.sigma = float(round(sigma, 2))
            rests.append(float(np.mean(self._fit(samples)[0].sigma)))
        return float(round(_SIGMAS[int(np.argmin(rests))], 2))

    def _find_other(self, sample: _Sample, fitted: Harmonization, limit: float) -> np.ndarray:
        """(h, w) bool: pixels of the coarse image that differ by more than `limit` standard deviations.

        A difference of up to half the range of the fine image around is none: half a pixel's shift makes as much.
        """
        made = fitted(degrade(sample.high, self.ratio, self.sigma))
        around = ndimage.maximum_filter(made, (1, 3, 3)) - ndimage.minimum_filter(made, (1, 3, 3))
        rest = np.abs(sample.low - _crop(made, sample.margin)) - 0.5 * _crop(around, sample.margin)
        return (rest > limit * np.maximum(fitted.sigma, 1e-9)[:, None, None]).any(axis=0)

    def _judge(self, area: VectorLayer | None, progress: Progress) -> None:
        """Look at every block. EoDeepError where none is used."""
        height, width = int(self.window.height), int(self.window.width)
        known = np.zeros((height, -(-width // 8)), np.uint8)
        seen = fill = 0
        chunks = list(_cut(self.window, _CHUNK_PX))
        for number, chunk in enumerate(chunks):
            sample = self._read_sample(chunk, REACH_PX + 2, area)
            different = self._find_other(sample, self.harmonization, _FILL) & sample.valid
            seen, fill = seen + int(sample.valid.sum()), fill + int(different.sum())
            other = self._find_other(sample, self.harmonization, _OTHER)
            made = self.harmonization(self._degrade(sample, self.sigma))
            same = sample.known & ~ndimage.binary_dilation(different, _NEAR)
            for part in _cut(Window(0, 0, chunk.width, chunk.height), BLOCK_PX):
                place, bands = part.toslices(), (slice(None), *part.toslices())
                row, column = int(chunk.row_off + part.row_off), int(chunk.col_off + part.col_off)
                values, masks = (sample.low[bands], made[bands]), (sample.known[place], same[place], other[place])
                block = _judge_block(*values, *masks, row, column)
                self.blocks.append(block)
                same[place] &= block.status == USED
            top, left = int(chunk.row_off - self.window.row_off), int(chunk.col_off - self.window.col_off)
            bits = np.packbits(same, axis=1)
            known[top : top + int(chunk.height), left // 8 : left // 8 + bits.shape[1]] = bits
            progress((number + 1) / len(chunks))
        self._known, self.fill_share = known, fill / max(1, seen)
        self.blocks.sort(key=lambda block: (block.row, block.column))


@dataclass
class _Sample:
    """low (C, h, w), high (D, ratio (h + 2 margin), ...); (h, w) bool: valid in both, and two pixels from what is not.

    row, column: where it begins in the coarse image.
    """

    low: np.ndarray
    high: np.ndarray
    valid: np.ndarray
    known: np.ndarray
    margin: int
    row: int
    column: int


def open_pair(
    low: str,
    high: str,
    settings: PairSettings = PairSettings(),
    low_bands: Sequence[int] | None = None,
    high_bands: Sequence[int] | None = None,
    area: VectorLayer | None = None,
    progress: Progress = silent,
) -> ImagePair:
    """Make a pair of images comparable: one grid, one place, one radiometry, and where they show the same.

    Parameters
    ----------
    low, high : str
        Paths of the coarse and the fine image.
    settings : PairSettings
    low_bands, high_bands : sequence of int, optional
        Numbers from 1. Default: all. Where their numbers differ, each coarse band is a mixture of all fine ones.
    area : VectorLayer, optional
        Outside of it nothing is known.
    progress : Progress
        Gets messages on what was found, and warnings.

    Returns
    -------
    ImagePair
        A context manager.

    Raises
    ------
    EoDeepError
        For images that do not overlap, are not fine enough or do not show the same.
    """
    coarse = open_image(low, low_bands, progress=progress)
    try:
        fine = open_image(high, high_bands, progress=progress)
    except EoDeepError:
        coarse.close()
        raise
    try:
        grid = place_over(coarse, fine)
        ratio = _choose_ratio(coarse, fine, grid, settings.ratio)
        pair = ImagePair(coarse, fine, grid, ratio, _find_window(coarse, fine, grid))
    except EoDeepError:
        coarse.close()
        fine.close()
        raise
    try:
        pair._prepare(settings, area, progress)
        _tell(pair, settings, progress)
    except BaseException:
        pair.close()
        raise
    return pair


def _choose_ratio(low: RasterSource, high: RasterSource, grid: Grid, wanted: int | None) -> int:
    """Fine pixels along a coarse one. EoDeepError where the fine image is too coarse."""
    native = measure_ratio(high.grid, grid)
    if wanted == 1:
        return 1
    names = f"'{name_of(high.path)}'", f"'{name_of(low.path)}'"
    if native < _FINEST_NATIVE:
        raise EoDeepError(f"The pixels of {names[0]} must be at least {_FINEST_NATIVE:g} times smaller than those of "
                          f"{names[1]}, but they are {native:.3g} times smaller.")
    if wanted is None:
        return min(max(round(native), RATIOS[0]), RATIOS[1])
    if not RATIOS[0] <= wanted <= RATIOS[1]:
        raise EoDeepError(f"The ratio must be {RATIOS[0]} to {RATIOS[1]}, got {wanted}.")
    if native < _COARSEST_NATIVE * wanted:
        raise EoDeepError(f"A ratio of {wanted} needs a finer image: the pixels of {names[0]} are only {native:.3g} "
                          f"times smaller than those of {names[1]}.")
    return wanted


def _find_window(low: RasterSource, high: RasterSource, grid: Grid) -> Window:
    """The window of the coarse image that the fine one may cover. EoDeepError where it is too small."""
    points = high.grid.facing(grid).lattice()
    if grid.crs is not None and grid.crs != high.grid.crs:
        points = make_transform(to_crs(high.grid.crs), to_crs(grid.crs))(points)
    left, top, right, bottom = 0, 0, grid.width, grid.height
    if np.isfinite(points).all():
        columns, rows = ~grid.transform * tuple(points.T)
        left, right = max(0, math.floor(columns.min())), min(grid.width, math.ceil(columns.max()))
        top, bottom = max(0, math.floor(rows.min())), min(grid.height, math.ceil(rows.max()))
    if min(right - left, bottom - top) < _SMALLEST_PX:
        raise EoDeepError(f"'{name_of(low.path)}' and '{name_of(high.path)}' have {max(0, right - left)} x "
                          f"{max(0, bottom - top)} px of the first in common; at least {_SMALLEST_PX} x {_SMALLEST_PX} "
                          "px are needed.")
    return Window(left, top, right - left, bottom - top)


def _judge_block(low: np.ndarray, made: np.ndarray, known: np.ndarray, same: np.ndarray, other: np.ndarray, row: int,
                 column: int) -> PairBlock:
    """Whether a block is used: low, and what is made of the fine image, (C, h, w); three masks (h, w).

    known: by the files; same: of these, those that are not fill; other: those that differ.
    """
    correlation = differing = math.nan
    if known.sum() < max(_FEWEST_KNOWN * known.size, _FEWEST_PX):
        return PairBlock(row, column, float(known.mean()), correlation, differing, UNKNOWN_PIXELS)
    differing, correlation = float(other[known].mean()), _correlate(low[:, same], made[:, same])
    status = USED if correlation >= LOWEST_CORRELATION else UNCORRELATED
    if differing > _MOST_OTHER or same.sum() < _FEWEST_PX:
        status = DIFFERENT
    return PairBlock(row, column, float(known.mean()), correlation, differing, status)


def _tell(pair: ImagePair, settings: PairSettings, progress: Progress) -> None:
    """Say what was found. EoDeepError where no block is used."""
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    counts = Counter(block.status for block in pair.blocks)
    if not counts[USED]:
        best = max((block.correlation for block in pair.blocks if math.isfinite(block.correlation)), default=math.nan)
        why = f"their correlation is {best:.2f} at most, {LOWEST_CORRELATION:g} is needed"
        if counts[DIFFERENT]:
            why = f"in every block more than {100 * _MOST_OTHER:g} % of the pixels differ"
        elif not math.isfinite(best):
            why = "too few pixels are valid in both"
        raise EoDeepError(f"No part of {low} and {high} shows the same: {why}.")
    found, sizes = pair.registration, pair.grid.ground_resolution_m
    if found.blocks:
        metres = f" ({math.hypot(found.dx * sizes[0], found.dy * sizes[1]) / pair.ratio:.3g} m)" if sizes else ""
        progress.message(f"{high} is moved by {-found.dx:.2f} px along rows and {-found.dy:.2f} px along columns"
                         f"{metres}, in px of 1/{pair.ratio} of those of {low}.")
    if settings.max_shift_px > 0 and found.beyond > found.blocks:
        progress.warning(f"{high} lies more than {settings.max_shift_px:g} px of {low} beside it in most places; "
                         "georeference it, or allow a larger shift.")
    if pair.fill_share > 0:
        progress.message(f"{100 * pair.fill_share:.2g} % of the pixels of {low} and {high} cannot be the same ground "
                         "(fill, cloud, change) and are left out.")
    if pair.refused_share > 0.5:
        progress.warning(f"{100 * pair.refused_share:.0f} % of the blocks of {low} and {high} show different things "
                         "and are left out; images of the same days would fit better.")


def _to_finite(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    pixels = pixels.astype(np.float32)
    if not valid.all():
        np.nan_to_num(pixels, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return pixels


def _continue(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Pixels (C, H, W) with those that are not valid as the nearest that is: no step that the degradation would spread.
    """
    if valid.all() or not valid.any():
        return pixels
    rows, columns = ndimage.distance_transform_edt(~valid, return_distances=False, return_indices=True)
    return pixels[:, rows, columns]


def _crop(pixels: np.ndarray, margin: int) -> np.ndarray:
    return pixels[..., margin : pixels.shape[-2] - margin, margin : pixels.shape[-1] - margin]


def _correlate(first: np.ndarray, second: np.ndarray) -> float:
    """Mean over the bands of the correlation of (C, N) and (C, N); NaN where no band varies in both."""
    if not first.size:
        return math.nan
    first, second = (each - each.mean(axis=1, keepdims=True, dtype=np.float64) for each in (first, second))
    sizes = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    good = sizes > 0
    return float(((first * second).sum(axis=1)[good] / sizes[good]).mean()) if good.any() else math.nan


def _cut(window: Window, size_px: int) -> Iterator[Window]:
    """Windows of at most size_px x size_px that cover a window once, row by row."""
    top, left = int(window.row_off), int(window.col_off)
    bottom, right = top + int(window.height), left + int(window.width)
    for row in range(top, bottom, size_px):
        for column in range(left, right, size_px):
            yield Window(column, row, min(size_px, right - column), min(size_px, bottom - row))


def _spread(window: Window) -> Iterator[Window]:
    """Windows of at most 64 x 64 px spread evenly over a window, of about the same number along both sides."""
    height, width = int(window.height), int(window.width)
    sizes = min(height, _SAMPLE_PX), min(width, _SAMPLE_PX)
    most = (max(1, height // sizes[0]), max(1, width // sizes[1]))
    side = math.sqrt(_SAMPLES * height / width)
    down = min(most[0], max(1, round(side)))
    across = min(most[1], max(1, _SAMPLES // down))
    for row in np.linspace(0, height - sizes[0], down).round().astype(int).tolist():
        for column in np.linspace(0, width - sizes[1], across).round().astype(int).tolist():
            yield Window(int(window.col_off) + column, int(window.row_off) + row, sizes[1], sizes[0])
