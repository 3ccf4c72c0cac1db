"""Mean and standard deviation of bands in a square window around each pixel."""

from __future__ import annotations

import numpy as np

from ..runtime.compilation import njit


def measure_windows(pixels: np.ndarray, valid: np.ndarray, window_px: int) -> np.ndarray:
    """Means and standard deviations over the valid pixels of windows.

    Sums run in one order, which depends on no tile, so that any part of an image gives the same bits.

    Parameters
    ----------
    pixels : ndarray, shape (C, H, W), float32
    valid : ndarray, shape (H, W), bool
    window_px : int
        Side of the window, odd.

    Returns
    -------
    ndarray, shape (2 C, H - window_px + 1, W - window_px + 1), float32
        The means of all bands, then the deviations; 0 where no pixel of a window is valid.
    """
    return _measure(np.ascontiguousarray(pixels), np.ascontiguousarray(valid), window_px)


@njit(cache=True, nogil=True)
def _measure(pixels, valid, side):
    bands, height, width = pixels.shape
    rows, columns = height - side + 1, width - side + 1
    result = np.zeros((2 * bands, rows, columns), np.float32)
    count_sum, value_sum, square_sum = np.empty(width), np.empty(width), np.empty(width)
    counts = np.empty(columns)
    for row in range(rows):
        count_sum[:] = 0.0
        for y in range(row, row + side):
            for x in range(width):
                count_sum[x] += 1.0 if valid[y, x] else 0.0
        counts[:] = 0.0
        for shift in range(side):
            for x in range(columns):
                counts[x] += count_sum[x + shift]
        for band in range(bands):
            value_sum[:] = 0.0
            square_sum[:] = 0.0
            for y in range(row, row + side):
                for x in range(width):
                    value = np.float64(pixels[band, y, x]) if valid[y, x] else 0.0
                    value_sum[x] += value
                    square_sum[x] += value * value
            for x in range(columns):
                if counts[x] > 0.0:
                    total, squares = 0.0, 0.0
                    for shift in range(side):
                        total += value_sum[x + shift]
                        squares += square_sum[x + shift]
                    mean = total / counts[x]
                    result[band, row, x] = mean
                    result[bands + band, row, x] = np.sqrt(max(0.0, squares / counts[x] - mean * mean))
    return result
