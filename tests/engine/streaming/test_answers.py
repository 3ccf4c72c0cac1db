"""Answers that are not finite are nodata, and counted."""

import numpy as np

from eo_deep.streaming.answers import Answers


def test_answers_are_sorted_out_in_all_channels(notes):
    answers, valid = Answers(), np.array([[True, True], [True, False]])
    assert answers.sort_out(np.zeros((3, 2, 2), np.float32), valid).tolist() == valid.tolist()
    answers.warn("pixels", notes)
    assert notes.warnings == []
    scores = np.zeros((3, 2, 2), np.float32)
    scores[1, 0, 0], scores[2, 1, 1] = np.nan, np.inf  # the second is not wanted anyway
    assert answers.sort_out(scores, valid).tolist() == [[False, True], [True, False]]
    assert (answers.count, answers.failed) == (6, 1)
    answers.warn("pixels", notes)
    assert len(notes.warnings) == 1 and "16.7%" in notes.warnings[0] and "1 of 6" in notes.warnings[0]


def test_sums_that_overflow_are_no_failure():
    answers = Answers()
    assert answers.sort_out(np.full((2, 4), 3e38, np.float32), np.ones(4, bool)).all()
    assert answers.failed == 0
