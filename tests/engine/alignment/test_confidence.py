"""Confidence from beliefs and scores."""

import numpy as np
import pytest

from eo_deep.alignment.confidence import ConfidenceWeights, measure_log_odds


def test_it_grows_with_belief_and_score():
    weights = ConfidenceWeights(belief=1.0, score=0.1, constant=-1.0)
    confidence = weights.estimate(np.array([0.5, 0.9, 0.9]), np.array([0.0, 0.0, 20.0]))
    assert confidence == pytest.approx(1 / (1 + np.exp([1, 1 - np.log(0.91 / 0.11), -1 - np.log(0.91 / 0.11)])))


def test_log_odds_are_finite():
    assert measure_log_odds(np.array([0, 0.5, 1])) == pytest.approx([-np.log(101), 0, np.log(101)])
