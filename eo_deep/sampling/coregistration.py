"""How far two images of one place lie beside each other: by blocks, to a fraction of a fine pixel.

A block's shift is that at which the fine image, degraded to the coarse one's pixels, correlates best with it. All whole
fine pixels within reach are tried; a parabola through the best and its neighbours gives the fraction. Correlation does
not depend on a gain or an offset of a band, and what is not known takes no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio
import torch
from torch.nn import functional

from .degraded import blur

_FEWEST_BLOCKS = 8  # for a field of shifts, not one
_UNSTEADY_PX = 0.5  # fine pixels by which blocks disagree where one shift does not do
_MUCH_BETTER = 0.7
LOWEST_CORRELATION = 0.6
_ROUNDS = 10


@dataclass(frozen=True)
class BlockShift:
    """The shift of one block: its centre (x, y) and the shift (dx, dy), in fine pixels, and the correlation there.

    What is at (x, y) in the coarse image is at (x + dx, y + dy) in the fine one.
    """

    x: float
    y: float
    dx: float
    dy: float
    correlation: float


@dataclass(frozen=True)
class Registration:
    """The shift of the fine image, as an affine map of fine pixels, and how well it is known.

    dx, dy: its median, in fine pixels. spread: median distance of the blocks' shifts from the map's, in fine pixels.
    blocks: how many have a shift. beyond: how many others correlate best at the end of the reach.
    """

    transform: rasterio.Affine
    dx: float
    dy: float
    spread: float
    blocks: int
    beyond: int

    @property
    def is_field(self) -> bool:
        """Whether the shift differs from place to place."""
        return (self.transform.a, self.transform.e) != (1.0, 1.0)


UNMOVED = Registration(rasterio.Affine.identity(), 0.0, 0.0, 0.0, 0, 0)


def correlate_shifts(low: np.ndarray, known: np.ndarray, high: np.ndarray, ratio: int, reach: int,
                     sigma: float) -> np.ndarray:
    """The correlation of a coarse block with a fine one at every shift of up to `reach` fine pixels.

    Parameters
    ----------
    low : (C, h, w) float
    known : (h, w) bool
        Coarse pixels that count: those that are known in both images at every shift.
    high : (C, ratio (h + 2 m), ratio (w + 2 m)) float
        With a margin of m coarse pixels, at least the reach.
    ratio, reach : int
    sigma : float
        Of the degradation, in coarse pixels.

    Returns
    -------
    (2 reach + 1, 2 reach + 1) float64, by dy and dx: means over the bands of the correlation coefficient; NaN where no
    band varies.
    """
    height, width = known.shape
    size = 2 * reach + 1
    target = low.astype(np.float64)
    target -= (target * known).sum(axis=(1, 2), keepdims=True) / max(1, known.sum())
    target *= known
    power = (target**2).sum(axis=(1, 2))
    varies = power > (1e-6 * np.abs(low).max(initial=0)) ** 2 * known.sum()
    if known.sum() < 2 or not varies.any():
        return np.full((size, size), np.nan)
    blurred = blur(high[varies], ratio, sigma)
    top, left = ((side // ratio - given) // 2 * ratio - reach for side, given in zip(high.shape[1:], known.shape))
    blurred -= blurred.mean(axis=(1, 2), keepdims=True)
    # Of every shift: the sums of fine pixels, of their squares and of their products with the coarse ones, over those
    # coarse pixels that are known.
    kernels = np.stack([target[varies], np.broadcast_to(known, (varies.sum(), height, width))], axis=1)
    place = np.s_[:, top : top + height * ratio + size - 1, left : left + width * ratio + size - 1]
    product, total = _sum_windows(blurred[place], kernels, ratio, size)
    square = _sum_windows(blurred[place] ** 2, kernels[:, 1:], ratio, size)[0]
    spread = np.sqrt(np.maximum(square - total**2 / known.sum(), 0) * power[varies, None, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(spread > 1e-6 * np.sqrt(square * power[varies, None, None]), product / spread, np.nan)
    counted = np.isfinite(each)
    return np.where(counted.any(axis=0), np.where(counted, each, 0).sum(axis=0) / counted.sum(axis=0).clip(1), np.nan)


def _sum_windows(pixels: np.ndarray, kernels: np.ndarray, ratio: int, size: int) -> np.ndarray:
    """Sums over kernels (C, K, h, w) laid on every ratio-th of the pixels (C, H, W), from `size` places each way.

    (K, C, size, size) float64.
    """
    sums = np.zeros((kernels.shape[1], len(pixels), size, size))
    height, width = kernels.shape[2:]
    weights = torch.from_numpy(np.ascontiguousarray(kernels, np.float32)).flatten(0, 1)[:, None]
    for row in range(ratio):
        for column in range(ratio):
            counts = (-(-(size - row) // ratio), -(-(size - column) // ratio))
            part = pixels[:, row::ratio, column::ratio][:, : height + counts[0] - 1, : width + counts[1] - 1]
            with torch.inference_mode():
                found = functional.conv2d(torch.from_numpy(np.ascontiguousarray(part))[None], weights, groups=len(part))
            found = found[0].unflatten(0, kernels.shape[:2]).transpose(0, 1)
            sums[:, :, row::ratio, column::ratio] = found.numpy()
    return sums


def find_peak(scores: np.ndarray) -> tuple[float, float, float] | None:
    """(dx, dy, score) of the best shift, to a fraction of a pixel; None where it lies at the end of the reach."""
    if not np.isfinite(scores).any():
        return None
    reach = len(scores) // 2
    row, column = np.unravel_index(np.nanargmax(scores), scores.shape)
    around = scores[row - 1 : row + 2, column - 1 : column + 2] if min(row, column) > 0 else scores[:0]
    if around.shape != (3, 3) or not np.isfinite(around).all():
        return None
    # The least-squares parabola z = a + b x + c y + d x2 + e x y + f y2 over the nine scores.
    b, c = (around[:, 2] - around[:, 0]).sum() / 6, (around[2] - around[0]).sum() / 6
    d = (around[:, 0] - 2 * around[:, 1] + around[:, 2]).sum() / 6
    f = (around[0] - 2 * around[1] + around[2]).sum() / 6
    e = (around[0, 0] + around[2, 2] - around[0, 2] - around[2, 0]) / 4
    curvature = 4 * d * f - e * e
    x = y = 0.0
    if d < 0 and curvature > 0:
        x, y = ((e * c - 2 * f * b) / curvature).clip(-1, 1), ((e * b - 2 * d * c) / curvature).clip(-1, 1)
    return float(column - reach + x), float(row - reach + y), float(around[1, 1])


def join_shifts(found: Sequence[BlockShift], beyond: int, limit_px: float) -> Registration:
    """One registration of the shifts of blocks: their median, or an affine field where they disagree and one fits.

    Parameters
    ----------
    found : sequence of BlockShift
        Those that correlate too little take no part.
    beyond : int
        How many blocks correlate best at the end of the reach.
    limit_px : float
        A field that moves a block by more, in fine pixels, is none.
    """
    sure = [each for each in found if each.correlation >= LOWEST_CORRELATION]
    if not sure:
        return Registration(rasterio.Affine.identity(), 0.0, 0.0, 0.0, 0, beyond)
    shifts = np.array([(each.dx, each.dy) for each in sure])
    dx, dy = np.median(shifts, axis=0).tolist()
    spread = float(np.median(np.hypot(*(shifts - (dx, dy)).T)))
    moved = rasterio.Affine.translation(dx, dy)
    if spread > _UNSTEADY_PX and len(sure) >= _FEWEST_BLOCKS:
        places = np.array([(each.x, each.y, 1.0) for each in sure])
        field = _fit_field(places, shifts)
        rest = float(np.median(np.hypot(*(shifts - places @ field).T)))
        if rest < _MUCH_BETTER * spread and np.abs(places @ field).max() <= limit_px:
            (a, d), (b, e), (c, f) = field.tolist()
            moved, spread = rasterio.Affine(1 + a, b, c, d, 1 + e, f), rest
    return Registration(moved, dx, dy, spread, len(sure), beyond)


def _fit_field(places: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    """(3, 2): affine shifts of places (N, 3), by least absolute distances, so that single blocks do not bend it."""
    weights = np.ones(len(places))
    for _ in range(_ROUNDS):
        root = np.sqrt(weights)[:, None]
        field = np.linalg.lstsq(root * places, root * shifts, rcond=None)[0]
        weights = 1 / np.maximum(np.hypot(*(shifts - places @ field).T), 0.05)
    return field
