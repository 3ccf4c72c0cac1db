"""What the logits of a classifier that is read as an energy-based model mean: probabilities, log p(x), percentile."""

from __future__ import annotations

import numpy as np


def interpret_logits(logits: np.ndarray, card: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Class probabilities, log p(x) and its percentile among the training images, of a scene model's logits.

    The temperature of the card calibrates the probabilities; it leaves log p(x) = logsumexp of the logits alone.
    Source: Grathwohl et al., "Your classifier is secretly an energy based model and you should treat it like one",
    ICLR 2020.

    Parameters
    ----------
    logits : ndarray (N, K) float32
        One row per patch, one column per class.
    card : dict
        The model's card, with ``log_density`` and, if it was calibrated, ``temperature``.

    Returns
    -------
    probabilities : ndarray (N, K) float32
        Sum to 1 in each row.
    log_px : ndarray (N,) float32
        log p(x) up to a constant.
    percentile : ndarray (N,) float32
        0..1: the share of the training images that are less likely.
    """
    scaled = logits / card.get("temperature", 1.0)
    scaled = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    top = logits.max(axis=1, keepdims=True)
    log_px = (top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True)))[:, 0]
    quantiles = card["log_density"]["quantiles"]
    percentile = np.interp(log_px, quantiles, np.linspace(0, 1, len(quantiles)))
    probabilities = scaled / scaled.sum(axis=1, keepdims=True)
    return probabilities.astype(np.float32), log_px.astype(np.float32), percentile.astype(np.float32)
