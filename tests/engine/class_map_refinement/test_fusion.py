"""Fusion of maps: votes and evidence by hand."""

import numpy as np
import pytest

from eo_deep.class_map_refinement.fusion import Rates, fuse_evidence, fuse_votes, measure_rates

# Three maps of three classes at two pixels; the third map does not know the second pixel.
MAPS = np.array([[[0.6, 0.2], [0.3, 0.7], [0.1, 0.1]], [[0.1, 0.1], [0.8, 0.2], [0.1, 0.7]],
                 [[0.5, 1 / 3], [0.4, 1 / 3], [0.1, 1 / 3]]], np.float32)[:, :, None]
KNOWN = np.array([[True, True], [True, True], [True, False]])[:, None]
RATES = [Rates([0.9, 0.5, 0.4], [0.8, 0.6, 0.5]), Rates([0.3, 0.7, 0.6], [0.5, 0.9, 0.7]),
         Rates([0.2, 0.2, 0.2], [0.4, 0.4, 0.4])]  # fmt: skip


def test_votes_count_by_recall():
    fused = fuse_votes(MAPS, KNOWN, RATES)[:, 0]
    np.testing.assert_allclose(fused[:, 0], np.array([0.9 + 0.2, 0.7, 0]) / 1.8, rtol=1e-5)  # votes 0, 1, 0
    np.testing.assert_allclose(fused[:, 1], np.array([0, 0.5, 0.6]) / 1.1, rtol=1e-5)  # votes 1, 2


def test_evidence_is_combined_by_dempsters_rule():
    fused = fuse_evidence(MAPS, KNOWN, RATES)[:, 0]
    first, second = 1 - 0.2 * 0.6, 0.9  # masses for class 0 (two maps) and class 1 (one)
    rest = (1 - first) * (1 - second)
    masses = np.array([first * (1 - second) + rest / 3, second * (1 - first) + rest / 3, rest / 3])
    np.testing.assert_allclose(fused[:, 0], masses / masses.sum(), rtol=1e-5)


def test_maps_that_are_sure_and_contradict_each_other_leave_a_probability():
    sure = [Rates([1, 1, 1], [1, 1, 1])] * 3
    fused = fuse_evidence(MAPS, KNOWN, sure)
    assert np.isfinite(fused).all() and fused.sum(axis=0) == pytest.approx(1)


def test_rates_are_recall_and_precision():
    rates = measure_rates(np.array([[6, 2, 0], [1, 3, 0], [0, 0, 0]]))
    assert rates.recall == pytest.approx([6 / 8, 3 / 4, 0]) and rates.precision == pytest.approx([6 / 7, 3 / 5, 0])
