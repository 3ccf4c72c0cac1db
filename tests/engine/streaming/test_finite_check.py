"""Outputs that are not finite are nodata, and counted."""

import numpy as np

from eo_deep.streaming.finite_check import FiniteCheck


def test_outputs_are_checked_in_all_channels(notes):
    check, valid = FiniteCheck(), np.array([[True, True], [True, False]])
    assert check.select_finite(np.zeros((3, 2, 2), np.float32), valid).tolist() == valid.tolist()
    check.warn("pixels", notes)
    assert notes.warnings == []
    scores = np.zeros((3, 2, 2), np.float32)
    scores[1, 0, 0], scores[2, 1, 1] = np.nan, np.inf  # the second is not wanted anyway
    assert check.select_finite(scores, valid).tolist() == [[False, True], [True, False]]
    assert (check.count, check.failed) == (6, 1)
    check.warn("pixels", notes)
    assert len(notes.warnings) == 1 and "16.7%" in notes.warnings[0] and "1 of 6" in notes.warnings[0]


def test_sums_that_overflow_are_no_failure():
    check = FiniteCheck()
    assert check.select_finite(np.full((2, 4), 3e38, np.float32), np.ones(4, bool)).all()
    assert check.failed == 0
