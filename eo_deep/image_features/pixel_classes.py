"""From the classes of cells to those of pixels: soft assignments, enlarged and guided by the image."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter

RADIUS_PX = 8
HALO_PX = 2 * RADIUS_PX  # of the guided filter: a mean of means
_SMOOTHNESS = 0.01  # of the guide in standard deviations, squared


def enlarge(cells: np.ndarray, cell_px: int, top: int, left: int, height: int, width: int) -> np.ndarray:
    """Values (K, h, w) of cells as pixels (K, height, width), bilinear between the cells' centres.

    top, left: the pixel where the result begins, counted from the first cell's corner. Cells reach at least half a cell
    beyond the result.
    """
    result = cells
    for axis, (start, length) in ((1, (top, height)), (2, (left, width))):
        place = (np.arange(start, start + length) + 0.5) / cell_px - 0.5
        low = np.floor(place).astype(int)
        share = (place - low).astype(np.float32)
        shape = (-1, 1) if axis == 1 else (-1,)
        result = (np.take(result, low, axis) * (1 - share.reshape(shape))
                  + np.take(result, low + 1, axis) * share.reshape(shape))  # fmt: skip
    return result


def guide(values: np.ndarray, image: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values (K, h, w) filtered so that their edges follow those of an image (h, w) (He et al. 2013), at known pixels.

    image: in standard deviations. The outermost `HALO_PX` of the result are not exact.
    """
    weights = known.astype(np.float64)
    share = np.maximum(_average(weights), 1e-9)

    def average(each: np.ndarray) -> np.ndarray:
        return _average(each * weights) / share

    image = np.where(known, image, 0).astype(np.float64)
    mean = average(image)
    variance = np.maximum(average(image * image) - mean * mean, 0)
    result = np.empty(values.shape, np.float32)
    for number, each in enumerate(values.astype(np.float64)):
        own = average(each)
        slope = (average(image * each) - mean * own) / (variance + _SMOOTHNESS)
        result[number] = average(slope) * image + average(own - slope * mean)
    return result


def _average(values: np.ndarray) -> np.ndarray:
    return uniform_filter(values, 2 * RADIUS_PX + 1, mode="constant")
