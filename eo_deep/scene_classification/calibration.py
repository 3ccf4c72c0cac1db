"""How far the probabilities of a classifier can be believed, and the temperature that makes them believable."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

_BINS = 15


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature T of softmax(logits / T) with the least cross-entropy (Guo et al. 2017), 0.05 to 20.

    logits: (N, K) float32; labels: (N,) int64.
    """
    low, high = np.log(0.05), np.log(20.0)
    for _ in range(60):  # the cross-entropy has a single minimum in log T, so thirds close in on it
        left, right = low + (high - low) / 3, high - (high - low) / 3
        at_left, at_right = (
            float(functional.cross_entropy(logits.double() / np.exp(value), labels)) for value in (left, right)
        )
        low, high = (low, right) if at_left < at_right else (left, high)
    return float(np.exp((low + high) / 2))


def measure_calibration(probabilities: np.ndarray, labels: np.ndarray) -> tuple[float, list[dict]]:
    """Expected calibration error (0..1) over 15 bins of equal width, and the bins: confidence, accuracy, count.

    probabilities: (N, K); labels: (N,).
    """
    confidence, hit = probabilities.max(1), probabilities.argmax(1) == labels
    numbers = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    bins, error = [], 0.0
    for number in range(_BINS):
        inside = numbers == number
        if inside.any():
            mean, accuracy = float(confidence[inside].mean()), float(hit[inside].mean())
            bins.append({"confidence": mean, "accuracy": accuracy, "count": int(inside.sum())})
            error += abs(mean - accuracy) * inside.mean()
    return float(error), bins


def measure_classification(logits: Tensor, labels: Tensor, temperature: float, class_count: int) -> dict:
    """Accuracy, confusion matrix (rows the reference) and calibration of logits (N, K) against labels (N,)."""
    predicted = logits.argmax(1)
    confusion = torch.bincount(labels * class_count + predicted, minlength=class_count**2).reshape(class_count, -1)
    error, bins = measure_calibration((logits.double() / temperature).softmax(1).numpy(), labels.numpy())
    return {
        "accuracy": float((predicted == labels).float().mean()),
        "calibration_error": error,
        "calibration": bins,
        "confusion": confusion.tolist(),
    }
