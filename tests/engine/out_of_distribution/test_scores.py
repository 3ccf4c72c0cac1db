"""Scores of sets of images have the values that their definitions give."""


import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from eo_deep.out_of_distribution.scores import (
    KL_EPSILON,
    Histogram,
    choose_bins,
    measure_auroc,
    measure_fpr95,
    measure_kl,
    score_neighbours,
    trace_risk,
)


def test_measures_have_their_known_values():
    generator = np.random.default_rng(0)
    known, other = generator.normal(0, 1, 4000), generator.normal(-2, 1, 3000)
    labels = np.repeat([1, 0], [4000, 3000])
    assert measure_auroc(known, other) == pytest.approx(roc_auc_score(labels, np.concatenate([known, other])))
    assert measure_auroc(known, other) == pytest.approx(norm.cdf(2 / np.sqrt(2)), abs=0.01)
    assert measure_fpr95(known, other) == pytest.approx(norm.cdf(-2 + 1.645), abs=0.03)
    assert measure_auroc(np.zeros(5), np.zeros(7)) == 0.5
    assert measure_kl(generator.normal(0, 1, 20000), generator.normal(0, 1, 20000)) < 0.01
    assert measure_kl(known - 100, known) == pytest.approx(-np.log(KL_EPSILON), abs=0.01)
    assert measure_kl(np.ones(4), np.ones(9)) == pytest.approx(0)
    half = np.repeat([0.0, 1.0], 50)
    assert measure_kl(np.zeros(100), half) == pytest.approx(np.log(2), abs=1e-4)
    assert choose_bins(half, np.zeros(5000)) == 10 and choose_bins(known, other) == 50
    assert Histogram.over(half).shares(np.array([-5, 0, 1, 5.0]))[[0, 1, -2, -1]] == pytest.approx([0.25] * 4)


def test_neighbours_and_risk():
    bank = np.eye(4)[:3]
    scores = score_neighbours(np.array([[2.0, 0, 0, 0], [0, 0, 0, 1]]), bank, neighbours=1)
    assert scores == pytest.approx([0, -np.sqrt(2)])
    coverage, risk = trace_risk(np.array([0.9, 0.1, 0.5, 0.5]), np.array([True, False, True, False]))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1]
    assert risk == pytest.approx([0, 0.25, 1 / 3, 0.5])  # the two that are equally sure count half each
