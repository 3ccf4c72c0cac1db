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
from rasterio.windows import Window
from scipy import ndimage

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.nested_grids import measure_ratio
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..io.vector_layer import VectorLayer
from ..models.other_images import place_over
from ..progress import Progress, silent
from .aligned_images import MARGIN_PX, NEAR, AlignedImages, Sample
from .coregistration import UNMOVED, BlockShift, Registration, correlate_shifts, find_peak, join_shifts
from .harmonization import Harmonization, add_curves, fit_harmonization
from .pair_blocks import (
    CORRELATION_BINS,
    DIFFERENT,
    FILL,
    LOWEST_CORRELATION,
    MOST_OTHER,
    UNKNOWN_PIXELS,
    USED,
    Judgement,
    find_other,
    judge_blocks,
)  # fmt: skip

HARMONIZATIONS = "regression", "histogram", "none"
RATIOS = 2, 8

_FINEST_NATIVE, _COARSEST_NATIVE = 1.5, 0.74  # of the ratio of pixel sizes, and of it to the ratio asked for
_SMALLEST_PX = 8  # of the ground that both show
_SAMPLE_PX, _SAMPLES = 64, 48
_PIXELS = 200_000  # that a regression sees
_SIGMAS = np.arange(0.30, 0.81, 0.05)


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

    def __init__(self, images: AlignedImages, window: Window, found: _Found, judgement: Judgement, is_harmonized: bool):
        self.low, self.high, self.grid, self.ratio = images.low, images.high, images.grid, images.ratio
        self.window, self.registration, self.sigma = window, found.registration, found.sigma
        self.harmonization, self.is_harmonized = found.harmonization, is_harmonized
        self.blocks, self.fill_share = judgement.blocks, judgement.fill_share
        self._images, self._judgement = images, judgement

    def __enter__(self) -> ImagePair:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._images.close()

    @property
    def refused_share(self) -> float:
        """The share of refused blocks, among those with enough known pixels."""
        counts = Counter(block.status for block in self.blocks)
        judged = len(self.blocks) - counts[UNKNOWN_PIXELS]
        return 1 - counts[USED] / judged if judged else 0.0

    def describe(self) -> dict:
        """What was found, as numbers and texts that JSON holds, for `pair_report.add_pairs`; shares are 0 to 1."""
        fitted, found, sizes = self.harmonization, self.registration, self.grid.ground_resolution_m
        known = [block.correlation for block in self.blocks if math.isfinite(block.correlation)]
        counts = np.histogram(np.clip(known, 0, 1), CORRELATION_BINS)[0]
        gain = fitted.gain
        return {
            "low": name_of(self.low.path),
            "high": name_of(self.high.path),
            "bands": list(self.low.band_names),
            "ratio": self.ratio,
            "is_harmonized": self.is_harmonized,
            "gain": None if gain is None else gain.tolist(),
            "offset": fitted.offset.tolist(),
            "deviation": fitted.sigma.tolist(),
            "shift_px": [-found.dx, -found.dy],
            "shift_m": math.hypot(found.dx * sizes[0], found.dy * sizes[1]) / self.ratio if sizes else None,
            "shift_spread_px": found.spread if found.blocks > 1 else None,
            "sigma": self.sigma,
            "blocks": len(self.blocks),
            "refused_share": self.refused_share,
            "fill_share": self.fill_share,
            "correlations": counts.tolist(),
        }

    def read(self, window: Window) -> PairWindow:
        """Both images in a window of the coarse one, the fine one harmonized where that is wanted.

        What lies outside of the image, of the area and of blocks that are used is not known.
        """
        low, _, high, _ = self._images.read(window)
        return PairWindow(low, self.harmonization(high) if self.is_harmonized else high, self._judgement.read(window))


@dataclass
class _Found:
    """What is known of a pair so far."""

    harmonization: Harmonization
    registration: Registration = UNMOVED
    sigma: float = 0.5


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
        images, window = AlignedImages(coarse, fine, grid, ratio), _find_window(coarse, fine, grid)
    except EoDeepError:
        coarse.close()
        fine.close()
        raise
    try:
        found = _compare(images, window, settings, area)
        judgement = judge_blocks(images, window, found.harmonization, found.sigma, area, progress)
        pair = ImagePair(images, window, found, judgement, settings.harmonization != "none")
        _tell(pair, settings, progress)
    except BaseException:
        images.close()
        raise
    return pair


