"""What error to expect where a network predicts one (`expected_error`).

On ground that the training has not seen, an isotonic regression says what absolute error there was, on average, where
the network predicted b.
"""

from __future__ import annotations

import numpy as np

LOWEST, HIGHEST = -8.0, 4.0  # of log b, in standard deviations of the bands
_BINS = 64
_KNOTS = 24


def calibrate(predicted: np.ndarray, errors: np.ndarray) -> dict:
    """{"predicted", "measured"}: rising values, to interpolate between, of b and of the mean absolute error there."""
    order = np.argsort(predicted, kind="stable")
    parts = np.array_split(order, min(_BINS, len(order)))
    at, means, weights = (np.array([function(part) for part in parts]) for function in (
        lambda part: predicted[part].mean(), lambda part: errors[part].mean(), len))  # fmt: skip
    fitted = _rise(means, weights)
    chosen = np.unique(np.linspace(0, len(at) - 1, min(_KNOTS, len(at))).round().astype(int))
    if len(chosen) == 1:
        chosen = np.repeat(chosen, 2)
    return {name: [float(f"{value:.6g}") for value in values[chosen]]
            for name, values in (("predicted", at), ("measured", fitted))}  # fmt: skip


def expect(predicted: np.ndarray, calibration: dict) -> np.ndarray:
    """The calibrated mean absolute errors where b was predicted, in standard deviations of the bands.

    Beyond the calibration's ends they go on in proportion.
    """
    knots, measured = np.array(calibration["predicted"]), np.array(calibration["measured"])
    inside = np.interp(predicted, knots, measured)
    below, above = predicted / max(knots[0], 1e-12), predicted / max(knots[-1], 1e-12)
    return inside * np.minimum(below, 1) * np.maximum(above, 1)


def _rise(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The nearest rising sequence, by pooling adjacent violators."""
    pools: list[list[float]] = []  # mean, weight, count
    for value, weight in zip(values.tolist(), weights.tolist()):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, total, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + mean * total) / (last[1] + total)
            last[1] += total
            last[2] += count
    return np.repeat([pool[0] for pool in pools], [int(pool[2]) for pool in pools])
