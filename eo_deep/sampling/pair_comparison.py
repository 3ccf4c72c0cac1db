"""How a fine image compares with a coarse one, on samples: its shift, its radiometry, the degradation between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window
from scipy import ndimage

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.vector_layer import VectorLayer
from ..progress import Progress
from .aligned_images import MARGIN_PX, NEAR, AlignedImages, Sample
from .coregistration import (
    LOWEST_CORRELATION,
    UNMOVED,
    BlockShift,
    Registration,
    correlate_shifts,
    find_peak,
    join_shifts,
)
from .harmonization import Harmonization, add_curves, fit_harmonization, measure_curvature, measure_rest
from .pair_blocks import FILL, OTHER, compare_pixels, find_alike

HARMONIZATIONS = "regression", "histogram", "none"

_SAMPLE_PX, _SAMPLES = 64, 48
_FEWEST_PX = 64
_PIXELS = 200_000  # that a regression sees
_CURVED = 0.78  # of what a straight line leaves: what a cubic one leaves where none fits
_BETTER = 0.03  # by which the correlation with another band is higher where the order is wrong
_LEAST_BAND = 0.4  # correlation of a band with what is made to match it
_FOLLOWS = 4.0  # standard deviations within which a pixel follows a harmonization
_SIGMA_SAMPLES = 12
_SIGMAS = np.arange(0.30, 0.81, 0.05)


@dataclass
class Found:
    """What is known of a pair so far; pixels: (C, N) and (D, N) of both images, which follow the harmonization."""

    harmonization: Harmonization
    pixels: tuple[np.ndarray, np.ndarray]
    registration: Registration = UNMOVED
    sigma: float = 0.5


def compare(images: AlignedImages, window: Window, harmonization: str, max_shift_px: float,
            area: VectorLayer | None) -> Found:
    """Find how the fine image is moved, and move it; its radiometry and the degradation.

    Parameters
    ----------
    images : AlignedImages
    window : Window
        Of the coarse image: what both cover.
    harmonization : str
        One of HARMONIZATIONS.
    max_shift_px : float
        In coarse pixels; 0: it is not moved.
    area : VectorLayer or None
        Outside of it nothing counts.

    Raises
    ------
    EoDeepError
        Where no pixel is valid in both, or the shift is larger.
    """
    samples = _read_samples(images, window, area)
    found = Found(*_fit(samples, 0.5))
    if max_shift_px > 0:
        _register(images, window, area, samples, found, max_shift_px)
        samples = _read_samples(images, window, area)
    if images.ratio > 1:
        found.sigma = _fit_sigma(samples, found.sigma)
    linear, pixels = _fit(samples, found.sigma)
    found.harmonization = add_curves(linear, *pixels) if harmonization == "histogram" else linear
    found.pixels = pixels
    return found


def check_lines(images: AlignedImages, found: Found, progress: Progress) -> None:
    """Whether gain and offset can make the values of images that show the same alike.

    A warning where bands in another order fit better. EoDeepError where the relation is no straight line, where a band
    is bright where its partner is dark, or has no like in the other image.
    """
    high, low = f"'{name_of(images.high.path)}'", f"'{name_of(images.low.path)}'"
    fitted, (target, values) = found.harmonization, found.pixels
    if measure_curvature(fitted, target, values) < _CURVED:
        raise EoDeepError(f"The values of {high} are no linear function of those of {low}, as if they were stretched "
                          "for display; give its own values, or choose the harmonization histogram.")
    names = [name_band(name) for name in images.low.band_names]
    made = fitted(values)
    correlations = _correlate_bands(target, values)
    if fitted.gain is not None:
        best = correlations.argmax(axis=1)
        better = correlations.max(axis=1) - np.diag(correlations)
        if (better > _BETTER).any() and (fitted.gain > 0).all():
            band = int(better.argmax())
            other = name_band(images.high.band_names[best[band]])
            progress.warning(f"In {low}, {names[band]} correlates best with {other} of {high}, at "
                             f"{correlations[band].max():.2f} in place of {correlations[band, band]:.2f}; check the "
                             "order of the bands.")
        if np.diag(correlations).min() <= -LOWEST_CORRELATION:
            band = int(np.diag(correlations).argmin())
            raise EoDeepError(f"In {low}, {names[band]} is bright where its partner in {high} is dark; check the order "
                              "of the bands.")
    like = np.diag(_correlate_bands(target, made))
    if like.min() < _LEAST_BAND:
        raise EoDeepError(f"In {low}, {names[int(like.argmin())]} has no like in {high}: their correlation is "
                          f"{like.min():.2f}, {_LEAST_BAND:g} is needed; choose bands that both have.")


def name_band(name: str) -> str:
    """A band as a sentence calls it."""
    return name if name.startswith("band ") else f"band {name}"


def _correlate_bands(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(C, D): correlations of (C, N) and (D, N); 0 where a band does not vary."""
    first, second = (each - each.mean(axis=1, keepdims=True, dtype=np.float64) for each in (first, second))
    sizes = np.sqrt((first**2).sum(axis=1))[:, None] * np.sqrt((second**2).sum(axis=1))
    return np.divide(first @ second.T, sizes, out=np.zeros_like(sizes), where=sizes > 0)