def _compare(images: AlignedImages, window: Window, settings: PairSettings, area: VectorLayer | None) -> _Found:
    """Find how the fine image is moved, its radiometry and the degradation."""
    samples = _read_samples(images, window, area)
    found = _Found(_fit(samples, 0.5)[0])
    if settings.max_shift_px > 0:
        _register(images, window, area, samples, found, settings.max_shift_px)
        samples = _read_samples(images, window, area)
    if images.ratio > 1:
        rests = [float(np.mean(_fit(samples, sigma)[0].sigma)) for sigma in _SIGMAS]
        found.sigma = float(round(_SIGMAS[int(np.argmin(rests))], 2))
    found.harmonization, pixels = _fit(samples, found.sigma)
    if settings.harmonization == "histogram":
        found.harmonization = add_curves(found.harmonization, *pixels)
    return found


def _read_samples(images: AlignedImages, window: Window, area: VectorLayer | None) -> list[Sample]:
    """Windows spread over what both cover. EoDeepError where no pixel is known in both."""
    samples = [images.read_sample(each, MARGIN_PX, area) for each in _spread(window)]
    kept = [sample for sample in samples if sample.known.any()]
    if not kept:
        raise EoDeepError(f"No pixel of '{name_of(images.low.path)}' is valid in '{name_of(images.high.path)}' too: "
                          "check nodata and the area.")
    return kept


def _fit(samples: Sequence[Sample], sigma: float) -> tuple[Harmonization, tuple[np.ndarray, np.ndarray]]:
    """The harmonization, and the pixels of both images, without fill, from which a curve can be had."""
    target = np.concatenate([sample.low[:, sample.known] for sample in samples], axis=1)
    values = np.concatenate([sample.degrade(sigma)[:, sample.known] for sample in samples], axis=1)
    step = -(-target.shape[1] // _PIXELS)
    target, values = target[:, ::step], values[:, ::step]
    fitted = fit_harmonization(target, values)
    rest = np.abs(target - fitted(values)) / np.maximum(fitted.sigma, 1e-9)[:, None]
    same = (rest <= FILL).all(axis=0)
    return fitted, (target[:, same], values[:, same])


def _register(images: AlignedImages, window: Window, area: VectorLayer | None, samples: Sequence[Sample],
              found: _Found, max_shift_px: float) -> None:
    """Move the fine image in two steps, the second from where the first led to."""
    limit = max_shift_px * images.ratio
    first = _find_shifts(samples, found, math.ceil(limit), limit)
    found.registration = first
    if first.blocks:
        images.move(first.transform)
        again = _find_shifts(_read_samples(images, window, area), found, images.ratio, limit)
        if again.blocks:
            moved = first.transform * again.transform
            dx, dy = first.dx + again.dx, first.dy + again.dy
            found.registration = Registration(moved, dx, dy, again.spread, again.blocks, first.beyond)
            images.move(moved)


def _find_shifts(samples: Sequence[Sample], found: _Found, reach: int, limit: float) -> Registration:
    shifts, beyond, fitted = [], 0, found.harmonization
    for sample in samples:
        known = sample.known & ~ndimage.binary_dilation(find_other(sample, fitted, found.sigma, FILL), NEAR)
        known = ndimage.binary_erosion(known, np.ones((3, 3)), -(-reach // sample.ratio), border_value=1)
        if known.sum() < _SMALLEST_PX**2:
            continue
        # Of bands that are mixed, only the mixture has a partner.
        high = sample.high if fitted.gain is not None else fitted(sample.high)
        scores = correlate_shifts(sample.low, known, high, sample.ratio, reach, found.sigma)
        peak = find_peak(scores)
        if peak is None:
            beyond += int(np.isfinite(scores).any())
            continue
        rows, columns = np.nonzero(known)
        x, y = ((side.mean() + 0.5 + start) * sample.ratio for side, start in
                ((columns, sample.column), (rows, sample.row)))
        shifts.append(BlockShift(x, y, *peak))
    return join_shifts(shifts, beyond, limit)


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


def _tell(pair: ImagePair, settings: PairSettings, progress: Progress) -> None:
    """Say what was found. EoDeepError where no block is used."""
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    counts = Counter(block.status for block in pair.blocks)
    if not counts[USED]:
        best = max((block.correlation for block in pair.blocks if math.isfinite(block.correlation)), default=math.nan)
        why = f"their correlation is {best:.2f} at most, {LOWEST_CORRELATION:g} is needed"
        if counts[DIFFERENT]:
            why = f"in every block more than {100 * MOST_OTHER:g} % of the pixels differ"
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
