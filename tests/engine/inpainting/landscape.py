"""Relief with the statistics of images, for tests."""

import numpy as np


def landscape(height, width, seed=0, bands=3):
    """Smooth relief in bands that are nearly alike, (bands, H, W) float64 0..1."""
    generator = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None]) + 1 / max(height, width)
    common, *own = (np.fft.ifft2(np.fft.fft2(generator.normal(size=(height, width))) * frequency**-1.6).real
                    for _ in range(bands + 1))
    mixed = np.stack([common + 0.2 * each for each in own])
    return (mixed - mixed.min()) / np.ptp(mixed)
