"""Measures of how far one set of scores is from another, against values that can be told by hand."""

import math

import numpy as np
import pytest

from eo_deep.out_of_distribution.scores import (
    KL_EPSILON,
    choose_bins,
    measure_auroc,
    measure_fpr95,
    measure_kl,
    score_neighbours,
    trace_risk,
)

RISING = np.arange(100.0)


def test_auroc_is_the_chance_to_rank_a_pair_right():
    assert measure_auroc(RISING + 100, RISING) == 1.0
    assert measure_auroc(RISING, RISING + 100) == 0.0
    assert measure_auroc(RISING, RISING) == 0.5
    assert measure_auroc(np.array([1.0, 3.0]), np.array([2.0, 3.0])) == pytest.approx((0 + 0 + 1 + 0.5) / 4)


def test_fpr95_is_what_passes_where_95_percent_of_the_reference_do():
    assert measure_fpr95(RISING, np.array([0.0, 3.0, 4.0, 50.0])) == 0.5  # the threshold is 4
    assert measure_fpr95(RISING, RISING - 1000) == 0.0


def test_kl_is_zero_for_the_same_scores_and_bounded_without_overlap():
    assert measure_kl(RISING, RISING) == 0.0
    assert measure_kl(RISING + 1000, RISING) == pytest.approx(-math.log(KL_EPSILON), abs=1e-3)
    # Half of the scores beyond the reference's range: 0.5 ln 0.5 of those inside, and 0.5 ln(0.5 / e) of those outside.
    half = np.concatenate([RISING, RISING + 1000])
    assert measure_kl(half, RISING) == pytest.approx(0.5 * math.log(0.5) + 0.5 * math.log(0.5 / KL_EPSILON), abs=1e-3)


def test_bins_grow_with_the_smaller_set():
    assert [choose_bins(np.zeros(n), np.zeros(10_000)) for n in (9, 400, 10_000)] == [10, 20, 50]


def test_neighbours_are_counted_by_direction():
    known = np.array([[1.0, 0.0]] * 10 + [[0.0, 1.0]])
    scores = score_neighbours(np.array([[5.0, 0.0], [0.0, 3.0]]), known)
    assert scores == pytest.approx([0.0, -math.sqrt(2)], abs=1e-6)


def test_risk_rises_with_what_is_kept_where_the_unsure_are_wrong():
    kept, risk = trace_risk(np.array([0.9, 0.1, 0.8, 0.2]), np.array([True, False, True, False]))
    assert kept.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk == pytest.approx([0, 0, 1 / 3, 0.5])
    _, tied = trace_risk(np.full(4, 0.5), np.array([True, False, True, False]))
    assert tied == pytest.approx([0.5] * 4)  # in whatever order they come