def _read_samples(images: AlignedImages, window: Window, area: VectorLayer | None) -> list[Sample]:
    """Windows spread over what both cover. EoDeepError where no pixel is known in both."""
    samples = [images.read_sample(each, MARGIN_PX, area) for each in spread_windows(window)]
    kept = [sample for sample in samples if sample.known.any()]
    if not kept:
        raise EoDeepError(f"No pixel of '{name_of(images.low.path)}' is valid in '{name_of(images.high.path)}' too: "
                          "check nodata and the area.")
    return kept


def _fit(samples: Sequence[Sample], sigma: float) -> tuple[Harmonization, tuple[np.ndarray, np.ndarray]]:
    """The harmonization, and the pixels of both images that follow it.

    It is fitted where both show the same: in cells that correlate, however many others there are below clouds.
    """
    values = [sample.degrade(sigma) for sample in samples]
    masks = [find_alike(sample.low, made, sample.known) for sample, made in zip(samples, values)]
    if sum(int(mask.sum()) for mask in masks) < _FEWEST_PX:
        masks = [sample.known for sample in samples]
    target = np.concatenate([sample.low[:, mask] for sample, mask in zip(samples, masks)], axis=1)
    source = np.concatenate([made[:, mask] for made, mask in zip(values, masks)], axis=1)
    step = -(-target.shape[1] // _PIXELS)
    target, source = target[:, ::step], source[:, ::step]
    fitted = fit_harmonization(target, source)
    rest = np.abs(target - fitted(source)) / fitted.sigma[:, None]
    follows = (rest <= _FOLLOWS).all(axis=0)
    return fitted, (target[:, follows], source[:, follows])


def _fit_sigma(samples: Sequence[Sample], sigma: float) -> float:
    """The degradation's sigma at which a straight line leaves least of the coarse image."""
    some = samples[:: -(-len(samples) // _SIGMA_SAMPLES)]
    fitted = _fit(some, sigma)[0]
    masks = [sample.known & (compare_pixels(sample, fitted, sigma)[1] <= OTHER) for sample in some]
    rests = []
    for tried in _SIGMAS:
        source = np.concatenate([sample.degrade(tried)[:, mask] for sample, mask in zip(some, masks)], axis=1)
        target = np.concatenate([sample.low[:, mask] for sample, mask in zip(some, masks)], axis=1)
        rests.append(measure_rest(target, source))
    return float(round(_SIGMAS[int(np.argmin(rests))], 2))


def _register(images: AlignedImages, window: Window, area: VectorLayer | None, samples: Sequence[Sample],
              found: Found, max_shift_px: float) -> None:
    """Move the fine image in two steps, the second from where the first led to."""
    limit = max_shift_px * images.ratio
    first = _find_shifts(samples, found, math.ceil(limit), limit)
    found.registration = first
    if not first.blocks:
        if first.beyond:
            raise EoDeepError(f"'{name_of(images.high.path)}' lies more than {max_shift_px:g} px of "
                              f"'{name_of(images.low.path)}' beside it; georeference it, or allow a larger shift.")
        return
    images.move(first.transform)
    again = _find_shifts(_read_samples(images, window, area), found, images.ratio, limit)
    if again.blocks:
        moved = first.transform * again.transform
        dx, dy = first.dx + again.dx, first.dy + again.dy
        found.registration = Registration(moved, dx, dy, again.spread, again.blocks, first.beyond)
        images.move(moved)


def _find_shifts(samples: Sequence[Sample], found: Found, reach: int, limit: float) -> Registration:
    shifts, beyond, fitted = [], 0, found.harmonization
    for sample in samples:
        known = sample.known & ~ndimage.binary_dilation(compare_pixels(sample, fitted, found.sigma)[1] > FILL, NEAR)
        known = ndimage.binary_erosion(known, np.ones((3, 3)), -(-(reach + 1) // sample.ratio), border_value=1)
        if known.sum() < _FEWEST_PX:
            continue
        # Of bands that are mixed, only the mixture has a partner.
        high = sample.high if fitted.gain is not None else fitted(sample.high)
        # One further, so that a peak at the end of the reach is seen as one.
        scores = correlate_shifts(sample.low, known, high, sample.ratio, reach + 1, found.sigma)
        peak = find_peak(scores)
        if peak is None:
            beyond += int(np.nanmax(scores, initial=-1.0) >= LOWEST_CORRELATION)
            continue
        rows, columns = np.nonzero(known)
        x, y = ((side.mean() + 0.5 + start) * sample.ratio for side, start in
                ((columns, sample.column), (rows, sample.row)))
        shifts.append(BlockShift(x, y, *peak))
    return join_shifts(shifts, beyond, limit)


def spread_windows(window: Window) -> Iterator[Window]:
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
