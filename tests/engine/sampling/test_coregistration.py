"""Shifts of blocks, and what they say together."""

import numpy as np
import pytest
from scipy import ndimage

from eo_deep.sampling.coregistration import BlockShift, correlate_shifts, find_peak, join_shifts
from eo_deep.sampling.degraded import degrade


def test_a_shift_is_found_to_a_fraction_of_a_fine_pixel():
    scene = ndimage.gaussian_filter(np.random.default_rng(0).normal(size=(2, 160, 160)), (0, 2, 2)) * 1000 + 500
    moved = np.stack([ndimage.shift(band, (1.5, -2.25), order=3, mode="nearest") for band in scene])
    low = 0.5 * degrade(moved[:, 32:-32, 32:-32], 4, 0.5) + 90
    known = np.ones((24, 24), bool)
    known[3:6, 4:9] = False
    low[:, ~known] = 60_000
    scores = correlate_shifts(low, known, scene, 4, 8, 0.5)
    assert scores.shape == (17, 17) and scores.max() == pytest.approx(1, abs=0.02)
    dx, dy, _ = find_peak(scores)
    assert (dx, dy) == pytest.approx((2.25, -1.5), abs=0.1)


def test_no_peak_at_the_end_of_the_reach_nor_on_flat_ground():
    scores = np.add.outer(np.arange(5.0), np.arange(5.0))
    assert find_peak(scores) is None
    flat = correlate_shifts(np.full((1, 8, 8), 3.0), np.ones((8, 8), bool), np.ones((1, 64, 64)), 4, 2, 0.5)
    assert np.isnan(flat).all() and find_peak(flat) is None


def test_the_median_counts_and_unsure_blocks_do_not():
    found = [BlockShift(0, 0, 1.0, -2.0, 0.9), BlockShift(9, 0, 1.2, -2.1, 0.8), BlockShift(0, 9, 1.1, -1.9, 0.7),
             BlockShift(9, 9, -7.0, 7.0, 0.3)]  # fmt: skip
    joined = join_shifts(found, 2, 8.0)
    assert (joined.dx, joined.dy, joined.blocks, joined.beyond) == pytest.approx((1.1, -2.0, 3, 2))
    assert not joined.is_field and joined.transform * (0, 0) == pytest.approx((1.1, -2.0))


def test_a_field_is_fitted_past_single_blocks():
    places = [(x, y) for x in range(0, 1000, 200) for y in range(0, 1000, 200)]
    found = [BlockShift(x, y, 0.004 * x - 2, -0.003 * y + 1, 0.9) for x, y in places]
    found[7] = BlockShift(found[7].x, found[7].y, 6.0, 6.0, 0.9)
    joined = join_shifts(found, 0, 8.0)
    assert joined.is_field and joined.spread < 0.05
    assert joined.transform * (500, 500) == pytest.approx((500, 499.5), abs=0.05)
