"""What an image shows in its gaps, by what a network paints there and another date has: fitted where both show it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..image_series import ImageSeries
from ..models.footprint import Footprint
from ..models.scaling import FittedScaling
from ..streaming.pipeline import core_of
from ..streaming.tiling import plan_units
from .series_planes import join_planes

_CORE_PX, _BLOCKS = 128, 16  # fixed, so that the fit depends on no tile size
_PIXELS_PER_WEIGHT = 50
_RIDGE = 1e-6

Paint = Callable[..., np.ndarray]  # unit, planes -> painted (C, h, w) of the core, scaled


def stack_regressors(painted: np.ndarray, planes: np.ndarray) -> np.ndarray:
    """(2 C + 1, ...): painted and given values (C, ...), and 1."""
    return np.concatenate([painted, planes, np.ones_like(painted[:1])])


def fit_gap_regression(series: ImageSeries, own: int, other: int, scale: FittedScaling, footprint: Footprint,
                       paint: Paint) -> np.ndarray | None:
    """Weights (C, 2 C + 1) that make an image's values of those painted and those of another date, all scaled.

    Least squares over blocks spread over the image, in float64, in a fixed order. A painting alone would be the worse
    the less the network has learned; so it is never worse there than a line through the other date's values. None where
    too few pixels are known at both dates.
    """
    grid = series.grid
    units = plan_units(grid.width, grid.height, footprint, _CORE_PX)
    count = 2 * series.count + 1
    square, product, seen = np.zeros((count, count)), np.zeros((count, series.count)), 0
    for unit in units[:: max(1, len(units) // _BLOCKS)]:
        mine, known = series.read(own, unit.core)
        values, there = series.read(other, unit.window)
        both = known & core_of(unit, there)
        if not both.any():
            continue
        planes = join_planes(scale, values, there)
        x = stack_regressors(paint(unit, planes), core_of(unit, planes[:-1]))[:, both].astype(np.float64)
        y = scale(mine, known)[:, both].astype(np.float64)
        square, product, seen = square + x @ x.T, product + x @ y.T, seen + x.shape[1]
    if seen < _PIXELS_PER_WEIGHT * count:
        return None
    return np.linalg.solve(square + _RIDGE * seen * np.eye(count), product).T.astype(np.float32)
