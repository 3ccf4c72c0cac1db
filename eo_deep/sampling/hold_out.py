"""Which blocks of ground a training holds back for its validation."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator


def hold_out(counts: np.ndarray, share: float, rng: Generator) -> np.ndarray:
    """Choose blocks that hold about a share of each class, in random order.

    A block is taken while one of its classes still lacks validation samples, unless a class would lose more than half
    of its samples to the validation. Neighbouring pixels are nearly copies of each other, so a split by pixel or by
    overlapping window would flatter the accuracy: whole blocks go to one part or the other.

    Parameters
    ----------
    counts : (N, K) numbers of samples of each class in each block.
    share : share of the samples to hold back, above 0 and below 1.

    Returns
    -------
    (N,) bool; all False where no block may be taken.
    """
    total, taken = counts.sum(0), np.zeros(counts.shape[1])
    chosen = np.zeros(len(counts), bool)
    for block in rng.permutation(len(counts)):
        present = counts[block] > 0
        is_wanted = (taken + 0.5 * counts[block] <= share * total)[present].any()
        if is_wanted and (taken + counts[block] <= 0.5 * total)[present].all():
            chosen[block] = True
            taken += counts[block]
    return chosen
