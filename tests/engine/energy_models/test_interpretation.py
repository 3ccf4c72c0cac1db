"""Logits mean the probabilities, the density and the percentile that their definitions give."""

import numpy as np

from eo_deep.energy_models.interpretation import interpret_logits


def test_logits_give_calibrated_probabilities_and_an_uncalibrated_density():
    logits = np.log(np.array([[1, 3], [6, 2]], np.float32))
    card = {"temperature": 0.5, "log_density": {"quantiles": [np.log(2), np.log(6)]}}

    probabilities, log_px, percentile = interpret_logits(logits, card)

    np.testing.assert_allclose(probabilities, [[0.1, 0.9], [0.9, 0.1]], rtol=1e-6)  # 1 : 9 and 36 : 4
    np.testing.assert_allclose(log_px, np.log([4, 8]), rtol=1e-6)
    np.testing.assert_allclose(percentile, [np.log(2) / np.log(3), 1], rtol=1e-6)


def test_large_logits_do_not_overflow():
    card = {"log_density": {"quantiles": [0.0, 1.0]}}

    probabilities, log_px, _ = interpret_logits(np.array([[1000.0, 0.0]], np.float32), card)

    assert probabilities.tolist() == [[1, 0]]
    assert log_px.tolist() == [1000]
