"""Calibration: the temperature that undoes an exaggeration, and the error that is left."""

import numpy as np
import pytest
import torch

from eo_deep.scene_classification.calibration import fit_temperature, measure_calibration, measure_classification


def draw(count=20_000, classes=4, seed=0):
    """Logits whose softmax is right, and labels drawn from it."""
    generator = torch.Generator().manual_seed(seed)
    logits = 2 * torch.randn(count, classes, generator=generator)
    return logits, torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]


@pytest.mark.parametrize("exaggeration", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_an_exaggeration(exaggeration):
    logits, labels = draw()
    assert fit_temperature(exaggeration * logits, labels) == pytest.approx(exaggeration, rel=0.05)


def test_the_error_is_the_distance_of_confidence_from_accuracy():
    probabilities = np.tile([0.9, 0.1], (100, 1))
    labels = np.array([0] * 70 + [1] * 30)
    error, bins = measure_calibration(probabilities, labels)
    assert error == pytest.approx(0.2)
    assert bins == [{"confidence": pytest.approx(0.9), "accuracy": pytest.approx(0.7), "count": 100}]


def test_right_probabilities_are_calibrated():
    logits, labels = draw()
    right, wrong = (measure_classification(logits, labels, temperature, 4) for temperature in (1.0, 0.3))
    assert right["calibration_error"] < 0.01 < 0.1 < wrong["calibration_error"]
    assert right["accuracy"] == wrong["accuracy"]
    confusion = np.array(right["confusion"])
    assert confusion.sum(axis=1).tolist() == torch.bincount(labels).tolist()  # rows the reference
    assert np.trace(confusion) == round(right["accuracy"] * len(labels))
