"""The majority filter of class maps: each pixel gets the class that most pixels around it have."""

from __future__ import annotations

import numpy as np

from ..io.card_schema import UNKNOWN
from ..runtime.compilation import njit


def filter_majority(classes: np.ndarray, radius_px: int, passes: int = 1) -> np.ndarray:
    """The most frequent class in the disc of `radius_px` around each pixel, itself included.

    A pixel keeps its class where no class has more votes than its own, and where several others are tied. UNKNOWN
    pixels stay and have no vote. A window needs `passes` times the radius around it to be exact.

    Parameters
    ----------
    classes : (H, W) uint8
        Class values; UNKNOWN is nodata.
    radius_px : int
    passes : int
        How often the filter is applied.

    Returns
    -------
    (H, W) uint8
    """
    side = np.arange(-radius_px, radius_px + 1)
    half = np.sqrt(radius_px**2 - side**2 + 0.5).astype(np.int64)  # of each row of the disc
    for _ in range(passes):
        present = np.unique(classes[classes != UNKNOWN])
        classes = _vote(np.ascontiguousarray(classes), half, present, np.uint8(UNKNOWN))
    return classes


@njit(cache=True, nogil=True)
def _vote(classes, half, present, unknown):  # pragma: no cover - compiled
    """Votes are counted as the disc moves along a row: what enters on its right, less what leaves on its left."""
    height, width = classes.shape
    radius = len(half) // 2
    result = classes.copy()
    votes = np.zeros(256, np.int32)
    for y in range(height):
        votes[:] = 0
        for x in range(-radius, width):
            for dy in range(-radius, radius + 1):
                row = y + dy
                if row < 0 or row >= height:
                    continue
                enters, leaves = x + half[dy + radius], x - half[dy + radius] - 1
                if 0 <= enters < width:
                    votes[classes[row, enters]] += 1
                if 0 <= leaves < width:
                    votes[classes[row, leaves]] -= 1
            if x < 0 or classes[y, x] == unknown:
                continue
            own = classes[y, x]
            best, tied = own, False
            for label in present:
                if votes[label] > votes[best]:
                    best, tied = label, False
                elif votes[label] == votes[best] and label != best and best != own:
                    tied = True
            result[y, x] = own if tied else best
    return result
