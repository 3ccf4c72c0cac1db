"""What becomes of the detail that a coarse image lacks: improvement, omission and hallucination at each pixel.

Source: Aybar et al., "A comprehensive benchmark for optical remote sensing image super-resolution" (opensr-test), IEEE
GRSL 2024, with the normalised difference as distance and a temperature of 0.25.
"""

from __future__ import annotations

import numpy as np

DETAIL_NAMES = ("improvement", "omission", "hallucination")
_BALANCE, _HALLUCINATION, _TEMPERATURE = 0.8, 0.4, 0.25


def map_details(image: np.ndarray, enlarged: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Shares (3, H, W) float64 of improvement, omission and hallucination, which sum to 1.

    image: super-resolved, enlarged: the coarse image, bicubic, reference: the true one, each (C, H, W). With distances
    d_im of the image from the reference and d_om from the enlarged one, as multiples of the distance between those two,
    an image that is the reference improves, and one that is the enlarged image omits. One far from both hallucinates.
    NaN where the reference shows no detail at all. Any unexplained detail counts as hallucination, that of a linear
    sharpening too: compare with the shares of a linear enlargement.
    """
    scale = _measure_distance(enlarged, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        d_im, d_om = _measure_distance(image, reference) / scale, _measure_distance(image, enlarged) / scale
        excess = 1 - np.exp(-_BALANCE * (d_im + d_om - 1))
        scores = np.stack([d_im + d_om * excess, d_om + d_im * excess, np.exp(-_HALLUCINATION * d_im * d_om)])
        weights = np.exp(-(scores - scores.min(axis=0)) / _TEMPERATURE)
        return np.where(scale > 0, weights / weights.sum(axis=0), np.nan)


def _measure_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Normalised difference |a - b| / (|a| + |b|), mean of the bands; 0 where both are 0."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    total = np.abs(a) + np.abs(b)
    return np.divide(np.abs(a - b), total, out=np.zeros_like(total), where=total > 0).mean(axis=0)
