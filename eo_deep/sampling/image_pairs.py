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

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.nested_grids import measure_ratio
from ..io.names import name_of
from ..io.raster import RasterSource, open_image
from ..io.vector_layer import VectorLayer
from ..models.other_images import place_over
from ..progress import Progress, silent
from .aligned_images import AlignedImages
from .coregistration import LOWEST_CORRELATION
from .pair_blocks import (
    CORRELATION_BINS,
    DIFFERENT,
    MOST_OTHER,
    UNCORRELATED,
    UNKNOWN_PIXELS,
    USED,
    Judgement,
    judge_blocks,
)
from .pair_comparison import HARMONIZATIONS, Found, check_lines, compare, name_band, spread_windows

RATIOS = 2, 8
MAX_SHIFT_PX = 6

_FINEST_NATIVE, _COARSEST_NATIVE = 1.5, 0.74  # of the ratio of pixel sizes, and of it to the ratio asked for
_SMALLEST_PX = 8  # of the ground that both show
BASELINE = 1000  # an offset that Sentinel-2 products have
_APART = 0.1  # a gain's distance from 1 that counts


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

    def __init__(self, images: AlignedImages, window: Window, found: Found, judgement: Judgement, is_harmonized: bool):
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

    def list_low_values(self) -> Iterator[np.ndarray]:
        """Pixels (C, N) of the coarse image that are known in both, from windows spread over what both cover."""
        for window in spread_windows(self.window):
            yield self.low.read(window)[0][:, self._judgement.read(window)]

    def read(self, window: Window) -> PairWindow:
        """Both images in a window of the coarse one, the fine one harmonized where that is wanted.

        What lies outside of the image, of the area and of blocks that are used is not known.
        """
        low, _, high, _ = self._images.read(window)
        return PairWindow(low, self.harmonization(high) if self.is_harmonized else high, self._judgement.read(window))


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
    if settings.harmonization not in HARMONIZATIONS:
        raise EoDeepError(f"Harmonization must be one of {', '.join(HARMONIZATIONS)}, got '{settings.harmonization}'.")
    if not 0 <= settings.max_shift_px <= MAX_SHIFT_PX:
        raise EoDeepError(f"Maximum shift must be 0 to {MAX_SHIFT_PX} px, got {settings.max_shift_px:g} px.")
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
        found = compare(images, window, settings.harmonization, settings.max_shift_px, area)
        judgement = judge_blocks(images, window, found.harmonization, found.sigma, area, progress)
        pair = ImagePair(images, window, found, judgement, settings.harmonization != "none")
        _check_used(pair)
        if settings.harmonization == "regression":
            check_lines(images, found, progress)
        _tell(pair, settings, progress)
    except BaseException:
        images.close()
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


def _check_used(pair: ImagePair) -> None:
    """EoDeepError where no block is used."""
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    counts = Counter(block.status for block in pair.blocks)
    if not counts[USED]:
        best = max((block.correlation for block in pair.blocks if math.isfinite(block.correlation)), default=math.nan)
        why = f"their correlation is {best:.2f} at most, {LOWEST_CORRELATION:g} is needed"
        if counts[UNCORRELATED] and not math.isfinite(best):
            why = "one of them does not vary"
        elif counts[DIFFERENT]:
            why = f"in every block more than {100 * MOST_OTHER:g} % of the pixels differ"
        elif not math.isfinite(best):
            why = "too few pixels are valid in both"
        raise EoDeepError(f"No part of {low} and {high} shows the same: {why}.")


def _tell(pair: ImagePair, settings: PairSettings, progress: Progress) -> None:
    """Say what was found."""
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    for source in (pair.low, pair.high):
        warn_of_jpeg(source, progress)
    _tell_shift(pair, settings, progress)
    _tell_values(pair, progress)
    if pair.fill_share > 0:
        progress.message(f"{100 * pair.fill_share:.2g} % of the pixels of {low} and {high} cannot be the same ground "
                         "(fill, cloud, change) and are left out.")
    if pair.refused_share > 0.5:
        progress.warning(f"{100 * pair.refused_share:.0f} % of the blocks of {low} and {high} show different things "
                         "and are left out; images of the same days would fit better.")


def warn_of_jpeg(source: RasterSource, progress: Progress) -> None:
    """Warn of an image whose file lost detail."""
    if source.is_jpeg:
        progress.warning(f"'{name_of(source.path)}' is compressed as JPEG, whose squares of 8 px a network learns as "
                         "detail; give an image that was not, if there is one.")


def _tell_shift(pair: ImagePair, settings: PairSettings, progress: Progress) -> None:
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    found, sizes = pair.registration, pair.grid.ground_resolution_m
    if found.blocks:
        metres = f" ({math.hypot(found.dx * sizes[0], found.dy * sizes[1]) / pair.ratio:.3g} m)" if sizes else ""
        progress.message(f"{high} is moved by {-found.dx:.2f} px along rows and {-found.dy:.2f} px along columns"
                         f"{metres}, in px of 1/{pair.ratio} of those of {low}.")
    elif settings.max_shift_px > 0:
        progress.message(f"{high} is not moved: too little of {low} is known to find a shift.")
    if found.beyond > found.blocks:
        progress.warning(f"{high} lies more than {settings.max_shift_px:g} px of {low} beside it in most places; "
                         "georeference it, or allow a larger shift.")


def _tell_values(pair: ImagePair, progress: Progress) -> None:
    low, high = f"'{name_of(pair.low.path)}'", f"'{name_of(pair.high.path)}'"
    fitted = pair.harmonization
    if pair.is_harmonized:
        if fitted.gain is None:
            progress.warning(f"{low} has {pair.low.count} bands and {high} {pair.high.count}: each of the first is "
                             "matched by a mixture of the second's.")
        for sign, first, second in ((1, low, high), (-1, high, low)):
            if fitted.gain is not None and (np.abs(sign * fitted.offset - BASELINE) < 0.1 * BASELINE).all():
                progress.message(f"Values of {first} are about {BASELINE} higher than those of {second}, as in "
                                 "Sentinel-2 products since 2022 before their offset is subtracted.")
    elif pair.ratio > 1 and fitted.gain is not None:
        apart = (np.abs(fitted.gain - 1) > _APART) | (np.abs(fitted.offset) > 5 * fitted.sigma)
        if apart.any():
            band = int(np.argmax(apart))
            name = name_band(pair.low.band_names[band])
            progress.warning(f"Values of {high} are not those of {low}, in {name} by gain {fitted.gain[band]:.3g} and "
                             f"offset {fitted.offset[band]:.4g}; choose the harmonization regression.")
