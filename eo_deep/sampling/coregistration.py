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

from .degraded import blur

_FEWEST_PX = 64  # known coarse pixels of a block
_FEWEST_BLOCKS = 8  # for a field of shifts, not one
_UNSTEADY_PX = 0.5  # fine pixels by which blocks disagree where one shift does not do
_MUCH_BETTER = 0.7
_LOWEST = 0.6  # of the correlation
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
    blurred = blur(high, ratio, sigma)
    centre = (blurred.shape[1] // ratio - height) // 2 * ratio
    target = low[:, known].astype(np.float64)
    target -= target.mean(axis=1, keepdims=True)
    size = np.sqrt((target**2).sum(axis=1))
    scores = np.full((2 * reach + 1, 2 * reach + 1), np.nan)
    varies = size > 1e-9 * np.abs(low[:, known]).max(initial=0) * np.sqrt(known.sum())
    if known.sum() < 2 or not varies.any():
        return scores
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            top, left = centre + dy, centre + dx
            there = blurred[:, top : top + height * ratio : ratio, left : left + width * ratio : ratio][:, known]
            there = there - there.mean(axis=1, keepdims=True)
            both = size * np.sqrt((there**2).sum(axis=1))
            good = varies & (both > 0)
            if good.any():
                scores[dy + reach, dx + reach] = ((target * there).sum(axis=1)[good] / both[good]).mean()
    return scores


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
    sure = [each for each in found if each.correlation >= _LOWEST]
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
