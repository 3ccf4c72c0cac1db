"""Scores of expected errors."""

import math

import numpy as np
import pytest

from eo_deep.evaluation.images.expected_errors import score_expected_errors


def test_a_calibrated_layer_has_the_scores_it_should():
    random = np.random.default_rng(0)
    scale = random.uniform(1, 100, 50_000)
    error = np.abs(random.laplace(0, scale))
    scores = score_expected_errors(scale, error)
    assert scores.coverage == pytest.approx(0.9, abs=0.01)
    assert scores.bias == pytest.approx(1, abs=0.02)
    assert 0.4 < scores.rank_correlation < 0.8
    assert 0 < scores.sparsification_error < 0.6


def test_the_error_itself_is_best_and_chance_is_worst():
    error = np.random.default_rng(1).exponential(10, 20_000)
    best = score_expected_errors(error, error)
    assert (best.rank_correlation, best.sparsification_error, best.bias) == pytest.approx((1, 0, 1))
    chance = score_expected_errors(np.random.default_rng(2).permutation(error), error)
    assert abs(chance.rank_correlation) < 0.02
    assert chance.sparsification_error == pytest.approx(1, abs=0.02)


def test_a_constant_layer_ranks_nothing():
    scores = score_expected_errors(np.ones(10), np.arange(10.0))
    assert math.isnan(scores.rank_correlation)
    assert scores.bias == pytest.approx(1 / 4.5)
