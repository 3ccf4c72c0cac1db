"""A map in few colours against the true one: which colour each pixel has, confused with which."""

from __future__ import annotations

import numpy as np

from ...sampling.palette import FAR, find_nearest_color


def count_colors(image: np.ndarray, reference: np.ndarray, valid: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """Count how often each colour of a palette is shown as which; `maps.scores.score_confusion` gives the IoU of each.

    Every pixel has the colour of the palette that is nearest in CIE Lab, so that antialiased edges, and images that
    another method painted, can be judged too. Counts of parts of an image add up.

    Parameters
    ----------
    image, reference : (3, H, W) uint8
        The map that was made and the true one, as red, green and blue.
    valid : (H, W) bool
        Which pixels count. Those of the reference that are far from all colours (text, symbols) never do.
    colors : (K, 3) uint8
        The palette, at most 255 colours.

    Returns
    -------
    (K, K) int64
        Rows are the reference, columns the image.
    """
    wanted, distances = find_nearest_color(reference, colors)
    known, count = valid & (distances <= FAR), len(colors)
    found = find_nearest_color(image, colors)[0]
    pairs = wanted[known].astype(np.int64) * count + found[known]
    return np.bincount(pairs, minlength=count**2).reshape(count, count)
