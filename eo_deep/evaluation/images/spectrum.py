"""Power spectra: how much of an image is at which scale."""

from __future__ import annotations

import numpy as np

_BATCH = 256


def measure_power(images: np.ndarray) -> np.ndarray:
    """Mean power of images (N, C, H, W) at the radial frequencies 1, 2, ... per shorter side, (C, F) float64."""
    height, width = images.shape[2:]
    # A window, or the jump from edge to edge would drown the fine texture.
    window = np.outer(np.hanning(height), np.hanning(width))
    radius, counts = _list_rings(height, width)
    power = np.zeros((images.shape[1], height, width))
    for start in range(0, len(images), _BATCH):
        batch = images[start : start + _BATCH].astype(np.float64)
        centred = (batch - batch.mean(axis=(2, 3), keepdims=True)) * window
        power += (np.abs(np.fft.fft2(centred)) ** 2).sum(axis=0)
    sums = np.stack([np.bincount(radius.ravel(), band.ravel())[1 : len(counts) + 1] for band in power])
    return sums / counts / len(images)


def compare_energy_db(power: np.ndarray, reference: np.ndarray, above: float) -> float:
    """Energy beyond a frequency against that of a reference, in dB, mean of the bands; NaN where either has none.

    power, reference: (C, F) of square images, see `measure_power`. above: in cycles per pixel, up to 0.5.
    """
    rings = np.arange(1, power.shape[1] + 1)
    beyond = rings > above * 2 * power.shape[1]
    weights = np.where(beyond, rings, 0)  # a ring has pixels in proportion to its radius
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = 10 * np.log10(power @ weights / (reference @ weights))
    return float(ratio.mean()) if np.isfinite(ratio).all() else float("nan")


def _list_rings(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The radial frequency (H, W) of each coefficient per shorter side, and how many have 1, 2, ... of it."""
    side = min(height, width)
    fy, fx = np.fft.fftfreq(height) * side, np.fft.fftfreq(width) * side
    radius = np.rint(np.hypot(fy[:, None], fx[None, :])).astype(int)
    return radius, np.bincount(radius.ravel())[1 : side // 2 + 1]
